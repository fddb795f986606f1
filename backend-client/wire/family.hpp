// Linked cards of a family: one resident may act for another, because both cards said so at a kiosk.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

/// Body of a submission of kind `card_link`.
struct CardLink {
    enum class Kind { link, unlink };
    Kind kind = Kind::link;
    std::string card_serial;  ///< to link: who will act. To unlink: either of the two. Its PIN was right
    std::string other_serial; ///< to link: who is acted for; its PIN was right as well
    Relation relation = Relation::other;
    Timestamp at;
    bool operator==(const CardLink&) const = default;
};
inline constexpr std::string_view card_link_kind = "card_link";

std::string_view name(CardLink::Kind kind);
std::string_view name(Relation relation);
std::optional<Relation> relation_named(std::string_view word);

Json to_json(const CardLink& value);
Json to_json(const HolderRecord::Relative& value);
/// Errors: `wire.<member>`.
Result<CardLink> card_link_from(const Json& json);
Result<HolderRecord::Relative> relative_from(const Json& json);

}  // namespace onecard::wire
