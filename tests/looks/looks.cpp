#include "tests/looks/looks.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/support/sample_visit.hpp"

namespace onecard::looks {
namespace {

namespace fs = std::filesystem;
using Side = ui::View::Side;

const fs::path assets = fs::path(ONECARD_SOURCE_DIR) / "assets";

// Measured: inch sizes and pixels of screens that kiosks are built with.
ui::View tall() { return {}; }

ui::View wide() {
    ui::View view;
    view.width = 1920;
    view.height = 1080;
    return view;
}

ui::View small() {
    ui::View view;
    view.width = 1280;
    view.height = 800;
    view.pixels_per_millimetre = 3.86f;
    return view;
}

ui::View with(ui::View view, float scale, bool elder = false, bool low = false, Side side = Side::both) {
    view.text_scale = scale;
    view.elder = elder;
    view.low = low;
    view.side = side;
    return view;
}

ui::View spoken(ui::View view) {
    view.speech = true;
    return view;
}

std::string quoted(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        else out += c;
    }
    return '"' + out + '"';
}

ui::Strings load(const fs::path& folder, const std::string& language) {
    auto loaded = ui::Strings::load(folder, language);
    require(loaded.has_value(), loaded ? "" : loaded.error().code + " " + loaded.error().detail);
    return std::move(*loaded);
}

ui::Strings stretched_strings() {
    const fs::path folder = fs::temp_directory_path() / ("onecard-looks-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    std::ofstream file(folder / "en.po");
    const auto english = load(assets / "strings", "en");
    for (const auto& [key, forms] : english.entries()) {
        file << "msgid " << quoted(key) << '\n';
        if (forms.size() == 1) file << "msgstr " << quoted(stretched(forms.front())) << "\n\n";
        if (forms.size() == 1) continue;
        file << "msgid_plural " << quoted(key) << '\n';
        for (std::size_t i = 0; i < forms.size(); ++i) file << "msgstr[" << i << "] " << quoted(stretched(forms[i])) << '\n';
        file << '\n';
    }
    file.close();
    auto strings = load(folder, "en");
    fs::remove_all(folder);
    return strings;
}

}  // namespace

const std::vector<Mode>& modes() {
    static const std::vector<Mode> all{
        {"day", "day", tall()},
        {"night", "night", tall()},
        {"contrast", "contrast", tall()},
        {"large", "day", with(tall(), 1.5f)},
        {"largest", "day", with(tall(), 2)},
        {"elder", "day", with(tall(), 1, true)},
        {"elder-largest", "contrast", with(tall(), 2, true)},
        {"low", "day", with(tall(), 1, false, true)},
        {"low-large", "day", with(tall(), 1.5f, false, true)},
        {"left", "day", with(tall(), 1, false, false, Side::left)},
        {"right", "day", with(tall(), 1, false, false, Side::right)},
        {"spoken", "day", spoken(tall())},
        {"wide", "day", wide()},
        {"wide-largest", "day", with(wide(), 2)},
        {"wide-elder-right", "night", with(wide(), 1, true, false, Side::right)},
        {"small", "day", small()},
        {"small-large", "contrast", with(small(), 1.5f)},
        {"small-largest", "day", with(small(), 2)},
        {"small-elder", "day", with(small(), 1, true)},
        {"small-spoken", "day", spoken(small())},
        {"small-left", "day", with(small(), 1, false, false, Side::left)},
    };
    return all;
}

const std::vector<std::string>& languages() {
    static const std::vector<std::string> all{"zh-Hans", "en", "mn-Mong", "en-XA"};
    return all;
}

// Vowels get accents, which need room above; a fifth of the letters is doubled at the ends of words. Placeholders stay.
std::string stretched(const std::string& english) {
    static const std::vector<std::pair<char, std::string>> accents{{'a', "å"}, {'e', "é"}, {'i', "î"}, {'o', "ö"}, {'u', "û"}, {'A', "Å"},
                                                                   {'E', "É"}, {'I', "Î"}, {'O', "Ö"}, {'U', "Û"}, {'c', "ç"}, {'n', "ñ"}};
    std::string out = "[";
    bool name = false;
    std::size_t letters = 0;
    for (const char c : english) {
        name = c == '{' || (name && c != '}');
        const auto at = std::find_if(accents.begin(), accents.end(), [&](const auto& a) { return a.first == c; });
        if (name || at == accents.end()) out += c;
        else out += at->second;
        if (!name && c != ' ') ++letters;
    }
    const auto brackets = std::size_t{2}, more = (letters * 2 + 4) / 5;
    for (std::size_t i = brackets; i < more; ++i) out += i % 6 == 0 ? ' ' : 'x';
    return out + "]";
}

ui::Strings strings_of(const std::string& language) { return language == "en-XA" ? stretched_strings() : load(assets / "strings", language); }

Booth::Booth(const std::string& language) : clock_(Timestamp{}), strings_(strings_of(language)) {
    for (const std::string name : {"day", "night", "contrast"}) {
        auto theme = ui::load_theme(assets / "themes" / (name + ".json"));
        require(theme.has_value(), name);
        themes_.push_back(*theme);
    }
    auto opened = ui::ScreenKit::open(assets, strings_, {}, {clock_, random_});
    require(opened.has_value(), opened ? "" : opened.error().code);
    kit_ = std::move(*opened);
}

const ui::Theme& Booth::theme(const std::string& name) const {
    const auto at = std::find_if(themes_.begin(), themes_.end(), [&](const ui::Theme& theme) { return theme.name == name; });
    require(at != themes_.end(), name);
    return *at;
}

void Booth::draw(screens::Screen& screen, const std::string& name) {
    constexpr int passes_max = 20;
    int passes = 0;
    do {
        kit_->begin_frame(name);
        require(!screen.draw(*kit_), name + " asks for something by itself");
        kit_->end_frame();
    } while (kit_->wants_frame() && ++passes < passes_max);
    require(passes < passes_max, name + " never stands");
}

const std::vector<ui::Target>& Booth::show(const gallery::Scene& scene, const Mode& mode) {
    if (!(kit_->view() == mode.view)) kit_->use(mode.view);
    kit_->use(theme(mode.theme));
    // Sentences are said one after the other; this one is long.
    kit_->caption(mode.view.speech ? strings_.text("pin.why") : std::string());
    support::SampleVisit sample;
    auto& settings = sample.model.visit.settings;
    settings.elder = mode.view.elder;
    settings.low = mode.view.low;
    settings.larger = mode.view.text_scale > 1.75f ? 2 : mode.view.text_scale > 1 ? 1 : 0;
    settings.side = static_cast<flow::Side>(mode.view.side);
    settings.look = mode.theme == "night" ? flow::Look::night : mode.theme == "contrast" ? flow::Look::contrast : flow::Look::day;
    const auto screen = gallery::stage(scene, sample, strings_);
    draw(*screen, mode.name + "/" + scene.name);
    for (const auto& key : scene.touches) {
        const auto& targets = kit_->targets();
        const auto target = std::find_if(targets.begin(), targets.end(), [&](const auto& one) { return one.key == key && one.visible; });
        if (target == targets.end()) break;  // scrolled away on this screen
        const float x = target->rect.x + target->rect.width / 2, y = target->rect.y + target->rect.height / 2;
        kit_->feed(ui::Touch{ui::Touch::Kind::down, x, y});
        kit_->feed(ui::Touch{ui::Touch::Kind::up, x, y});
        draw(*screen, mode.name + "/" + scene.name);
    }
    return kit_->targets();
}

const ui::Surface& Booth::picture() {
    const ui::View& view = kit_->view();
    if (surface_.width() != view.width || surface_.height() != view.height) {
        surface_ = ui::Surface(view.width, view.height);
        kit_->repaint();
    }
    kit_->paint(surface_);
    return surface_;
}

}  // namespace onecard::looks
