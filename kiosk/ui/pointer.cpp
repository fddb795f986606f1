// The keypad: a pointer that goes through everything on the page in reading order, and keys that do what fingers do.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

using Kind = KeyPress::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 16> names{{{"up", Kind::up}, {"down", Kind::down}, {"enter", Kind::enter},
    {"back", Kind::cancel}, {"home", Kind::home}, {"help", Kind::help}, {"repeat", Kind::repeat}, {"spell", Kind::spell}, {"voice", Kind::voice},
    {"curtain", Kind::curtain}, {"end", Kind::end}, {"erase", Kind::erase}, {"page_up", Kind::page_up}, {"page_down", Kind::page_down},
    {"next", Kind::next}, {"previous", Kind::previous}}};

bool is_touched(Role role) {
    switch (role) {
        case Role::button: case Role::tile: case Role::row: case Role::field: case Role::option: case Role::key: case Role::candidate: return true;
        case Role::text: case Role::title: case Role::notice: case Role::image: return false;
    }
    return false;
}

bool is_pin_digit(std::string_view key) { return key.size() == 5 && key.starts_with("pin.") && key[4] >= '0' && key[4] <= '9'; }

}  // namespace

std::optional<Kind> key_named(std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(), [name](const auto& known) { return known.first == name; });
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

bool ScreenKit::touchable(std::string_view key) const {
    return std::any_of(touchables_before_.begin(), touchables_before_.end(), [key](const Touchable& t) { return t.key == key; });
}

bool ScreenKit::points_at_keyboard() const {
    const auto at = std::find_if(targets_.begin(), targets_.end(), [&](const Target& t) { return t.key == pointer_; });
    return at != targets_.end() && places_[static_cast<std::size_t>(at - targets_.begin())] == Layer::keyboard;
}

// What a physical keyboard does to the field that is written in. Keys that point are for the keyboard on the screen when the pointer is there.
bool ScreenKit::key_for_field(const KeyPress& press) {
    if (focus_.empty()) return false;
    switch (press.kind) {
        case Kind::code: edit(keyboard_.insert(press.text)); return true;
        case Kind::erase: case Kind::erase_next: case Kind::left: case Kind::right: case Kind::first: case Kind::last:
            edit(keyboard_.type(press.kind));
            return true;
        case Kind::next: case Kind::previous:
            if (points_at_keyboard()) return false;
            step_focus(press.kind == Kind::next ? 1 : -1);
            return true;
        case Kind::text: case Kind::enter: case Kind::up: case Kind::down: case Kind::page_up: case Kind::page_down: case Kind::cancel: case Kind::home:
        case Kind::help: case Kind::voice: case Kind::end: case Kind::repeat: case Kind::spell: case Kind::curtain: return false;
    }
    return false;
}

void ScreenKit::key_press(const KeyPress& press) {
    if (key_for_field(press)) return;
    const auto fire_if_there = [this](const std::string& key) {
        if (touchable(key)) fire(key);
    };
    switch (press.kind) {
        case Kind::text: type_text(press.text); break;
        case Kind::code: scanned_ = press.text; break;
        case Kind::erase: fire_if_there("pin.erase"); break;
        case Kind::enter: press_enter(); break;
        case Kind::down: case Kind::right: move_pointer(1, false); break;
        case Kind::up: case Kind::left: move_pointer(-1, false); break;
        case Kind::next: move_pointer(1, true); break;
        case Kind::previous: move_pointer(-1, true); break;
        case Kind::page_up: fire("page.up"); break;
        case Kind::page_down: fire("page.down"); break;
        case Kind::cancel: press_cancel(); break;
        case Kind::home: fire_if_there("home"); break;
        case Kind::help: fire_if_there("help"); break;
        case Kind::voice: fire_if_there("voice"); break;
        case Kind::end: fire_if_there("end"); break;
        case Kind::erase_next: case Kind::first: case Kind::last: case Kind::repeat: case Kind::spell: case Kind::curtain: break;
    }
}

// Into the field that has the focus; digits onto a PIN pad; else into the field that is pointed at, which gets the focus first.
void ScreenKit::type_text(const std::string& text) {
    if (!focus_.empty()) return edit(keyboard_.type(text));
    if (touchable("pin.0")) {
        if (text.empty() || text[0] < '0' || text[0] > '9') return;
        fire("pin." + text.substr(0, 1));
        if (text.size() > 1) waiting_.push_front(KeyPress{Kind::text, text.substr(1)});
        return;
    }
    const auto at = std::find_if(targets_.begin(), targets_.end(), [&](const Target& t) { return t.key == pointer_; });
    if (at == targets_.end() || at->role != Role::field || !touchable(pointer_)) return;
    fire(pointer_);
    waiting_.push_front(KeyPress{Kind::text, text});
}

void ScreenKit::press_enter() {
    if (keyboard_.is_open() && !points_at_keyboard()) return edit(keyboard_.type(Kind::enter));
    if (touchable(pointer_)) return fire(pointer_);
    if (touchable("pin.enter")) fire("pin.enter");
}

// What is open is closed first; of a dialog that is its last button, the one that changes nothing.
void ScreenKit::press_cancel() {
    if (!focus_.empty()) return edit(keyboard_.type(Kind::cancel));
    if (!dialog_shown_) {
        if (touchable("back")) fire("back");
        return;
    }
    for (std::size_t i = targets_.size(); i-- > 0;) {
        if (places_[i] != Layer::dialog || targets_[i].role != Role::button || !touchable(targets_[i].key)) continue;
        return fire(std::string(targets_[i].key));
    }
}

// To the next field of the page; after the last one the keyboard goes and the pointer stands on the button that follows.
void ScreenKit::step_focus(int step) {
    std::vector<std::string> fields;
    std::string after;
    for (const Target& target : targets_) {
        if (target.role == Role::field) fields.push_back(target.key), after.clear();
        else if (target.role == Role::button && target.enabled && after.empty() && !target.key.ends_with(".clear")) after = target.key;
    }
    const auto at = std::find(fields.begin(), fields.end(), focus_);
    const auto place = at - fields.begin() + step;
    set_focus({});
    const bool there = at != fields.end() && place >= 0 && place < static_cast<std::ptrdiff_t>(fields.size());
    if (there) wanted_focus_ = fields[static_cast<std::size_t>(place)];
    else pointer_ = step > 0 ? after : std::string();
}

// Everything that says something, of what lies on top: the keyboard, else a dialog, else the page with its strips. Digits of a PIN pad are left out:
// they stand in an order of chance and may not be spoken; they are typed.
std::vector<std::size_t> ScreenKit::reading_order() const {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
        const Target& target = targets_[i];
        const Layer place = places_[i];
        const bool on_top = keyboard_.is_open() ? place == Layer::keyboard : dialog_shown_ ? place == Layer::dialog : true;
        if (!on_top || (target.label.empty() && target.value.empty())) continue;
        const bool turns = target.key.ends_with("page.up") || target.key.ends_with("page.down");
        if (turns || is_pin_digit(target.key)) continue;
        const bool says_field = target.key.ends_with(".label") && std::any_of(targets_.begin(), targets_.end(), [&](const Target& t) {
            return t.role == Role::field && t.key.size() + 6 == target.key.size() && target.key.starts_with(t.key);
        });
        if (!says_field && target.role != Role::image) order.push_back(i);
    }
    return order;
}

std::vector<const Target*> ScreenKit::reading() const {
    std::vector<const Target*> all;
    for (const std::size_t i : reading_order()) all.push_back(&targets_[i]);
    return all;
}

void ScreenKit::move_pointer(int step, bool over_texts) {
    auto order = reading_order();
    if (over_texts) std::erase_if(order, [&](std::size_t i) { return !is_touched(targets_[i].role); });
    if (order.empty()) return;
    const auto count = static_cast<int>(order.size());
    const auto index_of = [&](const auto& condition) {
        const auto at = std::find_if(order.begin(), order.end(), [&](std::size_t i) { return condition(targets_[i]); });
        return at == order.end() ? -1 : static_cast<int>(at - order.begin());
    };
    int place = index_of([&](const Target& t) { return t.key == pointer_; });
    // A page is begun after its title, which was read out when it came up.
    if (place < 0) place = step > 0 ? index_of([](const Target& t) { return t.role == Role::title; }) : count;
    pointer_ = targets_[order[static_cast<std::size_t>((place + step + count) % count)]].key;
    reveal_pointer_ = true;
}

void ScreenKit::follow_pointer() {
    if (!std::exchange(reveal_pointer_, false)) return;
    const auto at = std::find_if(targets_.begin(), targets_.end(), [&](const Target& t) { return t.key == pointer_; });
    if (at == targets_.end()) return;
    const Layer place = places_[static_cast<std::size_t>(at - targets_.begin())];
    const bool on_page = place == Layer::page && !dialog_shown_ && at->role != Role::title;
    if (on_page && page_.reveal(in_page(at->rect))) unsettled_ = true;
    const Rect inside = in_page(at->rect);
    const bool in_dialog = place == Layer::dialog && at->role != Role::title && !dialog_.bar().holds(inside.x + 1, inside.y + 1);
    if (in_dialog && dialog_.reveal(inside)) unsettled_ = true;
}

}  // namespace onecard::ui
