// Whole files, read with a limit and written so that a power cut leaves the old or the new one.
#pragma once
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace onecard {

inline constexpr std::size_t file_bytes_max = 16u << 20;

/// Errors: `file.missing`, `file.unreadable`, `file.too_large`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max = file_bytes_max);

/// Writes beside the target, syncs file and folder, renames. Error `file.unwritable` (`file.disk_full` when it is).
Status write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace onecard
