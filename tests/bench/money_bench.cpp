// Payments posted by the ledger in batches, as the backend does it: TAC checked, bills looked at, double entry, durable with each batch.
//
//   money_bench [PAYMENTS [SQL-FILE]]     with a file: the bare rows of the same payments in batches, for another database to try
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <nlohmann/json.hpp>

#include "backend/api/hand_in.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"
#include "tests/bench/bare_sqlite.hpp"
#include "tests/bench/measure.hpp"

namespace onecard::bench {
namespace {

constexpr std::size_t batch = 256, runs = 3;

std::vector<wire::Submission> payments(test::District& district, std::size_t count, std::size_t run) {
    std::vector<wire::Submission> all;
    for (std::size_t i = 0; i < count; ++i) {
        auto body = test::payment(test::lin_guilan, {{"bench", Fen(100)}}, static_cast<std::uint16_t>(i));
        body.terminal_sequence = static_cast<std::uint32_t>(run * count + i);
        body.tac = test::true_tac(body);
        all.push_back(test::submission_of(district.new_id(), body));
    }
    return all;
}

double posted_per_second(test::District& district, const std::vector<wire::Submission>& all) {
    const Stopwatch watch;
    for (std::size_t from = 0; from < all.size(); from += batch) {
        const auto kept = district.connection().write([&]() -> Status {
            const auto together = std::span(all).subspan(from, std::min(batch, all.size() - from));
            for (const auto& answer : api::hand_in(district.office(), district.connection(), "K-0001", together))
                if (answer.outcome != wire::SubmissionAnswer::Outcome::received) give_up("a payment was not taken");
            return {};
        });
        must(kept, "a batch");
    }
    return static_cast<double>(all.size()) / watch.seconds();
}

double kept_per_second(BareSqlite& bare, const std::vector<wire::Submission>& all) {
    const Stopwatch watch;
    for (std::size_t from = 0; from < all.size(); from += batch) {
        bare.begin();
        for (std::size_t i = from; i < std::min(from + batch, all.size()); ++i) bare.add(all[i]);
        bare.commit();
    }
    return static_cast<double>(all.size()) / watch.seconds();
}

void write_rows(const char* file, const std::vector<wire::Submission>& all) {
    std::ofstream sql(file);
    sql << "CREATE TABLE IF NOT EXISTS outbox (place BIGSERIAL PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL, body TEXT NOT NULL);\n"
           "TRUNCATE outbox;\n";
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i % batch == 0) sql << "BEGIN;\n";
        sql << "INSERT INTO outbox (id, created_at, body) VALUES ('" << all[i].id << "', " << to_millis(all[i].created_at) << ", '" << all[i].body << "');\n";
        if (i % batch == batch - 1 || i + 1 == all.size()) sql << "COMMIT;\n";
    }
}

void post_in_batches(std::size_t count, const char* sql_file) {
    test::TemporaryFolder folder;
    std::vector<double> ours, rival;
    for (std::size_t run = 0; run < runs; ++run) {
        test::District district;  // both begin with nothing in every run
        BareSqlite bare(folder / ("bare" + std::to_string(run) + ".sqlite"));
        const auto all = payments(district, count, run);
        ours.push_back(posted_per_second(district, all));
        rival.push_back(kept_per_second(bare, all));
        if (run == 0 && sql_file) write_rows(sql_file, all);
    }
    print({.name = "ledger_batches", .unit = "payments/s", .better = Better::more, .ours = ours, .rival = rival, .rival_name = "bare SQLite keeping the bodies",
           .note = std::to_string(count) + " payments, " + std::to_string(batch) + " a durable unit; TAC checked in software, submission, payment, lines, postings and "
                   "feed written; budget 30000/s"});
}

}  // namespace
}  // namespace onecard::bench

int main(int count, char** words) {
    const auto payments = count > 1 ? std::strtoul(words[1], nullptr, 10) : 20'000UL;
    if (payments == 0 || payments > 60'000) return std::fprintf(stderr, "money_bench: takes 1 to 60000 payments\n"), 2;
    onecard::bench::post_in_batches(payments, count > 2 ? words[2] : nullptr);
}
