// Files to billers and their answers: CSV with control totals. The same file twice changes nothing.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "backend/data/connection.hpp"

namespace onecard::money {

struct BillerFile {
    std::string name;     ///< BILLER-YYYYMMDD-NN.csv
    std::string content;
};

/// All files of a day: those that were made before, with the same bytes, and one more for each biller that has lines in none of them yet (payments that
/// came in late). In the caller's unit of work.
///   onecard-payments,1,BILLER,YYYYMMDD,NUMBER,CNY,2        what it is; the currency and how many digits its smaller unit has
///   PAYMENT,POSITION,RECEIPT,BILL,ACCOUNT,FEN              a line each
///   total,LINES,FEN,SHA-256 of all before, in hexadecimal
std::vector<BillerFile> biller_files(data::Connection& connection, const std::string& day, Timestamp now);

struct BillerAnswer {
    std::int64_t lines = 0, fresh = 0, refused = 0;
};

/// Reads a biller's answer: the same form beginning with `onecard-answers`, lines PAYMENT,POSITION,accepted|refused,FEN. All of it or nothing. The first
/// answer to a line stands: a second yes is no news; a no after a yes, and any no, becomes a case and moves no money. Errors, all `invalid`:
/// `file.form`, `file.version`, `file.currency` (another currency or exponent), `file.total` (lines, sum or digest do not agree), `file.unknown` (a line that
/// was never sent to this biller, or with another amount), `file.too_large`.
Result<BillerAnswer> take_answer(data::Connection& connection, std::string_view content, Timestamp now);

}  // namespace onecard::money
