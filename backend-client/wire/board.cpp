#include "backend-client/wire/board.hpp"

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::int64_t count_max = 1'000'000'000;

Json lines_json(const std::vector<BoardLine>& lines) {
    auto list = Json::array();
    for (const auto& line : lines)
        list.push_back({{"code", line.code}, {"name", localised_json(line.name)}, {"counted", line.counted}, {"of", line.of}});
    return list;
}

Result<BoardLine> line_from(const Json& json) {
    Members in(json);
    BoardLine line;
    line.code = in.text("code", 64);
    line.name = in.localised("name");
    line.counted = in.number("counted", 0, count_max);
    line.of = in.number("of", 0, count_max);
    if (line.counted > line.of) in.fail("counted");
    return in.done(std::move(line));
}

}  // namespace

Json to_json(const Board& value) {
    return {{"community", localised_json(value.community)},
            {"period_days", value.period_days},
            {"as_of", instant_json(value.as_of)},
            {"figures", lines_json(value.figures)},
            {"departments", lines_json(value.departments)}};
}

Result<Board> board_from(const Json& json) {
    Members in(json);
    Board board;
    board.community = in.localised("community");
    board.period_days = static_cast<int>(in.number("period_days", 1, 366));
    board.as_of = in.instant("as_of");
    board.figures = in.each<BoardLine>("figures", board_lines_max, line_from);
    board.departments = in.each<BoardLine>("departments", board_lines_max, line_from);
    return in.done(std::move(board));
}

}  // namespace onecard::wire
