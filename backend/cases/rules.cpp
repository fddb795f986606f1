#include "backend/cases/rules.hpp"

#include <algorithm>

#include "backend-client/wire/reading.hpp"
#include "backend-client/wire/listings.hpp"
#include "base/file.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

constexpr std::string_view states[] = {"open", "supplement", "suspended", "closed", "withdrawn"};
constexpr std::string_view movers[] = {"holder", "resident", "supervisor"};

tl::unexpected<Error> malformed(std::string where) { return failure(Error::Kind::invalid, "rules.malformed", std::move(where)); }

template <std::size_t N>
Result<std::vector<std::string>> words_at(const Json& json, std::string_view key, const std::string_view (&known)[N]) {
    std::vector<std::string> words;
    for (const auto& entry : list_at(json, key)) {
        const auto word = entry.is_string() ? entry.get<std::string>() : std::string();
        if (std::find(std::begin(known), std::end(known), word) == std::end(known)) return malformed(std::string(key) + ": " + word);
        words.push_back(word);
    }
    if (words.empty()) return malformed(std::string(key) + " is empty");
    return words;
}

Result<MoveRule> move_from(const Json& json) {
    MoveRule rule;
    const auto verb = verb_named(text_at(json, "verb"));
    if (!verb) return malformed("verb " + text_at(json, "verb"));
    rule.verb = *verb;
    auto from = words_at(json, "from", states), by = words_at(json, "by", movers);
    if (!from) return failure(from.error());
    if (!by) return failure(by.error());
    rule.from = std::move(*from);
    rule.by = std::move(*by);
    rule.note = flag_at(json, "note");
    rule.stops_clocks = flag_at(json, "stops_clocks");
    rule.before_last_step = flag_at(json, "before_last_step");
    rule.days = static_cast<int>(number_at(json, "days"));
    rule.times = static_cast<int>(number_at(json, "times"));
    for (const auto& step : list_at(json, "in")) rule.in.push_back(step.is_string() ? step.get<std::string>() : std::string());
    for (const auto& step : list_at(json, "not_in")) rule.not_in.push_back(step.is_string() ? step.get<std::string>() : std::string());
    const bool pauses = rule.verb == Verb::ask_supplement || rule.verb == Verb::suspend;
    if ((pauses || rule.verb == Verb::reopen) && (rule.days < 1 || rule.days > 365)) return malformed("days of " + std::string(name(rule.verb)));
    return rule;
}

Result<std::optional<Publishing>> publishing_from(const Json& json) {
    if (json.empty()) return std::nullopt;
    Publishing rule;
    rule.step = text_at(json, "step");
    rule.kind = text_at(json, "kind");
    rule.mark = text_at(json, "mark");
    rule.days = static_cast<int>(number_at(json, "working_days"));
    rule.object_item = text_at(json, "object_item");
    rule.title_field = text_at(json, "title_field");
    rule.body_field = text_at(json, "body_field");
    const auto& named = object_at(json, "named_when");
    const auto& unless = object_at(json, "unless");
    rule.named_field = text_at(named, "field"), rule.named_value = text_at(named, "is");
    rule.unless_field = text_at(unless, "field"), rule.unless_value = text_at(unless, "is");
    if (rule.step.empty() || rule.kind.empty() || rule.days < 0 || rule.days > 365) return malformed("publishes");
    return rule;
}

Result<std::optional<Proposing>> proposing_from(const Json& json) {
    if (json.empty()) return std::nullopt;
    Proposing rule;
    for (const auto& [key, text] : {std::pair{"kind_field", &rule.kind_field}, {"title_field", &rule.title_field}, {"body_field", &rule.body_field},
                                    {"day_field", &rule.day_field}, {"places_field", &rule.places_field}, {"question_field", &rule.question_field}})
        *text = text_at(json, key);
    for (const auto& [kind, mark] : object_at(json, "marks").items())
        if (mark.is_string() && wire::is_mark(mark.get<std::string>())) rule.marks.emplace_back(kind, mark.get<std::string>());
    for (const auto& entry : list_at(json, "facts"))
        rule.facts.emplace_back(text_at(entry, "field"), wire::Localised{text_at(object_at(entry, "name"), "zh"), text_at(object_at(entry, "name"), "en")});
    for (const auto& field : list_at(json, "option_fields"))
        if (field.is_string()) rule.option_fields.push_back(field.get<std::string>());
    rule.days = static_cast<int>(number_at(json, "working_days"));
    const bool whole = !rule.kind_field.empty() && !rule.title_field.empty() && rule.marks.size() == object_at(json, "marks").size() && !rule.marks.empty();
    if (!whole || rule.days < 1 || rule.days > 365) return malformed("proposes");
    return rule;
}

Result<std::optional<FastTrack>> fast_track_from(const Json& json) {
    if (json.empty()) return std::nullopt;
    FastTrack fast;
    fast.field = text_at(json, "field"), fast.value = text_at(json, "is");
    const auto& unless = object_at(json, "unless");
    fast.unless_field = text_at(unless, "field");
    for (const auto& value : list_at(unless, "among"))
        if (value.is_string()) fast.unless_values.push_back(value.get<std::string>());
    fast.days = static_cast<int>(number_at(json, "working_days"));
    int sum = 0;
    for (const auto& entry : list_at(json, "steps")) {
        fast.steps.emplace_back(text_at(entry, "step"), static_cast<int>(number_at(entry, "days")));
        sum += fast.steps.back().second;
    }
    if (fast.field.empty() || fast.value.empty() || fast.days < 1 || sum != fast.days) return malformed("fast_track");
    return fast;
}

Result<Json> read_json(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return failure(text.error());
    auto json = parse_json(*text);
    if (!json) return malformed(file.filename().string() + ": " + json.error().code);
    return json;
}

}  // namespace

std::string_view name(Verb verb) {
    switch (verb) {
        case Verb::advance: return "advance";
        case Verb::decide: return "decide";
        case Verb::ask_supplement: return "ask_supplement";
        case Verb::answer: return "answer";
        case Verb::transfer: return "transfer";
        case Verb::give_back: return "give_back";
        case Verb::suspend: return "suspend";
        case Verb::resume: return "resume";
        case Verb::assign: return "assign";
        case Verb::supervise: return "supervise";
        case Verb::invite: return "invite";
        case Verb::offer_times: return "offer_times";
        case Verb::propose: return "propose";
        case Verb::second: return "second";
        case Verb::urge: return "urge";
        case Verb::escalate: return "escalate";
        case Verb::withdraw: return "withdraw";
        case Verb::reopen: return "reopen";
        case Verb::rate: return "rate";
        case Verb::confirm: return "confirm";
        case Verb::choose_times: return "choose_times";
        case Verb::decline: return "decline";
        case Verb::accept: return "accept";
        case Verb::refuse: return "refuse";
    }
    return {};
}

std::string_view event_of(Verb verb) {
    switch (verb) {
        case Verb::advance: return "step_done";
        case Verb::decide: return "closed";
        case Verb::ask_supplement: return "supplement_asked";
        case Verb::answer: return "supplemented";
        case Verb::transfer: return "transferred";
        case Verb::give_back: return "given_back";
        case Verb::suspend: return "suspended";
        case Verb::resume: return "resumed";
        case Verb::assign: return "assigned";
        case Verb::supervise: return "supervised";
        case Verb::second: return "seconded";
        case Verb::urge: return "urged";
        case Verb::escalate: return "escalated";
        case Verb::withdraw: return "withdrawn";
        case Verb::reopen: return "reopened";
        case Verb::rate: return "rated";
        case Verb::confirm: return "confirmed";
        case Verb::invite: return "invited";
        case Verb::offer_times: return "times_offered";
        case Verb::propose: return "proposed";
        case Verb::choose_times: return "times_chosen";
        case Verb::decline: return "invitation_declined";
        case Verb::accept: return "agreement_accepted";
        case Verb::refuse: return "agreement_refused";
    }
    return {};
}

std::optional<Verb> verb_named(std::string_view word) {
    for (const auto verb : all_verbs)
        if (name(verb) == word) return verb;
    return std::nullopt;
}

std::string_view name(Level level) {
    switch (level) {
        case Level::grid: return "grid";
        case Level::community: return "community";
        case Level::street: return "street";
        case Level::department: return "department";
        case Level::district: return "district";
    }
    return {};
}

std::optional<Level> level_named(std::string_view word) {
    for (const auto level : all_levels)
        if (name(level) == word) return level;
    return std::nullopt;
}

const MoveRule* Chart::rule(Verb verb) const {
    const auto found = std::find_if(moves.begin(), moves.end(), [&](const MoveRule& rule) { return rule.verb == verb; });
    return found == moves.end() ? nullptr : &*found;
}

Result<Item> Rules::follow_up_item(const Json& json) {
    Item item;
    item.code = text_at(json, "code");
    item.name = wire::localised_at(json, "name");
    item.department = wire::localised_at(json, "department");
    item.result = wire::localised_at(json, "result");
    item.promised_days = static_cast<int>(number_at(json, "promised_days"));
    item.statutory_days = static_cast<int>(number_at(json, "statutory_days"));
    for (const auto& part : list_at(json, "steps"))
        item.steps.push_back({text_at(part, "code"), wire::localised_at(part, "name"), wire::localised_at(part, "holder"), limit_from(part)});
    if (item.code.empty() || item.name.zh.empty() || item.steps.empty()) return malformed("bad_rating");
    return item;
}

Status Rules::read_charts(const Json& json) {
    for (const auto& part : list_at(json, "charts")) {
        Chart chart;
        chart.code = text_at(part, "code");
        chart.post = text_at(part, "post");
        chart.closed_to_figures = flag_at(part, "private");
        chart.reopened_days = static_cast<int>(number_at(part, "reopened_days", chart.reopened_days));
        auto publishes = publishing_from(object_at(part, "publishes"));
        if (!publishes) return malformed("charts.json: " + chart.code + ", " + publishes.error().detail);
        chart.publishes = *std::move(publishes);
        auto proposes = proposing_from(object_at(part, "proposes"));
        if (!proposes) return malformed("charts.json: " + chart.code + ", " + proposes.error().detail);
        chart.proposes = *std::move(proposes);
        auto fast = fast_track_from(object_at(part, "fast_track"));
        if (!fast) return malformed("charts.json: " + chart.code + ", " + fast.error().detail);
        chart.fast = *std::move(fast);
        for (const auto& entry : list_at(part, "passed_to")) chart.passed_to.push_back({text_at(entry, "to"), text_at(entry, "told")});
        const auto like = text_at(part, "like");
        const auto model = std::find_if(charts_.begin(), charts_.end(), [&](const Chart& one) { return one.code == like; });
        if (!like.empty() && model == charts_.end()) return malformed("charts.json: " + chart.code + " is like " + like);
        if (!like.empty()) chart.moves = model->moves;
        chart.up_after_hours = static_cast<int>(number_at(part, "up_after_hours"));
        for (const auto& entry : list_at(part, "apart")) {
            Apart apart{text_at(entry, "step"), {}};
            for (const auto& step : list_at(entry, "from"))
                if (step.is_string()) apart.from.push_back(step.get<std::string>());
            if (apart.step.empty() || apart.from.empty()) return malformed("charts.json: " + chart.code + ", apart");
            chart.apart.push_back(std::move(apart));
        }
        for (const auto& entry : list_at(part, "moves")) {
            auto rule = move_from(entry);
            if (!rule) return malformed("charts.json: " + chart.code + ", " + rule.error().detail);
            if (!like.empty()) std::erase_if(chart.moves, [&](const MoveRule& old) { return old.verb == rule->verb; });
            if (chart.rule(rule->verb)) return malformed("charts.json: " + chart.code + " has " + std::string(name(rule->verb)) + " twice");
            chart.moves.push_back(std::move(*rule));
        }
        charts_.push_back(std::move(chart));
    }
    for (const auto& part : list_at(json, "used_by")) {
        Use use{text_at(part, "item"), text_at(part, "department"), text_at(part, "chart")};
        const bool known = std::any_of(charts_.begin(), charts_.end(), [&](const Chart& chart) { return chart.code == use.chart; });
        if (!known) return malformed("charts.json: there is no chart " + use.chart);
        uses_.push_back(std::move(use));
    }
    if (uses_.empty() || !uses_.back().item.empty() || !uses_.back().department.empty()) return malformed("charts.json: the last use must be for all");
    const auto& bad = object_at(json, "bad_rating");
    worst_rating_ = static_cast<int>(number_at(bad, "worst", worst_rating_));
    auto item = follow_up_item(object_at(bad, "item"));
    if (!item) return malformed("charts.json: " + item.error().detail);
    bad_rating_item_ = std::move(*item);
    return {};
}

Status Rules::read_ladder(const Json& json) {
    const auto& yellow = object_at(json, "yellow");
    ladder_.step_yellow_hours = static_cast<int>(number_at(yellow, "step_hours"));
    ladder_.whole_yellow_days = static_cast<int>(number_at(yellow, "whole_working_days"));
    for (const auto& part : list_at(json, "rungs")) {
        const auto level = level_named(text_at(part, "level"));
        const auto days = number_at(part, "up_after_working_days", -1);
        if (!level || days < 0 || days > 60) return malformed("ladder.json: rung " + text_at(part, "level"));
        ladder_.up_after[static_cast<std::size_t>(*level)] = static_cast<int>(days);
    }
    for (const auto level : all_levels)
        if (level != Level::district && !ladder_.up_after[static_cast<std::size_t>(level)])
            return malformed("ladder.json: no rung for " + std::string(name(level)));
    return {};
}

Status Rules::read_routing(const Json& json) {
    const auto known = [this](const std::string& code) {
        return std::any_of(posts_.begin(), posts_.end(), [&](const PostSeed& post) { return post.code == code; });
    };
    for (const auto& part : list_at(json, "posts")) {
        PostSeed post{text_at(part, "code"), text_at(part, "parent"), level_named(text_at(part, "level")).value_or(Level::district), wire::localised_at(part, "name")};
        if (post.code.empty() || post.name.zh.empty() || (!post.parent.empty() && !known(post.parent))) return malformed("routing.json: post " + post.code);
        posts_.push_back(std::move(post));
    }
    if (!known(std::string(top_post))) return malformed("routing.json: no post " + std::string(top_post));
    for (const auto& part : list_at(json, "place_posts")) {
        PlacePosts all{text_at(part, "prefix"), text_at(part, "parent"), level_named(text_at(part, "level")).value_or(Level::district), wire::localised_at(part, "name")};
        const bool of_places = all.level == Level::grid || all.level == Level::community || all.level == Level::street;
        if (!all.prefix.ends_with(':') || all.name.zh.empty() || !of_places || (!known(all.parent) && !place_posts(all.parent)))
            return malformed("routing.json: posts " + all.prefix);
        place_posts_.push_back(std::move(all));
    }
    for (const auto& part : list_at(json, "rules")) {
        RoutingRule rule{text_at(part, "holder_has"), text_at(part, "to")};
        if (!level_named(rule.to) && !known(rule.to) && !place_posts(rule.to)) return malformed("routing.json: to " + rule.to);
        routing_.push_back(std::move(rule));
    }
    if (routing_.empty() || !routing_.back().holder_has.empty()) return malformed("routing.json: the last rule must be for all");
    for (const auto& chart : charts_)
        for (const auto& passed : chart.passed_to)
            if (!known(passed.to) && !place_posts(passed.to)) return malformed("routing.json: " + chart.code + " is passed to " + passed.to);
    return {};
}

Status Rules::read_replies(const Json& json) {
    for (const auto& part : list_at(json, "replies")) {
        const auto verb = verb_named(text_at(part, "verb"));
        auto text = wire::localised_at(part, "text");
        if (!verb || text.zh.empty()) return malformed("replies.json: " + text_at(part, "verb"));
        replies_.push_back({*verb, std::move(text)});
    }
    return {};
}

Result<Rules> Rules::load(const std::filesystem::path& folder, Calendar calendar) {
    Rules rules;
    rules.calendar_ = std::move(calendar);
    using Reader = Status (Rules::*)(const Json&);
    constexpr std::pair<const char*, Reader> files[] = {
        {"charts.json", &Rules::read_charts}, {"ladder.json", &Rules::read_ladder}, {"routing.json", &Rules::read_routing},
        {"replies.json", &Rules::read_replies}};
    for (const auto& [file, reader] : files) {
        const auto json = read_json(folder / file);
        if (!json) return failure(json.error());
        if (auto good = (rules.*reader)(*json); !good) return failure(good.error());
    }
    auto figures = FigureRules::load(folder / "figures.json");
    if (!figures) return failure(figures.error());
    rules.figures_ = std::move(*figures);
    auto appointments = SlotCalendars::load(folder / "appointments.json");
    if (!appointments) return failure(appointments.error());
    rules.appointments_ = std::move(*appointments);
    return rules;
}

std::string Rules::private_charts() const {
    auto codes = Json::array();
    for (const auto& chart : charts_)
        if (chart.closed_to_figures) codes.push_back(chart.code);
    return dump_json(codes);
}

const Chart& Rules::chart(std::string_view code) const {
    const auto found = std::find_if(charts_.begin(), charts_.end(), [&](const Chart& chart) { return chart.code == code; });
    return found == charts_.end() ? chart(uses_.back().chart) : *found;
}

const Chart& Rules::chart_of_item(std::string_view item_code) const {
    const auto department = item_code.substr(0, item_code.find('-'));
    for (const auto& use : uses_)
        if ((use.item.empty() || use.item == item_code) && (use.department.empty() || use.department == department)) return chart(use.chart);
    return chart(uses_.back().chart);
}

const PlacePosts* Rules::place_posts(std::string_view prefix) const {
    const auto found = std::find_if(place_posts_.begin(), place_posts_.end(), [&](const PlacePosts& posts) { return posts.prefix == prefix; });
    return found == place_posts_.end() ? nullptr : &*found;
}

const std::string& Rules::way_of(std::string_view holder) const {
    const auto found = std::find_if(routing_.begin(), routing_.end(), [&](const RoutingRule& rule) { return holder.find(rule.holder_has) != std::string_view::npos; });
    return found == routing_.end() ? routing_.back().to : found->to;
}

}  // namespace onecard::cases
