#include "kiosk/ui/input/handwriting.hpp"

#include <zinnia.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/log.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"
#include "kiosk/ui/input/stroke_table.hpp"

namespace onecard::ui {
namespace {

constexpr const char* model = "/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model";
constexpr std::size_t shapes_max = 40, by_strokes_max = 60;
// Of what the shape says, how much the strokes may bring forward; then in what portions both take turns.
constexpr std::size_t agreeing_max = 10, shapes_first = 4, strokes_first = 4;
constexpr float pi = 3.14159265f, sharp = 0.8f, hook_share = 0.3f;  // radians; of the way before the hook
constexpr float grid = 1000, filled = 0.65f;  // of the model's square; how much of it a character fills
constexpr float smallest = 0.2f;             // what is smaller is a dot or a short stroke and stays small
constexpr float widest = 4;
constexpr float nearest = 0.008f;  // points closer than this say nothing new

// Parts of characters that the model knows as characters too. Nobody means them: a large mouth is a mouth.
constexpr std::string_view parts[] = {"丨", "丿", "丶", "亠", "冂", "冖", "冫", "凵", "勹", "匚", "卩", "厶", "囗", "夂", "宀", "尢", "屮", "巛", "廴", "廾", "彐", "彡",
                                      "彳", "攵", "殳", "灬", "爿", "疒", "癶", "糸", "纟", "虍", "讠", "豸", "辶", "阝", "隹", "髟", "黹"};

struct Free {
    void operator()(zinnia_recognizer_t* one) const { zinnia_recognizer_destroy(one); }
    void operator()(zinnia_character_t* one) const { zinnia_character_destroy(one); }
    void operator()(zinnia_result_t* one) const { zinnia_result_destroy(one); }
};

template <class List>
bool contains(const List& list, const std::string& one) {
    return std::find(std::begin(list), std::end(list), one) != std::end(list);
}

float inside(float place, float end) { return std::isfinite(place) ? std::clamp(place, 0.0f, end) : 0; }

/// Brings what was written, wherever and how large, into the middle of the model's square.
struct Frame {
    explicit Frame(const std::vector<InkStroke>& strokes) {
        float left = widest, right = 0, top = 1, bottom = 0;
        for (const InkStroke& stroke : strokes)
            for (const InkPoint& at : stroke) {
                left = std::min(left, at.x), right = std::max(right, at.x);
                top = std::min(top, at.y), bottom = std::max(bottom, at.y);
            }
        middle_x = (left + right) / 2;
        middle_y = (top + bottom) / 2;
        scale = grid * filled / std::max({right - left, bottom - top, smallest});
    }
    int x(const InkPoint& at) const { return static_cast<int>((at.x - middle_x) * scale + grid / 2); }
    int y(const InkPoint& at) const { return static_cast<int>((at.y - middle_y) * scale + grid / 2); }

    float middle_x = 0, middle_y = 0, scale = 1;
};

class Ink final : public Handwriting {
public:
    explicit Ink(StrokeTable& table) : table_(table) {}
    ~Ink() override { reset(); }

    void begin_stroke(InkPoint at) override {
        if (drawing_) end_stroke();
        if (strokes_.size() >= ink_strokes_max) return;
        strokes_.emplace_back();
        drawing_ = true;
        add(at);
    }

    void move_stroke(InkPoint to) override {
        if (drawing_) add(to);
    }

    void end_stroke() override {
        if (!drawing_) return;
        drawing_ = false;
        recognise();
    }

    void drop_stroke() override {
        if (!drawing_) return;
        drawing_ = false;
        drop_last();
    }

    const std::vector<InkStroke>& ink() const override { return strokes_; }

    void type(char) override {}

    bool erase() override {
        if (strokes_.empty()) return false;
        drawing_ = false;
        drop_last();
        recognise();
        return true;
    }

    std::string composed() const override { return {}; }
    const std::string& letters() const override { return letters_; }
    const std::vector<std::string>& candidates() const override { return candidates_; }

    std::string choose(std::size_t number) override {
        if (number >= candidates_.size()) return {};
        std::string text = candidates_[number];
        reset();
        return text;
    }

    std::vector<Spelling> spelling(std::string_view text) override { return {{std::string(text), {}}}; }

    void reset() override {
        while (!strokes_.empty()) drop_last();
        drawing_ = false;
        drop_candidates();
    }

    void forget() override {
        reset();
        recogniser_.reset();
        table_.forget();
    }

private:
    void add(InkPoint at) {
        InkStroke& stroke = strokes_.back();
        at = {inside(at.x, widest), inside(at.y, 1)};
        const bool same = !stroke.empty() && std::hypot(at.x - stroke.back().x, at.y - stroke.back().y) < nearest;
        if (!same && stroke.size() < ink_points_max) stroke.push_back(at);
    }

    void drop_last() {
        onecard::wipe(strokes_.back().data(), strokes_.back().size() * sizeof(InkPoint));
        strokes_.pop_back();
    }

    void drop_candidates() {
        for (auto& candidate : candidates_) onecard::wipe(candidate);
        candidates_.clear();
    }

    bool open() {
        if (recogniser_ || broken_) return !broken_;
        recogniser_.reset(zinnia_recognizer_new());
        broken_ = !recogniser_ || zinnia_recognizer_open(recogniser_.get(), model) == 0;
        if (broken_) log::error("handwriting model missing: written characters are not recognised");
        return !broken_;
    }

    std::vector<std::string> by_shape() {
        std::vector<std::string> found;
        if (!open()) return found;
        const std::unique_ptr<zinnia_character_t, Free> character(zinnia_character_new());
        const Frame frame(strokes_);
        zinnia_character_set_width(character.get(), static_cast<std::size_t>(grid));
        zinnia_character_set_height(character.get(), static_cast<std::size_t>(grid));
        for (std::size_t i = 0; i < strokes_.size(); ++i)
            for (const InkPoint& at : strokes_[i]) zinnia_character_add(character.get(), i, frame.x(at), frame.y(at));
        const std::unique_ptr<zinnia_result_t, Free> result(zinnia_recognizer_classify(recogniser_.get(), character.get(), shapes_max));
        if (!result) return found;
        for (std::size_t i = 0; i < zinnia_result_size(result.get()); ++i) found.emplace_back(zinnia_result_value(result.get(), i));
        std::stable_partition(found.begin(), found.end(), [](const std::string& one) { return !contains(parts, one); });
        return found;
    }

    /// Characters of exactly these strokes.
    std::vector<std::string> by_strokes() {
        std::string kinds;
        for (const InkStroke& stroke : strokes_) kinds.push_back(kind_of(stroke));
        std::vector<std::string> found;
        for (const auto& one : table_.find(kinds, by_strokes_max))
            if (one.left == 0) append_utf8(found.emplace_back(), one.point);
        std::stable_partition(found.begin(), found.end(), [](const std::string& one) { return !contains(parts, one); });
        return found;
    }

    void recognise() {
        drop_candidates();
        if (strokes_.empty()) return;
        const auto shapes = by_shape(), strokes = by_strokes();
        const auto add = [&](const std::string& one) {
            if (!contains(candidates_, one)) candidates_.push_back(one);
        };
        for (std::size_t i = 0; i < std::min(shapes.size(), agreeing_max); ++i)
            if (contains(strokes, shapes[i])) add(shapes[i]);
        for (std::size_t i = 0; i < std::min(shapes.size(), shapes_first); ++i) add(shapes[i]);
        for (std::size_t i = 0; i < std::min(strokes.size(), strokes_first); ++i) add(strokes[i]);
        for (const auto& one : shapes) add(one);
        for (const auto& one : strokes) add(one);
    }

    StrokeTable& table_;
    std::unique_ptr<zinnia_recognizer_t, Free> recogniser_;
    bool broken_ = false, drawing_ = false;
    std::vector<InkStroke> strokes_;
    std::string letters_;
    std::vector<std::string> candidates_;
};

}  // namespace

char kind_of(const InkStroke& stroke) {
    if (stroke.size() < 2) return '4';
    const InkPoint from = stroke.front(), to = stroke.back();
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    // The corner is where the finger was farthest from the straight way. A hook at the end is no turn.
    std::size_t corner = 0;
    float away = 0;
    for (std::size_t i = 1; i + 1 < stroke.size(); ++i) {
        const float off = std::abs((to.x - from.x) * (stroke[i].y - from.y) - (to.y - from.y) * (stroke[i].x - from.x)) / std::max(length, nearest);
        if (off > away) away = off, corner = i;
    }
    const InkPoint at = stroke[corner];
    const float before = std::hypot(at.x - from.x, at.y - from.y), after = std::hypot(to.x - at.x, to.y - at.y);
    const float turn = std::abs(std::remainder(std::atan2(to.y - at.y, to.x - at.x) - std::atan2(at.y - from.y, at.x - from.x), 2 * pi));
    const bool hook = after < before * hook_share;
    if (corner > 0 && turn > sharp && !hook) return '5';
    const InkPoint end = corner > 0 && turn > sharp ? at : to;
    const float degrees = std::atan2(end.y - from.y, end.x - from.x) * 180 / pi;  // 0 to the right, 90 down
    if (degrees > -35 && degrees < 18) return '1';
    if (degrees >= 18 && degrees < 28) return '*';
    if (degrees >= 28 && degrees < 72) return '4';
    if (degrees >= 72 && degrees < 80) return '*';
    if (degrees >= 80 && degrees < 98) return '2';
    if (degrees >= 98 && degrees < 106) return '*';
    if (degrees >= 106) return '3';
    return '*';
}

std::unique_ptr<Handwriting> make_handwriting(StrokeTable& strokes) { return std::make_unique<Ink>(strokes); }

}  // namespace onecard::ui
