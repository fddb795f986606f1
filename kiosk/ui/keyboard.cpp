#include "kiosk/ui/keyboard.hpp"

#include <charconv>

#include "base/text.hpp"

namespace onecard::ui {
namespace {

struct KeySpec {
    std::string_view key, label;
    Icon icon = Icon::none;
    Cap::Weight weight = Cap::Weight::letter;
    float width = 1;
};
using KeyRow = std::vector<KeySpec>;

constexpr KeySpec erase_key{"erase", "keyboard.erase", Icon::none, Cap::Weight::function, 1.5f};
constexpr KeySpec done_key{"done", "keyboard.done", Icon::none, Cap::Weight::done, 2.0f};

// Every character is named by itself: `key.a`, `key.。`. Texts are cut into single characters.
KeyRow letters(std::string_view text) {
    KeyRow row;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t size = 1;
        while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) ++size;
        row.push_back({text.substr(at, size), text.substr(at, size)});
        at += size;
    }
    return row;
}

KeyRow joined(std::initializer_list<KeyRow> parts) {
    KeyRow row;
    for (const KeyRow& part : parts) row.insert(row.end(), part.begin(), part.end());
    return row;
}

std::vector<KeyRow> pad_rows(FieldKind kind) {
    const bool amount = kind == FieldKind::amount, id = kind == FieldKind::id_number;
    const KeySpec side = amount ? KeySpec{".", "."} : id ? KeySpec{"X", "X"} : KeySpec{"-", "-"};
    KeySpec erase = erase_key, done = done_key, zero{"0", "0"};
    erase.width = done.width = 1;
    zero.width = 2;
    return {joined({letters("123"), {erase}}), letters("456"), joined({letters("789"), {done}}), {side, zero}};
}

std::vector<KeyRow> letter_rows(bool pinyin, bool shifted) {
    const auto function = [](std::string_view key, std::string_view label, float width) {
        return KeySpec{key, label, Icon::none, Cap::Weight::function, width};
    };
    KeySpec other = pinyin ? function("mode.latin", "keyboard.latin", 1.5f) : function("mode.pinyin", "keyboard.pinyin", 1.5f);
    KeySpec third = pinyin ? KeySpec{"'", "'", Icon::none, Cap::Weight::letter, 1.5f}
                           : KeySpec{"shift", "keyboard.shift", Icon::none, Cap::Weight::function, 1.5f};
    const KeySpec space{"space", "keyboard.space", Icon::none, Cap::Weight::letter, 3.0f};
    const KeySpec comma = pinyin ? KeySpec{"，", "，"} : KeySpec{",", ","};
    const KeySpec stop = pinyin ? KeySpec{"。", "。"} : KeySpec{".", "."};
    return {letters(shifted ? "QWERTYUIOP" : "qwertyuiop"), letters(shifted ? "ASDFGHJKL" : "asdfghjkl"),
            joined({{third}, letters(shifted ? "ZXCVBNM" : "zxcvbnm"), {erase_key}}),
            {function("mode.digits", "keyboard.digits", 1.5f), other, comma, space, stop, done_key}};
}

std::vector<KeyRow> digit_rows() {
    const auto function = [](std::string_view key, std::string_view label) { return KeySpec{key, label, Icon::none, Cap::Weight::function, 1.5f}; };
    return {letters("1234567890"),
            letters("-/:;()@·《》"),
            joined({letters("，。、？！“”#"), {erase_key}}),
            {function("mode.latin", "keyboard.latin"),
             function("mode.pinyin", "keyboard.pinyin"),
             {"space", "keyboard.space", Icon::none, Cap::Weight::letter, 5.0f},
             done_key}};
}

constexpr std::string_view prefix = "key.";

}  // namespace

bool accepts(FieldKind kind, char32_t point) {
    const bool digit = point >= '0' && point <= '9';
    switch (kind) {
        case FieldKind::text: return point >= ' ' && point != 0x7F;
        case FieldKind::long_text: return point >= ' ' || point == '\n';
        case FieldKind::digits: return digit;
        case FieldKind::amount: return digit || point == '.';
        case FieldKind::id_number: return digit || point == 'X';
        case FieldKind::phone: return digit || point == '-';
    }
    return false;
}

void Keyboard::open(FieldKind kind, bool chinese) {
    if (!used_) mode_ = chinese ? KeyMode::pinyin : KeyMode::latin;
    kind_ = kind;
    open_ = true;
    shifted_ = false;
    pages_.clear();
}

std::vector<Edit> Keyboard::close() {
    auto edits = settle_composed(true);
    open_ = false;
    return edits;
}

std::vector<Edit> Keyboard::settle_composed(bool as_characters) {
    std::vector<Edit> edits;
    for (int limit = 0; as_characters && limit < 32 && !pinyin_.candidates().empty(); ++limit)
        edits.push_back({Edit::Kind::insert, pinyin_.choose(0)});
    if (!pinyin_.letters().empty()) edits.push_back({Edit::Kind::insert, pinyin_.letters()});
    pinyin_.reset();
    pages_.clear();
    return edits;
}

std::vector<Edit> Keyboard::switch_to(KeyMode mode) {
    auto edits = settle_composed(false);
    mode_ = mode;
    shifted_ = false;
    used_ = true;
    return edits;
}

std::vector<Edit> Keyboard::erase() {
    pages_.clear();
    if (pinyin_.erase()) return {};
    return {{Edit::Kind::erase}};
}

std::vector<Edit> Keyboard::letter(std::string_view text) {
    const bool composing = composes();
    if (composing && text.size() == 1 && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] == '\'' && !pinyin_.letters().empty()))) {
        pages_.clear();
        pinyin_.type(text[0]);
        return {};
    }
    auto edits = settle_composed(true);
    edits.push_back({Edit::Kind::insert, std::string(text)});
    shifted_ = false;
    return edits;
}

std::vector<Edit> Keyboard::press_candidate(std::string_view which) {
    if (which == "next") {
        if (first_candidate() + shown_ < pinyin_.candidates().size()) pages_.push_back(first_candidate() + shown_);
        return {};
    }
    if (which == "previous") {
        if (!pages_.empty()) pages_.pop_back();
        return {};
    }
    std::size_t number = 0;
    if (std::from_chars(which.data(), which.data() + which.size(), number).ec != std::errc{}) return {};
    std::string text = pinyin_.choose(first_candidate() + number);
    pages_.clear();
    if (text.empty()) return {};
    return {{Edit::Kind::insert, std::move(text)}};
}

std::vector<Edit> Keyboard::press(std::string_view key) {
    if (!open_) return {};
    if (key.starts_with("candidate.")) return press_candidate(key.substr(10));
    if (!key.starts_with(prefix)) return {};
    const std::string_view name = key.substr(prefix.size());
    if (name == "done") return close();
    if (name == "erase") return erase();
    if (name == "mode.pinyin") return switch_to(KeyMode::pinyin);
    if (name == "mode.latin") return switch_to(KeyMode::latin);
    if (name == "mode.digits") return switch_to(KeyMode::digits);
    if (name == "shift") {
        shifted_ = !shifted_;
        return {};
    }
    if (name == "space") {
        if (!pinyin_.candidates().empty()) return press_candidate("0");
        return letter(" ");
    }
    return letter(name);
}

std::vector<Edit> Keyboard::type(std::string_view text) {
    std::vector<Edit> edits;
    std::size_t count = 0;
    for (const char32_t point : code_points(text)) {
        if (++count > 4096) break;
        std::string one;
        append_utf8(one, point);
        const auto more = one == " " ? press("key.space") : letter(one);
        edits.insert(edits.end(), more.begin(), more.end());
    }
    return edits;
}

std::vector<Cap> Keyboard::caps(const Rect& area, float gap) const {
    const auto rows = pad() ? pad_rows(kind_) : mode_ == KeyMode::digits ? digit_rows() : letter_rows(mode_ == KeyMode::pinyin, shifted_);
    // A pad has four columns; the erase and done keys of its last column are two rows high.
    const float columns = pad() ? 4 : 10;
    const float height = (area.height - gap * float(rows.size() - 1)) / float(rows.size());
    const float one = (area.width - gap * (columns - 1)) / columns;
    std::vector<Cap> caps;
    float y = area.y;
    for (const KeyRow& row : rows) {
        float used = 0;
        for (const KeySpec& spec : row) used += one * spec.width + gap * (spec.width - 1);
        used += gap * float(row.size() - 1);
        float x = pad() ? area.x : area.x + (area.width - used) / 2;
        for (const KeySpec& spec : row) {
            const float width = one * spec.width + gap * (spec.width - 1);
            Rect rect{x, y, width, height};
            if (pad() && spec.weight != Cap::Weight::letter) rect.height = 2 * height + gap;
            caps.push_back({spec.weight, std::string(prefix) + std::string(spec.key), std::string(spec.label), spec.icon, rect,
                            spec.key == "shift" && shifted_});
            x += width + gap;
        }
        y += height + gap;
    }
    return caps;
}

void Keyboard::forget() {
    pinyin_.forget();
    pages_.clear();
    open_ = shifted_ = used_ = false;
}

}  // namespace onecard::ui
