#include "backend/api/looking.hpp"

#include <algorithm>

#include "backend/api/access.hpp"
#include "base/text.hpp"

namespace onecard::api {
namespace {

constexpr std::size_t reason_points_min = 2, reason_points_max = 100;

}  // namespace

Result<std::string> reason_to_look(Call& call, std::string_view otherwise) {
    auto reason = http::query_value(call.request.query, "reason");
    const auto points = length_in_points(trim(reason));
    if (points > reason_points_max) return failure(Error::Kind::refused, "look.reason_too_long");
    if (points == 0 && call.role == Role::administrator) return std::string(otherwise);
    if (points < reason_points_min) return failure(Error::Kind::refused, "look.reason_missing");
    return reason;
}

Result<std::string> reason_to_list(Call& call, std::string_view card, std::string_view otherwise) {
    return card.empty() ? Result<std::string>(std::string(otherwise)) : reason_to_look(call, otherwise);
}

void note_look(Call& call, const std::string& card, const std::string& reason) {
    const bool noted = std::any_of(call.looks.begin(), call.looks.end(), [&](const Look& look) { return look.card == card; });
    if (!card.empty() && !noted) call.looks.push_back({card, {}, reason});
}

}  // namespace onecard::api
