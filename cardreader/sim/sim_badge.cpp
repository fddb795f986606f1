#include "cardreader/sim/sim_badge.hpp"

#include <nlohmann/json.hpp>

#include "base/crypto_ed25519.hpp"
#include "cardreader/apps/badge.hpp"
#include "cardreader/tlv.hpp"

namespace onecard::card {

bool SimBadge::has_name(ByteView name) const { return names(name, badge_aid); }

SimAnswer SimBadge::select() { return {make_tlv(0x6F, make_tlv(0x84, badge_aid)), 0x9000}; }

SimAnswer SimBadge::run(const SimCommand& command) {
    constexpr std::uint8_t number_file = 0x81;
    if (command.name() == 0x00B0) return command.p1 == number_file ? read_from(image_.number, command.p2) : only_status(0x6A82);
    if (command.name() != 0x0088) return only_status(command.cla == 0x00 ? 0x6D00 : 0x6E00);
    if (command.data.size() != badge_challenge_bytes) return only_status(0x6700);
    const std::string challenge(command.data.begin(), command.data.end());
    return {crypto::ed25519_sign(image_.seed, challenge), 0x9000};
}

nlohmann::json SimBadge::kept() const { return nlohmann::json::object(); }

}  // namespace onecard::card
