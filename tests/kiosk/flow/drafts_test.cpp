// Forms begun earlier or elsewhere, and a form that is open when word of them comes.
#include <doctest/doctest.h>

#include "kiosk/flow/turn.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;

namespace {

const std::string item = "CG-0001";

Draft with(const std::string& place) { return {{{"place", {place}}}}; }

struct AtTheForm : support::SampleVisit {
    AtTheForm() {
        holder_arrives();
        pin_is_right();
        model.visit.open_item = item;
    }
    Visit& visit() { return model.visit; }
};

}  // namespace

TEST_CASE("what was begun elsewhere fills a form that is still empty, and one that was resumed and not touched") {
    AtTheForm at;
    take_drafts(at.visit(), ScreenId::form, {{item, with("written elsewhere")}});
    CHECK(at.visit().resumed);
    CHECK(at.visit().draft.value("place") == "written elsewhere");
    take_drafts(at.visit(), ScreenId::form, {{item, with("written on elsewhere")}});
    CHECK(at.visit().draft.value("place") == "written on elsewhere");
}

TEST_CASE("what somebody has typed stays, whatever comes from elsewhere") {
    AtTheForm at;
    at.visit().draft = with("typed here");
    take_drafts(at.visit(), ScreenId::form, {{item, with("written elsewhere")}});
    CHECK(at.visit().draft.value("place") == "typed here");
    CHECK_FALSE(is_kept(at.visit()));
    CHECK_FALSE(at.visit().resumed);
    take_drafts(at.visit(), ScreenId::review, {});
    CHECK(at.visit().draft.value("place") == "typed here");
    CHECK(at.visit().drafts.empty());
}

TEST_CASE("word of drafts changes no page but the form's, and a draft that is gone elsewhere leaves what is on the screen") {
    AtTheForm at;
    take_drafts(at.visit(), ScreenId::my_page, {{item, with("written elsewhere")}});
    CHECK(at.visit().draft.values.empty());
    CHECK_FALSE(at.visit().resumed);
    resume_draft(at.visit(), ScreenId::item_guide, ScreenId::form);
    CHECK(at.visit().resumed);
    CHECK(is_kept(at.visit()));
    take_drafts(at.visit(), ScreenId::form, {});
    CHECK(at.visit().draft.value("place") == "written elsewhere");
    CHECK(at.visit().drafts.empty());
}

TEST_CASE("a picture of an earlier visit is asked for again, and that alone makes nothing newer") {
    AtTheForm at;
    auto draft = with("with a paper");
    draft.set("proof", std::string(picture_answer) + "00");
    take_drafts(at.visit(), ScreenId::pin, {{item, draft}});
    resume_draft(at.visit(), ScreenId::pin, ScreenId::form);
    CHECK(at.visit().draft.value("place") == "with a paper");
    CHECK(at.visit().draft.value("proof").empty());
    CHECK(is_kept(at.visit()));
}

TEST_CASE("what was begun can be thrown away, with what stands in the form, and no other draft with it") {
    AtTheForm at;
    take_drafts(at.visit(), ScreenId::form, {{item, with("begun")}, {"MZ-0007", with("another")}});
    at.visit().form_page = 1;
    turn(at.model, ScreenId::item_guide, {Event::Kind::drop_draft, item});
    CHECK(at.visit().draft.values.empty());
    CHECK(at.visit().form_page == 0);
    CHECK_FALSE(at.visit().resumed);
    CHECK(at.visit().drafts.size() == 1);
    at.visit().draft = with("begun again");
    turn(at.model, ScreenId::item_guide, {Event::Kind::drop_draft, "MZ-0007"});
    CHECK(at.visit().drafts.empty());
    CHECK(at.visit().draft.value("place") == "begun again");
}
