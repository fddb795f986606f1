// Figures side by side: tables, and charts whose bars always say their value in words too.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr std::size_t bars_max = 24;
constexpr float pad_units = 30, track_units = 30, standing_units = 260;

std::string cell(const std::vector<std::string>& row, std::size_t column) { return column < row.size() ? row[column] : std::string(); }

}  // namespace

// Where the columns do not fit beside each other, a row becomes its first cell with the others below it, each after its head.
void ScreenKit::table(std::string_view key, const Table& table) {
    const float pad = metrics_.units(pad_units), space = metrics_.units(28), inner = flow().width(Block::table) - 2 * pad;
    std::size_t columns = table.heads.size();
    for (const auto& row : table.rows) columns = std::max(columns, row.size());
    std::vector<float> widths(columns, 0);
    const auto widen = [&](const std::vector<std::string>& row, TextStyle style) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], set(row[i], style, 0).width);
    };
    widen(table.heads, TextStyle::muted);
    for (const auto& row : table.rows) widen(row, TextStyle::body);
    float wide = columns > 0 ? space * float(columns - 1) : 0;
    for (const float width : widths) wide += width;
    if (wide > inner) {
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            for (std::size_t i = 0; i < columns; ++i) {
                const std::string head = i < table.heads.size() ? table.heads[i] : std::string();
                fact(std::string(key) + "." + std::to_string(row) + "." + std::to_string(i), head, cell(table.rows[row], i));
            }
        return;
    }
    const float line = std::round(metrics_.text(TextStyle::body) * 1.45f + metrics_.units(28)), head = table.heads.empty() ? 0 : line;
    const Rect rect = place(Block::table, key, head + line * float(table.rows.size()) + pad);
    card(rect, theme_.surface, metrics_.radius());
    const auto put = [&](const std::vector<std::string>& row, float y, TextStyle style, Colour ink) {
        float right = rect.x + rect.width - pad;
        for (std::size_t i = columns; i-- > 0; right -= widths[i] + space) {
            if (i >= row.size()) continue;
            const Paragraph& text = set(row[i], style, 0);
            painter_.text(text, i == 0 ? rect.x + pad : right - text.width, y + (line - text.height()) / 2, ink);
        }
    };
    float y = rect.y + pad / 2;
    if (head > 0) put(table.heads, y, TextStyle::muted, theme_.muted);
    y += head;
    for (std::size_t i = 0; i < table.rows.size(); ++i, y += line) {
        if (i > 0 || head > 0) painter_.fill({rect.x + pad, y, inner, std::max(1.0f, metrics_.units(2))}, blend(theme_.surface, theme_.line, 0.3f));
        put(table.rows[i], y, TextStyle::body, theme_.text);
        std::string others;
        for (std::size_t c = 1; c < table.rows[i].size(); ++c) others += (c > 1 ? "  " : "") + table.rows[i][c];
        say(std::string(key) + "." + std::to_string(i), Role::text, cell(table.rows[i], 0), {rect.x + pad, y, inner, line}, others);
    }
}

// Label and value stand on one line where both have room there, else below each other.
ScreenKit::BarWords ScreenKit::bar_words(const Bar& bar, float width) {
    BarWords words{&set(bar.label, TextStyle::body, width), &set(bar.value, TextStyle::strong, 0), 0};
    const bool beside = words.label->lines.size() == 1 && words.label->width + words.value->width + metrics_.units(20) <= width;
    words.height = words.label->height() + (beside ? 0 : words.value->height());
    return words;
}

void ScreenKit::lying_bars(std::string_view key, const Rect& rect, std::span<const Bar> bars) {
    float y = rect.y;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const Bar& bar = bars[i];
        const BarWords words = bar_words(bar, rect.width);
        const float track = metrics_.units(track_units);
        painter_.text(*words.label, rect.x, y, theme_.text);
        painter_.text(*words.value, rect.x + rect.width - words.value->width, y + words.height - words.value->height(), theme_.text);
        const Rect full{rect.x, y + words.height + metrics_.units(6), rect.width, track};
        painter_.fill(full, blend(theme_.surface, theme_.line, 0.28f), track / 2);
        const float share = std::clamp(bar.share, 0.0f, 1.0f);
        const Colour ink = bar.tone == Tone::info ? theme_.accent : theme_.of(bar.tone).strong;
        if (share > 0) painter_.fill({full.x, full.y, std::max(track, std::round(full.width * share)), track}, ink, track / 2);
        say(std::string(key) + "." + std::to_string(i), Role::text, bar.label, {rect.x, y, rect.width, words.height + metrics_.units(6) + track}, bar.value);
        y += words.height + metrics_.units(track_units + 34);
    }
}

void ScreenKit::standing_bars(std::string_view key, const Rect& rect, std::span<const Bar> bars) {
    const float each = std::floor(rect.width / float(bars.size())), thick = std::min(std::round(each * 0.56f), metrics_.units(96));
    const float words = set("0", TextStyle::small, 0).height(), most = rect.height - 2 * words - metrics_.units(14);
    const float base = rect.y + rect.height - words - metrics_.units(6);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const Bar& bar = bars[i];
        const float left = rect.x + each * float(i), high = std::round(std::max(metrics_.units(6), most * std::clamp(bar.share, 0.0f, 1.0f)));
        const Colour calm = blend(theme_.surface, theme_.accent, 0.45f), ink = bar.strong ? theme_.accent : calm;
        const Rect column{left + std::round((each - thick) / 2), base - high, thick, high};
        painter_.fill(column, bar.tone == Tone::info ? ink : theme_.of(bar.tone).strong, std::min(metrics_.units(12), high / 2));
        const float small = metrics_.text(TextStyle::small);
        const Paragraph& value = set(bar.value, small, bar.strong, 0);
        const Paragraph& label = set(bar.label, small, bar.strong, 0);
        painter_.text(value, {left, column.y - words, each, words}, theme_.text, Painter::Align::middle);
        painter_.text(label, {left, base + metrics_.units(6), each, words}, bar.strong ? theme_.text : theme_.muted, Painter::Align::middle);
        say(std::string(key) + "." + std::to_string(i), Role::text, bar.label, {left, rect.y, each, rect.height}, bar.value);
    }
    painter_.fill({rect.x, base, rect.width, std::max(1.0f, metrics_.units(3))}, theme_.line);
}

void ScreenKit::chart(std::string_view key, std::string_view title, std::span<const Bar> all, ChartKind kind) {
    const std::span<const Bar> bars = all.first(std::min(all.size(), bars_max));
    if (bars.empty()) return;
    const float pad = metrics_.units(pad_units), inner = flow().width(Block::chart) - 2 * pad;
    const float each = inner / float(bars.size()), small = metrics_.text(TextStyle::small);
    bool standing = kind == ChartKind::standing;
    for (const Bar& bar : bars)
        standing = standing && std::max(set(bar.label, small, true, 0).width, set(bar.value, small, true, 0).width) + metrics_.units(10) <= each;
    float height = standing ? metrics_.units(standing_units) + 2 * small : -metrics_.units(28);
    if (!standing)
        for (const Bar& bar : bars) height += bar_words(bar, inner).height + metrics_.units(track_units + 34);
    const Paragraph& head = set(title, TextStyle::strong, inner);
    const float above = title.empty() ? 0 : head.height() + metrics_.units(20);
    const Rect rect = place(Block::chart, key, 2 * pad + above + height);
    card(rect, theme_.surface, metrics_.radius());
    if (above > 0) painter_.text(head, rect.x + pad, rect.y + pad, theme_.text);
    say(key, Role::text, title, {rect.x + pad, rect.y + pad, inner, head.height()});
    const Rect place_of_bars{rect.x + pad, rect.y + pad + above, inner, height};
    if (standing) standing_bars(key, place_of_bars, bars);
    else lying_bars(key, place_of_bars, bars);
}

}  // namespace onecard::ui
