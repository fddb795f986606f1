// What is read and looked at: text, notices, facts, pictures, codes.
#include <qrencode.h>

#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

Icon icon_of(Tone tone) {
    switch (tone) {
        case Tone::info: return Icon::info;
        case Tone::good: return Icon::check;
        case Tone::caution: return Icon::warning;
        case Tone::trouble: return Icon::warning;
    }
    return Icon::info;
}

}  // namespace

void ScreenKit::text(std::string_view key, std::string_view given, TextStyle style) {
    const std::string text = unveiled(key, given);
    const bool quiet = style == TextStyle::muted || style == TextStyle::small;
    const bool centred = flow().centred(), heading = style == TextStyle::strong || style == TextStyle::title;
    if (heading && !centred && !flow().empty()) flow().skip(metrics_.units(16));
    const float full = flow().width(Block::text);
    const std::string paused = centred ? broken_at_pause(text, style, full) : std::string(text);
    const Paragraph& paragraph = set(paused, style, centred ? even_width(paused, style, full) : full);
    const Rect rect = place(Block::text, key, paragraph.height());
    if (seen(rect)) painter_.text(paragraph, rect, quiet ? theme_.muted : theme_.text, centred ? Painter::Align::middle : Painter::Align::left);
    const float left = centred ? std::round((rect.width - paragraph.width) / 2) : 0;
    say(key, Role::text, text, {rect.x + left, rect.y, paragraph.width, rect.height});
}

// Two lines of Chinese break best where one breathes; elsewhere they would cut a word.
std::string ScreenKit::broken_at_pause(std::string_view text, TextStyle style, float full) {
    if (set(text, style, full).lines.size() != 2) return std::string(text);
    std::size_t best = 0;
    float best_width = full;
    for (const std::string_view pause : {"，", "。", "；", "！", "？"}) {
        for (std::size_t at = text.find(pause); at != std::string_view::npos; at = text.find(pause, at + 1)) {
            const std::size_t end = at + pause.size();
            if (end == text.size()) continue;
            const float longer = std::max(set(text.substr(0, end), style, 0).width, set(text.substr(end), style, 0).width);
            if (longer > best_width) continue;
            best_width = longer;
            best = end;
        }
    }
    if (best == 0) return std::string(text);
    return std::string(text.substr(0, best)) + "\n" + std::string(text.substr(best));
}

// The narrowest width that needs no more lines: words in the middle of a page look calm when their lines are alike.
float ScreenKit::even_width(std::string_view text, TextStyle style, float full) {
    const std::size_t lines = set(text, style, full).lines.size();
    if (lines < 2 || lines > 4) return full;
    const float step = metrics_.text(style);
    float width = full;
    while (width - step > full / 2 && set(text, style, width - step).lines.size() == lines) width -= step;
    return width;
}

void ScreenKit::notice(std::string_view key, Tone tone, std::string_view given) {
    const std::string text = unveiled(key, given);
    const float pad = metrics_.units(28), icon = metrics_.units(52), space = metrics_.units(22);
    const float inner = flow().width(Block::notice) - 2 * pad - icon - space;
    const Paragraph& paragraph = set(text, TextStyle::body, inner);
    const Rect rect = place(Block::notice, key, std::max(paragraph.height(), icon) + 1.6f * pad);
    if (seen(rect)) {
        const TonePair& colours = theme_.of(tone);
        painter_.fill(rect, colours.soft, metrics_.radius());
        if (theme_.borders) painter_.outline(rect, colours.strong, metrics_.units(4), metrics_.radius());
        painter_.icon(icon_of(tone), {rect.x + pad, rect.y + 0.8f * pad + std::max(0.0f, (paragraph.line_height - icon) / 2), icon, icon},
                      colours.strong, 2.1f);
        painter_.text(paragraph, rect.x + pad + icon + space, rect.y + (rect.height - paragraph.height()) / 2, colours.strong);
    }
    say(key, Role::notice, text, rect);
}

// Facts that follow each other share one card with hairlines between them.
void ScreenKit::fact(std::string_view key, std::string_view given_label, std::string_view given, TextStyle style) {
    const std::string label = unveiled(key, given_label), value = unveiled(key, given);
    const float width = flow().width(Block::fact), pad = metrics_.units(30), inner = width - 2 * pad, space = metrics_.units(24);
    const bool bold = style != TextStyle::muted && style != TextStyle::small;
    const float size = metrics_.text(style);
    const float label_natural = set(label, TextStyle::body, 0).width, value_natural = set(value, size, bold, 0).width;
    // An eye beside the value says that a touch uncovers it.
    const float eye = veiled_.contains(key) ? metrics_.units(44) : 0, eye_space = eye > 0 ? metrics_.units(16) : 0;
    const bool below = label_natural + value_natural + eye + eye_space + space > inner;
    const Paragraph& left = set(label, TextStyle::body, below ? inner : 0);
    const Paragraph& right = set(value, size, bold, below ? inner : 0);
    const float text_height = below ? left.height() + right.height() : std::max(left.height(), right.height());
    const Rect rect = place(Block::fact, key, text_height + metrics_.units(32));
    const bool first = flow().first_of(Block::fact), last = flow().last_of(Block::fact);
    if (seen(rect)) {
        const float radius = metrics_.radius();
        // Each draws its part of the common card: what would round off an inner edge lies outside the clip.
        const float over = metrics_.units(40);
        const Rect whole{rect.x, rect.y - (first ? 0 : over), rect.width, rect.height + (first ? 0 : over) + (last ? 0 : over)};
        painter_.clip({rect.x - over, rect.y - (first ? over : 0), rect.width + 2 * over, rect.height + (first ? over : 0) + (last ? over : 0)});
        card(whole, theme_.surface, radius);
        painter_.unclip();
        if (!first) painter_.fill({rect.x + pad, rect.y, inner, std::max(1.0f, metrics_.units(2))}, blend(theme_.surface, theme_.line, 0.3f));
        const float x = rect.x + pad, top = rect.y + (rect.height - text_height) / 2;
        if (below) {
            painter_.text(left, x, top, theme_.muted);
            painter_.text(right, x, top + left.height(), theme_.text);
            if (eye > 0) painter_.icon(Icon::eye, {x + inner - eye, top + left.height(), eye, eye}, theme_.accent, 1.9f);
        } else {
            painter_.text(left, x, rect.y + (rect.height - left.height()) / 2, theme_.muted);
            painter_.text(right, x + inner - right.width, rect.y + (rect.height - right.height()) / 2, theme_.text);
            const float eye_left = x + inner - right.width - eye_space - eye;
            if (eye > 0) painter_.icon(Icon::eye, {eye_left, rect.y + (rect.height - eye) / 2, eye, eye}, theme_.accent, 1.9f);
        }
    }
    say(key, Role::text, label, rect, value);
}

void ScreenKit::gap(float millimetres) { flow().skip(metrics_.millimetres(millimetres)); }

void ScreenKit::picture(std::string_view key, Icon icon, Tone tone) {
    const bool place_card = icon == Icon::card && tone == Tone::info;
    const float calm_edge = metrics_.portrait() ? (flow().shows_code() ? 200 : 320) : flow().shows_code() ? 120 : 260;
    const float edge = metrics_.units(calm_edge * (place_card ? 1.4f : 1.0f));
    const Rect rect = place(Block::picture, key, edge);
    const Rect square{rect.x + std::round((rect.width - edge) / 2), rect.y, edge, edge};
    if (seen(rect)) {
        const TonePair& colours = theme_.of(tone);
        const bool calm = tone == Tone::info;
        const float icon_edge = std::round(edge * 0.52f), inset = (edge - icon_edge) / 2;
        painter_.disc(square.x + edge / 2, square.y + edge / 2, edge / 2, calm ? theme_.accent_soft : colours.soft);
        if (theme_.borders) painter_.outline(square, calm ? theme_.accent : colours.strong, metrics_.units(4), edge / 2);
        if (place_card) {
            // A drawing of things stands as they do, however words are written.
            const Rect at = painter_.placed(square);
            painter_.set_vertical(false);
            card_on_reader(at);
            painter_.set_vertical(vertical_);
        }
        else painter_.icon(icon, {square.x + inset, square.y + inset, icon_edge, icon_edge}, calm ? theme_.accent : colours.strong, 1.5f);
    }
    say(key, Role::image, {}, square);
}

// Where the card goes: a card above a reader that waits for it, an arrow between them.
void ScreenKit::card_on_reader(const Rect& square) {
    const float edge = square.width, middle = square.x + edge / 2, u = edge / 100;
    const auto part = [&](float x, float y, float w, float h) { return Rect{middle + x * u, square.y + y * u, w * u, h * u}; };
    const Rect card = part(-24, 17, 48, 30);
    painter_.shadow(card, theme_.shadow, 4 * u, 4 * u);
    painter_.fill(card, theme_.accent, 4 * u);
    painter_.fill(part(-19, 22, 9, 7), theme_.caution.soft, 1.5f * u);
    painter_.fill(part(-19, 34.5f, 20, 2.6f), theme_.accent_text, 1.3f * u);
    painter_.fill(part(-19, 39.5f, 13, 2.6f), theme_.accent_text, 1.3f * u);
    painter_.disc(middle + 15 * u, square.y + 38 * u, 4 * u, theme_.accent_text);
    painter_.icon(Icon::down, part(-7, 49, 14, 14), theme_.accent, 2.6f);
    const Rect reader = part(-33, 65, 66, 13);
    painter_.shadow(reader, theme_.shadow, 5 * u, 4 * u);
    painter_.fill(reader, theme_.surface, 5 * u);
    painter_.outline(reader, theme_.accent, 1.4f * u, 5 * u);
    painter_.fill(part(-14, 70.2f, 28, 2.6f), theme_.accent, 1.3f * u);
}

void ScreenKit::qr(std::string_view key, std::string_view content) {
    const float edge = std::min(metrics_.units(flow().wide() ? 310 : 420), flow().width(Block::qr));
    const Rect rect = place(Block::qr, key, edge);
    const Rect square{rect.x + (rect.width - edge) / 2, rect.y, edge, edge};
    say(key, Role::image, {}, square, content);
    if (!concealing_) qr_squares(painter_.placed(square), content);
}

// Never mirrored: as the window has it, also on a page written in columns.
void ScreenKit::qr_squares(const Rect& square, std::string_view content) {
    QRcode* code = content.empty() || content.size() > 2000
                       ? nullptr
                       : QRcode_encodeData(static_cast<int>(content.size()), reinterpret_cast<const unsigned char*>(content.data()), 0, QR_ECLEVEL_M);
    if (!code) return;
    // Black on white in every theme: scanners need it.
    constexpr Colour white{255, 255, 255, 255}, black{0, 0, 0, 255};
    painter_.set_vertical(false);
    painter_.fill(square, white, metrics_.units(16));
    const int quiet = 4;
    const float module = std::max(1.0f, std::floor(square.width / float(code->width + 2 * quiet)));
    const float inset = std::round((square.width - module * float(code->width)) / 2);
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            int end = x;
            while (end < code->width && (code->data[y * code->width + end] & 1)) ++end;
            if (end > x)
                painter_.fill({square.x + inset + module * float(x), square.y + inset + module * float(y), module * float(end - x), module}, black);
            x = std::max(x, end);
        }
    }
    painter_.set_vertical(vertical_);
    QRcode_free(code);
}

}  // namespace onecard::ui
