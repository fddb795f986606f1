// Agent service (代办): a badge beside the resident's card. It proves that it is there, and signs what its bearer hands in together with the holder.
#include <utility>

#include "base/crypto.hpp"
#include "base/crypto_ed25519.hpp"
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/app/present.hpp"

namespace onecard::app {
namespace {

using Kind = flow::Event::Kind;

flow::StaffView view_of_badge(const wire::Badge& badge) {
    return {badge.number, view_of(badge.name), view_of(badge.post), badge.departments, badge.own_cards};
}

bool has_signed(const wire::Badge& badge, const Bytes& challenge, const Bytes& signature) {
    const auto key = from_hex(badge.key);
    return key && crypto::ed25519_good(*key, std::string(challenge.begin(), challenge.end()), signature);
}

}  // namespace

// A number is no proof: the badge signs bytes that nobody could know before.
void Attendant::on_letter(const pay::StaffBadge& letter) {
    if (!letter.code.empty()) return refuse_badge(letter.code);
    Bytes noise(32);
    parts_.random.fill(noise);
    const auto digest = crypto::sha256(as_bytes("onecard badge is here\n" + to_hex(noise)));
    badge_talk_ = BadgeTalk{letter.number, Bytes(digest.begin(), digest.end()), {}, 0, {}};
    parts_.card(pay::SignByBadge{badge_talk_->challenge});
}

void Attendant::on_letter(const pay::StaffGone&) {
    if (badge_talk_ && badge_talk_->unblock) parts_.card(pay::UnblockAnswer{{}, "assist.no_badge"});
    badge_talk_.reset();
    staff_.reset();
    staff_trouble_.clear();
    turn({Kind::staff_out, {}});
}

void Attendant::ask_badge(std::vector<ReadyRequest> requests) {
    const auto objection = visit().staff_agreed_at ? flow::staff_objection(parts_.model) : "assist.not_agreed";
    if (!objection.empty()) return request_refused({Error::Kind::refused, objection, {}});
    for (auto& request : requests) request.body.assisted = wire::Assistance{visit().staff->number, *visit().staff_agreed_at, {}};
    auto challenge = wire::assisted_challenge(requests.front().body);
    badge_talk_ = BadgeTalk{visit().staff->number, std::move(challenge), std::move(requests), 0, {}};
    parts_.card(pay::SignByBadge{badge_talk_->challenge});
}

void Attendant::on_letter(const pay::BadgeSigned& letter) {
    auto talk = std::exchange(badge_talk_, std::nullopt);
    if (!talk) return;
    const auto badge = parts_.store ? parts_.store->cache().badge(talk->number) : Result<std::optional<wire::Badge>>(std::nullopt);
    if (!badge) log::failed("badges", badge.error());
    std::string code = letter.code;
    if (code.empty() && (!badge || !*badge)) code = "badge.not_known";
    if (code.empty() && !has_signed(**badge, talk->challenge, letter.signature)) code = "badge.false";
    if (talk->unblock) return ask_unblock(*std::move(talk->unblock), code, letter.signature);
    if (!talk->requests.empty()) {
        if (!code.empty()) return request_refused({Error::Kind::refused, code, {}});
        talk->requests[talk->next].body.assisted->signature = to_hex(letter.signature);
        if (++talk->next == talk->requests.size()) {
            if (screen_ == flow::ScreenId::review) keep(talk->requests);
            return;
        }
        talk->challenge = wire::assisted_challenge(talk->requests[talk->next].body);
        badge_talk_ = std::move(talk);
        parts_.card(pay::SignByBadge{badge_talk_->challenge});
        return;
    }
    if (!code.empty()) return refuse_badge(code);
    sound(device::Sound::card_in);
    staff_trouble_.clear();
    staff_ = view_of_badge(**badge);
    visit().staff_trouble.clear();
    visit().staff = staff_;
    turn({Kind::staff_in, {}});
}

void Attendant::refuse_badge(const std::string& code) {
    log::info("a badge was refused: " + code);
    sound(device::Sound::trouble);
    staff_.reset();
    staff_trouble_ = code;
    visit().staff.reset();
    visit().staff_trouble = code;
    turn({Kind::staff_unusable, code});
}

}  // namespace onecard::app
