#include "tests/backend/https_client.hpp"

#include <charconv>

#include <arpa/inet.h>
#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/text.hpp"

namespace onecard::test {
namespace {

tl::unexpected<Error> broken(std::string code) { return failure(Error::Kind::unavailable, std::move(code)); }

int open_socket(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval limit{20, 0};
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return socket;
    ::close(socket);
    return -1;
}

}  // namespace

struct HttpsClient::Inside {
    ~Inside() {
        SSL_free(tls);
        SSL_CTX_free(context);
        if (socket >= 0) ::close(socket);
    }
    SSL_CTX* context = nullptr;
    SSL* tls = nullptr;
    int socket = -1;
    std::string unread;
};

HttpsClient::HttpsClient(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

HttpsClient::~HttpsClient() = default;

Result<std::unique_ptr<HttpsClient>> HttpsClient::connect(std::uint16_t port, const Identity& identity, int tls_version_max) {
    std::signal(SIGPIPE, SIG_IGN);
    auto inside = std::make_unique<Inside>();
    inside->context = SSL_CTX_new(TLS_client_method());
    if (tls_version_max != 0) SSL_CTX_set_max_proto_version(inside->context, tls_version_max);
    SSL_CTX_load_verify_locations(inside->context, identity.authority.c_str(), nullptr);
    SSL_CTX_set_verify(inside->context, SSL_VERIFY_PEER, nullptr);
    if (!identity.certificate.empty()) {
        SSL_CTX_use_certificate_chain_file(inside->context, identity.certificate.c_str());
        SSL_CTX_use_PrivateKey_file(inside->context, identity.key.c_str(), SSL_FILETYPE_PEM);
    }
    inside->socket = open_socket(port);
    if (inside->socket < 0) return broken("test.connect");
    inside->tls = SSL_new(inside->context);
    SSL_set_fd(inside->tls, inside->socket);
    SSL_set1_host(inside->tls, "localhost");
    if (SSL_connect(inside->tls) != 1) return broken("test.handshake");
    return std::unique_ptr<HttpsClient>(new HttpsClient(std::move(inside)));
}

Status HttpsClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const int sent = SSL_write(inside_->tls, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 1u << 20)));
        if (sent <= 0) return broken("test.io");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<Reply> HttpsClient::receive() {
    auto& unread = inside_->unread;
    const auto more = [&] {
        char bytes[16384];
        const int count = SSL_read(inside_->tls, bytes, sizeof bytes);
        if (count > 0) unread.append(bytes, static_cast<std::size_t>(count));
        return count > 0;
    };
    while (unread.find("\r\n\r\n") == std::string::npos)
        if (!more()) return broken("test.io");
    Reply reply;
    const auto head_end = unread.find("\r\n\r\n");
    reply.head = unread.substr(0, head_end);
    std::from_chars(reply.head.data() + 9, reply.head.data() + 12, reply.status);
    std::size_t length = 0;
    if (const auto at = reply.head.find("Content-Length: "); at != std::string::npos)
        std::from_chars(reply.head.data() + at + 16, reply.head.data() + reply.head.size(), length);
    while (unread.size() < head_end + 4 + length)
        if (!more()) return broken("test.io");
    reply.body = unread.substr(head_end + 4, length);
    unread.erase(0, head_end + 4 + length);
    return reply;
}

Result<Reply> HttpsClient::ask(const std::string& method, const std::string& path, const std::string& body, const std::string& more_headers) {
    auto message = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more_headers;
    if (!body.empty()) message += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    if (auto sent = send(message + "\r\n" + body); !sent) return failure(sent.error());
    return receive();
}

}  // namespace onecard::test
