// The files under assets/ as the tests here read them; a file that can't be read fails the test that asks for it.
#pragma once
#include <map>
#include <set>
#include <string>

#include "base/json.hpp"

namespace onecard::lint {

Json asset(const std::string& path);

/// The department files of assets/services by file name, shared parts in place.
std::map<std::string, Json> departments();

Json catalogue_schema();

/// Names of the pictograms that the theme draws.
std::set<std::string> drawn_icons();

}  // namespace onecard::lint
