#include "base/log.hpp"

#include <memory>
#include <vector>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace onecard::log {

void open(std::string_view program, const std::string& file) {
    std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::stderr_sink_mt>()};
    constexpr std::size_t file_bytes = 2u << 20, files = 5;
    std::string trouble;
    if (!file.empty()) {
        try {
            sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file, file_bytes, files));
        } catch (const spdlog::spdlog_ex& problem) {
            trouble = problem.what();  // a full or read-only disk must not keep the kiosk from starting
        }
    }
    auto logger = std::make_shared<spdlog::logger>(std::string(program), sinks.begin(), sinks.end());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %n %l %v");
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
    if (!trouble.empty()) warning("no log file: " + trouble);
}

void info(std::string_view line) { spdlog::info("{}", line); }
void warning(std::string_view line) { spdlog::warn("{}", line); }
void error(std::string_view line) { spdlog::error("{}", line); }

void failed(std::string_view what, const Error& error) {
    if (error.detail.empty()) {
        spdlog::warn("{}: {}", what, error.code);
    } else {
        spdlog::warn("{}: {} ({})", what, error.code, error.detail);
    }
}

}  // namespace onecard::log
