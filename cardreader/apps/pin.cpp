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

}  // namespace

Result<PinOutcome> verify_pin(Transport& transport, const SecretText& pin, const PinRule& rule) {
    const auto digits = pin.view();
    const bool all_digits = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!all_digits || digits.size() < rule.digits_min || digits.size() > rule.digits_max) return failure(Error::Kind::invalid, "card.pin_form");
    const auto response = verify(transport, {0x00, 0x20, 0x00, 0x00, packed(digits), std::nullopt}, rule);
    if (!response) return failure(response.error());
    if (response->ok()) return PinOutcome{PinOutcome::Kind::right, std::nullopt};
    if (response->status == status_blocked) return PinOutcome{PinOutcome::Kind::blocked, 0};
    const auto tries = tries_in(response->status);
    if (tries) return PinOutcome{*tries == 0 ? PinOutcome::Kind::blocked : PinOutcome::Kind::wrong, tries};
    if (response->status == 0x6300) return PinOutcome{PinOutcome::Kind::wrong, std::nullopt};
    return status_failure(response->status);
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
