#include "cardreader/exchange.hpp"

#include "base/secret.hpp"

namespace onecard::card {
namespace {

constexpr int fetches_max = 8;
constexpr std::size_t whole_answer_bytes_max = 1024;

std::uint8_t high(std::uint16_t status) { return static_cast<std::uint8_t>(status >> 8); }

/// How much 61xx or 6Cxx speaks of; 00 stands for 256.
std::uint16_t announced(std::uint16_t status) { return (status & 0xFF) == 0 ? 256 : static_cast<std::uint16_t>(status & 0xFF); }

/// Status words begin with 6 or 9, but never with 60 (ISO/IEC 7816-4, 5.6).
bool is_status(std::uint16_t status) { return (status >> 12 == 6 && high(status) != 0x60) || status >> 12 == 9; }

Result<Response> transmit_checked(Transport& transport, const Command& command) {
    auto response = transport.transmit(command);
    if (response && !is_status(response->status)) return failure(Error::Kind::corrupt, "card.nonsense", "no status word");
    return response;
}

/// With the right Le when the card names another one.
Result<Response> transmit_right_length(Transport& transport, Command command, Resend resend) {
    auto response = transmit_checked(transport, command);
    if (!response || high(response->status) != 0x6C || resend == Resend::never) return response;
    command.expected = announced(response->status);
    return transmit_checked(transport, command);
}

}  // namespace

Result<Response> exchange(Transport& transport, Command command, Resend resend) {
    if (transport.fetches_answers() && !command.data.empty()) command.expected.reset();
    auto response = transmit_right_length(transport, command, resend);
    if (!response) return response;
    Bytes answer = std::move(response->data);
    std::uint16_t status = response->status;
    for (int fetches = 0; high(status) == 0x61; ++fetches) {
        if (fetches == fetches_max || answer.size() > whole_answer_bytes_max)
            return failure(Error::Kind::timed_out, "card.answer_lost", "an answer without end");
        // CLA stays 00 here whatever the command's was (cards.md 7).
        auto part = transmit_right_length(transport, {0x00, 0xC0, 0x00, 0x00, {}, announced(status)}, Resend::once);
        if (!part) return failure(part.error());
        if (part->status != 0x9000 && high(part->status) != 0x61) {
            return failure(Error::Kind::timed_out, "card.answer_lost", "status " + to_hex(big_endian(part->status, 2)));
        }
        append(answer, part->data);
        wipe(part->data.data(), part->data.size());
        status = part->status;
    }
    return Response{std::move(answer), status};
}

Result<Bytes> ask(Transport& transport, Command command, Resend resend) {
    auto response = exchange(transport, std::move(command), resend);
    if (!response) return failure(response.error());
    if (!response->ok()) return status_failure(response->status);
    return std::move(response->data);
}

}  // namespace onecard::card
