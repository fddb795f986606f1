// How much may be paid from purses before the district has to know of it: a document that the backend signs and every kiosk obeys.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

/// Ceilings of one payment, of one day (of the hall), and of what the backend has not acknowledged yet. Each is at least 1 fen; none of them is below a
/// smaller scope's.
struct Ceilings {
    std::int64_t version = 0;          ///< a later document has a higher one
    Fen payment;
    Fen card_today, kiosk_today;
    Fen card_unsent, kiosk_unsent;
    bool operator==(const Ceilings&) const = default;
};

/// The most that any ceiling may be: a kiosk takes no document beyond, whoever signed it.
inline constexpr Fen ceiling_max{1'000'000'000};

Json to_json(const Ceilings& value);
/// Error `wire.order` besides those of the members: a smaller scope may pay more than a wider one.
Result<Ceilings> ceilings_from(const Json& json);

/// The bytes that are signed: the members and what kind of document this is, so that no other signed thing can stand in for it.
std::string ceilings_document(const Ceilings& value);
/// Errors: `wire.document` for another kind of document, those of ceilings_from() and parse_json().
Result<Ceilings> read_ceilings_document(const std::string& document);

}  // namespace onecard::wire
