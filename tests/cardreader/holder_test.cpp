#include <doctest/doctest.h>

#include "cardreader/apps/holder.hpp"
#include "tests/cardreader/sample_cards.hpp"
#include "tests/support/scripted_transport.hpp"
#include "tests/support/shipped_profiles.hpp"

using namespace onecard;
using namespace onecard::card;
using test::Counter;
using test::ScriptedTransport;

namespace {

constexpr Day day(int y, unsigned m, unsigned d) { return {std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)}; }
const Day today = day(2026, 11, 22);

Result<Holder> read(const std::string& name) {
    Counter counter(name);
    const auto transport = counter.connect();
    return read_holder(*transport, test::shipped_profiles());
}

/// EF15 with a field overwritten.
std::string public_data(std::size_t at = 0, std::string_view with = {}) {
    auto bytes = hex("057100000000000102010000310000000012345620240101203412315566");
    const auto put = hex(with);
    std::copy(put.begin(), put.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
    return to_hex(bytes);
}

std::string control(const std::string& data) { return "6F2E8409A00000000386980701A5219F0C1E" + data; }

const std::string select_purse = "00A4040009A0000000038698070100";
const std::string select_transit = "00A4040008A00000063201010500";
const std::string select_social = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF00";
const std::string select_social_national = "00A404000F7378322E73682EC9E7BBE1B1A3D5CF00";
const std::vector<test::Line> up_to_social{{select_purse, "6A82"}, {select_transit, "6A82"}, {select_social, "9000"}};

/// A social security card of this name, as an image says it.
Holder insured(const std::string& name, const std::string& more = {}) {
    const auto image = parse_image(R"({"format": 1, "applications": [{"kind": "social_security", "city": "999900", "card_number": "A12345678", "version": "3.00",)"
                                   R"("issued": "20200101", "expiry": "20391231", "person_number": "999999198808082083", "sex": "2", "birth": "19880808", "name": ")" +
                                       name + "\"" + more + "}]}", "try");
    REQUIRE_MESSAGE(image.has_value(), (image ? "" : image.error().detail));
    SeededRandom random(1);
    const auto card = test::make_card(*image, random);
    SimRoom room{Slot::citizen};
    room.insert(Slot::citizen, *card);
    const auto transport = room.reader(Slot::citizen)->connect();
    auto holder = read_holder(**transport, test::shipped_profiles());
    REQUIRE(holder.has_value());
    return *std::move(holder);
}

}  // namespace

TEST_CASE("a resident's card says whose it is") {
    const auto holder = read("lin_guilan");
    REQUIRE(holder.has_value());
    CHECK(holder->application == Application::pbc_purse);
    CHECK(holder->serial.view() == "3100000000123457");
    CHECK(holder->issuer == "0571000000000001");
    CHECK(holder->name.view() == "林桂兰·测试");
    CHECK(holder->id_number.view().starts_with("99999919540101"));
    CHECK(holder->id_kind == IdKind::identity_card);
    CHECK(holder->birth == day(1954, 1, 1));
    CHECK(holder->start == day(2024, 1, 1));
    CHECK(holder->expiry == day(2034, 12, 31));
    CHECK(standing(*holder, today) == Standing::usable);
}

TEST_CASE("every resident's card in the assets can be read") {
    for (const auto* name : {"lin_guilan", "zhang_jianguo", "wang_xiaoyu", "chen_ming", "aigul", "liu_shufen", "zhao_peng", "sun_li", "wu_yue",
                             "bao_long"}) {
        CAPTURE(name);
        const auto holder = read(name);
        REQUIRE(holder.has_value());
        CHECK(holder->name.view().ends_with("·测试"));
        CHECK(holder->birth.has_value());
        CHECK(standing(*holder, today) == Standing::usable);
    }
}

TEST_CASE("a name with a character of four bytes is read whole") { CHECK(read("wu_yue").value().name.view() == "吴𠮷月·测试"); }

TEST_CASE("text that is no GB18030 is marked where it breaks") {
    CHECK(from_gb18030(hex("D5C5 FF41 0000")).view() == "张\uFFFDA");
    CHECK(from_gb18030(hex("00000000")).empty());
    CHECK(from_gb18030(hex("D5C52020")).view() == "张");
    CHECK(to_hex(to_gb18030("张·").value()) == "D5C5A1A4");
    CHECK(to_hex(to_gb18030("𠮷").value()) == "9534B235");
    CHECK(to_gb18030("\xFF").error().code == "text.encoding");
}

TEST_CASE("a transit card over T=1 is recognised by its second name") {
    const auto holder = read("transit");
    REQUIRE(holder.has_value());
    CHECK(holder->application == Application::t_union);
    CHECK(holder->serial.view() == "0100057100000123");
}

TEST_CASE("a social security card says whose it is") {
    const auto holder = read("social_security");
    REQUIRE(holder.has_value());
    CHECK(holder->application == Application::social_security);
    CHECK(holder->name.view() == "蒋社保·测试");
    CHECK(holder->serial.view() == "A12345678");
    CHECK(holder->city_code == "999900");
    CHECK(holder->birth == day(1988, 8, 8));
}

TEST_CASE("a sealed social security card says that it needs its own module") {
    CHECK(read("social_security_sealed").error().code == "card.needs_sam");
}

TEST_CASE("a social security card that wants an authentication says so wherever it begins to want it") {
    const auto sealed_after = [](std::vector<test::Line> rest) {
        auto script = up_to_social;
        script.insert(script.end(), rest.begin(), rest.end());
        ScriptedTransport card(script, ScriptedTransport::Protocol::t1);
        return read_holder(card, test::shipped_profiles()).error().code;
    };
    CHECK(sealed_after({{"00A4020002EF0500", "6982"}}) == "card.needs_sam");
    const test::Line file5{"00A4020002EF0500", "9000"}, id{"00B2010000", "0110" + std::string(32, '1') + "9000"}, number{"00B2070000", "07024131" "9000"},
        issued{"00B2050000", "05042020010" "1" "9000"}, expiry{"00B2060000", "0604203912319000"};
    CHECK(sealed_after({file5, {"00B2010000", "6982"}}) == "card.needs_sam");
    CHECK(sealed_after({file5, id, number, issued, expiry, {"00A4020002EF0600", "6982"}}) == "card.needs_sam");
    CHECK(sealed_after({file5, id, number, issued, expiry, {"00A4020002EF0600", "9000"}, {"00B2080000", "6982"}}) == "card.needs_sam");
}

TEST_CASE("a record of a social security card whose length lies is refused") {
    auto script = up_to_social;
    script.push_back({"00A4020002EF0500", "9000"});
    script.push_back({"00B2010000", "0111" + std::string(32, '1') + "9000"});
    ScriptedTransport card(script, ScriptedTransport::Protocol::t1);
    CHECK(read_holder(card, test::shipped_profiles()).error().code == "card.data");
}

TEST_CASE("a name that is longer than its field goes on in the extension, in the middle of a character too") {
    // 15 characters of two bytes fill the field; the four-byte character in the second name is cut by its end.
    CHECK(insured("阿卜杜热合曼穆罕默德伊布拉欣江买买提测试").name.view() == "阿卜杜热合曼穆罕默德伊布拉欣江买买提测试");
    CHECK(insured("阿卜杜热合曼穆罕默德伊布拉欣𠮷买买提测试").name.view() == "阿卜杜热合曼穆罕默德伊布拉欣𠮷买买提测试");
    CHECK(insured("蒋社保·测试").name.view() == "蒋社保·测试");
    CHECK(insured("林宁·测试", R"(, "national": true)").application == Application::social_security);
}

TEST_CASE("a card whose application type is nought is not enabled, in the layout of PBOC and in that of CJ/T 166") {
    for (const auto* both : {"0000", "0100", "0001"}) {
        ScriptedTransport card({{select_purse, control(public_data(8, both)) + "9000"}}, ScriptedTransport::Protocol::t1);
        CHECK(standing(recognise(card, test::shipped_profiles()).value(), today) == Standing::not_enabled);
    }
    for (const auto* both : {"0101", "0201", "0310"}) {
        ScriptedTransport card({{select_purse, control(public_data(8, both)) + "9000"}}, ScriptedTransport::Protocol::t1);
        CHECK(standing(recognise(card, test::shipped_profiles()).value(), today) == Standing::usable);
    }
}

TEST_CASE("a card without a processor is told by its answer to reset alone, whatever else an answer to reset may be") {
    const auto mifare = hex("3B8F8001804F0CA000000306030001000000006A"), felica = hex("3B8F8001804F0CA0000003061100" "3B0000000042");
    CHECK(is_storage_card(mifare));
    CHECK(is_storage_card(felica));
    for (const auto* other : {"", "3B", "3B6800000073C84013009000", "3B8180018080", "3F6800000073C84013009000", "3B8F8001804F0CA000000307030001000000006A",
                              "3B8F8001805F0CA000000306030001000000006A", "3B8E8001804F03A000000306"})
        CHECK_FALSE(is_storage_card(hex(other)));
    for (std::size_t size = 0; size < 15; ++size) CHECK_FALSE(is_storage_card(ByteView(mifare).first(size)));
    SeededRandom random(20261122);
    for (int i = 0; i < 20'000; ++i) {
        Bytes noise(random.below(34));
        random.fill(noise);
        CHECK_FALSE(is_storage_card(noise));
    }
}

TEST_CASE("a storage card has a number and no more; a number of an absurd length is none") {
    Counter counter("storage");
    const auto transport = counter.connect();
    const auto holder = recognise_storage(*transport);
    REQUIRE(holder.has_value());
    CHECK(holder->application == Application::storage);
    CHECK(holder->serial.view() == "04A1B2C3D4E5F6");
    CHECK(holder->name.empty());
    CHECK_FALSE(holder->enabled);
    for (const auto* answer : {"9000", "04A1B2 9000", "0102030405060708090A0B 9000"}) {
        ScriptedTransport odd({{"FFCA000000", answer}}, ScriptedTransport::Protocol::t1);
        const auto nobody = recognise_storage(odd);
        REQUIRE_FALSE(nobody.has_value());
        CHECK(nobody.error().code == "card.data");
    }
    ScriptedTransport gone({{"FFCA000000", "!"}});
    CHECK(recognise_storage(gone).error().code == "card.gone");
}

TEST_CASE("an unknown card is a value, not an error") { CHECK(read("unknown").value().application == Application::unknown); }

TEST_CASE("a locked application has its own code") { CHECK(read("app_locked").error().code == "card.locked"); }

TEST_CASE("cards that may not be used are told apart") {
    CHECK(standing(read("expired").value(), today) == Standing::expired);
    CHECK(standing(read("not_enabled").value(), today) == Standing::not_enabled);
    CHECK(standing(read("lin_guilan").value(), day(2023, 12, 31)) == Standing::not_yet_valid);
    CHECK(standing(read("lin_guilan").value(), day(2024, 1, 1)) == Standing::usable);
    CHECK(standing(read("lin_guilan").value(), day(2034, 12, 31)) == Standing::usable);
    CHECK(standing(read("lin_guilan").value(), day(2035, 1, 1)) == Standing::expired);
}

TEST_CASE("faulty cards fail with a code and without a crash") {
    CHECK(read("silent").error().code == "card.silent");
    CHECK(read("overlong").error().code == "card.nonsense");
    CHECK_FALSE(read("truncated").has_value());
    const auto nonsense = read("nonsense");
    if (nonsense) CHECK(nonsense->application == Application::unknown);
    Counter counter("upside_down");
    CHECK(counter.room.reader(Slot::citizen)->connect().error().code == "card.unresponsive");
}

TEST_CASE("the card is recognised in one exchange when the selection shows the public data") {
    ScriptedTransport card({{select_purse, control(public_data()) + "9000"}}, ScriptedTransport::Protocol::t1);
    CHECK(recognise(card, test::shipped_profiles()).value().serial.view() == "3100000000123456");
}

TEST_CASE("the public data file is read when the selection does not show it") {
    ScriptedTransport card({{select_purse, "6F0B8409A00000000386980701 9000"}, {"00B0950000", public_data() + "9000"}},
                           ScriptedTransport::Protocol::t1);
    CHECK(recognise(card, test::shipped_profiles()).value().serial.view() == "3100000000123456");
}

TEST_CASE("a card without any known application is asked for each once") {
    ScriptedTransport card({{select_purse, "6A82"}, {select_transit, "6D00"}, {select_social, "6A86"}, {select_social_national, "6A82"}}, ScriptedTransport::Protocol::t1);
    CHECK(read_holder(card, test::shipped_profiles()).value().application == Application::unknown);
}

TEST_CASE("an anonymous card has no holder file") {
    ScriptedTransport card({{select_purse, control(public_data()) + "9000"}, {"00B0960000", "6A82"}}, ScriptedTransport::Protocol::t1);
    const auto holder = read_holder(card, test::shipped_profiles());
    REQUIRE(holder.has_value());
    CHECK(holder->name.empty());
}

TEST_CASE("the short holder file with an old number is understood") {
    const auto name = to_hex(to_gb18030("张测试").value());
    const std::string content = "0000" + name + std::string(40 - name.size(), '0') + "393939393939353830333132303131" + "20" + "00";
    ScriptedTransport card({{select_purse, control(public_data()) + "9000"}, {"00B0960000", content + "9000"}}, ScriptedTransport::Protocol::t1);
    const auto holder = read_holder(card, test::shipped_profiles());
    REQUIRE(holder.has_value());
    CHECK(holder->id_number.view() == "999999580312011");
    CHECK(holder->birth == day(1958, 3, 12));
}

TEST_CASE("a card that wants the size of its files is asked with the usual ones") {
    ScriptedTransport card({{select_purse, "6F00 9000"},
                            {"00B0950000", "6700"},
                            {"00B095001E", public_data() + "9000"},
                            {"00B0960000", "6700"},
                            {"00B0960037", "6B00"},
                            {"00B0960027", std::string(78, '0') + "9000"}},
                           ScriptedTransport::Protocol::t1);
    CHECK(read_holder(card, test::shipped_profiles()).value().serial.view() == "3100000000123456");
}

TEST_CASE("files that are too short or hold no serial or no date are refused") {
    const auto refused = [](const std::string& data, const std::string& holder_file) {
        std::vector<test::Line> script{{select_purse, control(data) + "9000"}};
        if (!holder_file.empty()) script.push_back({"00B0960000", holder_file});
        ScriptedTransport card(script, ScriptedTransport::Protocol::t1);
        const auto holder = read_holder(card, test::shipped_profiles());
        return !holder && holder.error().code == "card.data";
    };
    CHECK(refused(public_data(12, "0000000000000000"), ""));
    CHECK(refused(public_data(12, "FFFFFFFFFFFFFFFF"), ""));
    CHECK(refused(public_data(24, "20341331"), ""));
    CHECK(refused(public_data(20, "2024010A"), ""));
    CHECK(refused(public_data(), "000000 9000"));
}

TEST_CASE("a validity that is not filled in is no limit") {
    ScriptedTransport card({{select_purse, control(public_data(20, "FFFFFFFF00000000")) + "9000"}}, ScriptedTransport::Protocol::t1);
    const auto holder = recognise(card, test::shipped_profiles());
    REQUIRE(holder.has_value());
    CHECK_FALSE(holder->expiry.has_value());
    CHECK(standing(*holder, day(2099, 1, 1)) == Standing::usable);
}

TEST_CASE("a birth day comes only from a number whose check digit is right") {
    const auto number = std::string(read("lin_guilan").value().id_number.view());
    CHECK(birth_of(number) == day(1954, 1, 1));
    for (char digit = '0'; digit <= '9'; ++digit) {
        auto changed = number;
        if (changed.back() == digit) continue;
        changed.back() = digit;
        CHECK_FALSE(birth_of(changed).has_value());
    }
    CHECK_FALSE(birth_of("99999919540231001X").has_value());
    CHECK_FALSE(birth_of("").has_value());
}
