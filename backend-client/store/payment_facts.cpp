#include "backend-client/store/payment_facts.hpp"

#include <cctype>

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace onecard::store {

std::string facts_text(const JournalEntry& entry) {
    auto lines = Json::array();
    for (const auto& line : entry.lines) lines.push_back({{"bill", line.bill}, {"amount", line.amount.count()}});
    return dump_json({{"card_serial", entry.card_serial},
                      {"issuer", entry.issuer},
                      {"lines", std::move(lines)},
                      {"old_balance", entry.facts.old_balance.count()},
                      {"terminal", entry.facts.terminal},
                      {"terminal_sequence", entry.facts.terminal_sequence},
                      {"offline_number", entry.facts.offline_number},
                      {"date", entry.facts.date},
                      {"time", entry.facts.time},
                      {"key_index", entry.facts.key_index},
                      {"key_version", entry.facts.key_version},
                      {"algorithm", entry.facts.algorithm},
                      {"action", entry.facts.action},
                      {"account", entry.facts.account},
                      {"way", wire::name(entry.way)},
                      {"source", wire::name(entry.source)},
                      {"log_head", entry.facts.log_head},
                      {"tac", entry.tac}});
}

Status read_facts(std::string_view text, JournalEntry& into) {
    const auto json = parse_json(text);
    if (!json || !json->is_object()) return failure(Error::Kind::corrupt, "store.facts");
    into.card_serial = text_at(*json, "card_serial");
    into.issuer = text_at(*json, "issuer");
    into.tac = text_at(*json, "tac");
    for (const auto& line : list_at(*json, "lines")) into.lines.push_back({text_at(line, "bill"), fen_at(line, "amount")});
    auto& facts = into.facts;
    facts.old_balance = fen_at(*json, "old_balance");
    facts.terminal = text_at(*json, "terminal");
    facts.terminal_sequence = static_cast<std::uint32_t>(number_at(*json, "terminal_sequence"));
    facts.offline_number = static_cast<std::uint16_t>(number_at(*json, "offline_number"));
    facts.date = text_at(*json, "date");
    facts.time = text_at(*json, "time");
    facts.key_index = static_cast<std::uint8_t>(number_at(*json, "key_index"));
    facts.key_version = static_cast<std::uint8_t>(number_at(*json, "key_version"));
    facts.algorithm = static_cast<std::uint8_t>(number_at(*json, "algorithm"));
    // Entries of before composite purchases do not say it.
    const std::int64_t otherwise = into.kind == JournalEntry::Kind::load ? 2 : 6;
    facts.action = static_cast<std::uint8_t>(json->contains("action") ? number_at(*json, "action") : otherwise);
    if (json->contains("account")) facts.account = static_cast<std::uint8_t>(number_at(*json, "account"));
    if (text_at(*json, "way") == wire::name(wire::LoadWay::off_card)) into.way = wire::LoadWay::off_card;
    facts.log_head = text_at(*json, "log_head");
    if (text_at(*json, "source") == wire::name(wire::LoadSource::posted_credit)) into.source = wire::LoadSource::posted_credit;
    return {};
}

wire::PaymentBody payment_body(const JournalEntry& entry, wire::PaymentBody::Proof proof, Timestamp paid_at) {
    wire::PaymentBody body;
    body.receipt = entry.receipt;
    body.card_serial = entry.card_serial;
    body.issuer = entry.issuer;
    body.amount = entry.amount;
    body.old_balance = entry.facts.old_balance;
    body.terminal = entry.facts.terminal;
    body.terminal_sequence = entry.facts.terminal_sequence;
    body.offline_number = entry.facts.offline_number;
    body.type = entry.facts.action;
    body.date = entry.facts.date;
    body.time = entry.facts.time;
    body.tac = entry.tac;
    body.proof = proof;
    body.paid_at = paid_at;
    body.lines = entry.lines;
    return body;
}

wire::TornMove torn_of(const JournalEntry& entry) {
    wire::TornMove move;
    move.id = entry.id;
    move.kind = name(entry.kind);
    move.receipt = entry.receipt;
    move.card_serial = entry.card_serial;
    move.issuer = entry.issuer;
    move.amount = entry.amount;
    for (const auto& line : entry.lines) move.lines.push_back({line.bill, line.amount});
    const auto& facts = entry.facts;
    move.old_balance = facts.old_balance;
    move.terminal = facts.terminal;
    move.terminal_sequence = facts.terminal_sequence;
    move.number = facts.offline_number;
    move.date = facts.date;
    move.time = facts.time;
    move.key_index = facts.key_index;
    move.key_version = facts.key_version;
    move.algorithm = facts.algorithm;
    move.action = facts.action;
    move.account = facts.account;
    move.log_head = facts.log_head;
    if (entry.kind == JournalEntry::Kind::load) move.source = wire::name(entry.source), move.way = wire::name(entry.way);
    move.begun_at = entry.created_at;
    return move;
}

JournalEntry entry_of(const wire::TornMove& move) {
    JournalEntry entry;
    entry.id = move.id;
    entry.receipt = move.receipt;
    entry.card_serial = move.card_serial;
    entry.issuer = move.issuer;
    entry.amount = move.amount;
    for (const auto& line : move.lines) entry.lines.push_back({line.bill, line.amount});
    entry.facts = {move.old_balance, move.terminal, move.terminal_sequence, move.number, move.date, move.time, move.key_index, move.key_version, move.algorithm,
                   move.log_head, move.action, move.account};
    entry.state = JournalEntry::State::unresolved;
    entry.created_at = move.begun_at;
    entry.kind = move.kind == name(JournalEntry::Kind::load) ? JournalEntry::Kind::load : JournalEntry::Kind::payment;
    if (move.source == wire::name(wire::LoadSource::posted_credit)) entry.source = wire::LoadSource::posted_credit;
    if (move.way == wire::name(wire::LoadWay::off_card)) entry.way = wire::LoadWay::off_card;
    return entry;
}

std::string torn_report_id(const std::string& id) {
    // The moment and the marks of version and variant stay; what is random becomes a digest.
    constexpr std::size_t moment_and_version = 15, variant = 19;
    auto out = id;
    const auto digest = crypto::sha256_hex(std::string(wire::torn_kind) + ":" + id);
    for (std::size_t i = moment_and_version, next = 0; i < out.size(); ++i)
        if (out[i] != '-' && i != variant) out[i] = static_cast<char>(std::tolower(digest[next++]));
    return out;
}

Result<wire::Submission> torn_report(const JournalEntry& entry, Timestamp at) {
    const auto json = wire::to_json(torn_of(entry));
    if (const auto read = wire::torn_from(json); !read) return failure(Error::Kind::invalid, "journal.form", read.error().code);
    return wire::Submission{torn_report_id(entry.id), std::string(wire::torn_kind), dump_json(json), at};
}

wire::Submission torn_end(const JournalEntry& entry, Timestamp at) {
    return {entry.id, std::string(wire::torn_end_kind), dump_json(wire::to_json(wire::TornEnd{entry.card_serial, at})), at};
}

Result<wire::Submission> ending_of(const JournalEntry& entry, bool done, wire::PaymentBody::Proof proof, Timestamp at) {
    std::string body;
    Status readable;
    const auto check = [&](const auto& json, const auto& read) {
        body = dump_json(json);
        if (const auto value = read(json); !value) readable = failure(Error::Kind::invalid, "journal.form", value.error().code);
    };
    if (entry.kind == JournalEntry::Kind::load) {
        const auto outcome = done ? wire::LoadBody::Outcome::loaded : wire::LoadBody::Outcome::not_loaded;
        check(wire::to_json(wire::LoadBody{entry.receipt, entry.card_serial, entry.amount, outcome, proof, done ? entry.tac : std::string(), at}),
              wire::load_from);
    } else {
        check(wire::to_json(payment_body(entry, proof, at)), wire::payment_from);
    }
    if (!readable) return failure(readable.error());
    return wire::Submission{entry.id, std::string(name(entry.kind)), std::move(body), at};
}

}  // namespace onecard::store
