// Cards that answer anything at all: every function comes to an end, within a known number of commands, with a value or a code.
#include <array>

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "cardreader/apps/psam.hpp"
#include "tests/support/shipped_profiles.hpp"

using namespace onecard;
using namespace onecard::card;

namespace {

/// Random lengths and bytes, with the status words that lead further much more often than chance.
class NoisyTransport final : public Transport {
public:
    explicit NoisyTransport(std::uint64_t seed) : random_(seed), protocol_(random_.below(2) == 0 ? Protocol::t0 : Protocol::t1) {}

    Result<Response> transmit(const Command& command) override {
        ++commands;
        (void)command.encode();
        if (random_.below(40) == 0) return failure(Error::Kind::timed_out, "card.silent");
        Response response;
        response.data.resize(random_.below(5) == 0 ? random_.below(257) : random_.below(64));
        random_.fill(response.data);
        response.status = status();
        return response;
    }
    Protocol protocol() const override { return protocol_; }
    Status change_protocol(Protocol wanted) override {
        ++commands;
        if (random_.below(4) == 0) return failure(Error::Kind::refused, "card.protocol");
        protocol_ = wanted;
        return {};
    }

    int commands = 0;

private:
    std::uint16_t status() {
        constexpr std::array<std::uint16_t, 8> leading{0x9000, 0x9000, 0x9000, 0x6100, 0x6108, 0x6C1E, 0x63C2, 0x6A82};
        return random_.below(4) != 0 ? leading[random_.below(leading.size())] : static_cast<std::uint16_t>(random_.below(0x10000));
    }

    SeededRandom random_;
    Protocol protocol_;
};

bool has_code(const Error& error) { return error.code.starts_with("card.") || error.code.starts_with("purse.") || error.code.starts_with("sam."); }

template <class T>
void check_end(const Result<T>& result, NoisyTransport& card, int commands_max) {
    if (!result && !has_code(result.error())) FAIL("code " << result.error().code);
    if (card.commands > commands_max) FAIL(card.commands << " commands");
    card.commands = 0;
}

}  // namespace

TEST_CASE("whatever a card answers, every question ends") {
    // Each exchange: the command and its repetition, then eight fetches with theirs.
    constexpr int exchange_max = 2 + 8 * 2;
    const TerminalNumber terminal{};
    for (std::uint64_t seed = 1; seed <= 8'000; ++seed) {
        CAPTURE(seed);
        NoisyTransport card(seed);
        check_end(read_holder(card, test::shipped_profiles()), card, 16 * exchange_max);
        check_end(verify_pin(card, SecretText("123456")), card, 2);
        check_end(pin_tries_left(card), card, 2);
        check_end(read_balance(card), card, exchange_max);
        check_end(read_log(card), card, log_entries_max * exchange_max);
        check_end(init_purchase(card, Fen(250), 1, terminal), card, exchange_max);
        check_end(debit(card, {}), card, exchange_max);
        check_end(prove(card, PurseAction::purchase, 6), card, exchange_max);
        check_end(read_counters(card, 1, terminal), card, 2 * exchange_max);
        auto psam = Psam::open(card);
        check_end(psam, card, 4 * exchange_max);
    }
}
