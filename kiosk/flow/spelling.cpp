#include "base/text.hpp"
#include "kiosk/flow/search.hpp"

namespace onecard::flow {
namespace {

constexpr std::size_t readings_max = 8, reading_letters_max = 8;

bool is_reading(std::string_view text) {
    if (text.empty() || text.size() > reading_letters_max) return false;
    for (const char c : text)
        if (c < 'a' || c > 'z') return false;
    return true;
}

}  // namespace

Spelling::Spelling(std::string_view table) {
    readings_.reserve(table.size() / 8);
    while (!table.empty()) {
        const auto end = std::min(table.find('\n'), table.size());
        const auto line = table.substr(0, end);
        table.remove_prefix(std::min(end + 1, table.size()));
        if (line.empty() || line[0] == '#') continue;
        const auto words = split(line, ' ');
        const auto character = code_points(words[0]);
        if (character.size() != 1) continue;
        auto& readings = readings_[character[0]];
        for (std::size_t i = 1; i < words.size() && readings.size() < readings_max; ++i)
            if (is_reading(words[i])) readings.push_back(words[i]);
    }
}

const std::vector<std::string>& Spelling::readings(char32_t character) const {
    static const std::vector<std::string> none;
    const auto found = readings_.find(character);
    return found == readings_.end() ? none : found->second;
}

}  // namespace onecard::flow
