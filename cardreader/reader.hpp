// Readers by role. Everything above works with these two classes and never sees PC/SC.
#pragma once
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "cardreader/transport.hpp"

namespace onecard::card {

/// What a slot is for; which reader name has which role is configuration. A reader with two faces for residents' cards is two readers to PC/SC: the contacts
/// are `citizen`, the field above them is `contactless`.
enum class Slot { citizen, contactless, staff, sam };

class Reader {
public:
    virtual ~Reader() = default;
    /// The answer to reset of the card that is in, or nothing.
    virtual std::optional<Bytes> atr() = 0;
    /// Takes the card for one conversation. Bounded retries while contacts bounce. Errors: `card.gone`, `card.unresponsive`,
    /// `card.busy` (another program holds it), `reader.gone`, `reader.service_gone`.
    virtual Result<std::unique_ptr<Transport>> connect() = 0;
};

/// Something that happened at a slot.
struct SlotEvent {
    enum class Kind { card_in, card_out, reader_lost, reader_back };
    Slot slot = Slot::citizen;
    Kind kind = Kind::card_in;
};

/// All readers of one machine. Used from one thread (the card thread), except cancel().
class ReaderRoom {
public:
    virtual ~ReaderRoom() = default;
    /// Waits for events: insertion, removal, reader or daemon lost and back. Returns an empty list when the time is over. The first call
    /// reports what is already there. A card exchanged unseen gives card_out and card_in. Never fails: a lost daemon is
    /// reader_lost on each slot, and it is looked for again with back-off, without anyone touching the machine.
    virtual std::vector<SlotEvent> wait(Millis at_most) = 0;
    /// The reader of a role, or nothing when none is connected.
    virtual Reader* reader(Slot slot) = 0;
    /// Ends a wait() early; from any thread.
    virtual void cancel() = 0;
};

}  // namespace onecard::card
