// Bundles: what is asked once becomes the requests that it stands for.
#include <doctest/doctest.h>

#include "kiosk/flow/bundle.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;

namespace {

constexpr auto newcomers = "WG-0008";
const std::vector<std::string> wishes{"insurance", "school", "vaccine", "job"};

struct Newcomer {
    explicit Newcomer(std::vector<std::string> wants, const std::string& stage = "primary") {
        sample.holder_arrives();
        sample.pin_is_right();
        sample.model.visit.open_item = newcomers;
        if (!wants.empty()) draft().values["wants"] = std::move(wants);
        draft().set("stage", stage);
        // What hangs on an answer shows only after it.
        for (int i = 0; i < 3; ++i) sample.fill_form();
    }
    Draft& draft() { return sample.model.visit.draft; }
    const Item& item() { return *sample.catalogue.item(newcomers); }
    std::vector<Asking> all() { return askings(sample.catalogue, item(), draft()); }
    std::string today() { return flow::today(sample.model); }
    support::SampleVisit sample;
};

std::vector<std::string> codes_of(const std::vector<Asking>& all) {
    std::vector<std::string> codes;
    for (const auto& one : all) codes.push_back(one.item->code);
    return codes;
}

}  // namespace

TEST_CASE("whatever a newcomer chooses, the one form asks all that its parts need") {
    for (std::size_t chosen = 0; chosen < (1U << wishes.size()); ++chosen)
        for (const std::string stage : {"primary", "junior", "transfer"}) {
            std::vector<std::string> wants;
            for (std::size_t i = 0; i < wishes.size(); ++i)
                if (chosen >> i & 1U) wants.push_back(wishes[i]);
            CAPTURE(chosen);
            CAPTURE(stage);
            Newcomer newcomer(wants, stage);
            const auto all = newcomer.all();
            CHECK(all.size() == 1 + wants.size());
            for (const auto& one : all) {
                CAPTURE(one.item->code);
                CHECK(is_whole(one, newcomer.today()));
            }
        }
}

TEST_CASE("what was fixed and what is called differently reaches the part it is for") {
    Newcomer newcomer({"vaccine", "insurance"});
    newcomer.draft().set("child_name", "雨点·测试");
    newcomer.draft().values["address"] = {"990102001001003002", "2-501"};
    const auto all = newcomer.all();
    REQUIRE(codes_of(all) == std::vector<std::string>{"GA-0002", "YB-0002", "WJ-0012"});
    CHECK(all[0].draft.value("kind") == "register");
    CHECK(all[0].draft.values.at("address").back() == "2-501");
    CHECK(all[1].draft.value("who") == "self");
    CHECK(all[2].draft.value("child") == "雨点·测试");
    CHECK(all[2].draft.values.at("home").front() == "990102001001003002");
}

TEST_CASE("what was answered for a part that is no longer wanted goes to nobody") {
    Newcomer newcomer({"school"});
    newcomer.draft().set("child_id", "999999201801010011");
    newcomer.draft().values["wants"] = {"insurance"};
    newcomer.draft().set("class", "adult");
    const auto all = newcomer.all();
    REQUIRE(codes_of(all) == std::vector<std::string>{"GA-0002", "YB-0002"});
    for (const auto& one : all) {
        const auto handed_in = answers(*one.item, one.draft, {});
        CHECK(handed_in.find("child_id") == handed_in.end());
        CHECK(handed_in.find("insured_name") == handed_in.end());
    }
}

TEST_CASE("an answer that is missing keeps its part from being whole, and an item of its own is one request") {
    Newcomer newcomer({"job"});
    newcomer.draft().set("trade", "");
    const auto all = newcomer.all();
    REQUIRE(all.size() == 2);
    CHECK(is_whole(all[0], newcomer.today()));
    CHECK_FALSE(is_whole(all[1], newcomer.today()));
    const auto& alone = *newcomer.sample.catalogue.item("MZ-0007");
    CHECK(codes_of(askings(newcomer.sample.catalogue, alone, {})) == std::vector<std::string>{"MZ-0007"});
}

TEST_CASE("the promise of a bundle is that of its slowest part, not of parts nobody asked for") {
    Newcomer newcomer({"insurance"});
    const auto days = [&] { return slowest_days(newcomer.sample.catalogue, newcomer.item(), newcomer.draft()); };
    CHECK(days() == newcomer.sample.catalogue.item("GA-0002")->promised_days);
    newcomer.draft().values["wants"].push_back("school");
    CHECK(days() == newcomer.sample.catalogue.item("JY-0001")->promised_days);
}

TEST_CASE("a part that the catalogue no longer has is left out, and the others go on") {
    Newcomer newcomer({"insurance", "job"});
    auto catalogue = newcomer.sample.catalogue;
    std::erase_if(catalogue.items, [](const Item& item) { return item.code == "YB-0002"; });
    CHECK(codes_of(askings(catalogue, newcomer.item(), newcomer.draft())) == std::vector<std::string>{"GA-0002", "RS-0019"});
}
