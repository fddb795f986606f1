// Linked cards: who in a family may act for whom. Agreed by both with card and PIN, ended by either, over by itself after a year.
#pragma once
#include <string>
#include <vector>

#include "backend-client/wire/family.hpp"
#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

inline constexpr int helped_max = 5;   ///< for whom one resident may act
inline constexpr int helpers_max = 3;  ///< who may act for one resident
inline constexpr auto link_kept = std::chrono::hours(24 * 365);
inline constexpr int relatives_cases_max = 50;

/// Links or unlinks, as of when it was agreed (never later than now). Linking again begins the year anew. Errors, all refused: `card.black_listed`, `family.unknown_card`
/// (no register knows whose it is), `family.same_person`, `family.too_many`, `family.not_linked` (to unlink).
Status take_card_link(data::Connection& connection, const wire::CardLink& link, const std::string& kiosk, Timestamp now);

/// True when the holder of the one card may act for the holder of the other at that time.
bool may_act_for(data::Connection& connection, const std::string& helper_card, const std::string& helped_card, Timestamp at);

/// Those whom the card's holder may act for, and those who may act for them; names masked, no cases.
std::vector<wire::HolderRecord::Relative> family_of(data::Connection& connection, const std::string& card, Timestamp now);

/// Adds the cases of those whom the holder may act for, but for private ones.
void add_cases(data::Connection& connection, const Rules& rules, std::vector<wire::HolderRecord::Relative>& family);

/// As whom a relative looks at somebody's cases; `user` of such a look is the relative's card.
inline constexpr std::string_view family_role = "family";
/// Cards whose holders have not been told of a look by this relative today: once a day is enough.
std::vector<std::string> looked_at_today_first(data::Connection& connection, const std::string& by, const std::vector<wire::HolderRecord::Relative>& family,
                                               Timestamp now);

/// Whom it was done for reads in the record of looks that this relative did something to their case.
void note_help(data::Connection& connection, const std::string& helper_card, const std::string& number, Timestamp now);

/// The masked name of a card's holder; empty for a card that nobody registered.
std::string masked_name_of(data::Connection& connection, const std::string& card);

}  // namespace onecard::cases
