#include "backend/api/reports.hpp"

#include <algorithm>
#include <charconv>

namespace onecard::api {
namespace {

constexpr std::string_view place_key = "place";
constexpr std::size_t community_digits = Regions::community_digits;

/// As posts of grids are called: the community's name and the number within it.
std::string grid_name(const std::string& community, std::string_view digits) {
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return community + "第" + std::to_string(number) + "网格";
}

}  // namespace

void find_place(const Regions& regions, data::Connection& connection, cases::Arrival& arrival) {
    const auto found = arrival.answers.find(std::string(place_key));
    if (found == arrival.answers.end() || found->second.size() != 2) return;
    const auto& code = found->second.front();
    if (code.size() != Regions::building_digits || !regions.find(code)) return;
    place_in_grid(connection, code.substr(0, Regions::grid_digits), arrival);
    if (!arrival.community.empty()) arrival.place = code;
}

void place_in_grid(data::Connection& connection, const std::string& grid, cases::Arrival& arrival) {
    auto row = connection.query("SELECT code, name_zh FROM communities WHERE region = ?", grid.substr(0, community_digits));
    if (!row.next()) return;
    arrival.community = row.text(0);
    arrival.grid = grid_name(row.text(1), std::string_view(grid).substr(community_digits, Regions::digits_a_level));
}

void note_borders(const Regions& regions, data::Connection& connection) {
    connection.run("DELETE FROM border_grids");
    auto row = connection.query("SELECT code, region FROM communities WHERE region IS NOT NULL");
    while (row.next())
        for (const auto* grid : regions.below(row.text(1)))
            for (const auto* across : regions.across_border(grid->code))
                connection.run("INSERT OR IGNORE INTO border_grids (community, grid, neighbour) SELECT ?1, ?2, code FROM communities WHERE region = ?3",
                               row.text(0), across->code, across->code.substr(0, community_digits));
}

wire::OpenReports open_reports(data::Connection& connection, const std::string& community, Timestamp now) {
    wire::OpenReports all;
    all.as_of = now;
    const auto add = [&](const std::string& where) {
        const auto left = static_cast<std::int64_t>(wire::open_reports_max - all.reports.size());
        auto row = connection.query("SELECT number, item_code, class, place, accepted_at, 1 + (SELECT count(*) FROM seconders WHERE case_number = number) FROM cases "
                                    "WHERE " + where + " AND class <> '' AND closed_at IS NULL AND place <> '' ORDER BY accepted_at DESC LIMIT ?2",
                                    community, left);
        while (row.next())
            all.reports.push_back({row.text(0), row.text(1), row.text(2), row.text(3), to_iso(row.time(4)), static_cast<int>(row.number(5))});
    };
    add("community = ?1");
    add("community IN (SELECT neighbour FROM border_grids WHERE community = ?1) AND "
        "substr(place, 1, " + std::to_string(Regions::grid_digits) + ") IN (SELECT grid FROM border_grids WHERE community = ?1)");
    std::stable_sort(all.reports.begin(), all.reports.end(), [](const auto& one, const auto& other) { return one.accepted_at > other.accepted_at; });
    return all;
}

}  // namespace onecard::api
