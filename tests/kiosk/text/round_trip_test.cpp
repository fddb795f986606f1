// Every character of GB 18030-2022 on the way that a resident's name takes: typed into a form, kept by the store, sent as JSON, drawn on the screen
// and on the slip.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "base/json.hpp"
#include "base/text.hpp"
#include "cardreader/apps/holder.hpp"
#include "kiosk/device/slip_picture.hpp"
#include "kiosk/flow/form.hpp"
#include "tests/client/kiosk_disk.hpp"
#include "tests/kiosk/text/repertoire.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

ui::Frame titled(std::string title) {
    ui::Frame frame;
    frame.title = std::move(title);
    return frame;
}

constexpr std::size_t typed_at_once = 100;

std::vector<std::string> cut_up(const std::vector<char32_t>& points, std::size_t size) {
    std::vector<std::string> pieces;
    for (std::size_t i = 0; i < points.size(); i += size) {
        const auto begin = points.begin() + static_cast<std::ptrdiff_t>(i);
        pieces.push_back(to_utf8({begin, begin + static_cast<std::ptrdiff_t>(std::min(size, points.size() - i))}));
    }
    return pieces;
}

// A form field on the real kit, typed into by a keyboard.
class TypedField {
public:
    std::string after_typing(const std::string& text) {
        value_.clear();
        stage_.show([this](ui::Kit& kit) { draw(kit); }, "form " + std::to_string(++page_));
        REQUIRE(stage_.tap("name"));
        stage_.kit().feed(ui::KeyPress{ui::KeyPress::Kind::text, text});
        stage_.frame();
        return value_;
    }

private:
    void draw(ui::Kit& kit) {
        kit.page(titled("样例"));
        kit.field({"name", "姓名", {}, {}, ui::FieldKind::text, 200}, value_);
    }
    std::string value_;
    int page_ = 0;
    // In English, so that letters stay letters.
    ui::Stage stage_{[this](ui::Kit& kit) { draw(kit); }, "en"};
};

flow::Item item_with_name() {
    flow::FormField field;
    field.key = "name";
    flow::Item item;
    item.form = {field};
    return item;
}

wire::RequestBody request(const std::string& name, const Timestamp& at) {
    flow::Draft draft;
    draft.set("name", name);
    const auto item = item_with_name();
    CHECK(flow::trouble(item.form[0], draft, "2026-11-22") == "");
    wire::RequestBody body;
    body.receipt = "K0001-20261122-0001";
    body.card_serial = "3100000000123457";
    body.item_code = "MZ-0007";
    body.answers = flow::answers(item, draft, {});
    body.language = "zh-Hans";
    body.handed_in_at = at;
    return body;
}

// Which font drew how many, and which characters none has.
struct Drawn {
    std::map<std::string, std::size_t> by_font;
    std::string framed_codes;
    std::size_t all = 0, framed = 0, invisible = 0, notdef = 0, inkless = 0;
};

class Inspection {
public:
    void look_at(char32_t point, Drawn& drawn) {
        const auto& set = typesetter_.set(to_utf8({point}), {30, false});
        ++drawn.all;
        if (set.lines[0].glyphs.empty()) {
            ++drawn.invisible;
            return;
        }
        const auto& glyph = set.lines[0].glyphs.back();
        if (glyph.face == ui::PlacedGlyph::no_face) {
            ++drawn.framed;
            char code[16];
            std::snprintf(code, sizeof code, " %04X", static_cast<unsigned>(point));
            if (drawn.framed <= 40) drawn.framed_codes += code;
            return;
        }
        ++drawn.by_font[fonts_.name(glyph.face)];
        drawn.notdef += glyph.number == 0;
        drawn.inkless += fonts_.glyph(glyph.face, glyph.number, 30, 0).width == 0;
        if (drawn.all % 2000 == 0) {
            typesetter_.clear();
            masks_.clear();
        }
    }

private:
    ui::Masks masks_;
    ui::Fonts fonts_{ui::installed_fonts(), masks_};
    ui::Typesetter typesetter_{fonts_};
};

void print(const std::string& what, const Drawn& drawn) {
    std::string fonts;
    for (const auto& [name, count] : drawn.by_font) fonts += ", " + std::to_string(count) + " drawn by " + name;
    std::printf("%zu code points round-tripped (%s)%s, %zu invisible, %zu framed%s\n", drawn.all, what.c_str(), fonts.c_str(),
                drawn.invisible, drawn.framed, drawn.framed_codes.c_str());
}

// Rows of writing on a slip, told by the white between them.
std::vector<std::pair<int, int>> rows_of(const ui::Surface& slip) {
    std::vector<std::pair<int, int>> rows;
    const auto inked = [&](int y) { return std::any_of(slip.row(y), slip.row(y) + slip.width(), [](std::uint32_t dot) { return (dot & 0xFF) < 128; }); };
    for (int y = 0; y < slip.height(); ++y) {
        if (!inked(y)) continue;
        const int top = y;
        while (y < slip.height() && inked(y)) ++y;
        if (y - top > 10) rows.emplace_back(top, y);  // what is lower is a rule
    }
    return rows;
}

constexpr int in_a_row = 19, letter = 30, side = 32 + (576 - in_a_row * letter);
constexpr std::size_t rows_a_line = 20, lines_a_slip = 12;

device::Slip slip_of(const std::vector<std::string>& values) {
    device::Slip slip;
    for (const auto& value : values) slip.lines.push_back({"", value, false});
    return slip;
}

std::vector<std::string> probe(std::size_t lines) {
    std::string row;
    for (std::size_t i = 0; i < in_a_row * rows_a_line; ++i) row += "国";
    return std::vector<std::string>(lines, row);
}

}  // namespace

TEST_CASE("every character of GB 18030-2022 comes through form, store and API as it was typed, and a real font draws it") {
    const auto points = characters_and_radicals();
    REQUIRE(points.size() == 88'115);
    KioskDisk disk;
    TypedField field;
    std::vector<wire::RequestBody> handed_in;
    {
        auto store = disk.open();
        std::vector<store::NewSubmission> batch;
        for (const auto& text : cut_up(points, typed_at_once)) {
            const auto typed = field.after_typing(text);
            REQUIRE(typed == text);
            handed_in.push_back(request(typed, disk.clock.now()));
            batch.push_back({disk.submission(dump_json(wire::to_json(handed_in.back()))), {}});
        }
        REQUIRE(store.outbox().add_many(batch));
    }
    auto store = disk.open();  // the machine was started again
    const auto due = store.outbox().due(handed_in.size(), std::size_t(64) << 20).value();
    REQUIRE(due.size() == handed_in.size());
    std::size_t arrived = 0;
    for (std::size_t first = 0; first < due.size(); first += wire::submissions_max) {
        const auto begin = due.begin() + static_cast<std::ptrdiff_t>(first);
        const std::vector<wire::Submission> batch(begin, begin + static_cast<std::ptrdiff_t>(std::min(wire::submissions_max, due.size() - first)));
        const auto sent = dump_json(wire::to_json(batch));
        const auto received = wire::submissions_from(parse_json(sent).value()).value();
        for (const auto& one : received)
            CHECK(wire::request_from(parse_json(one.body).value()).value() == handed_in[arrived++]);
    }
    CHECK(arrived == handed_in.size());

    Drawn drawn;
    Inspection inspection;
    for (const auto point : points) inspection.look_at(point, drawn);
    CHECK(drawn.notdef == 0);
    CHECK(drawn.inkless == 0);
    CHECK(drawn.invisible == 0);
    CHECK(drawn.framed == 0);
    print("Chinese characters and radicals", drawn);
}

TEST_CASE("every character of GB 18030-2022 has its place and its ink on the slip") {
    const auto points = characters_and_radicals();
    const auto grid = rows_of(device::draw_slip(slip_of(probe(lines_a_slip)), device::Paper::mm80));
    REQUIRE(grid.size() == rows_a_line * lines_a_slip);
    const auto lines = cut_up(points, in_a_row * rows_a_line);
    std::size_t seen = 0, empty = 0;
    for (std::size_t first = 0; first < lines.size(); first += lines_a_slip) {
        const std::vector<std::string> on_slip(lines.begin() + static_cast<std::ptrdiff_t>(first),
                                               lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), first + lines_a_slip)));
        const auto picture = device::draw_slip(slip_of(on_slip), device::Paper::mm80);
        std::size_t row = 0;
        for (const auto& line : on_slip) {
            const auto count = length_in_points(line);
            for (std::size_t i = 0; i + in_a_row <= count; i += in_a_row, ++row) {
                for (int column = 0; column < in_a_row; ++column) {
                    bool ink = false;
                    for (int y = grid[row].first; y < grid[row].second; ++y)
                        for (int x = side + column * letter; x < side + (column + 1) * letter; ++x) ink = ink || (picture.row(y)[x] & 0xFF) < 128;
                    ++seen;
                    empty += !ink;
                }
            }
        }
    }
    CHECK(empty == 0);
    CHECK(seen > points.size() - in_a_row);  // all but a last row that is not full
    std::printf("%zu characters seen on slips, %zu without ink\n", seen, empty);
}

TEST_CASE("the card's own encoding holds every character of GB 18030-2022") {
    std::size_t good = 0;
    const auto points = characters_and_radicals();
    for (const auto& text : cut_up(points, 5)) {
        const auto bytes = card::to_gb18030(text);
        REQUIRE(bytes);
        if (card::from_gb18030(*bytes).view() == text) good += length_in_points(text);
    }
    CHECK(good == points.size());
    std::printf("%zu code points through the card's encoding\n", good);
}

TEST_CASE("the other scripts of GB 18030-2022 come through the form and are drawn") {
    TypedField field;
    Inspection inspection;
    for (const auto& script : other_scripts()) {
        Drawn drawn;
        for (const auto& text : cut_up(script.points, typed_at_once)) {
            auto wanted = text;
            CHECK_MESSAGE(field.after_typing(text) == wanted, script.name);
        }
        for (const auto point : script.points) inspection.look_at(point, drawn);
        CHECK(drawn.notdef == 0);
        CHECK_MESSAGE(drawn.framed * 20 <= drawn.all, script.name);
        print(script.name, drawn);
    }
}
