// One connection from handshake to close. Included by server.cpp only.
#pragma once
#include <atomic>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "backend/http/server.hpp"

namespace onecard::http {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;

/// What all connections share.
struct Hall {
    OnRequest on_request;
    std::atomic<std::size_t> under_way{0};  ///< requests read but not yet answered
    std::atomic<bool> closing{false};
};

/// What all connections through one door share.
struct Entrance {
    Door door;
    ssl::context tls;
    std::size_t body_bytes_max;
    std::size_t connections_max;
    std::atomic<std::size_t> connections{0};
};

/// Serves one connection until either side ends it. Runs on the socket's strand.
asio::awaitable<void> converse(Hall& hall, Entrance& entrance, asio::ip::tcp::socket socket);

}  // namespace onecard::http
