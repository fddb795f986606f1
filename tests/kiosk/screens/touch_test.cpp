// What each page asks for when its targets are touched, and that the README names every key.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "base/file.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/ui/screen_kit.hpp"
#include "kiosk/gallery/scenes.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using flow::ScreenId;
using Kind = flow::Event::Kind;

namespace {

const std::filesystem::path root = ONECARD_SOURCE_DIR;

// One scene on one machine, touched like a person would.
class Stage {
public:
    explicit Stage(const std::string& scene_name, const char* language = "zh-Hans") : strings_(load(language)) {
        auto opened = ui::ScreenKit::open(root / "assets", strings_, {}, {clock_, random_});
        REQUIRE(opened);
        kit_ = std::move(*opened);
        for (const auto& scene : gallery::scenes())
            if (scene.name == scene_name) scene.set_up(sample), screen_id_ = scene.screen;
        screen_ = screens::make_screen(screen_id_, {sample.model, strings_});
        screen_->enter();
        frame();
    }

    bool shows(std::string_view key) const { return target(key) != nullptr; }
    std::string label(std::string_view key) const { return target(key) ? target(key)->label : "not there"; }
    bool enabled(std::string_view key) const { return target(key) && target(key)->enabled; }

    const std::vector<ui::Target>& all() const { return kit_->targets(); }

    /// The event after touching the target, scrolled to if need be.
    std::optional<flow::Event> touch(std::string_view key) {
        for (int turn = 0; turn < 20 && target(key) && !target(key)->visible; ++turn) press("page.down");
        return press(key);
    }

    /// Another frame of the same page.
    void draw() { frame(); }
    /// A slip is held under the scanner.
    std::optional<flow::Event> scan(const std::string& code) {
        kit_->feed(ui::KeyPress{ui::KeyPress::Kind::code, code});
        return frame();
    }
    /// Letters of a physical keyboard, all at once.
    std::optional<flow::Event> type(const std::string& text) {
        kit_->feed(ui::KeyPress{ui::KeyPress::Kind::text, text});
        return frame();
    }

    support::SampleVisit sample;

private:
    static ui::Strings load(const char* language) {
        auto strings = ui::Strings::load(root / "assets" / "strings", language);
        REQUIRE(strings);
        return std::move(*strings);
    }
    const ui::Target* target(std::string_view key) const {
        for (const auto& one : kit_->targets())
            if (one.key == key) return &one;
        return nullptr;
    }
    std::optional<flow::Event> press(std::string_view key) {
        const auto* one = target(key);
        REQUIRE_MESSAGE(one, std::string(key));
        const float x = one->rect.x + one->rect.width / 2, y = one->rect.y + one->rect.height / 2;
        kit_->feed(ui::Touch{ui::Touch::Kind::down, x, y});
        kit_->feed(ui::Touch{ui::Touch::Kind::up, x, y});
        return frame();
    }
    std::optional<flow::Event> frame() {
        std::optional<flow::Event> event;
        int passes = 0;
        do {
            kit_->begin_frame(screen_->part());
            if (auto asked = screen_->draw(*kit_)) event = asked;
            kit_->end_frame();
        } while (kit_->wants_frame() && ++passes < 20);
        return event;
    }

    SystemClock clock_;
    SeededRandom random_{7};
    ui::Strings strings_;
    std::unique_ptr<ui::ScreenKit> kit_;
    ScreenId screen_id_ = ScreenId::welcome;
    std::unique_ptr<screens::Screen> screen_;
};

void asks(const std::string& scene, std::string_view key, Kind kind, const std::string& argument = {}) {
    Stage stage(scene);
    const auto event = stage.touch(key);
    REQUIRE_MESSAGE(event.has_value(), scene << " " << key);
    CHECK_MESSAGE(flow::name(event->kind) == flow::name(kind), scene << " " << key);
    CHECK_MESSAGE(event->argument == argument, scene << " " << key);
}

}  // namespace

TEST_CASE("each tile, row and button asks for what it says") {
    asks("welcome", "welcome.bills", Kind::open_bills);
    asks("welcome", "welcome.services", Kind::open_services);
    asks("welcome", "welcome.cases", Kind::open_cases);
    asks("welcome", "welcome.card", Kind::begin);
    asks("welcome", "welcome.notices", Kind::open_notices);
    asks("welcome", "welcome.help", Kind::help);
    asks("welcome", "notice.N-1", Kind::open_notices, "N-1");
    asks("welcome", "welcome.emergency", Kind::open_emergency);
    asks("help", "help.numbers", Kind::open_emergency);
    asks("review_alike", "review.second.C-2026-000301", Kind::second_case, "C-2026-000301");
    asks("my_page", "my.bills", Kind::open_bills);
    asks("my_page", "my.services", Kind::open_services);
    asks("my_page", "my.cases", Kind::open_cases);
    asks("my_page", "my.card", Kind::open_card_service);
    asks("services_found", "service.MZ-0007", Kind::open_item, "MZ-0007");
    asks("item_guide", "guide.start", Kind::start_item, "MZ-0007");
    asks("form", "form.next", Kind::form_next);
    asks("form", "form.back", Kind::form_back);
    asks("form", "back", Kind::form_back);
    asks("review", "review.hand_in", Kind::hand_in, "MZ-0007");
    asks("review", "review.change", Kind::form_back, "0");
    asks("review_staff", "review.agree", Kind::agree_staff);
    asks("review_staff_agreed", "review.hand_in", Kind::hand_in, "MZ-0007");
    asks("receipt", "receipt.done", Kind::close_receipt);
    asks("receipt_paper_back", "receipt.print_again", Kind::print_again);
    asks("receipt_unsure", "receipt.print_again", Kind::print_again);
    asks("welcome_faults", "fault.printer.paper_out", Kind::fault, "printer.paper_out");
    asks("bills", "bill.T-2026-11-0457", Kind::choose_bills, "T-2026-11-0457");
    asks("bills", "bills.pay", Kind::pay);
    asks("pay_review", "pay.confirm", Kind::confirm_payment);
    asks("pay_review", "pay.cancel", Kind::back);
    asks("pay_result_paid", "receipt.done", Kind::close_receipt);
    asks("pay_result_not_paid", "pay.again", Kind::open_bills);
    asks("pay_result_bring_back", "pay.leave", Kind::end);
    asks("cases", "case.C-2026-000101", Kind::open_case, "C-2026-000101");
    asks("cases", "case.K0001-20261122-0003", Kind::open_case, "K0001-20261122-0003");
    asks("notice_open", "back", Kind::open_notices);
    asks("help", "help.pin_forgotten", Kind::help, "pin_forgotten");
    asks("help_open", "back", Kind::help);
    asks("help", "help.slip", Kind::open_slip_check);
    asks("card_service", "card.load", Kind::open_load);
    asks("card_service", "card.new_pin", Kind::open_new_pin);
    asks("card_service", "card.lost", Kind::open_loss);
    asks("card_service", "card.looks", Kind::open_looked_at);
    asks("mediation_invited", "case.action.choose_times", Kind::ask_case, "choose_times");
    asks("mediation_invited", "case.action.decline", Kind::ask_case, "decline");
    asks("mediation_times", "case.do", Kind::do_case, "choose_times");
    asks("mediation_times", "case.times.none", Kind::do_case, "no_time_suits");
    asks("mediation_agreement", "case.action.accept", Kind::ask_case, "accept");
    asks("mediation_accept", "case.do", Kind::do_case, "accept");
    asks("mediation_refuse", "case.do", Kind::do_case, "refuse");
    asks("case_withdrawable", "case.action.withdraw", Kind::ask_case, "withdraw");
    asks("case_withdraw", "case.do", Kind::do_case, "withdraw");
    asks("load", "load.5000", Kind::choose_load, "5000");
    asks("card_service_deposit", "card.unload", Kind::open_load, "off_card");
    asks("unload", "load.all", Kind::choose_load, "all");
    asks("unload_chosen", "load.confirm", Kind::confirm_load);
    asks("load_chosen", "load.collect", Kind::choose_load, "collect");
    asks("load_chosen", "load.confirm", Kind::confirm_load);
    asks("not_loaded", "pay.again", Kind::open_load);
    asks("load_unresolved", "load.pin", Kind::open_card_service);
    asks("new_pin_changed", "new_pin.done", Kind::back);
    asks("loss_done", "loss.leave", Kind::home);
    asks("fault", "fault.done", Kind::home);
    asks("time_over", "more_time", Kind::more_time);
    asks("time_over", "end_now", Kind::end);
    asks("languages", "language.mn-Mong", Kind::language, "mn-Mong");
    asks("bills", "end", Kind::end);
    asks("bills", "home", Kind::home);
    asks("bills", "language", Kind::show_over, "languages");
}

TEST_CASE("topics of help that pages point to are there") {
    support::SampleVisit sample;
    std::set<std::string> keys;
    for (const auto& topic : sample.model.help) keys.insert(topic.key);
    CHECK(keys.contains("card_lost"));
}

TEST_CASE("the last try of the PIN must be agreed to before the pad is there to touch") {
    Stage stage("pin_last_try");
    CHECK(stage.shows("pin.last_try"));
    CHECK(stage.label("pin.tries_left").find("1") != std::string::npos);
    CHECK_FALSE(stage.touch("pin.try"));
    Stage other("pin_last_try");
    CHECK(other.touch("pin.cancel")->kind == Kind::back);
}

TEST_CASE("a blocked PIN shows a sentence and no pad") {
    Stage stage("pin_blocked");
    CHECK(stage.shows("pin.trouble"));
    CHECK_FALSE(stage.shows("pin.1"));
}

TEST_CASE("a PIN is asked for only once it was typed") {
    Stage stage("pin");
    for (const char* digit : {"pin.1", "pin.2", "pin.3", "pin.4", "pin.5", "pin.6"}) CHECK_FALSE(stage.touch(digit));
    CHECK(stage.sample.model.visit.pin_entry.view() == "123456");
    const auto event = stage.touch("pin.enter");
    REQUIRE(event);
    CHECK(event->kind == Kind::pin_entered);
}

TEST_CASE("paying more than the card holds can't be asked for, and the missing amount is said") {
    Stage stage("bills_short");
    stage.sample.model.machine.online = false;
    stage.draw();
    CHECK_FALSE(stage.enabled("bills.pay"));
    CHECK(stage.label("bills.trouble").find("127.30") != std::string::npos);
}

TEST_CASE("while paying, nothing leads away") {
    Stage stage("paying");
    for (const char* key : {"back", "home", "end"}) CHECK_FALSE(stage.enabled(key));
}

TEST_CASE("items are found by life event, parted by department where there are many, and the way leads back") {
    Stage stage("services");
    CHECK(stage.shows("event.birth"));
    CHECK_FALSE(stage.touch("event.retirement"));
    CHECK_FALSE(stage.shows("service.MZ-0007"));
    CHECK(stage.shows("department.MZ"));
    CHECK_FALSE(stage.shows("department.CG"));
    CHECK_FALSE(stage.touch("department.MZ"));
    CHECK(stage.shows("service.MZ-0007"));
    CHECK_FALSE(stage.shows("service.MZ-0008"));
    CHECK_FALSE(stage.touch("services.all"));
    CHECK_FALSE(stage.touch("event.birth"));
    CHECK(stage.shows("service.GA-0003"));
}

TEST_CASE("every item is found by its department, and no list is longer than a person reads") {
    Stage stage("services");
    std::set<std::string> found;
    for (const auto& department : stage.sample.catalogue.departments) {
        stage.touch("services.by_department");
        CHECK_FALSE(stage.touch("department." + department.code));
        std::size_t rows = 0;
        for (const auto& target : stage.all())
            if (target.key.starts_with("service.")) found.insert(target.key), ++rows;
        CHECK(rows > 0);
        CHECK(rows <= 25);
        stage.touch("services.all");
    }
    CHECK(found.size() == stage.sample.catalogue.items.size());
}

TEST_CASE("the guide says what is still missing of what must be brought, and asks for the list") {
    Stage stage("item_guide_papers");
    CHECK_FALSE(stage.shows("guide.missing"));
    stage.touch("guide.there.household_book");
    CHECK(stage.shows("guide.missing"));
    const auto asked = stage.touch("guide.print");
    REQUIRE(asked);
    CHECK(asked->kind == Kind::print_list);
    CHECK(asked->argument == "household_book");
    CHECK(stage.shows("guide.qr"));
    stage.touch("guide.there.income_statement");
    CHECK(stage.shows("guide.ready"));
    CHECK_FALSE(stage.shows("guide.missing"));
}

TEST_CASE("a sum that nobody gave is not looked at again as nought") {
    Stage stage("review");
    auto& visit = stage.sample.model.visit;
    const auto looked_at_with = [&](const std::string& sum) {
        visit.open_item = "SF-0006";
        visit.draft.set("amount", sum);
        stage.draw();
        return stage.shows("review.amount");
    };
    CHECK(looked_at_with("1200"));
    CHECK_FALSE(looked_at_with(""));
}

TEST_CASE("a chosen answer goes into the draft") {
    Stage stage("form");
    const auto& field = stage.sample.catalogue.item("MZ-0007")->form;
    const auto choice = std::find_if(field.begin(), field.end(), [](const auto& one) { return one.kind == flow::FormField::Kind::choice; });
    stage.touch("form." + choice->key + "." + choice->options[1].value);
    CHECK(stage.sample.model.visit.draft.value(choice->key) == choice->options[1].value);
}

namespace {

// Keys that the README lists for each screen, as patterns: `<…>` stands for anything.
std::map<std::string, std::vector<std::string>> documented() {
    std::map<std::string, std::vector<std::string>> all;
    std::istringstream lines(*read_file(root / "kiosk" / "screens" / "README.md"));
    const std::regex row(R"(^\| `([a-z_]+)` \| (.*) \|$)"), key("`([^`]+)`");
    for (std::string line; std::getline(lines, line);) {
        std::smatch cells;
        if (!std::regex_match(line, cells, row)) continue;
        const std::string keys = cells[2];
        for (std::sregex_iterator found(keys.begin(), keys.end(), key), end; found != end; ++found) all[cells[1]].push_back((*found)[1]);
    }
    return all;
}

bool fits(const std::string& key, const std::string& pattern) {
    const auto open = pattern.find('<');
    if (open == std::string::npos) return key == pattern;
    const auto close = pattern.find('>', open);
    return key.starts_with(pattern.substr(0, open)) && key.ends_with(pattern.substr(close + 1)) && key.size() > pattern.size() - (close - open + 1);
}

}  // namespace

TEST_CASE("a slip held under the scanner opens its case, another one is said to be another's") {
    Stage stage("cases");
    CHECK_FALSE(stage.scan("OC1/K9999-20260101-0009/R/0/20260101/12345678"));
    CHECK(stage.shows("cases.unknown_slip"));
    const auto event = stage.scan("OC1/K0001-20261122-0003/R/0/20261122/12345678");
    REQUIRE(event);
    CHECK(flow::name(event->kind) == flow::name(Kind::open_case));
    CHECK(event->argument == "K0001-20261122-0003");
}

TEST_CASE("letters search while they are still being composed, with what was written before them") {
    Stage stage("services");
    stage.touch("services.search");
    stage.type("gljt");
    CHECK(stage.sample.model.visit.search.empty());
    CHECK(stage.shows("service.MZ-0007"));
    CHECK_FALSE(stage.shows("event.birth"));
    stage.type("zzzz");
    CHECK(stage.shows("services.none"));
}

TEST_CASE("who searches after choosing a life event keeps the keys, and finds the event again when the word is gone") {
    Stage stage("services");
    const auto writing = [&] {
        const auto& all = stage.all();
        return std::any_of(all.begin(), all.end(), [](const ui::Target& one) { return one.key == "services.search" && one.focused; });
    };
    stage.touch("event.birth");
    stage.touch("services.search");
    REQUIRE(writing());
    stage.type("GA");
    stage.draw();
    CHECK(writing());
    CHECK_FALSE(stage.shows("services.chosen"));
    stage.sample.model.visit.search.clear();
    stage.draw();
    CHECK(writing());
}

TEST_CASE("the README of the pages lists every key of every screen, and none that is never shown") {
    const auto listed = documented();
    CHECK(listed.size() == flow::screen_count + 1);  // and `every` page
    const auto& everywhere = listed.at("every");
    std::map<std::string, std::set<std::string>> shown;
    for (const auto& scene : gallery::scenes()) {
        if (scene.widgets) continue;
        Stage stage(scene.name);
        const std::string screen(flow::name(scene.screen));
        for (const auto& target : stage.all()) shown[screen].insert(target.key);
    }
    Stage services("services");
    for (const char* key : {"event.retirement", "department.MZ"}) {
        services.touch(key);
        for (const auto& target : services.all()) shown["services"].insert(target.key);
    }
    Stage cases("cases");
    cases.scan("no slip of these cases");
    for (const auto& target : cases.all()) shown["cases"].insert(target.key);
    Stage loss("loss"), easy("new_pin_again");
    for (const char* key : {"loss.card.3100000000123495"}) {
        loss.touch(key);
        for (const auto& target : loss.all()) shown["loss"].insert(target.key);
    }
    for (const char* key : {"pin.1", "pin.enter"}) {
        easy.touch(key);
        for (const auto& target : easy.all()) shown["new_pin"].insert(target.key);
    }
    Stage writing("services");
    writing.touch("services.search");
    if (writing.shows("services.writing")) shown["services"].insert("services.writing");  // the keys below belong to no page
    for (const auto& [scene, page, key] : {std::array{"family_helper", "family", "family.unlink"}, {"item_guide_begun", "item_guide", "guide.drop"}}) {
        Stage asking(scene);
        asking.touch(key);
        for (const auto& target : asking.all()) shown[page].insert(target.key);
    }
    for (const char* scene : {"ticket", "ticket_expected"}) {
        Stage ticket(scene);
        ticket.touch("ticket.service.A");
        for (const auto& target : ticket.all()) shown["ticket"].insert(target.key);
    }
    Stage papers("item_guide_papers");
    for (const char* key : {"guide.there.household_book", "guide.print", "guide.there.income_statement"}) {
        papers.touch(key);
        for (const auto& target : papers.all()) shown["item_guide"].insert(target.key);
    }
    for (const auto& [screen, keys] : shown) shown["every"].insert(keys.begin(), keys.end());
    for (const auto& [screen, keys] : shown)
        for (const auto& key : keys) {
            if (screen == "every") break;
            const auto known = [&](const std::vector<std::string>& patterns) {
                return std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) { return fits(key, pattern); });
            };
            CHECK_MESSAGE((known(everywhere) || known(listed.at(screen))), screen << " shows " << key);
        }
    for (const auto& [screen, patterns] : listed)
        for (const auto& pattern : patterns) {
            const auto& keys = shown[screen];
            const bool seen = std::any_of(keys.begin(), keys.end(), [&](const auto& key) { return fits(key, pattern); });
            CHECK_MESSAGE(seen, screen << " never shows " << pattern);
        }
}

TEST_CASE("with amounts hidden no page in any state shows one, nor its own key, until it is touched") {
    const std::regex amount("[0-9][.][0-9][0-9](元|[^0-9])");
    for (const auto& scene : gallery::scenes()) {
        Stage stage(scene.name);
        stage.sample.model.visit.settings.hide_amounts = true;
        stage.draw();
        for (const auto& target : stage.all()) {
            INFO(scene.name << " " << target.key << ": " << target.label << " " << target.value);
            CHECK_FALSE(std::regex_search(target.label + " " + target.value + " ", amount));
        }
    }
    Stage stage("my_page");
    stage.sample.model.visit.settings.hide_amounts = true;
    stage.draw();
    stage.touch("my.balance");
    stage.draw();
    CHECK(std::any_of(stage.all().begin(), stage.all().end(), [&](const auto& t) { return t.key == "my.balance" && std::regex_search(t.value + " ", amount); }));
}

TEST_CASE("no page shows a holder's whole name, identity number or card number before it is touched") {
    for (const auto& scene : gallery::scenes()) {
        Stage stage(scene.name);
        if (!stage.sample.model.visit.holder) continue;
        const auto holder = *stage.sample.model.visit.holder;
        for (const auto& target : stage.all()) {
            INFO(scene.name << " " << target.key);
            for (const auto* text : {&target.label, &target.value}) {
                CHECK(text->find(holder.name) == std::string::npos);
                CHECK(text->find(holder.card_number) == std::string::npos);
                const auto id = holder.facts.find("id_number");
                if (id != holder.facts.end()) CHECK(text->find(id->second) == std::string::npos);
            }
        }
    }
}
