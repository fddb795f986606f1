// How well cases are served, reckoned from their events by definitions in assets/cases/figures.json. Private cases are in none of it.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

struct Share {
    std::int64_t counted = 0, of = 0;
    bool operator==(const Share&) const = default;
};
/// By code of the figure, for one scope.
using Figures = std::map<std::string, Share>;

/// `district`, `community:CODE`, `department:CODE` → figures.
using FiguresByScope = std::map<std::string, Figures>;

/// Of the days before `now`. Reads all events of the period, a fifth of a second for a district's million cases: best in a unit of work that only reads.
FiguresByScope reckon_figures(data::Connection& connection, const Rules& rules, Timestamp now);

/// Writes them down instead of those kept before; tells the kiosks when the district's have changed. In a unit of work.
void keep_figures(data::Connection& connection, FiguresByScope all, Timestamp now);

struct KeptFigures {
    std::string scope;
    Figures figures;
    Timestamp as_of;
};
/// As last kept; empty before the first time.
std::vector<KeptFigures> kept_figures(data::Connection& connection);

}  // namespace onecard::cases
