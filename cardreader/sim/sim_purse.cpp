#include "cardreader/sim/sim_purse.hpp"

#include <algorithm>

#include "cardreader/tlv.hpp"

namespace onecard::card {
namespace {

constexpr std::uint8_t file_public = 0x15, file_holder = 0x16, file_log = 0x18, file_composite = 0x1E;
constexpr std::size_t log_records = 10, composite_records_max = 10, composite_bytes = 48;
constexpr std::uint8_t deposit_book = 0x01, electronic_purse = 0x02;

}  // namespace

SimPurse::SimPurse(PurseImage image, const MasterKeys& masters, Random& random, Keep keep, bool wrong_tac)
    : image_(std::move(image)), random_(random), keep_(std::move(keep)), wrong_tac_(wrong_tac) {
    purchase_key_ = diversify(Algorithm::triple_des, masters.purchase, {image_.issuer, image_.serial});
    load_key_ = diversify(Algorithm::triple_des, masters.load, image_.serial);
    unload_key_ = diversify(Algorithm::triple_des, masters.unload, image_.serial);
    tac_key_ = tac_key(diversify(Algorithm::triple_des, masters.tac, image_.serial));
    reload_key_ = diversify(Algorithm::triple_des, masters.pin_reload, image_.serial);
    unblock_key_ = diversify(Algorithm::triple_des, masters.pin_unblock, image_.serial);
    memory_.balance = image_.balance;
    memory_.offline_number = image_.offline_number;
    memory_.online_number = image_.online_number;
    memory_.log = image_.log;
    if (image_.deposit) memory_.deposit = image_.deposit->balance, memory_.deposit_number = image_.deposit->online_number;
    if (image_.pin) {
        memory_.pin_tries = image_.pin->tries;
        memory_.pin = image_.pin->packed;
    }
}

SimAnswer SimPurse::select() {
    pending_.reset();
    challenge_.clear();
    pin_verified_ = false;
    file_ = 0;
    if (image_.locked || memory_.wrong_macs >= wrong_macs_max) return only_status(0x6A81);
    Bytes proprietary;
    // The national transit card names its kind before its public data.
    if (image_.aid.size() == 8) append(proprietary, make_tlv(0x9F08, Bytes{0x02}));
    append(proprietary, make_tlv(0x9F0C, image_.public_data));
    return {make_tlv(0x6F, join({make_tlv(0x84, image_.aid), make_tlv(0xA5, proprietary)})), 0x9000};
}

SimAnswer SimPurse::run(const SimCommand& command) {
    // Whatever comes, a waiting INITIALIZE is used by it or lost.
    const auto pending = std::exchange(pending_, std::nullopt);
    const auto challenge = std::exchange(challenge_, {});
    return dispatch(command, pending, challenge);
}

SimAnswer SimPurse::dispatch(const SimCommand& command, const std::optional<Pending>& pending, ByteView challenge) {
    switch (command.name()) {
        case 0x00A4: return select_file(command);
        case 0x00B0: return read_binary(command);
        case 0x00B2: return read_record(command);
        case 0x0020: return verify(command);
        case 0x805C: return balance(command);
        case 0x8050: return initialize(command);
        case 0x80DC: return update_composite(command, pending);
        case 0x8054: return command.p1 == 0x03 ? unload(command, pending) : debit(command, pending);
        case 0x8052: return credit(command, pending);
        case 0x805A: return prove(command);
        case 0x805E: return change_pin(command);
        case 0x8424: return unblock_pin(command, challenge);
        default: return only_status(command.cla == 0x00 || command.cla == 0x80 ? 0x6D00 : 0x6E00);
    }
}

SimAnswer SimPurse::select_file(const SimCommand& command) {
    const auto file = command.data.size() == 2 ? from_big_endian(command.data) : 0;
    const bool known = file == file_public || (file == file_holder && !image_.holder.empty()) || file == file_log;
    if (!known) return only_status(0x6A82);
    file_ = static_cast<std::uint8_t>(file);
    return {};
}

SimAnswer SimPurse::read_binary(const SimCommand& command) {
    const bool by_short_id = (command.p1 & 0x80) != 0;
    const std::uint8_t file = by_short_id ? command.p1 & 0x1F : file_;
    const std::size_t offset = by_short_id ? command.p2 : static_cast<std::size_t>(command.p1 << 8 | command.p2);
    if (file == 0) return only_status(0x6986);
    if (file == file_log) return only_status(0x6981);
    if (file == file_public) return read_from(image_.public_data, offset);
    if (file == file_holder && !image_.holder.empty()) return read_from(image_.holder, offset);
    return only_status(0x6A82);
}

SimAnswer SimPurse::read_record(const SimCommand& command) const {
    const std::uint8_t named = command.p2 >> 3;
    const std::uint8_t file = named != 0 ? named : file_;
    if (file == file_composite && image_.composite) {
        if (command.p1 == 0 || command.p1 > memory_.composite.size()) return only_status(0x6A83);
        return {memory_.composite[command.p1 - 1u], 0x9000};
    }
    if (file != file_log) return only_status(file == file_public || file == file_holder ? 0x6981 : 0x6A82);
    if ((command.p2 & 0x07) != 0x04) return only_status(0x6A86);
    if (image_.log_needs_pin && !pin_verified_) return only_status(0x6982);
    if (command.p1 == 0 || command.p1 > memory_.log.size()) return only_status(0x6A83);
    return {memory_.log[command.p1 - 1u], 0x9000};
}

SimAnswer SimPurse::balance(const SimCommand& command) const {
    if (command.p1 == 0x00 && command.p2 == deposit_book && image_.deposit) {
        if (image_.pin && !pin_verified_) return only_status(0x6982);
        return {big_endian(static_cast<std::uint64_t>(memory_.deposit.count()), 4), 0x9000};
    }
    if (command.p1 != 0x00 || command.p2 != electronic_purse) return only_status(0x6A86);
    return {big_endian(static_cast<std::uint64_t>(memory_.balance.count()), 4), 0x9000};
}

std::uint16_t SimPurse::refusal(PurseAction action, Fen amount) const {
    if (action == PurseAction::unload) {
        if (image_.pin && !pin_verified_) return 0x6982;
        if (amount > memory_.deposit) return 0x9401;
        return memory_.deposit_number == 0xFFFF ? 0x9402 : 0x9000;
    }
    const bool load = action == PurseAction::load;
    if (load && image_.load_needs_pin && image_.pin && !pin_verified_) return 0x6982;
    if (!load && amount > memory_.balance) return 0x9401;
    if (load && memory_.balance + amount > fen_max) return 0x6A80;
    return (load ? memory_.online_number : memory_.offline_number) == 0xFFFF ? 0x9402 : 0x9000;
}

SimAnswer SimPurse::initialize(const SimCommand& command) {
    const bool off_deposit = command.p1 == 0x05 && image_.deposit.has_value();
    const bool known = command.p1 <= 0x01 || (command.p1 == 0x03 && image_.composite) || off_deposit;
    if (!known) return only_status(0x6A86);
    if (command.p2 != (off_deposit ? deposit_book : electronic_purse)) return only_status(0x6A82);
    if (command.data.size() != 11) return only_status(0x6700);
    if (command.data[0] != image_.key_index) return only_status(0x9403);
    Pending next;
    if (command.p1 == 0x00) next.action = PurseAction::load;
    if (command.p1 == 0x03) next.action = PurseAction::composite_purchase;
    if (off_deposit) next.action = PurseAction::unload;
    next.amount = Fen(static_cast<std::int64_t>(from_big_endian(command.data.subspan(1, 4))));
    next.terminal = part<6>(command.data, 5);
    if (const auto status = refusal(next.action, next.amount); status != 0x9000) return only_status(status);
    random_.fill(next.random);
    pending_ = next;
    return initialized(next);
}

SimAnswer SimPurse::initialized(const Pending& next) const {
    const bool unload = next.action == PurseAction::unload, load = next.action == PurseAction::load;
    const auto held = unload ? memory_.deposit : memory_.balance;
    const auto old_balance = big_endian(static_cast<std::uint64_t>(held.count()), 4);
    const Bytes key{image_.key_version, image_.algorithm};
    if (!load && !unload)
        return {join({old_balance, big_endian(memory_.offline_number, 2), Bytes(3), key, next.random}), 0x9000};
    const auto number = unload ? memory_.deposit_number : memory_.online_number;
    const auto session = online_session_key(unload ? unload_key_ : load_key_, next.random, number);
    const auto mac1 = online_mac1(session, held, {next.amount, next.action, next.terminal, {}});
    return {join({old_balance, big_endian(number, 2), key, next.random, mac1}), 0x9000};
}

/// The purchase goes on waiting; what is wrong with the record ends it (cards.md 2.7).
SimAnswer SimPurse::update_composite(const SimCommand& command, std::optional<Pending> pending) {
    if (!pending || pending->action != PurseAction::composite_purchase) return only_status(0x6985);
    if (command.p1 != 0x00 || command.p2 >> 3 != file_composite) return only_status(0x6A83);
    if (command.data.size() != composite_bytes) return only_status(0x6700);
    pending->records.emplace_back(command.data.begin(), command.data.end());
    pending_ = std::move(pending);
    return {};
}

SimAnswer SimPurse::debit(const SimCommand& command, const std::optional<Pending>& pending) {
    if (!pending || (pending->action != PurseAction::purchase && pending->action != PurseAction::composite_purchase)) return only_status(0x6901);
    // No source says what cards do here (cards.md 2.2, C2): a composite purchase without its record would be none.
    if (pending->action == PurseAction::composite_purchase && pending->records.empty()) return only_status(0x6985);
    if (command.p1 != 0x01 || command.p2 != 0x00) return only_status(0x6A86);
    if (command.data.size() != 15) return only_status(0x6700);
    const auto sequence = static_cast<std::uint32_t>(from_big_endian(command.data.first(4)));
    const PurseDeal deal{pending->amount, pending->action, pending->terminal, {part<4>(command.data, 4), part<3>(command.data, 8)}};
    const auto session = purchase_session_key(purchase_key_, pending->random, memory_.offline_number, sequence);
    if (!equal_in_constant_time(purchase_mac1(session, deal), command.data.last(4))) return only_status(0x9302);
    const auto mac2 = purchase_mac2(session, deal.amount);
    auto tac = purchase_tac(tac_key_, deal, sequence);
    if (wrong_tac_) tac[0] = static_cast<std::uint8_t>(tac[0] ^ 0xFF);
    auto next = memory_;
    next.balance -= deal.amount;
    ++next.offline_number;
    next.composite.insert(next.composite.begin(), pending->records.begin(), pending->records.end());
    if (next.composite.size() > composite_records_max) next.composite.resize(composite_records_max);
    enter(next, next.offline_number, deal, mac2, tac);
    return commit(std::move(next), join({tac, mac2}));
}

SimAnswer SimPurse::credit(const SimCommand& command, const std::optional<Pending>& pending) {
    if (!pending || pending->action != PurseAction::load) return only_status(0x6901);
    if (command.p1 != 0x00 || command.p2 != 0x00) return only_status(0x6A86);
    if (command.data.size() != 11) return only_status(0x6700);
    const PurseDeal deal{pending->amount, pending->action, pending->terminal, {part<4>(command.data, 0), part<3>(command.data, 4)}};
    const auto session = online_session_key(load_key_, pending->random, memory_.online_number);
    const auto mac2 = online_mac2(session, deal);
    if (!equal_in_constant_time(mac2, command.data.last(4))) return only_status(0x9302);
    auto next = memory_;
    next.balance += deal.amount;
    const auto tac = online_proof(tac_key_, next.balance, memory_.online_number, deal);
    ++next.online_number;
    enter(next, next.online_number, deal, mac2, tac);
    return commit(std::move(next), Bytes(tac.begin(), tac.end()));
}

/// MAC3 under the session key is the card's word; there is no TAC (cards.md 2.4).
SimAnswer SimPurse::unload(const SimCommand& command, const std::optional<Pending>& pending) {
    if (!pending || pending->action != PurseAction::unload) return only_status(0x6901);
    if (command.p2 != 0x00) return only_status(0x6A86);
    if (command.data.size() != 11) return only_status(0x6700);
    const PurseDeal deal{pending->amount, pending->action, pending->terminal, {part<4>(command.data, 0), part<3>(command.data, 4)}};
    const auto session = online_session_key(unload_key_, pending->random, memory_.deposit_number);
    if (!equal_in_constant_time(online_mac2(session, deal), command.data.last(4))) return only_status(0x9302);
    auto next = memory_;
    next.deposit -= deal.amount;
    auto mac3 = online_proof(session, next.deposit, memory_.deposit_number, deal);
    if (wrong_tac_) mac3[0] = static_cast<std::uint8_t>(mac3[0] ^ 0xFF);
    ++next.deposit_number;
    enter(next, next.deposit_number, deal, mac3, {});
    return commit(std::move(next), Bytes(mac3.begin(), mac3.end()));
}

void SimPurse::enter(Memory& next, std::uint16_t number, const PurseDeal& deal, const Mac& mac, const Mac& tac) const {
    const auto before = static_cast<std::uint16_t>(number - 1);
    const auto action = static_cast<std::uint8_t>(deal.action);
    next.log.insert(next.log.begin(), join({big_endian(image_.log_number_after ? number : before, 2), Bytes(3),
                                            big_endian(static_cast<std::uint64_t>(deal.amount.count()), 4), Bytes{action}, deal.terminal,
                                            deal.when.date, deal.when.time}));
    if (next.log.size() > log_records) next.log.pop_back();
    next.proof = {action, image_.prove_number_before ? before : number, mac, tac};
}

SimAnswer SimPurse::prove(const SimCommand& command) const {
    if (command.data.size() != 2) return only_status(0x6700);
    const auto& proof = memory_.proof;
    if (proof.action == 0 || command.p2 != proof.action || from_big_endian(command.data) != proof.number) return only_status(0x9406);
    return {join({proof.mac, proof.tac}), 0x9000};
}

SimAnswer SimPurse::commit(Memory next, Bytes answer) {
    std::swap(memory_, next);
    if (keep_()) return {std::move(answer), 0x9000};
    std::swap(memory_, next);
    return only_status(0x6581);
}

}  // namespace onecard::card
