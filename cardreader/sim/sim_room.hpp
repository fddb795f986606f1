// Software cards behind the ordinary reader interfaces, in process: for tests and for simulating a whole kiosk.
#pragma once
#include <map>

#include "cardreader/reader.hpp"
#include "cardreader/sim/sim_slot.hpp"

namespace onecard::card {

/// A reader over a slot, which must outlive it.
class SimReader final : public Reader {
public:
    explicit SimReader(SimSlot& slot) : slot_(slot) {}
    std::optional<Bytes> atr() override;
    /// The card leaves during a command: `card.silent`; afterwards: `card.gone`, also when it lies there again.
    Result<std::unique_ptr<Transport>> connect() override;

private:
    SimSlot& slot_;
};

/// A room with a reader in each of the named roles. insert(), remove() and the like may come from any thread. wait() really waits: a
/// simulation under its own clock asks with Millis(0), which never does.
class SimRoom final : public ReaderRoom {
public:
    explicit SimRoom(std::initializer_list<Slot> slots = {Slot::citizen, Slot::sam});

    /// One more reader; before the first wait().
    void add(Slot slot) { places_[slot]; }
    void insert(Slot slot, SimCard& card) { at(slot).slot.insert(card); wake(); }
    void remove(Slot slot) { at(slot).slot.remove(); wake(); }
    void plan(Slot slot, Tear tear) { at(slot).slot.plan(tear); }
    /// The reader's plug is pulled, or put back: conversations end with `reader.gone`.
    void unplug(Slot slot);
    void plug(Slot slot);
    SimSlot& slot(Slot slot) { return at(slot).slot; }

    std::vector<SlotEvent> wait(Millis at_most) override;
    Reader* reader(Slot slot) override;
    void cancel() override;

private:
    struct Place {
        SimSlot slot;
        SimReader reader{slot};
        std::uint64_t seen_turn = 0;
        bool seen_plugged = true;
    };

    Place& at(Slot slot);
    void wake();
    std::vector<SlotEvent> news();

    std::map<Slot, Place> places_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t wakes_ = 0;
    bool cancelled_ = false;
};

}  // namespace onecard::card
