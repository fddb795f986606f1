#include "kiosk/app/settings.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

#include <toml++/toml.h>

#include "base/file.hpp"

namespace onecard::app {
namespace {

namespace fs = std::filesystem;

// Takes the value when it has the right type.
using Take = std::function<bool(const toml::node&)>;

Take text(std::string& into) {
    return [&into](const toml::node& node) {
        const auto value = node.value<std::string>();
        if (value) into = *value;
        return value.has_value();
    };
}

Take path(fs::path& into, const fs::path& folder) {
    return [&into, folder](const toml::node& node) {
        const auto value = node.value<std::string>();
        if (value) into = folder / *value;
        return value.has_value();
    };
}

template <class Number>
Take number(Number& into, double least, double most) {
    return [&into, least, most](const toml::node& node) {
        const auto value = node.value<double>();
        if (!value || *value < least || *value > most) return false;
        into = static_cast<Number>(*value);
        return true;
    };
}

Take flag(bool& into) {
    return [&into](const toml::node& node) {
        const auto value = node.value<bool>();
        if (value) into = *value;
        return value.has_value();
    };
}

Take one_of(std::string& into, std::vector<std::string> known) {
    return [&into, known = std::move(known)](const toml::node& node) {
        const auto value = node.value<std::string>();
        const bool fits = value && std::find(known.begin(), known.end(), *value) != known.end();
        if (fits) into = *value;
        return fits;
    };
}

// Bytes of a device's command, in hexadecimal.
Take command(Bytes& into) {
    return [&into](const toml::node& node) {
        constexpr std::size_t bytes_max = 16;
        const auto value = node.value<std::string>();
        auto bytes = value ? from_hex(*value) : Bytes{};
        const bool fits = value && bytes && bytes->size() <= bytes_max;
        if (fits) into = *std::move(bytes);
        return fits;
    };
}

std::map<std::string, Take> keys_of(Settings& s, const fs::path& folder) {
    return {{"kiosk.id", text(s.kiosk)},
            {"kiosk.hall", text(s.hall)},
            {"kiosk.keeper_phone", text(s.keeper_phone)},
            {"kiosk.data", path(s.data, folder)},
            {"kiosk.assets", path(s.assets, folder)},
            {"backend.url", text(s.backend)},
            {"backend.authority", path(s.authority, folder)},
            {"backend.certificate", path(s.certificate, folder)},
            {"backend.key", path(s.key, folder)},
            {"backend.heartbeat_seconds", number(s.heartbeat_seconds, 1, 3600)},
            {"reader.citizen", text(s.citizen_reader)},
            {"reader.sam", text(s.sam_reader)},
            {"reader.contactless", text(s.contactless_reader)},
            {"reader.staff", text(s.staff_reader)},
            {"camera.folder", path(s.camera_folder, folder)},
            {"sound.voice", one_of(s.voice, {"headset", "speaker", "off"})},
            {"sound.device", text(s.voice_device)},
            {"time.quiet_seconds", number(s.quiet_seconds, 30, 3600)},
            {"time.rest_seconds", number(s.rest_seconds, 30, 36000)},
            {"time.warning_seconds", number(s.warning_seconds, 20, 600)},
            {"keypad.repeat", text(s.keys["repeat"])},
            {"keypad.spell", text(s.keys["spell"])},
            {"keypad.voice", text(s.keys["voice"])},
            {"keypad.curtain", text(s.keys["curtain"])},
            {"keypad.help", text(s.keys["help"])},
            {"keypad.home", text(s.keys["home"])},
            {"keypad.end", text(s.keys["end"])},
            {"screen.width", number(s.width, 640, 7680)},
            {"screen.height", number(s.height, 640, 7680)},
            {"screen.pixels_per_millimetre", number(s.pixels_per_millimetre, 1, 20)},
            {"screen.full_screen", flag(s.full_screen)},
            {"screen.chinese_beside", one_of(s.chinese_beside, {"no", "before", "after"})},
            {"sound.volume", number(s.sound_volume, 0, 1)},
            {"sound.hearing_loop", flag(s.hearing_loop)},
            {"sound.headset", text(s.headset)},
            {"printer.kind", one_of(s.printer, {"folder", "escpos", "cups"})},
            {"printer.address", text(s.printer_address)},
            {"terminal.address", text(s.terminal_address)},
            {"printer.paper", one_of(s.paper, {"80mm", "58mm"})},
            {"printer.cutter", flag(s.cutter)},
            {"printer.mouth_ask", command(s.mouth.ask)},
            {"printer.mouth_taken_bits", number(s.mouth.taken_bits, 0, 255)},
            {"printer.mouth_retract", command(s.mouth.retract)}};
}

Status take_all(const toml::table& document, const std::map<std::string, Take>& keys) {
    for (const auto& [section, content] : document) {
        const auto* table = content.as_table();
        if (!table) return failure(Error::Kind::invalid, "settings.key", std::string(section.str()) + " is not a section");
        for (const auto& [key, node] : *table) {
            const auto name = std::string(section.str()) + "." + std::string(key.str());
            const auto known = keys.find(name);
            if (known == keys.end()) return failure(Error::Kind::invalid, "settings.key", "no such setting: " + name);
            if (!known->second(node)) return failure(Error::Kind::invalid, "settings.key", "wrong value for " + name);
        }
    }
    return {};
}

}  // namespace

Status read_settings(const fs::path& file, Settings& settings) {
    auto content = read_file(file, 64 << 10);
    if (!content) return failure(Error::Kind::invalid, "settings.file", content.error().detail);
    try {
        const auto document = toml::parse(*content);
        return take_all(document, keys_of(settings, fs::absolute(file).parent_path()));
    } catch (const toml::parse_error& problem) {
        return failure(Error::Kind::invalid, "settings.syntax", "line " + std::to_string(problem.source().begin.line) + ": " + std::string(problem.description()));
    }
}

}  // namespace onecard::app
