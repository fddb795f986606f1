// A software card: one image, the applications it has, and the transmission protocol its answer to reset promises.
#pragma once
#include <memory>

#include "base/random.hpp"
#include "cardreader/crypto/master_keys.hpp"
#include "cardreader/sim/image.hpp"
#include "cardreader/transport.hpp"

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
    /// Whether its answer to reset offers this protocol (ISO/IEC 7816-3, 8.2.3).
    bool offers(Protocol protocol) const { return protocol == Protocol::t0 ? offered_.t0 : offered_.t1; }
    /// Over T=0 answers are fetched.
    bool fetches_answers() const { return spoken_ == Protocol::t0; }

    /// Power gone or reset: everything volatile is forgotten. A reader goes on with a protocol that is offered; of one that does not say with which
    /// (the virtual reader's driver) a card of both learns it from the first command with data: Le goes with it over T=1 only.
    void reset(std::optional<Protocol> agreed = std::nullopt);
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
    struct {
        bool t0 = false, t1 = false;
    } offered_;
    std::optional<Protocol> spoken_;
    Applet* selected_ = nullptr;
    Bytes waiting_;  ///< for GET RESPONSE
    int commands_ = 0;
};

}  // namespace onecard::card
