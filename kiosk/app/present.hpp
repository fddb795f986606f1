// What card, store and backend say, as the screens want to see it.
#pragma once
#include <string>
#include <vector>

#include "backend-client/wire/board.hpp"
#include "backend-client/store/outbox.hpp"
#include "backend-client/wire/case_actions.hpp"
#include "backend-client/wire/listings.hpp"
#include "backend-client/wire/messages.hpp"
#include "backend-client/wire/registers.hpp"
#include "backend-client/wire/reports.hpp"
#include "kiosk/flow/model.hpp"

namespace onecard::app {

flow::Text view_of(const wire::Localised& text);
/// Lines of which nothing was counted are left out.
flow::BoardView view_of(const wire::Board& board);

/// `today` is YYYY-MM-DD.
flow::BillView view_of(const wire::Bill& bill, const std::string& today);
flow::CaseView view_of(const wire::Case& one);
flow::NoticeView view_of(const wire::Notice& notice);
flow::ListingView view_of(const wire::Listing& listing);
flow::RegisterView view_of(const wire::Register& one);

/// Unpaid bills, soonest due first.
std::vector<flow::BillView> bills_of(const wire::HolderRecord& record, const std::string& today);
/// What the bills known of each of the last six months came to; months without a bill are left out.
std::vector<flow::MonthView> months_of(const wire::HolderRecord& record);

/// The backend's cases, newest first, with requests of this kiosk that the backend has not got yet on top of them.
std::vector<flow::CaseView> cases_of(const wire::HolderRecord& record, std::vector<flow::CaseView> not_there_yet);

/// Who looked, newest first, with the item of the case where it is among the holder's.
std::vector<flow::TokenView> tokens_of(const wire::HolderRecord& record);
std::vector<flow::PaidView> paid_of(const wire::HolderRecord& record);
std::vector<flow::LookView> looks_of(const wire::HolderRecord& record);

/// A request that waits here, or is parked, as a case without a number.
flow::CaseView waiting_case(const store::SubmissionRecord& submission, const wire::RequestBody& request, const flow::Catalogue& catalogue);

/// Joining in with a case, while the backend has not said that it knows.
flow::CaseView joined_case(const store::SubmissionRecord& submission, const wire::CaseAction& action, const flow::Model& model);
std::vector<flow::ReportView> view_of(const wire::OpenReports& reports);

/// YYYY-MM-DD in the halls.
std::string day_of(Timestamp time);

/// YYYY-MM-DD: the last of so many working days after `from`.
std::string promised_day(Timestamp from, int working_days, const WorkingDays& days);
/// The day until which an item handed in `at` is promised, as the slip says it.
std::string promised_on(Timestamp at, const flow::Item& item, const WorkingDays& days);

}  // namespace onecard::app
