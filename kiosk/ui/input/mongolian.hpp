// Mongolian in the traditional script: letters on keys by sound, and the endings that a word may take.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace onecard::ui {

/// U+202F joins an ending to its word, U+180E sets the last a or e apart.
inline constexpr char32_t suffix_joint = 0x202F, vowel_separator = 0x180E;

bool is_mongolian_letter(char32_t point);

/// The endings that fit the last word of `text` by its vowels and its last sound, each with the joint before it, the commonest first: of, object,
/// to, from, by, with, one's own, several, question. Empty when the text does not end in a Mongolian letter.
std::vector<std::string> suffixes_for(std::string_view text);

/// The Mongolian letter that stands where a Latin keyboard has `letter`, large letters for the rare ones; empty when none does.
std::string_view mongolian_key(char letter);

}  // namespace onecard::ui
