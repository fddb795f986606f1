// What a person may change about how the machine shows and says things, each by its name.
#include <algorithm>
#include <charconv>

#include "kiosk/flow/turn.hpp"

namespace onecard::flow {
namespace {

bool take(bool& flag, std::string_view value) {
    if (value != "on" && value != "off") return false;
    flag = value == "on";
    return true;
}

bool take(int& number, std::string_view value, int least, int most) {
    int wanted = 0;
    const auto [end, trouble] = std::from_chars(value.data(), value.data() + value.size(), wanted);
    if (trouble != std::errc{} || end != value.data() + value.size() || wanted < least || wanted > most) return false;
    number = wanted;
    return true;
}

template <class Choice, std::size_t count>
bool take(Choice& choice, std::string_view value, const std::string_view (&names)[count]) {
    const auto found = std::find(std::begin(names), std::end(names), value);
    if (found == std::end(names)) return false;
    choice = static_cast<Choice>(found - std::begin(names));
    return true;
}

}  // namespace

bool set(Settings& settings, std::string_view name_and_value) {
    constexpr std::string_view looks[] = {"day", "night", "contrast"}, sides[] = {"both", "left", "right"};
    const auto equals = name_and_value.find('=');
    if (equals == std::string_view::npos) return false;
    const auto name = name_and_value.substr(0, equals), value = name_and_value.substr(equals + 1);
    if (name == "larger") return take(settings.larger, value, 0, 2);
    if (name == "look") return take(settings.look, value, looks);
    if (name == "side") return take(settings.side, value, sides);
    if (name == "elder") return take(settings.elder, value);
    if (name == "low") return take(settings.low, value);
    if (name == "calm") return take(settings.calm, value);
    if (name == "slower") return take(settings.slower, value);
    if (name == "hide_amounts") return take(settings.hide_amounts, value);
    if (name == "voice") return take(settings.voice, value);
    if (name == "slow_voice") return take(settings.slow_voice, value);
    return name == "volume" && take(settings.volume, value, 1, 5);
}

Over over_named(std::string_view name) {
    return name == "ease" ? Over::ease : name == "languages" ? Over::languages : name == "curtain" ? Over::curtain : name == "rest" ? Over::rest : Over::nothing;
}

}  // namespace onecard::flow
