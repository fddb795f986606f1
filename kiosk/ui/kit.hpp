// The only way a screen draws. A screen calls these once a frame, top to bottom; the kit lays out, shapes, hit-tests and
// records every target. That one list serves touch, keypad, speech, the visit player and the layout tests.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"

namespace onecard::ui {

struct Rect {
    float x = 0, y = 0, width = 0, height = 0;
    bool holds(float px, float py) const { return px >= x && py >= y && px < x + width && py < y + height; }
    bool operator==(const Rect&) const = default;
};

enum class Role { button, tile, row, field, option, key, candidate, text, title, notice, image };

/// Something that is shown or can be touched. `key` is its identity in code, tests and visit scripts, never its text.
struct Target {
    std::string key;
    Role role = Role::text;
    std::string label;    ///< what a person reads; what is spoken
    std::string value;    ///< what a field holds or an option is set to; empty for secrets
    Rect rect;            ///< pixels of the window; for content scrolled away, where it would be
    bool enabled = true;
    bool visible = true;  ///< inside its viewport and not covered
    bool focused = false;
    bool selected = false;
    bool choosable = false;  ///< an option or a row that `selected` says something about
};

/// How loud a thing speaks. One primary a page.
enum class Emphasis { primary, normal, quiet, danger };

enum class Tone { info, good, caution, trouble };

enum class TextStyle { body, large, small, title, amount, strong, muted };

/// Names of pictograms of the one icon family; see theme for their drawing.
enum class Icon {
    none, card, water, electricity, gas, telecom, request, cases, bills, receipt, search, help, home, back, end, language, larger, voice,
    person, people, house, work, school, health, elder, shield, scales, calendar, clock, money, check, cross, warning, info, offline,
    online, printer, phone, location, book, star, keyboard, erase, up, down, left, right, camera, plus, minus, leaf, wrench, megaphone,
    contrast, ease, eye, eye_off, moon, hand
};

/// What the strips above and below every page say. Keys of the lower strip: `back`, `home`, `help`, `language`, `larger`, `ease`, `voice`, `end`.
struct Frame {
    std::string title;
    std::string title_beside;  ///< the same in the hall's other language, as large; empty where only one is shown
    bool beside_first = false;
    std::string hall;          ///< top strip, left
    std::string clock;         ///< top strip, right: the time of day
    bool online = false;
    std::string network;       ///< in words
    bool card_in = false;
    std::string card;          ///< in words
    bool can_go_back = false, can_go_home = false, can_end = false;
    bool can_cover = false;    ///< beside the title the key `cover`: what is shown is nobody else's business
    int step = 0, steps = 0;   ///< progress line where steps > 0; step counts from 1
};

struct Option {
    std::string value;  ///< identity; target key is `KEY.VALUE`
    std::string label;
    std::string note;
};

/// One entry of a list. `key` is the target key.
struct Row {
    std::string key;
    Icon icon = Icon::none;
    std::string title, note;   ///< note in smaller, muted letters below
    std::string value;         ///< right side: an amount, a state
    Tone tone = Tone::info;    ///< of the value
    bool checked = false, checkable = false;
    bool enabled = true;
};

struct Tile {
    std::string key;
    Icon icon = Icon::none;
    std::string title, note;
    bool enabled = true;
};

/// Rows of short texts under their heads: the first column begins on the left, the others end on the right.
struct Table {
    std::vector<std::string> heads;               ///< none: no line of heads
    std::vector<std::vector<std::string>> rows;   ///< a row as long as the heads; what is missing stays empty
};

/// One of a chart. Its value is written beside it: length and colour alone say nothing.
struct Bar {
    std::string label, value;
    float share = 0;       ///< of the longest that can be, 0 … 1
    Tone tone = Tone::info;
    bool strong = false;   ///< the one meant: this month, this department
};

/// Bars that stand beside each other for times, or lie below each other for things with long names.
enum class ChartKind { standing, lying };

/// Rooms seen from above. Each is numbered in its order, from 1; its name is said and stands beside the plan, not in it.
struct Plan {
    struct Spot {
        std::string name;
        float x = 0, y = 0, width = 0, height = 0;  ///< in parts of the plan's width and height
    };
    std::vector<Spot> rooms;
    std::optional<Spot> here = {};  ///< where the reader stands; has no size
    float proportion = 1.7f;        ///< width to height
};

/// A paper as a picture: rows of brightness from the top. `id` is another for each picture.
struct Photo {
    std::uint32_t id = 0;
    int width = 0, height = 0;
    std::span<const std::uint8_t> grey = {};
};

/// A step of a timeline.
struct Moment {
    std::string title, note, when;
    enum class State { done, current, ahead } state = State::ahead;
};

enum class FieldKind { text, long_text, digits, amount, id_number, phone };

struct Field {
    std::string key;
    std::string label;
    std::string hint;        ///< shown while empty
    std::string trouble;     ///< the sentence under the field when its content was refused
    FieldKind kind = FieldKind::text;
    std::size_t points_max = 200;  ///< code points; more can't be entered
    bool required = false;
    bool search = false;     ///< letters that stand for sounds are an answer too: they are not turned into characters unasked
};

class Kit {
public:
    virtual ~Kit() = default;

    /// Starts a page: strips, title, progress line. True keys of the strips come back through pressed().
    virtual void page(const Frame& frame) = 0;

    virtual void text(std::string_view key, std::string_view text, TextStyle style = TextStyle::body) = 0;
    virtual void notice(std::string_view key, Tone tone, std::string_view text) = 0;
    /// A label with its value on one line, for reviews and receipts; wraps below when both do not fit.
    virtual void fact(std::string_view key, std::string_view label, std::string_view value, TextStyle style = TextStyle::body) = 0;
    /// True in the frame in which it was let go inside.
    virtual bool button(std::string_view key, std::string_view label, Emphasis emphasis = Emphasis::normal, Icon icon = Icon::none,
                        bool enabled = true) = 0;
    /// A grid of large tiles, two or three a row as the width allows; the key of the one touched.
    virtual std::optional<std::string> tiles(std::span<const Tile> tiles) = 0;
    /// The key of the row touched.
    virtual std::optional<std::string> rows(std::span<const Row> rows) = 0;
    /// A text field with the on-screen input method below the page while it has the focus. True when the text changed.
    virtual bool field(const Field& field, std::string& value) = 0;
    /// Letters typed for the field `key` that are no characters yet.
    virtual std::string composing(std::string_view key) const = 0;
    /// What a scanner read in this frame while no field had the focus; a field takes it as text.
    virtual std::optional<std::string> scanned() = 0;
    /// One of several; true when it changed. Few short options stand side by side, others below each other.
    virtual bool choice(std::string_view key, std::string_view label, std::span<const Option> options, std::string& value) = 0;
    /// Several of several; true when it changed.
    virtual bool choices(std::string_view key, std::string_view label, std::span<const Option> options, std::vector<std::string>& values) = 0;
    /// Year, month and day by large steppers and a pad; `value` is YYYY-MM-DD or empty.
    virtual bool date(std::string_view key, std::string_view label, std::string& value, std::string_view trouble = {}) = 0;
    /// A field to sign in with a finger; `strokes` as signing.hpp writes them. True when a stroke was added.
    virtual bool signature(std::string_view key, std::string_view label, std::string& strokes, std::string_view trouble = {}) = 0;
    virtual void photo(std::string_view key, std::string_view label, const Photo& photo) = 0;
    /// Digits in a shuffled order without highlight, dots for what was typed. Keys `pin.0` … `pin.9`, `pin.erase`, `pin.enter`. True when entered.
    virtual bool pin_pad(SecretText& pin, std::size_t digits_max) = 0;
    virtual void timeline(std::string_view key, std::span<const Moment> moments) = 0;
    /// What there is to do in its order, numbered; those before `current` are done, one past the end: all are.
    virtual void steps(std::string_view key, std::span<const std::string> texts, std::size_t current) = 0;
    virtual void table(std::string_view key, const Table& table) = 0;
    /// At most 24 bars; further ones are left out.
    virtual void chart(std::string_view key, std::string_view title, std::span<const Bar> bars, ChartKind kind = ChartKind::standing) = 0;
    virtual void plan(std::string_view key, const Plan& plan) = 0;
    virtual void qr(std::string_view key, std::string_view content) = 0;
    virtual void gap(float millimetres = 4) = 0;
    /// A still picture of the large kind: the drawing that shows where the card goes, a large tick, a large warning.
    virtual void picture(std::string_view key, Icon icon, Tone tone = Tone::info) = 0;
    /// Something is going on: a calm sign that moves (or stands when motion is off) and a sentence.
    virtual void waiting(std::string_view key, std::string_view text) = 0;
    /// The same with how far it has come, 0 … 1; nothing when nobody can know.
    virtual void progress(std::string_view key, std::string_view text, std::optional<float> done) = 0;
    /// A dialog over the page that must be answered; what follows belongs to it, until end_dialog(). Turned by page buttons of its own
    /// where it is higher than the screen. `opaque`: nothing of the page shines through.
    virtual void begin_dialog(std::string_view key, std::string_view title, bool opaque = false) = 0;
    virtual void end_dialog() = 0;

    /// The key of the strip button, or `cover`, let go in this frame.
    virtual std::optional<std::string> pressed() = 0;

    /// All targets of the frame, in reading order.
    virtual const std::vector<Target>& targets() const = 0;
};

}  // namespace onecard::ui
