// One command and its whole answer, with the T=0 errands (GET RESPONSE, wrong Le) done and bounded.
#pragma once
#include "cardreader/transport.hpp"

namespace onecard::card {

/// Whether a command may be sent again when the card answers 6Cxx. `never` for commands that change the card.
enum class Resend { never, once };

/// Follows 61xx with GET RESPONSE (at most 8 times, CLA 00) and 6Cxx with the right Le (once). On T=0 a command with data goes out
/// without Le. The answer is at most 1024 bytes; the status is the last one. Errors: those of Transport; `card.nonsense` (no status word of
/// ISO/IEC 7816-4, or it never ends); `card.answer_lost` (the command was done, kind timed_out, but its answer can't be fetched).
Result<Response> exchange(Transport& transport, Command command, Resend resend);

/// exchange(), with every status but 9000 turned into status_failure().
Result<Bytes> ask(Transport& transport, Command command, Resend resend = Resend::once);

/// The one place that says what a status word means. `status` is not 9000. The detail holds the status word.
tl::unexpected<Error> status_failure(std::uint16_t status);

}  // namespace onecard::card
