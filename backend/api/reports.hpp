// What was told of in the city: where it is, and what of it is still open.
#pragma once
#include "backend-client/wire/reports.hpp"
#include "backend/cases/case_book.hpp"
#include "base/regions.hpp"

namespace onecard::api {

/// Community, grid and place of a request, from its answer `place`, where that is an address. A place that nobody knows changes nothing: the case
/// belongs where its teller lives.
void find_place(const Regions& regions, data::Connection& connection, cases::Arrival& arrival);

/// Community and grid by the code of a grid; its place stays unknown to the building.
void place_in_grid(data::Connection& connection, const std::string& grid, cases::Arrival& arrival);

/// Writes down anew which grids lie just across which community's border.
void note_borders(const Regions& regions, data::Connection& connection);

/// Cases with a class that are open in a community or in a grid just across its border, newest first; its own before the others where there are too
/// many.
wire::OpenReports open_reports(data::Connection& connection, const std::string& community, Timestamp now);

}  // namespace onecard::api
