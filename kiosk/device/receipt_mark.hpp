// What a slip's QR code says: enough to find the case, and a check code that only this kiosk's key makes.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/fen.hpp"

namespace onecard::device {

struct ReceiptMark {
    enum class Kind { payment, request };
    std::string number;  ///< `K0001-20261122-0007`: letters (best capitals), digits and `-` only, 1 to 40
    Kind kind = Kind::request;
    Fen amount;          ///< 0 for a request
    std::string day;     ///< YYYYMMDD
    bool operator==(const ReceiptMark&) const = default;
};

/// `OC1/NUMBER/P/AMOUNT/DAY/CHECK`: P or R, amount in fen, the first eight digits of HMAC-SHA-256 under `kiosk_key` over what stands
/// before. Only characters of QR's short alphabet, so that the code stays small. It names no person.
std::string write_mark(const ReceiptMark& mark, ByteView kiosk_key);

/// Reads a mark and checks it; nothing for any other text and for a wrong check code. Eight digits keep honest people honest;
/// who may collect something for a slip is decided by the backend.
std::optional<ReceiptMark> read_mark(std::string_view text, ByteView kiosk_key);

}  // namespace onecard::device
