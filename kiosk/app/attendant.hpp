// Does what a visit asks for: loads, keeps, orders from card, network and printer, and moves the visit on. No window, no thread, no waiting: the
// frame loop brings it events and letters, tests do the same.
#pragma once
#include <functional>
#include <set>
#include <string>
#include <variant>

#include "backend-client/store/store.hpp"
#include "backend-client/sync/engine.hpp"
#include "backend-client/wire/case_actions.hpp"
#include "backend-client/wire/family.hpp"
#include "backend-client/wire/registers.hpp"
#include "base/json.hpp"
#include "kiosk/app/camera_desk.hpp"
#include "kiosk/app/idle_watch.hpp"
#include "kiosk/app/net_letters.hpp"
#include "kiosk/app/receipts.hpp"
#include "kiosk/app/terminal_desk.hpp"
#include "kiosk/app/usual_time.hpp"
#include "kiosk/device/printer.hpp"
#include "kiosk/device/sounds.hpp"
#include "kiosk/flow/bundle.hpp"
#include "kiosk/flow/turn.hpp"
#include "kiosk/pay/card_letters.hpp"

namespace onecard::app {

/// A slip came out, or did not.
struct SlipDone {
    std::string number;
    device::PrintOutcome outcome;
};

/// What the thread beside the printer says.
using PaperLetter = std::variant<SlipDone, device::PrinterState>;

/// What the attendant works with. All outlive it; the functions are called from its thread and return at once.
struct AttendantParts {
    flow::Model& model;
    store::Store* store;                              ///< null when this machine can't keep anything
    const Clock& clock;
    Random& random;
    std::string kiosk;                                ///< heads receipt numbers
    ByteView kiosk_key;
    std::function<const ui::Strings&()> strings;      ///< of the language in use
    std::function<void(pay::CardOrder)> card;
    std::function<void()> nudge;                      ///< something new waits to be sent
    std::function<void(const std::string& card_serial)> ask_holder;
    std::function<void(wire::LoadRequest)> ask_load;
    std::function<void(device::Slip)> print;
    std::function<void()> reload_catalogue;
    std::function<void()> restart;                    ///< end the process and start it again
    std::function<void()> forget;                     ///< the screen side drops what it remembers of a visitor
    IdleWatch::Patience patience = {};
    std::function<void(device::Sound)> sound = {};    ///< for those who look elsewhere; none: silence
    std::function<Bytes()> screen_picture = {};       ///< JPEG of the page with dots for every text that is not the machine's own; empty: none
    std::function<void(const std::string& field)> picture = {};  ///< of a paper, for that field; for none: lets go of what lies there
    std::function<void(sync::ChargeAsk)> ask_charge = [](sync::ChargeAsk) {};
    std::function<void(SaleOrder)> sell = [](SaleOrder) {};  ///< at the bank card terminal
    std::function<void(const std::string& card_serial)> ask_private = {};  ///< registers and drafts
    std::function<void(wire::UnblockRequest)> ask_unblock = {};
    std::function<void(RefundOrder)> give_back = {};  ///< at the bank card terminal
};

/// A request as it will be frozen, but for the word of a badge; `slots` are the times it books.
struct ReadyRequest {
    wire::RequestBody body;
    const flow::Item* item = nullptr;
    std::vector<std::string> slots;
};

class Attendant {
public:
    explicit Attendant(AttendantParts parts);

    flow::ScreenId screen() const { return screen_; }

    /// From the screen.
    void on(const flow::Event& event);
    void on(const pay::CardLetter& letter);
    void on(const NetLetter& letter);
    void on(const PaperLetter& letter);
    void on(PictureTaken letter);
    void on(const TerminalLetter& letter);

    /// Call once at the start: service state, notices, orders not yet obeyed.
    void open();
    /// Somebody touched the machine.
    void touched() { idle_.touched(); }
    /// Lets time pass; says when to call again at the latest.
    Millis tick();

    const std::string& last_slip() const { return last_slip_; }

private:
    bool resting() const { return screen_ == flow::ScreenId::welcome || screen_ == flow::ScreenId::out_of_service; }
    void turn(const flow::Event& event);
    void visit_ended();
    void rest(bool alone);
    void obey_orders();
    void obey(const wire::Order& order);

    void on_letter(const pay::CardIn&);
    void on_letter(const pay::CardOut&);
    void on_letter(const pay::HolderRead& letter);
    void on_letter(const pay::CardUnusable& letter);
    void on_letter(const pay::PinResult& letter);
    void on_letter(const pay::PurseRead& letter);
    void on_letter(const pay::PaymentEnded& letter);
    void on_letter(const pay::Repaired& letter);
    void on_letter(const pay::LoadAsked& letter);
    void on_letter(const pay::DepositRead& letter);
    void on_letter(const pay::PinChanged& letter);
    void on_letter(const pay::UnblockAsked& letter);
    void on_letter(const pay::PinUnblocked& letter);
    void on_letter(const pay::ReaderState& letter);
    void on_letter(const pay::PsamState& letter);
    void on_letter(const pay::StaffBadge& letter);
    void on_letter(const pay::StaffGone&);
    void on_letter(const pay::BadgeSigned& letter);
    void on_letter(const NetState& letter);
    void on_letter(const CacheChanged& letter);
    void on_letter(const CatalogueRefused& letter);
    void on_letter(const HolderFetched& letter);
    void on_letter(const RegistersFetched& letter);
    void on_letter(const DraftsFetched& letter);
    void on_letter(const OrderCame& letter);
    void on_letter(const SlipDone& done);
    void on_letter(const device::PrinterState& state);
    void on_letter(const LoadAnswered& letter);
    void on_letter(const UnblockAnswered& letter);
    void on_letter(const ChargeAnswered& letter);
    void on_letter(const RefundsDue& letter);
    void on_letter(const SaleEnded& letter);
    void on_letter(const TerminalReady& letter);
    void on_letter(const RefundEnded& letter);

    std::string elder_key() const;
    void offer_elder();
    void remember_elder();
    void show_outcome(const pay::PaymentOutcome& outcome, bool bring_back);
    void follow_receipt();
    void load_holder_data();
    /// What the backend said of account and other cards; null when it has said nothing.
    void load_card_service(const wire::HolderRecord* record);
    void load_notices();
    void load_listings();
    void load_registers();
    void load_own_marks();
    void do_mark(const std::string& kind);
    Status keep_mark(const flow::ListingView& listing, const std::string& kind);
    // attendant_papers.cpp
    Result<std::string> keep_certificate(wire::CertificateBody body);
    void print_paper(flow::Receipt paper);
    void print_failed(const Error& why);
    void print_certificate();
    void print_case_paper();
    void load_board();
    void load_reports();
    // attendant_drafts.cpp
    void load_drafts();
    void keep_draft(const flow::Event& event);
    void drop_draft(const std::string& item);
    /// Arrived, but the backend's record of it is older: nobody need wait for the next round of changes.
    void follow(const store::SubmissionRecord& record, const std::string& serial);
    std::vector<flow::CaseView> waiting_cases(const std::string& serial, Timestamp known_at);
    void pay_chosen();
    void load_chosen();
    // attendant_charges.cpp
    void pay_by(const std::string& way);
    void begin_charge(const std::string& code);
    void ask_charge();
    void scanned(const std::string& code);
    void give_up_charge();
    void charge_unanswered(const ChargeAnswered& letter);
    void end_charge(flow::PaymentView::State state, const std::string& code);
    void leave_charge();
    /// Asks on; says when to look again.
    std::optional<Millis> follow_charge();
    // attendant_meters.cpp
    void load_tokens(const wire::HolderRecord& record);
    void print_token(const std::string& place);
    void load_paid(const wire::HolderRecord& record);
    void print_paid(const std::string& receipt);
    std::optional<Millis> follow_tokens();
    void begin_sale();
    void find_out_sale();
    Status keep_sale(const device::SaleWord& word);
    void change_pin();
    void unblock_pin();
    /// The badge has signed, or will not: `code` says why.
    void ask_unblock(wire::UnblockRequest request, const std::string& code, const Bytes& signature);
    void report_loss(const std::string& serial);
    void hand_in();
    void second_case(const std::string& number);
    void do_case(const std::string& name);
    void keep_asked(const flow::CaseView& one, wire::CaseAction::Kind kind);
    Status keep_case_action(const flow::CaseView& one, wire::CaseAction::Kind kind);
    std::string words_for(wire::CaseAction::Kind kind, const flow::CaseView& one);
    void note_asked(const std::string& serial, const std::optional<Timestamp>& as_of);
    void check_slip(const std::string& scanned);
    /// What has become of what was taken under this number, as far as this machine knows; empty: nothing.
    std::string fate_of(const std::string& number, bool request) const;
    flow::SlipCheckView shown(const device::ReceiptMark& mark) const;
    /// What is about to be kept, under an id of its own.
    wire::Submission frozen(std::string_view kind, const Json& body, Timestamp at) const;
    void keep_screen_picture(const std::string& order);
    Status keep_pictures(const flow::Item& item, const std::string& receipt);
    Result<std::vector<ReadyRequest>> ready_requests(const flow::Item& item);
    wire::RequestBody body_of(const flow::Asking& asking, const std::string& number, const std::string& bundle);
    Result<std::vector<KeptRequest>> keep_requests(const flow::Item& item, const std::vector<ReadyRequest>& requests);
    void keep(const std::vector<ReadyRequest>& requests);
    void request_refused(const Error& error);
    /// Everything is there but the badge's word for each of them; on_letter(BadgeSigned) goes on.
    void ask_badge(std::vector<ReadyRequest> requests);
    void refuse_badge(const std::string& code);
    std::optional<flow::AppointmentView> waiting_appointment(const wire::RequestBody& request);
    void load_slots();
    void take_ticket(const std::string& asked);
    void load_queue();
    // attendant_family.cpp
    void on_relative(const pay::HolderRead& letter);
    void keep_link();
    void unlink_card(const std::string& serial);
    Status keep_card_link(const wire::CardLink& link);
    void load_family(const wire::HolderRecord& record);
    /// Links that the backend has said no to and whose holder was not told on the page of the family.
    void load_refused_links();
    void refused_links_read();
    std::vector<flow::CallView> calls_under_way();
    void print_receipt();
    void print_again();
    void set_fault(const std::string& code, bool there);
    void watch_work();
    void sound(device::Sound sound) const;
    ReceiptMaker receipts() const { return {parts_.strings(), parts_.model, parts_.kiosk_key}; }
    flow::Visit& visit() { return parts_.model.visit; }

    /// A payment by phone or bank card that is not decided yet.
    struct Charge {
        wire::ChargeRequest request;
        bool asking = false;    ///< a question is under way
        bool known = false;     ///< the backend has it
        bool given_up = false;
        bool selling = false;   ///< the bank card terminal has it
        Millis begun{0}, ask_at{0}, last_word{0};
    };

    AttendantParts parts_;
    std::optional<Charge> charge_;
    std::string token_slip_;  ///< receipt whose number for a meter was printed
    Millis token_ask_at_{0};
    flow::ScreenId screen_ = flow::ScreenId::welcome;
    IdleWatch idle_;
    /// What the badge was asked to sign: that it is there, or a request.
    struct BadgeTalk {
        std::string number;
        Bytes challenge;
        std::vector<ReadyRequest> requests;   ///< none: it only proves that it is there
        std::size_t next = 0;                 ///< of them, to be signed
        std::optional<wire::UnblockRequest> unblock = {};  ///< a PIN to be opened, instead
    };

    bool card_on_ = false;
    bool drafts_changed_ = false;                  ///< in this visit: the backend is to hear of it at its end
    std::optional<BadgeTalk> badge_talk_;
    std::optional<flow::StaffView> staff_;         ///< their badge lies there, whoever's visit it is
    std::string staff_trouble_;
    std::string terminal_;  ///< of this machine's PSAM
    bool catalogue_waits_ = false;                 ///< a newer one came while somebody was here
    std::string last_slip_;
    std::string printer_fault_;                    ///< the one that stands among the machine's faults
    UsualTime usual_;
    std::set<std::string> charged_;                ///< bills that phone or bank card paid, or may have: the record told may be of before
    std::set<std::string> giving_back_;            ///< charges at the terminal, or told and on their way to the backend
    std::set<std::string> followed_;               ///< actions on cases that arrived: the holder's record was asked for again
    std::set<std::string> shown_;                  ///< … and has come
    std::vector<wire::OwnMark> marks_told_;        ///< by the backend, of the visitor
    std::set<std::string> unlinked_;               ///< serials, in this visit
    std::vector<std::string> refused_links_;       ///< ids of submissions, as in the visit
    std::set<std::string> refused_links_read_;     ///< in this visit
    std::optional<pay::PaymentOutcome> repaired_;  ///< settled before its holder was introduced
};

}  // namespace onecard::app
