// What a payment company says of a day in its file: the fifth side of the daily close. The same file twice changes nothing.
#pragma once
#include <string>
#include <string_view>

#include "backend/data/connection.hpp"

namespace onecard::money {

struct GatewayFileTaken {
    std::string gateway, day;
    std::int64_t lines = 0, fresh = 0, unknown = 0;
};

/// Reads a gateway's file of a day, all of it or nothing, in the caller's unit of work:
///   onecard-gateway,1,GATEWAY,YYYYMMDD,NUMBER,CNY,2
///   CHARGE,paid|refunded,FEN               a line each
///   total,LINES,FEN,SHA-256 of all before, in hexadecimal
/// A line about no charge of ours, or of another amount, becomes a case. Errors, all `invalid`: `file.form`, `file.version`, `file.currency` (another currency
/// or exponent), `file.total`, `file.changed` (a line that said something else before), `file.too_large`.
Result<GatewayFileTaken> take_gateway_file(data::Connection& connection, std::string_view content, Timestamp now);

/// A gateway on one day of paying, by both sides.
struct GatewayDay {
    std::string gateway;
    std::int64_t charges = 0;
    Fen ledger;             ///< posted as taken by it for bills paid that day
    Fen file;               ///< of it in its file
    bool has_file = false;
};
std::vector<GatewayDay> gateway_days(data::Connection& connection, const std::string& day, Timestamp from, Timestamp to);

}  // namespace onecard::money
