// Says sentences one after the other through the voice process, newest first; knows which one is being said, for the captions. Lives in the screen's
// thread and never waits.
//
// The voice process (voice_main.cpp) reads and writes one JSON object a line:
//   {"say":ID,"text":"…","language":"zh-Hans|en","slow":bool,"volume":1..5} · {"tone":"warning"} · {"stop":true}
//   answers {"ready":true,"sound":bool} once, {"done":ID} after a sentence was heard out or there was nobody to hear it
#pragma once
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "kiosk/speech/voice_process.hpp"

namespace onecard::speech {

/// A sentence as it is read and as it is said.
struct Sentence {
    std::string text, spoken;
    std::string language;  ///< `zh-Hans`, `en`; others are shown and not said
};

struct Manner {
    bool slow = false;
    int volume = 3;  ///< 1 to 5
};

class Speaker {
public:
    struct Settings {
        std::filesystem::path program;       ///< empty: nothing is ever heard, captions go on
        std::vector<std::string> arguments;
    };
    static constexpr std::size_t sentences_max = 40;
    /// How long the process may take to speak up, and how long after the longest time a sentence can take.
    static constexpr Millis start_max{5000}, grace{5000};
    /// With nothing to say the process ends: an open audio device is never quite idle.
    static constexpr Millis silent_max{20'000};
    static constexpr Millis back_off_first{1000}, back_off_most{60'000};

    Speaker(Settings settings, const Clock& clock) : settings_(std::move(settings)), clock_(clock) {}

    /// Ends what is being said and says this instead; what is over sentences_max is left out.
    void say(std::vector<Sentence> sentences, const Manner& manner);
    /// Says this when the rest is said.
    void add(std::vector<Sentence> sentences);
    /// A short sound beside what is being said: `warning`, that time runs out.
    void tone(std::string_view name);
    /// Silence, now.
    void hush();
    /// Moves on to the next sentence; when to call again at the latest. An hour when nothing is going on.
    Millis tick();
    /// The sentence being said, or said last.
    const std::string& caption() const { return caption_; }
    bool speaking() const { return said_.has_value(); }
    bool running() const { return process_.has_value(); }
    /// True while there is a process and it has a device to be heard on.
    bool heard() const { return process_ && sound_; }
    /// Ends the process with all it knows, and forgets every sentence.
    void forget();

private:
    struct Said {
        std::int64_t id = 0;
        Millis until{0};     ///< when to go on at the latest
        bool answered = false;
    };
    void begin_next();
    bool ensure_process();
    void lose_process();
    void read_answers();

    Settings settings_;
    const Clock& clock_;
    std::optional<VoiceProcess> process_;
    bool ready_ = false, sound_ = false;
    Millis started_at_{0}, used_at_{0}, start_again_at_{0}, back_off_{back_off_first};
    Manner manner_;
    std::deque<Sentence> waiting_;
    std::optional<Said> said_;
    std::int64_t last_id_ = 0;
    std::string caption_;
};

}  // namespace onecard::speech
