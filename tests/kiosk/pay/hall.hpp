// A whole paying place in one process: software cards, PSAM, store, engine and desk, which can be switched off and on again.
#pragma once
#include <map>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "cardreader/crypto/master_keys.hpp"
#include "kiosk/pay/card_desk.hpp"
#include "tests/support/faulty_room.hpp"
#include "tests/support/shipped_profiles.hpp"

namespace onecard::test {

/// A folder in memory, so that durable writes cost no disk.
class MemoryFolder {
public:
    MemoryFolder();
    ~MemoryFolder();
    MemoryFolder(const MemoryFolder&) = delete;
    MemoryFolder& operator=(const MemoryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

card::CardImage card_image(const std::string& name);
std::unique_ptr<card::SimCard> load_card(card::CardImage image, Random& random);
/// A card over T=0, over T=1, and with a serial and a balance of its own.
card::CardImage as_t0(card::CardImage image);
card::CardImage as_t1(card::CardImage image);
/// Over both; a reader takes T=1.
card::CardImage as_both(card::CardImage image);
card::CardImage changed(card::CardImage image, const std::string& serial, Fen balance);
std::string serial_of(const card::SimCard& card);

/// Letters of one kind.
template <class Kind>
std::vector<Kind> of_kind(const std::vector<pay::CardLetter>& letters) {
    std::vector<Kind> found;
    for (const auto& letter : letters)
        if (const auto* one = std::get_if<Kind>(&letter)) found.push_back(*one);
    return found;
}

/// The district's side of loads: one account, debited when a card asks rightly, and credited when one has proven that it gave money back.
struct Bank {
    enum class Answer { grant, refuse, silence, silence_after_debit };
    Answer answer = Answer::grant;
    Fen account{100'000};
    struct Open {
        Fen amount;
        std::string card;
        std::uint16_t number = 0;
        Fen old_balance;
        wire::LoadGrant grant;
        std::string terminal;
        wire::LoadWay way = wire::LoadWay::onto_card;
        std::string random;
    };
    std::map<std::string, Open> open;       ///< granted and not ended
    std::map<std::string, bool> ended;      ///< by id: whether it was loaded
    bool seals = true;                      ///< new PINs for blocked cards; else nobody answers
    int sealed = 0;

    /// Nothing when nobody answers.
    std::optional<pay::LoadAnswer> ask(const wire::LoadRequest& request);
    /// What the key service makes of a new PIN; nothing when nobody answers.
    std::optional<pay::UnblockAnswer> seal(const pay::UnblockAsked& asked);
    /// A submission `load`. Fails the test when a TAC is not the card's, or an id ends twice in different ways.
    void end(const std::string& id, const wire::LoadBody& body);
};

class Hall {
public:
    /// For this card: of one that speaks both protocols the city's files want the one that the reader does not take.
    explicit Hall(const card::CardImage& resident);
    explicit Hall(std::uint64_t seed = 1, Timestamp now = from_local({2026, 11, 22, 9, 30, 0, 0}));
    ~Hall();

    /// A card of this hall's residents; lives as long as the hall.
    card::SimCard& card(card::CardImage image);
    card::SimCard& card(const std::string& name) { return card(card_image(name)); }

    void put_on(card::SimCard& card) { readers.insert(card::Slot::citizen, card); }
    void take_off() { readers.remove(card::Slot::citizen); }

    /// Ticks until nothing more is said. A power cut restarts everything and is told by cuts().
    std::vector<pay::CardLetter> run();
    std::vector<pay::CardLetter> run(pay::CardOrder order);
    /// Puts the card on and waits until it was read.
    std::vector<pay::CardLetter> arrive(card::SimCard& card);
    /// Readers plugged in, the PSAM in its slot, no fault planned.
    void mend();
    /// As after a kill: everything in memory is gone.
    void restart();
    int cuts() const { return cuts_; }
    /// Runs SQL on the store's file from outside, to make the disk fail or heal.
    void sql(const std::string& text);

    store::Store& store() { return *store_; }
    pay::CardDesk& desk() { return *desk_; }
    FaultyRoom& room() { return *room_; }
    Mailbox<pay::CardLetter>& letters() { return letters_; }

    /// Paid and unresolved money of a card as the journal has it, and how many are unresolved.
    struct Books {
        Fen paid, unresolved;
        std::size_t unresolved_count = 0;
    };
    Books books(const card::SimCard& card);
    /// All payments among the submissions that wait, as the backend will read them. Fails the test when a TAC is not the card's.
    std::vector<wire::PaymentBody> payments();
    /// Hands the loads that have ended to the bank.
    void settle_loads();

    SeededRandom random;
    ManualClock clock;
    card::SimRoom readers;
    std::unique_ptr<card::SimCard> psam;
    pay::DeskSettings settings{shipped_profiles()};
    Bank bank;

private:
    void start();

    MemoryFolder folder_;
    std::vector<std::unique_ptr<card::SimCard>> cards_;
    Mailbox<pay::CardLetter> letters_;
    std::unique_ptr<FaultyRoom> room_;
    std::optional<store::Store> store_;
    std::optional<pay::PaymentEngine> engine_;
    std::optional<pay::CardDesk> desk_;
    int cuts_ = 0;
};

/// One bill of this amount, without ceilings worth mentioning.
pay::Pay order_of(Fen amount, const std::string& bill = "W-2026-10-000123");
/// Ceilings that no test reaches.
pay::Ceilings wide_ceilings();

/// A purchase at another terminal, as a bus makes it, complete and right.
void spend_elsewhere(card::SimCard& card, Fen amount, Random& random);
/// Money put on the card elsewhere.
void load_elsewhere(card::SimCard& card, Fen amount);

}  // namespace onecard::test
