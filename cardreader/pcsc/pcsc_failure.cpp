#include "cardreader/pcsc/pcsc_failure.hpp"

#include <array>
#include <cstdio>

#include <winscard.h>

namespace onecard::card {
namespace {

using Kind = Error::Kind;

struct Meaning {
    LONG result;
    Kind kind;
    std::string_view code;
};

constexpr std::array meanings{
    Meaning{SCARD_E_NO_SMARTCARD, Kind::unavailable, "card.gone"},
    Meaning{SCARD_W_REMOVED_CARD, Kind::unavailable, "card.gone"},
    Meaning{SCARD_W_RESET_CARD, Kind::unavailable, "card.reset"},
    Meaning{SCARD_W_UNPOWERED_CARD, Kind::unavailable, "card.reset"},
    Meaning{SCARD_W_UNRESPONSIVE_CARD, Kind::unavailable, "card.unresponsive"},
    Meaning{SCARD_W_UNSUPPORTED_CARD, Kind::unavailable, "card.unresponsive"},
    Meaning{SCARD_E_PROTO_MISMATCH, Kind::unavailable, "card.unresponsive"},
    Meaning{SCARD_E_SHARING_VIOLATION, Kind::unavailable, "card.busy"},
    // The card may have acted before the contact broke.
    Meaning{SCARD_E_NOT_TRANSACTED, Kind::timed_out, "card.silent"},
    Meaning{SCARD_E_COMM_DATA_LOST, Kind::timed_out, "card.silent"},
    Meaning{SCARD_E_TIMEOUT, Kind::timed_out, "card.silent"},
    Meaning{SCARD_E_INSUFFICIENT_BUFFER, Kind::corrupt, "card.nonsense"},
    Meaning{SCARD_E_UNKNOWN_READER, Kind::unavailable, "reader.gone"},
    Meaning{SCARD_E_READER_UNAVAILABLE, Kind::unavailable, "reader.gone"},
    Meaning{SCARD_E_NO_READERS_AVAILABLE, Kind::unavailable, "reader.gone"},
    Meaning{SCARD_F_COMM_ERROR, Kind::unavailable, "reader.service_gone"},
    Meaning{SCARD_E_NO_SERVICE, Kind::unavailable, "reader.service_gone"},
    Meaning{SCARD_E_SERVICE_STOPPED, Kind::unavailable, "reader.service_gone"},
    Meaning{SCARD_E_INVALID_HANDLE, Kind::unavailable, "reader.service_gone"},
    Meaning{SCARD_W_SECURITY_VIOLATION, Kind::refused, "reader.forbidden"},
    Meaning{SCARD_E_NO_ACCESS, Kind::refused, "reader.forbidden"},
    Meaning{SCARD_E_NO_MEMORY, Kind::exhausted, "reader.failed"},
};

}  // namespace

tl::unexpected<Error> pcsc_failure(long result) {
    std::array<char, 32> number{};
    std::snprintf(number.data(), number.size(), "pcsc %08lX", static_cast<unsigned long>(result) & 0xFFFF'FFFFul);
    for (const auto& meaning : meanings) {
        if (meaning.result == result) return failure(meaning.kind, std::string(meaning.code), number.data());
    }
    return failure(Kind::unavailable, "reader.failed", number.data());
}

bool daemon_lost(long result) {
    return result == SCARD_F_COMM_ERROR || result == SCARD_E_NO_SERVICE || result == SCARD_E_SERVICE_STOPPED || result == SCARD_E_INVALID_HANDLE;
}

}  // namespace onecard::card
