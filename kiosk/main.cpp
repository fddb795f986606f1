// onecard-kiosk: the kiosk, the player of visits, and the panel of sample cards.
#include <cstdio>
#include <string>
#include <unistd.h>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/log.hpp"
#include "kiosk/app/app.hpp"
#include "kiosk/app/card_panel.hpp"
#include "kiosk/app/gallery.hpp"
#include "kiosk/app/play_visits.hpp"

namespace {

using namespace onecard;

constexpr int worked = 0, failed = 1, misused = 2;

struct Options {
    std::string config, size, card_control;
    std::vector<std::string> play;
    app::PlayOptions player;
    std::vector<std::string> gallery;
    bool headless = false, card_panel = false, show_gallery = false;
    int driven_fd = -1;
};

void describe(CLI::App& cli, Options& options) {
    cli.set_version_flag("--version", std::string("onecard-kiosk ") + ONECARD_VERSION);
    cli.add_option("--config", options.config, "settings of this machine (TOML); needed");
    cli.add_flag("--headless", options.headless, "no window: draw in memory");
    cli.add_option("--play", options.play, "play these visit scripts instead of waiting for people");
    cli.add_option("--out", options.player.out, "folder for the pictures of visits");
    cli.add_option("--card-control", options.card_control, "control socket of onecard-card serve, for visits and the card panel");
    cli.add_option("--diary", options.player.diaries, "log of the kiosk or the backend, for visits that look what is not in it; may be given again");
    cli.add_option("--phone-control", options.player.phone_control, "control socket of onecard-paygate, for visits");
    cli.add_option("--terminal-control", options.player.terminal_control, "control socket of onecard-terminal, for visits");
    cli.add_option("--printer-control", options.player.printer_control, "control socket of onecard-printer, for visits");
    cli.add_option("--admin-url", options.player.admin.url, "the backend's console port, for visits");
    cli.add_option("--admin-name", options.player.admin.name, "who asks there");
    cli.add_option("--admin-password-file", options.player.admin.password_file, "and with which password");
    cli.add_flag("--card-panel", options.card_panel, "show the panel of sample cards instead of the kiosk");
    cli.add_option("--gallery", options.gallery, "show every widget and page in every state, or write them as pictures to this FOLDER")->expected(0, 1);
    cli.add_option("--driven-fd", options.driven_fd, "")->group("");
}

int say(const Error& error) {
    std::fprintf(stderr, "onecard-kiosk: %s%s%s\n", error.code.c_str(), error.detail.empty() ? "" : ": ", error.detail.c_str());
    return failed;
}

int run_kiosk(app::Settings settings, const Options& options) {
    log::open("onecard-kiosk", options.driven_fd >= 0 ? std::string() : (settings.data / "kiosk.log").string());
    auto kiosk = app::App::open(std::move(settings), options.driven_fd);
    if (!kiosk) return say(kiosk.error());
    const auto ending = (*kiosk)->run();
    kiosk->reset();
    return ending == app::Ending::restart ? -1 : worked;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App cli{"One-card kiosk: reads the citizen one-card, takes requests and payments, works with no network."};
    describe(cli, options);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return cli.exit(problem) == 0 ? worked : misused;
    }
    options.show_gallery = cli.count("--gallery") > 0;
    if (options.config.empty() && !options.show_gallery) {
        std::fprintf(stderr, "onecard-kiosk: --config FILE says how this machine is set up; see --help\n");
        return misused;
    }
    app::Settings settings;
    if (auto read = options.config.empty() ? Status() : app::read_settings(options.config, settings); !read) return say(read.error());
    settings.headless = options.headless || options.driven_fd >= 0;
    if (options.show_gallery) return app::show_gallery(settings, options.gallery.empty() ? std::string() : options.gallery.front());
    if (options.card_panel) return app::show_card_panel(settings, options.card_control);
    if (!options.play.empty()) {
        options.player.card_control = options.card_control;
        options.player.config = options.config;
        options.player.program = argv[0];
        return app::play_visits(settings, options.play, options.player);
    }
    const int ended = run_kiosk(std::move(settings), options);
    // A technician's restart: the same program and arguments from the beginning, with nothing kept.
    if (ended == -1) ::execv("/proc/self/exe", argv);
    return ended == -1 ? failed : ended;
}
