// Purchases as the kiosk makes them, with a durable journal: how many commands they cost and how much time beside the card's own.
//
//   card_bench          software card and PSAM in process
//   card_bench --pcsc   whatever lies on "Virtual PCD", through the PC/SC daemon
#include <cstdio>
#include <cstring>

#include "base/file.hpp"
#include "base/ids.hpp"
#include "cardreader/pcsc/pcsc_room.hpp"
#include "cardreader/sim/sim_room.hpp"
#include "kiosk/pay/payment.hpp"
#include "tests/bench/bare_sqlite.hpp"
#include "tests/bench/measure.hpp"
#include "tests/support/temporary_folder.hpp"

namespace onecard::bench {
namespace {

constexpr int purchases = 1000;
constexpr int purchases_over_pcsc = 300;
constexpr Fen price{1};  // so that no ceiling and no balance ends the run
constexpr Millis card_at_most = std::chrono::seconds(15);

/// Counts what goes to a card and how long its answers take.
class CountingTransport final : public card::Transport {
public:
    explicit CountingTransport(std::unique_ptr<card::Transport> under) : under_(std::move(under)) {}

    Result<card::Response> transmit(const card::Command& command) override {
        const Stopwatch watch;
        auto answer = under_->transmit(command);
        milliseconds_ += watch.milliseconds();
        ++commands_;
        return answer;
    }
    card::Protocol protocol() const override { return under_->protocol(); }
    Status change_protocol(card::Protocol wanted) override { return under_->change_protocol(wanted); }

    int commands() const { return commands_; }
    double milliseconds() const { return milliseconds_; }

private:
    std::unique_ptr<card::Transport> under_;
    int commands_ = 0;
    double milliseconds_ = 0;
};

CountingTransport connect(card::ReaderRoom& room, card::Slot slot) {
    const Stopwatch watch;
    for (;;) {
        if (auto* reader = room.reader(slot); reader && reader->atr()) return CountingTransport(must(reader->connect(), "connecting to a card"));
        if (watch.milliseconds() > static_cast<double>(card_at_most.count())) give_up("no card came");
        (void)room.wait(Millis(200));
    }
}

struct Readings {
    std::vector<double> card_commands, psam_commands, all, ours, cards, bare;
};

/// What the disk asks for the least that a purchase has to write: intent, all facts before DEBIT, the end. Three durable commits.
double three_bare_commits(BareSqlite& bare, const Clock& clock, Random& random) {
    const std::string body(400, 'x');
    const Stopwatch watch;
    for (int i = 0; i < 3; ++i) bare.add({make_id(clock, random), "payment", body, clock.now()});
    return watch.milliseconds();
}

/// One visit with many purchases of one bill each, all from the same purse.
Readings purchase_again_and_again(card::ReaderRoom& room, int count) {
    const test::TemporaryFolder folder;
    const SystemClock clock;
    SystemRandom random;
    const auto key = must(store::Key::load_or_make(folder / "store.key", random), "key");
    auto store = must(store::Store::open(folder / "store.sqlite", key, clock, random), "store");
    BareSqlite bare(folder / "bare.sqlite");
    auto engine = must(pay::PaymentEngine::start(store, clock, random, "K-0001"), "payment engine");

    auto citizen = connect(room, card::Slot::citizen), module = connect(room, card::Slot::sam);
    auto psam = must(card::Psam::open(module), "PSAM");
    const auto applications = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards/applications";
    const auto profiles = must(card::Profiles::read(applications), "card applications");
    const auto holder = must(card::read_holder(citizen, profiles), "holder");
    Readings readings;
    for (int i = 0; i < count; ++i) {
        const pay::PaymentOrder order{{{"W-2026-10-" + std::to_string(i), price}}, {}};
        const int card_before = citizen.commands(), psam_before = module.commands();
        const double answers_before = citizen.milliseconds() + module.milliseconds();
        const Stopwatch watch;
        const auto outcome = engine.pay(citizen, holder, psam, order);
        const double all = watch.milliseconds();
        if (outcome.state != pay::PaymentOutcome::State::paid) give_up("a purchase was not paid: " + outcome.code);
        const double answers = citizen.milliseconds() + module.milliseconds() - answers_before;
        readings.card_commands.push_back(citizen.commands() - card_before);
        readings.psam_commands.push_back(module.commands() - psam_before);
        readings.all.push_back(all);
        readings.cards.push_back(answers);
        readings.ours.push_back(all - answers);
        readings.bare.push_back(three_bare_commits(bare, clock, random));
    }
    return readings;
}

std::string in_milliseconds(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f ms", value);
    return text;
}

void in_process() {
    const std::filesystem::path cards = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards";
    const auto keys = must(card::read_master_keys(must(read_file(cards / "keys.json"), "keys")), "keys");
    SystemRandom random;
    const auto load = [&](const char* name) { return must(card::SimCard::load(must(card::read_image(cards / name), name), keys, random), name); };
    const auto resident = load("wang_xiaoyu.json"), module = load("psam.json");
    card::SimRoom room;
    room.insert(card::Slot::citizen, *resident);
    room.insert(card::Slot::sam, *module);

    const auto readings = purchase_again_and_again(room, purchases);
    print({.name = "purchase_apdus", .unit = "commands to the card", .ours = readings.card_commands, .p99 = percentile(readings.card_commands, 0.99),
           .note = "T=0, GET RESPONSE counted; budget 4; to the PSAM besides: " + std::to_string(static_cast<int>(median(readings.psam_commands)))});
    print({.name = "purchase_time", .unit = "ms", .ours = readings.ours, .rival = readings.bare, .rival_name = "three bare SQLite commits",
           .p99 = percentile(readings.ours, 0.99), .rival_p99 = percentile(readings.bare, 0.99),
           .note = "our part: journal durable before and after DEBIT, without the time in card and PSAM; budget 5 ms p99"});
}

void over_pcsc() {
    card::PcscRoom room({{{card::Slot::citizen, "Virtual PCD 00 00"}, {card::Slot::sam, "Virtual PCD 00 01"}}});
    const auto readings = purchase_again_and_again(room, purchases_over_pcsc);
    print({.name = "purchase_time_pcsc", .unit = "ms", .ours = readings.all, .p99 = percentile(readings.all, 0.99),
           .note = "everything, over pcscd and the virtual reader; of it in PC/SC and cards: " + in_milliseconds(median(readings.cards)) +
                   ", ours: " + in_milliseconds(median(readings.ours)) + " (p99 " + in_milliseconds(percentile(readings.ours, 0.99)) + ")"});
}

}  // namespace
}  // namespace onecard::bench

int main(int count, char** words) {
    if (count == 1) onecard::bench::in_process();
    else if (count == 2 && std::strcmp(words[1], "--pcsc") == 0) onecard::bench::over_pcsc();
    else return std::fprintf(stderr, "card_bench: takes --pcsc or nothing\n"), 2;
}
