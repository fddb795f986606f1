// Drafts between a card's kiosks: kept here sealed, given to a kiosk that asks for the card, never shown to anybody at the district.
#pragma once
#include "backend-client/wire/drafts.hpp"
#include "backend/data/connection.hpp"
#include "backend/keys/key_service.hpp"
#include "base/random.hpp"

namespace onecard::api {

/// So long somebody may take to come back; then a draft is gone.
inline constexpr Millis draft_lifetime = std::chrono::hours(24 * 30);
/// The oldest goes when one more comes.
inline constexpr std::size_t drafts_a_card = 20;

/// Of each item the newer wins, whichever kiosk it came from; gives what the card has then, newest first. In units of its own: the key service is
/// slow. Errors of kind refused: `card.unknown`, `card.black_listed`. Else those of the key service and the database; a draft that does not open any
/// more is left out.
Result<wire::CardDrafts> exchange_drafts(data::Connection& connection, keys::KeyService& keys, Random& random, const wire::CardDrafts& told,
                                         const std::string& kiosk, Timestamp now);

}  // namespace onecard::api
