// Letter by letter, digit by digit, and each Chinese character with a word it stands in, so that those who sound alike are told apart.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::speech {

/// A character and a word it is known by: `林` → `树林`.
using KnownBy = std::map<char32_t, std::string>;

/// One character and its word a line, a tab between them; # begins a comment. Errors: of reading, `speech.words` names the line.
Result<KnownBy> read_known_by(const std::filesystem::path& file);

/// The text character by character with pauses; characters without a word by their sound alone. At most 100 characters.
std::string spelled(std::string_view text, ui::Language language, const KnownBy& known_by);

/// `林，树林的林`; the character alone where it has no word.
std::string told_apart(char32_t character, const KnownBy& known_by);

}  // namespace onecard::speech
