#include "cardreader/crypto/purse_data.hpp"

namespace onecard::card {
namespace {

std::uint8_t packed(int two_digits) { return static_cast<std::uint8_t>(two_digits / 10 << 4 | two_digits % 10); }

}  // namespace

PurseTime to_purse_time(Timestamp moment) {
    const auto local = to_local(moment);
    return {{packed(local.year / 100 % 100), packed(local.year % 100), packed(local.month), packed(local.day)},
            {packed(local.hour), packed(local.minute), packed(local.second)}};
}

}  // namespace onecard::card
