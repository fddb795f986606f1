// Certificates and agreements on paper: what they say, who can check them, and what nobody else learns.
#include <doctest/doctest.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "kiosk/device/receipt_mark.hpp"
#include "tests/kiosk/app/hall.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

constexpr const char* number = "C-2026-000201";

wire::Case closed_case(const Hall& hall) {
    wire::Case one;
    one.number = number;
    one.item_code = "GA-0015";
    one.item = {"无犯罪记录证明", "Certificate of no criminal record"};
    one.department = {"公安分局", "Public security"};
    one.state = wire::Case::State::closed;
    one.accepted_at = one.closed_at = to_iso(hall.disk.clock.now());
    one.result = "没有发现犯罪记录。\n仅供求职使用。";
    one.granted = true;
    return one;
}

/// On the page of this case, after card and PIN.
void at_case(Hall& hall, const wire::Case& one) {
    wire::HolderRecord record;
    record.card_serial = serial;
    record.standing = wire::HolderRecord::Standing::active;
    record.as_of = hall.disk.clock.now();
    record.cases = {one};
    REQUIRE(hall.store->cache().put_holder(record).has_value());
    hall.card_comes();
    hall.attendant->on({Kind::open_cases, {}});
    hall.pin_is_right();
    hall.attendant->on({Kind::open_case, one.number});
    REQUIRE(hall.attendant->screen() == ScreenId::case_detail);
}

wire::Case agreed_case(const Hall& hall) {
    auto one = closed_case(hall);
    one.item_code = "SF-0003";
    one.state = wire::Case::State::open;
    one.closed_at.clear();
    one.result.clear();
    one.granted = false;
    one.mediation.emplace();
    for (int i = 0; i < 60; ++i) one.mediation->agreement += "楼上在月底前修好水管并赔偿六百元。";
    one.mediation->accepted = true;
    return one;
}

flow::SlipCheckView checked(Hall& hall, const std::string& code) {
    hall.attendant->on({Kind::end, {}});
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    hall.attendant->on({Kind::check_slip, code});
    REQUIRE(hall.attendant->screen() == ScreenId::slip_check);
    return hall.sample.model.visit.slip_check.value();
}

}  // namespace

TEST_CASE("what a case came to is printed with a number that the backend is told, and its code is believed by any kiosk and with one letter changed by none") {
    Hall hall;
    at_case(hall, closed_case(hall));
    hall.attendant->on({Kind::print_certificate, {}});
    hall.attendant->on({Kind::print_certificate, {}});  // while it is being printed
    REQUIRE(hall.slips.size() == 1);
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 1);
    const auto told = wire::certificate_from(*parse_json(due[0].body)).value();
    CHECK(told.case_number == number);
    CHECK(told.number == hall.slips[0].number);
    CHECK(app::plain_text(hall.slips[0]).find("没有发现犯罪记录。") != std::string::npos);
    auto code = hall.slips[0].qr;
    const auto good = checked(hall, code);
    CHECK(good.code.empty());
    CHECK(good.kind == "certificate");
    CHECK(good.item.zh == "无犯罪记录证明");
    std::string words;
    for (const auto& [label, value] : good.says) words += label + value + "\n";
    CHECK(words.find("没有发现犯罪记录。 仅供求职使用。") != std::string::npos);
    CHECK(words.find(number) != std::string::npos);
    CHECK(words.find(canary) == std::string::npos);
    code[code.size() / 2] = code[code.size() / 2] == '0' ? '1' : '0';
    CHECK(checked(hall, code).code == "slip.changed");
}

TEST_CASE("nothing is printed of a case that was declined, is still open, or that only a relative has") {
    for (const bool granted : {true, false}) {
        Hall hall;
        auto one = closed_case(hall);
        one.granted = granted;
        if (granted) one.state = wire::Case::State::open, one.closed_at.clear();
        at_case(hall, one);
        hall.attendant->on({Kind::print_certificate, {}});
        CHECK(hall.slips.empty());
        CHECK(hall.store->outbox().due().value().empty());
    }
}

TEST_CASE("a long result is whole on paper and shortened in its code, which any kiosk still believes") {
    Hall hall;
    auto one = closed_case(hall);
    one.result.clear();
    for (int i = 0; i < 45; ++i) one.result += "经查询全国信息没有发现犯罪记录。";
    at_case(hall, one);
    hall.attendant->on({Kind::print_certificate, {}});
    REQUIRE(hall.slips.size() == 1);
    std::string paper;
    for (const auto& line : hall.slips[0].lines) {
        CHECK(length_in_points(line.value) <= device::slip_text_points_max);
        if (line.label == "办理结果") paper += line.value;
    }
    CHECK(paper == one.result);
    const auto good = checked(hall, hall.slips[0].qr);
    CHECK(good.code.empty());
    CHECK(good.says.back().second.ends_with("…"));
}

TEST_CASE("an agreement is printed only once all sides accepted it, whole, on paper alone, and nobody else is told") {
    Hall hall;
    auto one = agreed_case(hall);
    at_case(hall, one);
    hall.attendant->on({Kind::print_certificate, {}});
    CHECK(hall.slips.empty());
    one.mediation->agreed = true;
    at_case(hall, one);
    hall.attendant->on({Kind::print_certificate, {}});
    REQUIRE(hall.slips.size() == 1);
    const auto& slip = hall.slips[0];
    CHECK(slip.on_paper_only);
    CHECK(slip.qr.empty());
    std::string paper;
    for (const auto& line : slip.lines)
        if (line.label == "双方约定") paper += line.value;
    CHECK(paper == one.mediation->agreement);
    CHECK(hall.store->outbox().due().value().empty());
    hall.attendant->on(app::PaperLetter{app::SlipDone{slip.number, {device::PrintOutcome::Kind::failed, "printer.paper_out", {}}}});
    REQUIRE(hall.sample.model.visit.receipt.has_value());
    CHECK(hall.sample.model.visit.receipt->slip == "failed");
    hall.attendant->on({Kind::print_again, {}});
    CHECK(hall.slips.size() == 2);
    hall.attendant->on({Kind::back, {}});
    CHECK_FALSE(hall.sample.model.visit.receipt.has_value());
}
