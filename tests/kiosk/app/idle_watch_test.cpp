#include <doctest/doctest.h>

#include "kiosk/app/idle_watch.hpp"

using namespace onecard;
using app::IdleWatch;

namespace {

constexpr IdleWatch::Patience usual;

}  // namespace

TEST_CASE("after ninety quiet seconds a count of thirty runs, and more time starts it anew") {
    ManualClock clock(from_millis(1'800'000'000'000));
    IdleWatch watch(clock, usual);
    CHECK_FALSE(watch.look(true).seconds_left);
    clock.advance(usual.quiet - Millis(1));
    CHECK_FALSE(watch.look(true).seconds_left);
    clock.advance(Millis(1));
    CHECK(watch.look(true).seconds_left == 30);
    clock.advance(Millis(10'500));
    CHECK(watch.look(true).seconds_left == 20);
    watch.touched();
    CHECK_FALSE(watch.look(true).seconds_left);
    clock.advance(usual.quiet + usual.warning);
    CHECK(watch.look(true).over);
}

TEST_CASE("nothing runs out on the resting page, and a jump of the wall clock ends nobody's visit") {
    ManualClock clock(from_millis(1'800'000'000'000));
    IdleWatch watch(clock, usual);
    clock.advance(std::chrono::hours(10));
    CHECK_FALSE(watch.look(false).over);
    CHECK_FALSE(watch.look(true).over);
    clock.jump(std::chrono::hours(24 * 3650));
    CHECK_FALSE(watch.look(true).seconds_left);
}

TEST_CASE("who asked for more time gets twice as long, also in the count") {
    ManualClock clock(from_millis(1'800'000'000'000));
    IdleWatch watch(clock, usual);
    CHECK_FALSE(watch.look(true, true).seconds_left);
    clock.advance(2 * usual.quiet - Millis(1));
    CHECK_FALSE(watch.look(true, true).seconds_left);
    clock.advance(Millis(1));
    CHECK(watch.look(true, true).seconds_left == 60);
    clock.advance(2 * usual.warning);
    CHECK(watch.look(true, true).over);
}

TEST_CASE("a machine rests when nobody was at the start page for three minutes, and a touch wakes it") {
    ManualClock clock(from_millis(1'800'000'000'000));
    IdleWatch watch(clock, usual);
    CHECK(watch.look(false).next == usual.rest);
    clock.advance(usual.rest - Millis(1));
    CHECK_FALSE(watch.look(false).rests);
    clock.advance(Millis(1));
    CHECK(watch.look(false).rests);
    watch.touched();
    CHECK_FALSE(watch.look(false).rests);
    clock.advance(usual.rest / 2);
    CHECK_FALSE(watch.look(true).rests);
    clock.advance(usual.rest / 2);
    CHECK_FALSE(watch.look(false).rests);
}
