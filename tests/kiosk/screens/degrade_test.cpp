// Each part of the machine lost in turn: every service that can do without it is begun from the welcome page by touching what is shown, every
// other one is not offered.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "kiosk/screens/screen.hpp"
#include "kiosk/ui/screen_kit.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using flow::ScreenId;
using Kind = flow::Event::Kind;

namespace {

const std::filesystem::path root = ONECARD_SOURCE_DIR;

/// A person before the machine: touches what is enabled, lays the card down when asked, knows the PIN.
class Person {
public:
    explicit Person(const std::function<void(flow::MachineView&)>& lose)
        : strings_(ui::Strings::load(root / "assets" / "strings", "zh-Hans").value()) {
        kit_ = ui::ScreenKit::open(root / "assets", strings_, {}, {clock_, random_}).value();
        lose(sample_.model.machine);
        draw();
    }

    ScreenId at() const { return at_; }
    bool shows(std::string_view key) const { return find(key) != nullptr; }
    void turn(const flow::Event& event) {
        at_ = flow::turn(sample_.model, at_, event);
        draw();
    }

    /// False when it is not there or can't be touched.
    bool touch(std::string_view key) {
        for (int pages = 0; pages < 20 && find(key) && !find(key)->visible; ++pages) press("page.down");
        const auto* target = find(key);
        if (!target || !target->enabled) return false;
        press(key);
        if (at_ == ScreenId::present_card) lay_down_card();
        if (at_ == ScreenId::pin) {
            sample_.pin_is_right();
            turn({Kind::pin_right, {}});
        }
        return true;
    }

private:
    void lay_down_card() {
        if (!sample_.model.machine.reader_ready) return;
        sample_.holder_arrives();
        for (const auto& bill : sample_.model.visit.bills) sample_.model.visit.selected_bills.insert(bill.id);
        turn({Kind::card_in, {}});
        turn({Kind::card_read, {}});
    }
    const ui::Target* find(std::string_view key) const {
        const auto& all = kit_->targets();
        const auto found = std::find_if(all.begin(), all.end(), [key](const ui::Target& one) { return one.key == key; });
        return found == all.end() ? nullptr : &*found;
    }
    void press(std::string_view key) {
        const auto rect = find(key)->rect;
        for (const auto kind : {ui::Touch::Kind::down, ui::Touch::Kind::up}) {
            kit_->feed(ui::Touch{kind, rect.x + rect.width / 2, rect.y + rect.height / 2});
            draw();
        }
    }
    void draw() {
        for (int passes = 0; passes < 20; ++passes) {
            const auto page = screens::make_screen(at_, {sample_.model, strings_});
            kit_->begin_frame(flow::name(at_));
            const auto event = page->draw(*kit_);
            kit_->end_frame();
            if (event) at_ = flow::turn(sample_.model, at_, *event);
            if (!event && !kit_->wants_frame()) return;
        }
    }

    support::SampleVisit sample_;
    SystemClock clock_;
    SeededRandom random_{7};
    ui::Strings strings_;
    std::unique_ptr<ui::ScreenKit> kit_;
    ScreenId at_ = ScreenId::welcome;
};

bool at_guide(Person& person) {
    if (!person.touch("welcome.services")) return false;
    person.turn({Kind::open_item, "CG-0001"});
    return person.at() == ScreenId::item_guide && person.shows("guide.department");
}

struct Service {
    const char* name;
    std::function<bool(Person&)> begin;
};

const std::vector<Service>& services() {
    static const std::vector<Service> all{
        {"pay",
         [](Person& p) { return p.touch("welcome.bills") && p.at() == ScreenId::bills && p.touch("bills.pay") && p.at() == ScreenId::pay_review; }},
        {"hand in", [](Person& p) { return at_guide(p) && p.touch("guide.start") && p.at() == ScreenId::form; }},
        {"cases", [](Person& p) { return p.touch("welcome.cases") && p.at() == ScreenId::cases && p.shows("case.C-2026-000101"); }},
        {"card",
         [](Person& p) { return p.touch("welcome.card") && p.touch("my.card") && p.at() == ScreenId::card_service && p.shows("card.balance"); }},
        {"guide", [](Person& p) { return at_guide(p); }},
        {"notices", [](Person& p) { return p.touch("welcome.notices") && p.at() == ScreenId::notices; }},
        {"help", [](Person& p) { return p.touch("welcome.help") && p.at() == ScreenId::help; }},
    };
    return all;
}

struct Loss {
    const char* part;
    std::function<void(flow::MachineView&)> lose;
    std::set<std::string> stopped;  ///< services that need it; all others must go on
};

const std::vector<Loss>& losses() {
    using M = flow::MachineView;
    static const std::vector<Loss> all{
        {"nothing", [](M&) {}, {}},
        {"reader", [](M& m) { m.reader_ready = false, m.faults = {"reader.gone"}; }, {"pay", "hand in", "cases", "card"}},
        {"PSAM", [](M& m) { m.psam_ready = false, m.faults = {"sam.missing"}; }, {}},
        {"printer", [](M& m) { m.printer_ready = false, m.faults = {"printer.paper_out"}; }, {}},
        {"network", [](M& m) { m.online = false; }, {}},
        {"certificate", [](M& m) { m.online = false, m.certificate_trouble = "net.server_unknown"; }, {}},
        {"store", [](M& m) { m.store_ready = false, m.faults = {"store.unavailable"}; }, {"pay", "hand in"}},
        {"clock", [](M& m) { m.now = Timestamp{}; }, {}},
        {"PSAM, printer and network",
         [](M& m) { m.psam_ready = m.printer_ready = m.online = false, m.faults = {"sam.missing", "printer.gone"}; },
         {"pay"}},
    };
    return all;
}

}  // namespace

TEST_CASE("with any single part lost every service that does not need it can be begun, and no other") {
    int begun = 0;
    for (const auto& loss : losses())
        for (const auto& service : services()) {
            Person person(loss.lose);
            const bool works = service.begin(person);
            CHECK_MESSAGE(works == !loss.stopped.contains(service.name), loss.part << " lost: " << service.name);
            begun += works;
        }
    const auto tried = losses().size() * services().size();
    MESSAGE(tried << " beginnings tried, " << begun << " went on");
}

TEST_CASE("the welcome page says every part that is lost, the one that stops most in a sentence") {
    for (const auto& loss : losses()) {
        const Person person(loss.lose);
        flow::MachineView machine;
        machine.online = true;
        loss.lose(machine);
        const bool trouble = !machine.faults.empty() || !machine.certificate_trouble.empty();
        CHECK_MESSAGE(person.shows("welcome.fault") == trouble, loss.part);
        for (std::size_t i = 1; i < machine.faults.size(); ++i) CHECK_MESSAGE(person.shows("fault." + machine.faults[i]), machine.faults[i]);
    }
}
