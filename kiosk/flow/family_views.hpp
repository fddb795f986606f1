// Linked cards of a family as the screens show them.
#pragma once
#include <string>
#include <vector>

#include "kiosk/flow/case_views.hpp"

namespace onecard::flow {

/// Somebody whose card is linked with the holder's.
struct RelativeView {
    std::string serial, name;      ///< name masked
    std::string relation;          ///< what who is helped is to the helper: `parent`, `child`, `spouse`, `other`
    bool helps = false;            ///< the holder may act for them; else they may act for the holder
    std::string until;             ///< instant
    std::vector<CaseView> cases;
    bool ending = false;           ///< unlinked here, the backend does not know yet
};

/// Cards that were to be linked, but the backend said no later.
struct RefusedLinkView {
    std::string masked_number;     ///< of the other card
    std::string code;              ///< why
};

/// Two cards on their way to be linked, on one reader. From the first step to the last nothing else can be done: whose card lies there is not whose visit it is.
struct LinkingView {
    enum class State {
        none,
        waiting,     ///< for the other card
        consenting,  ///< its holder's PIN says yes
        done,
    };
    State state = State::none;
    std::string relation, serial, name;  ///< serial and masked name of the other card
};

}  // namespace onecard::flow
