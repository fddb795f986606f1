// onecard-printer: the receipt printer made of software, as a device on a TCP port.
#include <csignal>
#include <iostream>

#include <CLI/CLI.hpp>

#include "tests/support/printer/printer_server.hpp"

int main(int count, char** words) {
    using namespace onecard;
    CLI::App app{"A receipt printer made of software: ESC/POS on a loopback port, slips as pictures.", "onecard-printer"};
    test::PrinterOptions options;
    app.add_option("--port", options.port, "TCP port; 0: any free one")->capture_default_str();
    app.add_option("--control", options.control, "Local socket that takes orders, a line each; see tests/support/printer/printer_server.hpp");
    app.add_option("--out", options.out, "Folder for the slips: slip-1.png, slip-2.png …");
    app.add_option("--dots", options.dots_across, "Width of the head: 576 (80 mm) or 384 (58 mm)")->capture_default_str();
    try {
        app.parse(count, words);
        std::signal(SIGPIPE, SIG_IGN);
        return test::serve_printer(options, [](int port) { std::cout << "ready " << port << std::endl; });
    } catch (const CLI::ParseError& problem) {
        return app.exit(problem) == 0 ? 0 : 2;
    } catch (const std::exception& problem) {
        std::cerr << "onecard-printer: " << problem.what() << "\n";
        return 1;
    }
}
