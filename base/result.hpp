// How every part says "it failed": a value, never an exception.
#pragma once
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace onecard {

/// Why something could not be done, for the caller and for the log; the resident sees only `code` and the sentence
/// that the strings hold for it. `detail` must hold no personal data: no names, numbers of cards, papers or phones.
struct Error {
    /// What the caller can do about it.
    enum class Kind {
        invalid,        ///< the input is wrong: fix it; the same input fails again
        refused,        ///< the other side understood and said no: stop
        unavailable,    ///< not there right now: retry later, nothing happened
        timed_out,      ///< effect unknown: retry with the same id, or ask what happened
        corrupt,        ///< data that should be whole is not: keep it aside, tell a technician
        exhausted,      ///< a limit, memory or disk is used up
    };
    Kind kind = Kind::invalid;
    std::string code;    ///< stable, lower case with dots: `card.pin_blocked`
    std::string detail;  ///< for the log
};

std::string_view name(Error::Kind kind);

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> failure(Error::Kind kind, std::string code, std::string detail = {}) {
    return tl::unexpected<Error>(Error{kind, std::move(code), std::move(detail)});
}
inline tl::unexpected<Error> failure(Error error) { return tl::unexpected<Error>(std::move(error)); }

/// Our own mistakes end the process, in release builds too; the supervisor restarts into a clean welcome.
void require(bool holds, std::string_view what, std::source_location where = std::source_location::current());

}  // namespace onecard
