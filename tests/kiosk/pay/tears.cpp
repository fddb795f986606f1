#include "tests/kiosk/pay/tears.hpp"

#include <atomic>
#include <cstdio>

namespace onecard::test {
namespace {

std::atomic<int> failed_checks{0};

/// Hears of every check that fails, so that outcomes can be counted as right or wrong.
class FailureCount final : public doctest::IReporter {
public:
    explicit FailureCount(const doctest::ContextOptions&) {}
    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats&) override {}
    void test_case_start(const doctest::TestCaseData&) override {}
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_end(const doctest::CurrentTestCaseStats&) override {}
    void test_case_exception(const doctest::TestCaseException&) override { ++failed_checks; }
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData& data) override { failed_checks += data.m_failed ? 1 : 0; }
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}
};

std::vector<card::CardImage> in_each_protocol(const std::string& card) { return {as_t0(card_image(card)), as_t1(card_image(card))}; }

/// And one that is reset from T=1 into T=0 each time it is recognised, which can be torn as well.
std::vector<card::CardImage> in_all_protocols(const std::string& card) {
    auto images = in_each_protocol(card);
    images.push_back(as_both(card_image(card)));
    return images;
}

[[maybe_unused]] const int registered = doctest::registerReporter<FailureCount>("failure_count", 0, false);

}  // namespace

std::optional<pay::PaymentOutcome::State> told(const std::vector<pay::CardLetter>& letters) {
    std::optional<pay::PaymentOutcome::State> state;
    for (const auto& letter : letters) {
        if (const auto* ended = std::get_if<pay::PaymentEnded>(&letter)) state = ended->outcome.state;
        if (const auto* repaired = std::get_if<pay::Repaired>(&letter)) state = repaired->outcome.state;
    }
    return state;
}

Tears tears_at(int exchange) {
    Tears tears;
    for (const auto fault : all_faults) {
        const bool has_status = fault == Fault::status_spoilt || fault == Fault::status_instead;
        if (!has_status) tears.push_back({exchange, fault, 0});
        else for (const auto status : spoilt_statuses) tears.push_back({exchange, fault, status});
    }
    return tears;
}

void Outcomes::begin() { failed_before_ = failed_checks; }

void Outcomes::end(bool happened) {
    if (!happened) return;
    ++count_;
    if (failed_checks != failed_before_) ++wrong_;
}

void Outcomes::print(const std::string& what, int at_least) const {
    std::printf("figure: tear: %s: %d outcomes, %d wrong\n", what.c_str(), count_, wrong_);
    CHECK(count_ >= at_least);
}

void run_tears(const std::string& what, const std::string& card, int at_least, const Walk& walk) {
    Outcomes outcomes;
    for (const auto& image : in_all_protocols(card)) {
        bool happened = true;
        for (int exchange = 1; happened; ++exchange) {
            for (const auto& tear : tears_at(exchange)) {
                for (const auto after : afters) {
                    INFO("answer to reset " << to_hex(image.atr) << ", exchange " << exchange << ", " << name(tear.fault) << ", status " << tear.status << ", after "
                              << static_cast<int>(after));
                    outcomes.begin();
                    happened = walk(image, tear, after);
                    outcomes.end(happened);
                }
            }
        }
    }
    outcomes.print(what, at_least);
}

namespace {

/// All faults at each exchange of the repair of what `first` left open; false when the conversation was over before.
bool tear_repair(const card::CardImage& image, const Tear& first, Outcomes& outcomes, const RepairWalk& walk) {
    auto became = Mended::happened;
    for (int exchange = 1; became == Mended::happened; ++exchange) {
        for (const auto& second : tears_at(exchange)) {
            INFO("first: " << name(first.fault) << " at exchange " << first.exchange << ", then at exchange " << exchange << " of the repair: " << name(second.fault)
                           << ", status " << second.status);
            outcomes.begin();
            became = walk(image, first, second);
            outcomes.end(became == Mended::happened);
            if (became == Mended::over || became == Mended::nothing_open) return became != Mended::over;
        }
    }
    return true;
}

}  // namespace

void run_torn_repairs(const std::string& what, const std::string& card, int at_least, const RepairWalk& walk) {
    Outcomes outcomes;
    // The reset comes before anything is open: torn repairs are the same after it, and there are as many of them as both conversations have exchanges.
    for (const auto& image : in_each_protocol(card)) {
        bool goes_on = true;
        for (int exchange = 1; goes_on; ++exchange)
            for (const auto fault : {Fault::card_leaves_before, Fault::card_leaves_after, Fault::power_cut_before, Fault::power_cut_after})
                goes_on = tear_repair(image, {exchange, fault, 0}, outcomes, walk);
    }
    outcomes.print(what, at_least);
}

}  // namespace onecard::test
