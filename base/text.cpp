#include "base/text.hpp"

namespace onecard {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Decoded {
    char32_t point = replacement;
    std::size_t size = 1;
    bool good = false;
};

// One code point from the start of a non-empty text.
Decoded decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    if (lead < 0x80) return {lead, 1, true};
    std::size_t size = 0;
    char32_t point = 0;
    unsigned low = 0x80, high = 0xBF;  // what the second byte may be
    if (lead >= 0xC2 && lead <= 0xDF) {
        size = 2, point = lead & 0x1F;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        size = 3, point = lead & 0x0F;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        size = 4, point = lead & 0x07;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else {
        return {};
    }
    for (std::size_t i = 1; i < size; ++i) {
        if (i >= text.size() || byte(i) < low || byte(i) > high) return {replacement, i, false};
        point = point << 6 | (byte(i) & 0x3Fu);
        low = 0x80, high = 0xBF;
    }
    return {point, size, true};
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto step = decode(text);
        if (!step.good) return false;
        text.remove_prefix(step.size);
    }
    return true;
}

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> points;
    points.reserve(text.size());
    while (!text.empty()) {
        const auto step = decode(text);
        points.push_back(step.point);
        text.remove_prefix(step.size);
    }
    return points;
}

void append_utf8(std::string& to, char32_t point) {
    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) point = replacement;
    const auto put = [&to](char32_t byte) { to.push_back(static_cast<char>(byte)); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | point >> 6), put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | point >> 12), put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | point >> 18), put(0x80 | (point >> 12 & 0x3F)), put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
    }
}

std::string to_utf8(const std::vector<char32_t>& points) {
    std::string text;
    for (const auto point : points) append_utf8(text, point);
    return text;
}

std::size_t length_in_points(std::string_view text) {
    std::size_t length = 0;
    for (; !text.empty(); ++length) text.remove_prefix(decode(text).size);
    return length;
}

void drop_last_point(std::string& text) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
    if (!text.empty()) text.pop_back();
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    if (from.empty()) return text;
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
    return text;
}

}  // namespace onecard
