// What somebody with a hand on the disk could do to the store's file.
#pragma once
#include <filesystem>
#include <string>

namespace onecard::test {

/// Exchanges the sealed bodies of two submissions.
void swap_bodies(const std::filesystem::path& file, const std::string& a, const std::string& b);
/// Runs any SQL.
void tamper(const std::filesystem::path& file, const std::string& sql);

}  // namespace onecard::test
