// Money as the screens show it, beside the payment that is under way: what the purse did, what can be put on it, what was bought and paid earlier.
#pragma once
#include <string>
#include <vector>

#include "base/fen.hpp"

namespace onecard::flow {

/// A movement of the purse (EF18).
struct PurseMove {
    std::string date, time;        ///< YYYY-MM-DD, HH:MM
    Fen amount;
    bool in = false;               ///< load
    std::string kind = {};         ///< `in`, `out`, `unload`, `cash`, `combined`: how it is called
    bool here = false;             ///< at this machine
};

/// What can be put on the card, and from where; or back from it.
struct LoadView {
    bool known = false;            ///< the backend has said so in this visit
    Fen account, posted_credit;
    Fen amount;                    ///< chosen; 0 = nothing yet
    bool collects = false;         ///< the posted credit, all of it
    bool off_card = false;         ///< the other way: from the card's deposit account back to the resident's
};

/// A number bought for a prepaid meter.
struct TokenView {
    std::string receipt, account;
    Fen amount;
    std::string number;            ///< twenty digits; empty until the biller has given them
    std::string paid_at;
};

/// Bills that were paid earlier, at whichever machine and by whichever way.
struct PaidView {
    std::string receipt;
    std::string way, state;        ///< as in wire::HolderRecord::Paid
    Fen amount;
    std::string paid_at;           ///< instant
    std::vector<std::string> services;
    bool printed = false;          ///< in this visit
};

}  // namespace onecard::flow
