#include "kiosk/speech/spelling.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "kiosk/speech/words.hpp"

namespace onecard::speech {
namespace {

constexpr std::size_t spelled_max = 100, file_bytes_max = 256 << 10;

}  // namespace

Result<KnownBy> read_known_by(const std::filesystem::path& file) {
    auto text = read_file(file, file_bytes_max);
    if (!text) return tl::unexpected<Error>(text.error());
    KnownBy known_by;
    int number = 0;
    for (const auto& line : split(*text, '\n')) {
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        const auto parts = split(line, '\t');
        const auto points = parts.size() == 2 ? code_points(parts[0]) : std::vector<char32_t>{};
        if (points.size() != 1 || parts[1].find(parts[0]) == std::string::npos)
            return failure(Error::Kind::invalid, "speech.words", "line " + std::to_string(number));
        known_by.emplace(points.front(), parts[1]);
    }
    return known_by;
}

std::string told_apart(char32_t character, const KnownBy& known_by) {
    std::string one;
    append_utf8(one, character);
    const auto known = known_by.find(character);
    return known == known_by.end() ? one : one + "，" + known->second + "的" + one;
}

std::string spelled(std::string_view text, ui::Language language, const KnownBy& known_by) {
    std::string words;
    std::size_t count = 0;
    for (const char32_t point : code_points(text)) {
        if (point == ' ' || point == '\n' || ++count > spelled_max) continue;
        if (!words.empty()) words += language == ui::Language::en ? ", " : "，";
        std::string one;
        append_utf8(one, point);
        if (point >= '0' && point <= '9') words += digits_one_by_one(one, language);
        else if (point == '*') words += language == ui::Language::en ? "hidden" : "隐去";
        else words += language == ui::Language::zh_hans ? told_apart(point, known_by) : one;
    }
    return words;
}

}  // namespace onecard::speech
