#include "kiosk/app/card_panel.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "base/file.hpp"
#include "base/json.hpp"
#include "kiosk/play/card_hand.hpp"
#include "kiosk/ui/screen_kit.hpp"
#include "kiosk/ui/window.hpp"

namespace onecard::app {
namespace {

namespace fs = std::filesystem;

struct SampleCard {
    std::string name, title, note;
};

std::vector<SampleCard> sample_cards(const fs::path& folder) {
    std::vector<SampleCard> cards;
    std::error_code trouble;
    for (const auto& entry : fs::directory_iterator(folder, trouble)) {
        const auto name = entry.path().stem().string();
        if (entry.path().extension() != ".json" || name == "keys" || name == "psam") continue;
        auto text = read_file(entry.path());
        auto image = text ? parse_json(*text) : tl::unexpected<Error>(text.error());
        if (image) cards.push_back({name, text_at(*image, "title", name), text_at(*image, "note")});
    }
    std::sort(cards.begin(), cards.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return cards;
}

int say(const Error& error) {
    std::fprintf(stderr, "onecard-kiosk: %s: %s\n", error.code.c_str(), error.detail.c_str());
    return 1;
}

class Panel {
public:
    Panel(std::vector<SampleCard> cards, play::CardHand& hand) : cards_(std::move(cards)), hand_(hand) {}

    void draw(ui::Kit& kit) {
        if (!trouble_.empty()) kit.notice("panel.trouble", ui::Tone::trouble, trouble_);
        if (kit.button("panel.remove", "取下 · Take off", ui::Emphasis::primary, ui::Icon::erase, !on_.empty())) put("remove", "");
        std::vector<ui::Row> rows;
        for (const auto& card : cards_)
            rows.push_back({card.name, ui::Icon::card, card.title, card.note, card.name == on_ ? "●" : "", ui::Tone::good});
        if (const auto touched = kit.rows(rows)) {
            if (!on_.empty()) put("remove", "");
            put("insert " + *touched, *touched);
        }
    }

private:
    void put(const std::string& order, std::string now_on) {
        const auto done = hand_.order(order);
        trouble_ = done ? std::string() : done.error().detail;
        if (done) on_ = std::move(now_on);
    }

    std::vector<SampleCard> cards_;
    play::CardHand& hand_;
    std::string on_, trouble_;
};

}  // namespace

int show_card_panel(const Settings& settings, const std::string& control) {
    constexpr int width = 640, height = 1200;
    auto window = ui::Window::open({.title = "Cards", .width = width, .height = height, .graphics_memo = {}, .left = settings.width, .keys = {}});
    if (!window) return say(window.error());
    auto strings = ui::Strings::load(settings.assets / "strings", "zh-Hans");
    if (!strings) return say(strings.error());
    ui::View view;
    view.width = width;
    view.height = height;
    view.pixels_per_millimetre = 2;
    SystemClock clock;
    SystemRandom random;
    auto kit = ui::ScreenKit::open(settings.assets, *strings, view, {clock, random});
    if (!kit) return say(kit.error());
    play::CardHand hand(control);
    Panel panel(sample_cards(settings.assets / "cards"), hand);
    bool changed = true;
    while (!(*window)->closing()) {
        if (changed || (*kit)->wants_frame()) {
            do {
                (*kit)->begin_frame("cards");
                panel.draw(**kit);
                (*kit)->end_frame();
            } while ((*kit)->wants_frame());
            if ((*window)->take_lost()) (*kit)->repaint();
            (*window)->present((*kit)->paint((*window)->surface()));
        }
        auto inputs = (*window)->wait(std::nullopt);
        changed = !inputs.empty();
        for (auto& input : inputs) (*kit)->feed(std::move(input));
    }
    return 0;
}

}  // namespace onecard::app
