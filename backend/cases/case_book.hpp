// Cases: what a request becomes, step by step, with two clocks: one for the step, one for the whole.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend-client/wire/messages.hpp"
#include "backend/cases/answers.hpp"
#include "backend/cases/calendar.hpp"
#include "backend/cases/catalogue.hpp"
#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

/// Who handed a request in together with its holder.
struct Assistant {
    std::string badge;       ///< number; empty: nobody
    wire::Localised post;
    Timestamp agreed_at;     ///< by the holder, with their PIN
};

/// How a request came in.
struct Arrival {
    std::string submission;  ///< id; empty for cases that did not come through a kiosk
    std::string receipt, card_serial, kiosk;
    Timestamp at;
    Answers answers;
    std::string number;      ///< for cases that have one already; else empty
    std::string served;      ///< number of the case whose rating this one follows up; else empty
    Assistant assistant{};
    std::string bundle{};    ///< receipt of the first request that came with it; else empty
    /// Where it is about; empty: where the card's holder lives, else where the kiosk stands.
    std::string community = {}, grid = {};
    std::string place = {};  ///< code of the building, empty when not known
    std::string helper = {};    ///< card of the relative who handed it in for the holder of `card_serial`; empty: nobody
    /// When it was kept in its hall, for all that was promised there, and the day that its slip promises (YYYY-MM-DD); nothing: as it arrived.
    std::optional<Timestamp> handed_in_at = {};
    std::string promised_on = {};
    std::string question = {};  ///< what the resident is asked for at once, where the item's chart knows supplements; else empty
};

/// The class that the answers chose; nullptr for items without classes, and where none was chosen.
const CaseClass* class_of(const Item& item, const Answers& answers);

/// Opens a case with the item's steps, the first of them begun and with the post it belongs to. Gives its number.
std::string open_case(data::Connection& connection, const Rules& rules, const Item& item, const Arrival& arrival);

/// Cases whose item has become private since they were opened are private from now on. In a unit of work.
void keep_private(data::Connection& connection, const Rules& rules, const Catalogue& catalogue);

/// One line of a case's history.
struct Event {
    Timestamp at;
    std::string kind, step, actor, role;
    wire::Localised post;    ///< who answered for the case then
    std::string target, note;
};

/// A case as the console sees it.
struct CaseFile {
    wire::Case as_told;       ///< what the resident sees
    std::string card_serial, kiosk;
    Timestamp statutory_at;
    bool step_late = false, late = false;
    std::string post, holder, officer, community, chart, served;   ///< codes of posts
    std::string step_card, whole_card;                             ///< `none`, `yellow`, `red`
    std::string decision;
    std::vector<Event> history;
    Answers answers;
    std::string case_class, place;
};

std::optional<CaseFile> find_case(data::Connection& connection, const std::string& number, Timestamp now);

/// The cases of a card, those it joined in and those it was invited to, newest first, at most `limit`. Of the latter two nothing is told that only who
/// handed them in may know. Private ones have a `mediation`.
std::vector<wire::Case> cases_of(data::Connection& connection, const Rules& rules, const std::string& card_serial, int limit = 100);

/// What to look for; empty members match all.
struct CaseFilter {
    std::string card_serial, receipt, state;
};
/// Numbers of cases, newest first, at most `limit`.
std::vector<std::string> case_numbers(data::Connection& connection, const CaseFilter& filter, int limit = 200);

}  // namespace onecard::cases
