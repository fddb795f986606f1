#include "kiosk/flow/search.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/text.hpp"

namespace onecard::flow {
namespace {

constexpr std::size_t query_points_max = 40, letters_max = 60, forgiving_from = 4;
constexpr int no_match = 1'000;

// How a phrase was found, best first; ten apart, so that the rank of the phrase decides between equals.
constexpr int exact = 0, begins = 10, contains = 20, sounds_begin = 30, sounds_contain = 40, same_sound = 50, nearly = 60;

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_letter(char32_t point) { return point < 0x80 && ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9')); }

std::string in_small(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), small);
    return result;
}

}  // namespace

// Bit i of a mask stands for "the first i letters are found".
struct ItemSearch::Query {
    std::string text;      ///< as typed, small letters
    std::string letters;   ///< without spaces; characters by their usual sound
    bool has_characters = false;
    std::array<std::uint64_t, 128> places{};  ///< bit i+1 for each letter i of the query

    std::uint64_t whole() const { return std::uint64_t{1} << letters.size(); }
};

namespace {

// Which beginnings of `letters` are reached when one more character is read aloud, in full, by its first letter, or (at the end) half.
std::uint64_t read_on(std::uint64_t reached, const std::vector<std::string>& readings, const std::string& letters) {
    std::uint64_t after = 0;
    for (std::size_t at = 0; at < letters.size(); ++at) {
        if (!(reached >> at & 1)) continue;
        for (const auto& reading : readings) {
            if (reading[0] != letters[at]) continue;
            std::size_t same = 1;
            while (same < reading.size() && at + same < letters.size() && reading[same] == letters[at + same]) ++same;
            after |= std::uint64_t{1} << (at + 1);
            if (same == reading.size() || at + same == letters.size()) after |= std::uint64_t{1} << (at + same);
            const bool two = same >= 2 && reading[1] == 'h' && (reading[0] == 'z' || reading[0] == 'c' || reading[0] == 's');
            if (two) after |= std::uint64_t{1} << (at + 2);
        }
    }
    return after;
}

}  // namespace

ItemSearch::Phrase ItemSearch::phrase_of(std::string_view text, int rank) const {
    Phrase phrase;
    phrase.text = in_small(text);
    phrase.rank = rank;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) phrase.sounds.push_back({{word}});
        word.clear();
    };
    for (const auto point : code_points(phrase.text)) {
        if (is_letter(point)) {
            word.push_back(static_cast<char>(point));
            continue;
        }
        end_word();
        if (const auto& readings = spelling_->readings(point); !readings.empty()) phrase.sounds.push_back({readings});
    }
    end_word();
    for (const auto& sound : phrase.sounds) phrase.letters += sound.readings.front();
    return phrase;
}

ItemSearch::ItemSearch(const Catalogue& catalogue, std::string pinyin_table) : catalogue_(catalogue), table_(std::move(pinyin_table)) {}

void ItemSearch::prepare() const {
    if (spelling_) return;
    spelling_.emplace(table_);
    entries_.reserve(catalogue_.items.size());
    for (const auto& item : catalogue_.items) {
        Entry entry{&item, {}};
        entry.phrases.push_back(phrase_of(item.name.zh, 0));
        if (!item.name.en.empty()) entry.phrases.push_back(phrase_of(item.name.en, 0));
        for (const auto& synonym : item.synonyms) entry.phrases.push_back(phrase_of(synonym, 1));
        entry.phrases.push_back(phrase_of(item.code, 1));
        if (const auto* department = catalogue_.department(item.department)) entry.phrases.push_back(phrase_of(department->name.zh, 2));
        // Running text is searched as written only: by sound it would match nearly everything.
        entry.phrases.push_back({in_small(item.summary.zh + "\n" + item.summary.en), {}, {}, 2});
        entries_.push_back(std::move(entry));
    }
}

int ItemSearch::score(const Phrase& phrase, const Query& query) {
    const auto found = phrase.text.find(query.text);
    if (found == 0) return (phrase.text.size() == query.text.size() ? exact : begins) + phrase.rank;
    if (found != std::string::npos) return contains + phrase.rank;
    if (query.letters.empty()) return no_match;
    std::uint64_t from_start = 1, from_anywhere = 0;
    bool inside = false;
    for (const auto& sound : phrase.sounds) {
        from_start = read_on(from_start, sound.readings, query.letters);
        from_anywhere = read_on(from_anywhere | 1, sound.readings, query.letters);
        if (from_start & query.whole()) return (query.has_characters ? same_sound : sounds_begin) + phrase.rank;
        inside = inside || (from_anywhere & query.whole()) != 0;
    }
    return inside ? (query.has_characters ? same_sound : sounds_contain) + phrase.rank : no_match;
}

namespace {

// True when the query, with one letter wrong, missing, too many or swapped with its neighbour, is found in the sounds from the start of one of them.
template <class Phrase, class Query>
bool found_nearly(const Phrase& phrase, const Query& query) {
    std::uint64_t right = 1, one_wrong = 2, swapping = 0;  // with no and with one mistake; half of a swap
    for (const auto& sound : phrase.sounds) {
        const auto& word = sound.readings.front();
        for (std::size_t i = 0; i < word.size(); ++i) {
            const auto places = query.places[static_cast<unsigned char>(word[i]) & 0x7F];
            const bool starts_next = i + 1 == word.size();
            const auto right_now = ((right << 1) & places) | (starts_next ? 1u : 0u);
            one_wrong = ((one_wrong << 1) & places) | right | (right << 1) | (right_now << 1) | (swapping & (places << 1));
            swapping = (right << 2) & places;
            right = right_now;
            if ((right | one_wrong) & query.whole()) return true;
        }
    }
    return false;
}

}  // namespace

std::vector<const Item*> ItemSearch::find(std::string_view typed, std::size_t most) const {
    prepare();
    Query query;
    auto points = code_points(in_small(trim(typed.substr(0, query_points_max * 4))));
    points.resize(std::min(points.size(), query_points_max));
    query.text = to_utf8(points);
    for (const auto point : points) {
        const auto& readings = spelling_->readings(point);
        if (is_letter(point)) query.letters.push_back(static_cast<char>(point));
        else if (!readings.empty()) query.letters += readings.front(), query.has_characters = true;
    }
    query.letters.resize(std::min(query.letters.size(), letters_max));
    for (std::size_t i = 0; i < query.letters.size(); ++i) query.places[static_cast<unsigned char>(query.letters[i])] |= std::uint64_t{1} << (i + 1);

    std::vector<std::pair<int, const Item*>> found;
    for (const auto& entry : entries_) {
        int best = query.text.empty() ? exact : no_match;
        for (const auto& phrase : entry.phrases) best = std::min(best, score(phrase, query));
        if (best < no_match) found.emplace_back(best, entry.item);
    }
    if (found.empty() && query.letters.size() >= forgiving_from) {
        for (const auto& entry : entries_)
            for (const auto& phrase : entry.phrases)
                if (found_nearly(phrase, query)) {
                    found.emplace_back(nearly + phrase.rank, entry.item);
                    break;
                }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const Item*> items;
    for (std::size_t i = 0; i < found.size() && i < most; ++i) items.push_back(found[i].second);
    return items;
}

}  // namespace onecard::flow
