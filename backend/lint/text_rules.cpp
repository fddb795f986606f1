#include <algorithm>

#include "backend/lint/rules.hpp"
#include "base/text.hpp"

namespace onecard::lint {
namespace {

using Points = std::vector<char32_t>;

bool is_han(char32_t point) { return (point >= 0x3400 && point <= 0x9FFF) || (point >= 0x20000 && point <= 0x3FFFF); }

/// Ideographic and full-width punctuation.
bool is_wide_mark(char32_t point) { return (point >= 0x3000 && point <= 0x303F) || (point >= 0xFF00 && point <= 0xFFEF); }

/// The traditional script with its vowel separator, and the narrow space before a suffix.
bool is_mongolian(char32_t point) { return (point >= 0x1800 && point <= 0x18AF) || point == 0x202F || point == ' '; }

bool has(const Points& points, bool (*which)(char32_t)) { return std::any_of(points.begin(), points.end(), which); }

/// A narrow mark is right between letters and digits (`14:30`), wrong beside a character.
bool narrow_mark_by_han(const Points& points) {
    static constexpr std::u32string_view narrow = U",;:?!()";
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const bool first = narrow.find(points[i]) != narrow.npos, second = narrow.find(points[i + 1]) != narrow.npos;
        if ((first && is_han(points[i + 1])) || (second && is_han(points[i]))) return true;
    }
    return false;
}

void check_script(const Points& points, const std::string& language, const std::string& at, Complaints& complaints) {
    const auto complain = [&](const char* what) { complaints.push_back({at, what}); };
    if (language == "zh" && !has(points, is_han) && !std::all_of(points.begin(), points.end(), [](char32_t one) { return one >= '0' && one <= '9'; }))
        complain("is not Chinese");
    if (language == "zh" && narrow_mark_by_han(points)) complain("has narrow punctuation in Chinese");
    if (language == "en" && (has(points, is_han) || has(points, is_wide_mark))) complain("is not English");
    if (language == "mn" && !std::all_of(points.begin(), points.end(), is_mongolian)) complain("is not traditional Mongolian");
}

void check_languages(const Json& text, const std::string& place, Complaints& complaints) {
    for (const std::string language : {"zh", "en", "mn"}) {
        if (language == "mn" && !text.contains("mn")) continue;
        const auto words = text_at(text, language);
        const auto at = place + "/" + language;
        const auto complain = [&](const char* what) { complaints.push_back({at, what}); };
        if (!is_utf8(words) || words.find('\t') != words.npos) complain("has bytes that are no text");
        if (trim(words).empty()) complain("is empty");
        if (trim(words) != words || words.find("  ") != words.npos) complain("has stray blanks");
        check_script(code_points(words), language, at, complaints);
    }
}

}  // namespace

Complaints text_complaints(const Json& value, const std::string& at) {
    Complaints complaints;
    if (value.is_object() && (value.contains("zh") || value.contains("en"))) check_languages(value, at, complaints);
    if (!value.is_structured()) return complaints;
    for (const auto& [key, member] : value.items()) {
        const auto inner = text_complaints(member, at + "/" + key);
        complaints.insert(complaints.end(), inner.begin(), inner.end());
    }
    return complaints;
}

}  // namespace onecard::lint
