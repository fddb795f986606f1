#include "kiosk/ui/screen_kit.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "kiosk/ui/formats.hpp"
#include "kiosk/ui/veil.hpp"

namespace onecard::ui {
namespace {

constexpr int passes_max = 6;
constexpr float finger_slack_millimetres = 5;
constexpr Millis motion_step{80};

bool is_touched(Role role) {
    return role == Role::button || role == Role::tile || role == Role::row || role == Role::field || role == Role::option || role == Role::key ||
           role == Role::candidate;
}

}  // namespace

ScreenKit::ScreenKit(const std::filesystem::path& assets, const Strings& strings, const View& view, World world)
    : world_(std::move(world)), strings_(&strings), metrics_(view), fonts_(std::move(world_.fonts), masks_), icons_(fonts_, masks_), typesetter_(fonts_),
      painter_(masks_, icons_, typesetter_), rasteriser_(masks_), stroke_table_(assets / "keyboards" / "strokes.bin"), pinyin_(make_pinyin()),
      strokes_(make_strokes(stroke_table_)), handwriting_(make_handwriting(stroke_table_)), keyboard_({*pinyin_, *strokes_, *handwriting_}),
      hand_(metrics_.millimetres(finger_slack_millimetres)) {}

ScreenKit::~ScreenKit() = default;

Result<std::unique_ptr<ScreenKit>> ScreenKit::open(const std::filesystem::path& assets, const Strings& strings, const View& view, World world) {
    auto theme = load_theme(assets / "themes" / "day.json");
    std::unique_ptr<ScreenKit> kit(new ScreenKit(assets, strings, view, std::move(world)));
    kit->theme_ = theme ? *theme : plain_theme();
    kit->write_as(strings);
    auto icons = kit->icons_.load(assets / "themes" / "icons.json");
    if (!theme) kit->opened_without_ = theme.error();
    else if (!icons) kit->opened_without_ = icons.error();
    return kit;
}

void ScreenKit::write_as(const Strings& strings) {
    strings_ = &strings;
    vertical_ = is_vertical(language_from(strings.language()));
    metrics_ = Metrics(metrics_.view(), vertical_);
    hand_.drag_sideways(vertical_);
}

void ScreenKit::use(const Strings& strings) {
    write_as(strings);
    unsettled_ = true;
}

void ScreenKit::use(const Theme& theme) {
    theme_ = theme;
    unsettled_ = true;
}

void ScreenKit::use(const View& view) {
    metrics_ = Metrics(view, vertical_);
    hand_ = Hand(metrics_.millimetres(finger_slack_millimetres));
    hand_.drag_sideways(vertical_);
    unsettled_ = true;
}

void ScreenKit::begin_frame(std::string_view page) {
    if (page != page_name_) {
        page_name_ = page;
        page_.reset();
        set_focus({});
        pointer_.clear();
        touchables_.clear();
        aim_.reset();
    }
    if (!unsettled_) {
        aim_.stood(touchables_, drawn_at_, acted_ > 0);
        acted_ = std::max(0, acted_ - 1);
        typesetter_.settle();
    }
    // Also while a page settles: whoever shows one page after the other, each but once, would run out of room for letters.
    masks_.settle();
    // What a touch means is known only when the page stands: not while it settles, nor right after an answer changed it.
    const bool stands = !unsettled_ && !answered_;
    fired_.clear();
    scanned_.reset();
    touchables_before_ = std::move(touchables_);
    if (stands) take_input();
    answered_ = !fired_.empty() || scanned_;
    unsettled_ = moving_ = in_dialog_ = dialog_shown_ = scrolls_ = false;
    targets_.clear();
    places_.clear();
    touchables_.clear();
    sign_area_ = {};
    lift_veils();
    painter_.begin(metrics_.width(), metrics_.height());
    painter_.set_vertical(vertical_);
}

void ScreenKit::feed(Input input) {
    const Millis now = world_.clock.uptime();
    const bool key = std::holds_alternative<KeyPress>(input);
    auto keys = key ? scanner_.take(std::move(std::get<KeyPress>(input)), now) : scanner_.release();
    for (KeyPress& press : keys) wait_in_line(std::move(press));
    if (!key) wait_in_line(std::move(input));
}

void ScreenKit::wait_in_line(Input input) {
    constexpr std::size_t crowded = 256;
    const auto* touch = std::get_if<Touch>(&input);
    auto* last = waiting_.size() >= crowded ? std::get_if<Touch>(&waiting_.back()) : nullptr;
    // Nobody has looked for long: of a finger on its way only where it is now matters.
    if (touch && last && touch->kind == Touch::Kind::move && last->kind == Touch::Kind::move && touch->finger == last->finger) {
        *last = *touch;
        return;
    }
    if (waiting_.size() >= inputs_max) waiting_.pop_front();
    waiting_.push_back(std::move(input));
}

bool ScreenKit::wants_frame() const {
    return unsettled_ || answered_ || !waiting_.empty() || scanner_.due_in(world_.clock.uptime()) == Millis(0);
}

void ScreenKit::take_input() {
    for (KeyPress& press : scanner_.due(world_.clock.uptime())) wait_in_line(std::move(press));
    constexpr int press_and_answer = 2;
    while (!waiting_.empty() && fired_.empty() && !scanned_) {
        acted_ = press_and_answer;
        const Input input = std::move(waiting_.front());
        waiting_.pop_front();
        if (const auto* touch = std::get_if<Touch>(&input)) touched(aim_.corrected(*touch, touchables_before_, world_.clock.uptime()));
        else key_press(std::get<KeyPress>(input));
    }
}

void ScreenKit::touched(const Touch& touch) {
    pointer_.clear();
    if (write(touch) || sign(touch)) return;
    if (const auto key = hand_.handle(touch, touchables_before_); key && is_clear(*key, touch.at)) fire(*key);
    Flow& under = dialog_shown_ ? dialog_ : page_;
    const bool on_it = vertical_ ? under.view().holds(touch.y, hand_.down_x()) : under.view().holds(touch.x, hand_.down_y());
    if (const float drag = hand_.take_drag(); drag != 0 && on_it) under.scroll_to(under.scroll() - drag);
}

// Drops and palms fire in bursts, people don't: buttons have to be let go one after the other. Typing may be as fast as anybody types.
bool ScreenKit::is_clear(const std::string& key, Millis at) {
    constexpr Millis apart{100};
    if (key.starts_with("key.") || key.starts_with("candidate.") || key.starts_with("pin.")) return true;
    if (at > Millis(0) && pressed_at_ > Millis(0) && at - pressed_at_ < apart) return false;
    pressed_at_ = at;
    return true;
}

void ScreenKit::fire(const std::string& key) {
    if (key.starts_with("key.") || key.starts_with("candidate.")) {
        edit(keyboard_.press(key));
        return;
    }
    if (key == "page.up" || key == "page.down") {
        turn(key == "page.down");
        return;
    }
    fired_ = key;
    const auto at = std::find_if(targets_.begin(), targets_.end(), [&](const Target& t) { return t.key == key; });
    if (at != targets_.end() && at->role != Role::field && key != focus_ + ".clear") set_focus({});
}

void ScreenKit::edit(std::vector<Edit> edits) {
    if (!edits.empty()) edits_for_ = focus_;
    for (Edit& one : edits) edits_.push_back(std::move(one));
    if (!keyboard_.is_open()) set_focus({});
}

// Targets are kept as the window has them; the page counts along its lines.
Rect ScreenKit::in_page(const Rect& rect) const { return vertical_ ? Rect{rect.y, rect.x, rect.height, rect.width} : rect; }

void ScreenKit::set_focus(std::string key) {
    if (key == focus_) return;
    caret_ = caret_end;
    onecard::wipe(wiped_);
    // What is still composed belongs to the field that is left.
    if (keyboard_.is_open()) edit(keyboard_.close());
    if (pointer_.starts_with("key.") || pointer_.starts_with("candidate.") || pointer_ == "composed") pointer_ = focus_;
    focus_ = std::move(key);
    unsettled_ = true;
}

Rect ScreenKit::place(Block block, std::string_view key, float height) {
    if (block == Block::button) require(false, "buttons are placed by take_button");
    return flow().take(block, key, std::round(height));
}

bool ScreenKit::seen(const Rect& rect) const {
    if (painter_.layer() == Layer::page) {
        const Rect& view = page_.view();
        return rect.y < view.y + view.height && rect.y + rect.height > view.y;
    }
    return true;
}

bool ScreenKit::add(Target target, bool touchable) {
    touchable = touchable || veiled_.contains(target.key);
    // What an element did not uncover itself stays covered.
    for (std::string* text : {&target.label, &target.value})
        if (has_veil(*text)) *text = without_veil(*text, false);
    Rect area = target.rect;
    const bool scrolled = painter_.layer() == Layer::page || painter_.layer() == Layer::dialog;
    if (scrolled && !fixed_ && !flow().in_bar()) {
        const Rect& view = flow().view();
        const float top = std::max(area.y, view.y), bottom = std::min(area.y + area.height, view.y + view.height);
        area = {area.x, top, area.width, std::max(0.0f, bottom - top)};
        const float needed = touchable ? target.rect.height * 0.6f : 1;
        target.visible = area.height > 0 && area.height >= std::min(needed, view.height * 0.5f);
    }
    target.focused = target.focused || target.key == focus_;
    if (touchable && target.enabled && target.visible) touchables_.push_back({target.key, painter_.placed(area)});
    if (!pointer_.empty() && target.key == pointer_ && target.visible) {
        const float width = metrics_.units(6);
        painter_.outline({target.rect.x - width, target.rect.y - width, target.rect.width + 2 * width, target.rect.height + 2 * width},
                         theme_.focus, width, metrics_.radius() + width);
    }
    target.rect = painter_.placed(target.rect);
    const bool hit = touchable && target.enabled && fired(target.key);
    targets_.push_back(std::move(target));
    places_.push_back(painter_.layer());
    return hit;
}

void ScreenKit::say(std::string_view key, Role role, std::string_view label, const Rect& rect, std::string_view value) {
    Target target;
    target.key = key;
    target.role = role;
    target.label = label;
    target.value = value;
    target.rect = rect;
    add(std::move(target), false);
}

const Paragraph& ScreenKit::set(std::string_view text, TextStyle style, float width) {
    return set(text, metrics_.text(style), metrics_.bold(style), width);
}

const Paragraph& ScreenKit::set(std::string_view text, float size, bool bold, float width) {
    TextSpec spec;
    spec.size = size;
    spec.bold = bold;
    spec.width = width;
    spec.vertical = painter_.vertical();
    spec.spacing = size > metrics_.text(TextStyle::large) ? 1.3f : 1.45f;
    if (has_veil(text)) return typesetter_.set(without_veil(text, false), spec);
    return concealing_ ? typesetter_.set(concealed(text), spec) : typesetter_.set(text, spec);
}

void ScreenKit::card(const Rect& rect, Colour ground, float radius) {
    if (theme_.borders) {
        painter_.fill(rect, ground, radius);
        painter_.outline(rect, theme_.line, metrics_.units(3), radius);
        return;
    }
    painter_.shadow(rect, theme_.shadow, radius, metrics_.units(14));
    painter_.fill(rect, ground, radius);
}

void ScreenKit::end_frame() {
    if (!in_dialog_ && !dialog_shown_) dialog_.reset();
    if (!page_.empty() || !frame_.title.empty()) {
        painter_.use(Layer::page);
        painter_.unclip();
        page_buttons();
        painter_.set_vertical(false);
        bottom_strip();
    }
    painter_.set_vertical(false);
    keyboard_panel();
    caption_strip();
    drawn_at_ = world_.clock.uptime();
    const bool settled = page_.finish();
    const bool dialog_settled = !dialog_shown_ || dialog_.finish();
    const auto focused = std::find_if(targets_.begin(), targets_.end(), [&](const Target& t) { return t.key == focus_ && is_touched(t.role); });
    if (focused != targets_.end() && !dialog_shown_ && page_.reveal(in_page(focused->rect))) unsettled_ = true;
    if (focused == targets_.end() && !focus_.empty()) set_focus({});
    follow_pointer();
    if (scrolls_ != page_.overflows() || (dialog_shown_ && dialog_scrolls_ != dialog_.overflows())) unsettled_ = true;
    unsettled_ = unsettled_ || !settled || !dialog_settled;
    for (Edit& one : edits_) onecard::wipe(one.text);
    edits_.clear();
    passes_ = unsettled_ ? passes_ + 1 : 0;
    if (passes_ >= passes_max) {
        unsettled_ = false;
        passes_ = 0;
    }
}

std::optional<Millis> ScreenKit::next_frame_in() const {
    std::optional<Millis> soonest = next_veil_in();
    const auto sooner = [&soonest](std::optional<Millis> other) {
        if (other) soonest = soonest ? std::min(*soonest, *other) : *other;
    };
    sooner(scanner_.due_in(world_.clock.uptime()));
    if (moving_ && !metrics_.view().reduced_motion)
        sooner(std::clamp(drawn_at_ + motion_step - world_.clock.uptime(), Millis(0), motion_step));
    return soonest;
}

std::vector<Box> ScreenKit::paint(Surface& surface) {
    const auto lists = painter_.lists();
    return rasteriser_.draw(lists, theme_.ground, surface);
}

std::optional<std::string> ScreenKit::pressed() {
    for (const auto& [key, icon] : strip_keys()) {
        if (fired(key)) return std::string(key);
    }
    if (fired("cover")) return "cover";
    return std::nullopt;
}

void ScreenKit::forget() {
    keyboard_.forget();
    set_focus({});
    hand_.let_go();
    scanner_.forget();
    waiting_.clear();
    if (scanned_) onecard::wipe(*scanned_);
    scanned_.reset();
    wanted_focus_.clear();
    writing_ = signing_ = sign_done_ = false;
    sign_stroke_.clear();
    for (Edit& one : edits_) onecard::wipe(one.text);
    edits_.clear();
    for (Target& target : targets_) {
        onecard::wipe(target.label);
        onecard::wipe(target.value);
    }
    targets_.clear();
    places_.clear();
    touchables_.clear();
    pointer_.clear();
    unveiled_.clear();
    onecard::wipe(caption_);
    onecard::wipe(digits_);
    onecard::wipe(number_text_);
    frame_ = {};
    typesetter_.clear();
    painter_.begin(metrics_.width(), metrics_.height());
    masks_.clear();
    page_.reset();
    dialog_.reset();
    page_name_.clear();
    unsettled_ = true;
}

}  // namespace onecard::ui
