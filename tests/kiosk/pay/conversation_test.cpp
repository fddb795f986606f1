// What goes over the wire, byte for byte: the computed purchase of cards.md 10.4, and what a card is asked after a tear.
#include <doctest/doctest.h>

#include "tests/kiosk/pay/hall.hpp"
#include "tests/support/scripted_transport.hpp"

using namespace onecard;
using namespace onecard::pay;
using namespace onecard::test;
using Protocol = ScriptedTransport::Protocol;
using State = PaymentOutcome::State;
using Verdict = Evidence::Verdict;

namespace {

const std::vector<Line> psam_opened{
    {"00A40000023F00", "9000"},
    {"00B0960006", "0571000000019000"},
    {"00A40000023F01", "9000"},
    {"00B0970019", "01057100000000000105710000000000012024010120341231" "9000"},
};

card::Holder sample_holder() {
    card::Holder holder;
    holder.application = card::Application::pbc_purse;
    holder.serial = SecretText("3100000000123456");
    holder.issuer = "0571000000000001";
    return holder;
}

/// A purchase of 2.50 at 10:30:45 on 15 March 2024.
struct Sample {
    Hall hall{1, from_local({2024, 3, 15, 10, 30, 45, 0})};
    Result<PaymentEngine> engine = PaymentEngine::start(hall.store(), hall.clock, hall.random, "K0001");

    PaymentOutcome pay(card::Transport& card, std::vector<Line> psam_lines) {
        REQUIRE(engine.has_value());
        auto lines = psam_opened;
        lines.insert(lines.end(), psam_lines.begin(), psam_lines.end());
        ScriptedTransport module(lines);
        auto psam = card::Psam::open(module);
        REQUIRE(psam.has_value());
        return engine->pay(card, sample_holder(), *psam, order_of(Fen(250)).order);
    }
};

const Line init{"805001020B01000000FA057100000001", "610F"};
const Line init_fetched{"00C000000F", "0000271000050000000100A1B2C3D49000"};
const std::vector<Line> voucher{{"8070000024A1B2C3D40005000000FA0620240315103045010031000000001234560571000000000001", "6108"},
                                {"00C0000008", "00000012D90350BD9000"}};
const Line debit{"805401000F0000001220240315103045D90350BD", "6108"};

MoveFacts sample_facts() {
    MoveFacts facts;
    facts.amount = Fen(250);
    facts.old_balance = Fen(10000);
    facts.number = 5;
    facts.terminal_sequence = 0x12;
    facts.terminal = {0x05, 0x71, 0, 0, 0, 1};
    facts.key_index = 1;
    facts.when = {{0x20, 0x24, 0x03, 0x15}, {0x10, 0x30, 0x45}};
    return facts;
}

Evidence examined(std::initializer_list<Line> script, MoveFacts facts = sample_facts()) {
    ScriptedTransport card(script, Protocol::t1);
    const auto evidence = examine(card, facts);
    REQUIRE(evidence.has_value());
    return *evidence;
}

const std::string ask_counters = "805001020B01000000000571000000010F";
const std::string our_line = "0005000000000000FA06057100000001202403151030459000";
const std::string no_record = "6A83";

}  // namespace

TEST_CASE("the computed purchase takes four exchanges with the card and three with the PSAM, byte for byte") {
    Sample sample;
    ScriptedTransport card({init, init_fetched, debit, {"00C0000008", "9F9B0AC3861670639000"}});
    const auto outcome = sample.pay(card, {voucher[0], voucher[1], {"807200000486167063", "9000"}});
    CHECK(outcome.state == State::paid);
    CHECK(outcome.alarm.empty());
    const auto payments = sample.hall.payments();
    REQUIRE(payments.size() == 1);
    const auto& body = payments.front();
    CHECK(body.tac == "9F9B0AC3");
    CHECK(body.terminal == "057100000001");
    CHECK(body.terminal_sequence == 0x12);
    CHECK(body.offline_number == 5);
    CHECK(body.date == "20240315");
    CHECK(body.time == "103045");
    CHECK(body.old_balance == Fen(10000));
    CHECK(body.issuer == "0571000000000001");
}

TEST_CASE("a debit is never sent twice, whatever the card answers") {
    for (const std::string answer : {"-", "!", "6C08", "6F00", "9302", "6985"}) {
        INFO(answer);
        Sample sample;
        ScriptedTransport card({init, init_fetched, {debit.command, answer}, {"805001020B0100000000057100000001", "!"}});
        CHECK(sample.pay(card, voucher).state == State::unresolved);
    }
}

TEST_CASE("a refused debit is believed only when the card's counter did not move") {
    Sample sample;
    ScriptedTransport card({init, init_fetched, {debit.command, "9302"}, {"805001020B0100000000057100000001", "610F"},
                            {"00C000000F", "000027100005000000010011223344" "9000"}});
    const auto outcome = sample.pay(card, voucher);
    CHECK(outcome.state == State::not_paid);
    CHECK(outcome.code == "payment.not_debited");
}

TEST_CASE("when the PSAM gives no voucher, the card is not debited") {
    Sample sample;
    ScriptedTransport card({init, init_fetched});
    const auto outcome = sample.pay(card, {{voucher[0].command, "6A88"}});
    CHECK(outcome.state == State::not_paid);
    CHECK(outcome.code == "sam.refused");
    ScriptedTransport again({init, init_fetched});
    CHECK(sample.pay(again, {{voucher[0].command, "!"}}).code == "sam.gone");
}

TEST_CASE("a purse that would go into its overdraft is not debited") {
    Sample sample;
    ScriptedTransport card({init, {"00C000000F", "000000C800050013880100A1B2C3D49000"}});
    CHECK(sample.pay(card, {}).code == "purse.balance_short");
}

TEST_CASE("counter and balance unchanged: not debited, and nothing else is asked") {
    CHECK(examined({{ask_counters, "0000271000050000000100112233449000"}}).verdict == Verdict::not_done);
}

TEST_CASE("counter unchanged and money loaded meanwhile: not debited") {
    CHECK(examined({{ask_counters, "0000300000050000000100112233449000"}}).verdict == Verdict::not_done);
}

TEST_CASE("counter unchanged but less money contradicts itself and is left to a person") {
    CHECK(examined({{ask_counters, "0000200000050000000100112233449000"}}).verdict == Verdict::undecided);
}

TEST_CASE("a counter that went back is left to a person") {
    CHECK(examined({{ask_counters, "0000271000040000000100112233449000"}}).verdict == Verdict::undecided);
}

TEST_CASE("counter one further, proof and line in the log: debited, with the TAC") {
    const auto evidence = examined({{ask_counters, "0000261600060000000100112233449000"},
                                    {"805A000602000608", "861670639F9B0AC39000"},
                                    {"00B201C417", our_line},
                                    {"00B202C417", no_record}});
    CHECK(evidence.verdict == Verdict::done);
    REQUIRE(evidence.proof.has_value());
    CHECK(to_hex(evidence.proof->tac) == "9F9B0AC3");
    CHECK(to_hex(evidence.proof->mac2) == "86167063");
    CHECK(evidence.balance == Fen(9750));
}

TEST_CASE("a card that keeps the number from before the purchase is asked with that one too") {
    const auto evidence = examined({{ask_counters, "0000261600060000000100112233449000"},
                                    {"805A000602000608", "9406"},
                                    {"805A000602000508", "861670639F9B0AC39000"},
                                    {"00B201C417", "6A82"}});
    CHECK(evidence.verdict == Verdict::done);
    CHECK(evidence.proof.has_value());
}

TEST_CASE("counter one further and the balance fits, but no proof and no log: debited, without a TAC") {
    const auto evidence = examined({{ask_counters, "0000261600060000000100112233449000"},
                                    {"805A000602000608", "9406"},
                                    {"805A000602000508", "9406"},
                                    {"00B201C417", "6982"}});
    CHECK(evidence.verdict == Verdict::done);
    CHECK_FALSE(evidence.proof.has_value());
}

TEST_CASE("the same amount paid at another terminal is not taken for this purchase, whatever proof the card gives") {
    const auto evidence = examined({{ask_counters, "0000261600060000000100112233449000"},
                                    {"805A000602000608", "11111111222222229000"},
                                    {"00B201C417", "0005000000000000FA06057100000901202403161200009000"},
                                    {"00B202C417", no_record}});
    CHECK(evidence.verdict == Verdict::not_done);
    CHECK_FALSE(evidence.proof.has_value());
}

TEST_CASE("a log that masks the terminal does not refute what the counter and balance say") {
    const auto evidence = examined({{ask_counters, "0000261600060000000100112233449000"},
                                    {"805A000602000608", "861670639F9B0AC39000"},
                                    {"00B201C417", "0005000000000000FA06000000000000202403151030459000"},
                                    {"00B202C417", no_record}});
    CHECK(evidence.verdict == Verdict::done);
}

TEST_CASE("further purchases elsewhere: the line in the log proves ours, without a TAC") {
    const auto evidence = examined({{ask_counters, "0000250000070000000100112233449000"},
                                    {"00B201C417", "00060000000000011606057100000901202403161200009000"},
                                    {"00B202C417", our_line},
                                    {"00B203C417", no_record}});
    CHECK(evidence.verdict == Verdict::done);
    CHECK_FALSE(evidence.proof.has_value());
}

TEST_CASE("further purchases elsewhere and all of them in sight: ours was not made") {
    const auto evidence = examined({{ask_counters, "0000250000070000000100112233449000"},
                                    {"00B201C417", "00060000000000011606057100000901202403161200009000"},
                                    {"00B202C417", "00050000000000010006057100000901202403160800009000"},
                                    {"00B203C417", no_record}});
    CHECK(evidence.verdict == Verdict::not_done);
}

TEST_CASE("further purchases elsewhere and not all of them in sight: left open") {
    CHECK(examined({{ask_counters, "0000250000070000000100112233449000"},
                    {"00B201C417", "00060000000000011606057100000901202403161200009000"},
                    {"00B202C417", no_record}})
              .verdict == Verdict::undecided);
    CHECK(examined({{ask_counters, "0000250000070000000100112233449000"}, {"00B201C417", "6982"}}).verdict == Verdict::undecided);
}

TEST_CASE("loads and the deposit's purchases do not count as purchases of the purse") {
    CHECK(examined({{ask_counters, "0000300000060000000100112233449000"},
                    {"805A000602000608", "9406"},
                    {"805A000602000508", "9406"},
                    {"00B201C417", "00030000000000138802057100000002202403161200009000"},
                    {"00B202C417", "00010000000000010005057100000901202403161100009000"},
                    {"00B203C417", no_record}})
              .verdict == Verdict::undecided);
}

TEST_CASE("an emptied purse that takes no INITIALIZE is judged by proof and balance") {
    auto facts = sample_facts();
    facts.old_balance = facts.amount;
    const Line refused{ask_counters, "9401"}, refused_again{"805001020B01000000010571000000010F", "9401"};
    const Line empty{"805C000204", "000000009000"};
    const Line no_log{"00B201C417", "6A82"}, proof{"805A000602000608", "861670639F9B0AC39000"}, no_proof{"805A000602000608", "9406"};
    CHECK(examined({refused, refused_again, empty, proof, no_log}, facts).verdict == Verdict::done);
    CHECK(examined({refused, refused_again, empty, no_proof, no_log}, facts).verdict == Verdict::undecided);
}

TEST_CASE("a card that leaves while it is asked proves nothing") {
    const std::vector<Line> whole{{ask_counters, "0000261600060000000100112233449000"},
                                  {"805A000602000608", "861670639F9B0AC39000"},
                                  {"00B201C417", our_line},
                                  {"00B202C417", no_record}};
    for (std::size_t heard = 0; heard < whole.size(); ++heard) {
        for (const std::string end : {"-", "!"}) {
            auto script = std::vector<Line>(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(heard));
            script.push_back({whole[heard].command, end});
            ScriptedTransport card(script, Protocol::t1);
            CHECK_FALSE(examine(card, sample_facts()).has_value());
        }
    }
}
