#include "kiosk/speech/speaker.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

namespace onecard::speech {
namespace {

// Slow speech says about two characters of Chinese, or six letters, a second.
constexpr Millis slowest_point{500}, usual_point{200}, look_again{200}, nothing_to_do{3'600'000};

Millis longest(const Sentence& sentence) { return slowest_point * static_cast<std::int64_t>(length_in_points(sentence.spoken)) + Speaker::grace; }
Millis reading(const Sentence& sentence) {
    return std::clamp(usual_point * static_cast<std::int64_t>(length_in_points(sentence.text)), Millis(1500), Millis(8000));
}

}  // namespace

void Speaker::say(std::vector<Sentence> sentences, const Manner& manner) {
    hush();
    manner_ = manner;
    add(std::move(sentences));
}

void Speaker::add(std::vector<Sentence> sentences) {
    for (auto& one : sentences) {
        if (waiting_.size() == sentences_max) break;
        waiting_.push_back(std::move(one));
    }
    if (!said_) begin_next();
}

void Speaker::tone(std::string_view name) {
    if (ensure_process() && !process_->send(dump_json({{"tone", name}, {"volume", manner_.volume}}))) lose_process();
}

void Speaker::hush() {
    for (auto& one : waiting_) onecard::wipe(one.text), onecard::wipe(one.spoken);
    waiting_.clear();
    if (!said_) return;
    said_.reset();
    if (process_ && !process_->send(R"({"stop":true})")) lose_process();
}

Millis Speaker::tick() {
    read_answers();
    const auto now = clock_.uptime();
    if (process_ && !ready_ && now - started_at_ > start_max) lose_process();
    if (said_ && (said_->answered || now >= said_->until)) {
        if (!said_->answered && process_) lose_process();  // it hangs
        said_.reset();
    }
    if (!said_) begin_next();
    if (said_) {
        used_at_ = now;
        return std::clamp(said_->until - now, Millis(1), look_again);
    }
    if (!process_) return nothing_to_do;
    const auto silent = now - used_at_;
    if (silent >= silent_max) {
        process_.reset();
        return nothing_to_do;
    }
    return ready_ ? silent_max - silent : look_again;
}

void Speaker::read_answers() {
    while (process_) {
        const auto line = process_->receive();
        if (!line) break;
        const auto answer = parse_json(*line);
        if (!answer) return lose_process();
        if (flag_at(*answer, "ready")) {
            ready_ = true;
            sound_ = flag_at(*answer, "sound");
            back_off_ = back_off_first;
        }
        if (said_ && number_at(*answer, "done") == said_->id) said_->answered = true;
    }
    if (process_ && process_->gone()) lose_process();
}

void Speaker::begin_next() {
    if (waiting_.empty()) return;
    const Sentence sentence = std::move(waiting_.front());
    waiting_.pop_front();
    onecard::wipe(caption_);
    caption_ = sentence.text;
    said_ = Said{++last_id_, clock_.uptime() + reading(sentence), false};
    const bool has_voice = sentence.language == "zh-Hans" || sentence.language == "en";
    if (!has_voice || !ensure_process()) return;
    const Json order{{"say", said_->id}, {"text", sentence.spoken}, {"language", sentence.language}, {"slow", manner_.slow}, {"volume", manner_.volume}};
    if (!process_->send(dump_json(order))) return lose_process();
    said_->until = clock_.uptime() + longest(sentence);
}

bool Speaker::ensure_process() {
    const auto now = clock_.uptime();
    used_at_ = now;
    if (process_) return true;
    if (settings_.program.empty() || now < start_again_at_) return false;
    auto started = VoiceProcess::start(settings_.program, settings_.arguments);
    started_at_ = now;
    if (!started) {
        log::failed("voice", started.error());
        lose_process();
        return false;
    }
    process_.emplace(*std::move(started));
    ready_ = false;
    return true;
}

// Each loss in a row waits twice as long as the one before, so that a broken program costs next to nothing.
void Speaker::lose_process() {
    if (process_) log::warning("the voice process was lost");
    process_.reset();
    ready_ = sound_ = false;
    start_again_at_ = clock_.uptime() + back_off_;
    back_off_ = std::min(back_off_ * 2, back_off_most);
    if (said_) said_->until = std::min(said_->until, clock_.uptime() + look_again);
}

void Speaker::forget() {
    hush();
    process_.reset();
    ready_ = sound_ = false;
    onecard::wipe(caption_);
}

}  // namespace onecard::speech
