// The on-time board of a community, as its kiosks show it to everybody.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

inline constexpr std::size_t board_lines_max = 64;

/// One bar: how many of how many.
struct BoardLine {
    std::string code;        ///< of a figure, or of a department
    Localised name;
    std::int64_t counted = 0, of = 0;
    bool operator==(const BoardLine&) const = default;
};

struct Board {
    Localised community;
    int period_days = 30;
    Timestamp as_of;
    std::vector<BoardLine> figures;      ///< of this community: closed on time, closed, handled, satisfied
    std::vector<BoardLine> departments;  ///< closed on time, of the whole district; those with the most cases first
    bool operator==(const Board&) const = default;
};

Json to_json(const Board& value);
/// Errors: `wire.<member>`.
Result<Board> board_from(const Json& json);

}  // namespace onecard::wire
