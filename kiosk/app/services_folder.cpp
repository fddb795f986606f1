#include "kiosk/app/services_folder.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/json.hpp"

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
    return {text_at(text, "zh"), text_at(text, "en")};
}

}  // namespace

Result<std::string> bundle_services(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code trouble;
    for (const auto& entry : fs::directory_iterator(folder, trouble))
        if (entry.path().extension() == ".json" && entry.path().filename() != "schema.json") files.push_back(entry.path());
    if (files.empty()) return failure(Error::Kind::unavailable, "catalogue.none", folder.filename().string());
    std::sort(files.begin(), files.end());
    Json bundle{{"version", 0}, {"departments", Json::array()}, {"items", Json::array()}};
    for (const auto& file : files) {
        auto json = read_json(file);
        if (!json) return failure(json.error());
        const auto& department = object_at(*json, "department");
        bundle["departments"].push_back(department);
        for (auto item : list_at(*json, "items")) {
            item["department"] = text_at(department, "code");
            bundle["items"].push_back(std::move(item));
        }
    }
    return dump_json(bundle);
}

Result<std::vector<flow::HelpTopic>> read_help(const fs::path& file) {
    auto json = read_json(file);
    if (!json) return failure(json.error());
    std::vector<flow::HelpTopic> topics;
    const auto& list = json->is_array() ? *json : list_at(*json, "topics");
    for (const auto& topic : list) topics.push_back({text_at(topic, "key"), text_of(topic, "title"), text_of(topic, "body")});
    return topics;
}

}  // namespace onecard::app
