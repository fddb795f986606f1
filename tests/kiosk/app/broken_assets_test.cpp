// The real program with broken files among its words, looks and tables: it comes up, shows something sensible and says that something is missing.
#include <doctest/doctest.h>

#include "base/file.hpp"
#include "kiosk/play/robot.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
namespace fs = std::filesystem;

namespace {

struct Kiosk {
    test::TemporaryFolder folder;
    std::optional<play::Robot> robot;

    Kiosk() {
        fs::copy(fs::path(ONECARD_SOURCE_DIR) / "assets", folder / "assets", fs::copy_options::recursive);
        const std::string settings = "[kiosk]\ndata = \"data\"\nassets = \"assets\"\n[backend]\nurl = \"https://127.0.0.1:1\"\n";
        REQUIRE(write_file(folder / "kiosk.toml", settings));
    }
    void spoil(const std::string& file) const { REQUIRE(write_file(folder / "assets" / file, "{ \"this\" is neither words nor numbers \xFF")); }
    play::View welcome() {
        robot.emplace(std::vector<std::string>{ONECARD_KIOSK_PROGRAM, "--config", (folder / "kiosk.toml").string()});
        REQUIRE(robot->start());
        auto view = robot->look();
        REQUIRE(view);
        return *view;
    }
};

bool says_incomplete(const play::View& view) {
    return view.find("welcome.fault.code") != nullptr && (view.find_text("setup.incomplete") != nullptr || view.find("fault.setup.incomplete") != nullptr);
}

}  // namespace

TEST_CASE("with all its files the kiosk misses nothing") {
    Kiosk kiosk;
    const auto view = kiosk.welcome();
    CHECK(view.screen == "welcome");
    CHECK(view.language == "zh-Hans");
    CHECK_FALSE(view.find("fault.setup.incomplete") != nullptr);
    CHECK_FALSE(view.find_text("setup.incomplete") != nullptr);
}

TEST_CASE("a broken file of one language leaves the others, and staff can read that something is missing") {
    Kiosk kiosk;
    kiosk.spoil("strings/trouble.zh-Hans.po");
    const auto view = kiosk.welcome();
    CHECK(view.screen == "welcome");
    CHECK(view.language != "zh-Hans");
    CHECK(says_incomplete(view));
    const auto* tile = view.find("welcome.services");
    REQUIRE(tile != nullptr);
    CHECK(tile->enabled);
    CHECK(tile->label.find("welcome.") == std::string::npos);  // words, not keys
    REQUIRE(kiosk.robot->touch(tile->x + tile->width / 2, tile->y + tile->height / 2));
    CHECK(kiosk.robot->look()->screen == "services");
}

TEST_CASE("broken looks, pictograms, help and pinyin all at once still leave a kiosk that can be used") {
    Kiosk kiosk;
    for (const char* file : {"themes/day.json", "themes/night.json", "themes/contrast.json", "themes/icons.json", "help/help.json", "pinyin.txt"})
        kiosk.spoil(file);
    const auto view = kiosk.welcome();
    CHECK(view.screen == "welcome");
    CHECK(view.language == "zh-Hans");
    CHECK(says_incomplete(view));
    const auto* tile = view.find("welcome.help");
    REQUIRE(tile != nullptr);
    REQUIRE(kiosk.robot->touch(tile->x + tile->width / 2, tile->y + tile->height / 2));
    CHECK(kiosk.robot->look()->screen == "help");
}

TEST_CASE("one wrong member in the file of a card application closes that kind of card, and the kiosk says so") {
    Kiosk kiosk;
    const auto folder = fs::path("cards/applications");
    auto text = *read_file(kiosk.folder / "assets" / folder / "t_union.json");
    text.replace(text.find("\"type\": 8"), 9, "\"tipe\": 8");
    REQUIRE(write_file(kiosk.folder / "assets" / folder / "t_union.json", text));
    const auto view = kiosk.welcome();
    CHECK(view.screen == "welcome");
    CHECK((view.find_text("profile.some_closed") != nullptr || view.find("fault.profile.some_closed") != nullptr));
    CHECK(view.find("welcome.fault.code") != nullptr);
    const auto* tile = view.find("welcome.services");
    REQUIRE(tile != nullptr);
    CHECK(tile->enabled);
}

TEST_CASE("a file about a card application that nobody can make out closes all cards plainly, and what needs no card stays open") {
    Kiosk kiosk;
    kiosk.spoil("cards/applications/t_union.json");
    const auto view = kiosk.welcome();
    CHECK(view.screen == "welcome");
    REQUIRE(view.find("welcome.fault.code") != nullptr);
    CHECK((view.find_text("profile.unreadable") != nullptr));
    const auto* tile = view.find("welcome.services");
    REQUIRE(tile != nullptr);
    CHECK(tile->enabled);
    REQUIRE(kiosk.robot->touch(tile->x + tile->width / 2, tile->y + tile->height / 2));
    CHECK(kiosk.robot->look()->screen == "services");
}
