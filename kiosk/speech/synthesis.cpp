#include "kiosk/speech/synthesis.hpp"

#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <array>

namespace onecard::speech {
namespace {

constexpr std::array volumes{35, 65, 100, 140, 190};
constexpr int usual_rate_zh = 165, usual_rate_en = 165, slow_rate = 105, buffer_millis = 60;

using Take = std::function<bool(std::span<const std::int16_t>)>;

int pass_on(short* samples, int count, espeak_EVENT* events) {
    const auto* take = static_cast<const Take*>(events ? events->user_data : nullptr);
    if (!take || !samples || count <= 0) return 0;
    return (*take)({samples, static_cast<std::size_t>(count)}) ? 0 : 1;
}

// In espeak-ng 1.51 the voice `cmn` reads the pinyin that it makes of characters as English letters; its sister reads it as pinyin.
bool choose_voice(const std::string& language) {
    if (language == "en") return espeak_SetVoiceByName("en-gb") == EE_OK || espeak_SetVoiceByName("en") == EE_OK;
    if (language != "zh-Hans") return false;
    return espeak_SetVoiceByName("cmn-latn-pinyin") == EE_OK || espeak_SetVoiceByName("cmn") == EE_OK;
}

}  // namespace

Result<Synthesis> Synthesis::open() {
    const int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, buffer_millis, nullptr, espeakINITIALIZE_DONT_EXIT);
    if (rate <= 0) return failure(Error::Kind::unavailable, "speech.engine");
    espeak_SetSynthCallback(pass_on);
    return Synthesis(rate);
}

bool Synthesis::speak(const Order& order, const Take& take) {
    if (!choose_voice(order.language)) return false;
    const int usual = order.language == "en" ? usual_rate_en : usual_rate_zh;
    espeak_SetParameter(espeakRATE, order.slow ? slow_rate : usual, 0);
    espeak_SetParameter(espeakVOLUME, volumes[static_cast<std::size_t>(std::clamp(order.volume, 1, 5) - 1)], 0);
    auto* user = const_cast<Take*>(&take);
    return espeak_Synth(order.text.c_str(), order.text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, user) == EE_OK;
}

}  // namespace onecard::speech
