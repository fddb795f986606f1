#include <doctest/doctest.h>

#include "cardreader/apps/psam.hpp"
#include "cardreader/crypto/purse_macs.hpp"
#include "cardreader/crypto/secure_messaging.hpp"
#include "tests/cardreader/sample_cards.hpp"
#include "tests/support/scripted_transport.hpp"
#include "tests/support/shipped_profiles.hpp"

using namespace onecard;
using namespace onecard::card;
using test::Counter;
using test::ScriptedTransport;
using enum ScriptedTransport::Protocol;

namespace {

template <std::size_t N>
std::array<std::uint8_t, N> exactly(std::string_view text) {
    return fixed<N>(hex(text)).value();
}

const TerminalNumber terminal = exactly<6>("057100000001");
const PurseTime when{exactly<4>("20240315"), exactly<3>("103045")};

Holder sample_holder() {
    Holder holder;
    holder.application = Application::pbc_purse;
    holder.serial = SecretText("3100000000123456");
    holder.issuer = "0571000000000001";
    return holder;
}

PinOutcome verify(Transport& transport, std::string_view pin) { return verify_pin(transport, SecretText(pin)).value(); }

}  // namespace

TEST_CASE("the sample purchase runs as recorded, card and PSAM over T=0") {
    ScriptedTransport card({{"805001020B01000000FA057100000001", "610F"},
                            {"00C000000F", "0000271000050000000100A1B2C3D49000"},
                            {"805401000F0000001220240315103045D90350BD", "6108"},
                            {"00C0000008", "9F9B0AC3861670639000"}});
    ScriptedTransport module({{"00A40000023F00", "6115"},
                              {"00C0000015", "6F138410315041592E5359532E4444463031A50388019000"},
                              {"00B0960006", "0571000000019000"},
                              {"00A40000023F01", "9000"},
                              {"00B0970019", "0105710000000000010571000000000001202401012034123100"  "9000"},
                              {"8070000024A1B2C3D40005000000FA0620240315103045010031000000001234560571000000000001", "6108"},
                              {"00C0000008", "00000012D90350BD9000"},
                              {"807200000486167063", "9000"}});
    auto psam = Psam::open(module);
    REQUIRE(psam.has_value());
    CHECK(psam->terminal() == terminal);
    CHECK(psam->key_index() == 1);
    const auto init = init_purchase(card, Fen(250), psam->key_index(), psam->terminal());
    REQUIRE(init.has_value());
    CHECK(init->old_balance == Fen(10000));
    CHECK(init->offline_number == 5);
    const auto voucher = psam->begin_purchase(sample_holder(), *init, {Fen(250), when});
    REQUIRE(voucher.has_value());
    CHECK(voucher->terminal_sequence == 0x12);
    const auto debited = debit(card, {voucher->terminal_sequence, when, voucher->mac1});
    REQUIRE(debited.has_value());
    CHECK(to_hex(debited->tac) == "9F9B0AC3");
    CHECK(psam->confirm(debited->mac2).has_value());
}

TEST_CASE("over T=1 the same purchase takes two commands to the card") {
    ScriptedTransport card({{"805001020B01000000FA0571000000010F", "0000271000050000000100A1B2C3D49000"},
                            {"805401000F0000001220240315103045D90350BD08", "9F9B0AC3861670639000"}},
                           t1);
    CHECK(init_purchase(card, Fen(250), 1, terminal).has_value());
    CHECK(debit(card, {0x12, when, exactly<4>("D90350BD")}).has_value());
}

TEST_CASE("a composite purchase sends the card's record between voucher and debit, in the layout of the national transit card") {
    ScriptedTransport card({{"805003020B01000000C80571000000010F", "00002616000600000001000F1E2D3C9000"},
                            {"80DC00F030" "06" "0000057100000001" "00" "00000000" "000000" "000000C8" "0000254E" "20240315103045" "0000" "0571000000000001" "0000000000" "00", "9000"},
                            {"805401000F0000001320240315103045E7E3258D08", "F2519B4FD9C5742C9000"}},
                           t1);
    const auto& rule = test::shipped_profile(Application::t_union).purchase;
    CHECK(rule.action == PurseAction::composite_purchase);
    const auto init = init_purchase(card, Fen(200), 1, terminal, rule.action);
    REQUIRE(init.has_value());
    CHECK(init->offline_number == 6);
    CHECK(update_composite(card, {Fen(200), init->old_balance - Fen(200), terminal, exactly<8>("0571000000000001"), when}, rule).has_value());
    CHECK(to_hex(debit(card, {0x13, when, exactly<4>("E7E3258D")})->tac) == "F2519B4F");
}

TEST_CASE("a record that the card does not take is told with its reason, and the one-card pays plainly") {
    ScriptedTransport refusing({{"80DC00F030" + std::string("06") + std::string(94, '0'), "6A82"}}, t1);
    CHECK(update_composite(refusing, {}, test::shipped_profile(Application::t_union).purchase).error().code == "card.not_found");
    CHECK(test::shipped_profile(Application::pbc_purse).purchase.action == PurseAction::purchase);
}

TEST_CASE("a software card and PSAM settle a purchase whose TAC the backend can compute") {
    Counter counter;
    const auto card = counter.connect(), module = counter.connect(Slot::sam);
    const auto holder = read_holder(*card, test::shipped_profiles());
    REQUIRE(holder.has_value());
    auto psam = Psam::open(*module);
    REQUIRE(psam.has_value());
    const auto init = init_purchase(*card, Fen(250), psam->key_index(), psam->terminal());
    REQUIRE(init.has_value());
    const auto voucher = psam->begin_purchase(*holder, *init, {Fen(250), when});
    REQUIRE(voucher.has_value());
    const auto debited = debit(*card, {voucher->terminal_sequence, when, voucher->mac1});
    REQUIRE(debited.has_value());
    CHECK(psam->confirm(debited->mac2).has_value());
    const auto key = tac_key(diversify(Algorithm::triple_des, test::sample_keys().tac, exactly<8>(holder->serial.view())));
    CHECK(debited->tac == purchase_tac(key, {Fen(250), PurseAction::purchase, psam->terminal(), when}, voucher->terminal_sequence));
    CHECK(read_balance(*card).value() == Fen(10000 - 250));
    CHECK(counter.resident->state().offline_number == init->offline_number + 1);
    CHECK(counter.module->state().terminal_sequence == voucher->terminal_sequence + 1);
    const auto proof = prove(*card, PurseAction::purchase, static_cast<std::uint16_t>(init->offline_number + 1));
    REQUIRE(proof.value().has_value());
    CHECK(proof.value()->tac == debited->tac);
    CHECK(proof.value()->mac2 == debited->mac2);
}

TEST_CASE("a PSAM of a city without levels and one for the city level are asked with their own factors") {
    Holder holder = sample_holder();
    holder.city_code = "4000";
    const std::string keys(50, '1');
    const std::vector<test::Line> opening{{"00A40000023F00", "9000"}, {"00B0960006", "0571000000019000"}, {"00B0970019", keys + "9000"}};
    auto one = opening;
    one.push_back({"807000001CA1B2C3D40005000000FA062024031510304501003100000000123456", "00000012D90350BD9000"});
    ScriptedTransport module(one);
    holder.profile.purchase.factors = {FactorLevel::serial};
    auto psam = Psam::open(module, {.application = {}});
    const PurchaseInit init{Fen(10000), 5, Fen(0), 1, 0, exactly<4>("A1B2C3D4")};
    CHECK(psam.value().begin_purchase(holder, init, {Fen(250), when}).has_value());
    auto two = opening;
    two.push_back({"8070000024A1B2C3D40005000000FA0620240315103045010031000000001234564000FF0000000000", "00000012D90350BD9000"});
    ScriptedTransport city_module(two);
    holder.profile.purchase.factors = {FactorLevel::serial, FactorLevel::city};
    auto city = Psam::open(city_module, {.application = {}});
    CHECK(city.value().begin_purchase(holder, init, {Fen(250), when}).has_value());
    holder.city_code.clear();
    ScriptedTransport again(opening);
    CHECK(Psam::open(again, {.application = {}}).value().begin_purchase(holder, init, {Fen(250), when}).error().code == "sam.factor");
}

TEST_CASE("a card in the SAM slot that is no PSAM is told from a broken reader") {
    ScriptedTransport resident({{"00A40000023F00", "9000"}, {"00B0960006", "6A82"}});
    CHECK(Psam::open(resident).error().code == "sam.unknown");
    ScriptedTransport gone({{"00A40000023F00", "!"}});
    CHECK(Psam::open(gone).error().code == "card.gone");
}

TEST_CASE("the PSAM's refusals are told apart") {
    Counter counter;
    const auto module = counter.connect(Slot::sam);
    auto psam = Psam::open(*module);
    REQUIRE(psam.has_value());
    CHECK(psam->confirm(Mac{}).error().code == "sam.no_session");
    const PurchaseInit init{Fen(10000), 5, Fen(0), 1, 0, exactly<4>("A1B2C3D4")};
    REQUIRE(psam->begin_purchase(sample_holder(), init, {Fen(250), when}).has_value());
    CHECK(psam->confirm(Mac{}).error().code == "sam.mac_wrong");
    CHECK(psam->confirm(Mac{}).error().code == "sam.no_session");
    const PurchaseInit foreign{Fen(10000), 5, Fen(0), 9, 0, exactly<4>("A1B2C3D4")};
    CHECK(psam->begin_purchase(sample_holder(), foreign, {Fen(250), when}).error().code == "sam.refused");
}

TEST_CASE("wrong PINs are counted by the card, the right one starts again, and the last one blocks") {
    Counter counter;
    const auto card = counter.connect();
    REQUIRE(read_holder(*card, test::shipped_profiles()).has_value());
    CHECK(pin_tries_left(*card).value() == 3);
    CHECK(verify(*card, "999999").tries_left == 2);
    CHECK(pin_tries_left(*card).value() == 2);
    CHECK(verify(*card, "123456").kind == PinOutcome::Kind::right);
    CHECK(pin_tries_left(*card).value() == 3);
    CHECK(verify(*card, "999999").kind == PinOutcome::Kind::wrong);
    CHECK(verify(*card, "999999").tries_left == 1);
    CHECK(verify(*card, "999999").kind == PinOutcome::Kind::blocked);
    CHECK(verify(*card, "123456").kind == PinOutcome::Kind::blocked);
    CHECK(pin_tries_left(*card).value() == 0);
}

TEST_CASE("the sample cards with one and with no try left say so before a PIN is typed") {
    Counter last("pin_last_try"), blocked("pin_blocked");
    const auto last_card = last.connect(), blocked_card = blocked.connect();
    REQUIRE(read_holder(*last_card, test::shipped_profiles()).has_value());
    REQUIRE(read_holder(*blocked_card, test::shipped_profiles()).has_value());
    CHECK(pin_tries_left(*last_card).value() == 1);
    CHECK(pin_tries_left(*blocked_card).value() == 0);
}

TEST_CASE("a PIN of another form is not sent at all") {
    for (const auto* pin : {"", "123", "12345678901234", "12345a", "12 34 56", "一二三四"}) {
        CAPTURE(pin);
        ScriptedTransport card({});
        CHECK(verify_pin(card, SecretText(pin)).error().code == "card.pin_form");
    }
}

TEST_CASE("a PIN with an odd number of digits is filled up") {
    ScriptedTransport card({{"002000000312345F", "9000"}});
    CHECK(verify(card, "12345").kind == PinOutcome::Kind::right);
}

TEST_CASE("a card that numbers its PIN one is asked under that number") {
    ScriptedTransport card({{"0020000003123456", "6A88"}, {"0020000103123456", "63C2"}});
    CHECK(verify(card, "123456").tries_left == 2);
    ScriptedTransport none({{"0020000003123456", "6A88"}, {"0020000103123456", "9403"}});
    CHECK(verify_pin(none, SecretText("123456")).error().code == "card.no_pin");
}

TEST_CASE("a card that does not tell its tries leaves them unknown") {
    ScriptedTransport card({{"00200000", "6700"}});
    CHECK(pin_tries_left(card).value() == std::nullopt);
    ScriptedTransport silent({{"00200000", "-"}});
    CHECK(pin_tries_left(silent).error().code == "card.silent");
}

TEST_CASE("the log is read newest first and without its empty slots") {
    Counter counter;
    const auto card = counter.connect();
    REQUIRE(read_holder(*card, test::shipped_profiles()).has_value());
    const auto log = read_log(*card);
    REQUIRE(log.has_value());
    REQUIRE(log->size() == 4);
    CHECK(log->front().amount == Fen(200));
    CHECK(log->front().action == 6);
    CHECK(to_hex(log->front().when.date) == "20261119");
    const std::string record = "0005000000000000FA0605710000000120240315103045";
    const std::string masked = "00050000007FFFFFFF0605710000000120240315103045";
    ScriptedTransport sparse({{"00B201C417", record + "9000"},
                              {"00B202C417", std::string(46, 'F') + "9000"},
                              {"00B203C417", masked + "9000"},
                              {"00B204C417", std::string(46, '0') + "9000"},
                              {"00B205C417", "6A83"}});
    CHECK(read_log(sparse).value().size() == 1);
    ScriptedTransport shy({{"00B201C417", "6982"}});
    CHECK(read_log(shy).error().code == "card.pin_needed");
}

TEST_CASE("a log full of FF is an empty log") {
    std::vector<test::Line> script;
    for (std::uint8_t record = 1; record <= 10; ++record) script.push_back({"00B2" + to_hex(Bytes{record}) + "C417", std::string(46, 'F') + "9000"});
    ScriptedTransport card(script);
    CHECK(read_log(card).value().empty());
}

TEST_CASE("a log whose records are shorter than their layout is refused") {
    ScriptedTransport card({{"00B201C417", std::string(44, '1') + "9000"}});
    CHECK(read_log(card).error().code == "card.data");
}

TEST_CASE("an endless log ends after ten records") {
    std::vector<test::Line> script;
    for (std::uint8_t record = 1; record <= 10; ++record)
        script.push_back({"00B2" + to_hex(Bytes{record}) + "C417", "0005000000000000FA0605710000000120240315103045 9000"});
    ScriptedTransport card(script);
    CHECK(read_log(card).value().size() == 10);
}

TEST_CASE("impossible balances and answers of the wrong length are refused") {
    ScriptedTransport huge({{"805C000204", "FFFFFFFF9000"}});
    CHECK(read_balance(huge).error().code == "card.data");
    ScriptedTransport cut({{"805C000204", "00279000"}});
    CHECK(read_balance(cut).error().code == "card.data");
    ScriptedTransport init({{"805001020B01000000FA057100000001", "00002710000500009000"}});
    CHECK(init_purchase(init, Fen(250), 1, terminal).error().code == "card.data");
}

TEST_CASE("a purchase of nothing or of an impossible sum is not begun") {
    ScriptedTransport card({});
    CHECK(init_purchase(card, Fen(0), 1, terminal).error().code == "purse.amount");
    CHECK(init_purchase(card, Fen(-1), 1, terminal).error().code == "purse.amount");
    CHECK(init_purchase(card, fen_max + Fen(1), 1, terminal).error().code == "purse.amount");
}

TEST_CASE("the card refuses more than its balance, another key and a wrong MAC, and stays as it was") {
    Counter counter("zhao_peng");
    const auto card = counter.connect();
    REQUIRE(read_holder(*card, test::shipped_profiles()).has_value());
    CHECK(init_purchase(*card, Fen(2001), 1, terminal).error().code == "purse.balance_short");
    CHECK(init_purchase(*card, Fen(100), 7, terminal).error().code == "purse.key_unknown");
    REQUIRE(init_purchase(*card, Fen(100), 1, terminal).has_value());
    const auto refused = debit(*card, {0x12, when, Mac{}});
    CHECK(refused.error().code == "purse.mac_wrong");
    CHECK(refused.error().kind == Error::Kind::refused);
    CHECK(debit(*card, {0x12, when, Mac{}}).error().code == "purse.not_ready");
    CHECK(counter.resident->state().balance == Fen(2000));
}

TEST_CASE("another command between the two halves of a purchase drops it") {
    Counter counter;
    const auto card = counter.connect();
    REQUIRE(read_holder(*card, test::shipped_profiles()).has_value());
    REQUIRE(init_purchase(*card, Fen(100), 1, terminal).has_value());
    CHECK(read_balance(*card).has_value());
    CHECK(debit(*card, {0x12, when, Mac{}}).error().code == "purse.not_ready");
}

TEST_CASE("a debit without a sure answer is always of unknown effect") {
    for (const auto* answer : {"-", "!", "6F00", "6581", "6300", "6281", "9406", "6C08", "1234", "9F9B0AC3 9000"}) {
        CAPTURE(answer);
        ScriptedTransport card({{"805401000F000000122024031510304500000000", answer}});
        const auto outcome = debit(card, {0x12, when, Mac{}});
        REQUIRE_FALSE(outcome.has_value());
        CHECK(outcome.error().kind == Error::Kind::timed_out);
    }
}

TEST_CASE("a debit that the card surely refused is never of unknown effect") {
    for (const auto* answer : {"9302", "9401", "9402", "9403", "6901", "6985", "6982", "6700", "6A80", "6D00", "6E00", "9303"}) {
        CAPTURE(answer);
        ScriptedTransport card({{"805401000F000000122024031510304500000000", answer}});
        CHECK(debit(card, {0x12, when, Mac{}}).error().kind != Error::Kind::timed_out);
    }
}

TEST_CASE("a proof the card does not have is a value") {
    ScriptedTransport card({{"805A0006020006", "9406"}});
    CHECK_FALSE(prove(card, PurseAction::purchase, 6).value().has_value());
    ScriptedTransport gone({{"805A0006020006", "!"}});
    CHECK(prove(gone, PurseAction::purchase, 6).error().code == "card.gone");
}

TEST_CASE("counters are read by an initialize that is forgotten again") {
    Counter counter;
    const auto card = counter.connect();
    REQUIRE(read_holder(*card, test::shipped_profiles()).has_value());
    const auto counters = read_counters(*card, 1, terminal);
    REQUIRE(counters.has_value());
    CHECK(counters->balance == Fen(10000));
    CHECK(counters->number == 5);
    ScriptedTransport picky({{"805001020B0100000000057100000001", "6A80"},
                             {"805001020B0100000001057100000001", "0000271000050000000100A1B2C3D49000"}});
    CHECK(read_counters(picky, 1, terminal).value().number == 5);
}

TEST_CASE("an unload runs as computed, and without a sure answer it is of unknown effect") {
    ScriptedTransport card({{"805005010B01000001F405710000000110", "000007D00001010011223344490C745B9000"},
                            {"805403000B2024031510304579AF59EC04", "E5D83D3E9000"}},
                           t1);
    const auto init = init_unload(card, Fen(500), 1, terminal, deposit_account);
    REQUIRE(init.has_value());
    CHECK(init->old_balance == Fen(2000));
    CHECK(init->online_number == 1);
    CHECK(to_hex(init->mac1) == "490C745B");
    CHECK(to_hex(debit_unload(card, when, exactly<4>("79AF59EC")).value()) == "E5D83D3E");
    for (const auto* answer : {"-", "!", "6F00", "6581", "E5D83D 9000"}) {
        CAPTURE(answer);
        ScriptedTransport odd({{"805403000B2024031510304579AF59EC04", answer}}, t1);
        CHECK(debit_unload(odd, when, exactly<4>("79AF59EC")).error().kind == Error::Kind::timed_out);
    }
    ScriptedTransport refusing({{"805403000B2024031510304579AF59EC04", "9302"}}, t1);
    CHECK(debit_unload(refusing, when, exactly<4>("79AF59EC")).error().kind == Error::Kind::refused);
}

TEST_CASE("a blocked PIN is opened with what the key service sealed for this card and this challenge, once") {
    auto image = read_image(test::card_file("lin_guilan")).value();
    image.purses.front().pin->tries = 0;
    SeededRandom random{7};
    const auto sim = test::make_card(image, random);
    SimRoom room;
    room.insert(Slot::citizen, *sim);
    const auto card = *room.reader(Slot::citizen)->connect();
    REQUIRE(recognise(*card, test::shipped_profiles()).has_value());
    const SecretText old_pin("123456"), new_pin("482915");
    CHECK(verify_pin(*card, old_pin).value().kind == PinOutcome::Kind::blocked);
    const auto key = diversify(Algorithm::triple_des, test::sample_keys().pin_unblock, image.purses.front().serial);
    const auto sealed = [&](ByteView challenge) {
        auto data = protected_data(key, hex("482915"));
        const Bytes length{static_cast<std::uint8_t>(data.size() + 4)};
        append(data, protecting_mac(key, challenge, join({unblock_header(), length, data})));
        return data;
    };
    const auto data = sealed(read_challenge(*card).value());
    read_balance(*card).value();  // any other command makes the card forget its challenge
    CHECK(unblock_pin(*card, data).error().code == "card.no_challenge");
    read_challenge(*card).value();
    CHECK(unblock_pin(*card, data).error().code == "card.protection");  // made for the challenge before
    CHECK(sim->state().pin_tries == 0);
    CHECK(unblock_pin(*card, sealed(read_challenge(*card).value())).has_value());
    CHECK(verify_pin(*card, old_pin).value().kind == PinOutcome::Kind::wrong);
    CHECK(verify_pin(*card, new_pin).value().kind == PinOutcome::Kind::right);
}

TEST_CASE("three wrong seals in a row lock the application of the software card") {
    auto image = read_image(test::card_file("lin_guilan")).value();
    SeededRandom random{7};
    const auto sim = test::make_card(image, random);
    SimRoom room;
    room.insert(Slot::citizen, *sim);
    const auto card = *room.reader(Slot::citizen)->connect();
    REQUIRE(recognise(*card, test::shipped_profiles()).has_value());
    for (int i = 0; i < 3; ++i) {
        read_challenge(*card).value();
        CHECK(unblock_pin(*card, Bytes(12, 0x5A)).error().code == "card.protection");
    }
    read_challenge(*card).value();
    CHECK(unblock_pin(*card, Bytes(12, 0x5A)).error().code == "card.locked");
    CHECK(recognise(*card, test::shipped_profiles()).error().code == "card.locked");
}
