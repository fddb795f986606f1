// What the network side tells the app.
#pragma once
#include <optional>
#include <string>
#include <variant>

#include "backend-client/wire/charges.hpp"
#include "backend-client/wire/loads.hpp"
#include "backend-client/wire/messages.hpp"
#include "backend-client/wire/unblocks.hpp"

namespace onecard::app {

/// Sent whenever one of its values changed.
struct NetState {
    bool online = false;
    bool sending = false;
    std::int64_t waiting = 0, received = 0, parked = 0;
    std::optional<Timestamp> last_sync;
    std::string trouble;  ///< code of what is wrong beyond being offline, such as `net.server_unknown`
};

/// The backend sent a catalogue that is not to be trusted or makes no sense; the former one stays.
struct CatalogueRefused {};

/// Notices, black list, holders or catalogue in the cache are new.
struct CacheChanged {
    bool catalogue = false;
};

/// The holder's record in the cache is fresh.
struct HolderFetched {
    std::string card_serial;
};

/// The registers about the holder in the cache are fresh.
struct RegistersFetched {
    std::string card_serial;
};

/// The holder's drafts in the store are those that the backend knows of.
struct DraftsFetched {
    std::string card_serial;
};

/// A technician wants something; already kept in the store.
struct OrderCame {
    wire::Order order;
};

/// What the backend said about a load that a card waits with.
struct LoadAnswered {
    std::string id;
    std::optional<wire::LoadGrant> grant;
    std::string code;  ///< why there is none
};

/// What the backend said about a PIN to be opened.
struct UnblockAnswered {
    std::optional<wire::UnblockGrant> grant;
    std::string code;  ///< why there is none
};

/// The bank card terminal here is to give money back.
struct RefundsDue {
    std::vector<wire::RefundDue> refunds;
};

/// What the backend said about a charge.
struct ChargeAnswered {
    std::string id;
    std::optional<wire::ChargeState> state;
    std::string code;           ///< why there is none
    bool surely_not = false;    ///< nothing can have been begun
};

using NetLetter = std::variant<NetState, CacheChanged, CatalogueRefused, HolderFetched, RegistersFetched, DraftsFetched, OrderCame, LoadAnswered, UnblockAnswered,
                               ChargeAnswered, RefundsDue>;

}  // namespace onecard::app
