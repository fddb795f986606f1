// The TLS side of the server. Included by server.cpp only.
#pragma once
#include <boost/asio/ssl/context.hpp>

#include "backend/http/server.hpp"

namespace onecard::http {

/// A context that speaks TLS 1.3 only and, at the kiosks' door, asks for a certificate of the authority.
Result<boost::asio::ssl::context> tls_context(const Settings& settings, Door door);

/// The common name of the other side's certificate; empty when there is none, or more than one, or an odd one.
std::string common_name(SSL* connection);

}  // namespace onecard::http
