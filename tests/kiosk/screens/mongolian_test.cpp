// In Mongolian no word of the frame stays Chinese; what comes from the data may.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "base/random.hpp"
#include "kiosk/gallery/scenes.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/ui/screen_kit.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;

namespace {

const std::filesystem::path assets = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets";

ui::Strings load(std::string_view language) { return ui::Strings::load(assets / "strings", language).value(); }

/// All that the Chinese catalogues say without a value of the moment in it.
std::set<std::string> chinese_words() {
    std::set<std::string> words;
    const auto chinese = load("zh-Hans"), mongolian = load("mn-Mong");
    for (const auto& [key, forms] : chinese.entries())
        for (const auto& form : forms)
            if (ui::placeholders(form).empty() && form != mongolian.text(key)) words.insert(form);
    return words;
}

std::vector<ui::Target> drawn(const gallery::Scene& scene, const ui::Strings& strings) {
    SystemClock clock;
    SeededRandom random(7);
    auto kit = ui::ScreenKit::open(assets, strings, {}, {clock, random}).value();
    support::SampleVisit sample;
    auto screen = gallery::stage(scene, sample, strings);
    screen->enter();
    int passes = 0;
    do {
        kit->begin_frame("scene");
        screen->draw(*kit);
        kit->end_frame();
    } while (kit->wants_frame() && ++passes < 20);
    return kit->targets();
}

}  // namespace

TEST_CASE("no page says in Chinese what the Mongolian catalogues say, and no key is missing") {
    const auto words = chinese_words();
    CHECK(words.size() > 300);
    const auto strings = load("mn-Mong");
    // Each language stands in its own script in the list; a line greets those who do not read Mongolian; two fields of the catalogue are called
    // as facts of the card are; what is listed is in its publisher's words, what a certificate says in those that were signed.
    const std::set<std::string> meant{"welcome.touch.other", "language.zh-Hans", "review.holder_name", "review.id_number", "listing.fact.2", "slip_check.says.1", "slip_check.says.2"};
    for (const auto& scene : gallery::scenes())
        for (const auto& target : drawn(scene, strings)) {
            if (meant.contains(target.key)) continue;
            CHECK_MESSAGE(!words.contains(target.label), scene.name << " " << target.key);
            CHECK_MESSAGE(!words.contains(target.value), scene.name << " " << target.key);
        }
    for (const auto& key : strings.missing()) CHECK_MESSAGE(false, key);
}

TEST_CASE("the same check finds Chinese words on a Chinese page") {
    const auto words = chinese_words();
    int found = 0;
    for (const auto& target : drawn(gallery::scenes().front(), load("zh-Hans"))) found += words.contains(target.label);
    CHECK(found > 5);
}
