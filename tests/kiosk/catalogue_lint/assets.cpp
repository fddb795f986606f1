#include "tests/kiosk/catalogue_lint/assets.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/file.hpp"

namespace onecard::lint {
namespace {

const std::filesystem::path folder = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets";

}  // namespace

Json asset(const std::string& path) {
    INFO(path);
    const auto text = read_file(folder / path);
    REQUIRE(text.has_value());
    auto json = parse_json(*text);
    REQUIRE(json.has_value());
    return *std::move(json);
}

std::map<std::string, Json> departments() {
    std::map<std::string, Json> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "services")) {
        const auto name = entry.path().filename().string();
        if (entry.path().extension() == ".json" && name != "schema.json") files.emplace(name, asset("services/" + name));
    }
    return files;
}

Json catalogue_schema() { return asset("services/schema.json"); }

std::set<std::string> drawn_icons() {
    std::set<std::string> names;
    const auto drawings = asset("themes/icons.json");
    for (const auto& [name, drawing] : drawings.items()) names.insert(name);
    return names;
}

}  // namespace onecard::lint
