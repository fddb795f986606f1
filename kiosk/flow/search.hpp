// Finding an item by what a resident types: characters, pinyin, initials of pinyin, their own words, English; typing errors forgiven.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kiosk/flow/catalogue.hpp"

namespace onecard::flow {

/// How Chinese characters are read: toneless pinyin, the usual reading first; `v` for ü.
class Spelling {
public:
    /// `table` is the text of assets/pinyin.txt: a line a character, `行 xing hang`; lines that begin with `#` and lines that make no sense are
    /// passed over.
    explicit Spelling(std::string_view table);
    /// Empty for what is not in the table.
    const std::vector<std::string>& readings(char32_t character) const;

private:
    std::unordered_map<char32_t, std::vector<std::string>> readings_;
};

/// Keeps pointers into the catalogue, which must outlive it unchanged. Safe to ask from one thread at a time. The first question prepares
/// all names and readings (about 2 ms, 2 MiB), so that a kiosk where nobody searches has nothing of it.
class ItemSearch {
public:
    ItemSearch(const Catalogue& catalogue, std::string pinyin_table);

    /// Best first, at most `most`; equals stand in the order of the catalogue. An empty query gives all in that order; of a long one the first
    /// 40 code points count. From four letters on, one wrong, missing, doubled or swapped letter is forgiven; characters of the same sound always.
    std::vector<const Item*> find(std::string_view query, std::size_t most = 50) const;

private:
    struct Sound {
        std::vector<std::string> readings;  ///< of one character; a single word for letters
    };
    struct Phrase {
        std::string text;           ///< small letters
        std::vector<Sound> sounds;
        std::string letters;        ///< usual readings in one string
        int rank = 0;               ///< 0 the name, 1 what people call it, 2 what it is about
    };
    struct Entry {
        const Item* item;
        std::vector<Phrase> phrases;
    };
    struct Query;
    Phrase phrase_of(std::string_view text, int rank) const;
    static int score(const Phrase& phrase, const Query& query);
    void prepare() const;

    const Catalogue& catalogue_;
    std::string table_;
    mutable std::optional<Spelling> spelling_;
    mutable std::vector<Entry> entries_;
};

}  // namespace onecard::flow
