// Something is going on: a ring that turns while nobody can know how long, a bar that fills where somebody can; and steps in their order.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {

void ScreenKit::waiting(std::string_view key, std::string_view text) { progress(key, text, std::nullopt); }

void ScreenKit::progress(std::string_view key, std::string_view text, std::optional<float> done) {
    const float radius = metrics_.units(60), thickness = metrics_.units(12), width = flow().width(Block::waiting), space = metrics_.units(36);
    const float sign = done ? metrics_.units(28) : 2 * radius + metrics_.units(20);
    const Paragraph& words = set(text, TextStyle::large, width);
    const Rect rect = place(Block::waiting, key, sign + space + words.height() + metrics_.units(20));
    const float share = std::clamp(done.value_or(0), 0.0f, 1.0f);
    if (seen(rect)) {
        const Colour calm = blend(theme_.ground, theme_.line, 0.3f);
        if (done) {
            const Rect track{rect.x, rect.y, rect.width, sign};
            painter_.fill(track, calm, sign / 2);
            if (share > 0) painter_.fill({track.x, track.y, std::max(sign, std::round(track.width * share)), sign}, theme_.accent, sign / 2);
            if (theme_.borders) painter_.outline(track, theme_.line, metrics_.units(3), sign / 2);
        } else {
            const float x = rect.x + rect.width / 2, y = rect.y + metrics_.units(20) + radius;
            const float turn = metrics_.view().reduced_motion ? 0 : float(world_.clock.uptime().count() % 1600) / 1600.0f;
            painter_.outline({x - radius, y - radius, 2 * radius, 2 * radius}, calm, thickness, radius);
            painter_.arc(x, y, radius - thickness / 2, thickness, turn, turn + 0.3f, theme_.accent);
        }
        painter_.text(words, {rect.x, rect.y + sign + space, rect.width, words.height()}, theme_.text, Painter::Align::middle);
    }
    moving_ = moving_ || !done;
    say(key, Role::text, text, rect, done ? std::to_string(static_cast<int>(share * 100)) + " %" : std::string());
}

void ScreenKit::steps(std::string_view key, std::span<const std::string> texts, std::size_t current) {
    const float pad = metrics_.units(30), dot = std::round(metrics_.text(TextStyle::strong) * 0.8f), column = 2 * dot + metrics_.units(26);
    const float gap = metrics_.units(24), inner = flow().width(Block::timeline) - 2 * pad - column;
    std::vector<float> heights;
    float all = 2 * pad - gap;
    for (const std::string& text : texts) {
        heights.push_back(std::max(2 * dot, set(text, TextStyle::body, inner).height()));
        all += heights.back() + gap;
    }
    const Rect rect = place(Block::timeline, key, std::max(0.0f, all));
    card(rect, theme_.surface, metrics_.radius());
    float y = rect.y + pad;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Paragraph& text = set(texts[i], TextStyle::body, inner);
        const float x = rect.x + pad + dot, middle = y + heights[i] / 2;
        const bool done = i < current, now = i == current;
        if (now || done) painter_.disc(x, middle, dot, done ? theme_.accent_soft : theme_.accent);
        else painter_.outline({x - dot, middle - dot, 2 * dot, 2 * dot}, theme_.line, metrics_.units(3), dot);
        if (done) {
            painter_.icon(Icon::check, {x - dot * 0.6f, middle - dot * 0.6f, dot * 1.2f, dot * 1.2f}, theme_.accent, 3);
        } else {
            const Paragraph& number = set(std::to_string(i + 1), metrics_.text(TextStyle::small), true, 0);
            const Rect at{x - dot, middle - number.height() / 2, 2 * dot, number.height()};
            painter_.text(number, at, now ? theme_.accent_text : theme_.muted, Painter::Align::middle);
        }
        painter_.text(text, rect.x + pad + column, middle - text.height() / 2, now ? theme_.text : theme_.muted);
        say(std::string(key) + "." + std::to_string(i + 1), Role::text, texts[i], {rect.x + pad, y, rect.width - 2 * pad, heights[i]});
        y += heights[i] + gap;
    }
}

}  // namespace onecard::ui
