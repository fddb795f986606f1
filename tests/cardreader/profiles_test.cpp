#include <doctest/doctest.h>

#include "base/file.hpp"
#include "base/json.hpp"
#include "cardreader/apps/holder.hpp"
#include "tests/support/scripted_transport.hpp"
#include "tests/support/shipped_profiles.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::card;
using test::ScriptedTransport;

namespace {

Json shipped(const std::string& name) {
    const auto text = read_file(std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards/applications" / (name + ".json"));
    REQUIRE(text.has_value());
    auto json = parse_json(*text);
    REQUIRE(json.has_value());
    return *std::move(json);
}

/// A city's folder.
struct City {
    test::TemporaryFolder folder;
    void file(const std::string& name, const std::string& content) const { REQUIRE(write_file(folder / name, content).has_value()); }
    void file(const std::string& name, const Json& content) const { file(name, dump_json(content)); }
    Result<Profiles> read() const { return Profiles::read(folder.path()); }
};

/// How the shipped purse is refused when this member, named by its path, says something else; null takes it out.
Error refused(const std::string& member, const Json& value, const std::string& of = "pbc_purse") {
    City city;
    auto json = shipped(of);
    const Json::json_pointer place(member);
    if (value.is_null()) json.at(place.parent_pointer()).erase(place.back());
    else json[place] = value;
    city.file("city.json", json);
    const auto read = city.read();
    if (!read) return read.error();
    REQUIRE_MESSAGE(read->mistakes().size() == 1, member);
    CHECK(read->all().size() == 1);
    CHECK(read->all()[0].closed);
    return read->mistakes().front();
}

/// How the shipped PSAM's file is refused when this member says something else.
std::string psam_refused(const std::string& member, const Json& value) {
    City city;
    city.file("a.json", shipped("pbc_purse"));
    auto json = shipped("psam");
    const Json::json_pointer place(member);
    if (value.is_null()) json.at(place.parent_pointer()).erase(place.back());
    else json[place] = value;
    city.file("psam.json", json);
    const auto read = city.read();
    REQUIRE_MESSAGE(read.has_value(), member);
    CHECK(read->mistakes().empty());
    REQUIRE_FALSE_MESSAGE(read->psam().has_value(), member);
    CHECK(read->psam().error().code == "sam.settings");
    return read->psam().error().detail;
}

void check_refusal(const std::string& member, const Json& value, const std::string& code, const std::string& sentence) {
    const auto error = refused(member, value);
    CHECK(error.code == code);
    CHECK(error.detail == "city.json: " + sentence);
}

}  // namespace

TEST_CASE("the shipped files are the one-card, the national transit card and both social security environments, in this order") {
    const auto all = test::shipped_profiles().all();
    REQUIRE(all.size() == 4);
    Profile purse{Application::pbc_purse, hex("A00000000386980701"), {}, {}, {}, {}, {}, UnloadRule{}};
    CHECK(all[0] == purse);
    Profile transit{Application::t_union, hex("A000000632010105"), {}, {.city = std::nullopt}, {}, {}, {.action = PurseAction::composite_purchase}, {}};
    CHECK(all[1] == transit);
    Profile insured{Application::social_security, hex("7378312E73682EC9E7BBE1B1A3D5CF"), {}, {}, {}, {.change = PinRule::Change::none}, {}, {}};
    CHECK(all[2] == insured);
    insured.aid = hex("7378322E73682EC9E7BBE1B1A3D5CF");
    CHECK(all[3] == insured);
    CHECK(test::shipped_profiles().mistakes().empty());
    REQUIRE(test::shipped_profiles().psam().has_value());
    CHECK(*test::shipped_profiles().psam() == PsamSettings{});
}

TEST_CASE("a member that is unknown, missing or of another type is named with its file") {
    check_refusal("/public_data/seriel", 12, "profile.member", "public_data.seriel is not known here");
    check_refusal("/unlaod", Json::object(), "profile.member", "unlaod is not known here");
    check_refusal("/public_data/serial", nullptr, "profile.member", "public_data.serial is missing");
    check_refusal("/public_data/serial", "12", "profile.member", "public_data.serial is not a whole number from 0 to 255");
    check_refusal("/public_data/file", "1F", "profile.member", "public_data.file is not a short file identifier, 01 to 1E");
    check_refusal("/application", "bus", "profile.member", "application is none of pbc_purse, t_union, social_security");
    check_refusal("/pin/change", "new", "profile.member", "pin.change is none of none, purse, iso");
    check_refusal("/purchase/factors", Json::array({"serial", "serial"}), "profile.member", "purchase.factors is not serial, issuer and city, each at most once");
    check_refusal("/purchase/record_p1", "00", "profile.member", "purchase.record_p1 is not known here");
    check_refusal("/unload/account", "both", "profile.member", "unload.account is none of deposit, purse");
    for (const auto& wrong : {Json::array(), Json::array({"T=0", "T=0"}), Json::array({"T=CL"}), Json::array({1}), Json("T=0")})
        check_refusal("/protocols", wrong, "profile.member", "protocols is not a list of T=0, T=1 or both");
    check_refusal("/format", 2, "profile.member", "format is not a whole number from 1 to 1");
    CHECK(refused("/public_data", Json::object(), "social_security").detail == "city.json: public_data is not known here");
}

TEST_CASE("an offset that no file has, or that is beyond what is certain to be there, is refused") {
    check_refusal("/public_data/expiry", 25, "profile.offset", "public_data.expiry goes to byte 29 of 28");
    check_refusal("/public_data/serial", 256, "profile.member", "public_data.serial is not a whole number from 0 to 255");
    check_refusal("/public_data/city", 27, "profile.offset", "public_data.city goes to byte 29 of 28");
    check_refusal("/holder/name_bytes", 37, "profile.offset", "holder.name goes to byte 39 of 38");
    check_refusal("/holder/number", 38, "profile.offset", "holder.number goes to byte 39 of 38");
    check_refusal("/holder/bytes_long", 38, "profile.offset", "holder.bytes_long is less than bytes_min");
}

TEST_CASE("an AID that is not 5 to 16 bytes is refused, and one or an order that another file has") {
    check_refusal("/aid", "A0000003", "profile.aid", "aid is not 5 to 16 bytes in hexadecimal");
    check_refusal("/aid", std::string(34, 'A'), "profile.aid", "aid is not 5 to 16 bytes in hexadecimal");
    City city;
    auto json = shipped("pbc_purse");
    city.file("a.json", json);
    json["order"] = 11;
    city.file("b.json", json);
    auto twice = city.read();
    REQUIRE(twice.has_value());
    CHECK(twice->mistakes().front().code == "profile.twice");
    CHECK(twice->mistakes().front().detail == "b.json: aid is that of a.json");
    REQUIRE(twice->all().size() == 1);
    CHECK(twice->all()[0].closed);
    json["order"] = 10;
    json["aid"] = "A0000000038698";
    city.file("b.json", json);
    twice = city.read();
    CHECK(twice.value().mistakes().front().detail == "b.json: order is that of a.json");
    REQUIRE(twice->all().size() == 2);
    CHECK(to_hex(twice->all()[0].aid) == "A0000000038698");
    CHECK(twice->all()[0].closed);
    CHECK_FALSE(twice->all()[1].closed);
}

TEST_CASE("PIN digits and references that no card has are refused") {
    check_refusal("/pin/digits_min", 3, "profile.pin", "pin.digits_min to digits_max is not within 4 to 12");
    check_refusal("/pin/digits_max", 13, "profile.pin", "pin.digits_min to digits_max is not within 4 to 12");
    check_refusal("/pin/digits_max", 3, "profile.pin", "pin.digits_min to digits_max is not within 4 to 12");
    check_refusal("/pin/references", "0000", "profile.pin", "pin.references is not one to four different numbers of a PIN");
    check_refusal("/pin/references", "", "profile.pin", "pin.references is not one to four different numbers of a PIN");
}

TEST_CASE("a folder that is missing, empty or holds a file that is no JSON gives nothing") {
    CHECK(Profiles::read("/nowhere/applications").error().code == "profile.folder");
    City city;
    CHECK(city.read().error().code == "profile.folder");
    city.file("a.json", std::string("{"));
    CHECK(city.read().error().code == "profile.unreadable");
    CHECK(city.read().error().detail == "a.json: json.malformed");
    city.file("a.json", std::string(Profiles::file_bytes_max + 1, ' '));
    CHECK(city.read().error().code == "profile.unreadable");
    city.file("a.json", std::string("[]"));
    CHECK(city.read().error().detail == "a.json: the file is not an object");
}

TEST_CASE("a card is asked in the order that the files give, and read by the layout of its own") {
    City city;
    city.file("z.json", shipped("pbc_purse"));
    auto own = shipped("pbc_purse");
    own["order"] = 1;
    own["aid"] = to_hex(Bytes{'S', 'U', 'X', 'I', 'N', '.', 'D', 'D', 'F', '0', '1'});
    own["public_data"] = Json{{"file", "15"}, {"serial", 0}, {"issuer", 8}, {"type", 16}, {"enabled", 17}, {"start", 18}, {"expiry", 22}, {"bytes_min", 26}};
    city.file("a.json", own);
    const auto profiles = city.read();
    REQUIRE(profiles.has_value());
    const std::string data = "3100000000123456" "0571000000000001" "02" "01" "20240101" "20341231";
    ScriptedTransport card({{"00A404000B535558494E2E444446303100", "9000"}, {"00B0950000", data + "9000"}}, ScriptedTransport::Protocol::t1);
    const auto holder = recognise(card, *profiles);
    REQUIRE(holder.has_value());
    CHECK(holder->serial.view() == "3100000000123456");
    CHECK(holder->issuer == "0571000000000001");
    CHECK(holder->city_code.empty());
    CHECK(holder->profile.aid == profiles->all()[0].aid);
    CHECK(profiles->all()[1].aid == hex("A00000000386980701"));
    ScriptedTransport usual({{"00A404000B535558494E2E444446303100", "6A82"},
                             {"00A4040009A0000000038698070100", "6F2E8409A00000000386980701A5219F0C1E057100000000000102010000310000000012345620240101203412315566" "9000"}},
                            ScriptedTransport::Protocol::t1);
    CHECK(recognise(usual, *profiles)->serial.view() == "3100000000123456");
}

TEST_CASE("a wrong file closes its own application, which is then asked for first, and says so; the others stay as they were") {
    City city;
    city.file("transit.json", shipped("t_union"));
    auto purse = shipped("pbc_purse");
    purse["public_data"]["expiry"] = 25;
    city.file("purse.json", purse);
    const auto profiles = city.read();
    REQUIRE(profiles.has_value());
    REQUIRE(profiles->mistakes().size() == 1);
    CHECK(profiles->mistakes()[0].detail == "purse.json: public_data.expiry goes to byte 29 of 28");
    REQUIRE(profiles->all().size() == 2);
    CHECK(profiles->all()[0].closed);
    CHECK_FALSE(profiles->all()[1].closed);

    const std::string select_purse = "00A4040009A0000000038698070100", select_transit = "00A4040008A00000063201010500";
    ScriptedTransport both({{select_purse, "9000"}}, Protocol::t1);
    CHECK(recognise(both, *profiles).error().code == "profile.closed");
    const std::string data = "0571000000000001" "0201" "0000" "3100000000123456" "20240101" "20341231" "5566";
    ScriptedTransport transit({{select_purse, "6A82"}, {select_transit, "6F2D8408A000000632010105A5219F0C1E" + data + "9000"}}, Protocol::t1);
    CHECK(recognise(transit, *profiles).value().application == Application::t_union);
}

TEST_CASE("of a file that is no JSON the AID is enough to close what it was about; without it nobody can tell, and no card is read") {
    City city;
    city.file("a.json", shipped("pbc_purse"));
    city.file("b.json", std::string(R"({"format": 1 "aid" : "A000000632010105", "order": 20})"));
    const auto profiles = city.read();
    REQUIRE(profiles.has_value());
    CHECK(profiles->mistakes().front().code == "profile.unreadable");
    CHECK(to_hex(profiles->all()[0].aid) == "A000000632010105");
    CHECK(profiles->all()[0].closed);
    for (const char* untold : {R"({"format": 1 "order": 20})", R"({"aid": "A0000006", )", R"({"aid": "A000000632010105", "aid": "A00000000386980701", )", R"({"aid": 5, )", R"({"aid)",
                               R"({"aid":)", R"({"aid": "A000000632010105)"}) {
        city.file("b.json", std::string(untold));
        CHECK_MESSAGE(city.read().error().code == "profile.unreadable", untold);
    }
}

TEST_CASE("a wrong application closes also who claims the same AID rightly, whichever file comes first") {
    for (const char* name : {"a.json", "z.json"}) {
        City city;
        city.file("m.json", shipped("pbc_purse"));
        auto wrong = shipped("pbc_purse");
        wrong["order"] = 0;
        city.file(name, wrong);
        const auto profiles = city.read();
        REQUIRE(profiles.has_value());
        REQUIRE(profiles->all().size() == 1);
        CHECK(profiles->all()[0].closed);
    }
}

TEST_CASE("the PSAM's file is read as strictly, and closes nothing but money") {
    CHECK(psam_refused("/application", "3F") == "psam.json: application is neither two bytes nor an AID of 5 to 16 nor empty");
    CHECK(psam_refused("/terminal", nullptr) == "psam.json: terminal.file is missing");
    CHECK(psam_refused("/terminal/file", "1F") == "psam.json: terminal.file is not a short file identifier, 01 to 1E");
    CHECK(psam_refused("/terminal/number", 250) == "psam.json: terminal.number goes to byte 256 of 255");
    CHECK(psam_refused("/keys/acceptor", 18) == "psam.json: keys.acceptor goes to byte 26 of 25");
    CHECK(psam_refused("/keys/index", 25) == "psam.json: keys.index goes to byte 26 of 25");
    CHECK(psam_refused("/keys/at_master", 1) == "psam.json: keys.at_master is neither true nor false");
    CHECK(psam_refused("/aid", "3F01") == "psam.json: aid is not known here");
    CHECK(psam_refused("/protocols", Json::array({"T=2"})) == "psam.json: protocols is not a list of T=0, T=1 or both");
    City city;
    city.file("a.json", shipped("pbc_purse"));
    CHECK(city.read().value().psam().error().detail == "psam.json: file.missing");
    city.file("psam.json", std::string("{"));
    CHECK(city.read().value().psam().error().detail == "psam.json: json.malformed");
}
