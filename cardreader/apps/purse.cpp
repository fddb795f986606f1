#include "cardreader/apps/purse.hpp"

#include <algorithm>
#include <array>

#include "cardreader/exchange.hpp"

namespace onecard::card {
namespace {

tl::unexpected<Error> wrong_length(std::string_view what) { return failure(Error::Kind::corrupt, "card.data", std::string(what)); }

template <std::size_t N>
std::array<std::uint8_t, N> part(ByteView bytes, std::size_t at) {
    std::array<std::uint8_t, N> out{};
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), N, out.begin());
    return out;
}

Fen money(ByteView bytes) { return Fen(static_cast<std::int64_t>(from_big_endian(bytes))); }

Result<Fen> plausible(Fen amount) {
    if (amount > fen_max) return failure(Error::Kind::corrupt, "card.data", "an impossible amount");
    return amount;
}

/// Empty slots are all FF or have kind 00; some cards mask money with 7FFFFFFF.
std::optional<LogEntry> log_entry(ByteView bytes) {
    const bool blank = std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0xFF; });
    LogEntry entry;
    entry.number = static_cast<std::uint16_t>(from_big_endian(bytes.first(2)));
    entry.overdraft = money(bytes.subspan(2, 3));
    entry.amount = money(bytes.subspan(5, 4));
    entry.action = bytes[9];
    entry.terminal = part<6>(bytes, 10);
    entry.when = {part<4>(bytes, 16), part<3>(bytes, 20)};
    if (blank || entry.action == 0 || entry.amount > fen_max) return std::nullopt;
    return entry;
}

/// P1 and P2 of INITIALIZE, and how long its answer is.
struct Initialize {
    std::uint8_t kind;
    std::uint16_t answer_bytes;
    std::uint8_t account = purse_account;
};
constexpr Initialize for_load{0x00, 16}, for_purchase{0x01, 15}, for_composite{0x03, 15};

Initialize for_unload(std::uint8_t account) { return {0x05, 16, account}; }

Initialize initialize_of(PurseAction action, std::uint8_t account) {
    if (action == PurseAction::load) return for_load;
    if (action == PurseAction::unload) return for_unload(account);
    return action == PurseAction::composite_purchase ? for_composite : for_purchase;
}

Result<Bytes> initialize(Transport& transport, Initialize what, Fen amount, std::uint8_t key_index, const TerminalNumber& terminal) {
    Bytes data{key_index};
    append(data, big_endian(static_cast<std::uint64_t>(amount.count()), 4));
    append(data, terminal);
    // Changes nothing, so a card that wants another Le may be asked again.
    auto answer = ask(transport, {0x80, 0x50, what.kind, what.account, std::move(data), what.answer_bytes}, Resend::once);
    if (answer && answer->size() != what.answer_bytes) return wrong_length("the answer to an initialize");
    return answer;
}

/// What a card says when it has refused a debit for certain. Everything else leaves the outcome open.
bool surely_not_done(std::uint16_t status) {
    constexpr std::array<std::uint16_t, 19> refusals{0x6400, 0x6700, 0x6900, 0x6901, 0x6982, 0x6985, 0x6A80, 0x6A81, 0x6A82, 0x6A86,
                                                     0x6A88, 0x6B00, 0x6D00, 0x6E00, 0x9302, 0x9303, 0x9401, 0x9402, 0x9403};
    return std::find(refusals.begin(), refusals.end(), status) != refusals.end();
}

Result<Counters> counters(Transport& transport, Initialize what, std::uint8_t key_index, const TerminalNumber& terminal) {
    auto answer = initialize(transport, what, Fen(0), key_index, terminal);
    // Some cards want an amount.
    if (!answer && answer.error().kind != Error::Kind::timed_out && answer.error().kind != Error::Kind::unavailable)
        answer = initialize(transport, what, Fen(1), key_index, terminal);
    if (!answer) return failure(answer.error());
    const ByteView bytes(*answer);
    const auto balance = plausible(money(bytes.first(4)));
    if (!balance) return failure(balance.error());
    return Counters{*balance, static_cast<std::uint16_t>(from_big_endian(bytes.subspan(4, 2)))};
}

}  // namespace

Result<Fen> read_balance(Transport& transport, std::uint8_t account) {
    const auto answer = ask(transport, {0x80, 0x5C, 0x00, account, {}, 4});
    if (!answer) return failure(answer.error());
    if (answer->size() != 4) return wrong_length("the balance");
    return plausible(money(*answer));
}

Result<std::vector<LogEntry>> read_log(Transport& transport) {
    constexpr std::uint8_t by_number_in_log = 0x18 << 3 | 4;
    constexpr std::uint16_t entry_bytes = 23;
    std::vector<LogEntry> entries;
    for (std::uint8_t record = 1; record <= log_entries_max; ++record) {
        const auto response = exchange(transport, {0x00, 0xB2, record, by_number_in_log, {}, entry_bytes}, Resend::once);
        if (!response) return failure(response.error());
        if (response->status == 0x6A83 || response->status == 0x6A82) break;
        if (response->status == 0x6982) return failure(Error::Kind::refused, "card.pin_needed", "status 6982");
        if (!response->ok()) return status_failure(response->status);
        if (response->data.size() < entry_bytes) return wrong_length("a log record");
        if (auto entry = log_entry(ByteView(response->data).first(entry_bytes))) entries.push_back(*entry);
    }
    return entries;
}

Result<PurchaseInit> init_purchase(Transport& transport, Fen amount, std::uint8_t key_index, const TerminalNumber& terminal, PurseAction action) {
    if (amount <= Fen(0) || amount > fen_max) return failure(Error::Kind::invalid, "purse.amount");
    const auto answer = initialize(transport, initialize_of(action, purse_account), amount, key_index, terminal);
    if (!answer) return failure(answer.error());
    const ByteView bytes(*answer);
    PurchaseInit init;
    const auto balance = plausible(money(bytes.first(4)));
    if (!balance) return failure(balance.error());
    init.old_balance = *balance;
    init.offline_number = static_cast<std::uint16_t>(from_big_endian(bytes.subspan(4, 2)));
    init.overdraft = money(bytes.subspan(6, 3));
    init.key_version = bytes[9];
    init.algorithm = bytes[10];
    init.random = part<4>(bytes, 11);
    return init;
}

Status update_composite(Transport& transport, const CompositeRecord& record, const PurchaseRule& rule) {
    const Bytes kind{rule.record_kind}, industry{rule.industry}, no_line_and_spare(4 + 3), no_journey(4 + 2);
    const auto four = [](Fen amount) { return big_endian(static_cast<std::uint64_t>(amount.count()), 4); };
    auto bytes = join({kind, Bytes(2), record.terminal, industry, no_line_and_spare, four(record.amount), four(record.balance), record.when.date,
                       record.when.time, rule.city, record.acceptor, no_journey});
    bytes.resize(rule.record_bytes);
    const auto response = exchange(transport, {0x80, 0xDC, rule.record_p1, rule.record_p2, std::move(bytes), std::nullopt}, Resend::never);
    if (!response) return failure(response.error());
    if (!response->ok()) return status_failure(response->status);
    return {};
}

Result<Debited> debit(Transport& transport, const DebitOrder& order) {
    const Command command{0x80, 0x54, 0x01, 0x00, join({big_endian(order.terminal_sequence, 4), order.when.date, order.when.time, order.mac1}), 8};
    const auto response = exchange(transport, command, Resend::never);
    if (!response) return failure(Error::Kind::timed_out, response.error().code, response.error().detail);
    if (!response->ok()) {
        auto why = status_failure(response->status).value();
        if (!surely_not_done(response->status)) why.kind = Error::Kind::timed_out;
        return failure(std::move(why));
    }
    if (response->data.size() != 8) return failure(Error::Kind::timed_out, "card.data", "the answer to a debit");
    return Debited{part<4>(response->data, 0), part<4>(response->data, 4)};
}

Result<std::optional<Proof>> prove(Transport& transport, PurseAction action, std::uint16_t number_after) {
    const Command command{0x80, 0x5A, 0x00, static_cast<std::uint8_t>(action), big_endian(number_after, 2), 8};
    const auto response = exchange(transport, command, Resend::once);
    if (!response) return failure(response.error());
    if (!response->ok()) return std::nullopt;
    if (response->data.size() != 8) return wrong_length("a proof");
    return Proof{part<4>(response->data, 0), part<4>(response->data, 4)};
}

namespace {

Result<LoadInit> init_online(Transport& transport, Initialize what, Fen amount, std::uint8_t key_index, const TerminalNumber& terminal) {
    if (amount <= Fen(0) || amount > fen_max) return failure(Error::Kind::invalid, "purse.amount");
    const auto answer = initialize(transport, what, amount, key_index, terminal);
    if (!answer) return failure(answer.error());
    const ByteView bytes(*answer);
    const auto balance = plausible(money(bytes.first(4)));
    if (!balance) return failure(balance.error());
    LoadInit init;
    init.old_balance = *balance;
    init.online_number = static_cast<std::uint16_t>(from_big_endian(bytes.subspan(4, 2)));
    init.key_version = bytes[6];
    init.algorithm = bytes[7];
    init.random = part<4>(bytes, 8);
    init.mac1 = part<4>(bytes, 12);
    return init;
}

/// The second half of a load or unload, whose answer is the card's word for the issuer.
Result<Mac> commit_online(Transport& transport, Command command) {
    const auto response = exchange(transport, std::move(command), Resend::never);
    if (!response) return failure(Error::Kind::timed_out, response.error().code, response.error().detail);
    if (!response->ok()) {
        auto why = status_failure(response->status).value();
        if (!surely_not_done(response->status)) why.kind = Error::Kind::timed_out;
        return failure(std::move(why));
    }
    if (response->data.size() != 4) return failure(Error::Kind::timed_out, "card.data", "the answer to a load or unload");
    return part<4>(response->data, 0);
}

}  // namespace

Result<LoadInit> init_load(Transport& transport, Fen amount, std::uint8_t key_index, const TerminalNumber& terminal) {
    return init_online(transport, for_load, amount, key_index, terminal);
}

Result<Mac> credit(Transport& transport, const PurseTime& when, const Mac& mac2) {
    return commit_online(transport, {0x80, 0x52, 0x00, 0x00, join({when.date, when.time, mac2}), 4});
}

Result<LoadInit> init_unload(Transport& transport, Fen amount, std::uint8_t key_index, const TerminalNumber& terminal, std::uint8_t account) {
    return init_online(transport, for_unload(account), amount, key_index, terminal);
}

Result<Mac> debit_unload(Transport& transport, const PurseTime& when, const Mac& mac2) {
    return commit_online(transport, {0x80, 0x54, 0x03, 0x00, join({when.date, when.time, mac2}), 4});
}

Result<Counters> read_counters(Transport& transport, std::uint8_t key_index, const TerminalNumber& terminal, PurseAction action,
                               std::uint8_t account) {
    return counters(transport, initialize_of(action, account), key_index, terminal);
}

}  // namespace onecard::card
