// The card side of a visit: one engine that watches the readers, reads who came, verifies PINs, pays and repairs.
#pragma once
#include <functional>
#include <memory>
#include <set>

#include "base/mailbox.hpp"
#include "cardreader/reader.hpp"
#include "kiosk/pay/card_letters.hpp"
#include "kiosk/pay/psam_hold.hpp"

namespace onecard::pay {

struct DeskSettings {
    card::Profiles profiles;
    /// An error when they are wrong: nothing is paid then (`sam.settings`), everything else works.
    Result<card::PsamSettings> psam = card::PsamSettings{};
    /// Whether a card must not be served, by its serial: a code such as `card.blocked`. Asked in the card thread.
    std::function<std::optional<std::string>(const SecretText& serial)> refusal = {};
};

/// Used from one thread (the card thread) except order() and wake(). Holds the card for the whole visit, because a card that is let go is
/// powered off and forgets the PIN. Keeps what it knows of a holder only while the card is on and the visit lasts. No lock is held and no
/// transaction open while it talks to a card. All arguments by reference must outlive it.
class CardDesk {
public:
    CardDesk(card::ReaderRoom& room, PaymentEngine& engine, const Clock& clock, Mailbox<CardLetter>& letters, DeskSettings settings);

    /// From any thread; is carried out in the next tick.
    void order(CardOrder order);
    /// From any thread: ends a waiting tick.
    void wake() { room_.cancel(); }

    /// One step: carries out what was ordered, else waits at most so long for something to happen at the readers.
    void tick(Millis at_most);
    /// How long the next tick may wait: long while nobody is there, nothing is owed to the disk and the PSAM is in its place.
    Millis rest() const;

private:
    /// The card of the visitor, held.
    struct Visitor {
        std::unique_ptr<card::Transport> transport;
        card::Holder holder;      ///< without name and id number once the letter is gone
        bool log_due = false;     ///< to be read when there is time
        bool log_hidden = false;  ///< until the PIN
        bool deposit_due = false; ///< to be read when there is time; the PIN was right
        bool repair_due = false;  ///< another kiosk left something open
    };

    bool carry_out_orders();
    void carry_out(const VerifyPin& order);
    void carry_out(const Pay& order);
    void carry_out(const Load& order);
    void carry_out(const LoadAnswer& order);
    void carry_out(const ChangePin& order);
    void carry_out(const UnblockPin& order);
    void carry_out(const UnblockAnswer& order);
    void carry_out(const Adopt& order);
    void carry_out(const ReadAgain&);
    void carry_out(const EndVisit&);
    void on_citizen(card::Slot face, card::SlotEvent::Kind kind);
    /// The card being served has left; the other face's comes next, unless it is the very same card.
    void leave();
    // card_desk_staff.cpp
    void on_staff(card::SlotEvent::Kind kind);
    void carry_out(const SignByBadge& order);

    void read_card();
    Result<Visitor> open_card();
    /// Takes the visitor's card once more after its session broke, without a word to the app; false when it is gone or another.
    bool reopen();
    /// Why the card is not served, if so.
    std::optional<std::string> objection(const card::Holder& holder) const;
    Status introduce();
    void read_log();
    void read_deposit();
    /// Settles what is open of the visitor's card.
    std::vector<PaymentOutcome> resume();
    void repair();
    /// A payment was settled without its card: the word about it is for its holder only.
    void tell_late(PaymentOutcome outcome);
    PaymentOutcome pay(const PaymentOrder& order);
    /// The card may still be on, only its answer was lost.
    PaymentOutcome look_again(PaymentOutcome outcome);
    void unusable(std::string code);
    /// Null, with why in `code`, when no money can be moved.
    card::Psam* ready_psam(std::string& code);
    void end_load(PaymentOutcome outcome);
    /// The load that waits for the backend can't go on.
    void break_load(const std::string& code);
    /// After a PIN change whose answer was lost, with the card still there: asks it which PIN is right, never for its last try.
    PinChanged look_at_pins(const ChangePin& order, const Error& why);
    /// What a card says to a PIN that it may have just taken; a blocked one spends nothing on it.
    PinUnblocked look_at_unblocked(const SecretText& pin, const std::string& why);
    /// The card waits for the backend's word; any other command would make it forget.
    bool waits() const { return !load_asked_.empty() || unblock_pin_.has_value(); }

    void tell_reader_state();
    void post(CardLetter letter) { letters_.post(std::move(letter)); }

    card::ReaderRoom& room_;
    PaymentEngine& engine_;
    const Clock& clock_;
    Mailbox<CardLetter>& letters_;
    DeskSettings settings_;
    Mailbox<CardOrder> orders_;
    std::optional<Visitor> visitor_;
    bool card_on_ = false;
    card::Slot face_ = card::Slot::citizen;  ///< on which the card lies that is served
    std::set<card::Slot> lying_;             ///< faces with a card
    SecretText awaited_;  ///< serial of the card that a payment waits for
    std::optional<PaymentOutcome> awaited_end_;  ///< how that payment ended meanwhile
    PsamHold sam_;
    std::string load_asked_;  ///< id of the load that the card waits with for the backend's answer
    std::optional<SecretText> unblock_pin_;  ///< the card waits for it to be sealed
    std::optional<std::pair<bool, bool>> readers_ready_;  ///< the resident's, the staff's
    std::unique_ptr<card::Transport> badge_;              ///< held while it lies there
};

}  // namespace onecard::pay
