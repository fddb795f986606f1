// What a payment company says of a day in its file: the fifth side of the daily close. The same file twice changes nothing.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "backend/data/connection.hpp"
#include "backend/money/gateway.hpp"

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

/// A day's file is complete so long after the day has ended.
inline constexpr std::chrono::minutes statement_after{30};
/// Later than so many days nobody asks any more; by then it is somebody's case.
inline constexpr int statement_days = 7;

/// Business days whose file is to be fetched now, oldest first; none from before the gateway's first charge.
std::vector<std::string> statements_due(data::Connection& connection, std::string_view gateway, Timestamp now);

/// Fetches a day's file, takes it and closes that day; in units of work of its own, asking outside any. What goes wrong is asked for again, less and less
/// often; a file that is wrong, or a day late, is a case. Error: that of the gateway, of the file, or of the database.
Status fetch_statement(data::Connection& connection, Gateway& gateway, const std::string& day, Timestamp now);

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
