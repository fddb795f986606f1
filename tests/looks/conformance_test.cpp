// tests/CONFORMANCE.md names tests: each must exist.
#include <doctest/doctest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "base/file.hpp"

namespace fs = std::filesystem;

namespace {

const fs::path tests = fs::path(ONECARD_SOURCE_DIR) / "tests";

std::string content(const fs::path& file) {
    auto text = onecard::read_file(file);
    REQUIRE_MESSAGE(text.has_value(), file.string());
    return std::move(*text);
}

std::set<std::string> all_matches(const std::string& text, const char* pattern) {
    std::set<std::string> found;
    const std::regex expression(pattern);
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) found.insert((*at)[1]);
    return found;
}

std::set<std::string> test_names() {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(tests))
        if (entry.path().extension() == ".cpp") names.merge(all_matches(content(entry.path()), "TEST_CASE\\(\\s*\"([^\"]+)\""));
    return names;
}

std::vector<std::string> not_there(const std::string& conformance, const std::set<std::string>& names) {
    std::vector<std::string> missing;
    for (const auto& name : all_matches(conformance, "\"([^\"]+)\""))
        if (!names.contains(name)) missing.push_back(name);
    for (const auto& visit : all_matches(conformance, "`([a-z0-9_]+\\.visit)`"))
        if (!fs::exists(tests / "visits" / visit)) missing.push_back(visit);
    return missing;
}

}  // namespace

TEST_CASE("every test that the conformance file names exists") {
    const auto conformance = content(tests / "CONFORMANCE.md");
    for (const auto& name : not_there(conformance, test_names())) CHECK_MESSAGE(false, name);
    CHECK(all_matches(conformance, "\"([^\"]+)\"").size() > 15);
}

TEST_CASE("a name that no test has is found") {
    CHECK(not_there("| 5.9 | x | \"nothing proves this\"; `no_such.visit` |", {"something proves that"}).size() == 2);
    CHECK(not_there("| 5.9 | x | \"something proves that\"; `time_out.visit` |", {"something proves that"}).empty());
}
