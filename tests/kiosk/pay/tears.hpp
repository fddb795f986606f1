// All the ways a conversation with a card can be torn, generated: each exchange × each fault × each way back × both protocols and a change
// between them.
#pragma once
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include <doctest/doctest.h>

#include "tests/kiosk/pay/hall.hpp"

namespace onecard::test {

enum class After { same_card, other_card_first, nobody };
inline constexpr std::array afters{After::same_card, After::other_card_first, After::nobody};

struct Tear {
    int exchange;
    Fault fault;
    std::uint16_t status;
};
using Tears = std::vector<Tear>;

/// What was told last about the money; nothing when the power went before anything was said.
std::optional<pay::PaymentOutcome::State> told(const std::vector<pay::CardLetter>& letters);

/// What a spoilt or hostile answer may say: errors of all sorts, and success without data.
inline constexpr std::array<std::uint16_t, 7> spoilt_statuses{0x6F00, 0x6581, 0x6985, 0x6A81, 0x9302, 0x9401, 0x9000};

/// All faults at one exchange; those with a status with several of them.
Tears tears_at(int exchange);

/// Counts outcomes, and those in which a check failed.
class Outcomes {
public:
    void begin();
    /// `happened`: the conversation was not over before the fault.
    void end(bool happened);
    /// "tear: WHAT: N outcomes, M wrong"; fewer than `at_least` are a failure, so that a matrix which walks nowhere is seen.
    void print(const std::string& what, int at_least) const;

private:
    int count_ = 0, wrong_ = 0, failed_before_ = 0;
};

/// One walk from the beginning; false when it was over before the fault could happen.
using Walk = std::function<bool(const card::CardImage&, const Tear&, After)>;

/// Walks them all with this card over T=0, over T=1 and from T=1 reset into T=0, one exchange further each time until the conversation is over.
void run_tears(const std::string& what, const std::string& card, int at_least, const Walk& walk);

/// What became of a walk through a torn conversation and its torn repair.
enum class Mended {
    over,           ///< the conversation ended before the first fault
    nothing_open,   ///< the first fault left nothing to repair
    before_fault,   ///< the repair ended before the second
    happened,
};
using RepairWalk = std::function<Mended(const card::CardImage&, const Tear& first, const Tear& second)>;

/// The conversation is torn at each of its exchanges by cards that leave and by power cuts; wherever that leaves something open, the repair is torn by every
/// fault at each of its own. Over T=0 and T=1.
void run_torn_repairs(const std::string& what, const std::string& card, int at_least, const RepairWalk& walk);

}  // namespace onecard::test
