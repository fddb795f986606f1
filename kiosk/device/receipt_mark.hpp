// What a slip's QR code says: what was taken, promised or certified, signed by the kiosk that wrote it, so that any kiosk can check it with no network.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fen.hpp"
#include "base/result.hpp"

namespace onecard::device {

struct ReceiptMark {
    enum class Kind { payment, load, request, certificate };
    std::string kiosk;   ///< `K-0001`
    std::string number;  ///< `K0001-20261122-0007`: capitals, digits and `-` only, 1 to 40
    Kind kind = Kind::request;
    std::string at;      ///< YYYYMMDDHHMM
    Fen amount;          ///< of a payment or load; 0 for a request
    bool settled = true; ///< of a payment or load: the card's answer is known
    std::string item;    ///< of a request: its code
    int days = 0;        ///< promised, in working days
    std::string promised_on;  ///< YYYYMMDD
    std::string goes_up_at;   ///< YYYYMMDDHHMM: from then on the resident may take it to the next higher post
    std::string digest;  ///< of the bytes handed in: the first 16 of SHA-256, in hexadecimal
    std::string title = {};  ///< of a certificate: what it is called
    /// Of a certificate: label and value of each line; UTF-8 without control characters, certificate_bytes_max with the title and two for each line.
    std::vector<std::pair<std::string, std::string>> says = {};
    bool operator==(const ReceiptMark&) const = default;
};

/// Keeps a certificate's code small enough for a narrow roll.
inline constexpr std::size_t certificate_bytes_max = 360;

/// The key that others check this kiosk's slips with, from the secret 32 bytes of the kiosk.
Bytes mark_key(ByteView kiosk_key);

/// `OC2/KIOSK/NUMBER/…/SIGNATURE`, the members that its kind has, divided by strokes; the signature is Ed25519 over all that stands before its
/// stroke. Only characters of QR's short alphabet, so that the code stays small. It names no person but what a certificate is given to say.
/// Empty when a member is not of its form, such as a kiosk's id in small letters: such a slip has no code.
std::string write_mark(const ReceiptMark& mark, ByteView kiosk_key);

/// Public keys that a kiosk has signed with; none for one that is not known.
using MarkKeys = std::function<std::vector<Bytes>(const std::string& kiosk)>;

/// Errors: `slip.not_ours` (another text), `slip.kiosk_unknown`, `slip.changed` (the signature does not fit what is written).
Result<ReceiptMark> read_mark(std::string_view text, const MarkKeys& keys);

}  // namespace onecard::device
