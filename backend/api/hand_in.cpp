#include "backend/api/hand_in.hpp"

#include "backend/api/lost_cards.hpp"
#include "backend/api/reports.hpp"
#include "backend/cases/badges.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/family.hpp"
#include "backend/cases/materials.hpp"
#include "backend/cases/moves.hpp"
#include "backend/cases/resident.hpp"
#include "backend/cases/slots.hpp"
#include "backend/data/cards.hpp"
#include "backend/data/submissions.hpp"
#include "backend/fleet/fleet.hpp"
#include "backend/fleet/queue.hpp"
#include "backend/listings/marks.hpp"
#include "backend/listings/registers.hpp"
#include "backend/money/booking.hpp"
#include "backend/money/charges.hpp"
#include "backend/money/loads.hpp"
#include "backend/money/refunds.hpp"
#include "backend/money/torn.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace onecard::api {
namespace {

using data::Connection;
using wire::SubmissionAnswer;
using Outcome = SubmissionAnswer::Outcome;

/// Pictures have a table of their own, and nobody may read who answered what.
bool keeps_body(const wire::Submission& submission) {
    const bool picture = submission.kind == wire::material_kind || submission.kind == wire::screen_picture_kind;
    return !picture && !listings::is_secret(submission);
}

SubmissionAnswer refused(std::string_view code) { return {{}, Outcome::refused, std::string(code), {}}; }

std::optional<SubmissionAnswer> earlier_answer(Connection& connection, const wire::Submission& submission, const Bytes& digest) {
    auto row = connection.query("SELECT digest, outcome, code, reference, kind, body FROM submissions WHERE id = ?", submission.id);
    if (!row.next()) return std::nullopt;
    const bool same = row.bytes(0) == digest || (row.text(4) == submission.kind && money::says_same_end(connection, submission.id, row.text(5), submission.body));
    if (!same) return refused("submission.other_body");
    const auto outcome = row.text(1) == wire::name(Outcome::received) ? Outcome::received : Outcome::refused;
    return SubmissionAnswer{{}, outcome, row.text(2), row.text(3)};
}

/// Whoever is there with card and PIN has proven to live: where that is all a register waits for, the case is done with its arrival.
void settle_proof(const Office& office, Connection& connection, const wire::RequestBody& body, const std::string& number) {
    const auto until = listings::prove(connection, body.card_serial, body.item_code, std::min(body.handed_in_at, office.clock.now()));
    if (until.empty()) return;
    const cases::Mover rule{cases::Mover::Kind::administrator, {}, "system", {}};
    const auto done = cases::move(connection, office.rules, number,
                                  {cases::Verb::decide, rule, "认证成功，有效期至" + until + "。暂停发放的待遇随下月补发。", "granted", office.clock.now()});
    if (!done) log::failed("a proof", done.error());
}

/// A request that was filled in with an older form is taken as it is; what today's form needs besides is asked for.
std::string question_of_new_form(const std::vector<const cases::Field*>& fields) {
    std::string labels;
    for (const auto* field : fields) labels += (labels.empty() ? "" : "、") + field->label.zh;
    return "表单已经更新，您交的内容都已收下。请补充：" + labels + "。";
}

/// For a relative: both cards agreed before it was handed in, no helper with a badge beside them, and nothing that only they themselves can say.
std::string_view family_objection(const Office& office, Connection& connection, const wire::RequestBody& body, const cases::Item& item) {
    if (body.for_card.empty()) return {};
    if (data::is_black_listed(connection, body.for_card)) return "card.black_listed";
    if (body.assisted) return "family.with_badge";
    if (item.in_person || office.rules.chart_of_item(item.code).closed_to_figures) return "family.in_person";
    const auto at = std::min(body.handed_in_at, office.clock.now());
    return cases::may_act_for(connection, body.card_serial, body.for_card, at) ? std::string_view() : "family.not_linked";
}

/// Like actions on cases: what a rule says no to is decided, and told to who wished it.
SubmissionAnswer take_card_link(const Office& office, Connection& connection, const Json& json, const std::string& kiosk) {
    const auto link = wire::card_link_from(json);
    if (!link) return refused(link.error().code);
    const auto taken = cases::take_card_link(connection, *link, kiosk, office.clock.now());
    return {{}, Outcome::received, taken ? std::string() : taken.error().code, {}};
}

SubmissionAnswer take_request(const Office& office, Connection& connection, const Json& json, cases::Arrival arrival) {
    const auto body = wire::request_from(json);
    if (!body) return refused(body.error().code);
    if (data::is_black_listed(connection, body->card_serial)) return refused("card.black_listed");
    const auto* item = office.catalogue.find(body->item_code);
    if (!item) return refused("request.item_unknown");
    if (const auto objection = family_objection(office, connection, *body, *item); !objection.empty()) return refused(objection);
    const bool same_version = body->catalogue_version == office.catalogue.version();
    auto good = cases::check_answers(*item, body->answers, body->handed_in_at, same_version);
    if (!good && !same_version) {
        arrival.question = question_of_new_form(cases::misfits(*item, body->answers, body->handed_in_at));
        good = Status();
    }
    if (!good) {
        const bool is_private = office.rules.chart_of_item(item->code).closed_to_figures;
        log::failed(is_private ? std::string("a request") : "a request for " + item->code, Error{good.error().kind, good.error().code, is_private ? std::string() : good.error().detail});
        return refused(good.error().code);
    }
    if (body->assisted) {
        const auto badge = cases::check_assistance(connection, *body);
        if (!badge) return refused(badge.error().code);
        arrival.assistant = {badge->number, badge->post, body->assisted->agreed_at};
    }
    arrival.receipt = body->receipt;
    arrival.card_serial = body->for_card.empty() ? body->card_serial : body->for_card;
    if (!body->for_card.empty()) arrival.helper = body->card_serial;
    arrival.answers = body->answers;
    arrival.bundle = body->bundle;
    arrival.handed_in_at = body->handed_in_at;
    arrival.promised_on = body->promised_on;
    find_place(office.regions, connection, arrival);
    auto number = cases::open_case(connection, office.rules, *item, arrival);
    settle_proof(office, connection, *body, number);
    auto trouble = cases::booking_trouble(connection, number);
    return {{}, Outcome::received, std::move(trouble), std::move(number)};
}

/// What a rule says no to is decided, not refused: nobody at the kiosk could mend it, so it must not wait there for a person.
SubmissionAnswer take_case_action(const Office& office, Connection& connection, const Json& json, const std::string& kiosk) {
    const auto action = wire::case_action_from(json);
    if (!action) return refused(action.error().code);
    if (data::is_black_listed(connection, action->card_serial)) return refused("card.black_listed");
    const auto acted = cases::act(connection, office.rules, *action, kiosk, office.clock.now());
    const bool nobodys = !acted && (acted.error().code == "case.unknown" || acted.error().code == "case.not_yours");
    if (nobodys) return refused(acted.error().code);
    return {{}, Outcome::received, acted ? std::string() : acted.error().code, action->case_number};
}

SubmissionAnswer take_load(const Office& office, Connection& connection, const Json& json, const money::Arrival& arrival) {
    const auto body = wire::load_from(json);
    if (!body) return refused(body.error().code);
    auto answer = money::end_load(connection, office.keys, *body, arrival);
    if (answer.outcome == Outcome::received) money::end_torn(connection, arrival, body->outcome == wire::LoadBody::Outcome::loaded);
    return answer;
}

SubmissionAnswer take_payment(const Office& office, Connection& connection, const Json& json, const money::Arrival& arrival) {
    const auto payment = wire::payment_from(json);
    if (!payment) return refused(payment.error().code);
    auto answer = money::book(connection, office.tac, *payment, arrival);
    if (answer.outcome == Outcome::received) money::end_torn(connection, arrival, true);
    return answer;
}

/// What a kiosk does not know of a payment or load, or that a card has said since that it was not debited.
SubmissionAnswer take_torn(Connection& connection, const Json& json, const money::Arrival& arrival) {
    const auto move = wire::torn_from(json);
    if (!move) return refused(move.error().code);
    money::take_torn(connection, *move, arrival);
    return {{}, Outcome::received, {}, {}};
}

SubmissionAnswer take_torn_end(Connection& connection, const Json& json, const money::Arrival& arrival) {
    if (const auto end = wire::torn_end_from(json); !end) return refused(end.error().code);
    money::end_torn(connection, arrival, false);
    return {{}, Outcome::received, {}, {}};
}

SubmissionAnswer take_material(Connection& connection, const Json& json, Timestamp now) {
    const auto material = wire::material_from(json);
    if (!material) return refused(material.error().code);
    if (auto kept = cases::keep_material(connection, *material, now); !kept) return refused(kept.error().code);
    return {{}, Outcome::received, {}, material->receipt};
}

SubmissionAnswer take_terminal_sale(Connection& connection, const Json& json, const money::Arrival& arrival) {
    const auto sale = wire::terminal_sale_from(json);
    if (!sale) return refused(sale.error().code);
    return money::end_sale(connection, *sale, arrival);
}

SubmissionAnswer take_terminal_refund(Connection& connection, const Json& json, const money::Arrival& arrival) {
    const auto refund = wire::terminal_refund_from(json);
    if (!refund) return refused(refund.error().code);
    return money::end_refund(connection, *refund, arrival);
}

SubmissionAnswer take_screen_picture(Connection& connection, const Json& json, const std::string& kiosk) {
    const auto picture = wire::screen_picture_from(json);
    if (!picture) return refused(picture.error().code);
    if (auto kept = fleet::keep_picture(connection, kiosk, *picture); !kept) return refused(kept.error().code);
    return {{}, Outcome::received, {}, {}};
}

SubmissionAnswer take_loss_report(Connection& connection, const Json& json, Timestamp now) {
    const auto report = wire::loss_report_from(json);
    if (!report) return refused(report.error().code);
    return report_lost(connection, *report, now);
}

SubmissionAnswer note_ticket(Connection& connection, const Json& json, const std::string& kiosk) {
    const auto ticket = wire::ticket_from(json);
    if (!ticket) return refused(ticket.error().code);
    fleet::take_ticket(connection, kiosk, *ticket);
    return {{}, Outcome::received, {}, ticket->number};
}

/// Like actions on cases: what a rule says no to is decided.
SubmissionAnswer take_mark(const Office& office, Connection& connection, const Json& json, const std::string& kiosk) {
    const auto mark = wire::mark_from(json);
    if (!mark) return refused(mark.error().code);
    if (data::is_black_listed(connection, mark->card_serial)) return refused("card.black_listed");
    const auto counted = listings::take_mark(connection, *mark, kiosk, office.clock.now());
    return counted ? SubmissionAnswer{{}, Outcome::received, *counted, mark->listing} : refused(counted.error().code);
}

SubmissionAnswer take_certificate(Connection& connection, const Json& json, const std::string& kiosk) {
    const auto body = wire::certificate_from(json);
    if (!body) return refused(body.error().code);
    const auto why_not = listings::keep_certificate(connection, *body, kiosk);
    return why_not.empty() ? SubmissionAnswer{{}, Outcome::received, {}, body->number} : refused(why_not);
}

SubmissionAnswer decide(const Office& office, Connection& connection, const std::string& kiosk, const wire::Submission& submission) {
    const auto json = parse_json(submission.body);
    if (!json) return refused("submission.body_malformed");
    const auto now = office.clock.now();
    if (submission.kind == "request") return take_request(office, connection, *json, {submission.id, {}, {}, kiosk, now, {}, {}, {}, {}});
    if (submission.kind == wire::case_action_kind) return take_case_action(office, connection, *json, kiosk);
    if (submission.kind == wire::card_link_kind) return take_card_link(office, connection, *json, kiosk);
    if (submission.kind == wire::material_kind) return take_material(connection, *json, now);
    if (submission.kind == wire::mark_kind) return take_mark(office, connection, *json, kiosk);
    if (submission.kind == wire::certificate_kind) return take_certificate(connection, *json, kiosk);
    if (submission.kind == wire::screen_picture_kind) return take_screen_picture(connection, *json, kiosk);
    if (submission.kind == "load") return take_load(office, connection, *json, {submission.id, kiosk, now});
    if (submission.kind == wire::terminal_sale_kind) return take_terminal_sale(connection, *json, {submission.id, kiosk, now});
    if (submission.kind == wire::terminal_refund_kind) return take_terminal_refund(connection, *json, {submission.id, kiosk, now});
    if (submission.kind == "loss_report") return take_loss_report(connection, *json, now);
    if (submission.kind == wire::ticket_kind) return note_ticket(connection, *json, kiosk);
    if (submission.kind == wire::torn_kind) return take_torn(connection, *json, {submission.id, kiosk, now});
    if (submission.kind == wire::torn_end_kind) return take_torn_end(connection, *json, {submission.id, kiosk, now});
    if (submission.kind == "payment") return take_payment(office, connection, *json, {submission.id, kiosk, now});
    return refused("submission.kind_unknown");
}

SubmissionAnswer take(const Office& office, Connection& connection, const std::string& kiosk, const wire::Submission& submission) {
    const auto digest = data::submission_digest(submission.kind, submission.body);
    auto answer = earlier_answer(connection, submission, digest);
    if (!answer) {
        answer = decide(office, connection, kiosk, submission);
        // What could not be decided is no answer for ever.
        if (answer->outcome != Outcome::later)
            data::keep_answer(connection, {submission.id, submission.kind, keeps_body(submission) ? submission.body : std::string_view(), kiosk,
                                           wire::name(answer->outcome), answer->code, answer->reference, office.clock.now()}, digest);
    }
    answer->id = submission.id;
    return std::move(*answer);
}

}  // namespace

SubmissionAnswer hand_in(const Office& office, Connection& connection, const std::string& kiosk, const wire::Submission& submission) {
    connection.begin_part();
    auto answer = take(office, connection, kiosk, submission);
    const auto kept = connection.end_part();
    if (kept) return answer;
    log::failed("a submission", kept.error());
    return {submission.id, Outcome::later, kept.error().code, {}};
}

// A part of its own for each would copy every page that it touches: together they share one, and are taken apart only when the database fails.
std::vector<SubmissionAnswer> hand_in(const Office& office, Connection& connection, const std::string& kiosk, std::span<const wire::Submission> batch) {
    std::vector<SubmissionAnswer> answers;
    connection.begin_part();
    for (const auto& submission : batch) answers.push_back(take(office, connection, kiosk, submission));
    if (connection.end_part()) return answers;
    answers.clear();
    for (const auto& submission : batch) answers.push_back(hand_in(office, connection, kiosk, submission));
    return answers;
}

}  // namespace onecard::api
