// What the PC/SC daemon's answers mean for the caller.
#pragma once
#include "base/result.hpp"

namespace onecard::card {

/// `result` is a value of winscard.h (SCARD_…) other than success; its type there is LONG.
tl::unexpected<Error> pcsc_failure(long result);

/// True when the connection to the daemon is of no use any more: a new context is needed.
bool daemon_lost(long result);

}  // namespace onecard::card
