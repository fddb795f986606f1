#include "backend/case_upkeep.hpp"

#include <algorithm>
#include <cstdio>

#include "backend/cases/audit.hpp"
#include "backend/cases/watch.hpp"
#include "backend/upkeep.hpp"

namespace onecard {
namespace {

std::string clock(const std::string& limit, bool late, bool stopped) {
    const auto until = limit.empty() ? std::string("no limit        ") : limit.substr(0, 10) + " " + limit.substr(11, 5);
    return until + (stopped ? " stopped" : late ? " LATE   " : "        ");
}

}  // namespace

Result<cases::Rules> load_rules(const std::filesystem::path& assets) {
    auto calendar = cases::Calendar::load(assets / "calendar");
    if (!calendar) return failure(calendar.error());
    return cases::Rules::load(assets / "cases", std::move(*calendar));
}

Status remove_person(const std::filesystem::path& data, const std::filesystem::path& assets, const std::string& name) {
    const auto rules = load_rules(assets);
    if (!rules) return failure(rules.error());
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    return (*connection)->write([&] { return cases::remove_person(**connection, *rules, name, SystemClock().now()); });
}

Status print_case_audit(const std::filesystem::path& data) {
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    const auto now = SystemClock().now();
    std::vector<cases::Held> open;
    std::vector<cases::CaseFinding> findings;
    const auto looked = (*connection)->read([&]() -> Status {
        open = cases::held_cases(**connection, now);
        findings = cases::audit(**connection, now);
        return {};
    });
    if (!looked) return looked;
    for (const auto& one : open)
        std::printf("%-16s %-10s step %s whole %s  %s\n", one.number.c_str(), one.state.c_str(), clock(one.step_limit_at, one.step_late, one.stopped).c_str(),
                    clock(one.promised_at, one.late, one.stopped).c_str(), one.holder.empty() ? "NOBODY" : one.holder.c_str());
    for (const auto& finding : findings) std::printf("%-16s %s\n", finding.number.c_str(), finding.check.c_str());
    const auto without = std::count_if(open.begin(), open.end(), [](const cases::Held& one) { return one.holder.empty(); });
    std::printf("%zu open, %td without a holder, %zu findings\n", open.size(), without, findings.size());
    if (without == 0 && findings.empty()) return {};
    return failure(Error::Kind::invalid, "audit.differs", "cases without a holder or a clock");
}

}  // namespace onecard
