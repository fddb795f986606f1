// The kit on a screen: lays a page out, draws it, and turns touches into answers. One for each window.
//
// A frame: feed() what came in, begin_frame(), let the screen draw itself, end_frame(); again while wants_frame(); then paint().
// Sizes that are known only after a page was drawn (its height, which buttons are last) are taken from the pass before; a
// pass that found them changed asks for another at once, so what is painted is always settled.
#pragma once
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "kiosk/ui/aim.hpp"
#include "kiosk/ui/hand.hpp"
#include "kiosk/ui/input.hpp"
#include "kiosk/ui/input/caret.hpp"
#include "kiosk/ui/input/handwriting.hpp"
#include "kiosk/ui/input/scanner.hpp"
#include "kiosk/ui/input/stroke_table.hpp"
#include "kiosk/ui/keyboard.hpp"
#include "kiosk/ui/layout.hpp"
#include "kiosk/ui/metrics.hpp"
#include "kiosk/ui/painter.hpp"
#include "kiosk/ui/rasteriser.hpp"
#include "kiosk/ui/strings.hpp"
#include "kiosk/ui/theme.hpp"

namespace onecard::ui {

/// UI thread only.
class ScreenKit final : public Kit {
public:
    /// What outlives the kit.
    struct World {
        const Clock& clock;   ///< for what moves
        Random& random;       ///< for the order of the PIN pad
        std::vector<FontFile> fonts = installed_fonts();
    };
    /// Loads icons and the day theme from `assets/themes`. Broken ones are done without: plain_theme(), pages without pictograms.
    static Result<std::unique_ptr<ScreenKit>> open(const std::filesystem::path& assets, const Strings& strings, const View& view, World world);
    ~ScreenKit() override;
    /// What could not be read when it was opened.
    const std::optional<Error>& opened_without() const { return opened_without_; }

    /// Language, look and size can change between any two frames; nothing entered is lost.
    void use(const Strings& strings);
    void use(const Theme& theme);
    void use(const View& view);
    const View& view() const { return metrics_.view(); }

    /// Input waits here; a frame takes as much of it as belongs together. Keys wait a moment longer: they may be a scanner's.
    void feed(Input input);
    /// How much of it waits. Never more than inputs_max: beyond, the oldest is dropped.
    std::size_t inputs_waiting() const { return waiting_.size(); }
    static constexpr std::size_t inputs_max = 4096;
    /// `page`: name of what is shown; when it changes, scrolling and focus start anew.
    void begin_frame(std::string_view page = {});
    void end_frame();
    /// True while another frame is due at once.
    bool wants_frame() const;
    /// True while a key waits for others that may belong to a scanner's code.
    bool holds_keys() const { return scanner_.due_in(world_.clock.uptime()).has_value(); }
    /// When something on the page moves, or keys wait: how long until the next picture is due; zero when it is.
    std::optional<Millis> next_frame_in() const;
    /// Draws what changed since the last paint on this surface; the boxes that changed.
    std::vector<Box> paint(Surface& surface);
    /// The surface is another one or lost its content.
    void repaint() { rasteriser_.forget(); }
    /// Texts of the last frame that were wider than their place.
    int overfull() const { return painter_.overfull(); }
    const std::vector<InkedLine>& lines() const { return painter_.lines(); }
    int tiles_drawn() const { return rasteriser_.tiles_drawn(); }

    /// End of a visit: nothing typed, shown or shaped stays in memory.
    void forget();
    /// Texts kept for the next frame; none after forget().
    std::size_t texts_kept() const { return typesetter_.kept(); }
    InputMethod& pinyin() { return *pinyin_; }
    InputMethod& strokes() { return *strokes_; }
    std::vector<Keyboard::Piece> spelling(std::string_view text) { return keyboard_.spelling(text); }
    /// The field that has the focus; empty when none.
    const std::string& focus() const { return focus_; }
    /// What the keypad points at; empty when a finger was there last.
    const std::string& pointer() const { return pointer_; }
    /// What lies on top of the last frame in the order the keypad goes: the keyboard, else a dialog, else the page. Until the next frame.
    std::vector<const Target*> reading() const;
    /// Dialogs stand this many pixels aside of where they would, against burning in.
    void drift(float pixels);
    /// The sentence that is being spoken, for the strip that stands above the lower one while speech is on.
    void caption(std::string_view sentence);
    /// While it is on, every text that is not word for word in the catalogue is drawn as dots: for pictures that leave the hall.
    void conceal(bool on);

    void page(const Frame& frame) override;
    void text(std::string_view key, std::string_view text, TextStyle style = TextStyle::body) override;
    void notice(std::string_view key, Tone tone, std::string_view text) override;
    void fact(std::string_view key, std::string_view label, std::string_view value, TextStyle style = TextStyle::body) override;
    bool button(std::string_view key, std::string_view label, Emphasis emphasis = Emphasis::normal, Icon icon = Icon::none,
                bool enabled = true) override;
    std::optional<std::string> tiles(std::span<const Tile> tiles) override;
    std::optional<std::string> rows(std::span<const Row> rows) override;
    bool field(const Field& field, std::string& value) override;
    std::string composing(std::string_view key) const override;
    std::optional<std::string> scanned() override { return scanned_; }
    bool choice(std::string_view key, std::string_view label, std::span<const Option> options, std::string& value) override;
    bool choices(std::string_view key, std::string_view label, std::span<const Option> options, std::vector<std::string>& values) override;
    bool date(std::string_view key, std::string_view label, std::string& value, std::string_view trouble = {}) override;
    bool pin_pad(SecretText& pin, std::size_t digits_max) override;
    void timeline(std::string_view key, std::span<const Moment> moments) override;
    bool signature(std::string_view key, std::string_view label, std::string& strokes, std::string_view trouble = {}) override;
    void photo(std::string_view key, std::string_view label, const Photo& photo) override;
    void plan(std::string_view key, const Plan& plan) override;
    void qr(std::string_view key, std::string_view content) override;
    void gap(float millimetres = 4) override;
    void picture(std::string_view key, Icon icon, Tone tone = Tone::info) override;
    void waiting(std::string_view key, std::string_view text) override;
    void progress(std::string_view key, std::string_view text, std::optional<float> done) override;
    void steps(std::string_view key, std::span<const std::string> texts, std::size_t current) override;
    void table(std::string_view key, const Table& table) override;
    void chart(std::string_view key, std::string_view title, std::span<const Bar> bars, ChartKind kind = ChartKind::standing) override;
    void begin_dialog(std::string_view key, std::string_view title, bool opaque = false) override;
    void end_dialog() override;
    std::optional<std::string> pressed() override;
    const std::vector<Target>& targets() const override { return targets_; }
    /// Whoever touches next has read targets() just now, quicker than any person could: see Aim.
    void targets_known() { aim_.known(touchables_); }

private:
    ScreenKit(const std::filesystem::path& assets, const Strings& strings, const View& view, World world);

    /// Where a button or an option stands and how it looks.
    struct Face {
        Colour ground, ink, edge;
        bool raised = false, edged = false;
    };

    // screen_kit.cpp: input, frame, targets, things many elements need
    void take_input();
    void touched(const Touch& touch);
    void wait_in_line(Input input);
    bool is_clear(const std::string& key, Millis at);
    void fire(const std::string& key);
    void set_focus(std::string key);
    Flow& flow() { return in_dialog_ ? dialog_ : page_; }
    Rect place(Block block, std::string_view key, float height);
    /// Records a target and, when it can be touched, where. True in the frame in which it was let go inside.
    bool add(Target target, bool touchable);
    void say(std::string_view key, Role role, std::string_view label, const Rect& rect, std::string_view value = {});
    void write_as(const Strings& strings);
    /// Set as the painter goes: in lines or in columns.
    const Paragraph& set(std::string_view text, TextStyle style, float width);
    const Paragraph& set(std::string_view text, float size, bool bold, float width);
    bool held(std::string_view key) const { return hand_.holds(key); }
    bool fired(std::string_view key) const { return fired_ == key; }
    void card(const Rect& rect, Colour ground, float radius);
    bool seen(const Rect& rect) const;
    Rect in_page(const Rect& window) const;

    // pointer.cpp: the keypad
    void key_press(const KeyPress& press);
    bool key_for_field(const KeyPress& press);
    void step_focus(int step);
    void type_text(const std::string& text);
    void press_enter();
    void press_cancel();
    bool touchable(std::string_view key) const;
    bool points_at_keyboard() const;
    std::vector<std::size_t> reading_order() const;
    void move_pointer(int step, bool over_texts);
    void follow_pointer();

    // veils.cpp: what is hidden until touched
    std::string unveiled(std::string_view key, std::string_view text);
    void lift_veils();
    std::optional<Millis> next_veil_in() const;
    std::string concealed(std::string_view text) const;

    // captions.cpp
    bool caption_above() const;
    float caption_height() const;
    void caption_strip();

    // frame.cpp
    /// Between the strips: where a line begins and how long it is, where the first line stands and where the last one ends.
    struct Sheet {
        float begin = 0, length = 0, first = 0, last = 0;
    };
    Sheet sheet();
    float title(float top);
    void title_words(std::string_view key, std::string_view words, float size, const Rect& at);
    void cover_key(const Rect& square);
    void progress(float y);

    // strips.cpp
    /// Draws the strip above; its height, which is two rows where one does not hold everything.
    float top_strip();
    /// What the strip above says about network and card.
    struct Chip {
        std::string_view key;
        Icon icon = Icon::none;
        std::string_view words;
        bool good = true;
    };
    float chip_width(const Chip& chip);
    bool signs_only() const;
    void draw_chip(const Chip& chip, float left, float top);
    void bottom_strip();
    bool strip_state(std::string_view key) const;
    std::vector<std::pair<std::string_view, Icon>> strip_keys() const;
    struct StripPlan {
        int rows = 1;
        std::size_t a_row = 1;
        float letters = 0, row_height = 0, left = 0;
        std::vector<float> widths;    ///< of the keys of a row
    };
    StripPlan plan_strip();
    float strip_pad() const;
    bool widths_in(StripPlan& plan, float room);
    const Paragraph& strip_word(std::string_view word, float letters, float width);
    void strip_button(std::string_view key, Icon icon, const Rect& rect, float size);

    // paging.cpp
    float turner_width();
    void turn(bool down);
    void page_buttons();
    void page_button(std::string_view key, Icon icon, const Rect& rect, bool enabled);
    void page_fades(const Flow& of, Colour ground);
    void turners(const Flow& of, const Rect& place);

    // dialog.cpp
    Rect dialog_box(float head) const;
    void dialog_clip();

    // controls.cpp
    Face face_of(Emphasis emphasis, bool enabled, bool down) const;
    float button_height(std::string_view label, float width, Icon icon);
    void option_list(std::string_view key, std::span<const Option> options, const std::vector<std::string>& chosen, bool several);
    void option(const std::string& key, const Option& option, const Rect& rect, bool chosen, bool several);
    float option_height(const Option& option, float width);
    void mark(const Rect& square, bool chosen, bool several, bool enabled);
    void field_label(std::string_view label, bool required, const Rect& at);
    float label_height(std::string_view label, float width);

    // passages.cpp, progress.cpp, figures.cpp
    std::string broken_at_pause(std::string_view text, TextStyle style, float full);
    float even_width(std::string_view text, TextStyle style, float full);
    void card_on_reader(const Rect& square);
    void standing_bars(std::string_view key, const Rect& rect, std::span<const Bar> bars);
    void lying_bars(std::string_view key, const Rect& rect, std::span<const Bar> bars);
    struct BarWords {
        const Paragraph* label;
        const Paragraph* value;
        float height;
    };
    BarWords bar_words(const Bar& bar, float width);
    void qr_squares(const Rect& square, std::string_view content);

    // tiles.cpp, lists.cpp
    bool tile(const Tile& tile, const Rect& rect);
    bool tile_lies() const;
    std::size_t tile_columns(std::span<const Tile> tiles, float full);
    float tile_height(const Tile& tile, float width);
    bool row(const Row& row, const Rect& rect);
    float row_height(const Row& row, float width);

    // fields.cpp, dates.cpp
    void edit(std::vector<Edit> edits);
    /// True in the frame in which the field is to get the focus.
    bool takes_focus(std::string_view key);
    void open_field(std::string_view key, FieldKind kind, bool search);
    bool apply_edits(std::string_view key, const Room& room, std::string& value);
    void field_box(const Rect& box, bool focused, bool trouble);
    /// The text of a field as it stands on the page.
    struct Sheaf {
        const Paragraph& text;
        float x = 0, y = 0;      ///< where its first line begins, also when that is scrolled out of the box
        std::size_t lines = 1;   ///< as many are seen
    };
    std::size_t caret_line(const Paragraph& text) const;
    float place_in_line(const Paragraph& text, std::size_t line, std::size_t point, std::string_view value);
    std::size_t point_under_finger(const Sheaf& sheaf, std::string_view value);
    void draw_caret(const Sheaf& sheaf, std::string_view value);
    float wipe_width();
    bool wipe_button(const Field& field, const Rect& box, std::string& value);
    struct Day {
        int year = 0, month = 0, day = 0;
    };
    bool date_part(std::string_view key, int which, const Rect& rect, Day& day);
    bool number_box(const std::string& key, const Rect& rect, int& number, std::size_t digits);

    // pin_pad.cpp
    void shuffle_digits();
    void pin_window(const Rect& rect, std::size_t typed, std::size_t digits_max);
    bool pin_digit(char digit, const Rect& rect);
    bool pin_function(std::string_view name, const Rect& rect, bool enabled);

    // keyboard_panel.cpp
    float keyboard_height() const;
    float composed_height() const;
    float tabs_height() const;
    float candidates_height() const;
    void keyboard_panel();
    void panel_ground(const Rect& panel);
    void candidate_line(const Rect& rect);
    void candidates(const Rect& rect);
    void cap(const Cap& cap);
    void cap_label(const Cap& cap, const std::string& label, Colour ink);

    // writing_area.cpp
    /// True when the touch belongs to the writing area.
    bool write(const Touch& touch);
    void writing_area(const Rect& rect);
    void ink(const InkStroke& stroke, const Rect& rect);

    // signing.cpp
    /// True when the touch belongs to the field that is signed in.
    bool sign(const Touch& touch);

    World world_;
    const Strings* strings_;
    Theme theme_;
    Metrics metrics_;
    Masks masks_;
    Fonts fonts_;
    Icons icons_;
    Typesetter typesetter_;
    Painter painter_;
    Rasteriser rasteriser_;
    StrokeTable stroke_table_;
    std::unique_ptr<InputMethod> pinyin_, strokes_;
    std::unique_ptr<Handwriting> handwriting_;
    Keyboard keyboard_;
    Scanner scanner_;
    std::optional<Error> opened_without_;
    Hand hand_;
    Aim aim_;
    int acted_ = 0;               ///< pictures that still show what a finger or key did
    Millis pressed_at_{0};       ///< when a touch last fired something that is not a key of a keyboard

    std::deque<Input> waiting_;
    std::string fired_, focus_, pointer_, page_name_;
    std::string wanted_focus_;        ///< the field that gets the focus in this frame
    std::optional<std::string> scanned_;
    std::vector<Edit> edits_;
    std::string edits_for_;           ///< the field they belong to
    std::size_t caret_ = caret_end;   ///< of the field that has the focus
    std::string wiped_;               ///< what was cleared away in it, until something is typed
    Rect writing_area_;               ///< of the last frame; nothing while no finger may write
    std::int64_t writer_ = 0;         ///< the finger that writes
    std::string sign_key_;            ///< the field to sign in of the last frame, where it stands in the window, and the stroke being drawn
    Rect sign_area_;
    float sign_scale_ = 1;            ///< pixels of what a signature counts as 1
    InkStroke sign_stroke_;
    std::int64_t signer_ = 0;
    bool signing_ = false, sign_done_ = false;
    bool writing_ = false;            ///< a finger that came down there is not up yet
    bool vertical_ = false;           ///< the page is written in columns
    bool unsettled_ = false, answered_ = false, moving_ = false, in_dialog_ = false, dialog_shown_ = false;
    int passes_ = 0;
    Millis drawn_at_{0};
    Frame frame_;
    Flow page_, dialog_;
    std::vector<Target> targets_;
    std::vector<Layer> places_;       ///< of the targets
    bool reveal_pointer_ = false;
    std::set<std::string, std::less<>> veiled_;            ///< keys of this frame that something is hidden under
    std::map<std::string, Millis, std::less<>> unveiled_;  ///< what was touched, and until when it shows
    std::string caption_;
    float drift_ = 0;
    bool concealing_ = false;
    std::set<std::string, std::less<>> open_texts_;        ///< what may be read while concealing
    std::vector<Touchable> touchables_, touchables_before_;
    float content_left_ = 0, content_width_ = 0;
    bool scrolls_ = false, dialog_scrolls_ = false;
    bool fixed_ = false;              ///< what is drawn stands outside of what scrolls
    Rect page_row_, dialog_row_;      ///< where the buttons stand that turn them
    std::string digits_;              ///< the order of the PIN pad
    std::string number_text_;         ///< what is being typed into a part of a date
};

}  // namespace onecard::ui
