// The PSAM of this machine, held from when it is found until it fails, and looked for while it is not there.
#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "cardreader/reader.hpp"
#include "kiosk/pay/card_letters.hpp"

namespace onecard::pay {

/// Of the card thread. `room` and `clock` must outlive it.
class PsamHold {
public:
    /// `tell` hears of each change of state, the first one included. With settings that are an error it is never ready.
    PsamHold(card::ReaderRoom& room, const Clock& clock, Result<card::PsamSettings> settings, std::function<void(PsamState)> tell)
        : room_(room), clock_(clock), settings_(std::move(settings)), tell_(std::move(tell)) {}

    /// Null while there is none; valid until the next look() or lose().
    card::Psam* psam() { return psam_ ? &*psam_ : nullptr; }
    bool ready() const { return psam_.has_value(); }
    /// Why there is none.
    const std::string& trouble() const { return trouble_; }

    void on_event(card::SlotEvent::Kind kind);
    /// Looks for it now.
    void look();
    /// Looks for it when it is missing and was not looked for lately.
    void look_if_due();
    /// Lets go of one that failed.
    void lose(std::string code);

private:
    card::ReaderRoom& room_;
    const Clock& clock_;
    Result<card::PsamSettings> settings_;
    std::function<void(PsamState)> tell_;
    std::unique_ptr<card::Transport> transport_;
    std::optional<card::Psam> psam_;
    std::string trouble_ = "sam.missing";
    bool told_ = false;
    Millis next_look_{0};  ///< uptime
};

}  // namespace onecard::pay
