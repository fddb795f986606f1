#include "tests/kiosk/catalogue_lint/assets.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "backend-client/wire/services.hpp"
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
    auto files = wire::read_service_files(folder / "services");
    REQUIRE(files.has_value());
    for (auto& [name, file] : files->departments)
        for (auto& item : file["items"]) {
            auto whole = wire::with_shared_parts(item, files->shared);
            REQUIRE(whole.has_value());
            item = *std::move(whole);
        }
    return std::move(files->departments);
}

Json catalogue_schema() { return asset("services/schema.json"); }

std::set<std::string> drawn_icons() {
    std::set<std::string> names;
    const auto drawings = asset("themes/icons.json");
    for (const auto& [name, drawing] : drawings.items()) names.insert(name);
    return names;
}

}  // namespace onecard::lint
