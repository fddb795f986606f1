#include "backend/money/tac.hpp"

namespace onecard::money {
namespace {

template <std::size_t N>
bool read(std::string_view text, std::array<std::uint8_t, N>& into) {
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != N) return false;
    std::copy(bytes->begin(), bytes->end(), into.begin());
    return true;
}

}  // namespace

Result<bool> TacCheck::right(const wire::PaymentBody& payment) const {
    card::Factor serial{};
    card::Mac claimed{};
    card::PurseDeal deal;
    deal.amount = payment.amount;
    deal.action = static_cast<card::PurseAction>(payment.type);
    const bool readable = payment.amount.count() >= 0 && payment.amount.count() <= UINT32_MAX && read(payment.card_serial, serial) &&
                          read(payment.tac, claimed) && read(payment.terminal, deal.terminal) && read(payment.date, deal.when.date) &&
                          read(payment.time, deal.when.time);
    if (!readable) return false;
    const auto true_tac = keys_->purchase_tac(serial, deal, payment.terminal_sequence);
    if (!true_tac) return failure(true_tac.error());
    return equal_in_constant_time(*true_tac, claimed);
}

}  // namespace onecard::money
