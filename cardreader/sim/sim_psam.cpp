#include "cardreader/sim/sim_psam.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "cardreader/tlv.hpp"

namespace onecard::card {
namespace {

constexpr std::string_view master_name = "1PAY.SYS.DDF01";
constexpr std::size_t fixed_bytes = 20, factor_bytes = 8;

Bytes control(ByteView name) { return make_tlv(0x6F, join({make_tlv(0x84, name), make_tlv(0xA5, make_tlv(0x88, Bytes{0x01}))})); }

}  // namespace

SimPsam::SimPsam(PsamImage image, const MasterKeys& masters, Keep keep)
    : image_(std::move(image)), purchase_master_(masters.purchase), keep_(std::move(keep)) {
    memory_.sequence = image_.sequence;
}

bool SimPsam::has_name(ByteView name) const { return names(name, as_bytes(master_name)); }

SimAnswer SimPsam::select() {
    in_application_ = false;
    expected_mac2_.reset();
    return {control(as_bytes(master_name)), 0x9000};
}

SimAnswer SimPsam::run(const SimCommand& command) {
    const auto expected = std::exchange(expected_mac2_, std::nullopt);
    switch (command.name()) {
        case 0x00A4: return select_file(command);
        case 0x00B0: return read_binary(command);
        case 0x8070: return begin_purchase(command);
        case 0x8072: return confirm(command, expected);
        default: return only_status(command.cla == 0x00 || command.cla == 0x80 ? 0x6D00 : 0x6E00);
    }
}

SimAnswer SimPsam::select_file(const SimCommand& command) {
    const bool by_name = command.p1 == 0x04;
    const bool found = by_name ? names(command.data, image_.application) : std::equal(command.data.begin(), command.data.end(), image_.application.begin(), image_.application.end());
    if (!found || by_name != (image_.application.size() > 2)) return only_status(0x6A82);
    in_application_ = true;
    return {control(image_.application), 0x9000};
}

SimAnswer SimPsam::read_binary(const SimCommand& command) const {
    if ((command.p1 & 0x80) == 0) return only_status(0x6986);
    const std::uint8_t file = command.p1 & 0x1F;
    if (!in_application_ && file == 0x15) return read_from(image_.public_data, command.p2);
    if (!in_application_ && file == 0x16) return read_from(Bytes(image_.terminal.begin(), image_.terminal.end()), command.p2);
    if (in_application_ && file == 0x17) return read_from(image_.keys, command.p2);
    if (in_application_ && file == 0x18) return read_from(big_endian(memory_.sequence, 4), command.p2);
    return only_status(0x6A82);
}

SimAnswer SimPsam::begin_purchase(const SimCommand& command) {
    if (!in_application_) return only_status(0x6985);
    if (memory_.wrong_macs >= image_.wrong_macs_max) return only_status(0x6983);
    if (command.data.size() != fixed_bytes + image_.levels * factor_bytes) return only_status(0x6700);
    const auto data = command.data;
    // Byte 19 is the algorithm as the card named it; 04 would be SM4, for which this module holds no key.
    if (data[18] != image_.key_version || data[19] == 0x04) return only_status(0x9403);
    const PurseDeal deal{Fen(static_cast<std::int64_t>(from_big_endian(data.subspan(6, 4)))), static_cast<PurseAction>(data[10]), image_.terminal,
                         {part<4>(data, 11), part<3>(data, 15)}};
    // Factors come card first; the master is diversified from the highest level down.
    Key key = purchase_master_;
    for (std::size_t level = image_.levels; level-- > 0;)
        key = diversify(Algorithm::triple_des, key, part<factor_bytes>(data, fixed_bytes + level * factor_bytes));
    const auto number = static_cast<std::uint16_t>(from_big_endian(data.subspan(4, 2)));
    const auto session = purchase_session_key(key, part<4>(data, 0), number, memory_.sequence);
    expected_mac2_ = purchase_mac2(session, deal.amount);
    return {join({big_endian(memory_.sequence, 4), purchase_mac1(session, deal)}), 0x9000};
}

SimAnswer SimPsam::confirm(const SimCommand& command, const std::optional<Mac>& expected) {
    if (!expected) return only_status(0x6985);
    if (command.data.size() != 4) return only_status(0x6700);
    auto next = memory_;
    const bool right = equal_in_constant_time(*expected, command.data);
    if (right) {
        ++next.sequence;
        next.wrong_macs = 0;
    } else {
        ++next.wrong_macs;
    }
    if (!commit(next)) return only_status(0x6581);
    return only_status(right ? 0x9000 : 0x9302);
}

bool SimPsam::commit(Memory next) {
    std::swap(memory_, next);
    if (keep_()) return true;
    memory_ = next;
    return false;
}

nlohmann::json SimPsam::kept() const { return {{"sequence", memory_.sequence}, {"wrong_macs", memory_.wrong_macs}}; }

bool SimPsam::restore(const nlohmann::json& kept) {
    if (!kept.contains("sequence")) return false;
    memory_.sequence = static_cast<std::uint32_t>(number_at(kept, "sequence"));
    memory_.wrong_macs = static_cast<int>(number_at(kept, "wrong_macs"));
    return true;
}

}  // namespace onecard::card
