#include "kiosk/app/present.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

#include "kiosk/flow/reports.hpp"

namespace onecard::app {
namespace {

int step_state(wire::CaseStep::State state) {
    switch (state) {
        case wire::CaseStep::State::done: return 0;
        case wire::CaseStep::State::current: return 1;
        case wire::CaseStep::State::ahead: return 2;
    }
    return 2;
}

}  // namespace

flow::Text view_of(const wire::Localised& text) { return {text.zh, text.en}; }

flow::BoardView view_of(const wire::Board& board) {
    const auto lines = [](const std::vector<wire::BoardLine>& all) {
        std::vector<flow::BoardView::Line> shown;
        for (const auto& line : all)
            if (line.of > 0) shown.push_back({view_of(line.name), line.counted, line.of});
        return shown;
    };
    return {view_of(board.community), board.period_days, board.as_of, lines(board.figures), lines(board.departments)};
}

flow::BillView view_of(const wire::Bill& bill, const std::string& today) {
    flow::BillView view;
    view.id = bill.id;
    view.service = wire::name(bill.service);
    view.biller = view_of(bill.biller);
    view.account = bill.account;
    view.period = bill.period;
    view.due = bill.due;
    view.amount = bill.amount;
    view.offer = bill.offer;
    view.overdue = !bill.offer && bill.due < today;
    return view;
}

flow::CaseView view_of(const wire::Case& one) {
    flow::CaseView view;
    view.number = one.number;
    view.receipt = one.receipt;
    view.item_code = one.item_code;
    view.item = view_of(one.item);
    view.department = view_of(one.department);
    view.state = wire::name(one.state);
    view.accepted_at = one.accepted_at;
    view.promised_at = one.promised_at;
    view.closed_at = one.closed_at;
    view.result = one.result;
    for (const auto& step : one.steps)
        view.steps.push_back({view_of(step.name), view_of(step.holder), step.state == wire::CaseStep::State::done ? step.done_at : step.limit_at, step_state(step.state),
                              step.code});
    view.responsible = view_of(one.holder);
    view.goes_up_at = one.goes_up_at;
    view.goes_up_to = view_of(one.goes_up_to);
    view.clocks_stopped = one.clocks_stopped;
    view.question = one.question;
    view.waits_until = one.waits_until;
    view.urged_at = one.urged_at;
    view.escalated_at = one.escalated_at;
    view.rating = one.rating;
    view.may_withdraw = one.may_withdraw;
    view.granted = one.granted;
    view.linked = one.linked;
    if (one.appointment) view.appointment = {view_of(one.appointment->name), view_of(one.appointment->place), one.appointment->starts_at};
    if (one.mediation) view.mediation = {one.mediation->offered, one.mediation->chosen, one.mediation->agreement, one.mediation->accepted,
                                         one.mediation->invited, one.mediation->agreed};
    view.told_by = one.told_by;
    view.seconded = one.seconded;
    for (const auto& event : one.events) view.events.push_back({event.kind, event.at, view_of(event.post), event.note});
    return view;
}

flow::NoticeView view_of(const wire::Notice& notice) {
    return {notice.id, view_of(notice.title), view_of(notice.body), view_of(notice.publisher), notice.published_at};
}

flow::ListingView view_of(const wire::Listing& listing) {
    flow::ListingView view;
    view.id = listing.id, view.kind = listing.kind;
    view.title = view_of(listing.title), view.body = view_of(listing.body), view.publisher = view_of(listing.publisher);
    view.version = listing.version;
    view.published_at = listing.published_at, view.due_at = listing.due_at;
    view.fresh_days = listing.fresh_days;
    view.mark = listing.mark, view.item_code = listing.item_code;
    view.answer = view_of(listing.answer);
    view.answered_at = listing.answered_at;
    view.marks = listing.marks, view.places = listing.places;
    view.told = listing.told;
    for (const auto& fact : listing.facts) view.facts.emplace_back(view_of(fact.label), view_of(fact.value));
    for (const auto& question : listing.questions) {
        auto& shown = view.questions.emplace_back(flow::ListingView::Question{question.key, view_of(question.text), {}});
        for (const auto& option : question.options) shown.options.push_back({option.value, view_of(option.label), option.chosen});
    }
    return view;
}

flow::RegisterView view_of(const wire::Register& one) {
    flow::RegisterView view;
    view.kind = one.kind;
    view.title = view_of(one.title), view.keeper = view_of(one.keeper);
    view.as_of = one.as_of, view.tone = one.tone;
    view.word = view_of(one.word);
    view.certificate = one.certificate;
    view.item_code = one.item_code;
    for (const auto& fact : one.facts) view.facts.emplace_back(view_of(fact.label), view_of(fact.value));
    for (const auto& head : one.heads) view.heads.push_back(view_of(head));
    view.rows = one.rows;
    view.chart = view_of(one.chart);
    for (const auto& bar : one.bars) view.bars.push_back({bar.label, bar.value, bar.percent});
    return view;
}

std::vector<flow::BillView> bills_of(const wire::HolderRecord& record, const std::string& today) {
    std::vector<flow::BillView> bills;
    for (const auto& bill : record.bills)
        if (!bill.paid) bills.push_back(view_of(bill, today));
    std::stable_sort(bills.begin(), bills.end(), [](const auto& a, const auto& b) { return a.due < b.due; });
    return bills;
}

std::vector<flow::MonthView> months_of(const wire::HolderRecord& record) {
    constexpr std::size_t months_max = 6;
    std::map<std::string, Fen> sums;
    for (const auto& bill : record.bills)
        if (!bill.offer || bill.paid) sums[bill.period] += bill.amount;
    std::vector<flow::MonthView> months;
    for (const auto& [period, amount] : sums) months.push_back({period, amount});
    if (months.size() > months_max) months.erase(months.begin(), months.end() - months_max);
    return months;
}

std::vector<flow::CaseView> cases_of(const wire::HolderRecord& record, std::vector<flow::CaseView> not_there_yet) {
    std::vector<flow::CaseView> cases;
    for (const auto& one : record.cases) cases.push_back(view_of(one));
    std::stable_sort(cases.begin(), cases.end(), [](const auto& a, const auto& b) { return a.accepted_at > b.accepted_at; });
    std::erase_if(not_there_yet, [&](const auto& waiting) {
        return std::any_of(cases.begin(), cases.end(), [&](const auto& known) {
            return known.receipt == waiting.receipt || (!waiting.number.empty() && known.number == waiting.number);
        });
    });
    not_there_yet.insert(not_there_yet.end(), std::make_move_iterator(cases.begin()), std::make_move_iterator(cases.end()));
    return not_there_yet;
}

flow::CaseView waiting_case(const store::SubmissionRecord& submission, const wire::RequestBody& request, const flow::Catalogue& catalogue) {
    flow::CaseView view;
    view.receipt = submission.receipt;
    view.item_code = request.item_code;
    using State = store::SubmissionState;
    view.state = submission.state == State::parked ? "parked" : submission.state == State::received ? "open" : "waiting";
    if (submission.state == State::received) view.number = submission.reference;
    if (submission.state == State::parked) view.refused = submission.code;
    view.accepted_at = to_iso(request.handed_in_at);
    if (const auto* item = catalogue.item(request.item_code)) {
        view.item = item->name;
        if (const auto* department = catalogue.department(item->department)) view.department = department->name;
        view.promised_at = promised_on(request.handed_in_at, *item, catalogue.days);
    }
    return view;
}

std::vector<flow::TokenView> tokens_of(const wire::HolderRecord& record) {
    std::vector<flow::TokenView> tokens;
    for (const auto& token : record.tokens) tokens.push_back({token.receipt, token.account, token.amount, token.number, token.paid_at});
    return tokens;
}

std::vector<flow::PaidView> paid_of(const wire::HolderRecord& record) {
    std::vector<flow::PaidView> all;
    for (const auto& paid : record.paid) {
        all.push_back({paid.receipt, paid.way, std::string(wire::name(paid.state)), paid.amount, paid.paid_at, {}, false});
        for (const auto service : paid.services) all.back().services.emplace_back(wire::name(service));
    }
    return all;
}

std::vector<flow::LookView> looks_of(const wire::HolderRecord& record) {
    std::vector<flow::LookView> looks;
    for (const auto& look : record.looks) {
        const auto about = std::find_if(record.cases.begin(), record.cases.end(), [&](const auto& one) { return one.number == look.case_number; });
        looks.push_back({look.at, look.role, look.reason, about == record.cases.end() ? flow::Text{} : view_of(about->item)});
    }
    return looks;
}

flow::CaseView joined_case(const store::SubmissionRecord& submission, const wire::CaseAction& action, const flow::Model& model) {
    flow::CaseView view;
    view.number = action.case_number;
    view.receipt = submission.receipt;
    view.state = submission.state == store::SubmissionState::parked ? "parked" : "waiting";
    view.accepted_at = to_iso(action.at);
    view.seconded = true;
    const auto* report = flow::report_of(model, action.case_number);
    const auto* item = report ? model.catalogue->item(report->item_code) : nullptr;
    if (!item) return view;
    view.item_code = item->code;
    view.item = flow::title_of(*item, *report);
    if (const auto* department = model.catalogue->department(item->department)) view.department = department->name;
    return view;
}

std::vector<flow::ReportView> view_of(const wire::OpenReports& reports) {
    std::vector<flow::ReportView> views;
    for (const auto& one : reports.reports) views.push_back({one.number, one.item_code, one.case_class, one.place, one.accepted_at, one.told_by});
    return views;
}

std::string day_of(Timestamp time) { return to_iso(time).substr(0, 10); }

std::string promised_day(Timestamp from, int working_days, const WorkingDays& days) {
    return day_of(hour_of(days.last_of(local_day(from), working_days), 0));
}

std::string promised_on(Timestamp at, const flow::Item& item, const WorkingDays& days) {
    return item.promised_hours > 0 ? day_of(at + std::chrono::hours(item.promised_hours)) : promised_day(at, item.promised_days, days);
}

}  // namespace onecard::app
