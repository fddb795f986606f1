// What others told of already, beside what somebody is about to tell of.
#include <doctest/doctest.h>

#include "kiosk/flow/case_actions.hpp"
#include "kiosk/flow/reports.hpp"
#include "kiosk/flow/turn.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;

namespace {

const std::string here = "990102001001003002", same_grid = "990102001001003001", next_grid = "990102001001004001";

struct Teller {
    Teller() {
        sample.holder_arrives();
        sample.pin_is_right();
        sample.model.visit.open_item = "CG-0011";
        auto& draft = sample.model.visit.draft;
        draft.set("class", "part_01");
        draft.set("class_part_01", "p0102");
        draft.values["place"] = {here, "东门口"};
    }
    void told(const std::string& number, const std::string& value, const std::string& place, const std::string& item = "CG-0011") {
        sample.model.reports.push_back({number, item, value, place, "2026-11-21T09:30:00+08:00", 1});
    }
    std::vector<std::string> numbers() const {
        std::vector<std::string> all;
        for (const auto* report : alike(sample.model)) all.push_back(report->number);
        return all;
    }
    support::SampleVisit sample;
};

}  // namespace

TEST_CASE("the same class in the same grid is offered, this very building first, and no more than three") {
    Teller teller;
    CHECK(teller.numbers().empty());
    teller.told("C-1", "p0102", same_grid);
    teller.told("C-2", "p0103", here);
    teller.told("C-3", "p0102", next_grid);
    teller.told("C-4", "p0102", here);
    teller.told("C-5", "p0102", here, "YJ-0006");
    CHECK(teller.numbers() == std::vector<std::string>{"C-4", "C-1"});
    teller.told("C-6", "p0102", same_grid);
    teller.told("C-7", "p0102", same_grid);
    CHECK(teller.numbers() == std::vector<std::string>{"C-4", "C-1", "C-6"});
}

TEST_CASE("nothing is offered before class and place are chosen, nor for a class that was given up again") {
    Teller teller;
    teller.told("C-1", "p0102", here);
    auto& draft = teller.sample.model.visit.draft;
    draft.values["place"] = {"990102001001", ""};
    CHECK(teller.numbers().empty());
    draft.values["place"] = {here, "东门口"};
    CHECK(teller.numbers().size() == 1);
    draft.set("class", "part_02");
    CHECK(teller.numbers().empty());
    teller.sample.model.visit.open_item.clear();
    CHECK(teller.numbers().empty());
}

TEST_CASE("a report is called by its item and class in each language that has both") {
    Teller teller;
    teller.told("C-1", "p0102", here);
    const auto title = title_of(*open_item(teller.sample.model), *report_of(teller.sample.model, "C-1"));
    CHECK(title.zh == "城市问题上报：污水井盖");
    CHECK(title.en == "Something wrong in the city: Sewer cover");
    CHECK(report_of(teller.sample.model, "C-9") == nullptr);
}

TEST_CASE("who joined in may urge and follow, and nothing that is the first teller's") {
    CaseView one;
    one.number = "C-1";
    one.seconded = true;
    const auto now = from_local({2026, 11, 22, 9, 30, 0, 0});
    one.state = "open";
    CHECK(actions_for(one, now) == std::vector<std::string>{"urge"});
    one.urged_at = to_iso(now);
    CHECK(actions_for(one, now).empty());
    for (const char* state : {"supplement", "closed", "waiting"}) {
        one.state = state;
        CHECK(actions_for(one, now).empty());
    }
}

TEST_CASE("the emergency numbers open from every public page, and back leads where one was") {
    for (const auto from : {ScreenId::welcome, ScreenId::services, ScreenId::item_guide, ScreenId::notices, ScreenId::help, ScreenId::out_of_service}) {
        Model model;
        CAPTURE(name(from));
        model.machine.in_service = from != ScreenId::out_of_service;
        CHECK(turn(model, from, {Event::Kind::open_emergency, {}}) == ScreenId::emergency);
        if (from == ScreenId::services) CHECK(turn(model, ScreenId::emergency, {Event::Kind::back, {}}) == ScreenId::services);
    }
}

TEST_CASE("what was told of just across the community's border is offered after what is here, and nothing of the own community's next grid") {
    Teller teller;
    teller.told("C-1", "p0102", "990102001002001001");
    teller.told("C-2", "p0102", "990102001002003001");
    teller.told("C-3", "p0102", next_grid);
    CHECK(teller.numbers() == std::vector<std::string>{"C-1"});
    teller.told("C-4", "p0102", same_grid);
    CHECK(teller.numbers() == std::vector<std::string>{"C-4", "C-1"});
}
