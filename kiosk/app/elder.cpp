// Elder mode is offered to whom the card says is 65 or older, and remembered for a card whose holder asked for that: under a keyed mark of its
// serial number, so that what lies on the disk names nobody.
#include "base/crypto.hpp"
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"

namespace onecard::app {
namespace {

constexpr std::string_view mode_on = "elder=on", mode_off = "elder=off";

ByteView bytes_of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

}  // namespace

std::string Attendant::elder_key() const {
    const auto mark = crypto::hmac_sha256(parts_.kiosk_key, bytes_of("elder " + parts_.model.visit.holder->card_serial));
    return "elder." + to_hex(ByteView(mark)).substr(0, 32);
}

// What was answered another day is done without asking.
void Attendant::offer_elder() {
    if (!parts_.store || !visit().holder) return;
    const auto answered = parts_.store->cache().setting(elder_key());
    if (!answered) return log::failed("elder", answered.error());
    if (*answered) visit().remember_elder = true;
    if (*answered && **answered == mode_on) turn({flow::Event::Kind::set, std::string(mode_on)});
    visit().offers_elder = !*answered && visit().holder->elder && !visit().settings.elder;
}

void Attendant::remember_elder() {
    if (!parts_.store || !visit().holder || !visit().remember_elder) return;
    const auto answer = std::string(visit().settings.elder ? mode_on : mode_off);
    if (auto kept = parts_.store->cache().set(elder_key(), answer); !kept) log::failed("elder", kept.error());
}

}  // namespace onecard::app
