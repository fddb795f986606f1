// HTTPS with two doors: one for kiosks, that opens only to certificates of our own authority, and one for the console.
// TLS 1.3 and HTTP/1.1 only. What is behind the doors is not known here: every request goes to one function.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "backend/http/message.hpp"

namespace onecard::http {

// Limits, all of them here.
inline constexpr std::size_t kiosk_body_bytes_max = (8u << 20) + (64u << 10);  ///< a full batch and its wrapping
inline constexpr std::size_t console_body_bytes_max = 256u << 10;
inline constexpr std::size_t head_bytes_max = 16u << 10;
inline constexpr std::size_t kiosk_connections_max = 30'000;
inline constexpr std::size_t console_connections_max = 500;
inline constexpr std::chrono::seconds handshake_limit{10}, idle_limit{120}, body_limit{60}, answer_limit{60};
inline constexpr std::chrono::milliseconds stop_limit{800};  ///< for requests under way when the server is told to stop

struct Settings {
    std::string host = "127.0.0.1";
    std::uint16_t kiosk_port = 8443, console_port = 8444;  ///< 0 takes a free one
    std::filesystem::path certificate, key;  ///< PEM, of this server
    std::filesystem::path authority;         ///< PEM, the private CA that kiosks are known by
    int threads = 2;
};

/// Takes an answer, once, from any thread.
using Reply = std::function<void(Answer)>;
/// Must return soon and see to it that the reply is called.
using OnRequest = std::function<void(Request, Reply)>;

class Server {
public:
    /// Reads the certificates and takes both ports. Errors: `http.certificate` (which file and why), `http.port_used`, `http.port`.
    static Result<std::unique_ptr<Server>> open(const Settings& settings, OnRequest on_request);
    ~Server();

    std::uint16_t kiosk_port() const;
    std::uint16_t console_port() const;

    /// Serves until SIGTERM, SIGINT or stop(), then lets what is under way finish within stop_limit.
    void run();
    /// From any thread.
    void stop();

private:
    struct Inside;
    explicit Server(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace onecard::http
