// Audit, daily close and files to billers, for the command line.
#include <cstdio>

#include "backend/money/audit.hpp"
#include "backend/money/biller_files.hpp"
#include "backend/money/closing.hpp"
#include "backend/money/control_totals.hpp"
#include "backend/money/ledger.hpp"
#include "backend/money/money_cases.hpp"
#include "backend/upkeep.hpp"
#include "base/clock.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace onecard {
namespace {

void print(const std::vector<money::MoneyCase>& cases) {
    for (const auto& one : cases)
        std::printf("%s  %-16s %-18s %12s  %-8s %s\n", one.number.c_str(), one.kind.c_str(), one.subject.c_str(), to_yuan(one.amount).c_str(),
                    one.state.c_str(), one.detail.c_str());
    std::printf("%zu unresolved\n", cases.size());
}

void print(const money::Closing& closing) {
    for (const auto& one : closing.terminals)
        std::printf("terminal %s (%s)  %lld payments  kiosk %s  ledger %s  module %lld..%lld (%lld used, %lld repeated)\n", one.terminal.c_str(),
                    one.kiosk.c_str(), static_cast<long long>(one.count), to_yuan(one.journal).c_str(), to_yuan(one.ledger).c_str(),
                    static_cast<long long>(one.psam_first), static_cast<long long>(one.psam_last), static_cast<long long>(one.psam_used),
                    static_cast<long long>(one.psam_repeated));
    for (const auto& one : closing.billers)
        std::printf("biller %-16s  ledger %s  files %s\n", one.biller.c_str(), to_yuan(one.ledger).c_str(), to_yuan(one.files).c_str());
    for (const auto& one : closing.gateways)
        std::printf("gateway %-15s  ledger %s  file %s  %lld charges\n", one.gateway.c_str(), to_yuan(one.ledger).c_str(),
                    one.has_file ? to_yuan(one.file).c_str() : "not here yet", static_cast<long long>(one.charges));
    std::printf("%zu differences, %zu cases opened\n", closing.differences, closing.cases_opened);
}

/// What a technician reads when a biller's file is not taken.
std::string sentence(const Error& error) {
    if (error.code == "file.currency") return "the file counts in another currency or another smaller unit than CNY with two digits";
    if (error.code == "file.total") return "the control total does not agree: lines, sum or digest";
    if (error.code == "file.version") return "the file is of another version";
    if (error.code == "file.unknown") return "the file answers a line that was never sent to this biller, or with another amount: " + error.detail;
    if (error.code == "file.changed") return "a line that was read before says something else now: " + error.detail;
    if (error.code == "file.too_large") return "the file is too large";
    return "the file is not of the form that was agreed: " + error.detail;
}

/// All of a file that another party sent, or nothing of it.
template <class Taken>
Result<Taken> take_file(const std::filesystem::path& data, const std::filesystem::path& file,
                        Result<Taken> (*take)(data::Connection&, std::string_view, Timestamp)) {
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    const auto content = read_file(file, money::file_bytes_max + 1);
    if (!content) return failure(content.error().kind, content.error().code, file.string() + " can't be read");
    const SystemClock clock;
    Taken taken;
    const auto done = (*connection)->write([&]() -> Status {
        auto read = take(**connection, *content, clock.now());
        if (!read) return failure(read.error());
        taken = *std::move(read);
        return {};
    });
    if (!done) return failure(done.error().kind, done.error().code, sentence(done.error()));
    return taken;
}

}  // namespace

Status print_money_audit(const std::filesystem::path& data) {
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    std::vector<money::Finding> findings;
    std::vector<money::Balance> balances;
    std::vector<money::MoneyCase> cases;
    const SystemClock clock;
    const auto looked = (*connection)->write([&]() -> Status {
        // What is unresolved and has no case yet gets one here: nothing is listed without somebody who looks after it.
        money::open_cases(**connection, clock.now());
        findings = money::audit(**connection);
        balances = money::balances(**connection);
        cases = money::money_cases(**connection);
        return {};
    });
    if (!looked) return looked;
    for (const auto& balance : balances) std::printf("%14s  %s\n", to_yuan(balance.amount).c_str(), balance.account.c_str());
    std::int64_t differences = 0;
    for (const auto& finding : findings) {
        const auto* verdict = finding.differences == 0 ? "right" : "DIFFERENT";
        std::printf("%-9s %12lld  %s\n", verdict, static_cast<long long>(finding.count), finding.what.c_str());
        differences += finding.differences;
    }
    print(cases);
    std::printf("%lld differences\n", static_cast<long long>(differences));
    if (differences == 0) return {};
    return failure(Error::Kind::corrupt, "audit.differs", "the money does not add up");
}

Status close_money_day(const std::filesystem::path& data, const std::string& day, const std::filesystem::path& out) {
    if (!money::start_of(day)) return failure(Error::Kind::invalid, "close.day", "a day is written YYYYMMDD");
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    const SystemClock clock;
    std::vector<money::BillerFile> files;
    money::Closing closing;
    const auto closed = (*connection)->write([&]() -> Status {
        files = money::biller_files(**connection, day, clock.now());
        closing = money::close_day(**connection, day, clock.now());
        return {};
    });
    if (!closed) return closed;
    std::error_code why;
    std::filesystem::create_directories(out, why);
    for (const auto& file : files) {
        if (auto written = write_file(out / file.name, file.content); !written) return failure(written.error().kind, written.error().code, (out / file.name).string());
        std::printf("%s\n", (out / file.name).c_str());
    }
    print(closing);
    return {};
}

Status take_biller_answer(const std::filesystem::path& data, const std::filesystem::path& file) {
    const auto taken = take_file<money::BillerAnswer>(data, file, money::take_answer);
    if (!taken) return failure(taken.error());
    std::printf("%lld lines, %lld of them new, %lld refused\n", static_cast<long long>(taken->lines), static_cast<long long>(taken->fresh),
                static_cast<long long>(taken->refused));
    return {};
}

Status take_gateway_day(const std::filesystem::path& data, const std::filesystem::path& file) {
    const auto taken = take_file<money::GatewayFileTaken>(data, file, money::take_gateway_file);
    if (!taken) return failure(taken.error());
    std::printf("%s %s: %lld lines, %lld of them new, %lld not as ours\n", taken->gateway.c_str(), taken->day.c_str(), static_cast<long long>(taken->lines),
                static_cast<long long>(taken->fresh), static_cast<long long>(taken->unknown));
    return {};
}

}  // namespace onecard
