#include "kiosk/ui/formats.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "base/text.hpp"

namespace onecard::ui {
namespace {

constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array weekdays_en{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array weekdays_zh{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"};
// The week is counted: its first day is Monday, Sunday is simply its day.
constexpr std::array weekdays_mn{"ᠤᠨ ᠡᠳᠦᠷ",     "ᠤᠨ ᠨᠢᠭᠡᠨ",  "ᠤᠨ ᠬᠣᠶᠠᠷ",    "ᠤᠨ ᠭᠤᠷᠪᠠᠨ",
                                 "ᠤᠨ ᠳᠥᠷᠪᠡᠨ", "ᠤᠨ ᠲᠠᠪᠤᠨ", "ᠤᠨ ᠵᠢᠷᠭᠤᠭᠠᠨ"};

std::string day_text(int year, int month, int day, Language language) {
    switch (language) {
        case Language::zh_hans: return std::to_string(year) + "年" + std::to_string(month) + "月" + std::to_string(day) + "日";
        case Language::en: return std::to_string(day) + " " + months[static_cast<std::size_t>(month - 1)] + " " + std::to_string(year);
        case Language::mn_mong:
            // The suffixes hang on the words before them by the narrow space U+202F.
            return std::to_string(year) + " ᠣᠨ\u202Fᠤ " + std::to_string(month) + " ᠰᠠᠷ\u180Eᠠ\u202Fᠶᠢᠨ " + std::to_string(day);
    }
    return {};
}

}  // namespace

Language language_from(std::string_view text) {
    return text == "en" ? Language::en : text == "mn-Mong" ? Language::mn_mong : Language::zh_hans;
}

bool is_vertical(Language language) { return language == Language::mn_mong; }

std::string_view tag(Language language) {
    switch (language) {
        case Language::zh_hans: return "zh-Hans";
        case Language::en: return "en";
        case Language::mn_mong: return "mn-Mong";
    }
    return "zh-Hans";
}

std::string money(Fen amount, Language language) {
    std::string yuan = to_yuan(amount);
    const bool negative = yuan.starts_with('-');
    if (negative) yuan.erase(0, 1);
    for (auto at = static_cast<std::ptrdiff_t>(yuan.find('.')) - 3; at > 0; at -= 3) yuan.insert(static_cast<std::size_t>(at), ",");
    const std::string sign = negative ? "-" : "";
    switch (language) {
        case Language::zh_hans: return sign + yuan + "元";
        case Language::en: return sign + "¥" + yuan;
        case Language::mn_mong: return sign + yuan + " ᠲᠥᠭᠦᠷᠢᠭ";
    }
    return yuan;
}

std::string date(Timestamp time, Language language) {
    const LocalTime local = to_local(time);
    return day_text(local.year, local.month, local.day, language);
}

std::string date(std::string_view iso_date, Language language) {
    int year = 0, month = 0, day = 0;
    char rest = 0;
    const std::string text(iso_date);
    const bool whole = text.size() == 10 && std::sscanf(text.c_str(), "%4d-%2d-%2d%c", &year, &month, &day, &rest) == 3;
    if (!whole || month < 1 || month > 12 || day < 1 || day > 31 || year < 1) return text;
    return day_text(year, month, day, language);
}

std::string month(std::string_view period, Language language) {
    int number = 0;
    if (period.size() != 7 || std::from_chars(period.data() + 5, period.data() + 7, number).ptr != period.data() + 7 || number < 1 || number > 12)
        return std::string(period);
    switch (language) {
        case Language::zh_hans: return std::to_string(number) + "月";
        case Language::en: return months[static_cast<std::size_t>(number - 1)];
        case Language::mn_mong: return std::to_string(number) + " ᠰᠠᠷ\u180Eᠠ";
    }
    return {};
}

std::string time_of_day(Timestamp time) {
    const LocalTime local = to_local(time);
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d", local.hour % 100, local.minute % 100);
    return text.data();
}

std::string date_and_time(Timestamp time, Language language) { return date(time, language) + " " + time_of_day(time); }

std::string weekday(Timestamp time, Language language) {
    const auto day = static_cast<std::size_t>(to_local(time).weekday % 7);
    switch (language) {
        case Language::zh_hans: return weekdays_zh[day];
        case Language::en: return weekdays_en[day];
        case Language::mn_mong: return std::string("ᠭᠠᠷᠠᠭ\u202F") + weekdays_mn[day];
    }
    return {};
}

std::string masked_name(std::string_view name) {
    const auto points = code_points(name);
    if (points.size() < 2) return points.empty() ? "" : "*";
    std::string masked;
    append_utf8(masked, points.front());
    masked.append(std::min<std::size_t>(6, std::max<std::size_t>(1, points.size() - 2)), '*');
    if (points.size() > 2) append_utf8(masked, points.back());
    return masked;
}

std::string in_groups(std::string_view digits) {
    std::string grouped;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped.push_back(' ');
        grouped.push_back(digits[i]);
    }
    return grouped;
}

std::string masked_number(std::string_view number, std::size_t first, std::size_t last) {
    const auto points = code_points(number);
    if (points.size() <= first + last) return std::string(points.size(), '*');
    std::string masked;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i < first || i + last >= points.size()) append_utf8(masked, points[i]);
        else masked.push_back('*');
    }
    return masked;
}

}  // namespace onecard::ui
