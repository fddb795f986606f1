// Putting money on cards (圈存): the account is debited when a card asks, and the money is the card's once its TAC says so. And the way back (圈提): nothing
// moves until the card has said with its MAC3 that it gave the money.
//
//   authorise:  account or posted credit → load_transit                    (state authorised)
//   end:        load_transit → purse_float when the card took it           (loaded)
//               load_transit → where it came from when it did not          (returned)
//   off the card: purse_float → account when MAC3 is right        (loaded), nothing else ever moves
//               stays where it is when the word of the card is wrong        (held, with an alarm; a person decides)
// An authorised load whose card never came back stays authorised: nothing here is ever undone by a clock.
#pragma once
#include "backend-client/wire/loads.hpp"
#include "backend/data/connection.hpp"
#include "backend/keys/key_service.hpp"
#include "backend/money/booking.hpp"

namespace onecard::money {

/// The purse's rules of the district, in fen.
inline constexpr Fen load_min{100}, load_max{100'000}, purse_max{100'000};

/// Debits and answers with MAC2. Units of work of its own, so that no transaction is open while the key service works. The same request again gets the
/// same grant. Errors, kind refused unless said:
///   load.other_body        the id was used for another request
///   load.ended             the kiosk has already said that this load ended
///   card.unknown, card.black_listed
///   terminal.unknown       not a terminal of this kiosk
///   load.limit             below load_min or above load_max
///   load.purse_full        the purse would hold more than purse_max
///   load.card_short        off the card: it has not so much
///   load.unsettled         an earlier load of this card has not ended
///   load.replayed          a load with this or a later number was taken by the card already: a copy, or an old state
///   load.mac_wrong         this is not the card that it says
///   account.short          not so much there
///   keys.unavailable       (unavailable)
Result<wire::LoadGrant> authorise(data::Connection& connection, keys::KeyService& keys, const wire::LoadRequest& request, const Arrival& arrival);

/// The submission that ends a load, in the caller's unit of work. A load that was never asked for and did not happen is noted, so that a request which
/// comes late is refused.
///   received                      loaded or returned; reference is the load's number
///   received `load.held`          the card took it, but its TAC is wrong or missing
///   refused `load.unknown`        loaded, but never authorised here
///   refused `load.other_end`      it ended in another way before
///   later `keys.unavailable`
wire::SubmissionAnswer end_load(data::Connection& connection, keys::KeyService& keys, const wire::LoadBody& body, const Arrival& arrival);

/// What the resident of a card has on account; nothing for a card of nobody.
std::optional<Fen> account_of(data::Connection& connection, std::string_view card_serial);

/// Money put on a resident's account from outside (bank transfer, counter), or the opening balance.
void pay_in(data::Connection& connection, Timestamp at, std::string_view resident, Fen amount, std::string_view reference);

}  // namespace onecard::money
