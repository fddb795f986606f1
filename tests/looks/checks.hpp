// What must hold for every page in every look, measured on what was drawn.
#pragma once
#include <string>
#include <vector>

#include "tests/looks/looks.hpp"

namespace onecard::looks {

/// What is wrong, a word for each in brackets with the key it was found at; empty when nothing is.
using Faults = std::vector<std::string>;

/// How many targets can be touched.
long touchable_count(const std::vector<ui::Target>& targets);
/// Sizes in millimetres, distances, overlaps, reach, nothing outside, nothing without words or named twice.
Faults target_faults(const std::vector<ui::Target>& targets, const ui::View& view);
/// Letters too small, lines that are cut, end in dots or lie on each other.
Faults line_faults(const std::vector<ui::InkedLine>& lines, const std::vector<ui::Target>& targets, const ui::View& view);
/// Letters against the pixels around them: WCAG contrast below `least`.
Faults contrast_faults(const std::vector<ui::InkedLine>& lines, const std::vector<ui::Target>& targets, const ui::Surface& picture, double least);

}  // namespace onecard::looks
