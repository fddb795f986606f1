#include "kiosk/ui/strings.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "kiosk/ui/po.hpp"

namespace onecard::ui {
namespace {

bool is_name(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9'); });
}

/// Calls `each(name, begin, end)` for every `{name}`; values that hold braces are never looked at again.
template <class Each>
void each_placeholder(std::string_view text, Each each) {
    for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const std::size_t close = text.find('}', open);
        if (close == std::string_view::npos) return;
        const std::string_view name = text.substr(open + 1, close - open - 1);
        if (is_name(name)) each(name, open, close + 1);
    }
}

std::string filled(std::string_view text, const std::vector<std::pair<std::string_view, std::string_view>>& arguments) {
    std::string result;
    std::size_t done = 0;
    each_placeholder(text, [&](std::string_view name, std::size_t begin, std::size_t end) {
        const auto at = std::find_if(arguments.begin(), arguments.end(), [&](const auto& a) { return a.first == name; });
        if (at == arguments.end()) return;
        result.append(text.substr(done, begin - done)).append(at->second);
        done = end;
    });
    return result.append(text.substr(done));
}

}  // namespace

Result<Strings> Strings::load(const std::filesystem::path& folder, std::string_view language) {
    Strings strings;
    strings.language_ = language;
    std::error_code trouble;
    std::vector<std::filesystem::path> files;
    const std::string whole = std::string(language) + ".po", part = "." + whole;
    for (const auto& entry : std::filesystem::directory_iterator(folder, trouble)) {
        const std::string file = entry.path().filename().string();
        if (file == whole || file.ends_with(part)) files.push_back(entry.path());
    }
    if (files.empty()) return failure(Error::Kind::unavailable, "strings.none", std::string(language));
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        const auto text = read_file(file);
        if (!text) return failure(text.error());
        auto entries = parse_po(*text);
        if (!entries) return failure(entries.error().kind, entries.error().code, file.filename().string() + " " + entries.error().detail);
        for (PoEntry& entry : *entries) {
            if (entry.id.empty() || entry.strings.empty()) continue;
            if (!strings.entries_.emplace(entry.id, std::move(entry.strings)).second) {
                return failure(Error::Kind::corrupt, "strings.duplicate", file.filename().string() + " " + entry.id);
            }
        }
    }
    return strings;
}

std::string Strings::text(std::string_view key, Arguments arguments) const {
    const auto at = entries_.find(key);
    if (at == entries_.end() || at->second.front().empty()) {
        missing_.emplace(key);
        return std::string(key);
    }
    return filled(at->second.front(), arguments);
}

std::string Strings::text(std::string_view key, std::int64_t count, Arguments arguments) const {
    const auto at = entries_.find(key);
    if (at == entries_.end()) {
        missing_.emplace(key);
        return std::string(key);
    }
    const std::size_t form = count == 1 || at->second.size() == 1 ? 0 : 1;
    const std::string number = std::to_string(count);
    std::vector<std::pair<std::string_view, std::string_view>> all(arguments);
    all.emplace_back("count", number);
    return filled(at->second[form], all);
}

std::set<std::string> placeholders(std::string_view text) {
    std::set<std::string> names;
    each_placeholder(text, [&](std::string_view name, std::size_t, std::size_t) { names.emplace(name); });
    return names;
}

}  // namespace onecard::ui
