#include "cardreader/sim/sim_social_security.hpp"

#include <array>

#include <nlohmann/json.hpp>

#include "cardreader/tlv.hpp"

namespace onecard::card {
namespace {

// "sx1.sh." and the four characters of "social security" in GBK; "sx2" is the environment of the national algorithms.
constexpr std::array<std::uint8_t, 15> name_of_cards{0x73, 0x78, 0x31, 0x2E, 0x73, 0x68, 0x2E, 0xC9, 0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF};
constexpr std::array<std::uint8_t, 15> name_of_national{0x73, 0x78, 0x32, 0x2E, 0x73, 0x68, 0x2E, 0xC9, 0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF};

}  // namespace

ByteView SimSocialSecurity::aid() const { return image_.national ? name_of_national : name_of_cards; }

bool SimSocialSecurity::has_name(ByteView name) const { return names(name, aid()); }

SimAnswer SimSocialSecurity::select() {
    file_ = 0;
    return {make_tlv(0x6F, make_tlv(0x84, aid())), 0x9000};
}

SimAnswer SimSocialSecurity::run(const SimCommand& command) {
    if (command.name() == 0x00B2) return read_record(command);
    if (command.name() != 0x00A4) return only_status(command.cla == 0x00 ? 0x6D00 : 0x6E00);
    const bool known = command.data.size() == 2 && command.data[0] == 0xEF && image_.files.contains(command.data[1]);
    if (!known) return only_status(0x6A82);
    file_ = command.data[1];
    return {};
}

SimAnswer SimSocialSecurity::read_record(const SimCommand& command) const {
    const std::uint8_t named = command.p2 >> 3;
    const auto file = image_.files.find(named != 0 ? named : file_);
    if (file == image_.files.end()) return only_status(named != 0 ? 0x6A82 : 0x6986);
    if (image_.needs_sam) return only_status(0x6982);
    const bool by_number = (command.p2 & 0x07) == 0x04;
    for (std::size_t i = 0; i < file->second.size(); ++i) {
        const auto& [tag, value] = file->second[i];
        if (by_number ? command.p1 == i + 1 : command.p1 == tag) return {make_tlv(tag, value), 0x9000};
    }
    return only_status(0x6A83);
}

nlohmann::json SimSocialSecurity::kept() const { return nlohmann::json::object(); }

}  // namespace onecard::card
