// The stroke method: the order of the strokes leads to the character.
#include <array>

#include "base/secret.hpp"
#include "base/text.hpp"
#include "kiosk/ui/input/stroke_table.hpp"
#include "kiosk/ui/input_method.hpp"

namespace onecard::ui {
namespace {

constexpr std::size_t letters_max = strokes_known_max, candidates_max = 240;
constexpr std::string_view any_stroke = "*";

class Strokes final : public InputMethod {
public:
    explicit Strokes(StrokeTable& table) : table_(table) {}

    void type(char letter) override {
        const bool known = (letter >= '1' && letter <= '5') || letter == '*';
        if (!known || letters_.size() >= letters_max) return;
        letters_.push_back(letter);
        look_up();
    }

    bool erase() override {
        if (letters_.empty()) return false;
        letters_.pop_back();
        look_up();
        return true;
    }

    std::string composed() const override {
        static constexpr std::array<std::string_view, 5> signs{"一", "丨", "丿", "丶", "乛"};
        std::string shown;
        for (const char letter : letters_) shown += letter == '*' ? any_stroke : signs[static_cast<std::size_t>(letter - '1')];
        return shown;
    }
    const std::string& letters() const override { return letters_; }
    const std::vector<std::string>& candidates() const override { return candidates_; }

    std::string choose(std::size_t number) override {
        if (number >= candidates_.size()) return {};
        std::string text = candidates_[number];
        reset();
        return text;
    }

    std::vector<Spelling> spelling(std::string_view text) override {
        std::vector<Spelling> pieces;
        for (const char32_t point : code_points(text)) {
            Spelling piece;
            append_utf8(piece.text, point);
            piece.letters = table_.strokes_of(point);
            pieces.push_back(std::move(piece));
        }
        return pieces;
    }

    void reset() override {
        onecard::wipe(letters_);
        for (auto& candidate : candidates_) onecard::wipe(candidate);
        candidates_.clear();
    }

    void forget() override {
        reset();
        table_.forget();
    }

private:
    void look_up() {
        for (auto& candidate : candidates_) onecard::wipe(candidate);
        candidates_.clear();
        if (letters_.empty()) return;
        for (const auto& found : table_.find(letters_, candidates_max)) append_utf8(candidates_.emplace_back(), found.point);
    }

    StrokeTable& table_;
    std::string letters_;
    std::vector<std::string> candidates_;
};

}  // namespace

std::unique_ptr<InputMethod> make_strokes(StrokeTable& table) { return std::make_unique<Strokes>(table); }

}  // namespace onecard::ui
