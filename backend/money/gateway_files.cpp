#include "backend/money/gateway_files.hpp"

#include <algorithm>

#include "backend/money/closing.hpp"
#include "backend/money/control_totals.hpp"
#include "backend/money/money_cases.hpp"
#include "base/text.hpp"

namespace onecard::money {
namespace {

using data::Connection;

struct FileLine {
    std::string charge, kind;
    Fen amount;
};

struct File {
    std::string gateway, day;
    std::vector<FileLine> lines;
};

Result<FileLine> line_from(std::string_view text) {
    const auto parts = split(text, ',');
    if (parts.size() != 3 || (parts[1] != "paid" && parts[1] != "refunded")) return wrong_file("file.form", "a line");
    const auto fen = number_in(parts[2]);
    if (!fen || *fen == 0 || Fen(*fen) > fen_max) return wrong_file("file.form", "an amount");
    return FileLine{std::string(parts[0]), std::string(parts[1]), Fen(*fen)};
}

Status read_head(std::string_view head, File& file) {
    const auto parts = split(head, ',');
    if (parts.size() != 7 || parts[0] != "onecard-gateway" || !start_of(std::string(parts[3]))) return wrong_file("file.form", "the first line");
    if (parts[1] != "1") return wrong_file("file.version");
    if (parts[5] != "CNY" || parts[6] != "2") return wrong_file("file.currency");
    file.gateway = parts[2], file.day = parts[3];
    return {};
}

Result<File> read_file(std::string_view content) {
    const auto counted = counted_file(content);
    if (!counted) return failure(counted.error());
    File file;
    if (auto good = read_head(counted->lines.front(), file); !good) return failure(good.error());
    std::int64_t sum = 0;
    for (std::size_t i = 1; i < counted->lines.size(); ++i) {
        auto read = line_from(counted->lines[i]);
        if (!read) return failure(read.error());
        sum += read->amount.count();
        file.lines.push_back(*std::move(read));
    }
    if (auto good = check_total(*counted, sum); !good) return failure(good.error());
    return file;
}

/// Whether the charge is ours and says the same.
bool agrees(Connection& connection, const File& file, const FileLine& line) {
    auto row = connection.query("SELECT amount, refunded + refund_due, payment IS NOT NULL FROM charges WHERE id = ? AND gateway = ?", line.charge, file.gateway);
    if (!row.next()) return false;
    return line.kind == "paid" ? row.fen(0) == line.amount && row.number(2) != 0 : row.fen(1) == line.amount;
}

Status take_line(Connection& connection, const File& file, const FileLine& line, GatewayFileTaken& taken, Timestamp now) {
    ++taken.lines;
    {
        auto row = connection.query("SELECT amount FROM gateway_file_lines WHERE gateway = ? AND charge = ? AND kind = ?", file.gateway, line.charge, line.kind);
        if (row.next()) return row.fen(0) == line.amount ? Status() : wrong_file("file.changed", line.charge);
    }
    connection.run("INSERT INTO gateway_file_lines (gateway, charge, kind, day, amount) VALUES (?, ?, ?, ?, ?)", file.gateway, line.charge, line.kind, file.day,
                   line.amount);
    ++taken.fresh;
    if (agrees(connection, file, line)) return {};
    ++taken.unknown;
    MoneyCase fresh;
    fresh.kind = "close_difference", fresh.subject = "gateway:" + file.gateway + ":" + line.charge.substr(0, 64) + ":" + line.kind;
    fresh.detail = "the gateway's file and our charge differ", fresh.amount = line.amount;
    open_case(connection, fresh, now);
    return {};
}

}  // namespace

Result<GatewayFileTaken> take_gateway_file(Connection& connection, std::string_view content, Timestamp now) {
    const auto file = read_file(content);
    if (!file) return failure(file.error());
    GatewayFileTaken taken{file->gateway, file->day, 0, 0, 0};
    connection.run("INSERT OR IGNORE INTO gateway_files (gateway, day, taken_at) VALUES (?, ?, ?)", file->gateway, file->day, now);
    for (const auto& line : file->lines)
        if (auto done = take_line(connection, *file, line, taken, now); !done) return failure(done.error());
    return taken;
}

namespace {

/// What became of asking for a day's file; an empty code: it is here.
void note_fetch(Connection& connection, std::string_view gateway, const std::string& day, const std::string& code, Timestamp now) {
    constexpr std::chrono::minutes longest_wait{60};
    std::int64_t tries = 0;
    if (auto row = connection.query("SELECT tries FROM gateway_fetches WHERE gateway = ? AND day = ?", gateway, day); row.next()) tries = row.number(0);
    const auto wait = std::min(std::chrono::minutes(1LL << std::min<std::int64_t>(tries, 10)), longest_wait);
    const auto due = code.empty() ? std::nullopt : std::optional(now + wait);
    connection.run("INSERT OR REPLACE INTO gateway_fetches (gateway, day, tries, code, due_at) VALUES (?, ?, ?, ?, ?)", gateway, day, tries + 1, code, due);
    const bool wrong = code.starts_with("file."), late = now > *start_of(day) + std::chrono::hours(48);
    if (code.empty() || (!wrong && !late)) return;
    MoneyCase fresh;
    fresh.kind = "close_difference", fresh.subject = day + ":gateway:" + std::string(gateway) + ":file";
    fresh.detail = "the gateway's file is not here: " + code;
    open_case(connection, fresh, now);
}

}  // namespace

std::vector<std::string> statements_due(Connection& connection, std::string_view gateway, Timestamp now) {
    std::vector<std::string> due;
    auto first = connection.query("SELECT min(made_at) FROM charges WHERE gateway = ?", gateway);
    if (!first.next() || first.null(0)) return due;
    for (int ago = statement_days; ago >= 1; --ago) {
        const auto day = business_day(now - std::chrono::hours(24 * ago));
        const auto end = *start_of(day) + std::chrono::hours(24);
        if (end <= first.time(0) || now < end + statement_after) continue;
        auto row = connection.query("SELECT due_at FROM gateway_fetches WHERE gateway = ? AND day = ?", gateway, day);
        if (!row.next() || (!row.null(0) && row.time(0) <= now)) due.push_back(day);
    }
    return due;
}

Status fetch_statement(Connection& connection, Gateway& gateway, const std::string& day, Timestamp now) {
    const auto file = gateway.statement(day);
    auto taken = file ? connection.write([&]() -> Status {
        const auto read = take_gateway_file(connection, *file, now);
        if (!read) return failure(read.error());
        // Its own file of another day, or somebody else's, is none of this day's.
        if (read->gateway != gateway.name() || read->day != day) return wrong_file("file.other");
        note_fetch(connection, gateway.name(), day, {}, now);
        close_day(connection, day, now);
        return {};
    }) : Status(failure(file.error()));
    if (taken) return {};
    const auto noted = connection.write([&]() -> Status {
        note_fetch(connection, gateway.name(), day, taken.error().code, now);
        return {};
    });
    return noted ? taken : noted;
}

std::vector<GatewayDay> gateway_days(Connection& connection, const std::string& day, Timestamp from, Timestamp to) {
    std::vector<GatewayDay> days;
    auto row = connection.query(
        "SELECT gateway, count(*), coalesce(sum((SELECT coalesce(sum(entries.amount), 0) FROM postings JOIN entries ON entries.posting = postings.id "
        "WHERE postings.reference = charges.payment AND entries.account = 'gateway:' || gateway)), 0), "
        "(SELECT coalesce(sum(amount), 0) FROM gateway_file_lines WHERE gateway_file_lines.gateway = charges.gateway AND day = ?3 AND kind = 'paid'), "
        "EXISTS (SELECT 1 FROM gateway_files WHERE gateway_files.gateway = charges.gateway AND day = ?3) "
        "FROM charges WHERE paid_at >= ?1 AND paid_at < ?2 GROUP BY gateway ORDER BY gateway",
        from, to, day);
    while (row.next()) days.push_back({row.text(0), row.number(1), row.fen(2), row.fen(3), row.number(4) != 0});
    return days;
}

}  // namespace onecard::money
