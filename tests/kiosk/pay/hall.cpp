#include "tests/kiosk/pay/hall.hpp"

#include <doctest/doctest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdlib>

#include "base/file.hpp"
#include "base/json.hpp"
#include "cardreader/crypto/purse_macs.hpp"
#include "cardreader/crypto/secure_messaging.hpp"

namespace onecard::test {
namespace {

std::filesystem::path asset(const std::string& name) { return std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards" / (name + ".json"); }

const card::MasterKeys& sample_keys() {
    static const card::MasterKeys keys = [] {
        const auto text = read_file(asset("keys"));
        REQUIRE(text.has_value());
        auto read = card::read_master_keys(*text);
        REQUIRE(read.has_value());
        return *std::move(read);
    }();
    return keys;
}

template <std::size_t N>
std::array<std::uint8_t, N> fixed_hex(const std::string& text) {
    const auto bytes = card::fixed<N>(hex(text));
    REQUIRE(bytes.has_value());
    return *bytes;
}

card::Key card_key(const card::Key& master, const card::Factor& serial) { return card::diversify(card::Algorithm::triple_des, master, serial); }

card::Key online_session(bool off_card, const card::Factor& serial, const std::string& random, std::uint16_t number) {
    return card::online_session_key(card_key(off_card ? sample_keys().unload : sample_keys().load, serial), fixed_hex<4>(random), number);
}

/// What the backend does before it books.
bool tac_is_right(const wire::PaymentBody& body) {
    const auto key = card::tac_key(card_key(sample_keys().tac, fixed_hex<8>(body.card_serial)));
    card::PurseDeal deal;
    deal.amount = body.amount;
    deal.action = static_cast<card::PurseAction>(body.type);
    deal.terminal = fixed_hex<6>(body.terminal);
    deal.when = {fixed_hex<4>(body.date), fixed_hex<3>(body.time)};
    return to_hex(card::purchase_tac(key, deal, body.terminal_sequence)) == body.tac;
}

/// A conversation with a card outside any reader; the answer's data, fetched where needed.
Bytes talk(card::SimCard& card, const Bytes& command) {
    auto answer = card.transmit(command);
    REQUIRE(answer.size() >= 2);
    if (answer[answer.size() - 2] == 0x61) answer = card.transmit(join({hex("00C00000"), Bytes{answer.back()}}));
    REQUIRE(to_hex(ByteView(answer).last(2)) == "9000");
    answer.resize(answer.size() - 2);
    return answer;
}

Bytes select_command(const card::SimCard& card) {
    const auto& aid = card.image().purses.front().aid;
    return join({hex("00A40400"), Bytes{static_cast<std::uint8_t>(aid.size())}, aid});
}

const std::string atr_of_both = "3B808031FE458A";

/// The shipped files, with purses that may be spoken to over T=0 only.
card::Profiles profiles_of_t0() {
    const std::filesystem::path shipped = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards/applications";
    const MemoryFolder folder;
    for (const char* name : {"pbc_purse.json", "t_union.json"}) {
        auto json = parse_json(*read_file(shipped / name)).value();
        json["protocols"] = Json::array({"T=0"});
        REQUIRE(write_file(folder.path() / name, dump_json(json)).has_value());
    }
    auto profiles = card::Profiles::read(folder.path());
    REQUIRE(profiles.has_value());
    REQUIRE(profiles->mistakes().empty());
    return *std::move(profiles);
}

/// A Transport over a card that lies at some other terminal.
class ElsewhereTransport final : public card::Transport {
public:
    explicit ElsewhereTransport(card::SimCard& card) : card_(card) { card_.reset(card_.offers(card::Protocol::t1) ? card::Protocol::t1 : card::Protocol::t0); }
    ~ElsewhereTransport() override { card_.reset(); }
    Result<card::Response> transmit(const card::Command& command) override {
        const auto answer = card_.transmit(command.encode());
        if (answer.size() < 2) return failure(Error::Kind::timed_out, "card.silent");
        const ByteView bytes(answer);
        const auto data = bytes.first(bytes.size() - 2);
        return card::Response{Bytes(data.begin(), data.end()), static_cast<std::uint16_t>(from_big_endian(bytes.last(2)))};
    }
    card::Protocol protocol() const override { return card_.fetches_answers() ? card::Protocol::t0 : card::Protocol::t1; }
    Status change_protocol(card::Protocol wanted) override {
        if (!card_.offers(wanted)) return failure(Error::Kind::refused, "card.protocol");
        card_.reset(wanted);
        return {};
    }

private:
    card::SimCard& card_;
};

}  // namespace

MemoryFolder::MemoryFolder() {
    const std::filesystem::path memory = "/dev/shm";
    const auto place = std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    auto form = (place / "onecard-pay-XXXXXX").string();
    require(::mkdtemp(form.data()) != nullptr, "a folder for a test");
    path_ = form;
}

MemoryFolder::~MemoryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

card::CardImage card_image(const std::string& name) {
    auto image = card::read_image(asset(name));
    if (!image) FAIL(image.error().detail);
    return *std::move(image);
}

std::unique_ptr<card::SimCard> load_card(card::CardImage image, Random& random) {
    auto card = card::SimCard::load(std::move(image), sample_keys(), random);
    REQUIRE(card.has_value());
    return *std::move(card);
}

card::CardImage as_t0(card::CardImage image) {
    image.atr = hex("3B6800000073C84013009000");
    return image;
}

card::CardImage as_t1(card::CardImage image) {
    image.atr = hex("3B8180018080");
    return image;
}

card::CardImage as_both(card::CardImage image) {
    image.atr = hex(atr_of_both);
    return image;
}

card::CardImage changed(card::CardImage image, const std::string& serial, Fen balance) {
    auto& purse = image.purses.front();
    purse.serial = fixed_hex<8>(serial);
    std::copy(purse.serial.begin(), purse.serial.end(), purse.public_data.begin() + 12);
    purse.balance = balance;
    return image;
}

std::string serial_of(const card::SimCard& card) { return to_hex(card.image().purses.front().serial); }

Hall::Hall(std::uint64_t seed, Timestamp now) : random(seed), clock(now), psam(load_card(card_image("psam"), random)) {
    readers.insert(card::Slot::sam, *psam);
    start();
    run();
}

Hall::Hall(const card::CardImage& resident) : Hall() {
    if (resident.atr != hex(atr_of_both)) return;
    static const auto profiles = profiles_of_t0();
    settings.profiles = profiles;
    restart();
    run();
}

Hall::~Hall() { desk_.reset(); }

card::SimCard& Hall::card(card::CardImage image) {
    cards_.push_back(load_card(std::move(image), random));
    return *cards_.back();
}

void Hall::start() {
    auto key = store::Key::load_or_make(folder_.path() / "key", random);
    REQUIRE(key.has_value());
    auto opened = store::Store::open(folder_.path() / "kiosk.db", *key, clock, random);
    REQUIRE(opened.has_value());
    REQUIRE_FALSE(opened->kept_aside().has_value());
    store_.emplace(std::move(*opened));
    auto engine = pay::PaymentEngine::start(*store_, clock, random, "K0001");
    REQUIRE(engine.has_value());
    engine_.emplace(std::move(*engine));
    room_ = std::make_unique<FaultyRoom>(readers);
    desk_.emplace(*room_, *engine_, clock, letters_, settings);
}

void Hall::restart() {
    desk_.reset();
    room_.reset();
    engine_.reset();
    store_.reset();
    while (letters_.take()) {}
    start();
}

std::vector<pay::CardLetter> Hall::run() {
    constexpr int quiet_ticks_wanted = 2, ticks_max = 50;
    std::vector<pay::CardLetter> letters;
    int quiet = 0;
    for (int tick = 0; tick < ticks_max && quiet < quiet_ticks_wanted; ++tick) {
        ++quiet;
        try {
            desk_->tick(Millis(0));
        } catch (const PowerCut&) {
            ++cuts_;
            restart();
            quiet = 0;
        }
        while (auto letter = letters_.take()) {
            if (const auto* asked = std::get_if<pay::LoadAsked>(&*letter))
                if (auto answer = bank.ask(asked->request)) desk_->order(std::move(*answer));
            if (const auto* asked = std::get_if<pay::UnblockAsked>(&*letter))
                if (auto answer = bank.seal(*asked)) desk_->order(std::move(*answer));
            letters.push_back(std::move(*letter));
            quiet = 0;
        }
    }
    return letters;
}

std::vector<pay::CardLetter> Hall::run(pay::CardOrder order) {
    desk_->order(std::move(order));
    return run();
}

std::vector<pay::CardLetter> Hall::arrive(card::SimCard& card) {
    put_on(card);
    return run();
}

void Hall::mend() {
    room_->plan({});
    for (const auto slot : {card::Slot::citizen, card::Slot::sam}) readers.plug(slot);
    if (!readers.slot(card::Slot::sam).atr()) readers.insert(card::Slot::sam, *psam);
}

void Hall::sql(const std::string& text) {
    SQLite::Database database((folder_.path() / "kiosk.db").string(), SQLite::OPEN_READWRITE);
    database.exec(text);
}

Hall::Books Hall::books(const card::SimCard& card) {
    const auto spent = store_->journal().spent(serial_of(card));
    const auto open = store_->journal().open_entries();
    REQUIRE(spent.has_value());
    REQUIRE(open.has_value());
    Books books;
    for (const auto& entry : *open) {
        // An intent is no money yet.
        if (entry.card_serial != serial_of(card) || entry.state == store::JournalEntry::State::intended) continue;
        books.unresolved += entry.amount;
        ++books.unresolved_count;
    }
    books.paid = spent->card_unsent - books.unresolved;
    return books;
}

std::vector<wire::PaymentBody> Hall::payments() {
    std::vector<wire::PaymentBody> bodies;
    const auto due = store_->outbox().due();
    REQUIRE(due.has_value());
    for (const auto& submission : *due) {
        if (submission.kind != "payment") continue;
        const auto json = parse_json(submission.body);
        REQUIRE(json.has_value());
        auto body = wire::payment_from(*json);
        REQUIRE(body.has_value());
        if (body->proof == wire::PaymentBody::Proof::balance) CHECK(body->tac.empty());
        else CHECK(tac_is_right(*body));
        bodies.push_back(std::move(*body));
    }
    return bodies;
}

void Hall::settle_loads() {
    const auto due = store_->outbox().due();
    REQUIRE(due.has_value());
    std::vector<wire::SubmissionAnswer> answers;
    for (const auto& submission : *due) {
        if (submission.kind != "load") continue;
        const auto json = parse_json(submission.body);
        REQUIRE(json.has_value());
        const auto body = wire::load_from(*json);
        REQUIRE(body.has_value());
        bank.end(submission.id, *body);
        answers.push_back({submission.id, wire::SubmissionAnswer::Outcome::received, {}, {}});
    }
    REQUIRE(store_->outbox().settle(answers).has_value());
}

std::optional<pay::LoadAnswer> Bank::ask(const wire::LoadRequest& request) {
    const auto serial = fixed_hex<8>(request.card_serial);
    card::PurseDeal deal;
    deal.amount = request.amount;
    const bool off_card = request.way == wire::LoadWay::off_card;
    deal.action = off_card ? card::PurseAction::unload : card::PurseAction::load;
    deal.terminal = fixed_hex<6>(request.terminal);
    deal.when = {fixed_hex<4>("20261122"), fixed_hex<3>("093001")};
    const auto session = online_session(off_card, serial, request.random, request.online_number);
    CHECK(to_hex(card::online_mac1(session, request.old_balance, deal)) == request.mac1);
    CHECK_FALSE(ended.contains(request.id));
    if (answer == Answer::silence) return std::nullopt;
    if (answer == Answer::refuse) return pay::LoadAnswer{request.id, std::nullopt, "account.short"};
    const wire::LoadGrant grant{request.id, "20261122", "093001", to_hex(card::online_mac2(session, deal))};
    if (!off_card) account -= request.amount;
    open[request.id] = {request.amount, request.card_serial, request.online_number, request.old_balance, grant, request.terminal, request.way, request.random};
    if (answer == Answer::silence_after_debit) return std::nullopt;
    return pay::LoadAnswer{request.id, grant, {}};
}

std::optional<pay::UnblockAnswer> Bank::seal(const pay::UnblockAsked& asked) {
    if (!seals) return std::nullopt;
    ++sealed;
    const auto key = card::diversify(card::Algorithm::triple_des, sample_keys().pin_unblock, fixed_hex<8>(asked.card_serial));
    auto data = card::protected_data(key, hex(asked.pin.view()));
    const Bytes length{static_cast<std::uint8_t>(data.size() + 4)};
    append(data, card::protecting_mac(key, hex(asked.challenge), join({hex(asked.header), length, data})));
    return pay::UnblockAnswer{std::move(data), {}};
}

void Bank::end(const std::string& id, const wire::LoadBody& body) {
    const bool loaded = body.outcome == wire::LoadBody::Outcome::loaded;
    const auto [place, first] = ended.emplace(id, loaded);
    CHECK(place->second == loaded);
    const auto debited = open.find(id);
    if (!first || debited == open.end()) {
        CHECK_FALSE(loaded);
        return;
    }
    const bool off_card = debited->second.way == wire::LoadWay::off_card;
    if (loaded == off_card) account += debited->second.amount;
    if (loaded && body.proof != wire::PaymentBody::Proof::balance) {
        const auto& load = debited->second;
        card::PurseDeal deal;
        deal.amount = load.amount;
        deal.action = off_card ? card::PurseAction::unload : card::PurseAction::load;
        deal.terminal = fixed_hex<6>(load.terminal);
        deal.when = {fixed_hex<4>(load.grant.date), fixed_hex<3>(load.grant.time)};
        const auto serial = fixed_hex<8>(load.card);
        const auto key = off_card ? online_session(true, serial, load.random, load.number) : card::tac_key(card_key(sample_keys().tac, serial));
        const auto after = off_card ? load.old_balance - load.amount : load.old_balance + load.amount;
        CHECK(to_hex(card::online_proof(key, after, load.number, deal)) == body.tac);
    }
    open.erase(debited);
}

pay::Ceilings wide_ceilings() { return {fen_max, fen_max, fen_max, fen_max, Fen(1'000'000'000'000)}; }

pay::Pay order_of(Fen amount, const std::string& bill) { return {{{{bill, amount}}, wide_ceilings()}}; }

void spend_elsewhere(card::SimCard& card, Fen amount, Random& random) {
    auto image = card_image("psam");
    image.psam->terminal = fixed_hex<6>("057100000901");
    const auto module = load_card(std::move(image), random);
    ElsewhereTransport card_side(card), sam_side(*module);
    const auto holder = card::recognise(card_side, shipped_profiles());
    REQUIRE(holder.has_value());
    auto psam = card::Psam::open(sam_side);
    REQUIRE(psam.has_value());
    const auto init = card::init_purchase(card_side, amount, psam->key_index(), psam->terminal());
    REQUIRE(init.has_value());
    const card::PurseTime when{fixed_hex<4>("20261120"), fixed_hex<3>("081500")};
    const auto voucher = psam->begin_purchase(*holder, *init, {amount, when});
    REQUIRE(voucher.has_value());
    const auto debited = card::debit(card_side, {voucher->terminal_sequence, when, voucher->mac1});
    REQUIRE(debited.has_value());
}

void load_elsewhere(card::SimCard& card, Fen amount) {
    card.reset();
    talk(card, select_command(card));
    talk(card, hex("0020000003123456"));
    const auto terminal = hex("057100000002"), date = hex("20261120"), time = hex("081600");
    const auto init = talk(card, join({hex("805000020B01"), big_endian(static_cast<std::uint64_t>(amount.count()), 4), terminal}));
    REQUIRE(init.size() == 16);
    const auto key = card_key(sample_keys().load, card.image().purses.front().serial);
    const auto number = static_cast<std::uint16_t>(from_big_endian(ByteView(init).subspan(4, 2)));
    const auto random = card::fixed<4>(ByteView(init).subspan(8, 4));
    REQUIRE(random.has_value());
    const auto session = card::online_session_key(key, *random, number);
    card::PurseDeal deal;
    deal.amount = amount;
    deal.action = card::PurseAction::load;
    deal.terminal = fixed_hex<6>("057100000002");
    deal.when = {fixed_hex<4>("20261120"), fixed_hex<3>("081600")};
    talk(card, join({hex("805200000B"), date, time, card::online_mac2(session, deal)}));
    card.reset();
}

}  // namespace onecard::test
