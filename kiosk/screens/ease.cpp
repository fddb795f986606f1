// What may stand over every page: how the machine shows and says things, and the curtain against curious eyes.
#include <algorithm>

#include "kiosk/screens/page.hpp"

namespace onecard::screens {
namespace {

using ui::Option;

// The event for the one of `names` that was just turned on or off.
Asked switched(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    const auto differs = [](const auto& one, const auto& other) {
        return std::find_if(one.begin(), one.end(), [&](const auto& name) { return std::find(other.begin(), other.end(), name) == other.end(); });
    };
    if (const auto on = differs(after, before); on != after.end()) return flow::Event{Kind::set, *on + "=on"};
    if (const auto off = differs(before, after); off != before.end()) return flow::Event{Kind::set, *off + "=off"};
    return std::nullopt;
}

}  // namespace

Asked Page::ease(ui::Kit& kit) const {
    const auto& now = visit().settings;
    Asked asked;
    kit.begin_dialog("ease.title", say("ease.title"));
    const auto one_of = [&](const std::string& name, std::initializer_list<const char*> values, std::string chosen) {
        std::vector<Option> options;
        for (const auto* value : values) options.push_back({value, say("ease." + name + "." + value), {}});
        if (kit.choice("ease." + name, say("ease." + name), options, chosen)) asked = flow::Event{Kind::set, name + "=" + chosen};
    };
    one_of("larger", {"0", "1", "2"}, std::to_string(now.larger));
    one_of("look", {"day", "night", "contrast"}, now.look == flow::Look::day ? "day" : now.look == flow::Look::night ? "night" : "contrast");
    one_of("side", {"left", "both", "right"}, now.side == flow::Side::both ? "both" : now.side == flow::Side::left ? "left" : "right");
    one_of("volume", {"1", "2", "3", "4", "5"}, std::to_string(now.volume));
    const std::pair<const char*, bool> switches[] = {
        {"elder", now.elder}, {"low", now.low}, {"slower", now.slower}, {"calm", now.calm}, {"hide_amounts", now.hide_amounts},
        {"voice", now.voice}, {"slow_voice", now.slow_voice}};
    std::vector<Option> options;
    std::vector<std::string> on;
    for (const auto& [name, is_on] : switches) {
        options.push_back({name, say(std::string("ease.more.") + name), {}});
        if (is_on) on.emplace_back(name);
    }
    const auto before = on;
    if (kit.choices("ease.more", say("ease.more"), options, on)) asked = switched(before, on);
    if (machine().hearing_loop) kit.notice("ease.loop", ui::Tone::info, say("ease.loop"));
    if (kit.button("ease.done", say("ease.done"), ui::Emphasis::primary, ui::Icon::check)) asked = flow::Event{Kind::show_over, {}};
    kit.end_dialog();
    return asked;
}

Asked Page::curtain(ui::Kit& kit) const {
    Asked asked;
    kit.begin_dialog("curtain", say("curtain.title"), true);
    kit.text("curtain.text", say("curtain.text"));
    if (kit.button("curtain.open", say("curtain.open"), ui::Emphasis::primary, ui::Icon::eye)) asked = flow::Event{Kind::show_over, {}};
    kit.end_dialog();
    return asked;
}

}  // namespace onecard::screens
