// HTTPS by libcurl: TLS 1.3 only, our own authority only, our own certificate, no redirects, one connection kept open.
#pragma once
#include <filesystem>
#include <memory>

#include "backend-client/http/client.hpp"

namespace onecard::web {

struct CurlSettings {
    std::string address;  ///< `https://HOST:PORT`, nothing behind
    std::filesystem::path authority;    ///< PEM; the only one that is believed
    std::filesystem::path certificate;  ///< PEM, of this kiosk; empty for none
    std::filesystem::path key;
    Millis connect_limit = std::chrono::seconds(2);
    Millis silence_limit = std::chrono::seconds(10);  ///< with less than a byte a second for so long the exchange is broken off
};

/// Used from one thread. Error codes:
///   net.offline            no way to the backend (name, route, connection)            unavailable
///   net.tls                no secure connection came about                            unavailable
///   net.server_unknown     its certificate is not of our authority or not of its name refused
///   net.server_expired     its certificate is not valid at this kiosk's time          refused
///   net.refused_us         it did not accept this kiosk's certificate                 refused
///   net.own_certificate    our certificate, key or authority file can't be used       invalid
///   net.request            a request that can't be sent                               invalid
///   net.timed_out          no whole answer within the limit                           timed_out
///   net.broken_off         the connection broke after the request had begun           timed_out
///   net.stopped            a stop was asked for                                       timed_out
///   net.answer_too_large   an answer beyond answer_bytes_max                          exhausted
///   net.memory             no memory                                                  exhausted
class CurlClient final : public HttpClient {
public:
    explicit CurlClient(CurlSettings settings);
    ~CurlClient() override;
    Result<Response> send(const Request& request, std::stop_token stop) override;

private:
    class Handles;
    CurlSettings settings_;
    std::unique_ptr<Handles> handles_;
};

}  // namespace onecard::web
