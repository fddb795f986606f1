#include <doctest/doctest.h>

#include <set>

#include "base/json.hpp"
#include "kiosk/flow/catalogue.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;

namespace {

const std::string& bundle() {
    static const std::string text = support::catalogue_bundle();
    return text;
}

// The same with a few items only, for what is tried again and again: one of each department is enough to hold every kind of field.
const std::string& few() {
    static const std::string text = [] {
        auto json = parse_json(bundle()).value();
        std::set<std::string> seen;
        auto items = Json::array();
        for (const auto& item : json["items"])
            if (seen.insert(text_at(item, "department")).second && items.size() < 8) items.push_back(item);
        json["items"] = items;
        return dump_json(json);
    }();
    return text;
}

// The code of the failure after one change to the bundle; empty when it was still read.
template <class Change>
std::string after(Change change) {
    auto json = parse_json(few());
    REQUIRE(json);
    change(*json);
    const auto read = read_catalogue(dump_json(*json));
    return read ? "" : read.error().code;
}

}  // namespace

TEST_CASE("the catalogue of the assets is read whole") {
    const auto catalogue = read_catalogue(bundle());
    REQUIRE_MESSAGE(catalogue.has_value(), (catalogue ? "" : catalogue.error().code + " " + catalogue.error().detail));
    CHECK(catalogue->items.size() >= 190);
    CHECK(catalogue->departments.size() == 22);
    const auto* item = catalogue->item("MZ-0007");
    REQUIRE(item);
    CHECK(item->name.zh == "高龄津贴申领");
    CHECK(item->form.size() >= 4);
    REQUIRE(catalogue->department(item->department));
    CHECK_FALSE(catalogue->item("XX-9999"));
}

TEST_CASE("English falls back to Chinese, an unknown language too") {
    CHECK(Text{"水", "water"}.in("en") == "water");
    CHECK(Text{"水", ""}.in("en") == "水");
    CHECK(Text{"水", "water", "ᠤᠰᠤ"}.in("mn-Mong") == "ᠤᠰᠤ");
    CHECK(Text{"水", "water"}.in("mn-Mong") == "水");
    CHECK(Text{"水", "water"}.in("mn-Mong") == "水");
}

TEST_CASE("no beginning of a bundle is taken for a whole one") {
    const auto small = dump_json(Json{{"version", 1}, {"departments", {{{"code", "MZ"}, {"name", {{"zh", "民政局"}}}}}}, {"items", Json::array()}});
    REQUIRE(read_catalogue(small));
    for (std::size_t size = 0; size < small.size(); ++size) CHECK_FALSE(read_catalogue(small.substr(0, size)));
    for (std::size_t size = 0; size < few().size(); size += few().size() / 97)
        CHECK_FALSE(read_catalogue(std::string_view(few()).substr(0, size)));
}

TEST_CASE("each wrong member is refused with the place it stands at") {
    CHECK(after([](Json&) {}) == "");
    CHECK(after([](Json& json) { json["items"][0].erase("code"); }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][1]["code"] = json["items"][0]["code"]; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["department"] = "ZZ"; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["name"]["zh"] = ""; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["name"] = "高龄津贴"; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["fee"] = -1; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["fee"] = "0"; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["promised_days"] = 100000; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["materials"][0]["grade"] = "E"; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["steps"] = 5; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["synonyms"] = {1, 2}; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["form"][0]["kind"] = "video"; }) == "catalogue.field");
    CHECK(after([](Json& json) { json["items"][0]["form"][0].erase("key"); }) == "catalogue.field");
    CHECK(after([](Json& json) { json["items"][0]["form"][1]["key"] = json["items"][0]["form"][0]["key"]; }) == "catalogue.field");
    CHECK(after([](Json& json) { json["departments"][0]["code"] = json["departments"][1]["code"]; }) == "catalogue.department");
    CHECK(after([](Json& json) { json["items"] = Json::object(); }) == "catalogue.malformed");
    CHECK(after([](Json& json) { json.erase("departments"); }) == "catalogue.malformed");
    CHECK(after([](Json& json) { json["calendar"]["days_off"] = {"2026-02-30"}; }) == "catalogue.calendar");
    CHECK(after([](Json& json) { json["calendar"]["work_days"] = {20261010}; }) == "catalogue.calendar");
    CHECK(after([](Json& json) { json = Json::array(); }) == "catalogue.malformed");
    CHECK(after([](Json& json) { json["items"][0]["name"]["zh"] = "bell\x07"; }) == "catalogue.item");
    CHECK(after([](Json& json) { json["items"][0]["name"]["zh"] = std::string(5'000, 'x'); }) == "catalogue.item");
}

TEST_CASE("fields that make no sense are refused") {
    const auto with_field = [](Json field) {
        return after([&field](Json& json) { json["items"][0]["form"].push_back(field); });
    };
    const Json label{{"zh", "某项"}};
    CHECK(with_field({{"key", "new"}, {"kind", "text"}, {"label", label}}) == "");
    CHECK(with_field({{"key", "new"}, {"kind", "choice"}, {"label", label}}) == "catalogue.field");
    const Json option{{"value", "a"}, {"label", label}};
    CHECK(with_field({{"key", "new"}, {"kind", "choice"}, {"label", label}, {"options", {option}}}) == "");
    CHECK(with_field({{"key", "new"}, {"kind", "choice"}, {"label", label}, {"options", {option, option}}}) == "catalogue.field");
    CHECK(with_field({{"key", "new"}, {"kind", "number"}, {"label", label}, {"min", 5}, {"max", 1}}) == "catalogue.field");
    CHECK(with_field({{"key", "new"}, {"kind", "date"}, {"label", label}, {"max", "tomorrow"}}) == "catalogue.field");
    CHECK(with_field({{"key", "new"}, {"kind", "text"}, {"label", label}, {"points_min", 9}, {"points_max", 3}}) == "catalogue.field");
    CHECK(with_field({{"key", "new"}, {"kind", "text"}, {"label", label}, {"points_max", 1'000'000}}) == "catalogue.field");
    CHECK(with_field({{"key", "new"}, {"kind", "card_fact"}, {"label", label}, {"fact", "pin"}}) == "catalogue.field");
    CHECK(with_field({{"key", "new"}, {"kind", "text"}, {"label", label}, {"when", {{"key", "later"}, {"is", {"a"}}}}}) == "catalogue.field");
    CHECK(with_field({{"key", "new"}, {"kind", "text"}, {"label", label}, {"when", {{"key", "new"}, {"is", {"a"}}}}}) == "catalogue.field");
    CHECK(with_field("text") == "catalogue.field");
}

TEST_CASE("ten thousand items are read, one more is refused") {
    const auto many = [](std::size_t count) {
        Json json{{"version", 1}, {"departments", {{{"code", "MZ"}, {"name", {{"zh", "民政局"}}}}}}, {"items", Json::array()}};
        for (std::size_t i = 0; i < count; ++i) {
            const auto code = "MZ-" + std::to_string(i);
            json["items"].push_back({{"code", code}, {"department", "MZ"}, {"name", {{"zh", "事项"}}}, {"summary", {{"zh", "说明"}}}});
        }
        return read_catalogue(dump_json(json));
    };
    const auto full = many(items_max);
    REQUIRE(full);
    CHECK(full->items.size() == items_max);
    CHECK_FALSE(many(items_max + 1));
}

TEST_CASE("nonsense in place of any value is refused or read, never worse") {
    const auto json = parse_json(few());
    REQUIRE(json);
    const auto flat = json->flatten();
    const Json nonsense[]{nullptr, -1, 1e300, "", "\xF0\x9F\x92\xA7", Json::array(), Json::object(), true};
    std::size_t tried = 0, number = 0;
    for (const auto& [pointer, value] : flat.items()) {
        if (++number % 23 != 0) continue;
        auto changed = *json;
        changed[Json::json_pointer(pointer)] = nonsense[tried++ % std::size(nonsense)];
        (void)read_catalogue(dump_json(changed));
    }
    CHECK(tried > 15);
}
