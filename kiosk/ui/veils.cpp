// What is hidden until it is touched, and what a picture for somebody outside the hall may show.
#include <algorithm>

#include "base/secret.hpp"
#include "base/text.hpp"
#include "kiosk/ui/screen_kit.hpp"
#include "kiosk/ui/veil.hpp"

namespace onecard::ui {
namespace {

constexpr Millis shown_for{10'000};
// U+FDD0, U+FDD1, U+FDD2: the full text, what is shown instead, the end.
constexpr std::string_view full_mark = "\xEF\xB7\x90", instead_mark = "\xEF\xB7\x91", end_mark = "\xEF\xB7\x92";

std::string unmarked(std::string_view text) {
    return replace_all(replace_all(replace_all(std::string(text), full_mark, ""), instead_mark, ""), end_mark, "");
}

}  // namespace

std::string veil(std::string_view full, std::string_view shown_instead) {
    std::string text(full_mark);
    return text.append(unmarked(full)).append(instead_mark).append(unmarked(shown_instead)).append(end_mark);
}

bool has_veil(std::string_view text) { return text.find(full_mark) != std::string_view::npos; }

std::string without_veil(std::string_view text, bool full) {
    std::string plain;
    for (;;) {
        const auto begin = text.find(full_mark);
        const auto middle = begin == std::string_view::npos ? begin : text.find(instead_mark, begin);
        const auto end = middle == std::string_view::npos ? middle : text.find(end_mark, middle);
        if (begin == std::string_view::npos) break;
        if (middle == std::string_view::npos || end == std::string_view::npos) {
            text = text.substr(0, begin);  // cut in two: what would be hidden must not come out
            break;
        }
        plain += text.substr(0, begin);
        const auto from = (full ? begin : middle) + full_mark.size();
        plain += text.substr(from, (full ? middle : end) - from);
        text.remove_prefix(end + end_mark.size());
    }
    return unmarked(plain + std::string(text));
}

// The text of an element as it may be shown now; remembers that there is something to uncover.
std::string ScreenKit::unveiled(std::string_view key, std::string_view text) {
    if (!has_veil(text)) return std::string(text);
    veiled_.emplace(key);
    const auto touched = unveiled_.find(key);
    return without_veil(text, touched != unveiled_.end() && touched->second > world_.clock.uptime());
}

// Before a frame is drawn: what was touched shows, what has shown long enough is hidden again.
void ScreenKit::lift_veils() {
    const auto now = world_.clock.uptime();
    if (veiled_.contains(fired_)) unveiled_[fired_] = now + shown_for;
    std::erase_if(unveiled_, [&](const auto& one) { return one.second <= now; });
    veiled_.clear();
}

std::optional<Millis> ScreenKit::next_veil_in() const {
    std::optional<Millis> next;
    for (const auto& [key, until] : unveiled_) {
        const auto left = std::max(Millis(0), until - world_.clock.uptime());
        next = next ? std::min(*next, left) : left;
    }
    return next;
}

void ScreenKit::conceal(bool on) {
    open_texts_.clear();
    concealing_ = on;
    if (on)
        for (const auto& [key, forms] : strings_->entries()) open_texts_.insert(forms.begin(), forms.end());
    unsettled_ = true;
}

// Spaces and line breaks stay, so that the page keeps its shape.
std::string ScreenKit::concealed(std::string_view text) const {
    if (!concealing_ || open_texts_.contains(text)) return std::string(text);
    std::string dots;
    for (const char32_t point : code_points(text)) {
        if (point == ' ' || point == '\n') append_utf8(dots, point);
        else dots += "•";
    }
    return dots;
}

}  // namespace onecard::ui
