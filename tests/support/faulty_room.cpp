#include "tests/support/faulty_room.hpp"

namespace onecard::test {
namespace {

using card::Command;
using card::Response;
using card::Slot;
using card::SlotEvent;
using card::Transport;

tl::unexpected<Error> silent() { return failure(Error::Kind::timed_out, "card.silent"); }

/// Once the session is broken it stays so, as PC/SC has it.
class FaultyTransport final : public Transport {
public:
    FaultyTransport(FaultyRoom& room, Slot slot, std::unique_ptr<Transport> under) : room_(room), slot_(slot), under_(std::move(under)) {}

    Result<Response> transmit(const Command& command) override {
        if (broken_) return failure(*broken_);
        auto response = room_.exchange(slot_, *under_, command);
        const bool breaks = !response && (response.error().code == "card.reset" || response.error().code == "reader.gone");
        if (breaks) broken_ = response.error();
        return response;
    }
    card::Protocol protocol() const override { return under_->protocol(); }
    Status change_protocol(card::Protocol wanted) override {
        if (broken_) return failure(*broken_);
        auto changed = room_.change_protocol(slot_, *under_, wanted);
        if (!changed) broken_ = changed.error();
        return changed;
    }

private:
    FaultyRoom& room_;
    Slot slot_;
    std::unique_ptr<Transport> under_;
    std::optional<Error> broken_;
};

Result<Response> first_half(const Response& whole) {
    auto bytes = whole.data;
    append(bytes, big_endian(whole.status, 2));
    bytes.resize(bytes.size() / 2);
    if (bytes.size() < 2) return silent();
    const auto status = static_cast<std::uint16_t>(from_big_endian(ByteView(bytes).last(2)));
    bytes.resize(bytes.size() - 2);
    return Response{bytes, status};
}

}  // namespace

std::string_view name(Fault fault) {
    switch (fault) {
        case Fault::card_leaves_before: return "card leaves before acting";
        case Fault::card_leaves_after: return "card leaves after acting";
        case Fault::answer_lost: return "answer lost";
        case Fault::answer_one_byte: return "one byte of answer";
        case Fault::answer_truncated: return "answer truncated";
        case Fault::status_spoilt: return "status spoilt";
        case Fault::status_instead: return "status instead of acting";
        case Fault::card_reset: return "card reset";
        case Fault::reader_leaves_before: return "reader leaves before";
        case Fault::reader_leaves_after: return "reader leaves after";
        case Fault::power_cut_before: return "power cut before";
        case Fault::power_cut_after: return "power cut after";
    }
    return {};
}

std::vector<SlotEvent> FaultyRoom::wait(Millis at_most) {
    if (!first_wait_) return under_.wait(at_most);
    first_wait_ = false;
    under_.wait(Millis(0));
    std::vector<SlotEvent> events;
    for (const auto slot : {Slot::citizen, Slot::contactless, Slot::sam})
        if (auto* reader = under_.reader(slot); reader != nullptr && under_.slot(slot).atr()) events.push_back({slot, SlotEvent::Kind::card_in});
    return events;
}

card::Reader* FaultyRoom::reader(Slot slot) {
    if (under_.reader(slot) == nullptr) return nullptr;
    if (slot == Slot::contactless) return &contactless_;
    return slot == Slot::sam ? &sam_ : &citizen_;
}

std::optional<Bytes> FaultyRoom::FaultyReader::atr() { return room_.under_.reader(slot_)->atr(); }

Result<std::unique_ptr<Transport>> FaultyRoom::FaultyReader::connect() {
    auto* reader = room_.under_.reader(slot_);
    if (reader == nullptr) return failure(Error::Kind::unavailable, "reader.gone");
    auto transport = reader->connect();
    if (!transport) return failure(transport.error());
    return std::make_unique<FaultyTransport>(room_, slot_, std::move(*transport));
}

Result<Response> FaultyRoom::exchange(Slot slot, Transport& under, const Command& command) {
    return happen(slot, [&] { return under.transmit(command); });
}

Status FaultyRoom::change_protocol(Slot slot, Transport& under, card::Protocol wanted) {
    const auto changed = happen(slot, [&]() -> Result<Response> {
        if (auto status = under.change_protocol(wanted); !status) return failure(status.error());
        return Response{{}, 0x9000};
    });
    if (!changed) return failure(changed.error());
    if (!changed->ok() || under.protocol() != wanted) return failure(Error::Kind::refused, "card.protocol");
    return {};
}

Result<Response> FaultyRoom::happen(Slot slot, const Act& acts) {
    ++exchanges_;
    if (slot != Slot::sam) ++card_exchanges_;
    if (happened_ || exchanges_ != plan_.exchange) return acts();
    happened_ = true;
    auto response = go_wrong(slot, acts);
    if (plan_.then) plan_.then();
    return response;
}

Result<Response> FaultyRoom::go_wrong(Slot slot, const Act& acts) {
    switch (plan_.fault) {
        case Fault::card_leaves_before: under_.remove(slot); return silent();
        case Fault::card_leaves_after: (void)acts(); under_.remove(slot); return silent();
        case Fault::answer_lost:
        case Fault::answer_one_byte: (void)acts(); return silent();
        case Fault::answer_truncated: {
            const auto whole = acts();
            return whole ? first_half(*whole) : whole;
        }
        case Fault::status_spoilt: (void)acts(); return Response{{}, plan_.status};
        case Fault::status_instead: return Response{{}, plan_.status};
        case Fault::card_reset:
            under_.slot(slot).reset();
            return failure(Error::Kind::unavailable, "card.reset");
        case Fault::reader_leaves_before: under_.unplug(slot); return failure(Error::Kind::unavailable, "reader.gone");
        case Fault::reader_leaves_after: (void)acts(); under_.unplug(slot); return failure(Error::Kind::timed_out, "reader.gone");
        case Fault::power_cut_before: throw PowerCut{};
        case Fault::power_cut_after: (void)acts(); throw PowerCut{};
    }
    return silent();
}

}  // namespace onecard::test
