#include "backend-client/wire/family.hpp"

#include <algorithm>

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::array kinds{CardLink::Kind::link, CardLink::Kind::unlink};
constexpr std::array relations{Relation::parent, Relation::child, Relation::spouse, Relation::other};
constexpr std::size_t serial_digits = 16, cases_max = 100;

}  // namespace

std::string_view name(CardLink::Kind kind) {
    switch (kind) {
        case CardLink::Kind::link: return "link";
        case CardLink::Kind::unlink: return "unlink";
    }
    return {};
}

std::string_view name(Relation relation) {
    switch (relation) {
        case Relation::parent: return "parent";
        case Relation::child: return "child";
        case Relation::spouse: return "spouse";
        case Relation::other: return "other";
    }
    return {};
}

std::optional<Relation> relation_named(std::string_view word) {
    const auto found = std::find_if(relations.begin(), relations.end(), [&](Relation one) { return name(one) == word; });
    return found == relations.end() ? std::nullopt : std::optional(*found);
}

Json to_json(const CardLink& value) {
    return {{"action", name(value.kind)}, {"card_serial", value.card_serial}, {"other_serial", value.other_serial},
            {"relation", name(value.relation)}, {"at", instant_json(value.at)}};
}

Result<CardLink> card_link_from(const Json& json) {
    Members in(json);
    CardLink value;
    value.kind = in.named("action", kinds);
    value.card_serial = in.digits("card_serial", serial_digits, true);
    value.other_serial = in.digits("other_serial", serial_digits, true);
    value.relation = in.named("relation", relations);
    value.at = in.instant("at");
    if (value.card_serial == value.other_serial) in.fail("other_serial");
    return in.done(std::move(value));
}

Json to_json(const HolderRecord::Relative& value) {
    auto cases = Json::array();
    for (const auto& one : value.cases) cases.push_back(to_json(one));
    return {{"serial", value.serial}, {"name", value.name}, {"relation", name(value.relation)}, {"helps", value.helps}, {"until", value.until},
            {"cases", std::move(cases)}};
}

Result<HolderRecord::Relative> relative_from(const Json& json) {
    Members in(json);
    HolderRecord::Relative value;
    value.serial = in.digits("serial", serial_digits, true);
    value.name = in.text("name", 256);
    value.relation = in.named("relation", relations);
    value.helps = in.flag("helps");
    value.until = in.instant_text("until");
    value.cases = in.each<Case>("cases", cases_max, case_from);
    return in.done(std::move(value));
}

}  // namespace onecard::wire
