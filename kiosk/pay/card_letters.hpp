// What the card side tells the app, and what the app asks of it. Letters carry personal data and wipe it when they are let go.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/secret.hpp"
#include "cardreader/apps/holder.hpp"
#include "cardreader/apps/purse.hpp"
#include "kiosk/pay/payment.hpp"

namespace onecard::pay {

// --- To the app ---

/// A card was put on; reading begins.
struct CardIn {};
/// The card was taken off, or its reader went away with it.
struct CardOut {};

struct PurseView {
    std::optional<Fen> balance;       ///< nothing on cards without a purse
    std::vector<card::LogEntry> log;  ///< newest first; empty while the card does not show it
};

/// The card can be used. Its log takes long to read and comes with PurseRead, when nothing more urgent is to do.
struct HolderRead {
    card::Holder holder;
    PurseView purse;                ///< without log
    std::optional<int> tries_left;  ///< of the PIN, when the card tells
};

/// The card can't be used, or not now; it may stay on. Codes: those of cardreader, `card.unknown`, `card.storage`, `card.not_enabled`,
/// `card.not_yet_valid`, `card.expired`, `card.other_awaited` (a payment of another card waits for it), and whatever
/// DeskSettings::refusal gives (`card.blocked`, `card.lost`).
struct CardUnusable {
    std::string code;
};

struct PinResult {
    std::optional<card::PinOutcome> outcome;  ///< nothing when the card could not be asked
    std::string code;                         ///< why not
};

/// Balance and log; once more when a PIN has opened the log.
struct PurseRead {
    PurseView purse;
};

/// What the deposit account of the card holds: told after the PIN, on cards that have one.
struct DepositRead {
    Fen balance;
};

/// The answer to Pay or Load. When unresolved, the same card is awaited until it comes or the visit ends.
struct PaymentEnded {
    PaymentOutcome outcome;
    bool bring_back = false;  ///< unresolved, and the card has left or does not answer: it must be put on (again)
};

/// An earlier payment of the card that is on was settled, or (unresolved) still could not be. Comes before HolderRead.
struct Repaired {
    PaymentOutcome outcome;
};

/// The card is ready to take money (or to give some back) and waits: ask the backend, then order LoadAnswer.
struct LoadAsked {
    wire::LoadRequest request;
};

/// The answer to ChangePin.
struct PinChanged {
    enum class Outcome {
        changed,
        wrong,     ///< the old PIN was not right
        blocked,
        unknown,   ///< the card left or fell silent: either PIN may be the right one
        failed,    ///< nothing has changed
    };
    Outcome outcome = Outcome::failed;
    std::optional<int> tries_left;
    std::string code;  ///< why unknown or failed
};

/// The card has given its challenge and waits: have the new PIN sealed, then order UnblockAnswer.
struct UnblockAsked {
    std::string card_serial, header, challenge;  ///< hexadecimal, as in wire::UnblockRequest
    SecretText pin;
};

/// The answer to UnblockPin.
struct PinUnblocked {
    enum class Outcome {
        opened,   ///< the new PIN was shown to the card and is right
        blocked,  ///< as before: nothing has changed
        unknown,  ///< the card left or fell silent: it may have the new PIN
    };
    Outcome outcome = Outcome::blocked;
    std::string code;  ///< why not opened
};

struct ReaderState {
    bool ready = false;
    bool staff = false;  ///< there is a reader for staff badges, and it is connected
};

/// A card lies on the staff reader. It has no number when it can't be used: `badge.unknown` (no badge), those of cardreader.
struct StaffBadge {
    std::string number, code;
};
/// It was taken off.
struct StaffGone {};
/// The answer to SignByBadge; not checked.
struct BadgeSigned {
    Bytes signature;
    std::string code;  ///< why there is none
};

/// Without a PSAM everything but paying works. Codes: `sam.missing`, `sam.unknown` (another card, or of another city), `sam.locked`, `sam.gone`,
/// `sam.settings` (its file on this machine is wrong).
struct PsamState {
    bool ready = false;
    std::string code;
    std::string terminal;  ///< 12 digits, when ready
};

using CardLetter = std::variant<CardIn, CardOut, HolderRead, CardUnusable, PinResult, PurseRead, DepositRead, PaymentEnded, Repaired, LoadAsked, PinChanged,
                                UnblockAsked, PinUnblocked, ReaderState, PsamState, StaffBadge, StaffGone, BadgeSigned>;

// --- From the app ---

struct VerifyPin {
    SecretText pin;
};
struct Pay {
    PaymentOrder order;
};
struct Load {
    LoadOrder order;
};
/// What the backend said to LoadAsked; without a grant the load ends, and `code` says why.
struct LoadAnswer {
    std::string id;
    std::optional<wire::LoadGrant> grant;
    std::string code;
};
struct ChangePin {
    SecretText old_pin, new_pin;
};
/// Opens a blocked PIN with another one.
struct UnblockPin {
    SecretText new_pin;
};
/// What the backend said to UnblockAsked; without data it ends, and `code` says why.
struct UnblockAnswer {
    Bytes data;
    std::string code;
};
/// Lets the badge on the staff reader sign 32 bytes.
struct SignByBadge {
    Bytes challenge;
};
/// Payments and loads that other kiosks left unresolved; those of the card that is on are settled by what it says, and told by Repaired.
struct Adopt {
    std::vector<wire::TornMove> moves;
};
/// Reads the card that is on once more: after a trouble, or for a new visit with a card that was left.
struct ReadAgain {};
/// Lets go of the card (its PIN state is reset) and of all that was read; no card is awaited any longer.
struct EndVisit {};

using CardOrder = std::variant<VerifyPin, Pay, Load, LoadAnswer, ChangePin, UnblockPin, UnblockAnswer, SignByBadge, Adopt, ReadAgain, EndVisit>;

}  // namespace onecard::pay
