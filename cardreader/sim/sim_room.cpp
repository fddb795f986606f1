#include "cardreader/sim/sim_room.hpp"

namespace onecard::card {
namespace {

tl::unexpected<Error> gone() { return failure(Error::Kind::unavailable, "card.gone"); }
tl::unexpected<Error> unplugged() { return failure(Error::Kind::unavailable, "reader.gone"); }
tl::unexpected<Error> silent() { return failure(Error::Kind::timed_out, "card.silent"); }

class SimTransport final : public Transport {
public:
    SimTransport(SimSlot& slot, std::uint64_t turn, Protocol protocol) : slot_(slot), turn_(turn), protocol_(protocol) {}
    ~SimTransport() override {
        if (slot_.turn() == turn_) slot_.reset();
    }

    Result<Response> transmit(const Command& command) override {
        // A connection is not taken up again when the plug is put back.
        lost_ = lost_ || !slot_.plugged();
        if (lost_) return unplugged();
        if (slot_.turn() != turn_) return gone();
        const auto answer = slot_.exchange(turn_, command.encode());
        if (!answer || answer->size() < 2) return silent();
        if (answer->size() > answer_bytes_max) return failure(Error::Kind::corrupt, "card.nonsense", "an over-long answer");
        const ByteView bytes(*answer);
        const auto data = bytes.first(bytes.size() - 2);
        return Response{Bytes(data.begin(), data.end()), static_cast<std::uint16_t>(from_big_endian(bytes.last(2)))};
    }

    Protocol protocol() const override { return protocol_; }

    Status change_protocol(Protocol wanted) override {
        lost_ = lost_ || !slot_.plugged();
        if (lost_) return unplugged();
        const auto changed = slot_.change_protocol(turn_, wanted);
        if (!changed) return gone();
        if (!*changed) return failure(Error::Kind::refused, "card.protocol");
        protocol_ = wanted;
        return {};
    }

private:
    SimSlot& slot_;
    std::uint64_t turn_;
    Protocol protocol_;
    bool lost_ = false;
};

}  // namespace

std::optional<Bytes> SimReader::atr() {
    auto atr = slot_.atr();
    return atr && !atr->empty() ? std::move(atr) : std::nullopt;
}

Result<std::unique_ptr<Transport>> SimReader::connect() {
    if (!slot_.plugged()) return unplugged();
    const auto turn = slot_.turn();
    const auto atr = slot_.atr();
    if (!atr) return gone();
    if (atr->empty()) return failure(Error::Kind::unavailable, "card.unresponsive");
    // Of a card of both protocols T=1 is taken, as the PC/SC daemon does.
    const auto protocol = slot_.best_protocol();
    if (!protocol) return failure(Error::Kind::refused, "card.protocol");
    slot_.reset(protocol);
    return std::make_unique<SimTransport>(slot_, turn, *protocol);
}

SimRoom::SimRoom(std::initializer_list<Slot> slots) {
    for (const auto slot : slots) places_[slot];
}

SimRoom::Place& SimRoom::at(Slot slot) {
    const auto found = places_.find(slot);
    require(found != places_.end(), "a slot of this room");
    return found->second;
}

void SimRoom::unplug(Slot slot) {
    at(slot).slot.set_plugged(false);
    wake();
}

void SimRoom::plug(Slot slot) {
    at(slot).slot.set_plugged(true);
    wake();
}

void SimRoom::wake() {
    const std::lock_guard lock(mutex_);
    ++wakes_;
    changed_.notify_all();
}

void SimRoom::cancel() {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    changed_.notify_all();
}

/// Only differences to what was told before; a card exchanged in between is told as out and in.
std::vector<SlotEvent> SimRoom::news() {
    std::vector<SlotEvent> events;
    const auto tell = [&](Slot slot, SlotEvent::Kind kind) { events.push_back({slot, kind}); };
    for (auto& [slot, place] : places_) {
        const bool was_in = place.seen_plugged && place.seen_turn % 2 == 1;
        const bool plugged = place.slot.plugged();
        if (plugged != place.seen_plugged) {
            if (!plugged && was_in) tell(slot, SlotEvent::Kind::card_out);
            tell(slot, plugged ? SlotEvent::Kind::reader_back : SlotEvent::Kind::reader_lost);
            place.seen_plugged = plugged;
            if (plugged) place.seen_turn = 0;
        }
        if (!plugged) continue;
        const auto turn = place.slot.turn();
        if (turn == place.seen_turn) continue;
        if (place.seen_turn % 2 == 1) tell(slot, SlotEvent::Kind::card_out);
        if (turn % 2 == 1) tell(slot, SlotEvent::Kind::card_in);
        place.seen_turn = turn;
    }
    return events;
}

std::vector<SlotEvent> SimRoom::wait(Millis at_most) {
    std::unique_lock lock(mutex_);
    auto events = news();
    if (!events.empty() || cancelled_) {
        cancelled_ = false;
        return events;
    }
    // A tear happens inside a slot without a word to the room, so look again every now and then.
    constexpr Millis look_again{50};
    const auto end = std::chrono::steady_clock::now() + at_most;
    while (events.empty() && !cancelled_ && std::chrono::steady_clock::now() < end) {
        const auto wakes = wakes_;
        changed_.wait_for(lock, std::min(look_again, at_most), [&] { return cancelled_ || wakes_ != wakes; });
        events = news();
    }
    cancelled_ = false;
    return events;
}

Reader* SimRoom::reader(Slot slot) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(slot);
    return found != places_.end() && found->second.slot.plugged() ? &found->second.reader : nullptr;
}

}  // namespace onecard::card
