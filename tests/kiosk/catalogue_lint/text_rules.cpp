#include <algorithm>

#include "base/text.hpp"
#include "tests/kiosk/catalogue_lint/rules.hpp"

namespace onecard::lint {
namespace {

bool is_han(char32_t point) { return (point >= 0x3400 && point <= 0x9FFF) || (point >= 0x20000 && point <= 0x3FFFF); }

/// Ideographic and full-width punctuation.
bool is_wide_mark(char32_t point) { return (point >= 0x3000 && point <= 0x303F) || (point >= 0xFF00 && point <= 0xFFEF); }

bool has(const std::vector<char32_t>& points, bool (*which)(char32_t)) { return std::any_of(points.begin(), points.end(), which); }

/// A narrow mark is right between letters and digits (`14:30`), wrong beside a character.
bool narrow_mark_by_han(const std::vector<char32_t>& points) {
    static constexpr std::u32string_view narrow = U",;:?!()";
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const bool first = narrow.find(points[i]) != narrow.npos, second = narrow.find(points[i + 1]) != narrow.npos;
        if ((first && is_han(points[i + 1])) || (second && is_han(points[i]))) return true;
    }
    return false;
}

void check_both(const Json& text, const std::string& place, Complaints& complaints) {
    for (const char* language : {"zh", "en"}) {
        const auto words = text_at(text, language);
        const auto points = code_points(words);
        const auto complain = [&](const char* what) { complaints.push_back(place + "/" + language + ": " + what); };
        if (!is_utf8(words) || words.find('\t') != words.npos) complain("has bytes that are no text");
        if (trim(words).empty()) complain("is empty");
        if (trim(words) != words || words.find("  ") != words.npos) complain("has stray blanks");
        const bool chinese = language[0] == 'z';
        if (chinese && !has(points, is_han)) complain("is not Chinese");
        if (chinese && narrow_mark_by_han(points)) complain("has narrow punctuation in Chinese");
        if (!chinese && (has(points, is_han) || has(points, is_wide_mark))) complain("is not English");
    }
}

}  // namespace

Complaints text_complaints(const Json& value, const std::string& place) {
    Complaints complaints;
    if (value.is_object() && (value.contains("zh") || value.contains("en"))) check_both(value, place, complaints);
    if (!value.is_structured()) return complaints;
    for (const auto& [key, member] : value.items()) {
        const auto inner = text_complaints(member, place + "/" + key);
        complaints.insert(complaints.end(), inner.begin(), inner.end());
    }
    return complaints;
}

}  // namespace onecard::lint
