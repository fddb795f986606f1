// What the status words of ISO/IEC 7816-4 and of the PBOC e-purse mean for the caller (cards.md 2.6).
#include <array>

#include "cardreader/exchange.hpp"

namespace onecard::card {
namespace {

using Kind = Error::Kind;

struct Meaning {
    std::uint16_t first, last;
    Kind kind;
    std::string_view code;
};

constexpr std::array meanings{
    Meaning{0x6100, 0x61FF, Kind::corrupt, "card.nonsense"},
    Meaning{0x6281, 0x6282, Kind::corrupt, "card.data"},
    Meaning{0x6283, 0x6283, Kind::refused, "card.locked"},
    Meaning{0x6300, 0x6300, Kind::refused, "card.not_authenticated"},
    Meaning{0x63C0, 0x63C0, Kind::refused, "card.pin_blocked"},
    Meaning{0x63C1, 0x63CF, Kind::refused, "card.pin_wrong"},
    Meaning{0x6400, 0x64FF, Kind::unavailable, "card.failed"},
    Meaning{0x6581, 0x6581, Kind::corrupt, "card.memory"},
    Meaning{0x6700, 0x6700, Kind::invalid, "card.length"},
    Meaning{0x6901, 0x6901, Kind::refused, "purse.not_ready"},
    Meaning{0x6981, 0x6981, Kind::refused, "card.file_kind"},
    Meaning{0x6982, 0x6982, Kind::refused, "card.not_allowed"},
    Meaning{0x6983, 0x6983, Kind::refused, "card.pin_blocked"},
    Meaning{0x6984, 0x6984, Kind::refused, "card.no_challenge"},
    Meaning{0x6985, 0x6985, Kind::refused, "purse.not_ready"},
    Meaning{0x6986, 0x6986, Kind::refused, "card.not_found"},
    Meaning{0x6987, 0x6988, Kind::refused, "card.protection"},
    Meaning{0x6A80, 0x6A80, Kind::invalid, "card.data_refused"},
    Meaning{0x6A81, 0x6A81, Kind::refused, "card.locked"},
    Meaning{0x6A82, 0x6A82, Kind::refused, "card.not_found"},
    Meaning{0x6A83, 0x6A83, Kind::refused, "card.no_record"},
    Meaning{0x6A84, 0x6A84, Kind::exhausted, "card.full"},
    Meaning{0x6A86, 0x6A86, Kind::invalid, "card.parameters"},
    Meaning{0x6A88, 0x6A88, Kind::refused, "purse.key_unknown"},
    Meaning{0x6B00, 0x6B00, Kind::invalid, "card.parameters"},
    Meaning{0x6C00, 0x6CFF, Kind::invalid, "card.length"},
    Meaning{0x6D00, 0x6E00, Kind::refused, "card.unsupported"},
    Meaning{0x6F00, 0x6F00, Kind::unavailable, "card.failed"},
    Meaning{0x9302, 0x9302, Kind::refused, "purse.mac_wrong"},
    Meaning{0x9303, 0x9303, Kind::refused, "card.locked"},
    Meaning{0x9401, 0x9401, Kind::refused, "purse.balance_short"},
    Meaning{0x9402, 0x9402, Kind::refused, "purse.counter_full"},
    Meaning{0x9403, 0x9403, Kind::refused, "purse.key_unknown"},
    Meaning{0x9406, 0x9406, Kind::refused, "purse.no_proof"},
};

}  // namespace

tl::unexpected<Error> status_failure(std::uint16_t status) {
    require(status != 0x9000, "a status that is a failure");
    const auto detail = "status " + to_hex(big_endian(status, 2));
    for (const auto& meaning : meanings) {
        if (status >= meaning.first && status <= meaning.last) return failure(meaning.kind, std::string(meaning.code), detail);
    }
    const bool known_form = status >> 12 == 6 || status >> 12 == 9;
    return known_form ? failure(Kind::refused, "card.status", detail) : failure(Kind::corrupt, "card.nonsense", detail);
}

}  // namespace onecard::card
