#include "kiosk/device/sounds.hpp"

#include <SDL.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "base/log.hpp"
#include "base/mailbox.hpp"

namespace onecard::device {
namespace {

struct Tone {
    double hertz;
    int milliseconds;
};

std::vector<Tone> melody(Sound sound) {
    switch (sound) {
        case Sound::card_in: return {{660, 70}, {880, 110}};
        case Sound::card_out: return {{880, 70}, {660, 110}};
        case Sound::done: return {{660, 90}, {830, 90}, {990, 170}};
        case Sound::trouble: return {{330, 150}, {262, 250}};
    }
    return {};
}

void add(std::vector<std::int16_t>& samples, const Tone& tone, float volume) {
    constexpr double loudest = 0.5 * 32767, edge = sound_samples_a_second * 0.012, turn = 2 * 3.14159265358979;
    const int count = tone.milliseconds * sound_samples_a_second / 1000;
    for (int i = 0; i < count; ++i) {
        const double rise = std::min({1.0, i / edge, (count - 1 - i) / edge});
        samples.push_back(static_cast<std::int16_t>(std::lround(std::sin(turn * tone.hertz * i / sound_samples_a_second) * loudest * rise * volume)));
    }
}

}  // namespace

std::vector<std::int16_t> tones(Sound sound, float volume) {
    std::vector<std::int16_t> samples;
    for (const auto& tone : melody(sound)) add(samples, tone, std::clamp(volume, 0.0F, 1.0F));
    return samples;
}

class Sounds::Speaker {
public:
    explicit Speaker(float volume) : volume_(volume), thread_([this](const std::stop_token& stop) { run(stop); }) {}
    void play(Sound sound) { wanted_.post(sound); }

private:
    void run(const std::stop_token& stop) {
        SDL_AudioDeviceID device = 0;
        bool tried = false;
        for (;;) {
            const auto sound = wanted_.wait(std::chrono::hours(1), stop);
            if (!sound && stop.stop_requested()) break;
            if (!sound) continue;
            if (!std::exchange(tried, true)) device = open();
            if (device == 0) continue;
            const auto samples = tones(*sound, volume_);
            SDL_ClearQueuedAudio(device);  // the newest counts
            SDL_QueueAudio(device, samples.data(), static_cast<Uint32>(samples.size() * sizeof samples[0]));
        }
        if (device != 0) SDL_CloseAudioDevice(device);
        if (tried) SDL_QuitSubSystem(SDL_INIT_AUDIO);
        SDL_TLSCleanup();  // what SDL keeps for threads it did not start itself
    }

    static SDL_AudioDeviceID open() {
        SDL_AudioSpec wanted{};
        wanted.freq = sound_samples_a_second;
        wanted.format = AUDIO_S16SYS;
        wanted.channels = 1;
        wanted.samples = 1024;
        const auto device = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0 ? SDL_OpenAudioDevice(nullptr, 0, &wanted, nullptr, 0) : 0;
        if (device == 0) log::warning("no sound: " + std::string(SDL_GetError()));
        else SDL_PauseAudioDevice(device, 0);
        return device;
    }

    float volume_;
    Mailbox<Sound> wanted_;
    std::jthread thread_;
};

Sounds::Sounds(float volume) {
    if (volume > 0) speaker_ = std::make_unique<Speaker>(volume);
}

Sounds::~Sounds() = default;

void Sounds::play(Sound sound) {
    if (speaker_) speaker_->play(sound);
}

}  // namespace onecard::device
