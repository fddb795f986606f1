#include "kiosk/device/bank_terminal.hpp"

#include <charconv>

#include "base/text.hpp"
#include "kiosk/device/printer_line.hpp"

namespace onecard::device {
namespace {

using Outcome = SaleWord::Outcome;

constexpr std::uint8_t stx = 0x02, etx = 0x03;
constexpr std::size_t length_digits = 4, text_bytes_max = 512, around = 1 + length_digits + 2;
constexpr Millis connect_within{2'000}, answer_within{3'000}, sale_within{90'000}, refund_within{20'000};

std::uint8_t check_of(ByteView bytes) {
    std::uint8_t sum = 0;
    for (const auto byte : bytes) sum = static_cast<std::uint8_t>(sum ^ byte);
    return sum;
}

Bytes framed(std::string_view text) {
    auto length = std::to_string(text.size());
    length.insert(0, length_digits - length.size(), '0');
    Bytes frame{stx};
    for (const auto part : {std::string_view(length), text}) frame.insert(frame.end(), part.begin(), part.end());
    frame.push_back(etx);
    frame.push_back(check_of(ByteView(frame).subspan(1)));
    return frame;
}

tl::unexpected<Error> trouble(std::string code) { return failure(Error::Kind::unavailable, std::move(code)); }

/// The text once a whole frame is there; nothing while more must come. Error `terminal.nonsense`.
Result<std::optional<std::string>> text_in(const Bytes& received) {
    if (received.size() < 1 + length_digits) return std::nullopt;
    std::size_t size = 0;
    const auto* digits = reinterpret_cast<const char*>(received.data()) + 1;
    const auto [end, wrong] = std::from_chars(digits, digits + length_digits, size);
    if (received.front() != stx || wrong != std::errc() || end != digits + length_digits || size > text_bytes_max) return trouble("terminal.nonsense");
    if (received.size() < size + around) return std::nullopt;
    const auto frame = ByteView(received).first(size + around);
    if (frame[frame.size() - 2] != etx || check_of(frame.subspan(1, frame.size() - 2)) != frame.back()) return trouble("terminal.nonsense");
    return std::string(digits + length_digits, size);
}

Result<std::string> ask(const std::string& address, std::string_view text, const Limit& limit) {
    auto line = PrinterLine::open(address, limit);
    if (!line) return trouble("terminal.gone");
    if (!line->send(framed(text), limit)) return trouble("terminal.gone");
    Bytes received;
    for (;;) {
        auto whole = text_in(received);
        if (!whole) return failure(whole.error());
        if (*whole) return **std::move(whole);
        const auto more = line->receive(limit);
        if (!more) return trouble(more.error().code == "printer.silent" ? "terminal.silent" : "terminal.gone");
        received.insert(received.end(), more->begin(), more->end());
    }
}

SaleWord unknown(std::string code) { return {Outcome::unknown, {}, {}, {}, std::move(code)}; }

/// `APPROVED|ID|FEN|TRACE` or `DECLINED|ID|FEN`.
SaleWord word_in(std::string_view text) {
    const auto parts = split(text, '|');
    const bool approved = parts.size() == 4 && parts[0] == "APPROVED", declined = parts.size() == 3 && parts[0] == "DECLINED";
    std::int64_t fen = 0;
    if (!approved && !declined) return unknown(text == "BUSY" ? "terminal.busy" : "terminal.nonsense");
    const std::string_view amount(parts[2]);
    const auto [end, wrong] = std::from_chars(amount.data(), amount.data() + amount.size(), fen);
    if (wrong != std::errc() || end != amount.data() + amount.size() || fen <= 0) return unknown("terminal.nonsense");
    return {approved ? Outcome::approved : Outcome::declined, std::string(parts[1]), Fen(fen), approved ? std::string(parts[3]) : std::string(),
            approved ? std::string() : "terminal.declined"};
}

/// `RETURNED|ID|FEN|TRACE` or `REFUSED|ID|FEN`, about this sale and amount.
RefundWord refund_in(std::string_view text, const std::string& id, Fen amount) {
    using Refund = RefundWord::Outcome;
    const auto parts = split(text, '|');
    const bool returned = parts.size() == 4 && parts[0] == "RETURNED", refused = parts.size() == 3 && parts[0] == "REFUSED";
    if ((!returned && !refused) || parts[1] != id || parts[2] != std::to_string(amount.count()))
        return {Refund::unknown, id, amount, {}, text == "BUSY" ? "terminal.busy" : "terminal.nonsense"};
    if (refused) return {Refund::refused, id, amount, {}, "terminal.refused"};
    return {Refund::returned, id, amount, std::string(parts[3]), {}};
}

class LineTerminal final : public BankTerminal {
public:
    LineTerminal(std::string address, const Clock& clock) : address_(std::move(address)), clock_(clock) {}

    bool ready(const std::stop_token& stop) override {
        const auto answer = ask(address_, "PING", {clock_, connect_within, stop});
        return answer && (*answer == "READY" || *answer == "BUSY");
    }
    SaleWord sale(const std::string& id, Fen amount, const std::stop_token& stop) override {
        const auto answer = ask(address_, "SALE|" + id + "|" + std::to_string(amount.count()), {clock_, sale_within, stop});
        return answer ? word_in(*answer) : unknown(answer.error().code);
    }
    std::optional<SaleWord> last(const std::stop_token& stop) override {
        const auto answer = ask(address_, "LAST", {clock_, answer_within, stop});
        if (answer && *answer == "NONE") return std::nullopt;
        return answer ? word_in(*answer) : unknown(answer.error().code);
    }
    Status reverse(const std::string& id, Fen amount, const std::stop_token& stop) override {
        const auto answer = ask(address_, "REVERSE|" + id + "|" + std::to_string(amount.count()), {clock_, answer_within, stop});
        if (!answer) return failure(answer.error());
        return *answer == "REVERSED|" + id ? Status() : trouble("terminal.nonsense");
    }

    RefundWord refund(const std::string& id, const std::string& trace, Fen amount, const std::stop_token& stop) override {
        const auto answer = ask(address_, "REFUND|" + id + "|" + trace + "|" + std::to_string(amount.count()), {clock_, refund_within, stop});
        return answer ? refund_in(*answer, id, amount) : RefundWord{RefundWord::Outcome::unknown, id, amount, {}, answer.error().code};
    }

private:
    std::string address_;
    const Clock& clock_;
};

/// What a word about the last sale means for ours.
SaleWord about(BankTerminal& terminal, SaleWord word, const std::string& id, Fen amount, const std::stop_token& stop) {
    if (word.outcome == Outcome::unknown) return word;
    if (word.id != id) return {Outcome::declined, id, amount, {}, "terminal.declined"};
    if (word.outcome == Outcome::declined || word.amount == amount) return word;
    if (auto back = terminal.reverse(id, word.amount, stop); !back) return unknown(back.error().code);
    return {Outcome::declined, id, amount, {}, "terminal.declined"};
}

}  // namespace

std::unique_ptr<BankTerminal> make_line_terminal(std::string address, const Clock& clock) { return std::make_unique<LineTerminal>(std::move(address), clock); }

SaleWord sell(BankTerminal& terminal, const std::string& id, Fen amount, const std::stop_token& stop) {
    auto word = terminal.sale(id, amount, stop);
    if (word.outcome == Outcome::unknown || word.id != id) return find_out(terminal, id, amount, stop);
    return about(terminal, std::move(word), id, amount, stop);
}

SaleWord find_out(BankTerminal& terminal, const std::string& id, Fen amount, const std::stop_token& stop) {
    auto word = terminal.last(stop);
    if (!word) return {Outcome::declined, id, amount, {}, "terminal.declined"};
    return about(terminal, *std::move(word), id, amount, stop);
}

}  // namespace onecard::device
