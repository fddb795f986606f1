// A whole day of the district, minute by minute: nothing overdue is ever without exactly one post that answers for it.
#include <doctest/doctest.h>

#include <random>

#include "backend/cases/audit.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "backend/cases/watch.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using cases::Mover;
using cases::Verb;

namespace {

constexpr int cases_a_day = 500, minutes_a_day = 24 * 60;
const Mover office{Mover::Kind::administrator, "office", "administrator", {}};

struct Day {
    explicit Day(unsigned seed) : dice(seed) {
        for (const auto* code : {"CG-0001", "MZ-0007", "WG-0001", "SF-0003", "GA-0002", "YB-0005"})
            if (const auto* item = district.office().catalogue.find(code)) items.push_back(item);
    }

    int roll(int below) { return std::uniform_int_distribution<int>(0, below - 1)(dice); }

    void open_one(Timestamp at) {
        const auto& item = *items[static_cast<std::size_t>(roll(static_cast<int>(items.size())))];
        cases::Arrival arrival;
        arrival.card_serial = lin_guilan;
        arrival.kiosk = "K-0001";
        arrival.at = at;
        numbers.push_back(cases::open_case(district.connection(), district.office().rules, item, arrival));
    }

    /// Something that somebody might do; often refused, as in life.
    void meddle(Timestamp now) {
        const auto verb = cases::all_verbs[static_cast<std::size_t>(roll(static_cast<int>(cases::all_verbs.size())))];
        const bool by_resident = verb >= Verb::urge || verb == Verb::answer;
        const Mover resident{Mover::Kind::resident, "K-0001", "", {}};
        const char* posts[] = {"S:LL", "C:WT", "D:MZ", "HALL"};
        std::string to;
        if (verb == Verb::transfer) to = posts[roll(4)];
        if (verb == Verb::decide) to = "granted";
        if (verb == Verb::rate) to = std::to_string(1 + roll(5));
        const auto& number = numbers[static_cast<std::size_t>(roll(static_cast<int>(numbers.size())))];
        if (cases::move(district.connection(), district.office().rules, number, {verb, by_resident ? resident : office, "理由", to, now})) ++moves;
    }

    District district;
    std::mt19937 dice;
    std::vector<const cases::Item*> items;
    std::vector<std::string> numbers;
    int moves = 0;
};

}  // namespace

TEST_CASE("In a day of 500 cases every overdue one has exactly one post that answers for it, at every minute") {
    constexpr unsigned seed = 20261122;
    MESSAGE("seed " << seed);
    Day day(seed);
    auto& district = day.district;
    auto& connection = district.connection();
    // Some are old, so that there is much to be late with.
    district.write([&] {
        for (int i = 0; i < cases_a_day / 2; ++i) day.open_one(district.clock().now() - 24h * day.roll(12));
        return true;
    });
    int unheld = 0, unwatched = 0, overdue_most = 0;
    for (int minute = 0; minute < minutes_a_day; ++minute) {
        district.clock().advance(1min);
        const auto now = district.clock().now();
        district.write([&] {
            if (minute % 3 == 0 && day.numbers.size() < cases_a_day) day.open_one(now);
            if (minute % 2 == 0) day.meddle(now);
            while (cases::watch(connection, district.office().rules, now) > 0) {}
            auto row = connection.query(
                "SELECT count(*), sum(posts.code IS NULL OR (posts.parent IS NOT NULL AND (posts.vacant_since IS NOT NULL OR posts.abolished_at IS NOT NULL))), "
                "sum(cases.due_at <= ?1) FROM cases LEFT JOIN posts ON posts.code = cases.holder "
                "WHERE cases.closed_at IS NULL AND clocks_stopped = 0 AND (step_limit_at < ?1 OR promised_at < ?1)",
                now);
            row.next();
            overdue_most = std::max(overdue_most, static_cast<int>(row.number(0)));
            unheld += static_cast<int>(row.number(1));
            unwatched += static_cast<int>(row.number(2));
            return true;
        });
    }
    MESSAGE(day.numbers.size() << " cases, " << day.moves << " moves, at most " << overdue_most << " overdue at once");
    CHECK(day.numbers.size() == cases_a_day);
    CHECK(overdue_most > 100);
    CHECK(day.moves > 100);
    CHECK(unheld == 0);
    CHECK(unwatched == 0);
    CHECK(district.write([&] { return cases::audit(connection, district.clock().now()).size(); }) == 0);
}
