#include "kiosk/device/receipt_mark.hpp"

#include <algorithm>
#include <charconv>

#include "base/crypto.hpp"
#include "base/crypto_ed25519.hpp"
#include "base/text.hpp"

namespace onecard::device {
namespace {

constexpr std::string_view form = "OC2";
constexpr std::size_t name_length_max = 40, digest_digits = 32, mark_bytes_max = 1'200;
constexpr std::size_t day_digits = 8, minute_digits = 12;
// Kind, kiosk and number stand in the same places of every mark, its signature last.
constexpr std::size_t kiosk_at = 1, number_at = 2, kind_at = 3, time_at = 4, money_parts = 8, request_parts = 10, certificate_parts = 7;
constexpr char between_label_and_value = '\t', line_end = '\n';

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool digits(std::string_view text, std::size_t size) { return text.size() == size && std::all_of(text.begin(), text.end(), is_digit); }

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= name_length_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-'; });
}

bool is_digest(std::string_view text) {
    return text.size() == digest_digits && std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'F'); });
}

/// Without signs, leading zeros or anything after it: one number is written in one way.
std::optional<std::int64_t> number_in(std::string_view text, std::int64_t most) {
    std::int64_t count = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (trouble != std::errc() || end != text.data() + text.size() || count < 0 || count > most || std::to_string(count) != text) return std::nullopt;
    return count;
}

/// A key for this purpose alone: what the kiosk's key vouches for elsewhere says nothing about slips.
Bytes seed_of(ByteView kiosk_key) {
    const auto digest = crypto::hmac_sha256(kiosk_key, as_bytes("signature of slips"));
    return Bytes(digest.begin(), digest.end());
}

std::string_view name(ReceiptMark::Kind kind) {
    switch (kind) {
        case ReceiptMark::Kind::payment: return "P";
        case ReceiptMark::Kind::load: return "L";
        case ReceiptMark::Kind::request: return "R";
        case ReceiptMark::Kind::certificate: return "C";
    }
    return {};
}

/// Some words without anything that could end a line or hide one.
bool is_words(std::string_view text) {
    const auto harmless = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; };
    return !text.empty() && is_utf8(text) && std::all_of(text.begin(), text.end(), harmless);
}

std::string words_of(const ReceiptMark& mark) {
    auto text = mark.title;
    for (const auto& [label, value] : mark.says) text += line_end + label + between_label_and_value + value;
    return text;
}

/// Title and lines into the mark; false when they are of another form.
bool take_words(std::string_view text, ReceiptMark& mark) {
    const auto lines = split(text, line_end);
    mark.title = lines.front();
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto parts = split(lines[i], between_label_and_value);
        if (parts.size() != 2) return false;
        mark.says.emplace_back(parts[0], parts[1]);
    }
    return true;
}

bool is_whole_certificate(const ReceiptMark& mark) {
    const auto line_good = [](const auto& line) { return is_words(line.first) && is_words(line.second); };
    return is_words(mark.title) && !mark.says.empty() && std::all_of(mark.says.begin(), mark.says.end(), line_good) &&
           words_of(mark).size() <= certificate_bytes_max;
}

bool is_whole(const ReceiptMark& mark) {
    if (!is_name(mark.kiosk) || !is_name(mark.number) || !digits(mark.at, minute_digits)) return false;
    if (mark.kind == ReceiptMark::Kind::certificate) return is_whole_certificate(mark);
    if (mark.kind != ReceiptMark::Kind::request) return mark.amount >= Fen(0) && mark.amount <= fen_max;
    const bool when = digits(mark.promised_on, day_digits) && digits(mark.goes_up_at, minute_digits);
    return is_name(mark.item) && when && is_digest(mark.digest) && mark.days >= 0;
}

std::optional<ReceiptMark> members_of(const std::vector<std::string>& parts) {
    constexpr std::int64_t days_max = 10'000;
    if (parts.size() < certificate_parts || parts[0] != form) return std::nullopt;
    ReceiptMark mark;
    mark.kiosk = parts[kiosk_at];
    mark.number = parts[number_at];
    mark.at = parts[time_at];
    if (parts[kind_at] == "R" && parts.size() == request_parts) {
        const auto days = number_in(parts[6], days_max);
        const auto stroke = std::min(parts[7].find('-'), parts[7].size());
        mark.item = parts[5];
        mark.days = static_cast<int>(days.value_or(-1));
        mark.promised_on = parts[7].substr(0, stroke);
        mark.goes_up_at = parts[7].substr(std::min(stroke + 1, parts[7].size()));
        mark.digest = parts[8];
    } else if (parts[kind_at] == "C" && parts.size() == certificate_parts) {
        const auto words = from_hex(parts[5]);
        mark.kind = ReceiptMark::Kind::certificate;
        if (!words || to_hex(*words) != parts[5] || !take_words(std::string(words->begin(), words->end()), mark)) return std::nullopt;
    } else if ((parts[kind_at] == "P" || parts[kind_at] == "L") && parts.size() == money_parts && (parts[6] == "S" || parts[6] == "U")) {
        const auto amount = number_in(parts[5], fen_max.count());
        mark.kind = parts[kind_at] == "P" ? ReceiptMark::Kind::payment : ReceiptMark::Kind::load;
        mark.amount = Fen(amount.value_or(-1));
        mark.settled = parts[6] == "S";
    } else {
        return std::nullopt;
    }
    return is_whole(mark) ? std::optional(std::move(mark)) : std::nullopt;
}

}  // namespace

Bytes mark_key(ByteView kiosk_key) { return crypto::ed25519_public(seed_of(kiosk_key)); }

std::string write_mark(const ReceiptMark& mark, ByteView kiosk_key) {
    if (!is_whole(mark)) return {};
    std::string said(form);
    said += '/' + mark.kiosk + '/' + mark.number + '/' + std::string(name(mark.kind)) + '/' + mark.at + '/';
    if (mark.kind == ReceiptMark::Kind::certificate) said += to_hex(as_bytes(words_of(mark)));
    else if (mark.kind == ReceiptMark::Kind::request)
        said += mark.item + '/' + std::to_string(mark.days) + '/' + mark.promised_on + '-' + mark.goes_up_at + '/' + mark.digest;
    else said += std::to_string(mark.amount.count()) + '/' + (mark.settled ? "S" : "U");
    return said + '/' + to_hex(crypto::ed25519_sign(seed_of(kiosk_key), said));
}

Result<ReceiptMark> read_mark(std::string_view text, const MarkKeys& keys) {
    const auto refused = [](std::string_view code) { return failure(Error::Kind::refused, std::string(code)); };
    if (text.size() > mark_bytes_max) return refused("slip.not_ours");
    const auto parts = split(text, '/');
    if (parts.size() < 2 || parts[0] != form) return refused("slip.not_ours");
    auto mark = members_of(parts);
    const auto signature = from_hex(parts.back());
    if (!mark || !signature || to_hex(*signature) != parts.back()) return refused("slip.changed");
    const auto known = keys(mark->kiosk);
    if (known.empty()) return refused("slip.kiosk_unknown");
    const auto said = text.substr(0, text.rfind('/'));
    const bool good = std::any_of(known.begin(), known.end(), [&](const Bytes& key) { return crypto::ed25519_good(key, said, *signature); });
    if (!good) return refused("slip.changed");
    return std::move(*mark);
}

}  // namespace onecard::device
