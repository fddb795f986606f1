// A new PIN: six digits that are not the first to be tried by whoever finds a card, typed twice.
#pragma once
#include <string>

#include "kiosk/flow/model.hpp"

namespace onecard::screens {

/// Of every one-card.
inline constexpr std::size_t pin_digits = 6;

class PinChoice {
public:
    void begin() { again_ = false, trouble_.clear(); }
    /// Takes one entry into `pin.new_pin`; true once the same came twice.
    bool take(SecretText typed, flow::NewPinView& pin);

    /// Key of what to type now.
    const char* step() const { return again_ ? "new_pin.again" : "new_pin.new"; }
    /// Key of what was wrong with the last entry; empty: nothing.
    const std::string& trouble() const { return trouble_; }

private:
    bool again_ = false;
    std::string trouble_;
};

}  // namespace onecard::screens
