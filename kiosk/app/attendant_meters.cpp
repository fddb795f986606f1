// Numbers for prepaid meters: fetched while their buyer waits, printed once by themselves and again on demand; earlier payments, printed again.
#include <algorithm>

#include "kiosk/app/attendant.hpp"
#include "kiosk/app/present.hpp"

namespace onecard::app {
namespace {

constexpr Millis ask_every{2'000};

bool buys_for_meter(const flow::Visit& visit) {
    const auto& payment = visit.payment;
    const bool paid = payment.state == flow::PaymentView::State::paid && !payment.load;
    return paid && std::any_of(payment.bills.begin(), payment.bills.end(), [](const auto& bill) { return bill.offer; });
}

}  // namespace

void Attendant::load_tokens(const wire::HolderRecord& record) {
    visit().tokens = tokens_of(record);
    if (!buys_for_meter(visit()) || token_slip_ == visit().payment.receipt) return;
    for (const auto& token : visit().tokens) {
        if (token.receipt != visit().payment.receipt || token.number.empty()) continue;
        token_slip_ = token.receipt;
        parts_.print(receipts().token(token));
    }
}

void Attendant::print_token(const std::string& place) {
    for (std::size_t i = 0; i < visit().tokens.size(); ++i)
        if (std::to_string(i) == place && !visit().tokens[i].number.empty()) parts_.print(receipts().token(visit().tokens[i]));
}

void Attendant::load_paid(const wire::HolderRecord& record) {
    auto all = paid_of(record);
    for (auto& fresh : all)
        fresh.printed = std::any_of(visit().paid.begin(), visit().paid.end(),
                                    [&](const auto& known) { return known.printed && known.receipt == fresh.receipt && known.state == fresh.state; });
    visit().paid = std::move(all);
}

// For whoever lost the slip, or wants one that says what has become of it since.
void Attendant::print_paid(const std::string& receipt) {
    for (auto& paid : visit().paid) {
        if (paid.receipt != receipt || paid.printed) continue;
        auto slip = receipts().paid(paid);
        last_slip_ = plain_text(slip);
        parts_.print(std::move(slip));
        paid.printed = true;
    }
}

// The biller's number comes a moment after the money was booked.
std::optional<Millis> Attendant::follow_tokens() {
    const bool waits = screen_ == flow::ScreenId::pay_result && buys_for_meter(visit()) && token_slip_ != visit().payment.receipt && visit().holder;
    if (!waits) return std::nullopt;
    const auto now = parts_.clock.uptime();
    if (now >= token_ask_at_) {
        token_ask_at_ = now + ask_every;
        parts_.ask_holder(visit().holder->card_serial);
    }
    return std::max(Millis(1), token_ask_at_ - now);
}

}  // namespace onecard::app
