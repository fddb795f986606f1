// The on-screen keyboard: which keys stand where for a kind of field, and what pressing one does to the text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/input_method.hpp"
#include "kiosk/ui/kit.hpp"

namespace onecard::ui {

/// A change to the text of the field that has the focus.
struct Edit {
    enum class Kind { insert, erase } kind = Kind::insert;
    std::string text = {};
};

enum class KeyMode { pinyin, latin, digits };

/// A key as it is shown.
struct Cap {
    enum class Weight { letter, function, done } weight = Weight::letter;
    std::string key;    ///< target key: `key.a`, `key.mode.latin`
    std::string label;  ///< for Weight::letter as it is; otherwise a key of the strings
    Icon icon = Icon::none;
    Rect rect;
    bool chosen = false;
};

class Keyboard {
public:
    explicit Keyboard(InputMethod& pinyin) : pinyin_(pinyin) {}

    /// Opens for a field; the mode last used for text stays. `chinese`: pinyin comes first.
    void open(FieldKind kind, bool chinese);
    /// What is composed becomes text.
    std::vector<Edit> close();
    bool is_open() const { return open_; }
    /// True when candidates may be shown.
    bool composes() const { return open_ && !pad() && mode_ == KeyMode::pinyin; }

    /// `key` is a target key of the keyboard; others give nothing. `key.done` closes it.
    std::vector<Edit> press(std::string_view key);
    /// A letter of a physical keyboard goes the same way as a touched one.
    std::vector<Edit> type(std::string_view text);

    /// Rows of keys that fill `area` with `gap` between them.
    std::vector<Cap> caps(const Rect& area, float gap) const;
    int rows() const { return 4; }
    /// Digits only: few large keys.
    bool pad() const {
        return kind_ == FieldKind::digits || kind_ == FieldKind::amount || kind_ == FieldKind::id_number || kind_ == FieldKind::phone;
    }

    const InputMethod& method() const { return pinyin_; }
    /// The first candidate shown; the kit says how many more fitted.
    std::size_t first_candidate() const { return pages_.empty() ? 0 : pages_.back(); }
    void candidates_shown(std::size_t count) { shown_ = count; }

    /// Wipes what was typed and returns to the first mode.
    void forget();

private:
    std::vector<Edit> press_candidate(std::string_view which);
    std::vector<Edit> switch_to(KeyMode mode);
    std::vector<Edit> letter(std::string_view text);
    std::vector<Edit> erase();
    std::vector<Edit> settle_composed(bool as_characters);

    InputMethod& pinyin_;
    FieldKind kind_ = FieldKind::text;
    KeyMode mode_ = KeyMode::pinyin;
    bool open_ = false, shifted_ = false, used_ = false;
    std::vector<std::size_t> pages_;  ///< first candidates of the pages turned so far
    std::size_t shown_ = 0;
};

/// True when a field of this kind takes the character.
bool accepts(FieldKind kind, char32_t point);

}  // namespace onecard::ui
