#include "kiosk/ui/input/caret.hpp"

#include <algorithm>

#include "base/secret.hpp"
#include "base/text.hpp"
#include "kiosk/ui/input/mongolian.hpp"
#include "kiosk/ui/writing.hpp"

namespace onecard::ui {
namespace {

// What sets the last vowel apart belongs to the letter before it, too: nobody can see the caret between them.
bool hangs(char32_t point) { return clings(point) || point == vowel_separator; }

class Writing {
public:
    Writing(std::string_view value, std::size_t caret) : points_(code_points(value)), caret_(std::min(caret, points_.size())) {}
    ~Writing() { std::fill(points_.begin(), points_.end(), U'\0'); }

    void edit(const Edit& edit, const Room& room) {
        switch (edit.kind) {
            case Edit::Kind::insert: insert(edit.text, room); break;
            case Edit::Kind::erase: drop(before(), caret_); break;
            case Edit::Kind::erase_next: drop(caret_, after()); break;
            case Edit::Kind::left: caret_ = before(); break;
            case Edit::Kind::right: caret_ = after(); break;
            case Edit::Kind::first: caret_ = 0; break;
            case Edit::Kind::last: caret_ = points_.size(); break;
            case Edit::Kind::clear: drop(0, points_.size()); break;
        }
    }

    bool changed() const { return changed_; }
    std::string text() const { return to_utf8(points_); }
    std::size_t caret() const { return caret_ == points_.size() ? caret_end : caret_; }

private:
    void insert(std::string_view text, const Room& room) {
        for (char32_t point : code_points(text)) {
            if (room.kind == FieldKind::id_number && point == 'x') point = 'X';
            if (points_.size() >= room.points_max || !accepts(room.kind, point)) continue;
            points_.insert(points_.begin() + static_cast<std::ptrdiff_t>(caret_++), point);
            changed_ = true;
        }
    }

    std::size_t before() const {
        std::size_t at = caret_;
        if (at > 0) --at;
        while (at > 0 && hangs(points_[at])) --at;
        return at;
    }

    std::size_t after() const {
        std::size_t at = std::min(caret_ + 1, points_.size());
        while (at < points_.size() && hangs(points_[at])) ++at;
        return at;
    }

    void drop(std::size_t from, std::size_t to) {
        changed_ = changed_ || from < to;
        std::fill(points_.begin() + static_cast<std::ptrdiff_t>(from), points_.begin() + static_cast<std::ptrdiff_t>(to), U'\0');
        points_.erase(points_.begin() + static_cast<std::ptrdiff_t>(from), points_.begin() + static_cast<std::ptrdiff_t>(to));
        caret_ = from;
    }

    std::vector<char32_t> points_;
    std::size_t caret_;
    bool changed_ = false;
};

}  // namespace

bool apply(std::span<const Edit> edits, const Room& room, std::string& value, std::size_t& caret) {
    Writing writing(value, caret);
    for (const Edit& edit : edits) writing.edit(edit, room);
    caret = writing.caret();
    if (!writing.changed()) return false;
    onecard::wipe(value);
    value = writing.text();
    return true;
}

std::string_view beginning(std::string_view text, std::size_t points) {
    std::size_t at = 0;
    for (; at < text.size() && points > 0; --points) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    }
    return text.substr(0, at);
}

}  // namespace onecard::ui
