#include "backend-client/wire/charges.hpp"

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::array ways{ChargeWay::shown, ChargeWay::scanned, ChargeWay::terminal};
constexpr std::array states{ChargeState::State::created, ChargeState::State::paid, ChargeState::State::closed, ChargeState::State::refunded};
constexpr std::array outcomes{TerminalSale::Outcome::approved, TerminalSale::Outcome::declined};

}  // namespace

std::string_view name(ChargeWay way) {
    switch (way) {
        case ChargeWay::shown: return "shown";
        case ChargeWay::scanned: return "scanned";
        case ChargeWay::terminal: return "terminal";
    }
    return {};
}

std::string_view name(ChargeState::State state) {
    switch (state) {
        case ChargeState::State::created: return "created";
        case ChargeState::State::paid: return "paid";
        case ChargeState::State::closed: return "closed";
        case ChargeState::State::refunded: return "refunded";
    }
    return {};
}

std::string_view name(TerminalSale::Outcome outcome) {
    switch (outcome) {
        case TerminalSale::Outcome::approved: return "approved";
        case TerminalSale::Outcome::declined: return "declined";
    }
    return {};
}

Json to_json(const ChargeRequest& value) {
    return {{"id", value.id},
            {"receipt", value.receipt},
            {"card_serial", value.card_serial},
            {"way", name(value.way)},
            {"bills", value.bills},
            {"amount", value.amount.count()},
            {"code", value.code}};
}

Result<ChargeRequest> charge_request_from(const Json& json) {
    Members in(json);
    ChargeRequest value;
    value.id = in.id("id");
    value.receipt = in.text("receipt", 64);
    value.card_serial = in.digits("card_serial", 16, true);
    value.way = in.named("way", ways);
    value.bills = in.texts("bills", charge_bills_max, 64);
    if (value.bills.empty()) in.fail("bills");
    value.amount = in.money("amount", Fen(1));
    value.code = value.way == ChargeWay::scanned ? in.text("code", charge_code_bytes_max) : in.text_or_empty("code", 0);
    return in.done(std::move(value));
}

Json to_json(const ChargeState& value) {
    return {{"id", value.id},
            {"state", name(value.state)},
            {"code", value.code},
            {"qr", value.qr},
            {"amount", value.amount.count()},
            {"expires_at", instant_json(value.expires_at)},
            {"reference", value.reference}};
}

Result<ChargeState> charge_state_from(const Json& json) {
    Members in(json);
    ChargeState value;
    value.id = in.id("id");
    value.state = in.named("state", states);
    value.code = in.text_or_empty("code", 64);
    value.qr = in.text_or_empty("qr", charge_qr_bytes_max);
    value.amount = in.money("amount", Fen(1));
    value.expires_at = in.instant("expires_at");
    value.reference = in.text_or_empty("reference", 64);
    return in.done(std::move(value));
}

Json to_json(const TerminalSale& value) {
    return {{"outcome", name(value.outcome)}, {"amount", value.amount.count()}, {"trace", value.trace}, {"ended_at", instant_json(value.ended_at)}};
}

Result<TerminalSale> terminal_sale_from(const Json& json) {
    Members in(json);
    TerminalSale value;
    value.outcome = in.named("outcome", outcomes);
    value.amount = in.money("amount", Fen(1));
    value.trace = in.text_or_empty("trace", 32);
    value.ended_at = in.instant("ended_at");
    return in.done(std::move(value));
}

std::string_view name(TerminalRefund::Outcome outcome) {
    switch (outcome) {
        case TerminalRefund::Outcome::returned: return "returned";
        case TerminalRefund::Outcome::refused: return "refused";
    }
    return {};
}

Json to_json(const TerminalRefund& value) {
    return {{"charge", value.charge},
            {"outcome", name(value.outcome)},
            {"amount", value.amount.count()},
            {"trace", value.trace},
            {"ended_at", instant_json(value.ended_at)}};
}

Result<TerminalRefund> terminal_refund_from(const Json& json) {
    constexpr std::array all{TerminalRefund::Outcome::returned, TerminalRefund::Outcome::refused};
    Members in(json);
    TerminalRefund value;
    value.charge = in.id("charge");
    value.outcome = in.named("outcome", all);
    value.amount = in.money("amount", Fen(1));
    value.trace = in.text_or_empty("trace", 32);
    value.ended_at = in.instant("ended_at");
    return in.done(std::move(value));
}

}  // namespace onecard::wire
