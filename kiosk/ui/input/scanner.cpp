#include "kiosk/ui/input/scanner.hpp"

#include <algorithm>
#include <utility>

#include "base/secret.hpp"
#include "base/text.hpp"

namespace onecard::ui {

std::vector<KeyPress> Scanner::release() {
    std::vector<KeyPress> keys;
    if (count_ > 0 && count_ <= code_points_max) keys.push_back({KeyPress::Kind::text, held_});
    forget();
    return keys;
}

std::vector<KeyPress> Scanner::take(KeyPress press, Millis now) {
    const bool in_time = now - last_ < scanner_gap;
    std::vector<KeyPress> keys;
    if (!in_time) keys = release();
    // A whole word at once comes from an input method or from the clipboard, never from a scanner.
    if (press.kind == KeyPress::Kind::text && length_in_points(press.text) == 1) {
        if (count_ < code_points_max) held_ += press.text;
        ++count_;
        last_ = now;
        onecard::wipe(press.text);
        return keys;
    }
    if (press.kind == KeyPress::Kind::enter && in_time && count_ >= code_points_min) {
        if (count_ <= code_points_max) keys.push_back({KeyPress::Kind::code, held_});
        forget();
        return keys;
    }
    for (KeyPress& key : release()) keys.push_back(std::move(key));
    keys.push_back(std::move(press));
    return keys;
}

std::vector<KeyPress> Scanner::due(Millis now) {
    return count_ > 0 && now - last_ >= scanner_gap ? release() : std::vector<KeyPress>{};
}

std::optional<Millis> Scanner::due_in(Millis now) const {
    if (count_ == 0) return std::nullopt;
    return std::max(Millis(0), last_ + scanner_gap - now);
}

void Scanner::forget() {
    onecard::wipe(held_);
    count_ = 0;
}

}  // namespace onecard::ui
