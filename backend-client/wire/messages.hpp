// What kiosk and backend say to each other, as plain data. openapi.yaml is the contract; these are its shapes in C++.
// Reading is strict where it matters (ids, money, states) and ignores members it does not know, so that either side may
// be newer. Instants travel as ISO 8601 with offset, days as YYYY-MM-DD, money as whole fen.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "backend-client/wire/heartbeat.hpp"
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/fen.hpp"
#include "base/result.hpp"

namespace onecard::wire {

using Json = nlohmann::json;

// Limits, the same on both sides.
inline constexpr std::size_t submissions_max = 500;            ///< in one batch
inline constexpr std::size_t submission_bytes_max = 256 << 10; ///< one frozen body
inline constexpr std::size_t batch_bytes_max = 8 << 20;
inline constexpr std::size_t answer_bytes_max = 16 << 20;
inline constexpr std::size_t change_entries_max = 1000;
inline constexpr std::size_t tokens_max = 50;
inline constexpr std::size_t paid_max = 20;
inline constexpr std::size_t looks_max = 60;           ///< in one record

/// A text in each language that the backend has it in; `zh` is always there.
struct Localised {
    std::string zh, en;
    /// `language` is `zh-Hans` or `en`; falls back to Chinese.
    const std::string& in(std::string_view language) const { return language == "en" && !en.empty() ? en : zh; }
    bool operator==(const Localised&) const = default;
};

enum class Service { water, electricity, gas, telecom };

/// A bill (账单) of one account of one card holder.
struct Bill {
    std::string id;          ///< of the backend, e.g. `W-2026-10-000123`
    Service service = Service::water;
    Localised biller;        ///< name of the biller
    std::string account;     ///< the biller's account number
    std::string period;      ///< `2026-10`
    std::string due;         ///< day, YYYY-MM-DD
    Fen amount;
    bool paid = false;
    bool offer = false;      ///< no debt: an amount that may be bought for a prepaid meter
    bool operator==(const Bill&) const = default;
};

/// One step (环节) of a case as the resident may see it.
struct CaseStep {
    enum class State { done, current, ahead };
    Localised name;
    Localised holder;        ///< who holds it in this step: role and department
    State state = State::ahead;
    std::string limit_at;    ///< instant by which this step must end; empty when ahead
    std::string done_at;     ///< instant; empty unless done
    std::string code = {};   ///< of the step in its item; `card_confirm`: it waits for the resident's card. Empty from older backends
    bool operator==(const CaseStep&) const = default;
};

inline constexpr std::size_t case_events_max = 40, linked_cases_max = 20;

/// Something that happened to a case, as its resident may know it.
struct CaseEvent {
    std::string kind;        ///< `accepted`, `urged`, `escalated`, `supplement_asked` …: what a reader does not know, it leaves out
    std::string at;          ///< instant
    Localised post;          ///< who answered for the case, or where it went
    std::string note;
    bool operator==(const CaseEvent&) const = default;
};

/// When and where somebody is expected.
struct Appointment {
    Localised name, place;
    std::string starts_at, ends_at;  ///< instants
    bool operator==(const Appointment&) const = default;
};

inline constexpr std::size_t offered_times_max = 15;

/// What both sides of a mediation have to do with it, as one of them sees it. There with every case that nobody else may know of: the feed of changes
/// leaves such cases out, so that only kiosks where one of its sides put a card on hold anything of them.
struct Mediation {
    std::vector<std::string> offered, chosen;  ///< local times, YYYY-MM-DDTHH:MM: those to choose from; those that suit this side
    std::string agreement;                     ///< laid before both sides; empty until then
    bool accepted = false;                     ///< by this side
    bool invited = false;                      ///< this side was asked to come by the other
    bool agreed = false;                       ///< all sides accepted it
    bool operator==(const Mediation&) const = default;
};

/// A case (办件) that a request became. All after `steps` may be absent: older backends don't say it.
struct Case {
    enum class State { open, supplement, suspended, closed, withdrawn };
    std::string number;      ///< of the backend, e.g. `C-2026-000123`
    std::string receipt;     ///< of the kiosk that took the request; empty for others
    std::string item_code;
    Localised item;
    Localised department;
    State state = State::open;
    std::string accepted_at, promised_at, closed_at;  ///< instants
    std::string result;      ///< a sentence in Chinese when closed
    std::vector<CaseStep> steps;
    Localised holder;        ///< the post that answers for it now; empty when it is over
    std::string goes_up_at;  ///< instant at which it goes up unless the step is done; empty when it can't
    Localised goes_up_to;
    bool clocks_stopped = false;
    std::string question, waits_until;                ///< what the resident is asked for, and until when; or until when it rests
    std::string urged_at, escalated_at;               ///< by the resident, the last time
    int rating = 0;          ///< 1 … 5; 0: not rated
    std::vector<CaseEvent> events;
    bool may_withdraw = false;  ///< by the rules of today; the backend decides again when asked
    bool granted = false;    ///< closed with what was asked for
    std::optional<Appointment> appointment;           ///< booked with it, as long as it stands
    std::vector<std::string> linked;                  ///< numbers of cases handed in together with it
    std::optional<Mediation> mediation;
    int told_by = 1;         ///< people who told of it
    bool seconded = false;   ///< this card told of it after another: it may be followed and urged, nothing else
    bool operator==(const Case&) const = default;
};

/// What somebody who is acted for is to who acts.
enum class Relation { parent, child, spouse, other };

/// All that the backend tells a kiosk about the holder of one card.
struct HolderRecord {
    enum class Standing { active, lost, blocked, unknown };
    std::string card_serial;  ///< 16 digits, upper case hexadecimal of the 8-byte serial
    Standing standing = Standing::unknown;
    Localised community;
    std::string grid;
    std::vector<Bill> bills;
    std::vector<Case> cases;
    Timestamp as_of;          ///< when the backend said so; the age shown on the screen
    Fen account;              ///< what the resident has with the district, to be put on the card
    Fen posted_credit;        ///< what was returned to this card and waits to be collected with it (补登)
    /// The resident's other cards.
    struct OtherCard {
        std::string serial;
        Standing standing = Standing::active;
        bool operator==(const OtherCard&) const = default;
    };
    std::vector<OtherCard> other_cards;
    /// Bought for a prepaid meter.
    struct Token {
        std::string receipt, account;
        Fen amount;
        std::string number;       ///< twenty digits; empty until the biller has given them
        std::string paid_at;      ///< instant
        bool operator==(const Token&) const = default;
    };
    std::vector<Token> tokens;    ///< newest first, at most tokens_max
    /// Bills that were paid, at whichever kiosk and by whichever way.
    struct Paid {
        /// `returning`: it goes back the way it came and is not there yet.
        enum class State { received, booked, returning, returned };
        std::string receipt;
        std::string way;          ///< `purse`, `shown`, `scanned`, `terminal`
        State state = State::booked;
        Fen amount;
        std::string paid_at;      ///< instant
        std::vector<Service> services;  ///< of its bills, each once
        bool operator==(const Paid&) const = default;
    };
    std::vector<Paid> paid;       ///< newest first, at most paid_max
    /// Somebody at work looked at what is known of this resident.
    struct Look {
        std::string at;           ///< instant
        std::string role;         ///< as the console knows it: `staff`, `department` …
        std::string case_number;  ///< empty when it was about the resident alone
        std::string reason;       ///< `handling`, `search`, `administration`, `bills`, `payments`, `card`, or what they wrote
        bool operator==(const Look&) const = default;
    };
    std::vector<Look> looks;      ///< newest first, at most looks_max
    /// Somebody whose card is linked with the holder's.
    struct Relative {
        std::string serial, name;      ///< name: masked
        Relation relation = Relation::other;
        bool helps = false;            ///< the holder may act for them; else they may act for the holder
        std::string until;             ///< instant
        std::vector<Case> cases;       ///< of whom the holder may act for; only where the holder's card was there when the record was asked for
        bool operator==(const Relative&) const = default;
    };
    std::vector<Relative> family;
    std::vector<TornMove> torn{};  ///< payments and loads of this card whose end no kiosk has seen yet, oldest first, at most torn_max
    bool operator==(const HolderRecord&) const = default;
};

struct Notice {
    std::string id;
    Localised title, body, publisher;
    int version = 1;
    std::string published_at, ends_on;
    bool operator==(const Notice&) const = default;
};

/// What a kiosk hands in. Made and stored once; `body` is sent as the bytes that were stored.
struct Submission {
    std::string id;          ///< UUIDv7, the idempotency key
    std::string kind;        ///< `payment`, `request`, `load`, `loss_report`
    std::string body;        ///< JSON text of PaymentBody or RequestBody, frozen
    Timestamp created_at;
    bool operator==(const Submission&) const = default;
};

struct SubmissionAnswer {
    /// `refused` is final (parked on the kiosk); `later` asks for another try.
    enum class Outcome { received, refused, later };
    std::string id;
    Outcome outcome = Outcome::later;
    std::string code;        ///< of a refusal, e.g. `payment.tac_wrong`, `submission.other_body`; beside `received` `payment.returned` or `payment.held`
                             ///< when not every bill was booked
    std::string reference;   ///< what it became: number of the case, of the payment
    bool operator==(const SubmissionAnswer&) const = default;
};

/// A purse payment as it happened at the card. Fields named as in cards.md: they are what the TAC is computed over.
struct PaymentBody {
    struct Line {
        std::string bill;
        Fen amount;
        bool operator==(const Line&) const = default;
    };
    /// How the kiosk knows that the card was debited.
    enum class Proof { debit, prove, balance };  ///< answer of DEBIT · GET TRANSACTION PROVE · counter and balance only (no TAC)
    std::string receipt;          ///< number on the slip
    std::string card_serial;
    std::string issuer;           ///< 16 digits, EF15 bytes 0 … 7
    Fen amount;                   ///< equals the sum of the lines
    Fen old_balance;
    std::string terminal;         ///< 12 digits, PSAM EF16
    std::uint32_t terminal_sequence = 0;
    std::uint16_t offline_number = 0;  ///< card's counter before the debit
    std::uint8_t type = 6;        ///< transaction type, 06 purchase, 09 composite purchase
    std::string date, time;       ///< YYYYMMDD, HHMMSS as the card saw them
    std::string tac;              ///< 8 hexadecimal digits; empty with Proof::balance
    Proof proof = Proof::debit;
    Timestamp paid_at;
    std::vector<Line> lines;
    bool operator==(const PaymentBody&) const = default;
};

/// That somebody at work handed a request in together with its holder.
struct Assistance {
    std::string badge;        ///< ten digits
    Timestamp agreed_at;      ///< when the holder agreed with their PIN
    std::string signature;    ///< by the badge over assisted_challenge(), 128 hexadecimal digits
    bool operator==(const Assistance&) const = default;
};

/// A request (申请) for one item.
struct RequestBody {
    std::string receipt;
    std::string card_serial;
    std::string item_code;
    std::int64_t catalogue_version = 0;
    std::map<std::string, std::vector<std::string>> answers;  ///< field key → values, as checked on the kiosk
    std::vector<std::string> materials;                       ///< codes the holder says to have or that come from the card
    std::string language;
    Timestamp handed_in_at;
    std::optional<Assistance> assisted{};
    std::string bundle;                                       ///< receipt of the first request that was handed in with it; empty for one alone
    std::string for_card = {};                                ///< of the relative it is for; empty: the holder
    std::string promised_on = {};                             ///< YYYY-MM-DD as the slip says it; empty of kiosks that do not tell
    bool operator==(const RequestBody&) const = default;
};

/// What slips of a kiosk are checked with. A kiosk whose key file was replaced has several.
struct KioskKey {
    std::string kiosk;
    std::string key;         ///< Ed25519, 64 hexadecimal digits
    Localised hall;
    bool operator==(const KioskKey&) const = default;
};

/// A staff badge: whose it is, and for which departments its bearer may hand in requests together with residents (代办).
struct Badge {
    std::string number;                    ///< ten digits
    std::string key;                       ///< Ed25519, 64 hexadecimal digits
    Localised name, post;
    std::vector<std::string> departments;  ///< codes of departments or of single items; empty: all
    std::vector<std::string> own_cards;    ///< serials of the bearer's own cards: for them they are no helper
    bool operator==(const Badge&) const = default;
};

/// One thing that changed at the backend since a cursor.
struct Change {
    enum class Kind {
        notice, notice_gone, black_list, black_list_gone, holder, catalogue, board, kiosk_key, kiosk_key_gone, listing, listing_gone, badge, badge_gone, reports,
        ceilings
    };
    Kind kind = Kind::notice;
    /// Id of the notice or listing, card serial, version of the catalogue or ceilings, code of the community, id of the kiosk, or number of the badge.
    std::string subject;
    std::optional<Notice> notice;
    std::string board;                     ///< JSON text of a wire::Board, checked
    std::optional<KioskKey> kiosk_key;     ///< with `kiosk_key_gone` all keys of the subject go
    std::optional<HolderRecord> holder;    ///< residents of this kiosk's community only
    std::string listing = {};              ///< JSON text of a wire::Listing, checked
    std::optional<Badge> badge{};
    std::string reports = {};              ///< JSON text of wire::OpenReports, checked
    bool operator==(const Change&) const = default;
};

struct Changes {
    std::int64_t cursor = 0;   ///< to ask with next time
    bool more = false;
    std::vector<Change> entries;
    bool operator==(const Changes&) const = default;
};

/// Answer to an error: RFC 9457 `application/problem+json` with a stable code.
struct Problem {
    int status = 500;
    std::string code, title;
};

// To JSON and back. Errors: `wire.<member>` naming what was missing, of another type or out of its limit.
Json to_json(const Bill& value);
Json to_json(const Case& value);
Json to_json(const HolderRecord& value);
Json to_json(const Notice& value);
Json to_json(const PaymentBody& value);
Json to_json(const RequestBody& value);
Json to_json(const Heartbeat& value);
Json to_json(const HeartbeatAnswer& value);
Json to_json(const Changes& value);
Json to_json(const Problem& value);
Json to_json(const std::vector<Submission>& batch);
Json to_json(const std::vector<SubmissionAnswer>& answers);

Result<Bill> bill_from(const Json& json);
Result<Case> case_from(const Json& json);
Result<HolderRecord> holder_from(const Json& json);
Json to_json(const TornMove& value);
Json to_json(const TornEnd& value);
Json to_json(const TornSettled& value);
Result<TornMove> torn_from(const Json& json);
Result<TornEnd> torn_end_from(const Json& json);
Result<TornSettled> torn_settled_from(const Json& json);
Result<Notice> notice_from(const Json& json);
Result<PaymentBody> payment_from(const Json& json);
/// What the badge signs: 32 bytes over the whole request but the signature.
Bytes assisted_challenge(RequestBody body);
Json to_json(const Badge& value);
Result<Badge> badge_from(const Json& json);
Result<RequestBody> request_from(const Json& json);
Result<Heartbeat> heartbeat_from(const Json& json);
Result<HeartbeatAnswer> heartbeat_answer_from(const Json& json);
Result<Changes> changes_from(const Json& json);
Result<std::vector<Submission>> submissions_from(const Json& json);
Result<std::vector<SubmissionAnswer>> submission_answers_from(const Json& json);
Result<Problem> problem_from(const Json& json);

std::string_view name(Service service);
std::string_view name(CaseStep::State state);
std::string_view name(Case::State state);
std::string_view name(PaymentBody::Proof proof);
std::string_view name(Change::Kind kind);
std::string_view name(Order::Kind kind);
std::string_view name(HolderRecord::Standing standing);
std::string_view name(HolderRecord::Paid::State state);
std::string_view name(SubmissionAnswer::Outcome outcome);
std::optional<Order::Kind> order_kind(std::string_view name);
std::optional<Service> service_named(std::string_view name);
std::optional<Case::State> case_state(std::string_view name);

}  // namespace onecard::wire
