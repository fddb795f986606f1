// How a voice says what the screen writes: amounts, dates, times and numbers in words, long numbers digit by digit, what is masked as masked.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/formats.hpp"

namespace onecard::speech {

/// `286.50元` → 二百八十六元五角; `¥286.50` → two hundred eighty-six yuan fifty; `K-0001` → K 零 零 零 一. Mongolian stays as it is: no voice reads it yet.
std::string spoken(std::string_view text, ui::Language language);

/// 0 to 999,999,999,999; anything else digit by digit.
std::string number_in_words(std::int64_t number, ui::Language language);
std::string digits_one_by_one(std::string_view digits, ui::Language language);

}  // namespace onecard::speech
