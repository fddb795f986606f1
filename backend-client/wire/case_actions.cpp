#include "backend-client/wire/case_actions.hpp"

#include "backend-client/wire/reading.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"

namespace onecard::wire {
namespace {

constexpr std::array kinds{CaseAction::Kind::urge,   CaseAction::Kind::escalate, CaseAction::Kind::answer,
                           CaseAction::Kind::reopen, CaseAction::Kind::rate,     CaseAction::Kind::withdraw, CaseAction::Kind::confirm,
                           CaseAction::Kind::second, CaseAction::Kind::choose_times, CaseAction::Kind::decline, CaseAction::Kind::accept,
                           CaseAction::Kind::refuse};
constexpr std::size_t serial_digits = 16;

}  // namespace

std::string_view name(CaseAction::Kind kind) {
    switch (kind) {
        case CaseAction::Kind::urge: return "urge";
        case CaseAction::Kind::escalate: return "escalate";
        case CaseAction::Kind::answer: return "answer";
        case CaseAction::Kind::reopen: return "reopen";
        case CaseAction::Kind::rate: return "rate";
        case CaseAction::Kind::withdraw: return "withdraw";
        case CaseAction::Kind::confirm: return "confirm";
        case CaseAction::Kind::second: return "second";
        case CaseAction::Kind::choose_times: return "choose_times";
        case CaseAction::Kind::decline: return "decline";
        case CaseAction::Kind::accept: return "accept";
        case CaseAction::Kind::refuse: return "refuse";
    }
    return {};
}

std::optional<CaseAction::Kind> case_action_named(std::string_view word) {
    for (const auto kind : kinds)
        if (name(kind) == word) return kind;
    return std::nullopt;
}

std::string agreement_digest(std::string_view agreement) {
    constexpr std::size_t digits = 16;
    return crypto::sha256_hex(agreement).substr(0, digits);
}

Json to_json(const CaseAction& value) {
    return {{"action", name(value.kind)}, {"card_serial", value.card_serial}, {"case", value.case_number},
            {"rating", value.rating},     {"text", value.text},               {"at", instant_json(value.at)}};
}

Result<CaseAction> case_action_from(const Json& json) {
    constexpr std::size_t bytes_a_point = 4;
    Members in(json);
    CaseAction value;
    value.kind = in.named("action", kinds);
    value.card_serial = in.digits("card_serial", serial_digits, true);
    value.case_number = in.text("case", 64);
    value.rating = static_cast<int>(in.number("rating", 0, 5));
    value.text = in.text_or_empty("text", case_text_points_max * bytes_a_point);
    value.at = in.instant("at");
    if ((value.kind == CaseAction::Kind::rate) != (value.rating > 0)) in.fail("rating");
    if (length_in_points(value.text) > case_text_points_max) in.fail("text");
    return in.done(std::move(value));
}

}  // namespace onecard::wire
