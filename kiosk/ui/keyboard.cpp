#include "kiosk/ui/keyboard.hpp"

#include <algorithm>
#include <charconv>

#include "base/secret.hpp"
#include "base/text.hpp"
#include "kiosk/ui/input/mongolian.hpp"

namespace onecard::ui {
namespace {

constexpr std::string_view prefix = "key.";
constexpr std::size_t typed_max = 4096, first_settled_max = 32;

KeyMode mode_of(std::string_view language) {
    return language.starts_with("en") ? KeyMode::latin : language == "mn-Mong" ? KeyMode::mongolian : KeyMode::pinyin;
}

std::string utf8(char32_t point) {
    std::string one;
    append_utf8(one, point);
    return one;
}

// A physical keyboard has the strokes on their first letters, as input methods have them.
char stroke_of(char32_t point) {
    switch (point) {
        case 'h': return '1';
        case 's': return '2';
        case 'p': return '3';
        case 'n': return '4';
        case 'z': return '5';
        default: return (point >= '1' && point <= '5') || point == '*' ? static_cast<char>(point) : '\0';
    }
}

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

void Keyboard::open(FieldKind kind, std::string_view language, bool search) {
    if (language_ != language) mode_ = mode_of(language);
    language_ = language;
    kind_ = kind;
    search_ = search;
    open_ = true;
    shifted_ = false;
    pages_.clear();
}

std::vector<Edit> Keyboard::close() {
    auto edits = settle_composed(!search_);
    open_ = false;
    return edits;
}

InputMethod* Keyboard::method() const {
    if (!open_ || pad()) return nullptr;
    switch (mode_) {
        case KeyMode::pinyin: return &methods_.pinyin;
        case KeyMode::strokes: return &methods_.strokes;
        case KeyMode::handwriting: return &methods_.handwriting;
        case KeyMode::latin: case KeyMode::mongolian: case KeyMode::digits: return nullptr;
    }
    return nullptr;
}

bool Keyboard::composes() const { return open_ && !pad() && mode_ != KeyMode::latin && mode_ != KeyMode::digits; }

bool Keyboard::composing() const {
    const InputMethod* own = method();
    return own && (!own->letters().empty() || !own->candidates().empty());
}

const std::vector<std::string>& Keyboard::candidates() const {
    static const std::vector<std::string> none;
    if (const InputMethod* own = method()) return own->candidates();
    return open_ && !pad() && mode_ == KeyMode::mongolian ? suffixes_ : none;
}

std::string Keyboard::composed() const { return method() ? method()->composed() : std::string(); }

std::string Keyboard::letters() const { return open_ && mode_ == KeyMode::pinyin ? methods_.pinyin.letters() : std::string(); }

void Keyboard::stand_after(std::string_view before) {
    if (!open_ || mode_ != KeyMode::mongolian) return;
    auto suffixes = suffixes_for(before);
    if (suffixes == suffixes_) return;
    suffixes_ = std::move(suffixes);
    pages_.clear();
}

std::vector<Edit> Keyboard::settle_composed(bool as_characters) {
    std::vector<Edit> edits;
    pages_.clear();
    InputMethod* own = method();
    if (!own) return edits;
    for (std::size_t i = 0; as_characters && i < first_settled_max && !own->candidates().empty(); ++i)
        edits.push_back({Edit::Kind::insert, own->choose(0)});
    // Strokes that made no character are nothing a person could read.
    if (mode_ == KeyMode::pinyin && !own->letters().empty()) edits.push_back({Edit::Kind::insert, own->letters()});
    own->reset();
    return edits;
}

std::vector<Edit> Keyboard::switch_to(KeyMode mode) {
    auto edits = settle_composed(false);
    mode_ = mode;
    shifted_ = false;
    return edits;
}

// One character is being made at a time: what is drawn of it goes as a whole, letters and strokes one by one.
std::vector<Edit> Keyboard::erase() {
    pages_.clear();
    InputMethod* own = method();
    if (own && mode_ == KeyMode::handwriting && own->erase()) {
        own->reset();
        return {};
    }
    if (own && mode_ != KeyMode::handwriting && own->erase()) return {};
    return {{Edit::Kind::erase}};
}

std::vector<Edit> Keyboard::letter(std::string_view text) {
    InputMethod* own = method();
    const char first = text.size() == 1 ? text[0] : '\0';
    const bool sound = mode_ == KeyMode::pinyin && ((first >= 'a' && first <= 'z') || (first == '\'' && own && !own->letters().empty()));
    const bool stroke = mode_ == KeyMode::strokes && ((first >= '1' && first <= '5') || first == '*');
    if (own && (sound || stroke)) {
        pages_.clear();
        own->type(first);
        return {};
    }
    auto edits = settle_composed(true);
    edits.push_back({Edit::Kind::insert, std::string(text)});
    shifted_ = shifted_ && mode_ == KeyMode::digits;
    return edits;
}

std::vector<Edit> Keyboard::press_candidate(std::string_view which) {
    const auto& all = candidates();
    if (which == "next") {
        if (first_candidate() + shown_ < all.size()) pages_.push_back(first_candidate() + shown_);
        return {};
    }
    if (which == "previous") {
        if (!pages_.empty()) pages_.pop_back();
        return {};
    }
    std::size_t number = 0;
    if (std::from_chars(which.data(), which.data() + which.size(), number).ec != std::errc{}) return {};
    number += first_candidate();
    if (number >= all.size()) return {};
    std::string text = method() ? method()->choose(number) : all[number];
    pages_.clear();
    return {{Edit::Kind::insert, std::move(text)}};
}

std::vector<Edit> Keyboard::move(Edit::Kind kind) {
    auto edits = settle_composed(true);
    edits.push_back({kind});
    return edits;
}

std::vector<Edit> Keyboard::press_function(std::string_view name) {
    if (name == "shift") shifted_ = !shifted_;
    if (name == "undo") methods_.handwriting.erase(), pages_.clear();
    if (name == "clear") methods_.handwriting.reset(), pages_.clear();
    if (name == "joint") return letter(utf8(suffix_joint));
    if (name == "left") return move(Edit::Kind::left);
    if (name == "right") return move(Edit::Kind::right);
    if (name == "erase") return erase();
    if (name == "done") return close();
    return {};
}

std::vector<Edit> Keyboard::press(std::string_view key) {
    if (!open_) return {};
    if (key.starts_with("candidate.")) return press_candidate(key.substr(10));
    if (!key.starts_with(prefix)) return {};
    const std::string_view name = key.substr(prefix.size());
    for (const KeyMode mode : key_modes)
        if (name.starts_with("mode.") && name.substr(5) == ui::name(mode)) return switch_to(mode);
    constexpr std::string_view functions[] = {"shift", "undo", "clear", "joint", "left", "right", "erase", "done"};
    if (std::find(std::begin(functions), std::end(functions), name) != std::end(functions)) return press_function(name);
    if (name == "space") return composing() && !candidates().empty() ? press_candidate("0") : letter(" ");
    return letter(name);
}

std::vector<Edit> Keyboard::typed(char32_t point) {
    if (point == ' ') return press("key.space");
    const bool number = point >= '1' && point <= '9';
    if (!pad() && mode_ == KeyMode::pinyin && composing() && number) return press_candidate(std::string(1, static_cast<char>(point - 1)));
    if (!pad() && mode_ == KeyMode::strokes)
        if (const char stroke = stroke_of(point)) return letter(std::string(1, stroke));
    if (!pad() && mode_ == KeyMode::mongolian && point < 0x80)
        if (const auto mongolian = mongolian_key(static_cast<char>(point)); !mongolian.empty()) return letter(mongolian);
    return letter(utf8(point));
}

std::vector<Edit> Keyboard::type(std::string_view text) {
    std::vector<Edit> edits;
    std::size_t count = 0;
    for (const char32_t point : code_points(text)) {
        if (++count > typed_max) break;
        for (Edit& edit : typed(point)) edits.push_back(std::move(edit));
    }
    return edits;
}

std::vector<Edit> Keyboard::insert(std::string text) {
    auto edits = settle_composed(true);
    edits.push_back({Edit::Kind::insert, std::move(text)});
    return edits;
}

std::vector<Edit> Keyboard::type(KeyPress::Kind kind) {
    using Kind = KeyPress::Kind;
    if (!open_) return {};
    switch (kind) {
        case Kind::erase: return erase();
        case Kind::erase_next: return move(Edit::Kind::erase_next);
        case Kind::left: return move(Edit::Kind::left);
        case Kind::right: return move(Edit::Kind::right);
        case Kind::first: return move(Edit::Kind::first);
        case Kind::last: return move(Edit::Kind::last);
        case Kind::enter: return composing() ? settle_composed(mode_ != KeyMode::pinyin) : close();
        case Kind::cancel:
            if (!composing()) return close();
            method()->reset();
            pages_.clear();
            return {};
        case Kind::text: case Kind::code: case Kind::next: case Kind::previous: case Kind::up: case Kind::down: case Kind::page_up: case Kind::page_down:
        case Kind::home: case Kind::help: case Kind::voice: case Kind::end: case Kind::repeat: case Kind::spell: case Kind::curtain: return {};
    }
    return {};
}

std::vector<Keyboard::Piece> Keyboard::spelling(std::string_view text) {
    std::vector<Piece> pieces;
    for (Spelling& sound : methods_.pinyin.spelling(text)) {
        if (!sound.letters.empty()) {
            pieces.push_back({KeyMode::pinyin, std::move(sound.text), std::move(sound.letters)});
            continue;
        }
        for (Spelling& one : methods_.strokes.spelling(sound.text)) {
            const char32_t point = code_points(one.text).front();
            const bool mongolian = is_mongolian_letter(point) || point == suffix_joint || (point >= 0x1800 && point <= vowel_separator);
            if (mongolian) pieces.push_back({KeyMode::mongolian, one.text, one.text});
            else pieces.push_back({one.letters.empty() ? KeyMode::latin : KeyMode::strokes, std::move(one.text), std::move(one.letters)});
        }
    }
    return pieces;
}

void Keyboard::forget() {
    methods_.pinyin.forget();
    methods_.strokes.forget();
    methods_.handwriting.forget();
    for (auto& suffix : suffixes_) onecard::wipe(suffix);
    suffixes_.clear();
    pages_.clear();
    language_.clear();
    open_ = shifted_ = search_ = false;
}

}  // namespace onecard::ui
