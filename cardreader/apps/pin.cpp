#include <algorithm>

#include "cardreader/apps/purse.hpp"
#include "cardreader/exchange.hpp"

namespace onecard::card {
namespace {

constexpr std::uint16_t status_blocked = 0x6983;

/// Two digits a byte, filled with F: 12345 → 12 34 5F.
Bytes packed(std::string_view digits) {
    Bytes out;
    out.reserve((digits.size() + 1) / 2);
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const int low = i + 1 < digits.size() ? digits[i + 1] - '0' : 0x0F;
        out.push_back(static_cast<std::uint8_t>((digits[i] - '0') << 4 | low));
    }
    return out;
}

bool names_no_pin(std::uint16_t status) { return status == 0x6A88 || status == 0x9403 || status == 0x6A86; }

std::optional<int> tries_in(std::uint16_t status) {
    if ((status & 0xFFF0) == 0x63C0) return status & 0x0F;
    return std::nullopt;
}

/// Cards number their PIN 00 or 01; an answer "no such PIN" costs no try, so the next number is asked. There is no answer to fetch, so the
/// command goes straight to the transport and no copy of the PIN stays behind.
Result<Response> verify(Transport& transport, Command command, const PinRule& rule) {
    Result<Response> response = failure(Error::Kind::refused, "card.no_pin");
    for (const auto reference : rule.references) {
        command.p2 = reference;
        response = transport.transmit(command);
        if (!response || !names_no_pin(response->status)) break;
        response = failure(Error::Kind::refused, "card.no_pin");
    }
    wipe(command.data.data(), command.data.size());
    return response;
}

bool well_formed(const SecretText& pin, const PinRule& rule) {
    const auto digits = pin.view();
    const bool all_digits = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    return all_digits && digits.size() >= rule.digits_min && digits.size() <= rule.digits_max;
}

/// What the answer to a command that shows a PIN says; nothing when it speaks of something else.
std::optional<PinOutcome> judged(std::uint16_t status) {
    if (status == 0x9000) return PinOutcome{PinOutcome::Kind::right, std::nullopt};
    if (status == status_blocked) return PinOutcome{PinOutcome::Kind::blocked, 0};
    const auto tries = tries_in(status);
    if (tries) return PinOutcome{*tries == 0 ? PinOutcome::Kind::blocked : PinOutcome::Kind::wrong, tries};
    if (status == 0x6300) return PinOutcome{PinOutcome::Kind::wrong, std::nullopt};
    return std::nullopt;
}

void append_wiping(Bytes& to, Bytes from) {
    append(to, from);
    wipe(from.data(), from.size());
}

}  // namespace

Result<PinOutcome> verify_pin(Transport& transport, const SecretText& pin, const PinRule& rule) {
    if (!well_formed(pin, rule)) return failure(Error::Kind::invalid, "card.pin_form");
    const auto response = verify(transport, {0x00, 0x20, 0x00, 0x00, packed(pin.view()), std::nullopt}, rule);
    if (!response) return failure(response.error());
    if (const auto outcome = judged(response->status)) return *outcome;
    return status_failure(response->status);
}

Result<PinOutcome> change_pin(Transport& transport, const SecretText& old_pin, const SecretText& new_pin, const PinRule& rule) {
    if (!well_formed(old_pin, rule) || !well_formed(new_pin, rule)) return failure(Error::Kind::invalid, "card.pin_form");
    if (rule.change == PinRule::Change::none) return failure(Error::Kind::refused, "card.unsupported");
    const bool of_purse = rule.change == PinRule::Change::purse;
    Command command{static_cast<std::uint8_t>(of_purse ? 0x80 : 0x00), static_cast<std::uint8_t>(of_purse ? 0x5E : 0x24),
                    static_cast<std::uint8_t>(of_purse ? 0x01 : 0x00), 0x00, {}, std::nullopt};
    command.data.reserve(16);
    append_wiping(command.data, packed(old_pin.view()));
    if (of_purse) command.data.push_back(0xFF);
    append_wiping(command.data, packed(new_pin.view()));
    auto response = transport.transmit(command);
    wipe(command.data.data(), command.data.size());
    if (!response) return failure(Error::Kind::timed_out, response.error().code, response.error().detail);
    if (names_no_pin(response->status)) return failure(Error::Kind::refused, "card.no_pin");
    if (const auto outcome = judged(response->status)) return *outcome;
    auto why = status_failure(response->status).value();
    // Only a verdict on the old PIN says for certain that nothing was written.
    why.kind = Error::Kind::timed_out;
    return failure(std::move(why));
}

std::array<std::uint8_t, 4> unblock_header(const PinRule& rule) { return {0x84, 0x24, rule.unblock_p1, rule.unblock_p2}; }

Status unblock_pin(Transport& transport, ByteView cipher_and_mac, const PinRule& rule) {
    const auto [cla, ins, p1, p2] = unblock_header(rule);
    const Command command{cla, ins, p1, p2, Bytes(cipher_and_mac.begin(), cipher_and_mac.end()), std::nullopt};
    const auto response = transport.transmit(command);
    if (!response) return failure(Error::Kind::timed_out, response.error().code, response.error().detail);
    if (!response->ok()) return status_failure(response->status);
    return {};
}

Result<Bytes> read_challenge(Transport& transport) {
    auto answer = ask(transport, {0x00, 0x84, 0x00, 0x00, {}, 4});
    if (answer && answer->size() != 4) return failure(Error::Kind::corrupt, "card.data", "a challenge");
    return answer;
}

Result<std::optional<int>> pin_tries_left(Transport& transport, const PinRule& rule) {
    if (!rule.empty_verify_tells_tries) return std::nullopt;
    const auto response = verify(transport, {0x00, 0x20, 0x00, 0x00, {}, std::nullopt}, rule);
    if (!response) {
        if (response.error().code == "card.no_pin") return std::nullopt;
        return failure(response.error());
    }
    if (response->status == status_blocked) return std::optional(0);
    return tries_in(response->status);
}

}  // namespace onecard::card
