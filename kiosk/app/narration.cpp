#include "kiosk/app/narration.hpp"

#include <algorithm>
#include <utility>

#include "base/secret.hpp"
#include "kiosk/app/settings.hpp"

namespace onecard::app {

speech::Speaker::Settings voice_of(const Settings& settings) {
    speech::Speaker::Settings voice;
    std::error_code none;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", none);
    if (settings.voice == "off" || none) return voice;
    voice.program = own.parent_path() / "onecard-voice";
    if (!settings.voice_device.empty()) voice.arguments = {"--device", settings.voice_device};
    // What is meant for one pair of ears must not come out of the hall's loudspeaker because a plug is out.
    if (settings.voice == "headset" && !settings.voice_device.empty()) voice.arguments.push_back("--only-device");
    return voice;
}

void Narration::follow(ui::ScreenKit& kit, std::string_view page, const ui::Strings& strings, const flow::Settings& settings) {
    if (!settings.voice) {
        if (on_) {
            narrator_.forget();
            speaker_.hush();
            kit.caption({});
        }
        on_ = false;
        return;
    }
    on_ = true;
    speech::Scene scene{page, kit.reading(), kit.pointer(), nullptr, strings};
    const auto& targets = kit.targets();
    const auto field = std::find_if(targets.begin(), targets.end(), [&](const ui::Target& t) { return !kit.focus().empty() && t.key == kit.focus(); });
    if (field != targets.end()) scene.field = &*field;
    auto speech = narrator_.look(scene);
    if (wish_ == Wish::repeat) speech = narrator_.repeat(scene);
    if (wish_ == Wish::spell) speech = narrator_.spell(scene);
    wish_ = Wish::nothing;
    if (!speech.empty()) {
        const bool asked = std::exchange(interrupted_, false);
        say(std::move(speech), settings, asked || narrator_.turned());
    }
    kit.caption(speaker_.caption());
}

void Narration::say(speech::Speech speech, const flow::Settings& settings, bool at_once) {
    if (at_once) wipe(spoken_);
    for (const auto& one : speech) spoken_ += one.spoken + "\n";
    if (at_once) speaker_.say(std::move(speech), {settings.slow_voice, settings.volume});
    else speaker_.add(std::move(speech));
}

bool Narration::interrupt(const ui::Input& input) {
    using Kind = ui::KeyPress::Kind;
    const auto* key = std::get_if<ui::KeyPress>(&input);
    const auto* touch = std::get_if<ui::Touch>(&input);
    if (key || (touch && touch->kind == ui::Touch::Kind::down)) {
        speaker_.hush();
        interrupted_ = true;
    }
    if (!key || (key->kind != Kind::repeat && key->kind != Kind::spell)) return false;
    wish_ = key->kind == Kind::repeat ? Wish::repeat : Wish::spell;
    return true;
}

Millis Narration::tick(ui::ScreenKit& kit) {
    const auto next = speaker_.tick();
    if (on_) kit.caption(speaker_.caption());
    return next;
}

void Narration::forget() {
    narrator_.forget();
    speaker_.forget();
    wipe(spoken_);
    wish_ = Wish::nothing;
    on_ = false;
}

}  // namespace onecard::app
