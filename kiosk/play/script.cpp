#include "kiosk/play/script.hpp"

#include <charconv>
#include <map>

#include "base/text.hpp"

namespace onecard::play {
namespace {

struct Arguments {
    std::size_t least, most;
};

const std::map<std::string_view, Arguments>& commands() {
    static const std::map<std::string_view, Arguments> all{
        {"insert", {1, 1}},     {"remove", {0, 0}},       {"staff", {1, 1}},   {"staff-remove", {0, 0}}, {"tear", {2, 2}},
        {"pin", {1, 1}},        {"tap", {1, 1}},          {"tap-text", {1, 1}}, {"type", {2, 2}},        {"choose", {2, 2}},
        {"expect", {1, 1}},     {"absent", {1, 1}},       {"expect-text", {1, 1}}, {"absent-text", {1, 1}}, {"screen", {1, 1}},
        {"network", {1, 1}},    {"server", {2, 2}},       {"clock", {1, 1}},   {"kill", {0, 0}},         {"wait-sync", {0, 0}},
        {"backend", {3, 3}},    {"backend-do", {1, 2}},   {"backend-as", {1, 1}},   {"backend-refuses", {1, 1}}, {"language", {1, 1}}, {"mode", {1, 1}},        {"heard", {1, 1}},
        {"printed", {1, 1}},    {"shot", {1, 1}},         {"idle", {1, 1}},       {"linger", {1, 1}},      {"scan", {1, 3}},       {"printer", {1, 4}},      {"phone", {1, 3}},        {"terminal", {1, 2}},     {"wait", {2, 2}},      {"slips", {1, 2}},        {"forgotten", {1, 1}}, {"unlogged", {1, 1}},
        {"key", {1, 2}},        {"digits", {1, 1}},       {"seek", {1, 1}},       {"reach", {1, 1}},        {"write", {1, 1}},
        {"kiosk", {1, 1}},      {"paper", {1, 1}},      {"sign", {1, 1}}};
    return all;
}

tl::unexpected<Error> wrong(int line, const std::string& what) {
    return failure(Error::Kind::invalid, "visit.syntax", "line " + std::to_string(line) + ": " + what);
}

// The words of one line; a quoted word keeps its spaces, \" and \\ stand for themselves.
Result<std::vector<std::string>> words_of(std::string_view line, int number) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < line.size();) {
        if (line[i] == ' ' || line[i] == '\t' || line[i] == '\r') {
            ++i;
            continue;
        }
        if (line[i] == '#') break;
        std::string word;
        if (line[i] != '"') {
            while (i < line.size() && line[i] != ' ' && line[i] != '\t' && line[i] != '\r') word.push_back(line[i++]);
            words.push_back(std::move(word));
            continue;
        }
        for (++i; i < line.size() && line[i] != '"'; ++i) {
            if (line[i] == '\\' && i + 1 < line.size()) ++i;
            word.push_back(line[i]);
        }
        if (i == line.size()) return wrong(number, "a quotation without an end");
        ++i;
        words.push_back(std::move(word));
    }
    return words;
}

}  // namespace

Result<std::vector<Line>> read_script(std::string_view text) {
    if (!is_utf8(text)) return failure(Error::Kind::invalid, "visit.syntax", "not UTF-8");
    std::vector<Line> lines;
    int number = 0;
    for (const auto& raw : split(text, '\n')) {
        auto words = words_of(raw, ++number);
        if (!words) return failure(words.error());
        if (words->empty()) continue;
        const auto known = commands().find(words->front());
        if (known == commands().end()) return wrong(number, "no such command: " + words->front());
        const auto arguments = words->size() - 1;
        if (arguments < known->second.least || arguments > known->second.most)
            return wrong(number, words->front() + " takes " + std::to_string(known->second.least) + " to " + std::to_string(known->second.most) + " arguments");
        lines.push_back({number, *std::move(words)});
    }
    return lines;
}

Result<long long> read_shift(std::string_view text) {
    const auto bad = [&] { return failure(Error::Kind::invalid, "visit.syntax", "a time shift looks like +3d, -2h, +10m or +5s"); };
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return bad();
    long long count = 0;
    const auto digits = text.substr(1, text.size() - 2);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || count > 1'000'000) return bad();
    long long unit = 0;
    switch (text.back()) {
        case 's': unit = 1000; break;
        case 'm': unit = 60'000; break;
        case 'h': unit = 3'600'000; break;
        case 'd': unit = 86'400'000; break;
        default: return bad();
    }
    return (text[0] == '-' ? -1 : 1) * count * unit;
}

}  // namespace onecard::play
