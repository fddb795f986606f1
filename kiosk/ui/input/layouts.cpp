#include "kiosk/ui/input/layouts.hpp"

namespace onecard::ui {
namespace {

using Weight = KeySpec::Weight;

constexpr KeySpec erase{Weight::function, "erase", "keyboard.erase", 1.5f};
constexpr KeySpec done{Weight::done, "done", "keyboard.done", 2};
constexpr KeySpec left{Weight::function, "left", "keyboard.left", 1, Icon::left};
constexpr KeySpec right{Weight::function, "right", "keyboard.right", 1, Icon::right};
constexpr KeySpec shift{Weight::function, "shift", "keyboard.shift", 1.5f};
constexpr KeySpec more_signs{Weight::function, "shift", "keyboard.signs", 1.5f};

constexpr KeySpec space(float width) { return {Weight::letter, "space", "keyboard.space", width}; }

// Every character is named by itself: `key.a`, `key.。`. Texts are cut into single characters.
KeyRow letters(std::string_view text) {
    KeyRow row;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t size = 1;
        while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) ++size;
        row.push_back({Weight::letter, text.substr(at, size), text.substr(at, size)});
        at += size;
    }
    return row;
}

KeyRow joined(std::initializer_list<KeyRow> parts) {
    KeyRow row;
    for (const KeyRow& part : parts) row.insert(row.end(), part.begin(), part.end());
    return row;
}

KeyRow last_row(std::string_view comma, std::string_view stop) {
    return joined({{left, right}, letters(comma), {space(4)}, letters(stop), {done}});
}

KeySpec tall(KeySpec key, int rows) {
    key.rows = rows;
    key.width = 1;
    return key;
}

KeyLayout letter_layout(bool pinyin, bool shifted) {
    const KeySpec third = pinyin ? KeySpec{Weight::letter, "'", "'", 1.5f} : shift;
    return {{letters(shifted ? "QWERTYUIOP" : "qwertyuiop"), letters(shifted ? "ASDFGHJKL" : "asdfghjkl"),
             joined({{third}, letters(shifted ? "ZXCVBNM" : "zxcvbnm"), {erase}}), pinyin ? last_row("，", "。") : last_row(",", ".")}};
}

KeyLayout sign_layout(bool shifted) {
    if (shifted)
        return {{letters("1234567890"), letters("+=%&*_~$¥€"), joined({{more_signs}, letters("<>[]{}|"), {erase}}), last_row("!", "?")}};
    return {{letters("1234567890"), letters("-/:;()@·《》"), joined({{more_signs}, letters("，、！？“”#"), {erase}}), last_row(".", "。")}};
}

// The standard keyboard of Windows for the traditional script: letters by sound, c and v for the back o and u.
KeyLayout mongolian_layout(bool shifted) {
    const KeySpec tail_a{Weight::letter, "\u180Eᠠ", "\u180Eᠠ"}, tail_e{Weight::letter, "\u180Eᠡ", "\u180Eᠡ"};
    const KeySpec joint{Weight::letter, "joint", "᠊"};
    const KeyRow last = joined({{left, right}, letters("᠂"), {joint, space(3)}, letters("᠃"), {done}});
    if (shifted)
        return {{letters("1234567890"), letters("ᠧᠼᠾᠿᡀᡁᡂᠻᠩ᠁"),
                 joined({{more_signs, {Weight::letter, "\u180B", "FVS1"}, {Weight::letter, "\u180C", "FVS2"}, {Weight::letter, "\u180D", "FVS3"}},
                         letters("᠄?!·"), {erase}}),
                 last}};
    return {{letters("ᠴᠸᠡᠷᠲᠶᠦᠢᠥᠫ"), joined({letters("ᠠᠰᠳᠹᠭᠬᠵᠺᠯ"), {tail_a}}), joined({{more_signs}, letters("ᠽᠱᠣᠤᠪᠨᠮ"), {erase}}),
             joined({{left, right}, letters("᠂"), {joint, tail_e, space(2)}, letters("᠃"), {done}})}};
}

KeyLayout stroke_layout() {
    const auto stroke = [](std::string_view key, std::string_view shape, std::string_view caption) {
        return KeySpec{Weight::letter, key, shape, 2.5f, Icon::none, caption};
    };
    KeySpec wide_erase = erase;
    wide_erase.width = 2.5f;
    return {{{stroke("1", "一", "keyboard.stroke.1"), stroke("2", "丨", "keyboard.stroke.2"), stroke("3", "丿", "keyboard.stroke.3"), wide_erase},
             {stroke("4", "丶", "keyboard.stroke.4"), stroke("5", "乛", "keyboard.stroke.5"), stroke("*", "✱", "keyboard.stroke.any"),
              {Weight::letter, "·", "·", 2.5f}},
             last_row("，", "。")}};
}

KeyLayout handwriting_layout() {
    KeySpec undo{Weight::function, "undo", "keyboard.undo", 2}, clear{Weight::function, "clear", "keyboard.clear", 2}, wide_erase = erase;
    wide_erase.width = 2;
    return {{{wide_erase}, {undo}, {clear}, last_row("，", "。")}, 10, 8};
}

}  // namespace

std::string_view name(KeyMode mode) {
    switch (mode) {
        case KeyMode::pinyin: return "pinyin";
        case KeyMode::handwriting: return "handwriting";
        case KeyMode::strokes: return "strokes";
        case KeyMode::latin: return "latin";
        case KeyMode::mongolian: return "mongolian";
        case KeyMode::digits: return "digits";
    }
    return {};
}

bool is_pad(FieldKind kind) {
    switch (kind) {
        case FieldKind::digits: case FieldKind::amount: case FieldKind::id_number: case FieldKind::phone: return true;
        case FieldKind::text: case FieldKind::long_text: return false;
    }
    return false;
}

// Four columns; in the last one erase is one row high, done two.
KeyLayout pad_layout(FieldKind kind) {
    const bool amount = kind == FieldKind::amount, id = kind == FieldKind::id_number, plain = kind == FieldKind::digits;
    KeySpec zero{Weight::letter, "0", "0", plain ? 3.0f : 2.0f}, before = left, after = right;
    before.width = after.width = 0.5f;
    KeyRow last{zero};
    if (!plain) last.insert(last.begin(), letters(amount ? "." : id ? "X" : "-").front());
    return {{joined({letters("123"), {tall(erase, 1)}}), joined({letters("456"), {before, after}}), joined({letters("789"), {tall(done, 2)}}), last},
            4};
}

KeyLayout text_layout(KeyMode mode, bool shifted) {
    switch (mode) {
        case KeyMode::pinyin: return letter_layout(true, false);
        case KeyMode::handwriting: return handwriting_layout();
        case KeyMode::strokes: return stroke_layout();
        case KeyMode::latin: return letter_layout(false, shifted);
        case KeyMode::mongolian: return mongolian_layout(shifted);
        case KeyMode::digits: return sign_layout(shifted);
    }
    return {};
}

}  // namespace onecard::ui
