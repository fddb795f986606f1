#include "cardreader/apps/badge.hpp"

#include "cardreader/exchange.hpp"

namespace onecard::card {
namespace {

constexpr std::uint8_t number_file = 0x01;

bool is_number(const std::string& digits) { return digits.size() == 2 * badge_number_bytes && digits.find_first_not_of("0123456789") == std::string::npos; }

tl::unexpected<Error> unknown(std::string_view why) { return failure(Error::Kind::refused, "badge.unknown", std::string(why)); }

}  // namespace

Result<std::string> read_badge(Transport& transport) {
    const auto selected = exchange(transport, {0x00, 0xA4, 0x04, 0x00, Bytes(badge_aid.begin(), badge_aid.end()), 256}, Resend::once);
    if (!selected) return failure(selected.error());
    if (!selected->ok()) return unknown("no badge application");
    const auto file = exchange(transport, {0x00, 0xB0, 0x80 | number_file, 0x00, {}, badge_number_bytes}, Resend::once);
    if (!file) return failure(file.error());
    auto digits = file->ok() ? to_hex(file->data) : std::string();
    if (!is_number(digits)) return unknown("no number");
    return digits;
}

Result<Bytes> sign_by_badge(Transport& transport, ByteView challenge) {
    require(challenge.size() == badge_challenge_bytes, "a challenge of 32 bytes");
    auto answer = exchange(transport, {0x00, 0x88, 0x00, 0x01, Bytes(challenge.begin(), challenge.end()), 256}, Resend::once);
    if (!answer) return failure(answer.error());
    if (!answer->ok()) return status_failure(answer->status);
    if (answer->data.size() != badge_signature_bytes) return unknown("a signature of another length");
    return std::move(answer->data);
}

}  // namespace onecard::card
