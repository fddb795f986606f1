// The on-screen keyboard: what a touched or typed key does to the text, and where the keys of each way of writing stand.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/input.hpp"
#include "kiosk/ui/input/handwriting.hpp"
#include "kiosk/ui/input/layouts.hpp"
#include "kiosk/ui/input_method.hpp"
#include "kiosk/ui/kit.hpp"

namespace onecard::ui {

/// A change to the text of the field that has the focus, or to where its caret stands.
struct Edit {
    enum class Kind { insert, erase, erase_next, left, right, first, last, clear } kind = Kind::insert;
    std::string text = {};  ///< only with Kind::insert
};

/// A key as it is shown.
struct Cap {
    KeySpec::Weight weight = KeySpec::Weight::letter;
    std::string key;      ///< target key: `key.a`, `key.mode.latin`
    std::string label;    ///< for letters as it is; otherwise, and for the space, a key of the strings
    std::string caption;  ///< a key of the strings, shown behind the label; may be empty
    Icon icon = Icon::none;
    Rect rect;
    bool chosen = false;
};

class Keyboard {
public:
    struct Methods {
        InputMethod& pinyin;
        InputMethod& strokes;
        Handwriting& handwriting;
    };
    explicit Keyboard(Methods methods) : methods_(methods) {}

    /// Opens for a field. The way of writing last chosen stays while the language does; else it is the one of the language.
    /// `search`: letters that were not turned into characters stay letters.
    void open(FieldKind kind, std::string_view language, bool search = false);
    /// What is composed becomes text.
    std::vector<Edit> close();
    bool is_open() const { return open_; }
    KeyMode mode() const { return mode_; }
    bool pad() const { return is_pad(kind_); }
    /// True when a line of candidates stands above the keys.
    bool composes() const;
    /// True when the keys make room for a finger that writes.
    bool is_written() const { return open_ && !pad() && mode_ == KeyMode::handwriting; }

    /// `key` is a target key of the keyboard; others give nothing. `key.done` closes it.
    std::vector<Edit> press(std::string_view key);
    /// What comes from a physical keyboard goes the same way as what is touched; at most 4,096 characters of it.
    std::vector<Edit> type(std::string_view text);
    /// What a scanner read goes in as it is.
    std::vector<Edit> insert(std::string text);
    /// A key of a physical keyboard that is no character.
    std::vector<Edit> type(KeyPress::Kind kind);

    /// Rows of keys that fill `area` with `gap` between them.
    std::vector<Cap> caps(const Rect& area, float gap) const;
    /// The ways of writing, side by side.
    std::vector<Cap> tabs(const Rect& area, float gap) const;
    /// Where a finger writes.
    Rect writing_area(const Rect& area, float gap) const;
    static constexpr int rows() { return 4; }

    /// Tells what stands before the caret: Mongolian endings depend on it.
    void stand_after(std::string_view before);
    const std::vector<std::string>& candidates() const;
    /// What was typed and is no character yet, as a person reads it.
    std::string composed() const;
    /// Letters that were typed and are no characters yet.
    std::string letters() const;
    /// The first candidate shown; the kit says how many more fitted.
    std::size_t first_candidate() const { return pages_.empty() ? 0 : pages_.back(); }
    void candidates_shown(std::size_t count) { shown_ = count; }
    Handwriting& handwriting() { return methods_.handwriting; }
    /// Other candidates than before: they are shown from the first.
    void turn_back() { pages_.clear(); }

    /// How a text is written, piece by piece: by which way, and by which letters of it. Latin letters, digits and signs have none, Mongolian ones
    /// are their own.
    struct Piece {
        KeyMode mode = KeyMode::latin;
        std::string text, letters;
    };
    std::vector<Piece> spelling(std::string_view text);

    /// Wipes what was typed and returns to the first mode.
    void forget();

private:
    InputMethod* method() const;
    bool composing() const;
    std::vector<Edit> press_candidate(std::string_view which);
    std::vector<Edit> press_function(std::string_view name);
    std::vector<Edit> switch_to(KeyMode mode);
    std::vector<Edit> letter(std::string_view text);
    std::vector<Edit> typed(char32_t point);
    std::vector<Edit> erase();
    std::vector<Edit> move(Edit::Kind kind);
    std::vector<Edit> settle_composed(bool as_characters);

    Methods methods_;
    FieldKind kind_ = FieldKind::text;
    KeyMode mode_ = KeyMode::pinyin;
    std::string language_;
    bool open_ = false, shifted_ = false, search_ = false;
    std::vector<std::string> suffixes_;
    std::vector<std::size_t> pages_;  ///< first candidates of the pages turned so far
    std::size_t shown_ = 0;
};

/// True when a field of this kind takes the character.
bool accepts(FieldKind kind, char32_t point);

}  // namespace onecard::ui
