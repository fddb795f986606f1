// What is unresolved has a case; two people decide it; days close; billers hear of each line once.
#include <doctest/doctest.h>

#include "backend/money/biller_files.hpp"
#include "backend/money/closing.hpp"
#include "backend/money/ledger.hpp"
#include "backend/money/money_cases.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

const wire::PaymentBody::Line water{"W-2026-10-0457", Fen(8640)}, power{"E-2026-10-0457", Fen(12350)};
const std::string today = "20261122";

struct Office {
    District district;

    std::string pay(std::vector<wire::PaymentBody::Line> lines, std::uint16_t number = 1, bool right = true, Timestamp at = sample_now()) {
        auto body = payment(lin_guilan, std::move(lines), number);
        body.paid_at = at;
        if (!right) body.tac = "00000000";
        return district.hand_in(submission_of(district.new_id(), body)).reference;
    }
    std::vector<money::MoneyCase> cases() {
        return district.write([&] {
            money::open_cases(district.connection(), sample_now());
            return money::money_cases(district.connection());
        });
    }
    std::string propose(const std::string& number, const std::string& decision, const std::string& person) {
        return code([&] { return money::propose(district.connection(), number, decision, person); });
    }
    std::string confirm(const std::string& number, const std::string& person) {
        return code([&] { return money::confirm(district.connection(), number, person, sample_now()); });
    }
    template <class Work>
    std::string code(Work work) {
        const auto done = district.connection().write(work);
        return done ? "done" : done.error().code;
    }
    std::vector<money::BillerFile> files(const std::string& day = today) {
        return district.write([&] { return money::biller_files(district.connection(), day, sample_now()); });
    }
    money::Closing close(const std::string& day = today) {
        return district.write([&] { return money::close_day(district.connection(), day, sample_now()); });
    }
    std::string answer(const std::string& content) {
        return code([&]() -> Status {
            const auto taken = money::take_answer(district.connection(), content, sample_now());
            if (!taken) return failure(taken.error());
            return {};
        });
    }
    std::int64_t differences() { return district.differences(); }
};

/// An answer to these lines, with its total.
std::string answer_of(const std::string& lines, const std::string& head = "onecard-answers,1,qinghe_water,20261122,1,CNY,2\n") {
    const auto body = head + lines;
    std::int64_t count = 0, sum = 0;
    for (const auto& line : split(lines.substr(0, lines.empty() ? 0 : lines.size() - 1), '\n')) {
        const auto parts = split(line, ',');
        if (parts.size() != 4) continue;
        ++count;
        sum += std::stoll(std::string(parts[3]));
    }
    return body + "total," + std::to_string(count) + "," + std::to_string(sum) + "," + crypto::sha256_hex(body) + "\n";
}

}  // namespace

TEST_CASE("A payment that is held has one case, however often one looks, and a booked one none") {
    Office office;
    office.pay({water}, 1);
    const auto held = office.pay({power}, 2, false);
    for (int i = 0; i < 3; ++i) {
        const auto cases = office.cases();
        REQUIRE(cases.size() == 1);
        CHECK(cases.front().kind == "payment_held");
        CHECK(cases.front().subject == held);
        CHECK(cases.front().amount == Fen(12350));
    }
}

TEST_CASE("Nobody decides alone: who proposed can't confirm, and before a proposal nobody can") {
    Office office;
    office.pay({water}, 1, false);
    const auto number = office.cases().front().number;
    CHECK(office.confirm(number, "an") == "case.not_proposed");
    CHECK(office.propose(number, "seen", "shen") == "case.decision");
    CHECK(office.propose(number, "book", "shen") == "done");
    CHECK(office.confirm(number, "shen") == "case.same_person");
    CHECK(office.district.balance("held") == -8640);
    CHECK(office.confirm(number, "an") == "done");
    CHECK(office.confirm(number, "an") == "case.not_proposed");
    CHECK(office.propose(number, "book", "shen") == "case.closed");
    CHECK(office.propose("M-none", "book", "shen") == "case.unknown");
    CHECK(office.cases().empty());
    CHECK(office.differences() == 0);
}

TEST_CASE("What was held goes to its bills, to the card, or out of the books, as two people say") {
    for (const auto& [decision, account, amount] : {std::tuple{"book", "biller:qinghe_water", -8640}, {"refund", "posted_credit", -8640}, {"reject", "purse_unproven", 0}}) {
        Office office;
        office.pay({water}, 1, false);
        const auto number = office.cases().front().number;
        CHECK(office.propose(number, decision, "shen") == "done");
        CHECK(office.confirm(number, "an") == "done");
        CHECK(office.district.balance(account) == amount);
        CHECK(office.district.balance("held") == 0);
        CHECK(office.differences() == 0);
    }
}

TEST_CASE("A held payment whose bill was paid meanwhile goes to the card's credit, not to the biller a second time") {
    Office office;
    office.pay({water}, 1, false);
    const auto number = office.cases().front().number;
    office.pay({water}, 2);
    CHECK(office.propose(number, "book", "shen") == "done");
    CHECK(office.confirm(number, "an") == "done");
    CHECK(office.district.balance("biller:qinghe_water") == -8640);
    CHECK(office.district.balance("posted_credit") == -8640);
    CHECK(office.differences() == 0);
}

TEST_CASE("A refund takes two people, reopens the bill and gives the card its credit, once") {
    Office office;
    const auto paid = office.pay({water});
    std::string number;
    CHECK(office.code([&]() -> Status {
        const auto asked = money::ask_refund(office.district.connection(), paid, "paid at the counter too", "shen", sample_now());
        if (!asked) return failure(asked.error());
        number = *asked;
        return {};
    }) == "done");
    CHECK(office.confirm(number, "shen") == "case.same_person");
    CHECK(office.district.balance("posted_credit") == 0);
    CHECK(office.confirm(number, "an") == "done");
    CHECK(office.district.balance("posted_credit") == -8640);
    CHECK(office.district.balance("biller:qinghe_water") == 0);
    CHECK(office.district.number("SELECT count(*) FROM bills WHERE id = 'W-2026-10-0457' AND payment IS NULL") == 1);
    CHECK(office.code([&]() -> Status {
        const auto again = money::ask_refund(office.district.connection(), paid, "once more", "shen", sample_now());
        return again ? Status() : failure(again.error());
    }) == "case.stale");
    CHECK(office.differences() == 0);
}

TEST_CASE("A day closes with every side equal, and a late payment lands in the day on which its card paid") {
    Office office;
    office.pay({water}, 1);
    office.files();
    auto closing = office.close();
    REQUIRE(closing.terminals.size() == 1);
    CHECK(closing.terminals.front().count == 1);
    CHECK(closing.terminals.front().journal == Fen(8640));
    CHECK(closing.terminals.front().ledger == Fen(8640));
    CHECK(closing.differences == 0);
    office.district.clock().advance(std::chrono::hours(48));
    office.pay({power}, 2);
    CHECK(office.files().size() == 2);
    closing = office.close();
    CHECK(closing.terminals.front().count == 2);
    CHECK(closing.differences == 0);
    CHECK(office.close("20261124").terminals.empty());
    for (const auto& biller : closing.billers) CHECK(biller.ledger == biller.files);
}

TEST_CASE("A kiosk that says another sum than the ledger, and a hole in a security module's count, are differences with a case each") {
    Office office;
    office.pay({water}, 1);
    office.pay({power}, 3);
    office.district.write([&] {
        office.district.connection().run("UPDATE submissions SET body = replace(body, '\"amount\":12350', '\"amount\":12351')");
        return true;
    });
    CHECK(office.close().differences == 2);
    CHECK(office.close().differences == 2);
    CHECK(office.cases().size() == 2);
    const auto number = office.cases().front().number;
    CHECK(office.propose(number, "seen", "shen") == "done");
    CHECK(office.confirm(number, "an") == "done");
    CHECK(office.cases().size() == 1);
}

TEST_CASE("A day that is none closes nothing") {
    for (const auto* day : {"20261301", "2026112", "20261122x", "aaaabbcc", ""}) CHECK_FALSE(money::start_of(day).has_value());
    CHECK(money::business_day(*money::start_of("20260301")) == "20260301");
}

TEST_CASE("Each line goes to its biller once, the same file has the same bytes, and its total is right") {
    Office office;
    office.pay({water, power}, 1);
    const auto first = office.files(), again = office.files();
    REQUIRE(first.size() == 2);
    REQUIRE(again.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) CHECK(first[i].content == again[i].content);
    CHECK(first[1].name == "qinghe_water-20261122-01.csv");
    const std::string body = "onecard-payments,1,qinghe_water,20261122,1,CNY,2\nP-2026-000001,0,K0001-20261122-1,W-2026-10-0457,100405724,8640\n";
    CHECK(first[1].content == body + "total,1,8640," + crypto::sha256_hex(body) + "\n");
}

TEST_CASE("A biller's answer is taken once; a second yes is no news, a no after a yes is a case and moves no money") {
    Office office;
    office.pay({water}, 1);
    office.files();
    const auto yes = answer_of("P-2026-000001,0,accepted,8640\n"), no = answer_of("P-2026-000001,0,refused,8640\n");
    for (int i = 0; i < 2; ++i) CHECK(office.answer(yes) == "done");
    CHECK(office.cases().empty());
    for (int i = 0; i < 2; ++i) CHECK(office.answer(no) == "done");
    const auto cases = office.cases();
    REQUIRE(cases.size() == 1);
    CHECK(cases.front().kind == "biller_refused");
    CHECK(cases.front().detail == "no after yes");
    CHECK(office.district.balance("biller:qinghe_water") == -8640);
    CHECK(office.differences() == 0);
}

TEST_CASE("A biller's file that is cut, changed, of another currency or about somebody else's lines changes nothing at all") {
    Office office;
    office.pay({water, power}, 1);
    office.files();
    const std::string line = "P-2026-000001,0,accepted,8640\n", head = "onecard-answers,1,qinghe_water,20261122,1,CNY,2\n";
    const auto whole = answer_of(line);
    CHECK(office.answer("") == "file.form");
    CHECK(office.answer(whole.substr(0, whole.size() - 1)) == "file.form");
    CHECK(office.answer(head + "total,0,0," + crypto::sha256_hex(head + "x") + "\n") == "file.total");
    CHECK(office.answer(answer_of(line, "onecard-answers,1,qinghe_water,20261122,1,JPY,0\n")) == "file.currency");
    CHECK(office.answer(answer_of(line, "onecard-answers,1,qinghe_water,20261122,1,CNY,3\n")) == "file.currency");
    CHECK(office.answer(answer_of(line, "onecard-answers,2,qinghe_water,20261122,1,CNY,2\n")) == "file.version");
    CHECK(office.answer(answer_of(line + "P-2026-000001,1,accepted,12350\n")) == "file.unknown");
    CHECK(office.answer(answer_of("P-2026-000001,0,accepted,8641\n")) == "file.unknown");
    CHECK(office.answer(answer_of("P-2026-000001,0,perhaps,8640\n")) == "file.form");
    CHECK(office.answer(answer_of("P-2026-000001,0,accepted,-8640\n")) == "file.form");
    CHECK(office.answer(std::string(17u << 20, 'x')) == "file.too_large");
    CHECK(office.district.number("SELECT count(*) FROM biller_file_lines WHERE answer <> ''") == 0);
    auto changed = whole;
    changed[changed.find("8640")] = '9';
    CHECK(office.answer(changed) == "file.total");
}
