#include "kiosk/ui/typesetter.hpp"

#include <hb.h>
#include <linebreak.h>

#include <algorithm>
#include <cstring>

#include "base/secret.hpp"
#include "base/text.hpp"

namespace onecard::ui {
namespace {

constexpr std::size_t kept_max = 2048;

// Where the middle of a column is, in sizes above the base line; Chinese characters are as far from it on both sides.
constexpr float column_middle = 0.38f;
// Digits that stand in a column have their base line here, in sizes below the place's upper end.
constexpr float standing_base = 0.87f;

/// Where a line may or must end: after each point one of libunibreak's answers.
std::vector<char> breaks_of(const std::vector<char32_t>& points) {
    std::vector<char> breaks(points.size());
    static_assert(sizeof(utf32_t) == sizeof(char32_t));
    set_linebreaks_utf32(reinterpret_cast<const utf32_t*>(points.data()), points.size(), "zh", breaks.data());
    return breaks;
}

std::string key_of(std::string_view text, const TextSpec& spec) {
    std::string key(reinterpret_cast<const char*>(&spec.size), sizeof spec.size);
    key.append(reinterpret_cast<const char*>(&spec.width), sizeof spec.width);
    key.append(reinterpret_cast<const char*>(&spec.spacing), sizeof spec.spacing);
    key.push_back(static_cast<char>((spec.bold ? 1 : 0) + (spec.vertical ? 2 : 0)));
    key.append(text);
    return key;
}

}  // namespace

const Paragraph& Typesetter::set(std::string_view text, const TextSpec& spec) {
    std::string key = key_of(text, spec);
    const auto at = kept_.find(key);
    if (at != kept_.end()) {
        at->second.used = frame_;
        return at->second.paragraph;
    }
    return kept_.emplace(std::move(key), Kept{compose(text, spec), frame_}).first->second.paragraph;
}

void Typesetter::shape_run(const std::vector<char32_t>& points, const Run& run, const TextSpec& spec, std::vector<Shaped>& to) {
    const bool stands = spec.vertical && run.stance == Stance::upright;
    hb_buffer_t* buffer = hb_buffer_create();
    hb_buffer_add_utf32(buffer, reinterpret_cast<const std::uint32_t*>(points.data()), static_cast<int>(points.size()),
                        static_cast<unsigned>(run.begin), static_cast<int>(run.end - run.begin));
    hb_buffer_guess_segment_properties(buffer);
    // A line goes from left to right whatever it holds: a hostile name must not turn it around. Only words of scripts that are
    // written from the right, as Uyghur is, run their own way.
    const bool from_right = !stands && hb_buffer_get_direction(buffer) == HB_DIRECTION_RTL;
    hb_buffer_set_direction(buffer, stands ? HB_DIRECTION_TTB : from_right ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_language(buffer, hb_language_from_string(hb_buffer_get_script(buffer) == HB_SCRIPT_MONGOLIAN ? "mn" : "zh-Hans", -1));
    hb_shape(fonts_.shaper(*run.face), buffer, nullptr, 0);
    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t* places = hb_buffer_get_glyph_positions(buffer, &count);
    const float scale = spec.size / fonts_.units_per_em(*run.face);
    const std::size_t first = to.size();
    for (unsigned i = 0; i < count; ++i) {
        Shaped shaped;
        const float x = float(places[i].x_offset) * scale, y = float(places[i].y_offset) * scale;
        if (stands) shaped.glyph = {*run.face, infos[i].codepoint, -y, -x - column_middle * spec.size};
        else shaped.glyph = {*run.face, infos[i].codepoint, x, -y, spec.vertical && run.stance == Stance::turned};
        shaped.point = infos[i].cluster;
        shaped.advance = stands ? -float(places[i].y_advance) * scale : float(places[i].x_advance) * scale;
        shaped.from_right = from_right;
        to.push_back(shaped);
    }
    if (from_right) std::reverse(to.begin() + static_cast<std::ptrdiff_t>(first), to.end());
    hb_buffer_destroy(buffer);
    if (spec.vertical && run.stance == Stance::number) stand_together(to, first, spec.size);
}

// A short number takes the place of one character.
void Typesetter::stand_together(std::vector<Shaped>& shaped, std::size_t first, float size) {
    float width = 0;
    for (std::size_t i = first; i < shaped.size(); ++i) width += shaped[i].advance;
    float x = -width / 2;
    for (std::size_t i = first; i < shaped.size(); ++i) {
        Shaped& one = shaped[i];
        x += one.advance;
        one.glyph.y = -(x - one.advance) - column_middle * size;
        one.glyph.x = standing_base * size;
        one.advance = i + 1 == shaped.size() ? size : 0;
    }
}

void Typesetter::frame_codes(const std::vector<char32_t>& points, const Run& run, const TextSpec& spec, std::vector<Shaped>& to) {
    for (std::size_t i = run.begin; i < run.end; ++i) {
        Shaped code;
        code.glyph = {PlacedGlyph::no_face, points[i], 0, 0};
        if (spec.vertical) code.glyph.x = 0.88f * spec.size, code.glyph.y = (0.5f - column_middle) * spec.size;
        code.point = i;
        code.advance = spec.size;
        to.push_back(code);
    }
}

// Marks, joiners and spaces stay in the font of what is before them where it has them: a word is shaped as a whole.
std::optional<std::uint8_t> Typesetter::face_of(const std::vector<char32_t>& points, std::size_t at, const Run* before, bool bold) {
    const char32_t point = points[at];
    if (is_hostile(point)) return std::nullopt;
    const bool follows = before && before->end == at && before->face;
    if (follows && (shows_nothing(point) || ((clings(point) || is_common_space(point)) && fonts_.has(*before->face, point)))) return before->face;
    return fonts_.face_for(point, bold);
}

std::vector<Typesetter::Run> Typesetter::runs(const std::vector<char32_t>& points, const TextSpec& spec) {
    std::vector<Run> all;
    const std::vector<Stance> stance = spec.vertical ? stances(points) : std::vector<Stance>(points.size(), Stance::turned);
    for (std::size_t i = 0; i < points.size(); ++i) {
        Run* before = all.empty() || all.back().end != i ? nullptr : &all.back();
        if (shows_nothing(points[i]) && (!before || points[i] == '\n')) continue;
        const auto face = face_of(points, i, before, spec.bold);
        // Spaces go with the word before them, but not into the place where a short number stands.
        const bool goes_along = shows_nothing(points[i]) || (is_common_space(points[i]) && before && before->stance != Stance::number);
        const Stance as = before && goes_along ? before->stance : stance[i];
        if (before && before->joins(face, as)) before->end = i + 1;
        else all.push_back({i, i + 1, face, as});
    }
    return all;
}

std::vector<Typesetter::Shaped> Typesetter::shape(const std::vector<char32_t>& points, const TextSpec& spec) {
    std::vector<Shaped> shaped;
    shaped.reserve(points.size());
    for (const Run& run : runs(points, spec)) {
        if (run.face) shape_run(points, run, spec, shaped);
        else frame_codes(points, run, spec, shaped);
    }
    return shaped;
}

// What is written from the right is kept in the order of reading, so that lines can break in it; here it is turned around.
std::vector<std::size_t> Typesetter::in_order_of_sight(const std::vector<Shaped>& shaped, const std::vector<char32_t>& points, std::size_t begin,
                                                       std::size_t end) {
    std::vector<std::size_t> order;
    order.reserve(end - begin);
    for (std::size_t i = begin; i < end;) {
        std::size_t stop = i;
        while (stop < end && shaped[stop].from_right) ++stop;
        const std::size_t after = std::max(stop, i + 1);
        while (stop > i && is_common_space(points[shaped[stop - 1].point])) --stop;
        for (std::size_t back = stop; back > i; --back) order.push_back(back - 1);
        for (std::size_t rest = stop; rest < after; ++rest) order.push_back(rest);
        i = after;
    }
    return order;
}

Paragraph Typesetter::compose(std::string_view text, const TextSpec& spec) {
    Paragraph paragraph;
    paragraph.size = spec.size;
    paragraph.vertical = spec.vertical;
    paragraph.line_height = spec.size * spec.spacing;
    std::vector<char32_t> points = code_points(text.substr(0, points_set_max * 4));
    const std::size_t given = points.size();
    drop_floods(points);
    if (points.size() > points_set_max) points.resize(points_set_max);
    paragraph.cut = points.size() < given;
    const std::vector<char> breaks = breaks_of(points);
    const std::vector<Shaped> shaped = shape(points, spec);
    std::size_t next = 0;
    const auto add_line = [&](std::size_t end) {
        TextLine line;
        float x = 0;
        for (const std::size_t which : in_order_of_sight(shaped, points, next, end)) {
            PlacedGlyph glyph = shaped[which].glyph;
            glyph.x += x;
            x += shaped[which].advance;
            line.glyphs.push_back(glyph);
            if (points[shaped[which].point] != ' ') line.width = x;
        }
        line.end = end < shaped.size() ? shaped[end].point : points.size();
        next = end;
        paragraph.width = std::max(paragraph.width, line.width);
        paragraph.lines.push_back(std::move(line));
    };
    std::size_t fits = 0;  // the last place, counted in shaped glyphs, where this line may end
    float used = 0;
    std::size_t glyph = 0;
    for (std::size_t point = 0; point < points.size(); ++point) {
        for (; glyph < shaped.size() && shaped[glyph].point <= point; ++glyph) {
            const bool space = points[shaped[glyph].point] == ' ';
            if (spec.width > 0 && !space && used + shaped[glyph].advance > spec.width + 0.5f && glyph > next) {
                add_line(fits > next ? fits : glyph);
                used = 0;
                for (std::size_t i = next; i < glyph; ++i) used += shaped[i].advance;
            }
            used += shaped[glyph].advance;
        }
        if (points[point] == '\n') {
            add_line(glyph);
            used = 0;
        } else if (breaks[point] == LINEBREAK_ALLOWBREAK) {
            fits = glyph;
        }
    }
    add_line(shaped.size());
    for (char32_t& point : points) point = 0;
    return paragraph;
}

void Typesetter::settle() {
    ++frame_;
    if (kept_.size() <= kept_max) return;
    std::erase_if(kept_, [this](const auto& entry) { return frame_ - entry.second.used > 1; });
}

void Typesetter::clear() {
    // Keys hold the texts themselves; a plain clear() would leave them in freed memory.
    while (!kept_.empty()) {
        auto node = kept_.extract(kept_.begin());
        onecard::wipe(node.key());
        for (auto& line : node.mapped().paragraph.lines) {
            onecard::wipe(line.glyphs.data(), line.glyphs.size() * sizeof(PlacedGlyph));
        }
    }
}

}  // namespace onecard::ui
