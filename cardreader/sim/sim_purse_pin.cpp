// PIN and memory of the software purse.
#include <algorithm>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "cardreader/crypto/secure_messaging.hpp"
#include "cardreader/sim/sim_purse.hpp"

namespace onecard::card {
namespace {

constexpr std::uint16_t status_blocked = 0x6983;

Json hex_list(const std::vector<Bytes>& records) {
    Json list = Json::array();
    for (const auto& record : records) list.push_back(to_hex(record));
    return list;
}

}  // namespace

SimAnswer SimPurse::verify(const SimCommand& command) {
    if (!image_.pin || command.p1 != 0x00 || command.p2 != image_.pin->reference) return only_status(0x6A88);
    if (memory_.pin_tries == 0) return only_status(status_blocked);
    if (command.data.empty()) return only_status(image_.tells_tries ? static_cast<std::uint16_t>(0x63C0 | memory_.pin_tries) : 0x6700);
    if (!equal_in_constant_time(command.data, memory_.pin)) return wrong_pin();
    auto next = memory_;
    next.pin_tries = image_.pin->tries_max;
    auto answer = next.pin_tries == memory_.pin_tries ? SimAnswer{} : commit(std::move(next), {});
    pin_verified_ = answer.status == 0x9000;
    return answer;
}

SimAnswer SimPurse::wrong_pin() {
    pin_verified_ = false;
    auto next = memory_;
    --next.pin_tries;
    const auto status = next.pin_tries == 0 ? status_blocked : static_cast<std::uint16_t>(0x63C0 | next.pin_tries);
    const auto answer = commit(std::move(next), {});
    return answer.status == 0x9000 ? only_status(status) : answer;
}

SimAnswer SimPurse::change_pin(const SimCommand& command) {
    if (!image_.pin || command.p2 != 0x00) return only_status(0x6A86);
    if (command.p1 == 0x00) {
        if (command.data.size() < 6 || command.data.size() > 10) return only_status(0x6700);
        return reload_pin(command.data.first(command.data.size() - 4), command.data.last(4));
    }
    if (command.p1 != 0x01) return only_status(0x6A86);
    if (memory_.pin_tries == 0) return only_status(status_blocked);
    const auto& old = memory_.pin;
    if (command.data.size() <= old.size() + 1) return only_status(0x6700);
    if (!equal_in_constant_time(command.data.first(old.size()), old) || command.data[old.size()] != 0xFF) return wrong_pin();
    const auto pin = command.data.subspan(old.size() + 1);
    return store_pin(Bytes(pin.begin(), pin.end()));
}

SimAnswer SimPurse::reload_pin(ByteView pin, ByteView mac) {
    if (!equal_in_constant_time(pin_reload_mac(reload_key_, pin), mac)) return only_status(0x9302);
    return store_pin(Bytes(pin.begin(), pin.end()));
}

SimAnswer SimPurse::unblock_pin(const SimCommand& command, ByteView challenge) {
    if (!image_.pin || command.p1 > 0x01 || command.p2 > 0x01) return only_status(0x6A86);
    if (memory_.wrong_macs >= wrong_macs_max) return only_status(0x9303);
    if (command.data.size() != 12 && command.data.size() != 20) return only_status(0x6700);
    if (challenge.empty()) return only_status(0x6984);
    const auto sealed = command.data.first(command.data.size() - 4);
    const Bytes header{command.cla, command.ins, command.p1, command.p2, static_cast<std::uint8_t>(command.data.size())};
    if (!equal_in_constant_time(protecting_mac(unblock_key_, challenge, join({header, sealed})), command.data.last(4))) {
        auto next = memory_;
        ++next.wrong_macs;
        const auto answer = commit(std::move(next), {});
        return answer.status == 0x9000 ? only_status(0x6988) : answer;
    }
    const auto plain = crypto::des_decrypt(unblock_key_, sealed);
    const std::size_t length = plain.front();
    if (length == 0 || length >= plain.size()) return only_status(0x6A80);
    return store_pin(Bytes(plain.begin() + 1, plain.begin() + 1 + static_cast<std::ptrdiff_t>(length)));
}

SimAnswer SimPurse::store_pin(Bytes pin) {
    auto next = memory_;
    next.wrong_macs = 0;
    next.pin = std::move(pin);
    next.pin_tries = image_.pin->tries_max;
    return commit(std::move(next), {});
}

nlohmann::json SimPurse::kept() const {
    const auto& proof = memory_.proof;
    return {{"balance", memory_.balance.count()},
            {"offline_number", memory_.offline_number},
            {"online_number", memory_.online_number},
            {"deposit", memory_.deposit.count()},
            {"deposit_number", memory_.deposit_number},
            {"pin_tries", memory_.pin_tries},
            {"wrong_macs", memory_.wrong_macs},
            {"pin", to_hex(memory_.pin)},
            {"log", hex_list(memory_.log)},
            {"composite", hex_list(memory_.composite)},
            {"proof", {{"action", proof.action}, {"number", proof.number}, {"mac", to_hex(proof.mac)}, {"tac", to_hex(proof.tac)}}}};
}

bool SimPurse::restore(const nlohmann::json& kept) {
    Memory memory;
    memory.balance = fen_at(kept, "balance");
    memory.offline_number = static_cast<std::uint16_t>(number_at(kept, "offline_number"));
    memory.online_number = static_cast<std::uint16_t>(number_at(kept, "online_number"));
    memory.deposit = fen_at(kept, "deposit");
    memory.deposit_number = static_cast<std::uint16_t>(number_at(kept, "deposit_number"));
    memory.pin_tries = static_cast<int>(number_at(kept, "pin_tries"));
    memory.wrong_macs = static_cast<int>(number_at(kept, "wrong_macs"));
    memory.pin = from_hex(text_at(kept, "pin")).value_or(Bytes{});
    for (const auto& record : list_at(kept, "log")) {
        const auto bytes = record.is_string() ? from_hex(record.get<std::string>()) : Result<Bytes>(Bytes{});
        if (!bytes || bytes->size() != 23) return false;
        memory.log.push_back(*bytes);
    }
    for (const auto& record : list_at(kept, "composite")) {
        const auto bytes = record.is_string() ? from_hex(record.get<std::string>()) : Result<Bytes>(Bytes{});
        if (!bytes || bytes->empty()) return false;
        memory.composite.push_back(*bytes);
    }
    const auto& proof = object_at(kept, "proof");
    const auto mac = fixed<4>(from_hex(text_at(proof, "mac")).value_or(Bytes{})), tac = fixed<4>(from_hex(text_at(proof, "tac")).value_or(Bytes{}));
    if (!kept.contains("balance") || !mac || !tac) return false;
    memory.proof = {static_cast<std::uint8_t>(number_at(proof, "action")), static_cast<std::uint16_t>(number_at(proof, "number")), *mac, *tac};
    memory_ = std::move(memory);
    return true;
}

}  // namespace onecard::card
