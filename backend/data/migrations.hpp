// Brings a database file to the shape that this program knows.
#pragma once
#include "backend/data/connection.hpp"

namespace onecard::data {

/// Runs the numbered files that have not run yet, all in one unit. Error `data.newer`: the file was written by a later
/// program and is left alone.
Status migrate(Connection& connection);

/// A value of the `facts` table; empty when there is none.
std::string fact(Connection& connection, std::string_view name);
void set_fact(Connection& connection, std::string_view name, std::string_view value);

/// The next of a gapless row of numbers, from 1.
std::int64_t next_number(Connection& connection, std::string_view counter);

}  // namespace onecard::data
