// How long those who work on cases wait, in a district of 300,000 cards and 1,000,000 cases: inbox, search, cases of a card, board; and how long residents
// wait at a kiosk for what it keeps of them.
#include <cstdio>
#include <filesystem>

#include "backend-client/store/store.hpp"
#include "backend-client/wire/board.hpp"
#include "backend/api/boards.hpp"
#include "backend/api/holders.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/figures.hpp"
#include "backend/cases/inbox.hpp"
#include "backend/cases/posts.hpp"
#include "backend/data/migrations.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "tests/bench/measure.hpp"

namespace onecard::bench {
namespace {

const std::filesystem::path assets = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets";
constexpr int cards = 300'000, all_cases = 1'000'000, open_cases = 20'000, communities = 53, grids = 430, rounds = 400;

std::string counting(int count) {
    return "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < " + std::to_string(count) + ") ";
}

/// What the sizes ask for and no more: names and forms are short, each case has three steps and four events.
void fill_places(data::Connection& connection) {
    connection.run_script("INSERT INTO streets VALUES ('S', 'street', 'street')");
    connection.run_script("INSERT INTO communities (code, name_zh, name_en, street) " + counting(communities) + "SELECT 'K' || i, 'K' || i, 'K' || i, 'S' FROM n");
    connection.run_script("INSERT INTO residents (id, name, community, grid) " + counting(cards) + "SELECT 'R' || i, 'N', 'K' || (i % " +
                          std::to_string(grids) + " % " + std::to_string(communities) + "), 'G' || (i % " + std::to_string(grids) + ") FROM n");
    connection.run_script("INSERT INTO cards (serial, resident) " + counting(cards) + "SELECT printf('%016X', i), 'R' || i FROM n");
}

void fill_cases(data::Connection& connection, Timestamp now) {
    const auto minutes_ago = std::to_string(to_millis(now)) + " - (" + std::to_string(all_cases) + " - i) * 30000";
    const std::string is_open = "i >= " + std::to_string(all_cases - open_cases);
    const std::string grid = "(i * 7 % " + std::to_string(cards) + " % " + std::to_string(grids) + ")";
    connection.run_script(
        "INSERT INTO cases (number, receipt, card, kiosk, item_code, item_zh, item_en, department_zh, department_en, department_code, answers, state, "
        "accepted_at, promised_at, statutory_at, closed_at, outcome_zh, result, community, grid, post, holder, held_since, step_limit_at, due_at) " +
        counting(all_cases) + "SELECT printf('C-2026-%07d', i), 'R' || i, printf('%016X', i * 7 % " + std::to_string(cards) +
        "), 'K-0001', 'MZ-0007', '高龄津贴申领', 'Allowance', '民政局', 'Civil', 'MZ', '{}', iif(" + is_open + ", 'open', 'closed'), " + minutes_ago + ", " + minutes_ago +
        " + 864000000, " + minutes_ago + " + 1728000000, iif(" + is_open + ", NULL, " + minutes_ago + " + 400000000), '', '', 'K' || " + grid + " % " +
        std::to_string(communities) + ", 'G' || " + grid + ", iif(i % 2, 'G:G' || " + grid + ", 'D:MZ'), iif(i % 2, 'G:G' || " + grid + ", 'D:MZ'), 1, " + minutes_ago +
        " + 86400000, iif(" + is_open + ", " + minutes_ago + " + 86400000, NULL) FROM n");
    connection.run_script("INSERT INTO case_steps (case_number, position, code, name_zh, name_en, holder_zh, holder_en, days, began_at, limit_at, done_at) "
                          "SELECT number, p.i, 's', '环节', 'Step', '部门', 'Office', 1, accepted_at, step_limit_at, closed_at FROM cases, (SELECT 0 AS i UNION SELECT 1 UNION SELECT 2) AS p");
    connection.run_script("INSERT INTO case_events (case_number, at, kind, step, actor, role, post, target, note) SELECT number, accepted_at, k.kind, '', 'a', "
                          "'department', post, '', '' FROM cases, (SELECT 'accepted' AS kind UNION SELECT 'step_done' UNION SELECT 'assigned') AS k");
    connection.run_script("INSERT INTO case_events (case_number, at, kind, step, actor, role, post, target, note) SELECT number, closed_at, 'closed', '', 'a', "
                          "'department', post, 'granted', '' FROM cases WHERE closed_at IS NOT NULL");
}

template <class Work>
void measure(const char* name, int times, Work work, const char* note) {
    Measured measured{.name = name, .unit = "ms", .note = note};
    for (int round = 0; round < times; ++round) {
        const Stopwatch watch;
        work(round);
        measured.ours.push_back(watch.milliseconds());
    }
    if (times >= 100) measured.p99 = percentile(measured.ours, 0.99);
    print(measured);
}

/// At the backend: a unit of work that reads.
template <class Work>
void measure(data::Connection& connection, const char* name, int times, Work work, const char* note) {
    const auto read = [&](int round) {
        must(connection.read([&]() -> Status {
            work(round);
            return {};
        }), name);
    };
    measure(name, times, read, note);
}

std::string card_of(int round) {
    char serial[20];
    std::snprintf(serial, sizeof serial, "%016X", static_cast<unsigned>(round * 701 % cards));
    return serial;
}

/// At the kiosk: what it was last told of its visitors and its community, unsealed and read as a page wants it.
void measure_kiosk(const std::filesystem::path& folder, data::Connection& connection, const cases::Rules& rules, Timestamp now) {
    constexpr int visitors = 400, their_cases = 20;
    SystemClock clock;
    SystemRandom random;
    const auto key = must(store::Key::load_or_make(folder / "store.key", random), "a key");
    auto kiosk = must(store::Store::open(folder / "kiosk.sqlite", key, clock, random), "a kiosk's store");
    for (int i = 0; i < visitors; ++i) {
        wire::HolderRecord record;
        must(connection.read([&]() -> Status {
            record = api::holder_record(connection, rules, card_of(i), now);
            return {};
        }), "a holder");
        record.as_of = clock.now();
        if (record.cases.empty()) give_up("a holder without cases");
        while (record.cases.size() < their_cases) record.cases.push_back(record.cases.front());
        must(kiosk.cache().put_holder(record), "a holder kept");
    }
    measure("kiosk_my_cases", rounds, [&](int round) {
        const auto record = must(kiosk.cache().holder(card_of(round % visitors)), "a holder");
        if (!record || record->cases.size() != their_cases) give_up("a holder that was kept");
    }, "20 cases with their steps and events, from the kiosk's own store");
    must(connection.read([&]() -> Status {
        if (const auto board = api::board_of(connection, rules, "K1")) must(kiosk.cache().set("board", dump_json(wire::to_json(*board))), "the board kept");
        return {};
    }), "the board");
    measure("kiosk_board", rounds, [&](int) {
        const auto kept = must(kiosk.cache().setting("board"), "the board");
        if (!kept) give_up("no board was kept");
        must(wire::board_from(must(parse_json(*kept), "the board")), "the board");
    }, "of one community, from the kiosk's own store");
}

void run(const std::filesystem::path& folder) {
    const auto calendar = must(cases::Calendar::load(assets / "calendar"), "the calendar");
    const auto rules = must(cases::Rules::load(assets / "cases", calendar), "the rules");
    const auto catalogue = must(cases::Catalogue::load(assets / "services"), "the catalogue");
    const auto now = from_local({2026, 11, 22, 10, 0, 0, 0});
    auto connection = must(data::Connection::open(folder / "district.sqlite", data::Connection::Access::writing), "a database");
    must(data::migrate(*connection), "a database");
    must(connection->write([&]() -> Status {
        fill_places(*connection);
        cases::set_up_posts(*connection, rules, catalogue, now);
        fill_cases(*connection, now);
        return {};
    }), "the district");
    const auto list = [&](const cases::Scope& scope, const cases::Listing& listing) {
        for (const auto& number : cases::listed(*connection, scope, listing)) cases::find_case(*connection, number, now);
    };
    const cases::Scope whole{true, {}, {}};
    measure(*connection, "cases_inbox_of_grid", rounds, [&](int round) { list({false, {"G:G" + std::to_string(round % grids)}, {}}, {}); }, "all of a grid's open cases");
    measure(*connection, "cases_inbox_of_department", rounds, [&](int) { list({false, {"D:MZ"}, {}}, {cases::Listing::Box::work, {}, {}, 50}); }, "first 50 of 10,000");
    measure(*connection, "cases_search", rounds, [&](int round) {
        char number[20];
        std::snprintf(number, sizeof number, "C-2026-%07d", round * 2000 % all_cases);
        list(whole, {cases::Listing::Box::all, {}, number, 50});
    }, "by number among 1,000,000");
    measure(*connection, "cases_of_card", rounds, [&](int round) {
        api::holder_record(*connection, rules, card_of(round), now);
    }, "the whole record of a holder");
    cases::FiguresByScope figures;
    measure(*connection, "cases_figures_reckoned", 3, [&](int) { figures = cases::reckon_figures(*connection, rules, now); }, "from 4,000,000 events, every ten minutes, only reading");
    must(connection->write([&]() -> Status {
        cases::keep_figures(*connection, figures, now);
        return {};
    }), "the figures");
    measure(*connection, "cases_board", rounds, [&](int round) { api::board_of(*connection, rules, "K" + std::to_string(round % communities)); }, "of one community");
    measure_kiosk(folder, *connection, rules, now);
}

}  // namespace
}  // namespace onecard::bench

int main() {
    const auto folder = std::filesystem::temp_directory_path() / "onecard-cases-bench";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    onecard::bench::run(folder);
    std::filesystem::remove_all(folder);
}
