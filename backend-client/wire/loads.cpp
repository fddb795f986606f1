#include "backend-client/wire/loads.hpp"

#include "backend-client/wire/names.hpp"
#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::array load_sources{LoadSource::account, LoadSource::posted_credit};
constexpr std::array load_ways{LoadWay::onto_card, LoadWay::off_card};
constexpr std::array load_outcomes{LoadBody::Outcome::loaded, LoadBody::Outcome::not_loaded};

}  // namespace

std::string_view name(LoadSource source) {
    switch (source) {
        case LoadSource::account: return "account";
        case LoadSource::posted_credit: return "posted_credit";
    }
    return {};
}

std::string_view name(LoadWay way) {
    switch (way) {
        case LoadWay::onto_card: return "onto_card";
        case LoadWay::off_card: return "off_card";
    }
    return {};
}

std::string_view name(LoadBody::Outcome outcome) {
    switch (outcome) {
        case LoadBody::Outcome::loaded: return "loaded";
        case LoadBody::Outcome::not_loaded: return "not_loaded";
    }
    return {};
}

Json to_json(const LoadRequest& value) {
    return {{"id", value.id},
            {"receipt", value.receipt},
            {"card_serial", value.card_serial},
            {"issuer", value.issuer},
            {"source", name(value.source)},
            {"way", name(value.way)},
            {"amount", value.amount.count()},
            {"old_balance", value.old_balance.count()},
            {"terminal", value.terminal},
            {"online_number", value.online_number},
            {"key_version", value.key_version},
            {"algorithm", value.algorithm},
            {"random", value.random},
            {"mac1", value.mac1}};
}

Result<LoadRequest> load_request_from(const Json& json) {
    Members in(json);
    LoadRequest value;
    value.id = in.id("id");
    value.receipt = in.text("receipt", 64);
    value.card_serial = in.digits("card_serial", 16, true);
    value.issuer = in.digits("issuer", 16, true);
    value.source = in.named("source", load_sources);
    if (json.is_object() && json.contains("way")) value.way = in.named("way", load_ways);
    if (value.way == LoadWay::off_card && value.source != LoadSource::account) in.fail("source");
    value.amount = in.money("amount", Fen(1));
    value.old_balance = in.money("old_balance");
    value.terminal = in.digits("terminal", 12, true);
    value.online_number = static_cast<std::uint16_t>(in.number("online_number", 0, UINT16_MAX));
    value.key_version = static_cast<std::uint8_t>(in.number("key_version", 0, UINT8_MAX));
    value.algorithm = static_cast<std::uint8_t>(in.number("algorithm", 0, UINT8_MAX));
    value.random = in.digits("random", 8, true);
    value.mac1 = in.digits("mac1", 8, true);
    return in.done(std::move(value));
}

Json to_json(const LoadGrant& value) { return {{"id", value.id}, {"date", value.date}, {"time", value.time}, {"mac2", value.mac2}}; }

Result<LoadGrant> load_grant_from(const Json& json) {
    Members in(json);
    LoadGrant value;
    value.id = in.id("id");
    value.date = in.digits("date", 8);
    value.time = in.digits("time", 6);
    value.mac2 = in.digits("mac2", 8, true);
    return in.done(std::move(value));
}

Json to_json(const LoadBody& value) {
    return {{"receipt", value.receipt},
            {"card_serial", value.card_serial},
            {"amount", value.amount.count()},
            {"outcome", name(value.outcome)},
            {"proof", name(value.proof)},
            {"tac", value.tac},
            {"ended_at", instant_json(value.ended_at)}};
}

Result<LoadBody> load_from(const Json& json) {
    Members in(json);
    LoadBody value;
    value.receipt = in.text("receipt", 64);
    value.card_serial = in.digits("card_serial", 16, true);
    value.amount = in.money("amount", Fen(1));
    value.outcome = in.named("outcome", load_outcomes);
    value.proof = in.named("proof", proofs);
    const bool proven = value.outcome == LoadBody::Outcome::loaded && value.proof != PaymentBody::Proof::balance;
    if (proven) value.tac = in.digits("tac", 8, true);
    else in.text_or_empty("tac", 0);
    value.ended_at = in.instant("ended_at");
    return in.done(std::move(value));
}

Json to_json(const LossReport& value) {
    return {{"card_serial", value.card_serial}, {"lost_serial", value.lost_serial}, {"reported_at", instant_json(value.reported_at)}};
}

Result<LossReport> loss_report_from(const Json& json) {
    Members in(json);
    LossReport value;
    value.card_serial = in.digits("card_serial", 16, true);
    value.lost_serial = in.digits("lost_serial", 16, true);
    value.reported_at = in.instant("reported_at");
    return in.done(std::move(value));
}

}  // namespace onecard::wire
