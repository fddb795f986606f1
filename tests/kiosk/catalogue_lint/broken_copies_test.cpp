// Each rule is shown to bite: a good item is broken in one place and must be complained about.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "tests/kiosk/catalogue_lint/assets.hpp"
#include "tests/kiosk/catalogue_lint/rules.hpp"

using namespace onecard;
using namespace onecard::lint;

namespace {

/// One department with its old-age allowance only, which has fields of most kinds.
Json good_copy() {
    auto file = asset("services/civil_affairs.json");
    auto& items = file["items"];
    items.erase(std::remove_if(items.begin(), items.end(), [](const Json& item) { return text_at(item, "code") != "MZ-0007"; }), items.end());
    REQUIRE(items.size() == 1);
    return file;
}

Complaints all_complaints(const Json& file) {
    auto complaints = schema_complaints(catalogue_schema(), file);
    if (!complaints.empty()) return complaints;  // the other rules rely on the shape
    return department_complaints(file, drawn_icons());
}

bool has(const Complaints& complaints, const std::string& words) {
    return std::any_of(complaints.begin(), complaints.end(), [&](const std::string& one) { return one.find(words) != one.npos; });
}

Json& field(Json& item, const std::string& key) {
    for (auto& one : item["form"])
        if (text_at(one, "key") == key) return one;
    FAIL("no such field: " << key);
    return item;
}

struct Break {
    const char* expected;
    std::function<void(Json& item)> change;
};

const std::vector<Break> breaks{
    {"/name: lacks en", [](Json& item) { item["name"].erase("en"); }},
    {"/name/zh: is too long", [](Json& item) { item["name"]["zh"] = std::string(63, 'x'); }},
    {"/summary/zh: is too short", [](Json& item) { item["summary"]["zh"] = ""; }},
    {"/code: has not the right form", [](Json& item) { item["code"] = "MZ-7"; }},
    {"code of another department", [](Json& item) { item["code"] = "RS-0007"; }},
    {"unknown member sumary", [](Json& item) { item["sumary"] = item["summary"]; }},
    {"/life_events/0: is not one of the known words", [](Json& item) { item["life_events"] = Json::array({"lottery"}); }},
    {"/life_events: has an entry twice", [](Json& item) { item["life_events"] = Json::array({"daily", "daily"}); }},
    {"/synonyms: has too few entries", [](Json& item) { item["synonyms"] = Json::array(); }},
    {"spellings in small letters", [](Json& item) { item["synonyms"] = Json::array({"老年补贴", "长寿钱", "老人津贴"}); }},
    {"spellings in small letters", [](Json& item) { item["synonyms"].push_back("Gaoling"); }},
    {"synonym is the name itself", [](Json& item) { item["synonyms"].push_back(item["name"]["zh"]); }},
    {"icon is not drawn", [](Json& item) { item["icon"] = "unicorn"; }},
    {"/fee: is too small", [](Json& item) { item["fee"] = -1; }},
    {"/fee: is not of type integer", [](Json& item) { item["fee"] = 1.5; }},
    {"steps take longer than promised", [](Json& item) { item["steps"][0]["days"] = 9; }},
    {"more days than the law allows", [](Json& item) { item["promised_days"] = 21; }},
    {"/steps: has too few entries", [](Json& item) { item["steps"].erase(0); item["steps"].erase(0); }},
    {"step accept: is there twice", [](Json& item) { item["steps"][1]["code"] = "accept"; }},
    {"/materials/0/grade: is not one of the known words", [](Json& item) { item["materials"][0]["grade"] = "E"; }},
    {"what the card stands for is of grade A", [](Json& item) { item["materials"][0]["grade"] = "B"; }},
    {"material id_card: is there twice", [](Json& item) { item["materials"][1]["code"] = "id_card"; }},
    {"names no law", [](Json& item) { item["legal_basis"]["zh"] = "有关规定"; }},
    {"a condition is no sentence", [](Json& item) { item["conditions"][0]["en"] = "Aged 80"; }},
    {"summary or result is no sentence", [](Json& item) { item["result"]["zh"] = "每月发放津贴"; }},
    {"ends like a sentence", [](Json& item) { item["collect"]["en"] = "By message."; }},
    {"/name/zh: is not Chinese", [](Json& item) { item["name"]["zh"] = "Allowance"; }},
    {"/name/en: is not English", [](Json& item) { item["name"]["en"] = "Allowance 津贴"; }},
    {"/name/zh: has stray blanks", [](Json& item) { item["name"]["zh"] = "高龄津贴 "; }},
    {"narrow punctuation in Chinese", [](Json& item) { item["summary"]["zh"] = "年满八十岁,每月领取。"; }},
    {"is not one of the known words", [](Json& item) { field(item, "phone")["kind"] = "telephone"; }},
    {"lacks points_max", [](Json& item) { field(item, "other").erase("points_max"); }},
    {"unknown member points_max", [](Json& item) { field(item, "kind")["points_max"] = 10; }},
    {"/options: has too few entries", [](Json& item) { field(item, "kind")["options"] = Json::array(); }},
    {"offers a value twice", [](Json& item) { field(item, "kind")["options"][1]["value"] = "first"; }},
    {"two options that read the same", [](Json& item) { field(item, "kind")["options"][1]["label"]["en"] = "First request"; }},
    {"depends on no earlier field", [](Json& item) { field(item, "since")["when"]["key"] = "living"; }},
    {"value that is not offered", [](Json& item) { field(item, "since")["when"]["is"] = Json::array({"moved_out"}); }},
    {"condition that always holds", [](Json& item) { field(item, "since")["when"]["is"] = Json::array({"first", "moved_in", "resume", "other"}); }},
    {"key that is taken", [](Json& item) { field(item, "stopped_since")["key"] = "since"; }},
    {"limits that nothing fits", [](Json& item) { field(item, "other")["points_min"] = 101 - 1; field(item, "other")["points_max"] = 99; }},
    {"limits that nothing fits", [](Json& item) { field(item, "since")["max"] = "1900-01-01"; }},
    {"limit that is no day", [](Json& item) { field(item, "since")["min"] = "1999-02-30"; }},
    {"no phone to reach the resident", [](Json& item) { field(item, "phone")["key"] = "telephone"; }},
    {"identity number without consent", [](Json& item) { item["form"].erase(item["form"].size() - 1); }},
    {"consent that is not last", [](Json& item) { std::swap(item["form"].back(), item["form"][2]); }},
    {"consent that is not last or not required", [](Json& item) { field(item, "agree")["required"] = false; }},
};

/// Visits every value below `json`; `each` gets the value's holder and its pointer.
void walk(const Json& json, const Json::json_pointer& at, const std::function<void(const Json::json_pointer&)>& each) {
    if (!json.is_structured()) return;
    for (const auto& [key, member] : json.items()) {
        const auto inner = json.is_array() ? at / static_cast<std::size_t>(std::stoul(key)) : at / key;
        each(inner);
        walk(member, inner, each);
    }
}

}  // namespace

TEST_CASE("a good copy passes and each broken copy is complained about for what is broken") {
    REQUIRE(all_complaints(good_copy()).empty());
    for (const auto& one : breaks) {
        INFO(one.expected);
        auto file = good_copy();
        one.change(file["items"][0]);
        CHECK(has(all_complaints(file), one.expected));
    }
}

TEST_CASE("no member may be misspelt and no value may be of another type, wherever it stands") {
    const auto schema = catalogue_schema();
    const auto good = good_copy();
    std::size_t places = 0;
    walk(good, Json::json_pointer(), [&](const Json::json_pointer& at) {
        INFO(at.to_string());
        ++places;
        auto other_type = good;
        other_type[at] = nullptr;
        CHECK_FALSE(schema_complaints(schema, other_type).empty());
        if (!good[at.parent_pointer()].is_object()) return;
        auto misspelt = good;
        misspelt[at.parent_pointer()].erase(at.back());
        misspelt[at.parent_pointer()][at.back() + "x"] = good[at];
        CHECK_FALSE(schema_complaints(schema, misspelt).empty());
    });
    CHECK(places > 200);
}

TEST_CASE("a schema keyword that is not understood is not passed over") {
    CHECK(has(schema_complaints({{"type", "string"}, {"format", "date"}}, "2026-01-01"), "format, which is not checked"));
    CHECK(has(schema_complaints({{"$ref", "#/$defs/nowhere"}}, "text"), "no definition nowhere"));
}

TEST_CASE("two files can't claim the same department, code, name or paper") {
    const auto one = good_copy();
    auto other = one;
    CHECK(has(catalogue_complaints({{"a", one}, {"b", other}}), "department has another file"));
    CHECK(has(catalogue_complaints({{"a", one}, {"b", other}}), "the code is taken"));
    CHECK(has(catalogue_complaints({{"a", one}, {"b", other}}), "the name is taken"));
    other["department"]["code"] = "RS";
    auto& item = other["items"][0];
    item["code"] = "RS-0001";
    item["name"] = {{"zh", "别的事项"}, {"en", "Something else"}};
    CHECK(catalogue_complaints({{"a", one}, {"b", other}}).empty());
    item["materials"][0]["name"]["zh"] = "护照";
    CHECK(has(catalogue_complaints({{"a", one}, {"b", other}}), "id_card is another paper elsewhere"));
}
