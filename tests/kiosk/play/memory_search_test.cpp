#include <doctest/doctest.h>

#include <csignal>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.hpp"
#include "base/secret.hpp"
#include "kiosk/play/memory_search.hpp"

using namespace onecard;

namespace {

constexpr std::size_t needle_bytes = 24;

// A process that keeps a text of its own making until it is told to wipe it. The text is made after the fork, so that no copy is inherited.
[[noreturn]] void keep_until_told(int out, int in) {
    static std::uint8_t needle[needle_bytes];
    SystemRandom().fill(needle);
    for (auto& byte : needle) byte = static_cast<std::uint8_t>('A' + byte % 26);
    char told = 0;
    bool fine = ::write(out, needle, sizeof needle) == static_cast<ssize_t>(sizeof needle);
    fine = fine && ::read(in, &told, 1) == 1;
    wipe(needle, sizeof needle);
    fine = fine && ::write(out, &told, 1) == 1 && ::read(in, &told, 1) >= 0;
    ::_exit(fine ? 0 : 1);
}

}  // namespace

TEST_CASE("a text in another process's memory is found, and no longer once it is wiped") {
    int up[2], down[2];
    REQUIRE(::pipe(up) == 0);
    REQUIRE(::pipe(down) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) keep_until_told(up[1], down[0]);
    std::string needle(needle_bytes, '\0');
    REQUIRE(::read(up[0], needle.data(), needle.size()) == static_cast<ssize_t>(needle.size()));
    const auto before = play::count_in_memory(child, needle);
    REQUIRE(before.has_value());
    CHECK(*before >= 1);
    char told = 'w';
    REQUIRE(::write(down[1], &told, 1) == 1);
    REQUIRE(::read(up[0], &told, 1) == 1);
    const auto after = play::count_in_memory(child, needle);
    REQUIRE(after.has_value());
    CHECK(*after == 0);
    for (const int end : {up[0], up[1], down[0], down[1]}) ::close(end);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

TEST_CASE("the memory of a process that is not there is an error") {
    CHECK(play::count_in_memory(1 << 22, "x").error().code == "play.memory");
}
