#include "backend/money/biller_files.hpp"

#include <cstdio>

#include "backend/money/closing.hpp"
#include "backend/money/control_totals.hpp"
#include "backend/money/money_cases.hpp"
#include "base/text.hpp"

namespace onecard::money {
namespace {

using data::Connection;

constexpr std::string_view currency = "CNY,2";

std::string with_total(std::string lines, std::int64_t count, Fen sum) {
    lines += total_line(lines, count, sum.count());
    return lines;
}

std::string content_of(Connection& connection, const std::string& name, const std::string& head) {
    std::string lines = head;
    std::int64_t count = 0;
    Fen sum;
    auto row = connection.query(
        "SELECT payment_lines.payment, payment_lines.position, payments.receipt, payment_lines.bill, bills.account, payment_lines.amount "
        "FROM biller_file_lines JOIN payment_lines ON payment_lines.payment = biller_file_lines.payment "
        "AND payment_lines.position = biller_file_lines.position JOIN payments ON payments.number = payment_lines.payment "
        "JOIN bills ON bills.id = payment_lines.bill WHERE file = ? ORDER BY payment_lines.payment, payment_lines.position", name);
    while (row.next()) {
        for (int column = 0; column < 5; ++column) lines += (column == 1 ? std::to_string(row.number(1)) : row.text(column)) + ",";
        lines += std::to_string(row.number(5)) + "\n";
        ++count;
        sum += row.fen(5);
    }
    return with_total(std::move(lines), count, sum);
}

std::string head_of(const std::string& biller, const std::string& day, std::int64_t number) {
    return "onecard-payments,1," + biller + "," + day + "," + std::to_string(number) + "," + std::string(currency) + "\n";
}

std::string name_of(const std::string& biller, const std::string& day, std::int64_t number) {
    char tail[24];
    std::snprintf(tail, sizeof tail, "-%02lld.csv", static_cast<long long>(number));
    return biller + "-" + day + tail;
}

/// A new file for the lines of this biller and day that are in none yet.
void gather(Connection& connection, const std::string& biller, const std::string& day, Timestamp start, Timestamp now) {
    std::int64_t number = 1;
    if (auto row = connection.query("SELECT 1 + coalesce(max(number), 0) FROM biller_files WHERE biller = ? AND day = ?", biller, day); row.next())
        number = row.number(0);
    const auto name = name_of(biller, day, number);
    connection.run("INSERT INTO biller_files (name, biller, day, number, lines, total, made_at) VALUES (?, ?, ?, ?, 0, 0, ?)", name, biller, day, number, now);
    connection.run(
        "INSERT INTO biller_file_lines (payment, position, file) SELECT payment_lines.payment, payment_lines.position, ?1 FROM payments "
        "CROSS JOIN payment_lines ON payment_lines.payment = payments.number JOIN bills ON bills.id = payment_lines.bill "
        "JOIN utility_accounts ON utility_accounts.number = bills.account WHERE payment_lines.state = 'booked' AND utility_accounts.biller = ?2 "
        "AND paid_at >= ?3 AND paid_at < ?4 AND NOT EXISTS (SELECT 1 FROM biller_file_lines AS sent WHERE sent.payment = payment_lines.payment "
        "AND sent.position = payment_lines.position)",
        name, biller, start, start + std::chrono::hours(24));
    if (connection.changed() == 0) return connection.run("DELETE FROM biller_files WHERE name = ?", name);
    connection.run("UPDATE biller_files SET lines = (SELECT count(*) FROM biller_file_lines WHERE file = name), total = (SELECT sum(amount) FROM "
                   "biller_file_lines JOIN payment_lines ON payment_lines.payment = biller_file_lines.payment AND payment_lines.position = "
                   "biller_file_lines.position WHERE file = name) WHERE name = ?", name);
}

struct AnswerLine {
    std::string payment;
    std::int64_t position = 0;
    bool accepted = false;
    std::int64_t fen = 0;
};

struct Answers {
    std::string biller;
    std::vector<AnswerLine> lines;
};

Result<AnswerLine> line_from(std::string_view text) {
    const auto parts = split(text, ',');
    if (parts.size() != 4 || (parts[2] != "accepted" && parts[2] != "refused")) return wrong_file("file.form", "a line");
    const auto position = number_in(parts[1]), fen = number_in(parts[3]);
    if (!position || !fen) return wrong_file("file.form", "a number");
    return AnswerLine{std::string(parts[0]), *position, parts[2] == "accepted", *fen};
}

Status check_head(std::string_view head, Answers& answers) {
    const auto parts = split(head, ',');
    if (parts.size() != 7 || parts[0] != "onecard-answers") return wrong_file("file.form", "the first line");
    if (parts[1] != "1") return wrong_file("file.version");
    if (std::string(parts[5]) + "," + std::string(parts[6]) != currency) return wrong_file("file.currency");
    answers.biller = parts[2];
    return {};
}

Result<Answers> read_answers(std::string_view content) {
    const auto file = counted_file(content);
    if (!file) return failure(file.error());
    Answers answers;
    if (auto good = check_head(file->lines.front(), answers); !good) return failure(good.error());
    std::int64_t sum = 0;
    for (std::size_t i = 1; i < file->lines.size(); ++i) {
        auto read = line_from(file->lines[i]);
        if (!read) return failure(read.error());
        sum += read->fen;
        answers.lines.push_back(*std::move(read));
    }
    if (auto good = check_total(*file, sum); !good) return failure(good.error());
    return answers;
}

Status take_line(Connection& connection, const Answers& answers, const AnswerLine& line, BillerAnswer& taken, Timestamp now) {
    auto row = connection.query(
        "SELECT biller_file_lines.answer, payment_lines.amount FROM biller_file_lines JOIN biller_files ON biller_files.name = biller_file_lines.file "
        "JOIN payment_lines ON payment_lines.payment = biller_file_lines.payment AND payment_lines.position = biller_file_lines.position "
        "WHERE biller_file_lines.payment = ? AND biller_file_lines.position = ? AND biller_files.biller = ?", line.payment, line.position, answers.biller);
    if (!row.next() || row.number(1) != line.fen) return wrong_file("file.unknown", line.payment);
    const auto before = row.text(0);
    ++taken.lines;
    if (before.empty()) {
        connection.run("UPDATE biller_file_lines SET answer = ? WHERE payment = ? AND position = ?", line.accepted ? "accepted" : "refused", line.payment,
                       line.position);
        ++taken.fresh;
    }
    if (line.accepted) return {};
    MoneyCase fresh;
    fresh.kind = "biller_refused", fresh.subject = line.payment + ":" + std::to_string(line.position), fresh.amount = Fen(line.fen);
    fresh.detail = before == "accepted" ? "no after yes" : "refused";
    open_case(connection, fresh, now);
    ++taken.refused;
    return {};
}

}  // namespace

std::vector<BillerFile> biller_files(Connection& connection, const std::string& day, Timestamp now) {
    const auto start = start_of(day);
    if (!start) return {};
    std::vector<std::string> billers;
    {
        auto row = connection.query("SELECT code FROM billers ORDER BY code");
        while (row.next()) billers.push_back(row.text(0));
    }
    for (const auto& biller : billers) gather(connection, biller, day, *start, now);
    std::vector<BillerFile> files;
    auto row = connection.query("SELECT name, biller, number FROM biller_files WHERE day = ? ORDER BY biller, number", day);
    while (row.next()) files.push_back({row.text(0), content_of(connection, row.text(0), head_of(row.text(1), day, row.number(2)))});
    return files;
}

Result<BillerAnswer> take_answer(Connection& connection, std::string_view content, Timestamp now) {
    const auto answers = read_answers(content);
    if (!answers) return failure(answers.error());
    BillerAnswer taken;
    for (const auto& line : answers->lines)
        if (auto done = take_line(connection, *answers, line, taken, now); !done) return failure(done.error());
    return taken;
}

}  // namespace onecard::money
