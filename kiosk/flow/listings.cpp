// What a visitor can do with a listing, and what a form knows of it.
#include <algorithm>

#include "kiosk/flow/turn.hpp"

namespace onecard::flow {

const ListingView* listing_named(const Model& model, const std::string& id) {
    const auto found = std::find_if(model.listings.begin(), model.listings.end(), [&](const ListingView& one) { return one.id == id; });
    return id.empty() || found == model.listings.end() ? nullptr : &*found;
}

const ListingView* open_listing(const Model& model) { return listing_named(model, model.visit.open_listing); }

std::string next_mark(const ListingView& listing, const std::vector<OwnMarkView>& own) {
    const auto set = [&](std::string_view kind) {
        return std::any_of(own.begin(), own.end(), [&](const OwnMarkView& mark) { return mark.listing == listing.id && mark.kind == kind && mark.state != "refused"; });
    };
    if (listing.mark.empty() || !set(listing.mark)) return listing.mark;
    if (listing.mark != "sign_up") return {};
    return !set("sign_in") ? "sign_in" : set("sign_out") ? "" : "sign_out";
}

CardFacts known_facts(const Model& model) {
    auto facts = model.visit.holder ? model.visit.holder->facts : CardFacts{};
    // Of a relative no more is known here than the name that the link tells; the department finds the rest by the card.
    if (const auto* relative = relative_named(model.visit, model.visit.for_relative))
        for (auto& [fact, value] : facts) value = fact == "name" ? relative->name : "按卡核对";
    if (!model.visit.from_listing.empty()) facts["listing"] = model.visit.from_listing;
    return facts;
}

}  // namespace onecard::flow
