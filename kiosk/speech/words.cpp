#include "kiosk/speech/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace onecard::speech {
namespace {

using ui::Language;

constexpr std::array<std::string_view, 10> digits_zh{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::array<std::string_view, 20> small_en{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> tens_en{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 12> months_en{"January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December"};
constexpr std::int64_t words_end = 1'000'000'000'000;
constexpr std::string_view dot = "•", yuan_sign = "¥";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Up to 9999, with 零 for a gap: 1005 一千零五.
std::string thousands_zh(int number, bool led) {
    std::string words;
    bool gap = led && number < 1000;
    for (const auto& [unit, name] : {std::pair(1000, "千"), std::pair(100, "百"), std::pair(10, "十"), std::pair(1, "")}) {
        const int digit = number / unit % 10;
        if (digit == 0) {
            gap = gap || !words.empty();
            continue;
        }
        if (gap) words += "零";
        gap = false;
        const bool bare_ten = unit == 10 && digit == 1 && words.empty() && !led;
        if (!bare_ten) words += digits_zh[static_cast<std::size_t>(digit)];
        words += name;
    }
    return words;
}

std::string words_zh(std::int64_t number) {
    if (number == 0) return "零";
    std::string words;
    for (const auto& [unit, name] : {std::pair<std::int64_t, const char*>(100'000'000, "亿"), {10'000, "万"}, {1, ""}}) {
        const int part = static_cast<int>(number / unit % 10'000);
        if (part > 0) words += thousands_zh(part, !words.empty()) + name;
    }
    return words;
}

std::string hundreds_en(int number) {
    std::string words;
    if (number >= 100) words = std::string(small_en[static_cast<std::size_t>(number / 100)]) + " hundred";
    number %= 100;
    if (number == 0) return words;
    if (!words.empty()) words += ' ';
    if (number < 20) return words + std::string(small_en[static_cast<std::size_t>(number)]);
    words += tens_en[static_cast<std::size_t>(number / 10)];
    if (number % 10 != 0) words += "-" + std::string(small_en[static_cast<std::size_t>(number % 10)]);
    return words;
}

std::string words_en(std::int64_t number) {
    if (number == 0) return "zero";
    std::string words;
    for (const auto& [unit, name] : {std::pair<std::int64_t, const char*>(1'000'000'000, " billion"), {1'000'000, " million"}, {1000, " thousand"}, {1, ""}}) {
        const int part = static_cast<int>(number / unit % 1000);
        if (part == 0) continue;
        if (!words.empty()) words += ' ';
        words += hundreds_en(part) + name;
    }
    return words;
}

// 2026 twenty twenty-six, 2005 two thousand five.
std::string year_en(int year) {
    if (year % 1000 < 10 || year < 1000 || year > 9999) return words_en(year);
    const int rest = year % 100;
    return words_en(year / 100) + " " + (rest == 0 ? "hundred" : rest < 10 ? "oh " + words_en(rest) : words_en(rest));
}

std::string amount_zh(std::int64_t yuan, int fen) {
    std::string words;
    if (yuan > 0 || fen == 0) words = (yuan == 2 ? "两" : words_zh(yuan)) + "元";
    if (fen >= 10) words += std::string(digits_zh[static_cast<std::size_t>(fen / 10)]) + "角";
    if (fen % 10 == 0) return words;
    if (fen < 10 && yuan > 0) words += "零";
    return words + std::string(digits_zh[static_cast<std::size_t>(fen % 10)]) + "分";
}

std::string amount_en(std::int64_t yuan, int fen) {
    auto words = words_en(yuan) + " yuan";
    if (fen == 0) return words;
    return words + " " + (fen < 10 ? "oh " : "") + words_en(fen);
}

std::string digits_joined_zh(int number) {
    std::string words;
    for (const char digit : std::to_string(number)) words += digits_zh[static_cast<std::size_t>(digit - '0')];
    return words;
}

std::string time_in_words(int hour, int minute, Language language) {
    if (language == Language::en) {
        const auto rest = minute == 0 ? std::string("o'clock") : (minute < 10 ? "oh " : "") + words_en(minute);
        return words_en(hour) + " " + rest;
    }
    return words_zh(hour) + "点" + (minute == 0 ? std::string("整") : (minute < 10 ? "零" : "") + words_zh(minute) + "分");
}

std::string date_in_words(int year, int month, int day, Language language) {
    if (language == Language::en) return words_en(day) + " " + std::string(months_en[static_cast<std::size_t>(month - 1)]) + " " + year_en(year);
    return digits_joined_zh(year) + "年" + words_zh(month) + "月" + words_zh(day) + "日";
}

// Reads a text from the left; each take_… either takes all it stands for or nothing.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}
    bool at_end() const { return rest_.empty(); }
    char next() const { return rest_.empty() ? '\0' : rest_.front(); }
    char take_byte() {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }
    bool take(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    std::optional<int> take_number(std::size_t least, std::size_t most) {
        std::size_t size = 0;
        while (size < rest_.size() && is_digit(rest_[size])) ++size;
        int number = 0;
        if (size < least || size > most) return std::nullopt;
        std::from_chars(rest_.data(), rest_.data() + size, number);
        rest_.remove_prefix(size);
        return number;
    }
    template <class Condition>
    std::string_view take_while(Condition condition) {
        std::size_t size = 0;
        while (size < rest_.size() && condition(rest_[size])) ++size;
        const auto taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

// `1,234.50元` or `¥1,234.50`, a sign before it.
std::optional<std::string> amount(Reader& reader, Language language) {
    Reader ahead = reader;
    std::string words;
    if (ahead.take("-")) words = language == Language::en ? "minus " : "负";
    else if (ahead.take("+")) words = language == Language::en ? "plus " : "加";
    const bool sign = ahead.take(yuan_sign);
    std::string digits(ahead.take_while([](char c) { return is_digit(c) || c == ','; }));
    if (digits.empty() || !is_digit(digits.front()) || !ahead.take(".")) return std::nullopt;
    const auto fen = ahead.take_number(2, 2);
    if (!fen || !(sign || ahead.take("元"))) return std::nullopt;
    std::erase(digits, ',');
    if (digits.size() > 12) return std::nullopt;
    std::int64_t yuan = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), yuan);
    reader = ahead;
    return words + (language == Language::en ? amount_en(yuan, *fen) : amount_zh(yuan, *fen));
}

// `2026-10`, the month of a bill.
std::optional<std::string> month(Reader& reader, Language language) {
    Reader ahead = reader;
    const auto year = ahead.take_number(4, 4);
    if (!year || !ahead.take("-")) return std::nullopt;
    const auto number = ahead.take_number(2, 2);
    if (!number || *number < 1 || *number > 12 || ahead.next() == '-' || *year < 1900 || *year > 2100) return std::nullopt;
    reader = ahead;
    if (language == Language::en) return std::string(months_en[static_cast<std::size_t>(*number - 1)]) + " " + year_en(*year);
    return digits_joined_zh(*year) + "年" + words_zh(*number) + "月";
}

std::optional<int> month_named(Reader& reader) {
    for (std::size_t i = 0; i < months_en.size(); ++i)
        if (reader.take(months_en[i].substr(0, 3))) return static_cast<int>(i) + 1;
    return std::nullopt;
}

// `2026年11月22日`, `22 Nov 2026` and `2026-11-22`.
std::optional<std::string> date(Reader& reader, Language language) {
    Reader ahead = reader;
    std::optional<int> year, month, day;
    if (is_digit(ahead.next())) {
        if ((year = ahead.take_number(4, 4))) {
            const bool chinese = ahead.take("年");
            if (!chinese && !ahead.take("-")) return std::nullopt;
            month = ahead.take_number(1, 2);
            if (!ahead.take(chinese ? "月" : "-")) return std::nullopt;
            day = ahead.take_number(1, 2);
            if (chinese && !ahead.take("日")) return std::nullopt;
        } else if ((day = ahead.take_number(1, 2))) {
            if (!ahead.take(" ")) return std::nullopt;
            month = month_named(ahead);
            if (!month || !ahead.take(" ")) return std::nullopt;
            year = ahead.take_number(4, 4);
        }
    }
    if (!year || !month || !day || *month < 1 || *month > 12 || is_digit(ahead.next()) || ahead.next() == '-') return std::nullopt;
    reader = ahead;
    return date_in_words(*year, *month, *day, language);
}

std::optional<std::string> time(Reader& reader, Language language) {
    Reader ahead = reader;
    const auto hour = ahead.take_number(2, 2);
    if (!hour || !ahead.take(":")) return std::nullopt;
    const auto minute = ahead.take_number(2, 2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    reader = ahead;
    return time_in_words(*hour, *minute, language);
}

// Stars of a masked name or number, dots of a hidden amount.
std::optional<std::string> masked(Reader& reader, Language language, bool in_number) {
    const bool english = language == Language::en;
    bool dots = false;
    while (reader.take(dot)) dots = true;
    if (dots) return english ? "hidden" : "已隐藏";
    if (reader.take_while([](char c) { return c == '*'; }).empty()) return std::nullopt;
    if (is_digit(reader.next())) return in_number ? (english ? ", then hidden, then " : "，中间隐去，") : (english ? "ending in " : "尾号");
    return in_number ? (english ? ", the rest hidden" : "，其余隐去") : (english ? " hidden " : "某");
}

bool belongs_to_name(char c) { return is_digit(c) || is_letter(c) || c == '-'; }

// `K-0001`, a telephone number, `3`: letters and digits with hyphens between them. A word without digits is a word.
std::optional<std::string> number_or_name(Reader& reader, Language language, bool after_stars) {
    Reader ahead = reader;
    const auto name = ahead.take_while(belongs_to_name);
    if (name.empty() || std::none_of(name.begin(), name.end(), is_digit)) return std::nullopt;
    reader = ahead;
    after_stars = after_stars || ahead.next() == '*';
    const bool digits_only = std::all_of(name.begin(), name.end(), is_digit);
    const bool emergency = name == "110" || name == "119" || name == "120" || name == "122";
    const bool zeros = name.front() == '0' && name.size() > 1;
    if (digits_only && name.size() <= 4 && !after_stars && !zeros && !emergency) {
        std::int64_t number = 0;
        std::from_chars(name.data(), name.data() + name.size(), number);
        return number_in_words(number, language);
    }
    std::string words;
    for (const char c : name) {
        if (!words.empty()) words += ' ';
        if (is_digit(c)) words += digits_one_by_one(std::string_view(&c, 1), language);
        else if (c != '-') words += c;
        else if (!words.empty()) words.back() = ',';
    }
    return words;
}

}  // namespace

std::string digits_one_by_one(std::string_view digits, Language language) {
    std::string words;
    for (const char c : digits) {
        if (!is_digit(c)) continue;
        if (!words.empty()) words += ' ';
        const auto digit = static_cast<std::size_t>(c - '0');
        words += language == Language::en ? small_en[digit] : digits_zh[digit];
    }
    return words;
}

std::string number_in_words(std::int64_t number, Language language) {
    if (number < 0 || number >= words_end || language == Language::mn_mong) return digits_one_by_one(std::to_string(number), language);
    return language == Language::en ? words_en(number) : words_zh(number);
}

std::string spoken(std::string_view text, Language language) {
    if (language == Language::mn_mong) return std::string(text);
    Reader reader(text);
    std::string words;
    bool after_number = false, after_mask = false;
    while (!reader.at_end()) {
        const char c = reader.next();
        std::optional<std::string> said;
        if (!words.empty() && is_letter(c) && is_letter(text[text.size() - reader.rest().size() - 1])) {
            words += reader.take_byte();  // inside a word
            continue;
        }
        said = amount(reader, language);
        if (!said) said = date(reader, language);
        if (!said) said = month(reader, language);
        if (!said) said = time(reader, language);
        if (!said) {
            said = masked(reader, language, after_number);
            const bool was_masked = said.has_value();
            if (!said) said = number_or_name(reader, language, after_mask);
            after_number = said && !was_masked;
            after_mask = was_masked;
        }
        if (said) words += *said;
        else words += reader.take_byte();
    }
    return words;
}

}  // namespace onecard::speech
