// Each rule is shown to bite: a good item is broken in one place and must be complained about.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "backend/lint/places.hpp"
#include "backend/lint/rules.hpp"
#include "tests/kiosk/catalogue_lint/assets.hpp"

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
    return std::any_of(complaints.begin(), complaints.end(), [&](const Complaint& one) { return (one.at + ": " + one.what).find(words) != std::string::npos; });
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
    {"/code: has the code of another department", [](Json& item) { item["code"] = "RS-0007"; }},
    {"/standard_code: has not the right form", [](Json& item) { item["standard_code"] = "00051100700"; }},
    {"/standard_code: does not begin with 000511", [](Json& item) { item["standard_code"] = "000111007000"; }},
    {"/standard_code: does not begin with 000111", [](Json& item) { item["type"] = "licence"; }},
    {"/type: is not one of the known words", [](Json& item) { item["type"] = "favour"; }},
    {"/audience/0: is not one of the known words", [](Json& item) { item["audience"][0] = "robot"; }},
    {"/sumary: is an unknown member", [](Json& item) { item["sumary"] = item["summary"]; }},
    {"/life_events/0: is not one of the known words", [](Json& item) { item["life_events"] = Json::array({"lottery"}); }},
    {"/life_events: has an entry twice", [](Json& item) { item["life_events"] = Json::array({"daily", "daily"}); }},
    {"/synonyms: has too few entries", [](Json& item) { item["synonyms"] = Json::array(); }},
    {"/synonyms: has an entry twice", [](Json& item) { item["synonyms"].push_back(item["synonyms"][0]); }},
    {"/synonyms: lack the words", [](Json& item) { item["synonyms"] = Json::array({"gaoling", "jintie", "老人津贴"}); }},
    {"is not in small letters", [](Json& item) { item["synonyms"].push_back("Gaoling"); }},
    {"is the name itself", [](Json& item) { item["synonyms"].push_back(item["name"]["zh"]); }},
    {"/icon: is not drawn", [](Json& item) { item["icon"] = "unicorn"; }},
    {"/fee: is too small", [](Json& item) { item["fee"] = -1; }},
    {"/fee: is not of type integer", [](Json& item) { item["fee"] = 1.5; }},
    {"/steps: take longer than promised", [](Json& item) { item["steps"][0]["days"] = 9; }},
    {"/promised_days: are more days than the law allows", [](Json& item) { item["promised_days"] = 21; }},
    {"/steps: has too few entries", [](Json& item) { item["steps"] = Json::array(); }},
    {"/steps/1: accept is there twice", [](Json& item) { item["steps"][1]["code"] = "accept"; }},
    {"/materials/0/grade: is not one of the known words", [](Json& item) { item["materials"][0]["grade"] = "E"; }},
    {"/materials/0: stands on the card, so it is of grade A", [](Json& item) { item["materials"][0]["grade"] = "B"; }},
    {"/materials/1: id_card is there twice", [](Json& item) { item["materials"][1]["code"] = "id_card"; }},
    {"/legal_basis: names no law", [](Json& item) { item["legal_basis"]["zh"] = "有关规定"; }},
    {"/conditions/0: is no sentence", [](Json& item) { item["conditions"][0]["en"] = "Aged 80"; }},
    {"/result: is no sentence", [](Json& item) { item["result"]["zh"] = "每月发放津贴"; }},
    {"/collect: ends like a sentence", [](Json& item) { item["collect"] = {{"zh", "短信通知"}, {"en", "By message."}}; }},
    {"/name/zh: is not Chinese", [](Json& item) { item["name"]["zh"] = "Allowance"; }},
    {"/name/en: is not English", [](Json& item) { item["name"]["en"] = "Allowance 津贴"; }},
    {"/name/mn: is not traditional Mongolian", [](Json& item) { item["name"]["mn"] = "津贴"; }},
    {"/name/zh: has stray blanks", [](Json& item) { item["name"]["zh"] = "高龄津贴 "; }},
    {"/summary/zh: has narrow punctuation in Chinese", [](Json& item) { item["summary"]["zh"] = "年满八十岁,每月领取。"; }},
    {"is not one of the known words", [](Json& item) { field(item, "phone")["kind"] = "telephone"; }},
    {"lacks points_max", [](Json& item) { field(item, "other").erase("points_max"); }},
    {"points_max: is an unknown member", [](Json& item) { field(item, "kind")["points_max"] = 10; }},
    {"/options: has too few entries", [](Json& item) { field(item, "kind")["options"] = Json::array(); }},
    {"offers a value twice", [](Json& item) { field(item, "kind")["options"][1]["value"] = "first"; }},
    {"two options that read the same", [](Json& item) { field(item, "kind")["options"][1]["label"]["en"] = "First request"; }},
    {"depends on no earlier field", [](Json& item) { field(item, "since")["when"]["key"] = "living"; }},
    {"value that is not offered", [](Json& item) { field(item, "since")["when"]["is"] = Json::array({"moved_out"}); }},
    {"condition that always holds", [](Json& item) { field(item, "since")["when"]["is"] = Json::array({"first", "moved_in", "resume", "other"}); }},
    {"key that is taken", [](Json& item) { field(item, "stopped_since")["key"] = "since"; }},
    {"asks for what the card tells", [](Json& item) { field(item, "other")["key"] = "name"; }},
    {"limits that nothing fits", [](Json& item) { field(item, "other")["points_min"] = 101 - 1; field(item, "other")["points_max"] = 99; }},
    {"limits that nothing fits", [](Json& item) { field(item, "since")["max"] = "1900-01-01"; }},
    {"limit that is no day", [](Json& item) { field(item, "since")["min"] = "1999-02-30"; }},
    {"/form/6/fields/0: is a condition or group inside a group", [](Json& item) {
         const auto group = parse_json(R"({"key": "children", "kind": "group", "label": {"zh": "几个", "en": "How many"}, "required": true,
             "entry": {"zh": "孩子", "en": "Child"}, "entries_max": 3, "fields": [{"key": "since", "kind": "phone", "required": true,
             "when": {"key": "kind", "is": ["first"]}, "label": {"zh": "电话", "en": "Phone"}, "hint": {"zh": "电话", "en": "Phone"}}]})");
         item["form"].insert(item["form"].begin() + 6, *group);
     }},
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

TEST_CASE("classes that are there twice, of nobody, or without one limit are complained about") {
    const auto shared = asset("services/shared.json");
    const auto files = departments();
    CHECK(class_complaints(shared, files).empty());
    const auto broken = [&](const std::function<void(Json& first)>& change) {
        auto copy = shared;
        change(copy["classes"]["city"]["groups"][0]["classes"][0]);
        return class_complaints(copy, files);
    };
    CHECK(has(broken([](Json& first) { first["department"] = "XX"; }), "is of no department that is there"));
    CHECK(has(broken([](Json& first) { first["days"] = 2; }), "has not one limit"));
    CHECK(has(broken([](Json& first) { first.erase("urgent_hours"); }), "has not one limit"));
    CHECK(has(broken([](Json& first) { first["value"] = "p0102"; }), "is there twice"));
    auto copy = shared;
    copy["classes"]["city"]["groups"][0]["classes"] = Json::array();
    CHECK(has(class_complaints(copy, files), "has too few or too many classes"));
}

TEST_CASE("a bundle that does not ask, allow or promise what its parts need is complained about") {
    const auto good = departments();
    CHECK(bundle_complaints(good)["grid_service.json"].empty());
    const auto broken = [&](const std::function<void(Json& item, std::map<std::string, Json>& files)>& change) {
        auto files = good;
        for (auto& item : files["grid_service.json"]["items"])
            if (text_at(item, "code") == "WG-0008") change(item, files);
        return bundle_complaints(files)["grid_service.json"];
    };
    const auto item_of = [](std::map<std::string, Json>& files, const std::string& file, const std::string& code) -> Json& {
        for (auto& item : files[file]["items"])
            if (text_at(item, "code") == code) return item;
        FAIL("no such item: " << code);
        return files[file];
    };
    using Files = std::map<std::string, Json>;
    CHECK(has(broken([](Json& item, Files&) { item["bundle"][1]["item"] = "YB-9999"; }), "/bundle/1: is no item that is there"));
    CHECK(has(broken([](Json& item, Files&) { item["bundle"][1]["item"] = "WG-0008"; }), "/bundle/1: is a bundle itself"));
    CHECK(has(broken([](Json& item, Files&) { item["bundle"][1] = item["bundle"][0]; }), "/bundle/1: is there twice"));
    CHECK(has(broken([](Json& item, Files&) { item["bundle"][1]["when"]["is"] = Json::array({"money"}); }), "/bundle/1/when: waits for a value that is not offered"));
    CHECK(has(broken([](Json& item, Files&) { item["bundle"][0]["answers"]["kind"] = "gift"; }), "/bundle/0/answers/kind: fixes what is not offered there"));
    CHECK(has(broken([](Json& item, Files&) { item["bundle"][3]["from"]["home"] = "house"; }), "/bundle/3/from/home: joins what is not asked"));
    CHECK(has(broken([](Json& item, Files&) { field(item, "trade")["key"] = "craft"; }), "/bundle/4: needs trade, which is not asked"));
    CHECK(has(broken([](Json& item, Files&) { field(item, "trade")["required"] = false; }), "needs trade, which is asked without need"));
    CHECK(has(broken([](Json& item, Files&) { field(item, "trade")["kind"] = "long_text"; }), "needs trade, which is asked as another kind of answer"));
    CHECK(has(broken([](Json& item, Files&) { field(item, "trade")["points_max"] = 41; }), "needs trade, which is asked with wider limits"));
    CHECK(has(broken([](Json& item, Files&) { field(item, "near")["options"][0]["value"] = "moon"; }), "needs near, which is asked with an option more"));
    CHECK(has(broken([](Json& item, Files&) { field(item, "trade")["when"]["is"] = Json::array({"school"}); }), "needs trade, which is not always asked"));
    CHECK(has(broken([](Json& item, Files&) { field(item, "old_school")["when"]["is"] = Json::array({"junior"}); }), "needs old_school, which is not always asked"));
    CHECK(has(broken([](Json& item, Files&) { item["promised_days"] = 19; }), "/bundle/2: takes longer than is promised for all"));
    CHECK(has(broken([](Json& item, Files&) { item["materials"].erase(2); }), "/bundle/0: needs the paper lodging_proof, which is not named"));
    CHECK(has(broken([&](Json&, Files& files) { item_of(files, "human_resources.json", "RS-0019")["fee"] = 500; }), "/bundle/4: costs money"));
    CHECK(has(broken([&](Json&, Files& files) { item_of(files, "human_resources.json", "RS-0019")["offline"] = false; }), "/bundle/4: can't be handed in without network"));
    CHECK(has(broken([&](Json&, Files& files) { field(item_of(files, "human_resources.json", "RS-0019"), "trade")["kind"] = "picture"; }), "which can't be asked for several items"));
}

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

TEST_CASE("two files can't claim the same department, code, name, summary or paper, and a word leads to at most three items") {
    const auto one = good_copy();
    auto other = one;
    const auto of_b = [&] { return catalogue_complaints({{"a", one}, {"b", other}})["b"]; };
    CHECK(has(of_b(), "the department is taken by a"));
    CHECK(has(of_b(), "/items/0/code: the code is taken by MZ-0007"));
    CHECK(has(of_b(), "/items/0/standard_code: the standard code is taken"));
    CHECK(has(of_b(), "/items/0/name/zh: the name is taken"));
    CHECK(has(of_b(), "/items/0/summary/en: the summary is taken"));
    other["department"]["code"] = "RS";
    other["department"]["name"]["zh"] = "别的局";
    auto& item = other["items"][0];
    item["code"] = "RS-0001";
    item["standard_code"] = "000514001000";
    item["name"] = {{"zh", "别的事项"}, {"en", "Something else"}};
    item["summary"] = {{"zh", "别的。"}, {"en", "Else."}};
    CHECK(of_b().empty());
    item["materials"][0]["name"]["zh"] = "护照";
    CHECK(has(of_b(), "/items/0/materials/0: id_card is another paper elsewhere"));
    const Json again = item;
    for (int more = 0; more < 2; ++more) other["items"].push_back(again);
    CHECK(has(of_b(), "/items/2/synonyms/0: leads to more than three items"));
}

TEST_CASE("a shared part that nobody refers to is complained about") {
    const Json shared{{"papers", {{"id_card", Json::object()}, {"passport", Json::object()}}}, {"ways", {{"message", Json::object()}}}};
    const Json file{{"items", Json::array({Json{{"materials", Json::array({Json{{"paper", "id_card"}}})}, {"collect", "message"}}})}};
    const auto complaints = idle_shared_parts(shared, {{"a", file}});
    REQUIRE(complaints.size() == 1);
    CHECK(has(complaints, "/papers/passport: is shared by nobody"));
}

TEST_CASE("the line of a complaint is that of the value, or of the last one on the way to it") {
    const std::string text = "{\n \"a\": [1,\n  {\"b, ]\": \"}\\\"\",\n   \"c\": [true,\n 7]}],\n \"d\":\n  null}";
    CHECK(lint::line_of(text, "") == 1);
    CHECK(lint::line_of(text, "/a/0") == 2);
    CHECK(lint::line_of(text, "/a/1") == 3);
    CHECK(lint::line_of(text, "/a/1/c") == 4);
    CHECK(lint::line_of(text, "/a/1/c/1") == 5);
    CHECK(lint::line_of(text, "/d") == 7);
    CHECK(lint::line_of(text, "/a/1/c/9") == 4);
    CHECK(lint::line_of(text, "/nowhere/0") == 1);
    CHECK(lint::line_of("", "/a") == 1);
}
