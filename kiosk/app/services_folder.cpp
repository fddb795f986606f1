#include "kiosk/app/services_folder.hpp"

#include <array>

#include "backend-client/wire/services.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/working_days.hpp"

namespace onecard::app {
namespace {

namespace fs = std::filesystem;

Result<Json> read_json(const fs::path& file) {
    auto content = read_file(file);
    if (!content) return failure(content.error());
    auto json = parse_json(*content);
    if (!json) return failure(json.error().kind, json.error().code, file.filename().string());
    return json;
}

flow::Text text_of(const Json& json, std::string_view key) {
    const auto& text = object_at(json, key);
    return {text_at(text, "zh"), text_at(text, "en"), text_at(text, "mn")};
}

// Two or four numbers from 0 to 1; anything else is not on the plan.
std::optional<flow::HallView::Spot> spot_of(const Json& json, const char* key, std::size_t numbers) {
    std::array<float, 4> parts{};
    const auto& list = list_at(json, key);
    if (list.size() != numbers) return std::nullopt;
    for (std::size_t i = 0; i < numbers; ++i) {
        if (!list[i].is_number()) return std::nullopt;
        parts[i] = list[i].get<float>();
        if (!(parts[i] >= 0 && parts[i] <= 1)) return std::nullopt;
    }
    return flow::HallView::Spot{parts[0], parts[1], parts[2], parts[3]};
}

}  // namespace

Result<std::string> bundle_services(const fs::path& assets) {
    auto services = wire::read_services(assets / "services");
    if (!services) return failure(services.error());
    const auto days = WorkingDays::read(assets / "calendar");
    if (!days) log::failed("calendar", days.error());
    return dump_json(Json{{"version", 0},
                          {"departments", std::move(services->departments)},
                          {"items", std::move(services->items)},
                          {"calendar", days ? days->to_json() : Json::object()}});
}

Result<std::vector<flow::HelpTopic>> read_help(const fs::path& file) {
    auto json = read_json(file);
    if (!json) return failure(json.error());
    std::vector<flow::HelpTopic> topics;
    const auto& list = json->is_array() ? *json : list_at(*json, "topics");
    for (const auto& topic : list) topics.push_back({text_at(topic, "key"), text_of(topic, "title"), text_of(topic, "body")});
    return topics;
}

Result<Hall> read_hall(const fs::path& file) {
    auto json = read_json(file);
    if (!json) return failure(json.error());
    Hall all;
    auto& hall = all.view;
    for (const auto& one : list_at(*json, "hours")) hall.hours.push_back({text_of(one, "days"), text_at(one, "time")});
    for (const auto& one : list_at(*json, "places")) hall.places.push_back({text_of(one, "what"), text_of(one, "where"), spot_of(one, "room", 4)});
    hall.here = spot_of(*json, "here", 2);
    for (const auto& one : list_at(*json, "emergency"))
        hall.emergency.push_back({text_at(one, "number"), text_of(one, "what"), text_of(one, "when")});
    for (const auto& one : list_at(*json, "counters")) {
        const auto code = text_at(one, "code");
        const bool letter = code.size() == 1 && code[0] >= 'A' && code[0] <= 'Z';
        if (letter) all.counters.push_back({code, text_of(one, "name"), 0, {}});
    }
    return all;
}

}  // namespace onecard::app
