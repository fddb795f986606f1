#include <doctest/doctest.h>

#include <memory>
#include <unistd.h>
#include <vector>

#include "base/secret.hpp"
#include "kiosk/play/memory_search.hpp"

using namespace onecard;

TEST_CASE("a text in this process's memory is found, and no longer once it is wiped") {
    // Made at run time, so that it does not stand in the program itself.
    std::vector<char> text;
    for (int i = 0; i < 24; ++i) text.push_back(static_cast<char>('A' + (i * 7 + ::getpid()) % 26));
    const std::string_view needle(text.data(), text.size());
    auto copy = std::make_unique<std::string>(needle);
    const auto before = play::count_in_memory(::getpid(), needle);
    REQUIRE(before.has_value());
    wipe(*copy);
    const auto after = play::count_in_memory(::getpid(), needle);
    REQUIRE(after.has_value());
    CHECK(*after < *before);
    CHECK(*after >= 1);  // the needle itself
}

TEST_CASE("the memory of a process that is not there is an error") {
    CHECK(play::count_in_memory(1 << 22, "x").error().code == "play.memory");
}
