#include "backend/api/reports.hpp"

#include <charconv>

namespace onecard::api {
namespace {

constexpr std::string_view place_key = "place";
constexpr std::size_t community_digits = Regions::grid_digits - Regions::digits_a_level;

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

wire::OpenReports open_reports(data::Connection& connection, const std::string& community, Timestamp now) {
    wire::OpenReports all;
    all.as_of = now;
    auto row = connection.query(
        "SELECT number, item_code, class, place, accepted_at, 1 + (SELECT count(*) FROM seconders WHERE case_number = number) FROM cases "
        "WHERE community = ? AND class <> '' AND closed_at IS NULL AND place <> '' ORDER BY accepted_at DESC LIMIT ?",
        community, static_cast<std::int64_t>(wire::open_reports_max));
    while (row.next())
        all.reports.push_back({row.text(0), row.text(1), row.text(2), row.text(3), to_iso(row.time(4)), static_cast<int>(row.number(5))});
    return all;
}

}  // namespace onecard::api
