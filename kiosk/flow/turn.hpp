// One turn of a visit: the decision of next() together with what it means for the visitor's data. Pure; the app loads, sends and orders.
#pragma once
#include "kiosk/flow/flow.hpp"

namespace onecard::flow {

/// What next() needs to know, read from the model.
Facts facts_of(const Model& model);

/// Takes one event: moves to the screen that is returned and keeps, in `model.visit`, the trail for "back", what was wanted before card and PIN,
/// the page of the form, the open item, case and notice, the chosen bills, the settings, and what card and PIN events say of themselves.
/// Wipes the visit when the turn ends it. Facts that only the app knows (holder, bills, payment outcome, receipt) must be in the model before.
ScreenId turn(Model& model, ScreenId from, const Event& event);

/// Changes one setting by `NAME=VALUE` (values `on`, `off`, a number, the name of a look or side); false and nothing changed when it is none.
bool set(Settings& settings, std::string_view name_and_value);
/// By its name; nothing for any other.
Over over_named(std::string_view name);

/// The item that is open, or null.
const Item* open_item(const Model& model);
/// The case that is open, found by number or by receipt, or null.
const CaseView* open_case(const Model& model);
/// The listing with this id, or null; and the one that is open.
const ListingView* listing_named(const Model& model, const std::string& id);
const ListingView* open_listing(const Model& model);
/// What the visitor can set on a listing next: its mark, then in and out where one signs up; empty when nothing is left.
std::string next_mark(const ListingView& listing, const std::vector<OwnMarkView>& own);
/// What fills the form's facts: those of the card, and the listing that the item was begun from.
CardFacts known_facts(const Model& model);
/// Why whoever stands there with a badge can't hand this in together with the holder: `assist.own_card`, `assist.scope`; empty: they can,
/// or nobody is there.
std::string staff_objection(const Model& model);
/// Why a blocked PIN can't be opened here and now: `assist.no_badge`, `pin.own_card`; empty: it can.
std::string unblock_objection(const Visit& visit);
/// What an event does to a blocked PIN that is being opened: begun, sent and ended only beside a proven badge of somebody else.
void note_opening(Visit& visit, ScreenId from, const Event& event);
/// The linked relative with this serial, or null.
const RelativeView* relative_named(const Visit& visit, const std::string& serial);
/// Opens the form of an item as it was left.
void resume_draft(Visit& visit, ScreenId from, ScreenId to);
/// What was begun for this item is gone, whether its form is open or not.
void drop_draft(Visit& visit, const std::string& item);
/// What is filled in is what is kept.
bool is_kept(const Visit& visit);
/// Drafts from elsewhere in place of those known. A form that is open and holds nothing newer becomes what it is elsewhere; what somebody has typed
/// here in the meantime stays.
void take_drafts(Visit& visit, ScreenId at, std::map<std::string, Draft> drafts);
/// Bills that may be paid now, in the order shown.
std::vector<const BillView*> payable_bills(const Visit& visit);
/// Puts newly loaded bills in place of those shown: a new one is chosen, one that was left out stays so, one that is being booked or gone is
/// not chosen.
void take_bills(Visit& visit, std::vector<BillView> bills);
/// What the chosen bills come to.
Fen chosen_total(const Visit& visit);
/// YYYY-MM-DD in the hall, for checks of dates.
std::string today(const Model& model);
/// The pages of the open form with the answers so far; at least one, which may be empty.
std::vector<std::vector<const FormField*>> open_pages(const Model& model);

}  // namespace onecard::flow
