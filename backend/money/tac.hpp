// Does the card say the same as the kiosk? The transaction certificate, computed again with the district's own key.
#pragma once
#include "backend-client/wire/messages.hpp"
#include "cardreader/crypto/keys.hpp"

namespace onecard::money {

class TacCheck {
public:
    /// The district's master key for TACs (MTK), 16 bytes.
    explicit TacCheck(card::Key master_key) : master_key_(std::move(master_key)) {}

    /// True when the card of this serial signed this purchase: amount, type, terminal, terminal sequence, date and time.
    /// False for anything that can't be read, too. Safe from any thread.
    bool right(const wire::PaymentBody& payment) const;

private:
    card::Key master_key_;
};

}  // namespace onecard::money
