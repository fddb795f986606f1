#include <doctest/doctest.h>

#include "base/file.hpp"
#include "kiosk/app/settings.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;

namespace {

Status read(const std::string& text, app::Settings& settings) {
    test::TemporaryFolder folder;
    const auto file = folder / "kiosk.toml";
    REQUIRE(write_file(file, text).has_value());
    return app::read_settings(file, settings);
}

}  // namespace

TEST_CASE("settings are read over the defaults, paths from the file's folder") {
    app::Settings settings;
    REQUIRE(read("[kiosk]\nid = \"K-0002\"\ndata = \"here\"\n[screen]\nwidth = 1920\nfull_screen = true\nchinese_beside = \"before\"\n", settings).has_value());
    CHECK(settings.kiosk == "K-0002");
    CHECK(settings.data.is_absolute());
    CHECK(settings.data.filename() == "here");
    CHECK(settings.width == 1920);
    CHECK(settings.height == 1920);
    CHECK(settings.full_screen);
    CHECK(settings.chinese_beside == "before");
}

TEST_CASE("printer and sound are set by kind, address, roll and volume") {
    app::Settings settings;
    REQUIRE(read("[printer]\nkind = \"escpos\"\naddress = \"tcp://192.0.2.7:9100\"\npaper = \"58mm\"\ncutter = false\nmouth_ask = \"1D 65 06\"\n"
                 "mouth_taken_bits = 8\n[sound]\nvolume = 0.25\nhearing_loop = true\nheadset = \"/dev/input/event7\"\n",
                 settings)
                .has_value());
    CHECK(settings.printer == "escpos");
    CHECK(settings.printer_address == "tcp://192.0.2.7:9100");
    CHECK(settings.paper == "58mm");
    CHECK_FALSE(settings.cutter);
    CHECK(settings.mouth.ask == hex("1D6506"));
    CHECK(settings.mouth.taken_bits == 8);
    CHECK(settings.sound_volume == 0.25F);
    CHECK(settings.hearing_loop);
    for (const char* wrong : {"[printer]\nkind = \"laser\"\n", "[printer]\npaper = \"A4\"\n", "[printer]\nmouth_ask = \"GS e\"\n",
                              "[printer]\nmouth_taken_bits = 256\n", "[sound]\nvolume = 11\n"})
        CHECK(read(wrong, settings).error().code == "settings.key");
}

TEST_CASE("a typing error in the settings is said, not passed over") {
    app::Settings settings;
    CHECK(read("[kiosk]\nidd = \"K\"\n", settings).error().code == "settings.key");
    CHECK(read("[screen]\nwidth = \"wide\"\n", settings).error().code == "settings.key");
    CHECK(read("[screen]\nwidth = 5\n", settings).error().code == "settings.key");
    CHECK(read("[screen]\nchinese_beside = \"left\"\n", settings).error().code == "settings.key");
    CHECK(settings.chinese_beside == "no");
    CHECK(read("kiosk = 3\n", settings).error().code == "settings.key");
    CHECK(read("[kiosk\n", settings).error().code == "settings.syntax");
    CHECK(app::read_settings("/none/such.toml", settings).error().code == "settings.file");
}

TEST_CASE("where speech is heard, which keys a pad has and how patient the machine is are settings") {
    app::Settings settings;
    REQUIRE(read("[sound]\nvoice = \"headset\"\ndevice = \"USB Audio\"\n[keypad]\nrepeat = \"F9\"\n[time]\nquiet_seconds = 120\n", settings).has_value());
    CHECK(settings.voice_device == "USB Audio");
    CHECK(settings.keys.at("repeat") == "F9");
    CHECK(settings.keys.at("spell") == "F2");
    CHECK(settings.quiet_seconds == 120);
    CHECK(read("[sound]\nvoice = \"loud\"\n", settings).error().code == "settings.key");
    CHECK(read("[time]\nwarning_seconds = 5\n", settings).error().code == "settings.key");
}
