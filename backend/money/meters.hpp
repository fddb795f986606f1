// Prepaid meters: what is bought is a number of twenty digits that the resident types into the meter (as with STS, IEC 62055-41).
//
// An amount that may be bought is an open bill that is no debt (an offer); once it is booked, the biller is asked for the number, and the next offer of
// that amount is there. Asked again, a biller gives the same number: the payment is its reference.
#pragma once
#include <string>
#include <vector>

#include "backend/data/connection.hpp"

namespace onecard::money {

/// A biller of meters, as the district sees it. Calls may block; the same reference again is the same purchase.
class MeterBiller {
public:
    virtual ~MeterBiller() = default;
    /// Twenty digits. Errors: unavailable (asked again later), refused (the meter is not known there: a person's matter).
    virtual Result<std::string> issue(const std::string& account, Fen amount, const std::string& reference) = 0;
};

/// The biller of the sample district: numbers from a keyed digest of meter, amount and reference. No real meter takes them.
class SampleMeterBiller final : public MeterBiller {
public:
    Result<std::string> issue(const std::string& account, Fen amount, const std::string& reference) override;
};

/// A bill was booked: when it was an offer, its number is due now and the next offer opens. In the caller's unit of work.
void note_booked(data::Connection& connection, const std::string& payment, int position, const std::string& bill, Timestamp now);

struct TokenDue {
    std::string payment;
    std::int64_t position = 0;
    std::string account;
    Fen amount;
};
std::vector<TokenDue> tokens_due(data::Connection& connection, Timestamp now, std::size_t most);
/// The biller's answer, in the caller's unit of work. What it refuses, and what it has not given after a day, is a case.
void keep_token(data::Connection& connection, const TokenDue& due, const Result<std::string>& token, Timestamp now);

struct MeterToken {
    std::string receipt, account;
    Fen amount;
    std::string token;      ///< empty while it is due
    Timestamp paid_at;
};
/// What the resident of a card bought for their meters, newest first, whoever paid.
std::vector<MeterToken> tokens_of(data::Connection& connection, std::string_view resident);

/// Twenty digits, the last one a check digit over the others (Luhn).
bool is_token(std::string_view text);

}  // namespace onecard::money
