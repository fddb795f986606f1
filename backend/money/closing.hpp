// The end of a business day: what the sides say of it, and where they differ.
#pragma once
#include <string>
#include <vector>

#include "backend/data/connection.hpp"
#include "backend/money/gateway_files.hpp"

namespace onecard::money {

/// One terminal on one day (of paying, China Standard Time), by each side that exists.
struct TerminalDay {
    std::string terminal, kiosk;
    std::int64_t count = 0;            ///< payments in the ledger
    Fen journal;                       ///< what its kiosk handed in
    Fen ledger;                        ///< what the postings of those payments say
    std::int64_t psam_first = 0, psam_last = 0, psam_used = 0;  ///< sequences of its security module, as the TACs vouch for them
    std::int64_t psam_repeated = 0;    ///< sequences that more than one payment carries: a confirmation was lost (harmless), or a copy
};

struct BillerDay {
    std::string biller;
    Fen ledger;                        ///< booked to it for bills paid that day
    Fen files;                         ///< of it in files to the biller
};

struct Closing {
    std::string day;                   ///< YYYYMMDD
    std::vector<TerminalDay> terminals;
    std::vector<BillerDay> billers;
    std::vector<GatewayDay> gateways;  ///< by phone and bank card; the fifth side is the gateway's own file
    std::size_t cases_opened = 0, differences = 0;
};

/// Closes a day, as often as wanted: payments that come late land in the day on which the card paid. Each difference and each unresolved payment or load
/// becomes a case. In the caller's unit of work. A gateway whose file has not come
/// yet is no difference; closing again once it is here compares.
Closing close_day(data::Connection& connection, const std::string& day, Timestamp now);

/// YYYYMMDD of an instant in the halls.
std::string business_day(Timestamp at);
/// Its first millisecond; nothing for no day.
std::optional<Timestamp> start_of(const std::string& day);

}  // namespace onecard::money
