#include "kiosk/pay/order.hpp"

#include <set>
#include <string_view>

#include "base/log.hpp"

namespace onecard::pay {

Ceilings ceilings_in_force(store::Store& store) {
    const auto kept = store.policies().ceilings();
    if (!kept) log::failed("ceilings", kept.error());
    if (!kept || !*kept) return {};
    const auto& district = **kept;
    return {district.payment, district.card_today, district.kiosk_today, district.card_unsent, district.kiosk_unsent};
}

Result<Fen> total(const PaymentOrder& order) {
    if (order.lines.empty()) return failure(Error::Kind::invalid, "payment.no_bills");
    if (order.lines.size() > bills_max) return failure(Error::Kind::invalid, "payment.too_many_bills");
    std::set<std::string_view> seen;
    Fen sum;
    for (const auto& line : order.lines) {
        if (line.bill.empty() || line.bill.size() > bill_id_bytes_max) return failure(Error::Kind::invalid, "payment.bill");
        if (!seen.insert(line.bill).second) return failure(Error::Kind::invalid, "payment.bill_twice");
        if (line.amount <= Fen(0) || line.amount > fen_max) return failure(Error::Kind::invalid, "payment.amount");
        sum += line.amount;
    }
    if (sum > order.ceilings.payment || sum > fen_max) return failure(Error::Kind::refused, "payment.over_limit");
    return sum;
}

Status check_ceilings(Fen amount, const store::Spent& spent, const Ceilings& ceilings) {
    if (spent.card_today + amount > ceilings.card_today) return failure(Error::Kind::refused, "payment.card_limit");
    if (spent.card_unsent + amount > ceilings.card_unsent) return failure(Error::Kind::refused, "payment.card_unsent_limit");
    if (spent.kiosk_today + amount > ceilings.kiosk_today) return failure(Error::Kind::refused, "payment.kiosk_day_limit");
    if (spent.kiosk_unsent + amount > ceilings.kiosk_unsent) return failure(Error::Kind::refused, "payment.kiosk_limit");
    return {};
}

}  // namespace onecard::pay
