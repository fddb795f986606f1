// What a kiosk may know: bills, cases, the record of a holder, notices.
#include "backend-client/wire/family.hpp"
#include "backend-client/wire/names.hpp"
#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::size_t bills_max = 500, cases_max = 500, steps_max = 50;
constexpr std::size_t sentence_bytes_max = 4096, notice_bytes_max = 64 << 10;
constexpr std::size_t serial_digits = 16;
constexpr std::int64_t told_by_max = 1'000'000;

Json step_json(const CaseStep& value) {
    return {{"name", localised_json(value.name)},
            {"holder", localised_json(value.holder)},
            {"state", name(value.state)},
            {"limit_at", value.limit_at},
            {"done_at", value.done_at},
            {"code", value.code}};
}

Result<CaseStep> step_from(const Json& json) {
    Members in(json);
    CaseStep step;
    step.name = in.localised("name");
    step.holder = in.localised("holder");
    step.state = in.named("state", step_states);
    step.limit_at = in.instant_text("limit_at");
    step.done_at = in.instant_text("done_at");
    step.code = in.text_or_empty("code", 64);
    return in.done(std::move(step));
}

Json event_json(const CaseEvent& value) {
    return {{"kind", value.kind}, {"at", value.at}, {"post", localised_json(value.post)}, {"note", value.note}};
}

Localised localised_or_empty(Members& in, std::string_view key) {
    Members both(in.object(key));
    Localised text{both.text_or_empty("zh"), both.text_or_empty("en")};
    if (!both.done(true)) in.fail(key);
    return text;
}

Result<CaseEvent> event_from(const Json& json) {
    Members in(json);
    CaseEvent event;
    event.kind = in.text("kind", 64);
    event.at = in.instant_text("at");
    event.post = localised_or_empty(in, "post");
    event.note = in.text_or_empty("note", sentence_bytes_max);
    return in.done(std::move(event));
}

template <class T, class Write>
Json list_json(const std::vector<T>& values, Write write) {
    auto list = Json::array();
    for (const auto& value : values) list.push_back(write(value));
    return list;
}

}  // namespace

Json to_json(const Bill& value) {
    return {{"id", value.id},
            {"service", name(value.service)},
            {"biller", localised_json(value.biller)},
            {"account", value.account},
            {"period", value.period},
            {"due", value.due},
            {"amount", value.amount.count()},
            {"paid", value.paid},
            {"offer", value.offer}};
}

Result<Bill> bill_from(const Json& json) {
    Members in(json);
    Bill bill;
    bill.id = in.text("id", 64);
    bill.service = in.named("service", services);
    bill.biller = in.localised("biller");
    bill.account = in.text("account", 64);
    bill.period = in.text_or_empty("period", 32);
    bill.due = in.day("due");
    bill.amount = in.money("amount", Fen(1));
    bill.paid = in.flag("paid");
    if (json.contains("offer")) bill.offer = in.flag("offer");
    return in.done(std::move(bill));
}

namespace {

Json appointment_json(const Appointment& value) {
    return {{"name", localised_json(value.name)}, {"place", localised_json(value.place)}, {"starts_at", value.starts_at}, {"ends_at", value.ends_at}};
}

Json mediation_json(const Mediation& value) {
    return {{"offered", value.offered}, {"chosen", value.chosen}, {"agreement", value.agreement}, {"accepted", value.accepted},
            {"invited", value.invited}, {"agreed", value.agreed}};
}

Result<Mediation> mediation_from(const Json& json) {
    Members in(json);
    Mediation value;
    value.offered = in.texts("offered", offered_times_max, 16);
    value.chosen = in.texts("chosen", offered_times_max, 16);
    value.agreement = in.text_or_empty("agreement", sentence_bytes_max);
    value.accepted = in.flag("accepted");
    if (json.contains("invited")) value.invited = in.flag("invited");
    if (json.contains("agreed")) value.agreed = in.flag("agreed");
    return in.done(std::move(value));
}

Result<Appointment> appointment_from(const Json& json) {
    Members in(json);
    Appointment value;
    value.name = in.localised("name");
    value.place = in.localised("place");
    value.starts_at = in.instant_text("starts_at");
    value.ends_at = in.instant_text("ends_at");
    return in.done(std::move(value));
}

}  // namespace

Json to_json(const Case& value) {
    Json json{{"number", value.number},
            {"receipt", value.receipt},
            {"item_code", value.item_code},
            {"item", localised_json(value.item)},
            {"department", localised_json(value.department)},
            {"state", name(value.state)},
            {"accepted_at", value.accepted_at},
            {"promised_at", value.promised_at},
            {"closed_at", value.closed_at},
            {"result", value.result},
            {"steps", list_json(value.steps, step_json)},
            {"holder", localised_json(value.holder)},
            {"goes_up_at", value.goes_up_at},
            {"goes_up_to", localised_json(value.goes_up_to)},
            {"clocks_stopped", value.clocks_stopped},
            {"question", value.question},
            {"waits_until", value.waits_until},
            {"urged_at", value.urged_at},
            {"escalated_at", value.escalated_at},
            {"rating", value.rating},
            {"told_by", value.told_by},
            {"seconded", value.seconded},
            {"events", list_json(value.events, event_json)},
            {"may_withdraw", value.may_withdraw},
            {"granted", value.granted}};
    if (value.appointment) json["appointment"] = appointment_json(*value.appointment);
    if (!value.linked.empty()) json["linked"] = value.linked;
    if (value.mediation) json["mediation"] = mediation_json(*value.mediation);
    return json;
}

Result<Case> case_from(const Json& json) {
    Members in(json);
    Case value;
    value.number = in.text("number", 64);
    value.receipt = in.text_or_empty("receipt", 64);
    value.item_code = in.text("item_code", 64);
    value.item = in.localised("item");
    value.department = in.localised("department");
    value.state = in.named("state", case_states);
    value.accepted_at = in.instant_text("accepted_at");
    value.promised_at = in.instant_text("promised_at");
    value.closed_at = in.instant_text("closed_at");
    value.result = in.text_or_empty("result", sentence_bytes_max);
    value.steps = in.each<CaseStep>("steps", steps_max, step_from);
    if (!json.contains("events")) return in.done(std::move(value));
    value.holder = localised_or_empty(in, "holder");
    value.goes_up_at = in.instant_text("goes_up_at");
    value.goes_up_to = localised_or_empty(in, "goes_up_to");
    value.clocks_stopped = in.flag("clocks_stopped");
    value.question = in.text_or_empty("question", sentence_bytes_max);
    value.waits_until = in.instant_text("waits_until");
    value.urged_at = in.instant_text("urged_at");
    value.escalated_at = in.instant_text("escalated_at");
    value.rating = static_cast<int>(in.number("rating", 0, 5));
    value.events = in.each<CaseEvent>("events", case_events_max, event_from);
    if (json.contains("may_withdraw")) value.may_withdraw = in.flag("may_withdraw");
    if (json.contains("granted")) value.granted = in.flag("granted");
    value.appointment = in.part<Appointment>("appointment", appointment_from);
    if (json.contains("linked")) value.linked = in.texts("linked", linked_cases_max, 64);
    value.mediation = in.part<Mediation>("mediation", mediation_from);
    if (!json.contains("told_by")) return in.done(std::move(value));
    value.told_by = static_cast<int>(in.number("told_by", 1, told_by_max));
    value.seconded = in.flag("seconded");
    return in.done(std::move(value));
}

namespace {

constexpr std::size_t other_cards_max = 50, relatives_max = 20;

Json other_card_json(const HolderRecord::OtherCard& value) { return {{"serial", value.serial}, {"standing", name(value.standing)}}; }

Result<HolderRecord::OtherCard> other_card_from(const Json& json) {
    Members in(json);
    HolderRecord::OtherCard value;
    value.serial = in.digits("serial", serial_digits, true);
    value.standing = in.named("standing", standings);
    return in.done(std::move(value));
}

Json token_json(const HolderRecord::Token& value) {
    return {{"receipt", value.receipt}, {"account", value.account}, {"amount", value.amount.count()}, {"number", value.number}, {"paid_at", value.paid_at}};
}

Result<HolderRecord::Token> token_from(const Json& json) {
    Members in(json);
    HolderRecord::Token value;
    value.receipt = in.text("receipt", 64);
    value.account = in.text("account", 64);
    value.amount = in.money("amount", Fen(1));
    const bool there = !in.text_or_empty("number", 20).empty();
    if (there) value.number = in.digits("number", 20);
    value.paid_at = in.instant_text("paid_at");
    return in.done(std::move(value));
}

constexpr std::array paid_states{HolderRecord::Paid::State::received, HolderRecord::Paid::State::booked, HolderRecord::Paid::State::returning,
                                 HolderRecord::Paid::State::returned};

Json paid_json(const HolderRecord::Paid& value) {
    auto services = Json::array();
    for (const auto one : value.services) services.push_back(name(one));
    return {{"receipt", value.receipt}, {"way", value.way},         {"state", name(value.state)}, {"amount", value.amount.count()},
            {"paid_at", value.paid_at}, {"services", std::move(services)}};
}

Result<HolderRecord::Paid> paid_from(const Json& json) {
    constexpr std::string_view ways[] = {"purse", "shown", "scanned", "terminal"};
    Members in(json);
    HolderRecord::Paid value;
    value.receipt = in.text("receipt", 64);
    value.way = in.text("way", 16);
    if (std::find(std::begin(ways), std::end(ways), value.way) == std::end(ways)) in.fail("way");
    value.state = in.named("state", paid_states);
    value.amount = in.money("amount", Fen(1));
    value.paid_at = in.instant_text("paid_at");
    for (const auto& text : in.texts("services", services.size(), 16)) {
        const auto known = std::find_if(services.begin(), services.end(), [&](Service one) { return name(one) == text; });
        if (known == services.end()) in.fail("services");
        else value.services.push_back(*known);
    }
    return in.done(std::move(value));
}

Json look_json(const HolderRecord::Look& value) {
    return {{"at", value.at}, {"role", value.role}, {"case", value.case_number}, {"reason", value.reason}};
}

Result<HolderRecord::Look> look_from(const Json& json) {
    constexpr std::size_t reason_bytes_max = 512;
    Members in(json);
    HolderRecord::Look value;
    value.at = in.instant_text("at");
    value.role = in.text("role", 64);
    value.case_number = in.text_or_empty("case", 64);
    value.reason = in.text_or_empty("reason", reason_bytes_max);
    return in.done(std::move(value));
}

}  // namespace

Json to_json(const HolderRecord& value) {
    return {{"card_serial", value.card_serial},
            {"standing", name(value.standing)},
            {"community", localised_json(value.community)},
            {"grid", value.grid},
            {"bills", list_json(value.bills, [](const Bill& bill) { return to_json(bill); })},
            {"cases", list_json(value.cases, [](const Case& one) { return to_json(one); })},
            {"account", value.account.count()},
            {"posted_credit", value.posted_credit.count()},
            {"other_cards", list_json(value.other_cards, other_card_json)},
            {"tokens", list_json(value.tokens, token_json)},
            {"paid", list_json(value.paid, paid_json)},
            {"looks", list_json(value.looks, look_json)},
            {"family", list_json(value.family, [](const HolderRecord::Relative& one) { return to_json(one); })},
            {"torn", list_json(value.torn, [](const TornMove& one) { return to_json(one); })},
            {"as_of", instant_json(value.as_of)}};
}

Result<HolderRecord> holder_from(const Json& json) {
    Members in(json);
    HolderRecord record;
    record.card_serial = in.digits("card_serial", serial_digits, true);
    record.standing = in.named("standing", standings);
    // A card that nobody knows, or that is blocked, has no community.
    record.community = localised_or_empty(in, "community");
    record.grid = in.text_or_empty("grid");
    record.bills = in.each<Bill>("bills", bills_max, bill_from);
    record.cases = in.each<Case>("cases", cases_max, case_from);
    // Records that were cached before these members were known lack them.
    if (json.contains("account")) record.account = in.money("account");
    if (json.contains("posted_credit")) record.posted_credit = in.money("posted_credit");
    if (json.contains("other_cards")) record.other_cards = in.each<HolderRecord::OtherCard>("other_cards", other_cards_max, other_card_from);
    if (json.contains("tokens")) record.tokens = in.each<HolderRecord::Token>("tokens", tokens_max, token_from);
    if (json.contains("paid")) record.paid = in.each<HolderRecord::Paid>("paid", paid_max, paid_from);
    if (json.contains("looks")) record.looks = in.each<HolderRecord::Look>("looks", looks_max, look_from);
    if (json.contains("family")) record.family = in.each<HolderRecord::Relative>("family", relatives_max, relative_from);
    if (json.contains("torn")) record.torn = in.each<TornMove>("torn", torn_max, torn_from);
    record.as_of = in.instant("as_of");
    return in.done(std::move(record));
}

Json to_json(const Notice& value) {
    return {{"id", value.id},
            {"title", localised_json(value.title)},
            {"body", localised_json(value.body)},
            {"publisher", localised_json(value.publisher)},
            {"version", value.version},
            {"published_at", value.published_at},
            {"ends_on", value.ends_on}};
}

Result<Notice> notice_from(const Json& json) {
    Members in(json);
    Notice notice;
    notice.id = in.text("id", 64);
    notice.title = in.localised("title");
    notice.body = in.localised("body", notice_bytes_max);
    notice.publisher = in.localised("publisher");
    notice.version = static_cast<int>(in.number("version", 1, 1'000'000));
    notice.published_at = in.instant_text("published_at");
    notice.ends_on = in.text_or_empty("ends_on");
    if (!notice.ends_on.empty() && !is_day(notice.ends_on)) in.fail("ends_on");
    return in.done(std::move(notice));
}

}  // namespace onecard::wire
