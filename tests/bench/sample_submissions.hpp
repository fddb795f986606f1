// Submissions that the sample district accepts, as many as wanted: payments with a right TAC, and reports of a dark street lamp.
#pragma once
#include <cstdint>
#include <string>

#include "backend-client/store/outbox.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "cardreader/crypto/master_keys.hpp"

namespace onecard::bench {

/// Not for several threads at once. No two payments of one maker, or of makers with other terminals, are the same purchase.
class SampleSubmissions {
public:
    /// `terminal`: 12 digits.
    SampleSubmissions(const card::MasterKeys& keys, std::string terminal, const Clock& clock, Random& random);

    /// By one of the ten residents in turn, for a bill that the district does not know: it is received and the money returned to the card's
    /// posted credit, which takes the same bookings as a bill that is paid.
    store::NewSubmission payment();
    store::NewSubmission request();

private:
    std::string next_card();
    std::string next_receipt();

    card::Key tac_master_;
    std::string terminal_;
    const Clock& clock_;
    Random& random_;
    std::uint32_t made_ = 0;
};

}  // namespace onecard::bench
