#include "tests/support/printer/printer_server.hpp"

#include <arpa/inet.h>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <map>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <zbar.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "kiosk/ui/surface.hpp"
#include "tests/support/printer/sim_printer.hpp"

namespace onecard::test {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int beat_ms = 4;
constexpr std::size_t line_bytes_max = 4096;

/// What a camera would read off the paper; empty when there is no code.
std::string code_on(const PrintedSlip& slip) {
    std::vector<unsigned char> grey;
    grey.reserve(slip.dots.size());
    for (const auto dot : slip.dots) grey.push_back(dot ? 0 : 255);
    zbar::ImageScanner scanner;
    scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
    zbar::Image image(static_cast<unsigned>(slip.width), static_cast<unsigned>(slip.height), "Y800", grey.data(), grey.size());
    scanner.scan(image);
    for (auto symbol = image.symbol_begin(); symbol != image.symbol_end(); ++symbol) return symbol->get_data();
    return {};
}

void write_picture(const PrintedSlip& slip, const std::filesystem::path& path) {
    ui::Surface surface(slip.width, slip.height);
    for (int y = 0; y < slip.height; ++y)
        for (int x = 0; x < slip.width; ++x)
            surface.row(y)[x] = slip.dots[static_cast<std::size_t>(y) * static_cast<std::size_t>(slip.width) + static_cast<std::size_t>(x)] ? 0xFF000000 : 0xFFFFFFFF;
    (void)ui::write_png(surface, path);
}

int listen_on_port(int port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(static_cast<std::uint16_t>(port));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    require(::bind(listener, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 && ::listen(listener, 8) == 0, "a port for the printer");
    return listener;
}

int listen_on_file(const std::string& file) {
    if (file.empty()) return -1;
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    require(file.size() < sizeof at.sun_path, "a short path for the control socket");
    std::memcpy(at.sun_path, file.c_str(), file.size() + 1);
    ::unlink(file.c_str());
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    require(::bind(listener, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 && ::listen(listener, 8) == 0, "a control socket");
    return listener;
}

class Server {
public:
    explicit Server(const PrinterOptions& options) : options_(options), printer_(options.dots_across) {
        sigset_t ending;
        sigemptyset(&ending);
        sigaddset(&ending, SIGINT);
        sigaddset(&ending, SIGTERM);
        ::sigprocmask(SIG_BLOCK, &ending, nullptr);
        signals_ = ::signalfd(-1, &ending, SFD_CLOEXEC);
        listener_ = listen_on_port(options.port);
        sockaddr_in at{};
        socklen_t size = sizeof at;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
        port_ = ntohs(at.sin_port);
        control_ = listen_on_file(options.control);
    }

    int port() const { return port_; }

    void run() {
        auto before = Steady::now();
        while (!ends_) {
            std::vector<pollfd> watched{{signals_, POLLIN, 0}, {line_ < 0 ? listener_ : -1, POLLIN, 0}, {line_, POLLIN, 0}, {control_, POLLIN, 0}};
            for (const auto& [client, text] : clients_) watched.push_back({client, POLLIN, 0});
            ::poll(watched.data(), watched.size(), printer_.busy() ? beat_ms : -1);
            const auto now = Steady::now();
            // A motor that stood still has no time to catch up.
            printer_.pass(std::min(std::chrono::ceil<Millis>(now - before), Millis(beat_ms * 25)));
            before = now;
            if (watched[0].revents) break;
            if (watched[1].revents) line_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (line_ >= 0 && watched[2].revents) take_bytes();
            if (watched[3].revents) clients_[::accept4(control_, nullptr, nullptr, SOCK_CLOEXEC)] = {};
            for (std::size_t i = 4; i < watched.size(); ++i)
                if (watched[i].revents) take_orders(watched[i].fd);
            speak();
            keep_new_slips();
        }
        if (!options_.control.empty()) ::unlink(options_.control.c_str());
    }

private:
    void hang_up() {
        if (line_ >= 0) ::close(line_);
        line_ = -1;
        printer_.hang_up();
    }

    void take_bytes() {
        Bytes piece(4096);
        auto got = ::recv(line_, piece.data(), piece.size(), 0);
        if (got <= 0) return hang_up();
        const bool drops = drop_after_ >= 0 && got >= drop_after_;
        if (drops) got = drop_after_;
        printer_.feed(ByteView(piece).first(static_cast<std::size_t>(got)));
        printer_.pass(Millis(0));
        if (drop_after_ >= 0) drop_after_ -= static_cast<int>(got);
        if (!drops) return;
        drop_after_ = -1;
        hang_up();
    }

    void speak() {
        const auto said = printer_.take_answers();
        if (line_ >= 0 && !said.empty()) (void)!::send(line_, said.data(), said.size(), MSG_NOSIGNAL);
    }

    void keep_new_slips() {
        for (; kept_ < printer_.slips().size(); ++kept_)
            if (!options_.out.empty()) write_picture(printer_.slips()[kept_], std::filesystem::path(options_.out) / ("slip-" + std::to_string(kept_ + 1) + ".png"));
    }

    void take_orders(int client) {
        char piece[1024];
        const auto got = ::recv(client, piece, sizeof piece, 0);
        auto& text = clients_[client];
        if (got > 0) text.append(piece, static_cast<std::size_t>(got));
        if (got <= 0 || text.size() > line_bytes_max) {
            ::close(client);
            clients_.erase(client);
            return;
        }
        for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
            const auto reply = obey(text.substr(0, end)) + "\n";
            text.erase(0, end + 1);
            (void)!::send(client, reply.data(), reply.size(), MSG_NOSIGNAL);
        }
    }

    std::string obey(const std::string& line) {
        const auto words = split(line, ' ');
        const auto number = words.size() > 1 ? std::atoi(words.back().c_str()) : 0;
        if (line == "quit") return ends_ = true, "ok";
        if (line == "power off") return hang_up(), ::close(listener_), listener_ = -1, "ok";
        if (line == "power on") return listener_ = listener_ < 0 ? listen_on_port(port_) : listener_, "ok";
        if (words.size() == 3 && words[0] == "drop") return drop_after_ = number, "ok";
        if (line == "slips") return std::to_string(printer_.slips().size());
        if (words[0] == "code") {
            const bool there = number >= 1 && static_cast<std::size_t>(number) <= printer_.slips().size();
            const auto code = there ? code_on(printer_.slips()[static_cast<std::size_t>(number - 1)]) : std::string();
            return code.empty() ? "error none" : code;
        }
        if (line == "state")
            return dump_json({{"slips", printer_.slips().size()}, {"torn", printer_.torn()}, {"unknown", printer_.unknown()},
                              {"retracted", printer_.retracted()}, {"mouth", printer_.in_mouth()}, {"moving", printer_.moving() ? 1 : 0}});
        return printer_.order(words) ? "ok" : "error unknown order";
    }

    PrinterOptions options_;
    SimPrinter printer_;
    int signals_ = -1, listener_ = -1, line_ = -1, control_ = -1, port_ = 0, drop_after_ = -1;
    std::map<int, std::string> clients_;
    std::size_t kept_ = 0;
    bool ends_ = false;
};

}  // namespace

int serve_printer(const PrinterOptions& options, const std::function<void(int port)>& ready) {
    Server server(options);
    ready(server.port());
    server.run();
    return 0;
}

}  // namespace onecard::test
