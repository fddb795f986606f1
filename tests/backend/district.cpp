#include "tests/backend/district.hpp"

#include <nlohmann/json.hpp>

#include "backend/api/hand_in.hpp"
#include "backend/api/reports.hpp"
#include "backend/api/sample.hpp"
#include "backend/data/migrations.hpp"
#include "backend/money/audit.hpp"
#include "base/file.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "cardreader/crypto/master_keys.hpp"
#include "cardreader/crypto/purse_macs.hpp"

namespace onecard::test {
namespace {

const std::filesystem::path assets = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets";

template <class T>
T needed(Result<T> result, std::string_view what) {
    require(result.has_value(), what);
    return std::move(*result);
}

const card::MasterKeys& sample_keys() {
    static const auto keys = needed(card::read_master_keys(needed(read_file(assets / "cards" / "keys.json"), "sample keys")), "sample keys");
    return keys;
}

/// Read once for all: it is large, and each test only publishes its own copy.
const cases::Catalogue& services() {
    static const auto catalogue = needed(cases::Catalogue::load(assets / "services"), "a catalogue");
    return catalogue;
}

template <std::size_t N>
std::array<std::uint8_t, N> bytes_of(const std::string& text) {
    return needed(card::fixed<N>(hex(text)), "a fixed length");
}

}  // namespace

Timestamp sample_now() { return from_local({2026, 11, 22, 9, 30, 0, 0}); }

District::District()
    : database_(folder_ / "district.sqlite"),
      catalogue_(services()),
      rules_(needed(cases::Rules::load(assets / "cases", needed(cases::Calendar::load(assets / "calendar"), "a calendar")), "rules")),
      keys_(sample_keys()),
      tac_(keys_),
      office_{clock_, random_, catalogue_, rules_, keys_, tac_},
      connection_(needed(data::Connection::open(database_, data::Connection::Access::writing), "a database")) {
    require(data::migrate(*connection_).has_value(), "a migrated database");
    catalogue_.keep_days(rules_.calendar().days());
    write([&] {
        catalogue_.publish(*connection_);
        return true;
    });
    office_.regions = needed(Regions::read(needed(read_file(assets / "regions" / "regions.json"), "places")), "places");
    const auto loaded = api::load_sample(office_, *connection_, assets / "sample" / "district.json");
    require(loaded.has_value(), loaded ? "" : loaded.error().code + " " + loaded.error().detail);
    write([&] {
        api::note_borders(office_.regions, *connection_);
        return true;
    });
}

wire::SubmissionAnswer District::hand_in(const wire::Submission& submission) {
    return write([&] { return api::hand_in(office_, *connection_, "K-0001", submission); });
}

std::int64_t District::number(std::string_view sql) {
    return write([&] {
        auto row = connection_->query(sql);
        return row.next() ? row.number(0) : 0;
    });
}

std::int64_t District::balance(std::string_view account) {
    return number("SELECT coalesce(sum(amount), 0) FROM entries JOIN postings ON postings.id = posting WHERE reference <> 'opening' AND account = '" +
                  std::string(account) + "'");
}

std::int64_t District::differences() {
    return write([&] {
        std::int64_t sum = 0;
        for (const auto& finding : money::audit(connection())) sum += finding.differences;
        return sum;
    });
}

std::string District::new_id() { return make_id(clock_, random_); }

cases::CaseFile file_of(District& district, const std::string& number) {
    return district.write([&] { return *cases::find_case(district.connection(), number, district.clock().now()); });
}

wire::PaymentBody payment(const std::string& card, std::vector<wire::PaymentBody::Line> lines, std::uint16_t offline_number) {
    wire::PaymentBody body;
    body.receipt = "K0001-20261122-" + std::to_string(offline_number);
    body.card_serial = card;
    body.issuer = "0571000000000001";
    for (const auto& line : lines) body.amount += line.amount;
    body.old_balance = Fen(10'000'000);
    body.terminal = sample_terminal;
    body.terminal_sequence = 0x100u + offline_number;
    body.offline_number = offline_number;
    body.date = "20261122";
    body.time = "093000";
    body.paid_at = sample_now();
    body.lines = std::move(lines);
    body.tac = true_tac(body);
    return body;
}

std::string true_tac(const wire::PaymentBody& body) {
    const auto key = card::tac_key(card::diversify(card::Algorithm::triple_des, sample_keys().tac, bytes_of<8>(body.card_serial)));
    const card::PurseDeal deal{body.amount, static_cast<card::PurseAction>(body.type), bytes_of<6>(body.terminal),
                               {bytes_of<4>(body.date), bytes_of<3>(body.time)}};
    return to_hex(card::purchase_tac(key, deal, body.terminal_sequence));
}

wire::Submission submission_of(const std::string& id, const wire::PaymentBody& body) {
    return {id, "payment", dump_json(wire::to_json(body)), sample_now()};
}

wire::RequestBody street_lamp_request(const std::string& card, std::int64_t catalogue_version) {
    wire::RequestBody body;
    body.receipt = "K0001-20261122-0900";
    body.card_serial = card;
    body.item_code = "CG-0001";
    body.catalogue_version = catalogue_version;
    body.answers = {{"place", {"梧桐路12号门前"}}, {"what", {"lamp_off"}}, {"detail", {"路灯三天没有亮了，晚上看不见路。"}}, {"phone", {"000-00000457"}}};
    body.language = "zh-Hans";
    body.handed_in_at = sample_now();
    return body;
}

wire::Submission submission_of(const std::string& id, const wire::RequestBody& body) {
    return {id, "request", dump_json(wire::to_json(body)), sample_now()};
}

}  // namespace onecard::test
