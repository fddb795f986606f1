#include "base/result.hpp"

#include <cstdio>
#include <cstdlib>

namespace onecard {

std::string_view name(Error::Kind kind) {
    switch (kind) {
        case Error::Kind::invalid: return "invalid";
        case Error::Kind::refused: return "refused";
        case Error::Kind::unavailable: return "unavailable";
        case Error::Kind::timed_out: return "timed_out";
        case Error::Kind::corrupt: return "corrupt";
        case Error::Kind::exhausted: return "exhausted";
    }
    return "unknown";
}

void require(bool holds, std::string_view what, std::source_location where) {
    if (holds) return;
    std::fprintf(stderr, "%s:%u: broken promise: %.*s\n", where.file_name(), static_cast<unsigned>(where.line()),
                 static_cast<int>(what.size()), what.data());
    std::abort();
}

}  // namespace onecard
