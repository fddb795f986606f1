// What the machine says, in one language: catalogues of assets/strings read into one table.
#pragma once
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace onecard::ui {

/// Names and values of placeholders: `{{"amount", money}}`.
using Arguments = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Reading from several threads is safe only after nobody asks for missing keys; it is meant for the UI thread.
class Strings {
public:
    /// Reads `LANGUAGE.po` and every `*.LANGUAGE.po` of the folder. Errors: of reading, `strings.malformed`,
    /// `strings.duplicate` when two files hold one key, `strings.none` when there is no file.
    static Result<Strings> load(const std::filesystem::path& folder, std::string_view language);

    const std::string& language() const { return language_; }
    bool has(std::string_view key) const { return entries_.contains(key); }
    /// The text with `{name}` replaced. A missing key gives the key itself and is kept in missing().
    std::string text(std::string_view key, Arguments arguments = {}) const;
    /// The plural form for `count`, which also fills `{count}`.
    std::string text(std::string_view key, std::int64_t count, Arguments arguments = {}) const;

    /// Keys that were asked for in vain.
    const std::set<std::string, std::less<>>& missing() const { return missing_; }
    /// All keys with their forms, for tests.
    const std::map<std::string, std::vector<std::string>, std::less<>>& entries() const { return entries_; }

private:
    std::string language_;
    std::map<std::string, std::vector<std::string>, std::less<>> entries_;
    mutable std::set<std::string, std::less<>> missing_;
};

/// The names between braces, in no order; for comparing languages.
std::set<std::string> placeholders(std::string_view text);

}  // namespace onecard::ui
