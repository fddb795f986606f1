#include "kiosk/speech/narrator.hpp"

#include <algorithm>

#include "base/secret.hpp"
#include "base/text.hpp"
#include "kiosk/speech/words.hpp"

namespace onecard::speech {
namespace {

using ui::Role;
using ui::Target;

constexpr std::size_t page_points_max = 240;

bool is_strip(std::string_view key) {
    for (const std::string_view known : {"hall", "clock", "state.network", "state.card", "back", "home", "help", "language", "larger", "ease", "voice", "end",
                                         "cover"})
        if (key == known) return true;
    return false;
}

bool is_chosen(Role role) {
    switch (role) {
        case Role::button: case Role::tile: case Role::row: case Role::field: case Role::option: return true;
        case Role::key: case Role::candidate: case Role::text: case Role::title: case Role::notice: case Role::image: return false;
    }
    return false;
}

// A line for those who read another language stands on some Chinese pages.
bool is_english(std::string_view text) {
    const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    const auto letters = std::count_if(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return ascii && std::count(text.begin(), text.end(), ' ') >= 3 && letters * 2 > static_cast<std::ptrdiff_t>(text.size());
}

std::string one_line(std::string_view text) { return replace_all(std::string(text), "\n", "  "); }

std::string words_of(const Target& target) {
    auto words = one_line(target.label);
    if (!target.value.empty() && target.role != Role::option && target.value != target.label) words += (words.empty() ? "" : "  ") + one_line(target.value);
    return words;
}

// Where a target stands among its neighbours of the same kind: `2 of 5`.
std::pair<int, int> place_of(const Scene& scene, const Target& target) {
    const auto at = std::find(scene.reading.begin(), scene.reading.end(), &target);
    if (at == scene.reading.end()) return {0, 0};
    const auto alike = [&](const Target* other) { return other->role == target.role && is_strip(other->key) == is_strip(target.key); };
    auto first = at, last = at;
    while (first != scene.reading.begin() && alike(*(first - 1))) --first;
    while (last + 1 != scene.reading.end() && alike(*(last + 1))) ++last;
    return {static_cast<int>(at - first) + 1, static_cast<int>(last - first) + 1};
}

// Numbers that are read while they change: digits typed, but not which; seconds, but not each.
bool speaks_up(const Target& target) {
    if (target.role == Role::notice || target.key == "pin.typed") return true;
    if (target.key != "time_over.count") return false;
    return target.label.find("20") != std::string::npos || target.label.find("10") != std::string::npos;
}

// What the pinyin line shows once something is being composed; its hint before that is no news.
std::string composed_in(const Scene& scene) {
    bool offers = false;
    std::string letters;
    for (const auto* target : scene.reading) {
        offers = offers || target->role == Role::candidate;
        if (target->key == "composed") letters = target->label;
    }
    return offers ? letters : std::string();
}

}  // namespace

Sentence Narrator::sentence(const Scene& scene, std::string text) const {
    const auto& tag = scene.strings.language();
    const auto language = tag == "zh-Hans" && is_english(text) ? ui::Language::en : ui::language_from(tag);
    auto words = spoken(text, language);
    return {std::move(text), std::move(words), std::string(ui::tag(language))};
}

bool Narrator::is_another_page(const Scene& scene) const {
    std::string title;
    bool any_left = false;
    for (const auto* target : scene.reading) {
        if (target->role == Role::title && title.empty()) title = target->label;
        any_left = any_left || texts_.contains(target->key);
    }
    return scene.page != page_ || title != title_ || (!any_left && !texts_.empty());
}

Speech Narrator::look(const Scene& scene) {
    Speech speech;
    const bool writing_now = scene.field != nullptr;
    if (!greeted_) {
        speech.push_back(sentence(scene, scene.strings.text("speech.hello")));
        if (ui::language_from(scene.strings.language()) == ui::Language::mn_mong)
            speech.push_back({scene.strings.text("speech.no_voice"), "蒙古语暂时没有语音，文字会显示在屏幕下方。", "zh-Hans"});
    }
    const auto add = [&speech](Speech more) { std::move(more.begin(), more.end(), std::back_inserter(speech)); };
    const bool turned = !writing_now && (!greeted_ || is_another_page(scene));
    turned_ = turned;
    if (writing_now || (was_writing_ && !turned)) add(writing(scene));
    else if (turned) add(page(scene));
    else add(news(scene));
    auto here = pointed(scene);
    speech.insert(turned ? speech.end() : speech.begin(), std::make_move_iterator(here.begin()), std::make_move_iterator(here.end()));
    remember(scene);
    return speech;
}

// Title, what is announced, what stands there as far as one can listen, and how many things there are to choose from.
Speech Narrator::page(const Scene& scene) const {
    Speech speech;
    std::size_t points = 0;
    std::int64_t to_choose = 0;
    for (const auto* target : scene.reading) {
        if (is_strip(target->key) || target->key == "pin.typed") continue;
        if (is_chosen(target->role)) to_choose += target->enabled ? 1 : 0;
        const bool text = target->role == Role::text || target->role == Role::title, loud = target->role == Role::notice;
        if (!loud && (!text || points > page_points_max)) continue;
        auto words = words_of(*target);
        points += length_in_points(words);
        speech.push_back(sentence(scene, std::move(words)));
    }
    const bool pin = std::any_of(scene.reading.begin(), scene.reading.end(), [](const Target* t) { return t->key == "pin.enter"; });
    if (pin) speech.push_back(sentence(scene, scene.strings.text("speech.pin")));
    else if (to_choose > 0) speech.push_back(sentence(scene, scene.strings.text("speech.to_choose", to_choose)));
    return speech;
}

Speech Narrator::news(const Scene& scene) const {
    Speech speech;
    for (const auto* target : scene.reading) {
        const auto before = texts_.find(target->key);
        const bool known = before != texts_.end(), changed = !known || before->second != words_of(*target);
        // A sum follows what was chosen; new lines of text are met by going there.
        const bool fact = known && target->role == Role::text && !target->value.empty();
        if (!changed || target->key == scene.pointer || !(fact || speaks_up(*target))) continue;
        speech.push_back(sentence(scene, words_of(*target)));
    }
    return speech;
}

// A field that is opened says what it is for, then each piece that is written, and what it holds when it is left.
Speech Narrator::writing(const Scene& scene) const {
    const auto& strings = scene.strings;
    if (!scene.field) {
        auto left = strings.text("speech.written", {{"field", one_line(field_)}, {"value", written_.empty() ? strings.text("speech.empty") : written_}});
        return {sentence(scene, std::move(left))};
    }
    const auto& field = *scene.field;
    if (!was_writing_ || field.label != field_) return {sentence(scene, strings.text("speech.writing", {{"field", one_line(field.label)}}))};
    if (field.value == written_) return composing(scene);
    if (field.value.starts_with(written_)) return {sentence(scene, field.value.substr(written_.size()))};
    if (written_.starts_with(field.value)) return {sentence(scene, strings.text("speech.erased", {{"text", written_.substr(field.value.size())}}))};
    return {sentence(scene, field.value)};
}

// Letters that are not characters yet, and what they would become first.
Speech Narrator::composing(const Scene& scene) const {
    const auto letters = composed_in(scene);
    if (letters.empty() || letters == composed_) return {};
    const auto first = std::find_if(scene.reading.begin(), scene.reading.end(), [](const Target* t) { return t->key == "candidate.0"; });
    return {sentence(scene, letters + (first == scene.reading.end() ? "" : scene.strings.text("speech.comma") + (*first)->label))};
}

Speech Narrator::pointed(const Scene& scene) const {
    const auto at = std::find_if(scene.reading.begin(), scene.reading.end(), [&](const Target* t) { return t->key == scene.pointer; });
    if (scene.pointer.empty() || at == scene.reading.end()) return {};
    if (scene.pointer != pointer_) return {sentence(scene, described(scene, **at))};
    const auto now = state(scene, **at) + words_of(**at);
    if (now == pointed_) return {};
    const auto how = state(scene, **at);
    return {sentence(scene, how + (how.empty() ? "" : scene.strings.text("speech.comma")) + words_of(**at))};
}

std::string Narrator::state(const Scene& scene, const Target& target) const {
    const auto& strings = scene.strings;
    if (!target.enabled) return strings.text("speech.unavailable");
    if (target.choosable || target.selected) return strings.text(target.selected ? "speech.chosen" : "speech.not_chosen");
    return {};
}

// What it is called, what it is, what it holds, how it stands, and its place among others like it.
std::string Narrator::described(const Scene& scene, const Target& target) const {
    const auto& strings = scene.strings;
    auto words = words_of(target);
    const auto add = [&words, &strings](const std::string& more) {
        if (!more.empty()) words += strings.text("speech.comma") + more;
    };
    switch (target.role) {
        case Role::button: case Role::tile: add(strings.text("speech.button")); break;
        case Role::row: if (!target.choosable) add(strings.text("speech.button")); break;
        case Role::field:
            add(strings.text("speech.field"));
            if (target.value.empty()) add(strings.text("speech.empty"));
            break;
        case Role::candidate: {
            const auto points = code_points(target.label);
            if (points.size() == 1 && strings.language() == "zh-Hans") words = told_apart(points.front(), known_by_);
            break;
        }
        case Role::title: add(strings.text("speech.title")); break;
        case Role::option: case Role::key: case Role::text: case Role::notice: case Role::image: break;
    }
    add(state(scene, target));
    const auto [place, count] = place_of(scene, target);
    const bool counted = target.role == Role::tile || target.role == Role::row || target.role == Role::option;
    if (counted && count > 1) add(strings.text("speech.place", {{"place", std::to_string(place)}, {"count", std::to_string(count)}}));
    return words;
}

void Narrator::remember(const Scene& scene) {
    greeted_ = true;
    pointer_ = scene.pointer;
    for (const auto* target : scene.reading)
        if (target->key == scene.pointer) pointed_ = state(scene, *target) + words_of(*target);
    was_writing_ = scene.field != nullptr;
    onecard::wipe(written_);
    composed_ = composed_in(scene);
    if (scene.field) {
        field_ = scene.field->label;
        written_ = scene.field->value;
        return;  // the page below stays what it was
    }
    page_ = scene.page;
    title_.clear();
    for (auto& [key, text] : texts_) onecard::wipe(text);
    texts_.clear();
    for (const auto* target : scene.reading) {
        if (target->role == Role::title && title_.empty()) title_ = target->label;
        if (!is_strip(target->key) && target->role != Role::title) texts_[target->key] = words_of(*target);
    }
}

// Not what was said before: an amount that was uncovered then may be hidden again.
Speech Narrator::repeat(const Scene& scene) const {
    const auto at = std::find_if(scene.reading.begin(), scene.reading.end(), [&](const Target* t) { return t->key == scene.pointer; });
    if (scene.pointer.empty() || at == scene.reading.end()) return page(scene);
    return {sentence(scene, described(scene, **at))};
}

Speech Narrator::spell(const Scene& scene) const {
    const auto at = std::find_if(scene.reading.begin(), scene.reading.end(), [&](const Target* t) { return t->key == scene.pointer; });
    if (at == scene.reading.end()) return {};
    const auto text = (*at)->value.empty() || (*at)->role == Role::option ? (*at)->label : (*at)->value;
    const auto& tag = scene.strings.language();
    return {{text, spelled(text, ui::language_from(tag), known_by_), tag}};
}

void Narrator::forget() {
    for (auto* text : {&title_, &pointed_, &field_, &written_, &composed_}) onecard::wipe(*text);
    for (auto& [key, text] : texts_) onecard::wipe(text);
    texts_.clear();
    greeted_ = was_writing_ = false;
    page_.clear();
    pointer_.clear();
}

}  // namespace onecard::speech
