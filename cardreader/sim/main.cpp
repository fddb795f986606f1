// onecard-card: the software card and PSAM for the virtual reader.
#include <csignal>
#include <iostream>

#include <CLI/CLI.hpp>

#include "cardreader/apps/profiles.hpp"
#include "cardreader/sim/control.hpp"

namespace {

using namespace onecard;
using namespace onecard::card;

constexpr int exit_failed = 1, exit_usage = 2;

int failed(const Error& error) {
    std::cerr << "onecard-card: " << sentence(error) << "\n";
    return exit_failed;
}

int check(const std::vector<std::string>& images) {
    int result = 0;
    for (const auto& file : images) {
        const auto image = look_up_image(file);
        if (image) std::cout << file << ": ok\n";
        else result = failed(image.error());
    }
    return result;
}

int check_applications(const std::string& folder) {
    const auto profiles = Profiles::read(folder);
    if (!profiles) return failed(profiles.error());
    for (const auto& profile : profiles->all()) std::cout << to_hex(profile.aid) << " " << (profile.closed ? "closed" : name(profile.application)) << "\n";
    int result = 0;
    for (const auto& mistake : profiles->mistakes()) result = failed(mistake);
    if (!profiles->psam()) return failed(profiles->psam().error());
    std::cout << "PSAM " << to_hex(profiles->psam()->application) << "\n";
    return result;
}

struct ServeOptions {
    TableSettings table;
    std::string psam, control, first;
    std::uint16_t staff_port = 0;
};

int serve(const ServeOptions& options) {
    // Before any thread starts, so that all of them leave the signals to run_control().
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    const auto table = CardTable::open(options.table);
    if (!table) return failed(table.error());
    if (!options.psam.empty()) {
        if (auto status = (*table)->insert_psam(options.psam); !status) return failed(status.error());
    }
    if (!options.first.empty()) {
        if (auto status = (*table)->insert(options.first); !status) return failed(status.error());
    }
    const auto status = run_control(**table, options.control, [] { std::cout << "ready" << std::endl; });
    return status ? 0 : failed(status.error());
}

int run(int count, char** words) {
    CLI::App app{"Software card and PSAM, served to the virtual PC/SC reader (vpcd).", "onecard-card"};
    app.set_version_flag("--version", "onecard-card " ONECARD_VERSION);
    app.require_subcommand(1);

    ServeOptions options;
    auto* serving = app.add_subcommand("serve", "Serve cards until `quit`, SIGINT or SIGTERM");
    serving->add_option("image", options.first, "Card to put in at once: a name among the cards or a path");
    serving->add_option("--psam", options.psam, "Image of the PSAM for the second slot");
    serving->add_option("--control", options.control, "Local socket that takes orders, a line each: insert NAME_OR_PATH, remove, "
                                                      "staff NAME_OR_PATH, staff-remove, tear after N, tear before N, state, quit");
    serving->add_option("--cards", options.table.cards, "Folder of card images")->capture_default_str();
    serving->add_option("--keys", options.table.keys, "Master keys; default: keys.json among the cards");
    serving->add_option("--state", options.table.state, "Folder where cards keep their memory; without it, it ends with the program");
    serving->add_option("--host", options.table.citizen.host, "Address of the virtual reader, numeric")->capture_default_str();
    serving->add_option("--port", options.table.citizen.port, "Port of its first slot")->capture_default_str();
    serving->add_option("--sam-port", options.table.sam.port, "Port of its second slot")->capture_default_str();

    serving->add_option("--staff-port", options.staff_port, "Port of a reader for staff badges; default: none");

    std::vector<std::string> images;
    auto* checking = app.add_subcommand("check", "Say what is wrong with card images");
    checking->add_option("image", images, "Files")->required();

    std::string folder = "assets/cards/applications";
    auto* applications = app.add_subcommand("applications", "Say what is wrong with a folder of card applications, else which it knows, in their order");
    applications->add_option("folder", folder, "assets/cards/applications of a kiosk")->capture_default_str();

    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_usage;
    }
    options.table.sam.host = options.table.citizen.host;
    if (options.staff_port != 0) options.table.staff = VpcdAddress{options.table.citizen.host, options.staff_port};
    if (applications->parsed()) return check_applications(folder);
    return checking->parsed() ? check(images) : serve(options);
}

}  // namespace

int main(int count, char** words) {
    try {
        return run(count, words);
    } catch (const std::exception& error) {
        std::cerr << "onecard-card: " << error.what() << "\n";
        return exit_failed;
    }
}
