#include "backend/simulate.hpp"

#include <chrono>
#include <cstdio>

#include <unistd.h>

#include "backend/api/report_keys.hpp"
#include "backend/case_upkeep.hpp"
#include "backend/cases/day.hpp"
#include "backend/cases/posts.hpp"
#include "backend/data/migrations.hpp"
#include "backend/upkeep.hpp"
#include "base/file.hpp"
#include "base/random.hpp"
#include "base/regions.hpp"

namespace onecard {
namespace {

namespace fs = std::filesystem;

/// A folder that goes with the simulation.
class Scratch {
public:
    Scratch() : path_(fs::temp_directory_path() / ("onecard-day-" + std::to_string(getpid()))) { fs::create_directories(path_, why_); }
    ~Scratch() { fs::remove_all(path_, why_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
    std::error_code why_;
};

struct Places {
    int communities = 0, grids = 0;
    std::vector<std::string> cards;
};

void add_grid(data::Connection& connection, const std::string& community, const Region& grid, Places& places) {
    const auto number = std::to_string(++places.grids);
    char serial[20];
    std::snprintf(serial, sizeof serial, "31%014d", places.grids);
    connection.run("INSERT INTO residents (id, name, community, grid) VALUES (?, '模拟居民·测试', ?, ?)", "R-" + number, community, grid.code);
    connection.run("INSERT INTO cards (serial, resident) VALUES (?, ?)", std::string(serial), "R-" + number);
    places.cards.emplace_back(serial);
}

Places fill(data::Connection& connection, const Regions& regions) {
    Places places;
    for (const auto* street : regions.below(regions.root())) {
        connection.run("INSERT INTO streets (code, name_zh, name_en) VALUES (?, ?, ?)", street->code, street->zh, street->en);
        for (const auto* community : regions.below(street->code)) {
            connection.run("INSERT INTO communities (code, name_zh, name_en, street, region) VALUES (?, ?, ?, ?, ?)", community->code, community->zh, community->en,
                           street->code, community->code);
            ++places.communities;
            for (const auto* grid : regions.below(community->code)) add_grid(connection, community->code, *grid, places);
        }
    }
    return places;
}

void print(const SimulateSettings& settings, const Places& places, std::size_t departments, const cases::DayFigures& day, double seconds) {
    std::printf("seed %u: %d communities, %d grids, %zu departments\n", settings.seed, places.communities, places.grids, departments);
    std::printf("%d cases (%d new today), %d moves, %d refused, %d seconded, %d closed\n", day.opened, settings.cases, day.moves, day.refused, day.seconded, day.closed);
    std::printf("%d yellow cards, %d red cards, %d escalations, %d handed over\n", day.yellow_cards, day.red_cards, day.escalated, day.handed_over);
    std::printf("at most %d overdue at once, %d without exactly one accountable holder, %d unwatched, %d findings\n", day.overdue_most, day.unheld, day.unwatched,
                day.findings);
    std::printf("a day in %.1f s\n", seconds);
}

}  // namespace

Status simulate_day(const SimulateSettings& settings) {
    const auto began = std::chrono::steady_clock::now();
    const auto rules = load_rules(settings.assets);
    if (!rules) return failure(rules.error());
    const auto catalogue = cases::Catalogue::load(settings.assets / "services");
    if (!catalogue) return failure(catalogue.error());
    const auto text = read_file(settings.assets / "regions" / "regions.json");
    if (!text) return failure(text.error());
    const auto regions = Regions::read(*text);
    if (!regions) return failure(regions.error());
    const Scratch scratch;
    auto connection = open_database(scratch.path(), true);
    if (!connection) return failure(connection.error());
    auto& database = **connection;
    // Friday: what nobody does goes into a weekend.
    cases::DayPlan plan;
    plan.begins = from_local({2026, 11, 20, 0, 0, 0, 0});
    plan.seed = settings.seed;
    plan.cases = settings.cases;
    Places places;
    const auto filled = database.write([&]() -> Status {
        places = fill(database, *regions);
        cases::set_up_posts(database, *rules, *catalogue, plan.begins);
        return {};
    });
    if (!filled) return filled;
    plan.cards = places.cards;
    const auto day = cases::simulate_day(database, *rules, *catalogue, plan);
    if (!day) return failure(day.error());
    print(settings, places, catalogue->departments().size(), *day, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    if (day->unheld == 0 && day->unwatched == 0 && day->findings == 0) return {};
    return failure(Error::Kind::invalid, "simulate.unheld", "overdue cases were without a holder or not looked at");
}

Status add_report_key(const fs::path& data, const std::string& name) {
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    SystemRandom random;
    std::string key;
    const auto kept = (*connection)->write([&]() -> Status {
        auto given = api::give_report_key(**connection, name, random, SystemClock().now());
        if (!given) return failure(given.error());
        key = *given;
        return {};
    });
    if (kept) std::printf("%s\n", key.c_str());
    return kept;
}

Status remove_report_key(const fs::path& data, const std::string& name) {
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    return (*connection)->write([&] { return api::take_report_key(**connection, name); });
}

}  // namespace onecard
