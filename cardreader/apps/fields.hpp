// How single fields of card files are read; shared by the applications, not by the world.
#pragma once
#include <optional>

#include "cardreader/apps/holder.hpp"

namespace onecard::card {

/// YYYYMMDD in packed decimal. Nothing for a field that is not filled (all 00, all FF). Error `card.data` for no day.
Result<std::optional<Day>> day_field(ByteView packed);

/// Printable ASCII without its fill bytes; empty when anything else is in it.
SecretText ascii_field(ByteView bytes);

}  // namespace onecard::card
