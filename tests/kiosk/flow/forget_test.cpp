#include <doctest/doctest.h>

#include <cstring>

#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;

TEST_CASE("after a visit everything of the visitor is gone, save that a card lies there") {
    support::SampleVisit sample;
    sample.holder_arrives();
    sample.pin_is_right();
    auto& visit = sample.model.visit;
    visit.settings = {"en", 2, true, true, true};
    visit.pin_entry = SecretText("123456");
    visit.draft.set("phone", "13900000457");
    visit.receipt = Receipt{};
    visit.receipt->facts = {{"receipt.fact.card", "3100"}};
    visit.payment.bills = visit.bills;
    visit.trail = {ScreenId::my_page};
    visit.forget();
    CHECK_FALSE(visit.holder);
    CHECK(visit.bills.empty());
    CHECK(visit.cases.empty());
    CHECK(visit.moves.empty());
    CHECK(visit.draft.values.empty());
    CHECK(visit.payment.bills.empty());
    CHECK_FALSE(visit.receipt);
    CHECK(visit.trail.empty());
    CHECK(visit.pin_entry.empty());
    CHECK_FALSE(visit.pin_verified);
    CHECK(visit.settings.language == "zh-Hans");
    CHECK(visit.settings.larger == 0);
    CHECK(visit.card_in);
}

TEST_CASE("what was typed is overwritten where it stood, short texts and long ones") {
    Visit visit;
    for (const std::string& secret : {std::string("short"), std::string("a text too long to be kept inside the string itself, seventy characters")}) {
        visit.search = secret;
        const char* memory = visit.search.data();
        const auto size = secret.size();
        REQUIRE(std::memcmp(memory, secret.data(), size) == 0);
        // The memory still belongs to the string while it is wiped; watch it through the string that keeps its capacity.
        auto& text = visit.search;
        wipe(text);
        CHECK(text.data() == memory);
        for (std::size_t i = 0; i < size; ++i) CHECK(memory[i] == 0);
    }
}
