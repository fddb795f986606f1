#include "backend/cases/figure_rules.hpp"

#include "base/file.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

using Counted = FigureRule::Counted;

tl::unexpected<Error> malformed(std::string where) { return failure(Error::Kind::invalid, "figures.malformed", std::move(where)); }

std::optional<Counted> counted_named(std::string_view word) {
    if (word == "no_red_card") return Counted::no_red_card;
    if (word == "closed") return Counted::closed;
    if (word == "handled") return Counted::handled;
    if (word == "assisted") return Counted::assisted;
    if (word == "rating_at_least") return Counted::rating_at_least;
    return std::nullopt;
}

}  // namespace

Result<FigureRules> FigureRules::load(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return failure(text.error());
    const auto json = parse_json(*text);
    if (!json) return malformed(json.error().code);
    FigureRules rules;
    rules.period_days = static_cast<int>(number_at(*json, "period_days"));
    if (rules.period_days < 1 || rules.period_days > 366) return malformed("period_days");
    for (const auto& part : list_at(*json, "figures")) {
        FigureRule rule;
        rule.code = text_at(part, "code");
        rule.of = text_at(part, "of");
        const auto& name = object_at(part, "name");
        const auto& means = object_at(part, "means");
        rule.name = {text_at(name, "zh"), text_at(name, "en")};
        rule.means = {text_at(means, "zh"), text_at(means, "en")};
        rule.least = static_cast<int>(number_at(part, "least"));
        const auto counted = counted_named(text_at(part, "counted"));
        if (!counted || rule.code.empty() || rule.of.empty() || rule.name.zh.empty()) return malformed("figure " + rule.code);
        rule.counted = *counted;
        rules.figures.push_back(std::move(rule));
    }
    if (rules.figures.empty()) return malformed("no figures");
    return rules;
}

}  // namespace onecard::cases
