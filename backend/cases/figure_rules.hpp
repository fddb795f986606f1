// What the figures are: definitions from assets/cases/figures.json.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "backend-client/wire/messages.hpp"

namespace onecard::cases {

/// The share of `counted` among the events of kind `of` in the period.
struct FigureRule {
    enum class Counted { no_red_card, closed, handled, assisted, rating_at_least };
    std::string code, of;
    wire::Localised name, means;
    Counted counted = Counted::closed;
    int least = 0;
};

struct FigureRules {
    int period_days = 30;
    std::vector<FigureRule> figures;
    /// Error `figures.malformed`.
    static Result<FigureRules> load(const std::filesystem::path& file);
};

}  // namespace onecard::cases
