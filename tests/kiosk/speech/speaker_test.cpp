// The real voice process, and programs that behave as badly as one can.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "base/file.hpp"
#include "kiosk/speech/speaker.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using speech::Speaker;

namespace {

/// A program of a few lines of shell in place of the voice.
class Program {
public:
    explicit Program(const std::string& script) : file_(folder_ / "voice") {
        REQUIRE(write_file(file_, "#!/bin/sh\n" + script).has_value());
        std::filesystem::permissions(file_, std::filesystem::perms::owner_all);
    }
    Speaker::Settings settings() const { return {file_, {}}; }
    std::size_t starts() const {
        const auto marks = read_file(folder_ / "starts");
        return marks ? marks->size() : 0;
    }

private:
    test::TemporaryFolder folder_;
    std::filesystem::path file_;
};

/// Real time for the process, the clock's time for the speaker; at most ten seconds.
bool until(Speaker& speaker, const std::function<bool()>& condition) {
    for (int i = 0; i < 1000; ++i) {
        speaker.tick();
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

std::vector<speech::Sentence> sentences(std::initializer_list<const char*> texts) {
    std::vector<speech::Sentence> all;
    for (const char* text : texts) all.push_back({text, text, "en"});
    return all;
}

}  // namespace

TEST_CASE("the real voice says one sentence after the other, and the caption goes along") {
    ManualClock clock(Timestamp{});
    Speaker speaker({ONECARD_VOICE, {}}, clock);
    speaker.say(sentences({"one", "two"}), {});
    CHECK(speaker.caption() == "one");
    CHECK(until(speaker, [&] { return speaker.caption() == "two"; }));
    CHECK(until(speaker, [&] { return !speaker.speaking(); }));
    CHECK(speaker.tick() <= Speaker::silent_max);
    clock.advance(Speaker::silent_max);
    CHECK(speaker.tick() > Millis(60'000));
    CHECK_FALSE(speaker.running());
    speaker.tone("warning");
    CHECK(speaker.running());
}

TEST_CASE("the newest thing interrupts what is being said") {
    ManualClock clock(Timestamp{});
    Speaker speaker({ONECARD_VOICE, {}}, clock);
    speaker.say(sentences({"a very long sentence that would take many seconds to be read to its end if nobody interrupted it at all, and then on and on"}), {});
    const auto start = std::chrono::steady_clock::now();
    speaker.say(sentences({"now"}), {});
    CHECK(until(speaker, [&] { return !speaker.speaking(); }));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("without a program the captions still go from sentence to sentence") {
    ManualClock clock(Timestamp{});
    Speaker speaker({"/none/such", {}}, clock);
    speaker.say(sentences({"one", "two"}), {});
    clock.advance(Millis(10'000));
    speaker.tick();
    CHECK(speaker.caption() == "two");
    clock.advance(Millis(10'000));
    speaker.tick();
    CHECK_FALSE(speaker.speaking());
}

TEST_CASE("a voice that crashes is started again, each time after twice the wait") {
    const Program program("cd \"$(dirname \"$0\")\" && printf x >>starts\nexit 1\n");
    ManualClock clock(Timestamp{});
    Speaker speaker(program.settings(), clock);
    std::size_t expected = 0;
    for (Millis wait = Speaker::back_off_first; wait <= Speaker::back_off_most; wait *= 2) {
        speaker.say(sentences({"x"}), {});
        ++expected;
        REQUIRE(until(speaker, [&] { return program.starts() == expected && !speaker.running(); }));
        clock.advance(wait - Millis(1));
        speaker.say(sentences({"too soon"}), {});
        CHECK_FALSE(speaker.running());
        clock.advance(Millis(1));
    }
    CHECK(program.starts() == expected);
}

TEST_CASE("a voice that hangs or never reads costs one sentence, and nobody waits") {
    const Program program("sleep 100\n");
    ManualClock clock(Timestamp{});
    Speaker speaker(program.settings(), clock);
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 300; ++i) speaker.say(sentences({"this goes into a pipe that nobody empties, three hundred times over, until it is full to the brim"}), {});
    clock.advance(Speaker::start_max + Millis(1));
    speaker.tick();
    CHECK_FALSE(speaker.heard());
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}

TEST_CASE("nonsense from the voice ends it and not the kiosk") {
    const Program program("head -c 100000 /dev/zero | tr '\\0' '{'; sleep 100\n");
    ManualClock clock(Timestamp{});
    Speaker speaker(program.settings(), clock);
    speaker.say(sentences({"one"}), {});
    CHECK(until(speaker, [&] {
        clock.advance(Millis(50));
        return !speaker.speaking();
    }));
    CHECK_FALSE(speaker.heard());
}

TEST_CASE("what is waiting to be said is bounded") {
    ManualClock clock(Timestamp{});
    Speaker speaker({"", {}}, clock);
    std::vector<speech::Sentence> many(1000, {"x", "x", "en"});
    many[Speaker::sentences_max].text = "too many";
    speaker.say(many, {});
    for (int i = 0; i < 1200 && speaker.speaking(); ++i) {
        clock.advance(Millis(9000));
        speaker.tick();
        CHECK(speaker.caption() == "x");
    }
    CHECK_FALSE(speaker.speaking());
}
