#include "kiosk/ui/input/mongolian.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace onecard::ui {
namespace {

constexpr char32_t a = 0x1820, e = 0x1821, o = 0x1823, u = 0x1824, oe = 0x1825, ue = 0x1826, ee = 0x1827, n = 0x1828;
constexpr std::size_t word_max = 64;

bool is_vowel(char32_t point) { return point >= a && point <= ee; }
bool is_joiner(char32_t point) { return point == vowel_separator || (point >= 0x180B && point <= 0x180D); }

/// After these the ending for "to" begins with t, after all others with d: b, q, g, s, t, d, r.
bool is_hard(char32_t point) {
    static constexpr std::array<char32_t, 8> hard{0x182A, 0x182C, 0x182D, 0x1830, 0x1832, 0x1833, 0x1837, 0x183A};
    return std::find(hard.begin(), hard.end(), point) != hard.end();
}

struct Word {
    bool back = false;  ///< a, o, u; otherwise e, ö, ü
    char32_t last = 0;
};

/// The word at the end, without an ending that it already has; nothing when no letter stands there.
Word last_word(std::string_view text) {
    const auto points = code_points(text.substr(text.size() - std::min(text.size(), word_max * 4)));
    Word word;
    for (auto at = points.rbegin(); at != points.rend(); ++at) {
        const bool part = is_mongolian_letter(*at) || is_joiner(*at) || *at == suffix_joint;
        if (!part) break;
        if (word.last == 0 && !is_mongolian_letter(*at)) break;
        if (word.last == 0) word.last = *at;
        if (*at == a || *at == o || *at == u) word.back = true;
    }
    return word;
}

/// What keys give besides small Latin letters of the same sound: c and v hold the back o and u, large letters what is rare.
constexpr std::array<std::pair<char, std::string_view>, 36> keys{{
    {'q', "ᠴ"}, {'w', "ᠸ"}, {'e', "ᠡ"}, {'r', "ᠷ"}, {'t', "ᠲ"}, {'y', "ᠶ"}, {'u', "ᠦ"}, {'i', "ᠢ"}, {'o', "ᠥ"}, {'p', "ᠫ"}, {'a', "ᠠ"}, {'s', "ᠰ"},
    {'d', "ᠳ"}, {'f', "ᠹ"}, {'g', "ᠭ"}, {'h', "ᠬ"}, {'j', "ᠵ"}, {'k', "ᠺ"}, {'l', "ᠯ"}, {'z', "ᠽ"}, {'x', "ᠱ"}, {'c', "ᠣ"}, {'v', "ᠤ"}, {'b', "ᠪ"},
    {'n', "ᠨ"}, {'m', "ᠮ"}, {'Q', "ᡂ"}, {'E', "ᠧ"}, {'R', "ᠿ"}, {'K', "ᠻ"}, {'H', "ᠾ"}, {'L', "ᡀ"}, {'Z', "ᡁ"}, {'C', "ᠼ"}, {'N', "ᠩ"}, {'G', "ᠩ"},
}};

}  // namespace

bool is_mongolian_letter(char32_t point) { return point >= 0x1820 && point <= 0x1842; }

std::vector<std::string> suffixes_for(std::string_view text) {
    const Word word = last_word(text);
    if (word.last == 0) return {};
    const bool vowel = is_vowel(word.last), back = word.back;
    const auto fitting = [&](std::string_view with_a, std::string_view with_e) { return back ? with_a : with_e; };
    const std::string_view of = vowel ? "ᠶᠢᠨ" : word.last == n ? fitting("ᠤ", "ᠦ") : fitting("ᠤᠨ", "ᠦᠨ");
    const std::string_view to = is_hard(word.last) ? fitting("ᠲᠤ", "ᠲᠦ") : fitting("ᠳᠤ", "ᠳᠦ");
    const std::array<std::string_view, 9> endings{of,
                                                  to,
                                                  vowel ? "ᠶᠢ" : "ᠢ",
                                                  fitting("ᠠᠴᠠ", "ᠡᠴᠡ"),
                                                  vowel ? fitting("ᠪᠠᠷ", "ᠪᠡᠷ") : fitting("ᠢᠶᠠᠷ", "ᠢᠶᠡᠷ"),
                                                  fitting("ᠲᠠᠢ", "ᠲᠡᠢ"),
                                                  vowel ? fitting("ᠪᠠᠨ", "ᠪᠡᠨ") : fitting("ᠢᠶᠠᠨ", "ᠢᠶᠡᠨ"),
                                                  fitting("ᠨᠤᠭᠤᠳ", "ᠨᠦᠭᠦᠳ"),
                                                  fitting("ᠤᠤ", "ᠦᠦ")};
    std::vector<std::string> suffixes;
    for (const auto ending : endings) {
        std::string one;
        append_utf8(one, suffix_joint);
        suffixes.push_back(one.append(ending));
    }
    return suffixes;
}

std::string_view mongolian_key(char letter) {
    const auto at = std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.first == letter; });
    return at == keys.end() ? std::string_view() : at->second;
}

}  // namespace onecard::ui
