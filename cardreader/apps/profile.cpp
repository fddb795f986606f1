#include "cardreader/apps/profile.hpp"

#include <array>

#include "cardreader/crypto/keys.hpp"

namespace onecard::card {
namespace {

constexpr std::array<std::uint8_t, 9> aid_pbc_purse{0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01};
constexpr std::array<std::uint8_t, 8> aid_t_union{0xA0, 0x00, 0x00, 0x06, 0x32, 0x01, 0x01, 0x05};
// "sx1.sh." and the four characters of "social security" in GBK; "sx2" is the environment of the national algorithms.
constexpr std::array<std::uint8_t, 15> aid_social_security{0x73, 0x78, 0x31, 0x2E, 0x73, 0x68, 0x2E, 0xC9, 0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF};
constexpr std::array<std::uint8_t, 15> aid_social_security_national{0x73, 0x78, 0x32, 0x2E, 0x73, 0x68, 0x2E, 0xC9, 0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF};

// National transit cards carry their interoperation records in EF1E, so what they pay is composite (cards.md 1.7, 2.2).
constexpr PurchaseRule composite{.action = PurseAction::composite_purchase};

// The district's own purse first: a card with several applications is a one-card before all else.
constexpr std::array<Profile, 4> profiles{{
    {Application::pbc_purse, aid_pbc_purse, {}, {}, {}, {}, UnloadRule{}},
    {Application::t_union, aid_t_union, {.city = std::nullopt}, {}, {}, composite, {}},
    {Application::social_security, aid_social_security, {}, {}, {.change = PinRule::Change::none}, {}, {}},
    {Application::social_security, aid_social_security_national, {}, {}, {.change = PinRule::Change::none}, {}, {}},
}};

}  // namespace

std::string_view name(Application application) {
    switch (application) {
        case Application::unknown: return "unknown";
        case Application::pbc_purse: return "pbc_purse";
        case Application::t_union: return "t_union";
        case Application::social_security: return "social_security";
        case Application::storage: return "storage";
    }
    return "unknown";
}

std::span<const Profile> known_profiles() { return profiles; }

bool moves_money(const Profile& profile, std::uint8_t algorithm) { return profile.sm4 || algorithm != static_cast<std::uint8_t>(Algorithm::sm4); }

const Profile& profile_of(Application application) {
    for (const auto& profile : profiles) {
        if (profile.application == application) return profile;
    }
    return profiles.front();
}

}  // namespace onecard::card
