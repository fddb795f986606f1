// A case as the screens show it: where it stands, what happened to it, what was booked with it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kiosk/flow/catalogue.hpp"

namespace onecard::flow {

struct StepView {
    Text name, holder;
    std::string when;              ///< instant: done at, or limit of the current one
    int state = 0;                 ///< 0 done, 1 current, 2 ahead
    std::string code{};            ///< `card_confirm`: it waits for the resident's card
};

/// Something that happened to a case.
struct CaseEventView {
    std::string kind, at;          ///< kind as in wire::CaseEvent
    Text post;
    std::string note;
};

/// What the resident asked here of a case, and what has become of it.
struct AskedView {
    std::string action;            ///< name of a wire::CaseAction kind
    std::string state;             ///< `waiting` until the backend's record can show it, `refused` with `code`
    std::string code;
};

/// A time that can be booked on this machine.
struct SlotView {
    std::string slot, day, time;   ///< id; YYYY-MM-DD; HH:MM
    Text name, place;
    std::string starts_at;         ///< instant
};

/// When and where the resident is expected.
struct AppointmentView {
    Text name, place;
    std::string starts_at;         ///< instant
};

/// What both sides of a mediation have to do with it.
struct MediationView {
    std::vector<std::string> offered, chosen;  ///< times, YYYY-MM-DDTHH:MM: those to choose from; those that suit this side
    std::string agreement;                     ///< laid before both sides; empty until then
    bool accepted = false;                     ///< by this side
    bool invited = false;                      ///< asked to come by the other side
    bool agreed = false;                       ///< all sides accepted it: it holds
};

struct CaseView {
    std::string number, receipt, item_code;
    Text item, department;
    std::string state;             ///< `waiting` (not with the backend yet), `open`, `supplement`, `closed`, `withdrawn`, `parked`
    std::string accepted_at, promised_at, closed_at, result;
    std::vector<StepView> steps;
    Text responsible{};              ///< the post that answers for it now
    std::string goes_up_at{};        ///< instant at which it goes up unless done by then
    Text goes_up_to{};
    bool clocks_stopped = false;
    std::string refused{};           ///< why it was sent back (`parked`): a code
    std::string question{}, waits_until{};
    std::string urged_at{}, escalated_at{};
    int rating = 0;
    int told_by = 1;                 ///< people who told of it
    bool seconded = false;           ///< told of by somebody else first
    std::vector<CaseEventView> events{};
    std::vector<AskedView> asked{};
    bool of_relative = false;        ///< of somebody whom the holder acts for: it is read, urged and what is asked for answered, nothing else
    bool may_withdraw = false;
    bool granted = false;            ///< closed with what was asked for
    std::optional<AppointmentView> appointment{};
    std::vector<std::string> linked{};   ///< numbers of cases handed in together with it
    std::optional<MediationView> mediation{};
};

}  // namespace onecard::flow
