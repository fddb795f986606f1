// The catalogue and the help texts as they are delivered.
#include <doctest/doctest.h>

#include <algorithm>

#include "backend/lint/check.hpp"
#include "backend/lint/rules.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "tests/kiosk/catalogue_lint/assets.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::lint;

namespace {

void report(const std::string& file, const Complaints& complaints) {
    for (const auto& complaint : complaints) FAIL_CHECK(file << " " << complaint.at << ": " << complaint.what);
}

const Json* item_of(const std::map<std::string, Json>& files, const std::string& code) {
    for (const auto& [file, json] : files)
        for (const auto& item : list_at(json, "items"))
            if (text_at(item, "code") == code) return &item;
    return nullptr;
}

}  // namespace

TEST_CASE("the catalogue as it is delivered has no problem") {
    const auto checked = check_services(std::filesystem::path(ONECARD_SOURCE_DIR) / "assets" / "services");
    REQUIRE(checked.has_value());
    for (const auto& one : checked->problems) FAIL_CHECK(one.file << ":" << one.line << " " << one.item << " " << one.at << " " << one.what);
    CHECK(checked->departments == 22);
    CHECK(checked->items >= 190);
    CHECK(checked->approvals == 147);
}

TEST_CASE("what is wrong in a folder is reported with its file, line and item") {
    const test::TemporaryFolder folder;
    const auto assets = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets";
    std::filesystem::create_directories(folder.path() / "themes");
    std::filesystem::create_directories(folder.path() / "services");
    for (const char* name : {"themes/icons.json", "services/schema.json", "services/shared.json"})
        std::filesystem::copy_file(assets / name, folder.path() / name);
    auto text = read_file(assets / "services" / "veterans.json").value();
    text = replace_all(text, "\"offline\": true", "\"offline\": 1");
    REQUIRE(write_file(folder.path() / "services" / "veterans.json", text).has_value());
    const auto checked = check_services(folder.path() / "services");
    REQUIRE(checked.has_value());
    const auto found = std::find_if(checked->problems.begin(), checked->problems.end(), [](const Problem& one) { return one.at.ends_with("/offline"); });
    REQUIRE(found != checked->problems.end());
    CHECK(found->file == "veterans.json");
    CHECK(found->item == "TY-0001");
    CHECK(found->what == "is not of type boolean");
    const auto before = text.substr(0, text.find("\"offline\": 1"));
    CHECK(found->line == 1 + std::count(before.begin(), before.end(), '\n'));
    CHECK_FALSE(check_services(folder.path() / "nowhere").has_value());
}

TEST_CASE("every life event leads to something") {
    const auto schema = catalogue_schema();
    const auto files = departments();
    for (const auto& event : schema.at("/$defs/item/properties/life_events/items/enum"_json_pointer)) {
        INFO(event);
        const bool leads = std::any_of(files.begin(), files.end(), [&](const auto& file) {
            const auto& items = list_at(file.second, "items");
            return std::any_of(items.begin(), items.end(), [&](const Json& item) {
                const auto& events = list_at(item, "life_events");
                return std::find(events.begin(), events.end(), event) != events.end();
            });
        });
        CHECK(leads);
    }
}

TEST_CASE("a street-lamp report needs no card facts, no papers and no network") {
    const auto files = departments();
    const auto* lamp = item_of(files, "CG-0001");
    REQUIRE(lamp);
    CHECK(flag_at(*lamp, "offline"));
    CHECK(list_at(*lamp, "materials").empty());
    for (const auto& field : list_at(*lamp, "form")) CHECK(text_at(field, "kind") != "card_fact");
}

TEST_CASE("help has each topic once, in both languages, short enough to be read standing") {
    const auto help = asset("help/help.json");
    report("help", text_complaints(help, ""));
    std::set<std::string> keys;
    for (const auto& topic : help) {
        const auto key = text_at(topic, "key");
        INFO(key);
        CHECK(keys.insert(key).second);
        CHECK(length_in_points(text_at(object_at(topic, "title"), "zh")) <= 14);
        CHECK(length_in_points(text_at(object_at(topic, "title"), "en")) <= 50);
        CHECK(length_in_points(text_at(object_at(topic, "body"), "zh")) <= 150);
        CHECK(length_in_points(text_at(object_at(topic, "body"), "en")) <= 400);
        CHECK(split(text_at(object_at(topic, "body"), "zh"), '\n').size() == split(text_at(object_at(topic, "body"), "en"), '\n').size());
    }
    for (const char* key : {"card_place", "pin_forgotten", "card_lost", "pay_states", "card_pulled", "privacy", "call"}) {
        INFO(key);
        CHECK(keys.contains(key));
    }
}
