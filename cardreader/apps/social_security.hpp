// The social security card (LD/T 32): only what shows whose it is.
#pragma once
#include "cardreader/apps/holder.hpp"

namespace onecard::card {

/// EF05 and EF06 of the application that is selected now. Error `card.needs_sam` on cards of the third generation that show nothing without
/// a security module of their own.
Result<Holder> read_social_security(Transport& transport);

}  // namespace onecard::card
