// The bank card terminal beside the screen: it takes card and PIN itself, the kiosk only names the amount and hears how it ended.
#pragma once
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/fen.hpp"
#include "base/result.hpp"

namespace onecard::device {

/// How a sale ended, as far as the terminal has said.
struct SaleWord {
    enum class Outcome { approved, declined, unknown };
    Outcome outcome = Outcome::unknown;
    std::string id;      ///< what the kiosk called the sale
    Fen amount;
    std::string trace;   ///< the terminal's own number
    std::string code;    ///< why declined or unknown: `terminal.declined`, `terminal.gone`, `terminal.silent`, `terminal.busy`, `terminal.nonsense`
};

/// What became of money that was to go back to the bank card that paid.
struct RefundWord {
    enum class Outcome { returned, refused, unknown };
    Outcome outcome = Outcome::unknown;
    std::string id;      ///< of the sale
    Fen amount;
    std::string trace;   ///< the terminal's own number of the refund
    std::string code;    ///< why not: `terminal.refused`, or as of SaleWord
};

/// Used from one thread; calls block. A terminal remembers its last sale over power cuts; that is what makes a lost answer harmless.
class BankTerminal {
public:
    virtual ~BankTerminal() = default;
    virtual bool ready(const std::stop_token& stop) = 0;
    /// Blocks while the resident puts the card in and types the PIN. Unknown when the answer was lost: ask last().
    virtual SaleWord sale(const std::string& id, Fen amount, const std::stop_token& stop) = 0;
    /// The last sale that it ended; nothing when there never was one. Unknown while it can't be asked or a sale goes on.
    virtual std::optional<SaleWord> last(const std::stop_token& stop) = 0;
    /// Takes an approved sale back. The same again does nothing more.
    virtual Status reverse(const std::string& id, Fen amount, const std::stop_token& stop) = 0;
    /// Gives back all or a part of an earlier sale, on any later day, to the card that paid: its acquirer knows it by the terminal's own number, so nobody
    /// has to be there. The same sale again is answered the same and gives nothing more; unknown is asked again.
    virtual RefundWord refund(const std::string& id, const std::string& trace, Fen amount, const std::stop_token& stop) = 0;
};

/// Speaks over a serial line or TCP, in frames STX, four digits of length, text, ETX, XOR of all since STX:
///   PING → READY · SALE|ID|FEN → APPROVED|ID|FEN|TRACE or DECLINED|ID|FEN · LAST → the same, NONE or BUSY · REVERSE|ID|FEN → REVERSED|ID
///   REFUND|ID|TRACE|FEN → RETURNED|ID|FEN|TRACE or REFUSED|ID|FEN
std::unique_ptr<BankTerminal> make_line_terminal(std::string address, const Clock& clock);

/// A sale to its end: after a lost answer the terminal is asked for its last sale, and another sale than this one means that this one never was. One of
/// another amount is taken back. Unknown only while the terminal can't be asked.
SaleWord sell(BankTerminal& terminal, const std::string& id, Fen amount, const std::stop_token& stop);
/// The same for a sale that was begun before, perhaps by an earlier process.
SaleWord find_out(BankTerminal& terminal, const std::string& id, Fen amount, const std::stop_token& stop);

}  // namespace onecard::device
