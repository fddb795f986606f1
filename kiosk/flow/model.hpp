// Everything the screens show, as plain data. The app fills it from card, store and network; screens read it and write
// only what a person types. Nothing here loads, sends or decides.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/fen.hpp"
#include "base/regions.hpp"
#include "base/secret.hpp"
#include "kiosk/flow/case_views.hpp"
#include "kiosk/flow/catalogue.hpp"
#include "kiosk/flow/family_views.hpp"
#include "kiosk/flow/form.hpp"
#include "kiosk/flow/listing_views.hpp"
#include "kiosk/flow/money_views.hpp"
#include "kiosk/flow/search.hpp"

namespace onecard::flow {

enum class ScreenId {
    welcome, present_card, pin, my_page, services, item_guide, form, review, receipt, bills, pay_review, paying, pay_result,
    cases, case_detail, notices, listings, mark, registers, help, emergency, ticket, card_service, load, new_pin, loss, looked_at, family, slip_check, fault, out_of_service
};
inline constexpr int screen_count = static_cast<int>(ScreenId::out_of_service) + 1;
std::string_view name(ScreenId screen);

enum class Look { day, night, contrast };
/// Where what is touched stands, for who has one hand to reach with.
enum class Side { both, left, right };

/// How the machine is set for the person in front of it. Each is changed by the event `set` with `NAME=VALUE`.
struct Settings {
    std::string language = "zh-Hans";
    int larger = 0;             ///< 0 normal, 1 large (150 %), 2 largest (200 %)
    Look look = Look::day;
    Side side = Side::both;
    bool elder = false;         ///< larger targets and letters, more time, fewer things on a page
    bool low = false;           ///< content in the lower half
    bool calm = false;          ///< nothing moves
    bool slower = false;        ///< twice the time before the machine asks whether somebody is still there
    bool hide_amounts = false;  ///< amounts stand as dots until touched
    bool voice = false, slow_voice = false;
    int volume = 3;             ///< of the voice, 1 to 5
    bool operator==(const Settings&) const = default;
};

/// What stands over a page until it is closed; the page below keeps everything.
enum class Over { nothing, ease, languages, curtain, rest };

struct HolderView {
    std::string name, masked_name;
    std::string card_number, masked_card_number;
    std::string card_serial;       ///< 16 hexadecimal digits
    CardFacts facts;
    std::string expires;           ///< YYYY-MM-DD
    std::optional<Fen> balance;
    std::optional<Fen> deposit;    ///< of the card's deposit account; known after the PIN, on cards that have one
    bool elder = false;            ///< 65 or older by the card's birth date
};

struct BillView {
    std::string id, service;       ///< service: `water`, `electricity`, `gas`, `telecom`
    Text biller;
    std::string account, period, due;
    Fen amount;
    bool overdue = false;
    bool being_booked = false;     ///< paid here, the backend does not know yet
    bool offer = false;            ///< no debt: may be bought for a prepaid meter, and only by choosing it
};

/// What the bills of one month came to, paid or not.
struct MonthView {
    std::string period;            ///< YYYY-MM
    Fen amount;
};

struct NoticeView {
    std::string id;
    Text title, body, publisher;
    std::string published_at;
};

/// A new PIN, typed in three steps: the old one, the new one, the new one again.
struct NewPinView {
    enum class State { typing, working, changed, wrong, blocked, unknown, failed };
    State state = State::typing;
    SecretText old_pin, new_pin;
    std::optional<int> tries_left;
    std::string reason;            ///< failure code
};

/// Another card of the same resident.
struct OwnCard {
    std::string serial, masked_number;
    bool usable = true;            ///< not lost or blocked already
};

/// Somebody at work looked at what is known of the holder.
struct LookView {
    std::string at, role, reason;  ///< as in wire::HolderRecord::Look
    Text item;                     ///< of the case it was about, as far as known here
};

/// Whoever stands beside the resident with a badge that was proven.
struct StaffView {
    std::string number;
    Text name, post;
    std::vector<std::string> departments;  ///< codes of departments and items they may act for; empty: all
    std::vector<std::string> own_cards;    ///< serials for which they are no helper
};

struct PinView {
    std::optional<int> tries_left; ///< as far as known
    bool wrong = false, blocked = false, checking = false;
    /// A blocked PIN is opened again at a staff badge's word: they have checked who it is; the new one is being typed; it is under way.
    enum class Opening { no, typing, working };
    Opening opening = Opening::no;
    bool opened = false;           ///< in this visit
    std::string opening_trouble = {};  ///< why not, last time
};

struct PaymentView {
    enum class State { none, asking_card, paying, paid, not_paid, unresolved, bring_back };
    State state = State::none;
    /// From the card's purse, or by another way: the phone scans the screen, the machine scans the phone, a bank card.
    enum class Way { purse, shown, scanned, terminal };
    Way way = Way::purse;
    std::string qr;                ///< for the phone to scan; empty until it is there
    Timestamp open_until;          ///< of a code that is shown
    bool scan_awaited = false;     ///< the phone's code was not read yet
    bool cancelling = false;       ///< given up, but not known yet whether it was paid
    bool offline = false;          ///< the backend gives no answer meanwhile
    bool load = false;             ///< money goes onto the card, not off it
    bool off_card = false;         ///< a load the other way: back to the resident's account
    Fen total;
    std::string receipt;           ///< number
    std::string reason;            ///< failure code when not paid
    bool card_left = false;        ///< not paid because the card was taken away: its holder has yet to read so
    std::vector<BillView> bills;
    std::optional<Fen> balance_after;
};

std::string_view name(PaymentView::Way way);

/// What a slip says; shown, printed and written as a picture.
struct Receipt {
    enum class Kind { payment, request, certificate, agreement } kind = Kind::request;
    std::string number;
    std::string state;             ///< `received_here` (kept on this machine), `received` (by the backend), `paid`, `unresolved`
    Timestamp at;
    Text title;
    std::vector<std::pair<std::string, std::string>> facts;  ///< string key → value, already formatted
    std::string promised_on;       ///< YYYY-MM-DD
    std::string qr;
    std::string slip;              ///< `printed`, `saved`, `failed` (surely none came out), `unknown` (somebody must look), empty while under way
    std::string slip_code;         ///< why `failed` or `unknown`
    std::vector<std::pair<Text, Text>> says = {};  ///< what a certificate certifies
};

/// What the code of somebody's slip says, once its signature held; else only why it did not.
struct SlipCheckView {
    std::string code;              ///< why it is refused; empty: every letter is as it was written
    std::string kind;              ///< `request`, `payment`, `load`, `certificate`
    std::string number, kiosk, at;                     ///< at: instant
    Text hall, item, department, post;                 ///< as far as this machine knows them by their codes
    Fen amount;
    int days = 0;
    std::string promised_on, goes_up_at, digest;
    std::string state;             ///< as on the slip: `received_here`, `paid`, `unresolved`
    std::string now;               ///< what this machine knows beyond the slip: `received`, `booked`, `returned`; empty: nothing
    std::vector<std::pair<std::string, std::string>> says = {};  ///< of a certificate, called `item`: label and value as written
};

/// A paper that was laid under the camera; `preview` as ui::Photo shows it.
struct TakenPicture {
    std::uint32_t id = 0;
    int width = 0, height = 0;
    std::vector<std::uint8_t> preview;
    std::string jpeg;              ///< what is sent
};

/// A ticket of the hall's queue.
struct TicketView {
    std::string number;
    Text service;
    std::string priority;          ///< `ordinary`, `first` (elder, disabled, pregnant), `appointment`
    std::int64_t ahead = 0;        ///< who is called before
};

/// A number that is being called to a counter.
struct CallView {
    std::string number, counter;
    bool operator==(const CallView&) const = default;
};

/// What the hall's counters do, and how many wait for it.
struct QueueView {
    std::string code;
    Text name;
    std::int64_t waiting = 0;
    std::string called;            ///< the number called last; empty when none was today
};

struct HelpTopic {
    std::string key;
    Text title, body;
};

/// How well cases are served: of this community, and of the district's departments.
struct BoardView {
    struct Line {
        Text name;
        std::int64_t counted = 0, of = 0;      ///< how many of how many; `of` is never zero
    };
    Text community;
    int period_days = 0;
    Timestamp as_of;
    std::vector<Line> figures, departments;
};

/// When the hall is open and where things are in it, for whoever looks at a machine that rests.
struct HallView {
    struct Hours {
        Text days;
        std::string time;
    };
    /// On the plan of the hall, in parts of its width and height from its upper left corner.
    struct Spot {
        float x = 0, y = 0, width = 0, height = 0;
    };
    struct Place {
        Text what, where;
        std::optional<Spot> room = {};         ///< nothing where the plan does not show it: another floor
    };
    /// A number to call when every minute counts.
    struct Emergency {
        std::string number;
        Text what, when;
    };
    std::vector<Hours> hours;
    std::vector<Place> places;
    std::optional<Spot> here = {};             ///< where this machine stands; no size
    std::vector<Emergency> emergency = {};
};

/// Something open in this community that was told of already, by whom nobody here knows.
struct ReportView {
    std::string number, item_code, case_class, place, accepted_at;
    int told_by = 1;
};

/// What the machine says of itself: for the strips, the fault card and the welcome page.
struct MachineView {
    std::string hall, kiosk, keeper_phone;
    bool online = false;
    std::optional<Timestamp> last_sync;
    std::optional<Timestamp> notices_as_of;    ///< when the backend's changes were last here
    std::int64_t waiting = 0, parked = 0;      ///< outbox
    bool staff_reader = false;                 ///< for badges, so that two cards can be used together
    bool reader_ready = true, psam_ready = true, printer_ready = true, store_ready = true;
    bool terminal_ready = false;               ///< a bank card terminal is there
    std::string printer = "ready";             ///< as the heartbeat says it: `ready`, `paper_low`, `paper_out`, `missing`, `fault`
    bool slip_in_mouth = false;                ///< somebody's slip hangs in the printer
    bool camera = false;                       ///< papers can be laid under a camera
    bool hearing_loop = false;                 ///< what is spoken here also reaches hearing aids set to T
    bool in_service = true;
    std::vector<std::string> faults;           ///< codes, most important first: `reader.gone`, `store.kept_aside` …
    std::string certificate_trouble;           ///< code, e.g. `net.server_unknown`
    Timestamp now;
};

struct Facts;

/// The part that belongs to one visitor. Wiped as a whole at the end of the visit.
struct Visit {
    Settings settings;
    bool card_in = false;
    std::string card_trouble;      ///< code when the card can't be used: `card.unknown`, `card.silent`, `card.blocked`, `card.expired` …
    bool reading_card = false;
    std::optional<HolderView> holder;
    bool pin_verified = false;
    PinView pin;
    SecretText pin_entry;
    std::vector<BillView> bills;
    std::optional<Timestamp> bills_as_of;
    std::vector<MonthView> months; ///< oldest first, no more than half a year
    std::set<std::string> selected_bills;
    std::vector<CaseView> cases;
    std::optional<Timestamp> cases_as_of;
    std::string open_case;         ///< number or receipt
    std::string case_ask;          ///< name of the wire::CaseAction being prepared on the page of the case
    std::string case_words, case_rating;  ///< typed and chosen for it
    std::vector<std::string> case_times;  ///< chosen for it
    std::vector<PurseMove> moves;
    LoadView load;
    NewPinView new_pin;
    std::vector<OwnCard> own_cards;
    std::vector<TokenView> tokens;  ///< newest first
    std::vector<PaidView> paid;    ///< newest first
    std::vector<LookView> looks;   ///< newest first; known when cases_as_of is
    std::vector<RelativeView> family;
    std::vector<RefusedLinkView> refused_links;  ///< not read by the holder yet
    LinkingView linking;
    std::string open_relative;     ///< serial; empty: all of them
    std::string for_relative;      ///< serial of the relative whom what is done now is for; empty: the holder
    std::string reported_card;     ///< masked number of the card that was reported lost in this visit
    std::string search;
    std::string open_item;
    Draft draft;
    std::map<std::string, Draft> drafts;  ///< begun earlier and not handed in, by item; known once the PIN was right
    bool resumed = false;          ///< the draft is one of those
    std::map<std::string, TakenPicture> pictures;  ///< of the draft, by field; its answer is the digest. Never kept beyond the visit
    std::string taking_picture;    ///< the field a picture is being taken for
    std::string picture_trouble;   ///< why none could be taken last
    std::size_t form_page = 0;
    bool show_troubles = false;    ///< after an attempt to go on
    PaymentView payment;
    std::optional<Receipt> receipt;
    std::optional<SlipCheckView> slip_check;
    std::string listing_kind, open_listing, listing_search;
    std::string from_listing;      ///< id of the listing that the open item was begun from
    std::map<std::string, std::string> mark_answers;  ///< of the survey that is open: question → option
    std::vector<OwnMarkView> own_marks;
    std::vector<RegisterView> registers;
    std::optional<Timestamp> registers_as_of;
    std::string open_register;
    std::optional<StaffView> staff;            ///< while their badge lies there, beyond the end of a visit
    std::string staff_trouble;                 ///< code: why the badge that lies there can't be used
    bool agreeing = false;                     ///< the PIN that is being asked for says yes to the helper
    std::optional<Timestamp> staff_agreed_at;  ///< the holder said yes to what stands on the review page
    std::optional<TicketView> ticket;     ///< taken in this visit
    std::string open_notice, open_help;
    std::string fault;             ///< code on the fault card
    Over over = Over::nothing;
    bool offers_elder = false;     ///< somebody of 65 or more who was not asked yet
    bool remember_elder = false;   ///< and wants their answer kept for this card
    std::optional<int> seconds_left;  ///< of the time-out warning
    std::optional<int> working_seconds;  ///< since when the machine works on what was asked last: reads, asks the card, pays, prints
    int usual_seconds = 5;         ///< how long that usually takes on this machine, at least 1
    ScreenId wanted = ScreenId::my_page;      ///< where to go after card and PIN
    std::vector<ScreenId> trail;   ///< for "back"

    /// Overwrites every text of the visitor before letting it go.
    void forget();
};

struct Model {
    MachineView machine;
    const Catalogue* catalogue = nullptr;      ///< never null once the app runs; may be empty
    const ItemSearch* search = nullptr;
    const Regions* regions = nullptr;          ///< never null once the app runs; may be empty
    std::vector<NoticeView> notices;
    std::vector<ListingView> listings;         ///< newest first
    std::vector<HelpTopic> help;
    HallView about_hall;
    std::vector<ReportView> reports;
    std::optional<BoardView> board;
    std::map<std::string, std::vector<SlotView>> slots;  ///< that can be booked here, by calendar, by time
    std::vector<QueueView> queue;              ///< empty where the hall gives no tickets
    std::vector<CallView> calls;               ///< under way, newest first
    Visit visit;
};

}  // namespace onecard::flow
