// A staff badge of software: what it says and signs, and what is no badge.
#include <doctest/doctest.h>

#include "base/crypto_ed25519.hpp"
#include "cardreader/apps/badge.hpp"
#include "cardreader/sim/sim_room.hpp"
#include "tests/cardreader/sample_cards.hpp"

using namespace onecard;
using namespace onecard::card;

namespace {

constexpr const char* public_key = "B3748EB7A7D7B18D27F62959B1C0D273ED19FE7378F39F1BAB34BFFA24FCADF7";

/// The named card on the staff reader, held.
struct Desk {
    explicit Desk(const std::string& name) : card(test::sample_card(name, random)) {
        room.insert(Slot::staff, *card);
        room.wait(Millis(0));
        transport = *room.reader(Slot::staff)->connect();
    }
    SeededRandom random{20261122};
    SimRoom room{Slot::citizen, Slot::staff};
    std::unique_ptr<SimCard> card;
    std::unique_ptr<Transport> transport;
};

}  // namespace

TEST_CASE("a badge tells its number and signs what it is given with the key that the district knows") {
    Desk desk("staff_chen");
    CHECK(read_badge(*desk.transport).value() == "0571000012");
    const Bytes challenge(32, 0x5A);
    const auto signature = sign_by_badge(*desk.transport, challenge);
    REQUIRE(signature.has_value());
    const std::string said(challenge.begin(), challenge.end());
    CHECK(crypto::ed25519_good(hex(public_key), said, *signature));
    auto other = said;
    other[31] = static_cast<char>(other[31] ^ 1);
    CHECK_FALSE(crypto::ed25519_good(hex(public_key), other, *signature));
}

TEST_CASE("another badge signs with another key, whatever number it would claim") {
    Desk desk("staff_unknown");
    CHECK(read_badge(*desk.transport).value() == "0571000013");
    const Bytes challenge(32, 0x5A);
    CHECK_FALSE(crypto::ed25519_good(hex(public_key), std::string(32, 0x5A), sign_by_badge(*desk.transport, challenge).value()));
}

TEST_CASE("a resident's card is no badge, and a badge that was taken away signs nothing") {
    Desk resident("zhang_jianguo");
    CHECK(read_badge(*resident.transport).error().code == "badge.unknown");
    Desk desk("staff_chen");
    REQUIRE(read_badge(*desk.transport).has_value());
    desk.room.remove(Slot::staff);
    CHECK_FALSE(sign_by_badge(*desk.transport, Bytes(32, 1)).has_value());
}

TEST_CASE("Ed25519 gives the signature of RFC 8032, 7.1, test 2") {
    const auto seed = hex("4CCD089B28FF96DA9DB6C346EC114E0F5B8A319F35ABA624DA8CF6ED4FB8A6FB");
    CHECK(to_hex(crypto::ed25519_public(seed)) == "3D4017C3E843895A92B70AA74D1B7EBC9C982CCF2EC4968CC0CD55F12AF4660C");
    CHECK(to_hex(crypto::ed25519_sign(seed, "\x72")) == "92A009A9F0D4CAB8720E820B5F642540A2B27B5416503F8FB3762223EBDB69DA085AC1E43E15996E458F3613D0F11D8C387B2EAEB4302AEEB00D291612BB0C00");
}
