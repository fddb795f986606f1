#include "backend-client/wire/torn.hpp"

#include <algorithm>

#include "backend-client/wire/loads.hpp"
#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::size_t lines_max = 50, log_line_digits = 46;

Result<TornMove::Line> line_from(const Json& json) {
    Members in(json);
    TornMove::Line line;
    line.bill = in.text("bill", 64);
    line.amount = in.money("amount", Fen(1));
    return in.done(std::move(line));
}

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) { return std::find(words.begin(), words.end(), word) != words.end(); }

/// A payment pays lines that add up; a load has none, and says where from and which way.
bool is_whole(const TornMove& value) {
    std::int64_t sum = 0;
    for (const auto& line : value.lines) sum += line.amount.count();
    if (value.kind == "payment") return !value.lines.empty() && sum == value.amount.count();
    const bool known_source = is_one_of(value.source, {name(LoadSource::account), name(LoadSource::posted_credit)});
    return value.kind == "load" && value.lines.empty() && known_source && is_one_of(value.way, {name(LoadWay::onto_card), name(LoadWay::off_card)});
}

std::uint8_t byte(Members& in, std::string_view key) { return static_cast<std::uint8_t>(in.number(key, 0, UINT8_MAX)); }

}  // namespace

Json to_json(const TornMove& value) {
    auto lines = Json::array();
    for (const auto& line : value.lines) lines.push_back({{"bill", line.bill}, {"amount", line.amount.count()}});
    return {{"id", value.id},
            {"kind", value.kind},
            {"receipt", value.receipt},
            {"card_serial", value.card_serial},
            {"issuer", value.issuer},
            {"amount", value.amount.count()},
            {"lines", std::move(lines)},
            {"old_balance", value.old_balance.count()},
            {"terminal", value.terminal},
            {"terminal_sequence", value.terminal_sequence},
            {"number", value.number},
            {"date", value.date},
            {"time", value.time},
            {"key_index", value.key_index},
            {"key_version", value.key_version},
            {"algorithm", value.algorithm},
            {"action", value.action},
            {"account", value.account},
            {"log_head", value.log_head},
            {"source", value.source},
            {"way", value.way},
            {"begun_at", instant_json(value.begun_at)}};
}

Result<TornMove> torn_from(const Json& json) {
    Members in(json);
    TornMove value;
    value.id = in.id("id");
    value.kind = in.text("kind", 16);
    value.receipt = in.text("receipt", 64);
    value.card_serial = in.digits("card_serial", 16, true);
    value.issuer = in.digits("issuer", 16, true);
    value.amount = in.money("amount", Fen(1));
    value.lines = in.each<TornMove::Line>("lines", lines_max, line_from);
    value.old_balance = in.money("old_balance");
    value.terminal = in.digits("terminal", 12, true);
    value.terminal_sequence = static_cast<std::uint32_t>(in.number("terminal_sequence", 0, UINT32_MAX));
    value.number = static_cast<std::uint16_t>(in.number("number", 0, UINT16_MAX));
    value.date = in.digits("date", 8);
    value.time = in.digits("time", 6);
    value.key_index = byte(in, "key_index");
    value.key_version = byte(in, "key_version");
    value.algorithm = byte(in, "algorithm");
    value.action = byte(in, "action");
    value.account = byte(in, "account");
    value.log_head = in.text_or_empty("log_head", log_line_digits);
    value.source = in.text_or_empty("source", 16);
    value.way = in.text_or_empty("way", 16);
    value.begun_at = in.instant("begun_at");
    if (!value.log_head.empty()) in.digits("log_head", log_line_digits, true);
    if (!is_whole(value)) in.fail("lines");
    return in.done(std::move(value));
}

Json to_json(const TornEnd& value) { return {{"card_serial", value.card_serial}, {"ended_at", instant_json(value.ended_at)}}; }

Result<TornEnd> torn_end_from(const Json& json) {
    Members in(json);
    TornEnd value;
    value.card_serial = in.digits("card_serial", 16, true);
    value.ended_at = in.instant("ended_at");
    return in.done(std::move(value));
}

Json to_json(const TornSettled& value) { return {{"id", value.id}, {"done", value.done}}; }

Result<TornSettled> torn_settled_from(const Json& json) {
    Members in(json);
    TornSettled value;
    value.id = in.id("id");
    value.done = in.flag("done");
    return in.done(std::move(value));
}

}  // namespace onecard::wire
