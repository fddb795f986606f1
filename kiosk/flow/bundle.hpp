// A bundle: what was answered once, as the requests it stands for.
#pragma once
#include <vector>

#include "kiosk/flow/form.hpp"

namespace onecard::flow {

/// One request to be handed in.
struct Asking {
    const Item* item = nullptr;    ///< of the catalogue
    Draft draft;                   ///< what was answered, under this item's keys
};

/// The open item itself, or for a bundle each of its parts whose condition holds; parts that the catalogue no longer has are left out.
std::vector<Asking> askings(const Catalogue& catalogue, const Item& item, const Draft& draft);

/// Working days promised for the slowest of them; the item's own where it is no bundle.
int slowest_days(const Catalogue& catalogue, const Item& item, const Draft& draft);

/// True when nothing is wrong with any of its answers. A bundle asks all that its parts need, which the linter looks after; a newer part may need more.
bool is_whole(const Asking& asking, const std::string& today);

}  // namespace onecard::flow
