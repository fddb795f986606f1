// The purse application of a software card: commands, states and memory of cards.md 2.7.
#pragma once
#include "base/random.hpp"
#include "cardreader/crypto/master_keys.hpp"
#include "cardreader/crypto/purse_macs.hpp"
#include "cardreader/sim/applet.hpp"
#include "cardreader/sim/image.hpp"

namespace onecard::card {

/// After so many in a row the application is locked for good (cards.md 2.1).
inline constexpr int wrong_macs_max = 3;

class SimPurse final : public Applet {
public:
    /// `random` outlives this.
    SimPurse(PurseImage image, const MasterKeys& masters, Random& random, Keep keep, bool wrong_tac);

    bool has_name(ByteView name) const override { return names(name, image_.aid); }
    SimAnswer select() override;
    SimAnswer run(const SimCommand& command) override;
    void challenged(ByteView challenge) override { challenge_.assign(challenge.begin(), challenge.end()); }
    nlohmann::json kept() const override;
    bool restore(const nlohmann::json& kept) override;

    Fen balance() const { return memory_.balance; }
    std::uint16_t offline_number() const { return memory_.offline_number; }
    std::uint16_t online_number() const { return memory_.online_number; }
    int pin_tries() const { return memory_.pin_tries; }
    const std::vector<Bytes>& log() const { return memory_.log; }
    Fen deposit() const { return memory_.deposit; }
    std::size_t composite_records() const { return memory_.composite.size(); }
    const Factor& serial() const { return image_.serial; }

private:
    struct Proof {
        std::uint8_t action = 0;  ///< 0: none yet
        std::uint16_t number = 0;
        Mac mac{}, tac{};
    };
    struct Memory {
        Fen balance;
        std::uint16_t offline_number = 0, online_number = 0;
        Fen deposit;
        std::uint16_t deposit_number = 0;  ///< its online counter
        int pin_tries = 0;
        int wrong_macs = 0;  ///< in a row
        Bytes pin;
        std::vector<Bytes> log;
        std::vector<Bytes> composite;  ///< EF1E, newest first
        Proof proof;
    };
    /// An INITIALIZE that waits for its DEBIT or CREDIT.
    struct Pending {
        PurseAction action = PurseAction::purchase;
        Fen amount;
        TerminalNumber terminal{};
        CardRandom random{};
        std::vector<Bytes> records;  ///< of a composite purchase, written with its debit
    };

    SimAnswer dispatch(const SimCommand& command, const std::optional<Pending>& pending, ByteView challenge);
    SimAnswer read_binary(const SimCommand& command);
    SimAnswer select_file(const SimCommand& command);
    SimAnswer read_record(const SimCommand& command) const;
    SimAnswer verify(const SimCommand& command);
    SimAnswer wrong_pin();
    SimAnswer change_pin(const SimCommand& command);
    SimAnswer reload_pin(ByteView pin, ByteView mac);
    SimAnswer unblock_pin(const SimCommand& command, ByteView challenge);
    SimAnswer store_pin(Bytes pin);
    SimAnswer balance(const SimCommand& command) const;
    SimAnswer initialize(const SimCommand& command);
    std::uint16_t refusal(PurseAction action, Fen amount) const;
    /// What an INITIALIZE answers; `next` has its random number.
    SimAnswer initialized(const Pending& next) const;
    SimAnswer update_composite(const SimCommand& command, std::optional<Pending> pending);
    SimAnswer debit(const SimCommand& command, const std::optional<Pending>& pending);
    SimAnswer unload(const SimCommand& command, const std::optional<Pending>& pending);
    SimAnswer credit(const SimCommand& command, const std::optional<Pending>& pending);
    SimAnswer prove(const SimCommand& command) const;
    /// All or nothing, before the answer leaves.
    SimAnswer commit(Memory next, Bytes answer);
    void enter(Memory& next, std::uint16_t number, const PurseDeal& deal, const Mac& mac, const Mac& tac) const;

    PurseImage image_;
    Key purchase_key_, load_key_, unload_key_, tac_key_, reload_key_, unblock_key_;
    Random& random_;
    Keep keep_;
    bool wrong_tac_;
    Memory memory_;
    std::optional<Pending> pending_;
    Bytes challenge_;
    bool pin_verified_ = false;
    std::uint8_t file_ = 0;
};

}  // namespace onecard::card
