// The staff reader: badges that come and go beside the resident's card, and what they sign.
#include "base/log.hpp"
#include "cardreader/apps/badge.hpp"
#include "kiosk/pay/card_desk.hpp"

namespace onecard::pay {

using Kind = card::SlotEvent::Kind;

void CardDesk::on_staff(Kind kind) {
    badge_.reset();
    if (kind == Kind::card_out || kind == Kind::reader_lost) return post(StaffGone{});
    if (kind == Kind::reader_back) return;
    auto* reader = room_.reader(card::Slot::staff);
    auto transport = reader != nullptr ? reader->connect() : Result<std::unique_ptr<card::Transport>>(failure(Error::Kind::unavailable, "reader.gone"));
    const auto number = transport ? card::read_badge(**transport) : Result<std::string>(failure(transport.error()));
    if (!number) {
        log::info("a badge can't be used: " + number.error().code);
        return post(StaffBadge{{}, number.error().code});
    }
    badge_ = std::move(*transport);
    post(StaffBadge{*number, {}});
}

void CardDesk::carry_out(const SignByBadge& order) {
    if (!badge_) return post(BadgeSigned{{}, "card.gone"});
    auto signature = card::sign_by_badge(*badge_, order.challenge);
    if (signature) return post(BadgeSigned{std::move(*signature), {}});
    post(BadgeSigned{{}, signature.error().code});
}

}  // namespace onecard::pay
