#include "kiosk/app/play_visits.hpp"

#include <chrono>
#include <cstdio>
#include <set>

#include "base/file.hpp"
#include "kiosk/play/player.hpp"

namespace onecard::app {
namespace {

namespace fs = std::filesystem;

struct Address {
    std::string host;
    std::uint16_t port = 443;
};

// `https://HOST:PORT`.
Address address_of(const std::string& url) {
    const auto start = url.find("://");
    const auto rest = start == std::string::npos ? url : url.substr(start + 3);
    const auto colon = rest.rfind(':');
    if (colon == std::string::npos) return {rest};
    return {rest.substr(0, colon), static_cast<std::uint16_t>(std::strtoul(rest.c_str() + colon + 1, nullptr, 10))};
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

fs::path data_of(const std::string& kiosk, const Settings& settings) {
    auto data = settings.data;
    if (kiosk != settings.kiosk) data += "-" + kiosk;
    return data;
}

// The settings as they are, but with the backend behind the relay, and those of another kiosk with its own id, certificate and data.
Result<fs::path> settings_behind(const play::Relay& relay, const std::string& kiosk, const Settings& settings, const PlayOptions& options) {
    auto text = read_file(options.config, 64 << 10);
    if (!text) return failure(text.error());
    const auto from = text->find(settings.backend);
    if (from == std::string::npos) return failure(Error::Kind::invalid, "settings.key", "backend.url is not set");
    text->replace(from, settings.backend.size(), "https://" + address_of(settings.backend).host + ":" + std::to_string(relay.port()));
    replace_all(*text, settings.kiosk, kiosk);
    const auto own = "\"" + settings.data.filename().string() + "\"";
    replace_all(*text, "data = " + own, "data = \"" + data_of(kiosk, settings).filename().string() + "\"");
    auto path = fs::absolute(options.config);
    path += "." + kiosk;
    if (auto written = write_file(path, *text); !written) return failure(written.error());
    return path;
}

Status play_one(const fs::path& script, const Settings& settings, const PlayOptions& options) {
    auto text = read_file(script, 1 << 20);
    if (!text) return failure(text.error());
    auto lines = play::read_script(*text);
    if (!lines) return failure(lines.error());
    const auto to = address_of(settings.backend);
    auto relay = play::Relay::open(to.host, to.port);
    if (!relay) return failure(relay.error());
    std::error_code ignored;
    std::set<std::string> begun;
    // Each kiosk's data begins empty, and is there again when the visit comes back to it.
    const auto command_of = [&](const std::string& kiosk) -> Result<std::vector<std::string>> {
        auto config = settings_behind(**relay, kiosk, settings, options);
        if (!config) return failure(config.error());
        if (begun.insert(kiosk).second) fs::remove_all(data_of(kiosk, settings), ignored);
        return std::vector<std::string>{options.program, "--config", config->string(), "--headless"};
    };
    auto command = command_of(settings.kiosk);
    if (!command) return failure(command.error());
    fs::create_directories(options.out, ignored);
    play::Robot robot(*std::move(command));
    play::CardHand cards(options.card_control);
    play::PrinterHand printer(options.printer_control), phone(options.phone_control), terminal(options.terminal_control);
    auto access = options.admin;
    access.authority = settings.authority;
    play::Admin admin(std::move(access));
    if (auto empty = options.card_control.empty() ? Status() : cards.order("remove"); !empty) return empty;
    if (auto started = robot.start(); !started) return started;
    return play::Player({robot, **relay, cards, printer, phone, terminal, admin, options.out, script.stem().string(), script.parent_path(), settings.camera_folder,
                         options.diaries, command_of})
        .play(*lines);
}

}  // namespace

int play_visits(const Settings& settings, const std::vector<std::string>& scripts, const PlayOptions& options) {
    int passed = 0, failed = 0;
    bool unreadable = false;
    for (const auto& script : scripts) {
        const auto name = fs::path(script).stem().string();
        const auto start = std::chrono::steady_clock::now();
        const auto played = play_one(script, settings, options);
        const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (played) {
            ++passed;
            std::printf("ok      %-24s %5.1f s\n", name.c_str(), seconds);
        } else {
            ++failed;
            const auto& error = played.error();
            unreadable = unreadable || error.code == "visit.syntax" || error.code == "file.missing";
            std::printf("FAILED  %-24s %s\n", name.c_str(), (error.code == "visit.line" ? error.detail : error.code + ": " + error.detail).c_str());
        }
        std::fflush(stdout);
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : unreadable ? 2 : 1;
}

}  // namespace onecard::app
