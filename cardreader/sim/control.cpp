#include "cardreader/sim/control.hpp"

#include <array>
#include <csignal>
#include <cstring>
#include <vector>

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.hpp"

namespace onecard::card {
namespace {

constexpr std::size_t line_bytes_max = 4096;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

struct Client {
    Descriptor socket;
    std::string text;  ///< received and not yet a whole line
};

std::string answer(const Status& status) { return status ? "ok" : "error " + sentence(status.error()); }

std::optional<Tear> read_tear(const std::vector<std::string>& words) {
    if (words.size() != 3 || (words[1] != "after" && words[1] != "before")) return std::nullopt;
    const auto& digits = words[2];
    if (digits.empty() || digits.size() > 4 || digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    const int commands = std::stoi(digits);
    if (commands < 1) return std::nullopt;
    return Tear{words[1] == "after" ? Tear::Moment::after : Tear::Moment::before, commands};
}

tl::unexpected<Error> trouble(std::string_view what) {
    return failure(Error::Kind::unavailable, "sim.control", std::string(what) + ": " + std::strerror(errno));
}

Result<Descriptor> listen_at(const std::filesystem::path& file) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    const auto text = file.string();
    if (text.size() >= sizeof at.sun_path) return failure(Error::Kind::invalid, "sim.control", "the socket's path is too long");
    std::memcpy(at.sun_path, text.c_str(), text.size() + 1);
    Descriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    unlink(text.c_str());
    if (bind(listener.number(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) return trouble("can't make " + text);
    if (listen(listener.number(), 8) != 0) return trouble("can't listen at " + text);
    return listener;
}

/// False when the client has gone or sends lines without end.
bool serve(Client& client, CardTable& table, bool& ends) {
    std::array<char, 1024> room{};
    const auto got = recv(client.socket.number(), room.data(), room.size(), 0);
    if (got <= 0) return false;
    client.text.append(room.data(), static_cast<std::size_t>(got));
    for (auto end = client.text.find('\n'); end != std::string::npos && !ends; end = client.text.find('\n')) {
        const auto reply = obey(table, std::string_view(client.text).substr(0, end), ends) + "\n";
        client.text.erase(0, end + 1);
        if (send(client.socket.number(), reply.data(), reply.size(), MSG_NOSIGNAL) < 0) return false;
    }
    return client.text.size() <= line_bytes_max;
}

/// The signals' descriptor first, the listener second, then the clients.
std::vector<pollfd> watched(int signals, int listener, const std::vector<Client>& clients) {
    std::vector<pollfd> list{{signals, POLLIN, 0}, {listener, POLLIN, 0}};
    for (const auto& client : clients) list.push_back({client.socket.number(), POLLIN, 0});
    return list;
}

}  // namespace

std::string obey(CardTable& table, std::string_view order, bool& ends) {
    const auto line = trim(order);
    const auto words = split(line, ' ');
    const auto& verb = words.front();
    // A path may have blanks in it.
    if (verb == "insert" && words.size() >= 2) return answer(table.insert(std::string(trim(line.substr(verb.size())))));
    if (line == "remove") {
        table.remove();
        return "ok";
    }
    if (verb == "staff" && words.size() >= 2) return answer(table.insert_staff(std::string(trim(line.substr(verb.size())))));
    if (line == "staff-remove") {
        table.remove_staff();
        return "ok";
    }
    if (verb == "tear") {
        const auto tear = read_tear(words);
        return tear ? answer(table.plan(*tear)) : "error tear needs `after N` or `before N`, N from 1 to 9999";
    }
    if (line == "state") return table.state();
    if (line == "quit") {
        ends = true;
        return "ok";
    }
    return "error unknown order; known are insert, remove, staff, staff-remove, tear after N, tear before N, state, quit";
}

Status run_control(CardTable& table, const std::filesystem::path& socket_file, const std::function<void()>& ready) {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    const Descriptor signals(signalfd(-1, &ending, SFD_CLOEXEC));
    if (signals.number() < 0) return trouble("can't watch for signals");
    auto listener = socket_file.empty() ? Result<Descriptor>(Descriptor(-1)) : listen_at(socket_file);
    if (!listener) return failure(listener.error());
    ready();
    std::vector<Client> clients;
    for (bool ends = false; !ends;) {
        auto list = watched(signals.number(), listener->number(), clients);
        if (poll(list.data(), list.size(), -1) < 0 && errno != EINTR) return trouble("can't wait for orders");
        if (list[0].revents != 0) break;
        std::vector<Client> staying;
        for (std::size_t i = 0; i < clients.size(); ++i) {
            if (list[i + 2].revents == 0 || serve(clients[i], table, ends)) staying.push_back(std::move(clients[i]));
        }
        if (list[1].revents != 0) {
            Client client{Descriptor(accept4(listener->number(), nullptr, nullptr, SOCK_CLOEXEC)), {}};
            if (client.socket.number() >= 0) staying.push_back(std::move(client));
        }
        clients.swap(staying);
    }
    if (!socket_file.empty()) unlink(socket_file.c_str());
    return {};
}

}  // namespace onecard::card
