// Does the card say the same as the kiosk? The transaction certificate, computed again by the key service.
#pragma once
#include "backend-client/wire/messages.hpp"
#include "backend/keys/key_service.hpp"

namespace onecard::money {

class TacCheck {
public:
    /// `keys` outlives this.
    explicit TacCheck(keys::KeyService& keys) : keys_(&keys) {}

    /// True when the card of this serial signed this purchase: amount, type, terminal, terminal sequence, date and time.
    /// False for anything that can't be read, too. Safe from any thread. Errors: those of the key service; nothing is known then.
    Result<bool> right(const wire::PaymentBody& payment) const;

private:
    keys::KeyService* keys_;
};

}  // namespace onecard::money
