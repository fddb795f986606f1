// A small HTTPS client for tests that need to misbehave: any certificate, any bytes, many connections.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace onecard::test {

/// Whom to trust and who to be; without certificate a person's browser.
struct Identity {
    std::filesystem::path authority, certificate, key;
};

struct Reply {
    int status = 0;
    std::string head, body;
};

/// One connection to 127.0.0.1. Every call waits at most 20 s. Errors: `test.connect`, `test.handshake`, `test.io`.
class HttpsClient {
public:
    static Result<std::unique_ptr<HttpsClient>> connect(std::uint16_t port, const Identity& identity, int tls_version_max = 0);
    ~HttpsClient();

    Result<Reply> ask(const std::string& method, const std::string& path, const std::string& body = {}, const std::string& more_headers = {});
    /// Sends bytes as they are.
    Status send(std::string_view bytes);
    Result<Reply> receive();

private:
    struct Inside;
    explicit HttpsClient(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace onecard::test
