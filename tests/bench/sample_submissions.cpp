#include "tests/bench/sample_submissions.hpp"

#include <array>
#include <cstdio>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "cardreader/crypto/purse_macs.hpp"
#include "tests/bench/measure.hpp"

namespace onecard::bench {
namespace {

constexpr Fen price{250};
constexpr std::uint32_t residents = 10, first_serial = 56;

template <std::size_t N>
std::array<std::uint8_t, N> bytes_of(const std::string& digits) {
    return must(card::fixed<N>(hex(digits)), "a number of fixed length");
}

std::string right_tac(const card::Key& master, const wire::PaymentBody& body) {
    const auto key = card::tac_key(card::diversify(card::Algorithm::triple_des, master, bytes_of<8>(body.card_serial)));
    const card::PurseDeal deal{body.amount, static_cast<card::PurseAction>(body.type), bytes_of<6>(body.terminal), {bytes_of<4>(body.date), bytes_of<3>(body.time)}};
    return to_hex(card::purchase_tac(key, deal, body.terminal_sequence));
}

}  // namespace

SampleSubmissions::SampleSubmissions(const card::MasterKeys& keys, std::string terminal, const Clock& clock, Random& random)
    : tac_master_(keys.tac), terminal_(std::move(terminal)), clock_(clock), random_(random) {}

std::string SampleSubmissions::next_card() {
    ++made_;
    return "31000000001234" + std::to_string(first_serial + made_ % residents);
}

std::string SampleSubmissions::next_receipt() { return "K0001-20261122-" + std::to_string(10'000 + made_); }

store::NewSubmission SampleSubmissions::payment() {
    wire::PaymentBody body;
    body.card_serial = next_card();
    body.receipt = next_receipt();
    body.issuer = "0571000000000001";
    body.amount = price;
    body.old_balance = Fen(100'000);
    body.terminal = terminal_;
    body.terminal_sequence = made_;
    body.offline_number = static_cast<std::uint16_t>(made_);
    body.date = "20261122";
    body.time = "093000";
    body.paid_at = clock_.now();
    body.lines = {{"W-2026-99-" + std::to_string(made_), price}};
    body.tac = right_tac(tac_master_, body);
    return {{make_id(clock_, random_), "payment", dump_json(wire::to_json(body)), clock_.now()}, {body.card_serial, body.receipt}};
}

store::NewSubmission SampleSubmissions::request() {
    wire::RequestBody body;
    body.card_serial = next_card();
    body.receipt = next_receipt();
    body.item_code = "CG-0001";
    body.catalogue_version = 1;
    body.answers = {{"place", {"梧桐路12号门前"}}, {"what", {"lamp_off"}}, {"detail", {"路灯三天没有亮了，晚上看不见路。"}}, {"phone", {"000-00000457"}}};
    body.language = "zh-Hans";
    body.handed_in_at = clock_.now();
    return {{make_id(clock_, random_), "request", dump_json(wire::to_json(body)), clock_.now()}, {body.card_serial, body.receipt}};
}

}  // namespace onecard::bench
