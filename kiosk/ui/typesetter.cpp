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

bool shows_nothing(char32_t point) {
    return point == '\n' || point == 0x200B || point == 0x200C || point == 0x200D || point == 0x2060 || point == 0xFEFF ||
           (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0x180B && point <= 0x180E);
}

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
    key.push_back(static_cast<char>((spec.bold ? 1 : 0) + spec.lines_max * 2));
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

void Typesetter::shape_run(const std::vector<char32_t>& points, std::size_t begin, std::size_t end, std::uint8_t face, float size,
                           std::vector<Shaped>& to) {
    hb_buffer_t* buffer = hb_buffer_create();
    hb_buffer_add_utf32(buffer, reinterpret_cast<const std::uint32_t*>(points.data()), static_cast<int>(points.size()),
                        static_cast<unsigned>(begin), static_cast<int>(end - begin));
    hb_buffer_guess_segment_properties(buffer);
    // Direction is never taken from the text: a hostile name must not turn a line around.
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_language(buffer, hb_language_from_string("zh-Hans", -1));
    hb_shape(fonts_.shaper(face), buffer, nullptr, 0);
    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t* places = hb_buffer_get_glyph_positions(buffer, &count);
    const float scale = size / fonts_.units_per_em(face);
    for (unsigned i = 0; i < count; ++i) {
        Shaped shaped;
        shaped.glyph = {face, infos[i].codepoint, float(places[i].x_offset) * scale, -float(places[i].y_offset) * scale};
        shaped.point = infos[i].cluster;
        shaped.advance = float(places[i].x_advance) * scale;
        to.push_back(shaped);
    }
    hb_buffer_destroy(buffer);
}

std::vector<Typesetter::Shaped> Typesetter::shape(const std::vector<char32_t>& points, const TextSpec& spec) {
    std::vector<Shaped> shaped;
    shaped.reserve(points.size());
    std::size_t begin = 0;
    std::optional<std::uint8_t> current;
    const auto finish = [&](std::size_t end) {
        if (current && end > begin) shape_run(points, begin, end, *current, spec.size, shaped);
        begin = end;
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (shows_nothing(points[i])) {
            if (points[i] == '\n' || !current) {
                finish(i);
                begin = i + 1;
            }
            continue;
        }
        const auto face = fonts_.face_for(points[i], spec.bold);
        if (!face) {
            finish(i);
            begin = i + 1;
            shaped.push_back({{PlacedGlyph::no_face, points[i], 0, 0}, i, spec.size});
            current.reset();
        } else if (face != current) {
            finish(i);
            current = face;
        }
    }
    finish(points.size());
    return shaped;
}

void Typesetter::end_with_dots(TextLine& line, const TextSpec& spec) {
    const Paragraph dots = compose("…", {spec.size, spec.bold});
    while (!line.glyphs.empty() && line.width + dots.width > spec.width) {
        line.width = line.glyphs.back().x;
        line.glyphs.pop_back();
    }
    for (PlacedGlyph glyph : dots.lines.front().glyphs) {
        glyph.x += line.width;
        line.glyphs.push_back(glyph);
    }
    line.width += dots.width;
}

Paragraph Typesetter::compose(std::string_view text, const TextSpec& spec) {
    Paragraph paragraph;
    paragraph.size = spec.size;
    paragraph.line_height = spec.size * spec.spacing;
    std::vector<char32_t> points = code_points(text.substr(0, points_set_max * 4));
    if (points.size() > points_set_max) {
        points.resize(points_set_max);
        paragraph.cut = true;
    }
    const std::vector<char> breaks = breaks_of(points);
    const std::vector<Shaped> shaped = shape(points, spec);
    std::size_t next = 0;
    const auto add_line = [&](std::size_t end) {
        TextLine line;
        float x = 0;
        for (; next < end; ++next) {
            PlacedGlyph glyph = shaped[next].glyph;
            glyph.x += x;
            x += shaped[next].advance;
            line.glyphs.push_back(glyph);
            if (points[shaped[next].point] != ' ') line.width = x;
        }
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
    if (spec.lines_max > 0 && paragraph.lines.size() > static_cast<std::size_t>(spec.lines_max)) {
        paragraph.lines.resize(static_cast<std::size_t>(spec.lines_max));
        end_with_dots(paragraph.lines.back(), spec);
        paragraph.width = std::max(paragraph.width, paragraph.lines.back().width);
        paragraph.cut = true;
    }
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
