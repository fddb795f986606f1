// How numbers, dates and masked data are written in each language. Nobody else formats them.
#pragma once
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/fen.hpp"

namespace onecard::ui {

enum class Language { zh_hans, en, mn_mong };

/// `zh-Hans`, `en`, `mn-Mong`; Chinese for anything else.
Language language_from(std::string_view tag);
std::string_view tag(Language language);
/// Written in columns from the left to the right.
bool is_vertical(Language language);

/// `1,234.50元` · `¥1,234.50` · `1,234.50 ᠲᠥᠭᠦᠷᠢᠭ`.
std::string money(Fen amount, Language language);
/// `2026年11月22日` · `22 Nov 2026` · `2026 ᠣᠨ ᠤ 11 ᠰᠠᠷ᠎ᠠ ᠶᠢᠨ 22`.
std::string date(Timestamp time, Language language);
/// The same from `YYYY-MM-DD`; the text itself when it is no date.
std::string date(std::string_view iso_date, Language language);
/// `11月` · `Nov` · `11 ᠰᠠᠷ᠎ᠠ` from `YYYY-MM`; the text itself when it is no month.
std::string month(std::string_view period, Language language);
/// `09:30`.
std::string time_of_day(Timestamp time);
/// Date and time of day.
std::string date_and_time(Timestamp time, Language language);
/// `星期日` · `Sunday` · `ᠭᠠᠷᠠᠭ ᠤᠨ ᠡᠳᠦᠷ`.
std::string weekday(Timestamp time, Language language);

/// First and last character stay, at most six stars between: `张*国`, `张*`.
std::string masked_name(std::string_view name);
/// Digits by fours, so that they can be read out and typed.
std::string in_groups(std::string_view digits);
/// `first` and `last` characters stay, the others become stars: `999***********0011`. Nothing stays of what is too short.
std::string masked_number(std::string_view number, std::size_t first = 3, std::size_t last = 4);

}  // namespace onecard::ui
