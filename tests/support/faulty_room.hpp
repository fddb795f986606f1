// A room of readers in which one chosen exchange goes wrong: for walking through every way a payment can be interrupted.
#pragma once
#include <array>
#include <functional>
#include <string_view>

#include "cardreader/sim/sim_room.hpp"

namespace onecard::test {

enum class Fault {
    card_leaves_before,   ///< the card acts no more
    card_leaves_after,    ///< it has acted, its answer is lost
    answer_lost,          ///< it has acted, its answer is lost, it stays
    answer_one_byte,      ///< of the answer one byte arrives
    answer_truncated,     ///< the first half of the answer arrives
    status_spoilt,        ///< it has acted, another status arrives
    status_instead,       ///< it does not act and answers with a status
    card_reset,           ///< another program has reset it before
    reader_leaves_before, ///< the plug is pulled
    reader_leaves_after,
    power_cut_before,     ///< the program ends: a PowerCut is thrown through everything
    power_cut_after,
};
inline constexpr std::array all_faults{Fault::card_leaves_before, Fault::card_leaves_after,    Fault::answer_lost,         Fault::answer_one_byte,
                                       Fault::answer_truncated,   Fault::status_spoilt,        Fault::status_instead,      Fault::card_reset,
                                       Fault::reader_leaves_before, Fault::reader_leaves_after, Fault::power_cut_before,   Fault::power_cut_after};
std::string_view name(Fault fault);

/// Not an error: the end of the process, as far as that can be played inside one.
struct PowerCut {};

struct FaultPlan {
    int exchange = 0;  ///< counted from 1 over both slots, as the cards see them (GET RESPONSE counts, a change of protocol too)
    Fault fault = Fault::card_leaves_before;
    std::uint16_t status = 0x6F00;  ///< for the two status faults
    std::function<void()> then = {};  ///< what somebody does at that moment
};

class FaultyRoom final : public card::ReaderRoom {
public:
    /// The cards lie in `under`. A new room reports what is there, as a program does that has just been started.
    explicit FaultyRoom(card::SimRoom& under) : under_(under) {}

    void plan(FaultPlan plan) { plan_ = std::move(plan), exchanges_ = 0, happened_ = false; }
    bool happened() const { return happened_; }
    /// Since plan(): of the resident's card, and of both.
    int card_exchanges() const { return card_exchanges_; }
    int exchanges() const { return exchanges_; }
    void count_anew() { exchanges_ = card_exchanges_ = 0; }

    std::vector<card::SlotEvent> wait(Millis at_most) override;
    card::Reader* reader(card::Slot slot) override;
    void cancel() override { under_.cancel(); }

    /// For the transports.
    Result<card::Response> exchange(card::Slot slot, card::Transport& under, const card::Command& command);
    Status change_protocol(card::Slot slot, card::Transport& under, card::Protocol wanted);

private:
    class FaultyReader final : public card::Reader {
    public:
        FaultyReader(FaultyRoom& room, card::Slot slot) : room_(room), slot_(slot) {}
        std::optional<Bytes> atr() override;
        Result<std::unique_ptr<card::Transport>> connect() override;

    private:
        FaultyRoom& room_;
        card::Slot slot_;
    };

    using Act = std::function<Result<card::Response>()>;
    Result<card::Response> happen(card::Slot slot, const Act& acts);
    Result<card::Response> go_wrong(card::Slot slot, const Act& acts);

    card::SimRoom& under_;
    FaultyReader citizen_{*this, card::Slot::citizen}, contactless_{*this, card::Slot::contactless}, sam_{*this, card::Slot::sam};
    FaultPlan plan_;
    int exchanges_ = 0, card_exchanges_ = 0;
    bool happened_ = false, first_wait_ = true;
};

}  // namespace onecard::test
