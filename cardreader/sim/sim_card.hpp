// A software card: one image, the applications it has, and the transmission protocol its answer to reset promises.
#pragma once
#include <memory>

#include "base/random.hpp"
#include "cardreader/crypto/master_keys.hpp"
#include "cardreader/sim/image.hpp"

namespace onecard::card {

class Applet;
class SimPurse;
struct SimAnswer;
struct SimCommand;

/// What a test or the control socket wants to know. All zero on a card without a purse.
struct CardState {
    Fen balance;
    std::uint16_t offline_number = 0, online_number = 0;
    int pin_tries = 0;
    std::size_t log_entries = 0;
    std::uint32_t terminal_sequence = 0;  ///< of a PSAM
    std::size_t composite_records = 0;
    Fen deposit;
};

/// Not for use from several threads at once. What a card keeps without power is written to the state file before an answer leaves.
class SimCard {
public:
    /// `random` must outlive the card. An empty `state_file` keeps the memory in this object only. A state of another image (or
    /// another version of it) is ignored. Errors: those of read_file() except a missing file, `sim.state` for a broken one.
    static Result<std::unique_ptr<SimCard>> load(CardImage image, const MasterKeys& masters, Random& random, std::filesystem::path state_file = {});
    ~SimCard();

    const CardImage& image() const { return image_; }
    CardState state() const;
    /// True for T=0 (ISO/IEC 7816-3): answers are fetched.
    bool fetches_answers() const { return fetches_answers_; }

    /// Power gone or reset: everything volatile is forgotten.
    void reset();
    /// One command, one answer with its status. Empty: the card says nothing.
    Bytes transmit(ByteView apdu);

private:
    SimCard(CardImage image, const MasterKeys& masters, Random& random, std::filesystem::path state_file);
    Status restore();
    bool keep() const;
    Bytes answer_right(ByteView apdu);
    SimAnswer run(const SimCommand& command);
    std::optional<SimAnswer> select(const SimCommand& command);
    SimAnswer card_id() const;
    Bytes fetch(const SimCommand& command);
    Bytes deliver(const SimCommand& command, SimAnswer answer);
    Bytes spoil(Bytes answer);

    CardImage image_;
    Random& random_;
    std::filesystem::path state_file_;
    std::vector<std::unique_ptr<Applet>> applets_;
    SimPurse* purse_ = nullptr;  ///< the first one
    bool fetches_answers_ = true;
    Applet* selected_ = nullptr;
    Bytes waiting_;  ///< for GET RESPONSE
    int commands_ = 0;
};

}  // namespace onecard::card
