// Ways of writing on the screen that need more than one key for a character.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace onecard::ui {

/// A piece of a text and the letters that lead to it; no letters where the method cannot write it.
struct Spelling {
    std::string text, letters;
};

/// Letters come in, candidates come out, a chosen one goes into the field. Nothing typed outlives forget().
class InputMethod {
public:
    virtual ~InputMethod() = default;
    /// Letters that the method does not know are passed over.
    virtual void type(char letter) = 0;
    /// Takes back the last letter or stroke; false when there is none.
    virtual bool erase() = 0;
    /// What was typed and not yet turned into characters, as a person reads it.
    virtual std::string composed() const = 0;
    /// The letters as they were typed.
    virtual const std::string& letters() const = 0;
    /// Best first; empty when nothing is composed.
    virtual const std::vector<std::string>& candidates() const = 0;
    /// The text to insert; letters that the candidate did not use stay composed.
    virtual std::string choose(std::size_t candidate) = 0;
    /// How to write `text` with this method, piece by piece, each piece chosen as one candidate.
    virtual std::vector<Spelling> spelling(std::string_view text) = 0;
    /// Drops what is composed.
    virtual void reset() = 0;
    /// Ends everything that remembers; called at the end of a visit.
    virtual void forget() = 0;
};

/// Pinyin by libpinyin: sentences, initials, fuzzy sounds. Its tables are loaded at the first letter, about 8 MiB of
/// mapped files, and stay. Its folder for learning is a new one in memory that is removed at once, and it is never trained.
std::unique_ptr<InputMethod> make_pinyin();

class StrokeTable;

/// The order of strokes, by the letters of StrokeTable. Reaches every character of `table`, which is given back by forget() and must outlive it.
std::unique_ptr<InputMethod> make_strokes(StrokeTable& table);

}  // namespace onecard::ui
