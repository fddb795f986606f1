// What to bring for an item, as far as it is not there yet: for the guide, the slip and its QR code.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/flow/catalogue.hpp"

namespace onecard::flow {

/// The papers that must be brought: what the card stands for and what is only useful is not among them.
std::vector<const Material*> to_bring(const Item& item);

/// Those of to_bring() whose code is not among `there`.
std::vector<const Material*> missing(const Item& item, const std::vector<std::string>& there);

/// The list in a few lines of plain text that any phone shows without a network: name and code of the item, then each paper, `√` before those that
/// are there. At most check_list_bytes_max, so that its QR code stays easy to read; what does not fit is left out as whole lines.
std::string check_list(const Item& item, const std::vector<std::string>& there, std::string_view language);
inline constexpr std::size_t check_list_bytes_max = 400;

}  // namespace onecard::flow
