// Text to samples by espeak-ng. Only the voice process links it.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "base/result.hpp"

namespace onecard::speech {

class Synthesis {
public:
    /// Error `speech.engine`.
    static Result<Synthesis> open();

    int rate() const { return rate_; }
    struct Order {
        std::string text, language;
        bool slow = false;
        int volume = 3;
    };
    /// Mono samples at rate(), piece by piece; `take` returns false to stop. False when there is no voice for the language.
    bool speak(const Order& order, const std::function<bool(std::span<const std::int16_t>)>& take);

private:
    explicit Synthesis(int rate) : rate_(rate) {}
    int rate_;
};

}  // namespace onecard::speech
