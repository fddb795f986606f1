// Reads gettext PO files: the format translators' tools speak.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace onecard::ui {

struct PoEntry {
    std::string id;                    ///< the key, as in `pay.confirm`; empty for the header
    std::vector<std::string> strings;  ///< one, or one for each plural form
    int line = 0;
};

/// Obsolete and fuzzy entries are left out. Error `strings.malformed` with the number of the line.
Result<std::vector<PoEntry>> parse_po(std::string_view text);

}  // namespace onecard::ui
