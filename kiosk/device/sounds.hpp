// Short tones for those who look elsewhere: card in, card out, done, trouble. Made here, no files.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

namespace onecard::device {

enum class Sound { card_in, card_out, done, trouble };

inline constexpr int sound_samples_a_second = 44'100;

/// One channel of 16-bit samples with soft ends, at most half a second. `volume` from 0 (silence) to 1.
std::vector<std::int16_t> tones(Sound sound, float volume);

/// Plays on the first audio device. One that is missing or stalls costs nothing: it is opened and fed on a thread of its own, and without it there is
/// silence. Any thread.
class Sounds {
public:
    /// Nothing is opened before the first sound; with volume 0 never.
    explicit Sounds(float volume);
    ~Sounds();
    void play(Sound sound);

private:
    class Speaker;
    std::unique_ptr<Speaker> speaker_;
};

}  // namespace onecard::device
