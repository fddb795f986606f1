// The field where a finger signs, and papers shown as pictures.
#include "kiosk/ui/signing.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float field_units = 340, photo_units = 620, wide_photo_share = 0.8f;
constexpr int apart_parts = 4, coordinate_max = signature_parts;

std::optional<InkPoint> read_point(std::string_view text) {
    const auto comma = text.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    int x = 0, y = 0;
    const auto first = std::from_chars(text.data(), text.data() + comma, x), second = std::from_chars(text.data() + comma + 1, text.data() + text.size(), y);
    const bool whole = first.ptr == text.data() + comma && second.ptr == text.data() + text.size() && first.ec == std::errc() && second.ec == std::errc();
    if (!whole || x < 0 || y < 0 || x > coordinate_max || y > coordinate_max) return std::nullopt;
    return InkPoint{float(x) / signature_parts, float(y) / signature_parts};
}

// The longer side, unless what was signed in a field of another shape needs less.
float scale_for(const std::vector<InkStroke>& strokes, const Rect& area) {
    float scale = std::max(area.width, area.height);
    for (const InkStroke& stroke : strokes)
        for (const InkPoint& at : stroke) scale = std::min({scale, area.width / std::max(at.x, 0.01f), area.height / std::max(at.y, 0.01f)});
    return scale;
}

}  // namespace

std::vector<InkStroke> read_signature(std::string_view text) {
    std::vector<InkStroke> strokes;
    while (!text.empty() && strokes.size() < ink_strokes_max) {
        auto stroke_text = text.substr(0, text.find(';'));
        text.remove_prefix(std::min(text.size(), stroke_text.size() + 1));
        InkStroke stroke;
        while (!stroke_text.empty()) {
            const auto point_text = stroke_text.substr(0, stroke_text.find(' '));
            stroke_text.remove_prefix(std::min(stroke_text.size(), point_text.size() + 1));
            if (const auto point = read_point(point_text)) stroke.push_back(*point);
        }
        if (!stroke.empty()) strokes.push_back(std::move(stroke));
    }
    return strokes;
}

bool add_stroke(std::string& text, const InkStroke& stroke) {
    std::string added = text.empty() ? "" : ";";
    int last_x = -apart_parts, last_y = -apart_parts;
    for (std::size_t i = 0; i < stroke.size(); ++i) {
        const int x = std::clamp(static_cast<int>(std::lround(stroke[i].x * signature_parts)), 0, coordinate_max);
        const int y = std::clamp(static_cast<int>(std::lround(stroke[i].y * signature_parts)), 0, coordinate_max);
        if (i > 0 && std::abs(x - last_x) < apart_parts && std::abs(y - last_y) < apart_parts) continue;
        if (i > 0) added += ' ';
        added += std::to_string(x) + "," + std::to_string(y);
        last_x = x;
        last_y = y;
    }
    const bool fits = !stroke.empty() && text.size() + added.size() <= signature_bytes_max && read_signature(text).size() < ink_strokes_max;
    if (fits) text += added;
    return fits;
}

bool ScreenKit::sign(const Touch& touch) {
    const bool another = signing_ && touch.finger != signer_;
    if (touch.kind == Touch::Kind::down && !another) {
        signing_ = !dialog_shown_ && sign_area_.holds(touch.x, touch.y);
        signer_ = touch.finger;
        if (signing_) {
            hand_.let_go();
            set_focus({});
            sign_stroke_.clear();
            sign_done_ = false;
        }
    }
    if (!signing_ || another) return false;
    const Rect& area = sign_area_;
    if (touch.kind == Touch::Kind::cancel) sign_stroke_.clear();
    else if (sign_stroke_.size() < ink_points_max)
        sign_stroke_.push_back({std::clamp(touch.x - area.x, 0.0f, area.width) / sign_scale_, std::clamp(touch.y - area.y, 0.0f, area.height) / sign_scale_});
    signing_ = touch.kind == Touch::Kind::down || touch.kind == Touch::Kind::move;
    sign_done_ = touch.kind == Touch::Kind::up;
    return true;
}

bool ScreenKit::signature(std::string_view key, std::string_view label, std::string& strokes, std::string_view trouble) {
    const bool mine = sign_key_ == key;
    bool changed = false;
    if (mine && sign_done_) {
        changed = add_stroke(strokes, sign_stroke_);
        sign_stroke_.clear();
        sign_done_ = false;
    }
    const float full = flow().width(Block::field), above = label_height(label, full), high = std::round(metrics_.units(field_units));
    const float below = trouble.empty() ? 0 : set(trouble, TextStyle::body, full).height() + metrics_.units(10);
    const Rect rect = place(Block::field, key, above + high + below);
    const Rect box{rect.x, rect.y + above, rect.width, high};
    if (seen(rect)) {
        field_label(label, true, rect);
        field_box(box, false, !trouble.empty());
        if (!trouble.empty()) {
            const Paragraph& words = set(trouble, TextStyle::body, full);
            painter_.text(words, {rect.x, box.y + high + metrics_.units(10), full, words.height()}, theme_.of(Tone::trouble).strong, Painter::Align::left);
        }
        const bool columns = painter_.vertical();
        const Rect area = painter_.placed(box);
        painter_.set_vertical(false);
        painter_.clip(area);
        const float line = std::round(area.height * 0.8f), inset = metrics_.units(40);
        painter_.fill({area.x + inset, area.y + line, std::max(0.0f, area.width - 2 * inset), metrics_.units(3)}, blend(theme_.surface, theme_.line, 0.6f));
        const auto drawn = concealing_ ? std::vector<InkStroke>{} : read_signature(strokes);
        const float scale = mine && signing_ ? sign_scale_ : scale_for(drawn, area);
        const Rect sheet{area.x, area.y, area.width, scale};
        for (const InkStroke& stroke : drawn) ink(stroke, sheet);
        if (mine && signing_) ink(sign_stroke_, sheet);
        painter_.unclip();
        painter_.set_vertical(columns);
        sign_key_ = key;
        sign_area_ = area;
        sign_scale_ = scale;
    }
    if (!trouble.empty()) say(std::string(key) + ".trouble", Role::notice, trouble, {rect.x, box.y + high, rect.width, below});
    say(key, Role::image, label, box, strokes.empty() ? std::string() : strings_->text("signature.done"));
    return changed;
}

// Paper is white on every theme.
void ScreenKit::photo(std::string_view key, std::string_view label, const Photo& photo) {
    const float full = flow().width(Block::picture);
    const bool columns = painter_.vertical();
    if (photo.width <= 0 || photo.height <= 0) return;
    const float ratio = float(photo.width) / float(photo.height), most = metrics_.units(photo_units);
    const float wide = std::min(full * wide_photo_share, most), shown_width = std::round(ratio >= 1 ? wide : wide * ratio), shown_height = std::round(shown_width / ratio);
    const Rect rect = place(Block::chart, key, columns ? shown_width : shown_height);
    if (seen(rect)) {
        const Rect outer = painter_.placed(rect);
        painter_.set_vertical(false);
        const Rect at{std::round(outer.x + (outer.width - shown_width) / 2), std::round(outer.y + (outer.height - shown_height) / 2), shown_width, shown_height};
        if (!concealing_) painter_.grey(photo.id, at, photo.width, photo.height, photo.grey);
        painter_.outline(at, theme_.line, metrics_.units(3), 0);
        painter_.set_vertical(columns);
    }
    say(key, Role::image, label, rect, {});
}

}  // namespace onecard::ui
