#include "cardreader/apps/profile.hpp"

#include "cardreader/crypto/keys.hpp"

namespace onecard::card {

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

Result<bool> speak_allowed(Transport& transport, const Protocols& protocols) {
    const auto spoken = transport.protocol();
    if (protocols.allow(spoken)) return false;
    if (auto changed = transport.change_protocol(spoken == Protocol::t0 ? Protocol::t1 : Protocol::t0); !changed) return failure(changed.error());
    return true;
}

bool moves_money(const Profile& profile, std::uint8_t algorithm) { return profile.sm4 || algorithm != static_cast<std::uint8_t>(Algorithm::sm4); }

}  // namespace onecard::card
