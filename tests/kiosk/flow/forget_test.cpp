#include <doctest/doctest.h>

#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;

namespace {

constexpr std::string_view canary = "canary-in-the-visit";
bool watching = false;
int given_back_unwiped = 0;

// Every block of memory that is given back while somebody watches is searched for what a visitor left in it.
void give_back(void* memory) {
    if (watching && memory && memmem(memory, malloc_usable_size(memory), canary.data(), canary.size())) ++given_back_unwiped;
    std::free(memory);
}

void* take(std::size_t size) {
    if (void* memory = std::malloc(size ? size : 1)) return memory;
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size ? size : 1); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size ? size : 1); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { give_back(memory); }

namespace {

// A visit with the canary in every text there is, long enough to lie outside the string itself.
Visit visit_full_of_canaries() {
    const std::string text = std::string(canary) + std::string(canary);
    const Text both{text, text};
    Visit visit;
    visit.settings.language = text;
    visit.holder = HolderView{text, text, text, text, text, {{text, text}}, text, Fen(1), Fen(2), true};
    visit.bills = {{text, text, both, text, text, text, Fen(1), false, false}};
    visit.selected_bills = {text};
    visit.cases = {{text, text, text, both, both, text, text, text, text, text, {{both, both, text, 0}}, both, text, both, true, text, text, text, text, text, 1, 2, true,
                    {{text, text, both, text}}, {{text, text, text}}, true}};
    visit.registers = {{text, both, both, text, text, both, true, text, {{both, both}}, {both}, {{text}}, both, {{text, text, 1}}}};
    visit.own_marks = {{text, text, text, text}};
    visit.mark_answers = {{text, text}};
    visit.moves = {{text, text, Fen(1), false, text, false}};
    visit.own_cards = {{text, text, true}};
    visit.staff = StaffView{text, both, both, {text}, {text}};
    visit.staff_trouble = text;
    visit.slip_check = SlipCheckView{text, text, text, text, text, both, both, both, both, Fen(1), 1, text, text, text, text, text};
    visit.looks = {{text, text, text, both}};
    visit.paid = {{text, text, text, Fen(1), text, {text}, false}};
    visit.reported_card = visit.new_pin.reason = text;
    visit.new_pin.old_pin = visit.new_pin.new_pin = SecretText(text);
    visit.draft.values = {{text, {text, text}}};
    visit.payment.bills = visit.bills;
    visit.payment.receipt = visit.payment.reason = text;
    visit.receipt = Receipt{Receipt::Kind::payment, text, text, {}, both, {{text, text}}, text, text, text, text};
    for (auto* one : {&visit.card_trouble, &visit.open_case, &visit.case_ask, &visit.case_words, &visit.case_rating, &visit.search, &visit.open_item, &visit.open_notice, &visit.listing_kind, &visit.open_listing, &visit.listing_search, &visit.from_listing, &visit.open_register, &visit.open_help, &visit.fault}) *one = text;
    visit.pin_entry = SecretText(text);
    return visit;
}

template <class End>
int unwiped_after(End end) {
    auto visit = visit_full_of_canaries();
    given_back_unwiped = 0;
    watching = true;
    end(visit);
    watching = false;
    return given_back_unwiped;
}

}  // namespace

TEST_CASE("at the end of a visit every text is overwritten before its memory is given back") {
    CHECK(unwiped_after([](Visit& visit) { visit.forget(); }) == 0);
}

TEST_CASE("letting a visit go without forgetting it would leave its texts in memory") {
    CHECK(unwiped_after([](Visit& visit) { visit = Visit{}; }) > 30);
}

TEST_CASE("a draft that makes way for another item is overwritten too") {
    CHECK(unwiped_after([](Visit& visit) { visit.draft.forget(); }) == 0);
}

TEST_CASE("after a visit everything of the visitor is gone, save that a card lies there") {
    support::SampleVisit sample;
    sample.holder_arrives();
    sample.pin_is_right();
    auto& visit = sample.model.visit;
    visit.settings.language = "en";
    visit.settings.larger = 2;
    visit.settings.look = Look::contrast;
    visit.settings.voice = visit.settings.low = visit.settings.hide_amounts = true;
    visit.pin_entry = SecretText("123456");
    visit.draft.set("phone", "13900000457");
    visit.receipt = Receipt{};
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
    CHECK(visit.settings == Settings{});
    CHECK(visit.card_in);
}
