#include <doctest/doctest.h>

#include "kiosk/app/usual_time.hpp"

using namespace onecard;
using namespace onecard::app;

namespace {

void take(UsualTime& usual, Work work, Millis& now, Millis length) {
    usual.watch(work, now);
    now += length;
    usual.watch(Work::nothing, now);
}

}  // namespace

TEST_CASE("what usually takes long here is estimated as long, each kind by itself") {
    UsualTime usual;
    Millis now{1000};
    const auto before = usual.usual(Work::pin);
    for (const int seconds : {9, 11, 10, 12, 9}) take(usual, Work::printing, now, std::chrono::seconds(seconds));
    CHECK(usual.usual(Work::printing) == std::chrono::seconds(11));
    CHECK(usual.usual(Work::pin) == before);
}

TEST_CASE("only the last ones count") {
    UsualTime usual;
    Millis now{1000};
    take(usual, Work::paying, now, std::chrono::seconds(60));
    for (std::size_t i = 0; i < UsualTime::kept; ++i) take(usual, Work::paying, now, std::chrono::seconds(2));
    CHECK(usual.usual(Work::paying) == std::chrono::seconds(2));
}

TEST_CASE("one work after the other begins again from nought") {
    UsualTime usual;
    usual.watch(Work::reading, Millis(1000));
    CHECK(usual.running_for(Millis(4000)) == Millis(3000));
    usual.watch(Work::pin, Millis(4000));
    CHECK(usual.running_for(Millis(4500)) == Millis(500));
    usual.watch(Work::nothing, Millis(5000));
    CHECK_FALSE(usual.running_for(Millis(6000)).has_value());
}
