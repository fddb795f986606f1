// The catalogue and the help texts as they are delivered.
#include <doctest/doctest.h>

#include <algorithm>

#include "base/text.hpp"
#include "tests/kiosk/catalogue_lint/assets.hpp"
#include "tests/kiosk/catalogue_lint/rules.hpp"

using namespace onecard;
using namespace onecard::lint;

namespace {

void report(const std::string& file, const Complaints& complaints) {
    for (const auto& complaint : complaints) FAIL_CHECK(file << " " << complaint);
}

const Json* item_of(const std::map<std::string, Json>& files, const std::string& code) {
    for (const auto& [file, json] : files)
        for (const auto& item : list_at(json, "items"))
            if (text_at(item, "code") == code) return &item;
    return nullptr;
}

}  // namespace

TEST_CASE("every department file has the shape that the schema describes") {
    const auto schema = catalogue_schema();
    for (const auto& [file, json] : departments()) report(file, schema_complaints(schema, json));
}

TEST_CASE("every item adds up, reads well in both languages and asks only what a form can ask") {
    const auto icons = drawn_icons();
    for (const auto& [file, json] : departments()) report(file, department_complaints(json, icons));
}

TEST_CASE("no code or name is given twice, and a material is the same paper everywhere") {
    report("catalogue", catalogue_complaints(departments()));
}

TEST_CASE("the catalogue is as wide as the hall promises") {
    const auto files = departments();
    std::size_t items = 0;
    for (const auto& [file, json] : files) items += list_at(json, "items").size();
    CHECK(files.size() >= 10);
    CHECK(items >= 24);
    for (const char* code : {"MZ-0007", "CG-0001", "RS-0003", "GA-0002", "ZJ-0004", "YB-0002", "JY-0001", "SC-0001", "CL-0001", "SF-0001", "WJ-0002",
             "ZR-0001"}) {
        INFO(code);
        CHECK(item_of(files, code) != nullptr);
    }
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
