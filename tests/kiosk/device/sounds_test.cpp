#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "kiosk/device/sounds.hpp"

using namespace onecard::device;

namespace {

constexpr Sound all[] = {Sound::card_in, Sound::card_out, Sound::done, Sound::trouble};

int loudest(const std::vector<std::int16_t>& samples) {
    int most = 0;
    for (const int sample : samples) most = std::max(most, std::abs(sample));
    return most;
}

}  // namespace

TEST_CASE("each sound is short, its own, begins and ends softly, and follows the volume") {
    std::set<std::vector<std::int16_t>> different;
    for (const auto sound : all) {
        const auto full = tones(sound, 1), half = tones(sound, 0.5F);
        CHECK(full.size() > sound_samples_a_second / 10);
        CHECK(full.size() <= sound_samples_a_second / 2);
        CHECK(loudest(full) > 12'000);
        CHECK(loudest(full) < 20'000);
        CHECK(loudest(half) < loudest(full) * 0.55);
        CHECK(std::abs(full.front()) < 50);
        CHECK(std::abs(full.back()) < 50);
        CHECK(loudest(tones(sound, 0)) == 0);
        CHECK(tones(sound, 7) == full);
        different.insert(full);
    }
    CHECK(different.size() == 4);
}

TEST_CASE("without an audio device there is silence and nothing else, and a device that is there is let go") {
    for (const char* driver : {"no such driver", "dummy"}) {
        REQUIRE(setenv("SDL_AUDIODRIVER", driver, 1) == 0);
        Sounds sounds(1);
        for (int i = 0; i < 20; ++i) sounds.play(all[i % 4]);
    }
    Sounds off(0);
    off.play(Sound::done);
}
