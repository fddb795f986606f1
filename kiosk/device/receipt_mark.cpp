#include "kiosk/device/receipt_mark.hpp"

#include <algorithm>
#include <charconv>

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace onecard::device {
namespace {

constexpr std::string_view form = "OC1";
constexpr std::size_t number_length_max = 40;
constexpr std::size_t check_bytes = 4;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= number_length_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-'; });
}

bool is_day(std::string_view text) { return text.size() == 8 && std::all_of(text.begin(), text.end(), is_digit); }

std::optional<Fen> read_fen(std::string_view text) {
    std::int64_t count = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (trouble != std::errc() || end != text.data() + text.size() || count < 0 || count > fen_max.count()) return std::nullopt;
    return Fen(count);
}

std::string check_code(std::string_view said, ByteView kiosk_key) {
    const auto digest = crypto::hmac_sha256(kiosk_key, as_bytes(said));
    return to_hex(ByteView(digest).first(check_bytes));
}

}  // namespace

std::string write_mark(const ReceiptMark& mark, ByteView kiosk_key) {
    require(is_number(mark.number) && is_day(mark.day), "a receipt number and a day");
    const char kind = mark.kind == ReceiptMark::Kind::payment ? 'P' : 'R';
    std::string said(form);
    said += '/' + mark.number + '/' + kind + '/' + std::to_string(mark.amount.count()) + '/' + mark.day;
    return said + '/' + check_code(said, kiosk_key);
}

std::optional<ReceiptMark> read_mark(std::string_view text, ByteView kiosk_key) {
    const auto parts = split(text, '/');
    if (parts.size() != 6 || parts[0] != form || !is_number(parts[1]) || !is_day(parts[4])) return std::nullopt;
    if (parts[2] != "P" && parts[2] != "R") return std::nullopt;
    const auto amount = read_fen(parts[3]);
    const auto expected = check_code(text.substr(0, text.rfind('/')), kiosk_key);
    if (!amount || !equal_in_constant_time(as_bytes(parts[5]), as_bytes(expected))) return std::nullopt;
    return ReceiptMark{parts[1], parts[2] == "P" ? ReceiptMark::Kind::payment : ReceiptMark::Kind::request, *amount, parts[4]};
}

}  // namespace onecard::device
