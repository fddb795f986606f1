// onecard-voice: says what the kiosk asks for, in a process of its own. The protocol is in speaker.hpp.
//   onecard-voice [--device NAME] [--only-device]   NAME: an audio output as SDL calls it; with --only-device no other is ever used
#include <SDL.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <deque>
#include <map>
#include <optional>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <vector>

#include "base/json.hpp"
#include "kiosk/speech/synthesis.hpp"

namespace {

using namespace onecard;

constexpr std::size_t line_bytes_max = 64 << 10;
constexpr int sample_rate = 22050;

/// Where samples go: a device, or nowhere in the time it would take.
class Output {
public:
    Output(const std::string& name, bool only) {
        SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
        if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) return;
        SDL_AudioSpec wanted{};
        wanted.freq = sample_rate;
        wanted.format = AUDIO_S16SYS;
        wanted.channels = 1;
        wanted.samples = 1024;
        if (!name.empty()) device_ = SDL_OpenAudioDevice(name.c_str(), 0, &wanted, nullptr, 0);
        if (device_ == 0 && (name.empty() || !only)) device_ = SDL_OpenAudioDevice(nullptr, 0, &wanted, nullptr, 0);
        if (device_ != 0) SDL_PauseAudioDevice(device_, 0);
    }
    bool sound() const { return device_ != 0; }
    void put(std::span<const std::int16_t> samples) {
        if (device_ != 0) SDL_QueueAudio(device_, samples.data(), static_cast<Uint32>(samples.size_bytes()));
        const auto now = SDL_GetTicks64();
        silent_until_ = std::max(silent_until_, now) + samples.size() * 1000 / sample_rate;
    }
    void clear() {
        if (device_ != 0) SDL_ClearQueuedAudio(device_);
        silent_until_ = 0;
    }
    bool playing() const { return device_ != 0 ? SDL_GetQueuedAudioSize(device_) > 0 : SDL_GetTicks64() < silent_until_; }

private:
    SDL_AudioDeviceID device_ = 0;
    Uint64 silent_until_ = 0;
};

struct Beep {
    double hertz = 0;
    int millis = 0;
};

const std::map<std::string, std::vector<Beep>>& tones() {
    static const std::map<std::string, std::vector<Beep>> all{
        {"warning", {{880, 180}, {0, 90}, {880, 180}}}};
    return all;
}

std::vector<std::int16_t> samples_of(const std::vector<Beep>& beeps, int volume) {
    constexpr double full_turn = 6.283185307179586, fade_millis = 8;
    std::vector<std::int16_t> samples;
    for (const auto& beep : beeps) {
        const int count = beep.millis * sample_rate / 1000;
        for (int i = 0; i < count; ++i) {
            const double edge = std::min({1.0, i / (fade_millis * sample_rate / 1000), (count - i) / (fade_millis * sample_rate / 1000)});
            samples.push_back(static_cast<std::int16_t>(1800.0 * volume * edge * std::sin(full_turn * beep.hertz * i / sample_rate)));
        }
    }
    return samples;
}

void answer(const Json& json) {
    const auto line = dump_json(json) + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::_Exit(0);
}

class Voice {
public:
    Voice(Output& output) : output_(output) { answer({{"ready", true}, {"sound", output.sound()}}); }

    /// Until the kiosk closes its end.
    void run() {
        for (;;) {
            pollfd input{STDIN_FILENO, POLLIN, 0};
            const int come = ::poll(&input, 1, said_ ? 20 : -1);
            if (come > 0 && !read()) return;
            while (!lines_.empty()) {
                const auto line = std::move(lines_.front());
                lines_.pop_front();
                obey(line);
            }
            if (said_ && !output_.playing()) answer({{"done", *std::exchange(said_, std::nullopt)}});
        }
    }

private:
    bool read() {
        char part[4096];
        const auto size = ::read(STDIN_FILENO, part, sizeof part);
        if (size <= 0 || received_.size() > line_bytes_max) return false;
        received_.append(part, static_cast<std::size_t>(size));
        for (auto end = received_.find('\n'); end != std::string::npos; end = received_.find('\n')) {
            lines_.push_back(received_.substr(0, end));
            received_.erase(0, end + 1);
        }
        return true;
    }

    // What came meanwhile matters more than the rest of this sentence.
    bool interrupted() {
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (::poll(&input, 1, 0) > 0 && !read()) std::_Exit(0);
        return std::any_of(lines_.begin(), lines_.end(), [](const std::string& line) { return line.find("\"stop\"") != std::string::npos; });
    }

    void obey(const std::string& line) {
        const auto order = parse_json(line);
        if (!order) return;
        if (flag_at(*order, "stop")) {
            output_.clear();
            said_.reset();
        }
        const int volume = static_cast<int>(std::clamp<std::int64_t>(number_at(*order, "volume", 3), 1, 5));
        if (const auto tone = tones().find(text_at(*order, "tone")); tone != tones().end()) output_.put(samples_of(tone->second, volume));
        if (order->contains("say")) say(*order, volume);
    }

    void say(const Json& order, int volume) {
        said_ = number_at(order, "say");
        if (!synthesis_) {
            auto opened = speech::Synthesis::open();
            if (!opened) return;
            synthesis_.emplace(*std::move(opened));
        }
        synthesis_->speak({text_at(order, "text"), text_at(order, "language"), flag_at(order, "slow"), volume}, [this](auto samples) {
            if (interrupted()) return false;
            output_.put(samples);
            return true;
        });
    }

    Output& output_;
    std::optional<speech::Synthesis> synthesis_;
    std::optional<std::int64_t> said_;
    std::string received_;
    std::deque<std::string> lines_;
};

}  // namespace

int main(int argc, char** argv) {
    std::string device;
    bool only = false;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--device" && i + 1 < argc) device = argv[++i];
        else if (word == "--only-device") only = true;
        else return std::fprintf(stderr, "onecard-voice: no such option: %s\n", word.c_str()), 2;
    }
    Output output(device, only);
    Voice(output).run();
    return 0;
}
