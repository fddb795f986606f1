// The catalogue as authors keep it becomes the catalogue as kiosks get it.
#include <doctest/doctest.h>

#include <algorithm>

#include "backend-client/wire/services.hpp"
#include "base/file.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::wire;

namespace {

Json json(std::string_view text) { return parse_json(text).value(); }

const Json& shared() {
    static const auto parts = json(R"({
        "papers": {"id_card": {"name": {"zh": "身份证", "en": "Identity card"}, "grade": "A", "from_card": true}},
        "steps": {"accept": {"name": {"zh": "受理", "en": "Accept"}}},
        "holders": {"street": {"zh": "街道", "en": "Street"}},
        "fields": {"phone": {"key": "phone", "kind": "phone", "label": {"zh": "电话", "en": "Phone"}, "required": true}},
        "ways": {"message": {"zh": "短信", "en": "By message"}}})");
    return parts;
}

std::string refused(std::string_view item) {
    const auto whole = with_shared_parts(json(item), shared());
    return whole ? std::string() : whole.error().code + " " + whole.error().detail;
}

}  // namespace

TEST_CASE("a reference is replaced by what it stands for, and what the item says itself stands above that") {
    const auto whole = with_shared_parts(json(R"({"materials": [{"paper": "id_card", "required": false}],
        "steps": [{"step": "accept", "holder": "street", "days": 2}], "form": [{"use": "phone", "required": false}], "collect": "message"})"), shared());
    REQUIRE(whole.has_value());
    CHECK(*whole == json(R"({"materials": [{"code": "id_card", "name": {"zh": "身份证", "en": "Identity card"}, "grade": "A", "from_card": true,
        "required": false}], "steps": [{"code": "accept", "name": {"zh": "受理", "en": "Accept"}, "holder": {"zh": "街道", "en": "Street"}, "days": 2}],
        "form": [{"key": "phone", "kind": "phone", "label": {"zh": "电话", "en": "Phone"}, "required": false}],
        "collect": {"zh": "短信", "en": "By message"}})"));
    CHECK(with_shared_parts(*whole, shared()) == *whole);
}

TEST_CASE("a reference to nothing is named") {
    CHECK(refused(R"({"materials": [{"paper": "passport"}]})") == "catalogue.reference papers passport");
    CHECK(refused(R"({"steps": [{"step": "dance"}]})") == "catalogue.reference steps dance");
    CHECK(refused(R"({"steps": [{"step": "accept", "holder": "nobody"}]})") == "catalogue.reference holders nobody");
    CHECK(refused(R"({"form": [{"use": "fax"}]})") == "catalogue.reference fields fax");
    CHECK(refused(R"({"form": [{"fields": [{"use": "fax"}]}]})") == "catalogue.reference fields fax");
    CHECK(refused(R"({"collect": "pigeon"})") == "catalogue.reference ways pigeon");
    CHECK(refused(R"({"materials": 7, "steps": {}, "form": "x"})").empty());
}

TEST_CASE("a group becomes a choice of how many and its fields once for each, shown as far as they are wanted") {
    auto item = json(R"({"form": [{"key": "child", "kind": "group", "label": {"zh": "几个孩子", "en": "How many"}, "required": true, "entries_max": 2,
        "entry": {"zh": "孩子", "en": "Child"}, "fields": [{"key": "name", "kind": "text", "label": {"zh": "姓名", "en": "Name"}, "required": true}]},
        {"key": "phone", "kind": "phone"}]})");
    unfold_groups(item);
    const auto& form = item["form"];
    REQUIRE(form.size() == 4);
    CHECK(form[0]["kind"] == "choice");
    CHECK(form[0]["options"].size() == 2);
    CHECK(form[1]["key"] == "child_1_name");
    CHECK(form[1]["label"]["zh"] == "孩子1：姓名");
    CHECK(form[1]["when"] == json(R"({"key": "child", "is": ["n1", "n2"]})"));
    CHECK(form[2]["label"]["en"] == "Child 2: Name");
    CHECK(form[2]["when"] == json(R"({"key": "child", "is": ["n2"]})"));
    CHECK(form[3]["key"] == "phone");
}

TEST_CASE("who has nobody to name says so: a group with a word for none offers it first, and asks nothing more") {
    auto item = json(R"({"form": [{"key": "mover", "kind": "group", "label": {"zh": "几个人", "en": "How many"}, "required": true, "entries_max": 2,
        "none": {"zh": "没有", "en": "Nobody"}, "entry": {"zh": "人", "en": "Person"}, "fields": [{"key": "name", "kind": "text"}]}]})");
    unfold_groups(item);
    const auto& form = item["form"];
    REQUIRE(form[0]["options"].size() == 3);
    CHECK(form[0]["options"][0] == json(R"({"value": "n0", "label": {"zh": "没有", "en": "Nobody"}})"));
    for (std::size_t i = 1; i < form.size(); ++i) CHECK(form[i]["when"]["is"].dump().find("n0") == std::string::npos);
}

TEST_CASE("a folder becomes departments and items with their department; what is broken is named") {
    const test::TemporaryFolder folder;
    CHECK(read_services(folder.path()).error().code == "catalogue.none");
    CHECK(read_services(folder / "nowhere").error().code == "catalogue.none");
    REQUIRE(write_file(folder / "shared.json", dump_json(shared())).has_value());
    REQUIRE(write_file(folder / "a.json", R"({"department": {"code": "AA"}, "items": [{"code": "AA-0001", "collect": "message"}]})").has_value());
    const auto services = read_services(folder.path());
    REQUIRE(services.has_value());
    CHECK(services->departments.size() == 1);
    CHECK(services->items[0]["department"] == "AA");
    CHECK(services->items[0]["collect"]["zh"] == "短信");
    REQUIRE(write_file(folder / "b.json", R"({"department": {"code": "BB"}, "items": [{"code": "BB-0001", "collect": "pigeon"}]})").has_value());
    CHECK(read_services(folder.path()).error().detail == "b.json: BB-0001, ways pigeon");
    REQUIRE(write_file(folder / "b.json", "{").has_value());
    CHECK(read_services(folder.path()).error().detail.starts_with("b.json: "));
}
