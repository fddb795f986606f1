// The diary of the machine. No personal data: no names, card, paper or phone numbers, no text a resident typed.
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace onecard::log {

/// Opens the diary: lines to standard error and, when `file` is not empty, to a file that is kept below 5 × 2 MiB.
/// Call once at start; without it lines go to standard error.
void open(std::string_view program, const std::string& file = {});

void info(std::string_view line);
void warning(std::string_view line);
void error(std::string_view line);
/// "what: code (detail)".
void failed(std::string_view what, const Error& error);

}  // namespace onecard::log
