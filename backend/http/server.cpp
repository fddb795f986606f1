#include <utility>

#include "backend/http/server.hpp"

#include <atomic>
#include <csignal>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "backend/http/conversation.hpp"
#include "backend/http/tls.hpp"
#include "base/log.hpp"

namespace onecard::http {
namespace {

using boost::system::error_code;
using tcp = asio::ip::tcp;

Status listen(tcp::acceptor& acceptor, const std::string& host, std::uint16_t port) {
    error_code why;
    const auto address = asio::ip::make_address(host, why);
    if (why) return failure(Error::Kind::invalid, "http.host", "'" + host + "' is not an address");
    const tcp::endpoint place(address, port);
    acceptor.open(place.protocol(), why);
    if (!why) acceptor.set_option(asio::socket_base::reuse_address(true), why);
    if (!why) acceptor.bind(place, why);
    if (!why) acceptor.listen(asio::socket_base::max_listen_connections, why);
    if (!why) return {};
    const auto where = host + ":" + std::to_string(port);
    if (why == asio::error::address_in_use)
        return failure(Error::Kind::unavailable, "http.port_used", where + " is in use by another program");
    return failure(Error::Kind::unavailable, "http.port", where + " cannot be opened: " + why.message());
}

}  // namespace

struct Server::Inside {
    Inside(OnRequest on_request, ssl::context kiosk_tls, ssl::context console_tls)
        : hall{std::move(on_request)},
          kiosk{Door::kiosk, std::move(kiosk_tls), kiosk_body_bytes_max, kiosk_connections_max},
          console{Door::console, std::move(console_tls), console_body_bytes_max, console_connections_max} {}

    asio::awaitable<void> welcome(Entrance& entrance, tcp::acceptor& acceptor);
    asio::awaitable<void> leave();

    int threads = 2;
    asio::io_context io;
    // Accepting and stopping happen here, one after the other; each connection has a strand of its own.
    asio::strand<asio::io_context::executor_type> lobby{asio::make_strand(io)};
    Hall hall;
    Entrance kiosk, console;
    tcp::acceptor kiosk_acceptor{lobby}, console_acceptor{lobby};
    asio::signal_set signals{lobby};
    asio::steady_timer stopping{lobby, asio::steady_timer::time_point::max()};
};

asio::awaitable<void> Server::Inside::welcome(Entrance& entrance, tcp::acceptor& acceptor) {
    while (acceptor.is_open()) {
        tcp::socket socket(asio::make_strand(io));
        error_code why;
        co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, why));
        if (!why && entrance.connections < entrance.connections_max) {
            const auto executor = socket.get_executor();
            asio::co_spawn(executor, converse(hall, entrance, std::move(socket)), asio::detached);
            continue;
        }
        if (!acceptor.is_open()) break;
        // Out of descriptors or places: those who are here must first leave.
        asio::steady_timer pause(lobby, std::chrono::milliseconds(20));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, why));
    }
}

asio::awaitable<void> Server::Inside::leave() {
    error_code why;
    co_await stopping.async_wait(asio::redirect_error(asio::use_awaitable, why));
    hall.closing = true;
    kiosk_acceptor.close(why);
    console_acceptor.close(why);
    constexpr std::chrono::milliseconds step{5};
    for (auto waited = step; hall.under_way > 0 && waited < stop_limit; waited += step) {
        asio::steady_timer pause(lobby, step);
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, why));
    }
    io.stop();
}

Result<std::unique_ptr<Server>> Server::open(const Settings& settings, OnRequest on_request) {
    auto kiosk_tls = tls_context(settings, Door::kiosk);
    if (!kiosk_tls) return failure(kiosk_tls.error());
    auto console_tls = tls_context(settings, Door::console);
    if (!console_tls) return failure(console_tls.error());
    auto inside = std::make_unique<Inside>(std::move(on_request), std::move(*kiosk_tls), std::move(*console_tls));
    inside->threads = settings.threads;
    if (auto listening = listen(inside->kiosk_acceptor, settings.host, settings.kiosk_port); !listening) return failure(listening.error());
    if (auto listening = listen(inside->console_acceptor, settings.host, settings.console_port); !listening)
        return failure(listening.error());
    return std::unique_ptr<Server>(new Server(std::move(inside)));
}

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Server::~Server() = default;

std::uint16_t Server::kiosk_port() const { return inside_->kiosk_acceptor.local_endpoint().port(); }

std::uint16_t Server::console_port() const { return inside_->console_acceptor.local_endpoint().port(); }

void Server::run() {
    auto& inside = *inside_;
    asio::co_spawn(inside.lobby, inside.welcome(inside.kiosk, inside.kiosk_acceptor), asio::detached);
    asio::co_spawn(inside.lobby, inside.welcome(inside.console, inside.console_acceptor), asio::detached);
    asio::co_spawn(inside.lobby, inside.leave(), asio::detached);
    error_code why;
    inside.signals.add(SIGTERM, why);
    inside.signals.add(SIGINT, why);
    inside.signals.async_wait([&inside](const error_code& ended, int) {
        if (!ended) inside.stopping.cancel();
    });
    std::vector<std::jthread> others;
    for (int i = 1; i < inside.threads; ++i) others.emplace_back([&inside] { inside.io.run(); });
    inside.io.run();
}

void Server::stop() {
    asio::post(inside_->lobby, [inside = inside_.get()] { inside->stopping.cancel(); });
}

}  // namespace onecard::http
