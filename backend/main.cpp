// onecard-backend: the command line.
#include <cstdio>

#include <CLI/CLI.hpp>

#include "backend/case_upkeep.hpp"
#include "backend/key_upkeep.hpp"
#include "backend/serve.hpp"
#include "backend/simulate.hpp"
#include "backend/upkeep.hpp"
#include "base/log.hpp"

namespace {

constexpr int usage_error = 2;

struct Options {
    onecard::ServeSettings serve;
    onecard::NewKiosk kiosk;
    onecard::wire::Badge badge;
    onecard::SimulateSettings simulate;
    std::string data, name, role, password_file, log_file, verb, services;
    std::vector<std::filesystem::path> components;
    std::vector<std::string> posts;
    std::string day;
    std::filesystem::path out = ".", file;
};

void add_data(CLI::App& command, Options& options) {
    command.add_option("--data", options.data, "Folder of the database")->required();
}

void add_assets(CLI::App& command, Options& options) {
    command.add_option("--assets", options.serve.assets, "Folder with services, cases and calendar")->required();
}

void add_token(CLI::App& command, onecard::keys::TokenSettings& token) {
    auto* module = command.add_option("--token-module", token.module, "A city's own PKCS#11 module; without it SoftHSM2 in DATA/keys");
    module->needs(command.add_option("--token", token.label, "Label of its token"));
    module->needs(command.add_option("--token-pin-file", token.pin_file, "File whose first line is the token's user PIN"));
}

void add_gateway(CLI::App& command, onecard::gateway::PaygateSettings& gateway) {
    auto* address = command.add_option("--gateway", gateway.address, "https://HOST:PORT of the payment company; without it nobody pays by phone");
    address->needs(command.add_option("--gateway-ca", gateway.authority, "Whose certificates of it are believed, PEM"));
    address->needs(command.add_option("--gateway-key-file", gateway.key_file, "File whose first line is the key shared with it"));
    command.add_option("--gateway-name", gateway.name, "Its name in the ledger")->capture_default_str();
}

CLI::App* add_serve(CLI::App& program, Options& options) {
    auto* serve = program.add_subcommand("serve", "Serve kiosks and the console until SIGTERM or Ctrl-C");
    auto& settings = options.serve;
    add_data(*serve, options);
    serve->add_option("--cert", settings.http.certificate, "This server's certificate, PEM")->required();
    serve->add_option("--key", settings.http.key, "The key of that certificate, PEM")->required();
    serve->add_option("--ca", settings.http.authority, "The private authority that kiosks' certificates come from, PEM")->required();
    serve->add_option("--assets", settings.assets, "Folder with services, calendar and sample")->required();
    add_token(*serve, settings.token);
    add_gateway(*serve, settings.gateway);
    serve->add_option("--host", settings.http.host, "Address to listen at")->capture_default_str();
    serve->add_option("--kiosk-port", settings.http.kiosk_port, "Port for kiosks; 0 takes a free one")->capture_default_str();
    serve->add_option("--console-port", settings.http.console_port, "Port for the console; 0 takes a free one")->capture_default_str();
    serve->add_option("--log", options.log_file, "Log file, beside standard error");
    auto* sample = serve->add_flag("--sample", settings.sample, "Load the fictional sample district, once, and its sample keys onto a fresh token");
    serve->add_option("--days-ahead", settings.days_ahead, "Move the clock, to see what nights and clocks do; of the sample district only")
        ->check(CLI::Range(0, 400))
        ->needs(sample);
    return serve;
}

void add_admin(CLI::App& program, Options& options) {
    auto* admin = program.add_subcommand("admin", "People who may use the console");
    admin->require_subcommand(1);
    auto* add = admin->add_subcommand("add", "Add a person, or give one another role and password");
    add_data(*add, options);
    add->add_option("NAME", options.name, "Name to sign in with")->required();
    add->add_option("--role", options.role, "grid_officer, community, street, department, supervisor, staff, technician or administrator")->required();
    add->add_option("--password-file", options.password_file, "File whose first line is the password (at least 10 characters)")->required();
    add->add_option("--post", options.posts, "Code of a post the person sits at, such as D:MZ, C:WT or S:LL; may be given again");
    add->callback([&options] { options.verb = "admin add"; });
    auto* remove = admin->add_subcommand("remove", "Remove a person; posts that nobody sits at any more hand their cases over");
    add_data(*remove, options);
    add_assets(*remove, options);
    remove->add_option("NAME", options.name, "Name to sign in with")->required();
    remove->callback([&options] { options.verb = "admin remove"; });
}

/// init, list, import and generate; which one was given is in `verb`.
void add_keys(CLI::App& program, Options& options) {
    auto* keys = program.add_subcommand("keys", "The token with the district's master keys");
    keys->require_subcommand(1);
    for (const auto& [verb, about] : {std::pair{"init", "Make the SoftHSM2 token of a data folder"}, {"list", "Which keys are on the token"},
                                      {"import", "Put a key together from its custodians' components"}, {"generate", "Let the token make a key"}}) {
        auto* command = keys->add_subcommand(verb, about);
        add_data(*command, options);
        add_token(*command, options.serve.token);
        command->callback([&options, name = std::string(verb)] { options.verb = name; });
        const bool of_one_key = std::string_view(verb) == "import" || std::string_view(verb) == "generate";
        if (of_one_key) command->add_option("NAME", options.name, "load, pin_unblock or tac")->required();
        if (std::string_view(verb) == "import")
            command->add_option("--component", options.components, "File with 32 hexadecimal digits; twice or more")->required();
    }
}

/// add, revoke and restore; which one was given is in `verb`.
void add_badges(CLI::App& program, Options& options) {
    auto* badges = program.add_subcommand("badge", "Staff badges, with which requests are handed in together with residents");
    badges->require_subcommand(1);
    for (const auto& [verb, about] : {std::pair{"add", "Register a badge, or give it another bearer"}, {"revoke", "Take a badge out of use"}, {"restore", "Let a badge be used again"}}) {
        auto* command = badges->add_subcommand(verb, about);
        add_data(*command, options);
        command->add_option("NUMBER", options.badge.number, "Ten digits")->required();
        command->callback([&options, name = "badge " + std::string(verb)] { options.verb = name; });
        if (std::string_view(verb) != "add") continue;
        command->add_option("--key", options.badge.key, "Its public Ed25519 key, 64 hexadecimal digits")->required();
        command->add_option("--name-zh", options.badge.name.zh, "Name of the bearer, Chinese")->required();
        command->add_option("--name-en", options.badge.name.en, "Name of the bearer, English");
        command->add_option("--post-zh", options.badge.post.zh, "What they are, Chinese")->required();
        command->add_option("--post-en", options.badge.post.en, "What they are, English");
        command->add_option("--resident", options.name, "Id of the bearer among the residents: they can't help themselves");
        command->add_option("--department", options.badge.departments, "Code of a department, or of one item (MZ-0007), they may act for; may be given again; none means all");
    }
}

/// add and remove; which one was given is in `verb`.
void add_report_keys(CLI::App& program, Options& options) {
    auto* keys = program.add_subcommand("report-key", "Programs that may tell of faults by Open311");
    keys->require_subcommand(1);
    for (const auto& [verb, about] : {std::pair{"add", "Print a new key for a program, once"}, {"remove", "Take a program's key away"}}) {
        auto* command = keys->add_subcommand(verb, about);
        add_data(*command, options);
        command->add_option("NAME", options.name, "What the program is called")->required();
        command->callback([&options, name = "report-key " + std::string(verb)] { options.verb = name; });
    }
}

void add_simulate(CLI::App& program, Options& options) {
    auto* simulate = program.add_subcommand("simulate", "Try the rules on a district that is not there");
    simulate->require_subcommand(1);
    auto* day = simulate->add_subcommand("day", "A working day, minute by minute, in a temporary folder");
    day->add_option("--assets", options.simulate.assets, "Folder with services, cases, calendar and regions")->required();
    day->add_option("--seed", options.simulate.seed, "The same seed gives the same day")->capture_default_str();
    day->add_option("--cases", options.simulate.cases, "New cases in the day")->check(CLI::Range(1, 20'000))->capture_default_str();
    day->callback([&options] { options.verb = "simulate day"; });
}

CLI::App* add_kiosk_command(CLI::App& kiosk, Options& options, const std::string& verb, const std::string& about) {
    auto* command = kiosk.add_subcommand(verb, about);
    add_data(*command, options);
    command->add_option("ID", options.kiosk.id, "Common name of its certificate, such as K-0001")->required();
    return command;
}

onecard::Status run(int argc, char** argv, int& exit_code) {
    Options options;
    CLI::App program{"The district backend of the one-card kiosks", "onecard-backend"};
    program.set_version_flag("--version", std::string("onecard-backend ") + ONECARD_VERSION);
    program.set_config("--config", "", "TOML file with the same names; a section for each command");
    program.require_subcommand(1);
    auto* serve = add_serve(program, options);
    add_admin(program, options);
    auto* kiosk = program.add_subcommand("kiosk", "Kiosks that may come in");
    kiosk->require_subcommand(1);
    auto* kiosk_add = add_kiosk_command(*kiosk, options, "add", "Register a kiosk");
    kiosk_add->add_option("--community", options.kiosk.community, "Code of its community")->required();
    kiosk_add->add_option("--hall-zh", options.kiosk.hall_zh, "Name of the hall, Chinese")->required();
    kiosk_add->add_option("--hall-en", options.kiosk.hall_en, "Name of the hall, English");
    kiosk_add->add_option("--terminal", options.kiosk.terminal, "Terminal number of its PSAM, 12 digits");
    auto* revoke = add_kiosk_command(*kiosk, options, "revoke", "Lock a kiosk out");
    auto* restore = add_kiosk_command(*kiosk, options, "restore", "Let a kiosk in again");
    add_badges(program, options);
    auto* audit = program.add_subcommand("audit", "Recompute from the raw rows");
    audit->require_subcommand(1);
    auto* audit_money = audit->add_subcommand("money", "Postings, balances, payments and bills");
    add_data(*audit_money, options);
    auto* audit_cases = audit->add_subcommand("cases", "Who holds each open case, and both its clocks");
    add_data(*audit_cases, options);
    add_keys(program, options);
    add_report_keys(program, options);
    add_simulate(program, options);
    auto* catalogue = program.add_subcommand("catalogue", "The catalogue of services, as its authors write it");
    catalogue->add_option("--check", options.services, "Check this folder by every rule (as assets/services)")->required();
    auto* close = program.add_subcommand("close", "Close a business day: compare all sides and write the files to billers");
    add_data(*close, options);
    close->add_option("DAY", options.day, "YYYYMMDD, in China")->required();
    close->add_option("--out", options.out, "Folder for the files to billers")->capture_default_str();
    auto* answer = program.add_subcommand("biller-answer", "Read a biller's answer file");
    add_data(*answer, options);
    answer->add_option("FILE", options.file, "CSV")->required();
    auto* gateway_file = program.add_subcommand("gateway-file", "Read a payment company's file of a day");
    add_data(*gateway_file, options);
    gateway_file->add_option("FILE", options.file, "CSV")->required();
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        exit_code = program.exit(problem) == 0 ? 0 : usage_error;
        return {};
    }
    onecard::log::open("backend", options.log_file);
    options.serve.data = options.data;
    if (serve->parsed()) return onecard::serve(options.serve);
    if (options.verb == "admin add") return onecard::set_person(options.data, options.name, options.role, options.password_file, options.posts);
    if (options.verb == "admin remove") return onecard::remove_person(options.data, options.serve.assets, options.name);
    if (options.verb == "badge add") return onecard::add_badge(options.data, options.badge, options.name);
    if (options.verb.starts_with("badge ")) return onecard::set_badge(options.data, options.badge.number, options.verb == "badge revoke");
    if (options.verb == "simulate day") return onecard::simulate_day(options.simulate);
    if (options.verb == "report-key add") return onecard::add_report_key(options.data, options.name);
    if (options.verb == "report-key remove") return onecard::remove_report_key(options.data, options.name);
    if (!options.verb.empty()) return onecard::keep_keys(options.serve, options.verb, options.name, options.components);
    if (kiosk_add->parsed()) return onecard::add_kiosk(options.data, options.kiosk);
    if (revoke->parsed() || restore->parsed()) return onecard::set_revoked(options.data, options.kiosk.id, revoke->parsed());
    if (catalogue->parsed()) return onecard::print_catalogue_check(options.services);
    if (audit_cases->parsed()) return onecard::print_case_audit(options.data);
    if (close->parsed()) return onecard::close_money_day(options.data, options.day, options.out);
    if (gateway_file->parsed()) return onecard::take_gateway_day(options.data, options.file);
    if (answer->parsed()) return onecard::take_biller_answer(options.data, options.file);
    return onecard::print_money_audit(options.data);
}

}  // namespace

int main(int argc, char** argv) {
    int exit_code = 0;
    if (const auto done = run(argc, argv, exit_code); !done) {
        const auto& error = done.error();
        std::fprintf(stderr, "onecard-backend: %s (%s)\n", error.detail.empty() ? "it failed" : error.detail.c_str(), error.code.c_str());
        return 1;
    }
    return exit_code;
}
