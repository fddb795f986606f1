#include "tests/support/sample_visit.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include "backend-client/wire/services.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace onecard::support {
namespace {

namespace fs = std::filesystem;

std::vector<flow::HelpTopic> read_help() {
    std::vector<flow::HelpTopic> topics;
    const auto json = parse_json(asset("help/help.json"));
    require(json.has_value(), "help.json");
    for (const auto& topic : *json) {
        const auto text = [&topic](std::string_view key) {
            const auto& both = object_at(topic, key);
            return flow::Text{text_at(both, "zh"), text_at(both, "en")};
        };
        topics.push_back({text_at(topic, "key"), text("title"), text("body")});
    }
    return topics;
}

}  // namespace

std::string asset(const std::string& path) {
    auto content = read_file(fs::path(ONECARD_SOURCE_DIR) / "assets" / path);
    require(content.has_value(), path);
    return std::move(*content);
}

std::string catalogue_bundle() {
    auto services = wire::read_services(fs::path(ONECARD_SOURCE_DIR) / "assets" / "services");
    require(services.has_value(), "assets/services");
    return dump_json(Json{{"version", 1}, {"departments", std::move(services->departments)}, {"items", std::move(services->items)},
                          {"calendar", WorkingDays::read(fs::path(ONECARD_SOURCE_DIR) / "assets" / "calendar").value().to_json()}});
}

const gallery::SampleHall& sample_hall() {
    static const auto hall = [] {
        auto catalogue = flow::read_catalogue(catalogue_bundle());
        require(catalogue.has_value(), catalogue ? "" : catalogue.error().code + " " + catalogue.error().detail);
        return std::make_unique<const gallery::SampleHall>(std::move(*catalogue), read_help(), Regions::read(asset("regions/regions.json")).value(), asset("pinyin.txt"));
    }();
    return *hall;
}

}  // namespace onecard::support
