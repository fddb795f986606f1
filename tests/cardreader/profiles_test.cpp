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
    REQUIRE_FALSE_MESSAGE(read.has_value(), member);
    return read.error();
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
    Profile purse{Application::pbc_purse, hex("A00000000386980701"), {}, {}, {}, {}, UnloadRule{}};
    CHECK(all[0] == purse);
    Profile transit{Application::t_union, hex("A000000632010105"), {.city = std::nullopt}, {}, {}, {.action = PurseAction::composite_purchase}, {}};
    CHECK(all[1] == transit);
    Profile insured{Application::social_security, hex("7378312E73682EC9E7BBE1B1A3D5CF"), {}, {}, {.change = PinRule::Change::none}, {}, {}};
    CHECK(all[2] == insured);
    insured.aid = hex("7378322E73682EC9E7BBE1B1A3D5CF");
    CHECK(all[3] == insured);
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
    CHECK(city.read().error().code == "profile.twice");
    CHECK(city.read().error().detail == "b.json: aid is that of a.json");
    json["order"] = 10;
    json["aid"] = "A0000000038698";
    city.file("b.json", json);
    CHECK(city.read().error().detail == "b.json: order is that of a.json");
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
