// What files to and from billers and gateways have in common: lines of CSV, and a last one that counts them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace onecard::money {

inline constexpr std::size_t file_bytes_max = 16u << 20;

/// Why a file that another party sent is not taken. All codes begin with `file.`.
inline tl::unexpected<Error> wrong_file(std::string code, std::string detail = {}) { return failure(Error::Kind::invalid, std::move(code), std::move(detail)); }

/// The last line of a file: how many lines and fen, and a digest of `body`.
std::string total_line(std::string_view body, std::int64_t count, std::int64_t sum);

/// A file in parts; they point into it.
struct CountedFile {
    std::string_view body, total;             ///< all lines but the last, with their ends; the last
    std::vector<std::string_view> lines;      ///< of the body: the head, then what it counts
};

/// Errors `file.too_large`, `file.form`.
Result<CountedFile> counted_file(std::string_view content);
/// Error `file.total` when lines (without the head), sum or digest do not agree with the last line.
Status check_total(const CountedFile& file, std::int64_t sum);

/// Zero or more. Error `file.form`.
Result<std::int64_t> number_in(std::string_view text);

}  // namespace onecard::money
