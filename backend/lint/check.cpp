#include "backend/lint/check.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "backend-client/wire/services.hpp"
#include "backend/lint/places.hpp"
#include "backend/lint/rules.hpp"
#include "base/file.hpp"

namespace onecard::lint {
namespace {

namespace fs = std::filesystem;

Result<Json> read_json(const fs::path& file) {
    const auto text = read_file(file);
    if (!text) return failure(text.error());
    return parse_json(*text);
}

// What one check of a folder gathers.
struct Check {
    fs::path folder;
    wire::ServiceFiles files;
    std::map<std::string, std::string> texts;
    Report report;

    void complain(const std::string& file, const Complaints& complaints) {
        if (complaints.empty()) return;
        auto& text = texts[file];
        if (text.empty()) text = read_file(folder / file).value_or(std::string("{}"));
        for (const auto& one : complaints) report.problems.push_back({file, line_of(text, one.at), code_of(file, one.at), one.at, one.what});
    }

    std::string code_of(const std::string& file, const std::string& at) const {
        constexpr std::string_view items = "/items/";
        const auto found = files.departments.find(file);
        if (found == files.departments.end() || !at.starts_with(items)) return {};
        std::size_t index = 0;
        std::from_chars(at.data() + items.size(), at.data() + at.size(), index);
        const auto& list = list_at(found->second, "items");
        return index < list.size() ? text_at(list[index], "code") : std::string();
    }
};

// The file with its shared parts in place; what refers to nothing is complained about and left out.
Json completed(Check& check, const std::string& name, const Json& file) {
    Json whole{{"department", object_at(file, "department")}, {"items", Json::array()}};
    const auto& items = list_at(file, "items");
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto item = wire::with_shared_parts(items[i], check.files.shared);
        if (item) whole["items"].push_back(*std::move(item));
        else check.complain(name, {{"/items/" + std::to_string(i), "refers to what is not shared: " + item.error().detail}});
        ++check.report.items;
        if (text_at(items[i], "type") != "public_service") ++check.report.approvals;
    }
    return whole;
}

std::set<std::string> names_in(const Json& drawings) {
    std::set<std::string> names;
    for (const auto& [name, drawing] : drawings.items()) names.insert(name);
    return names;
}

}  // namespace

Result<Report> check_services(const fs::path& folder) {
    auto files = wire::read_service_files(folder);
    if (!files) return failure(files.error());
    const auto schema = read_json(folder / "schema.json");
    if (!schema) return failure(schema.error());
    const auto drawings = read_json(folder / ".." / "themes" / "icons.json");
    if (!drawings) return failure(drawings.error());
    const auto icons = names_in(*drawings);

    Check check{folder, *std::move(files), {}, {}};
    check.report.departments = check.files.departments.size();
    std::map<std::string, Json> whole;
    for (const auto& [name, file] : check.files.departments) {
        const auto shape = schema_complaints(*schema, file);
        check.complain(name, shape);
        const auto& complete = whole.emplace(name, completed(check, name, file)).first->second;
        if (shape.empty()) check.complain(name, department_complaints(complete, icons));  // they rely on the shape
    }
    for (const auto& [name, complaints] : catalogue_complaints(whole)) check.complain(name, complaints);
    for (const auto& [name, complaints] : bundle_complaints(whole)) check.complain(name, complaints);
    check.complain("shared.json", text_complaints(check.files.shared, ""));
    check.complain("shared.json", class_complaints(check.files.shared, check.files.departments));
    check.complain("shared.json", idle_shared_parts(check.files.shared, check.files.departments));
    std::stable_sort(check.report.problems.begin(), check.report.problems.end(),
                     [](const Problem& a, const Problem& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
    return std::move(check.report);
}

}  // namespace onecard::lint
