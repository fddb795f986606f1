// Which keys stand where: rows of keys for each way of writing and each kind of field.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/kit.hpp"

namespace onecard::ui {

/// Ways of writing, in the order of their tabs.
enum class KeyMode { pinyin, handwriting, strokes, latin, mongolian, digits };
inline constexpr KeyMode key_modes[] = {KeyMode::pinyin, KeyMode::handwriting, KeyMode::strokes, KeyMode::latin, KeyMode::mongolian, KeyMode::digits};
/// `pinyin`, `handwriting` …: part of the keys `key.mode.NAME` and `keyboard.NAME`.
std::string_view name(KeyMode mode);

struct KeySpec {
    enum class Weight { letter, function, done } weight = Weight::letter;
    std::string_view key;     ///< without `key.`
    std::string_view label;   ///< of letters as it is, of others a key of the strings
    float width = 1;          ///< in columns
    Icon icon = Icon::none;
    std::string_view caption = {};  ///< behind the label, a key of the strings
    int rows = 1;             ///< how many rows it is high
};
using KeyRow = std::vector<KeySpec>;

struct KeyLayout {
    std::vector<KeyRow> rows;
    float columns = 10;
    float writing_columns = 0;  ///< on the left, above the last row: the area for a finger to write on
};

/// Digits only: few large keys.
bool is_pad(FieldKind kind);
KeyLayout pad_layout(FieldKind kind);
KeyLayout text_layout(KeyMode mode, bool shifted);

}  // namespace onecard::ui
