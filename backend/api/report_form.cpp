#include "backend/api/report_form.hpp"

#include "backend-client/wire/materials.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace onecard::api {
namespace {

constexpr std::size_t parts_max = 20, part_head_bytes_max = 1024, boundary_bytes_max = 70;
constexpr std::string_view plain_type = "application/x-www-form-urlencoded", parts_type = "multipart/form-data", line_end = "\r\n", head_end = "\r\n\r\n";

tl::unexpected<Error> wrong(std::string_view code) { return failure(Error::Kind::invalid, std::string(code)); }

/// What stands after `NAME=` in a header, with or without quotation marks.
std::string parameter(std::string_view header, std::string_view name) {
    const auto key = std::string(name) + "=";
    for (auto at = header.find(key); at != std::string_view::npos; at = header.find(key, at + 1)) {
        // `name` also ends `filename`.
        if (at > 0 && header[at - 1] != ' ' && header[at - 1] != ';') continue;
        auto rest = header.substr(at + key.size());
        if (!rest.starts_with('"')) return std::string(rest.substr(0, rest.find_first_of("; \r\n")));
        rest.remove_prefix(1);
        return std::string(rest.substr(0, rest.find('"')));
    }
    return {};
}

Result<ReportForm> read_plain(const std::string& body) {
    ReportForm form;
    for (const auto& pair : split(body, '&')) {
        const auto mark = pair.find('=');
        if (mark == std::string::npos) continue;
        const auto name = http::percent_decoded(replace_all(pair.substr(0, mark), "+", "%20"));
        const auto value = http::percent_decoded(replace_all(pair.substr(mark + 1), "+", "%20"));
        if (name && value) form.fields.emplace(*name, *value);
    }
    return form;
}

Status take_part(ReportForm& form, std::string_view head, std::string_view content) {
    const auto name = parameter(head, "name");
    if (name.empty()) return wrong("report.malformed");
    if (name == report_picture_part) {
        if (content.empty()) return {};  // a form without a chosen file
        if (!wire::is_jpeg(as_bytes(content)) || content.size() > wire::material_bytes_max) return wrong("report.picture");
        form.picture.assign(content.begin(), content.end());
        return {};
    }
    if (!is_utf8(content) || content.find('\0') != std::string_view::npos) return wrong("report.malformed");
    form.fields.emplace(name, content);
    return {};
}

Result<ReportForm> read_parts(std::string_view body, const std::string& boundary) {
    if (boundary.empty() || boundary.size() > boundary_bytes_max) return wrong("report.malformed");
    const auto first = "--" + boundary, next = std::string(line_end) + first;
    if (!body.starts_with(first)) return wrong("report.malformed");
    body.remove_prefix(first.size());
    ReportForm form;
    for (std::size_t count = 0; count < parts_max; ++count) {
        if (body.starts_with("--")) return form;
        if (!body.starts_with(line_end)) return wrong("report.malformed");
        const auto head = body.find(head_end);
        if (head == std::string_view::npos || head > part_head_bytes_max) return wrong("report.malformed");
        const auto content = body.substr(head + head_end.size());
        const auto end = content.find(next);
        if (end == std::string_view::npos) return wrong("report.malformed");
        if (auto taken = take_part(form, body.substr(0, head), content.substr(0, end)); !taken) return failure(taken.error());
        body = content.substr(end + next.size());
    }
    return wrong("report.malformed");
}

}  // namespace

std::string ReportForm::digest() const {
    const auto text = dump_json(Json(fields)) + "\n" + crypto::sha256_hex(to_text(picture));
    return crypto::sha256_hex(text);
}

Result<ReportForm> read_report_form(const http::Request& request) {
    const auto type = trim(std::string_view(request.content_type).substr(0, request.content_type.find(';')));
    if (type == plain_type) return read_plain(request.body);
    if (type == parts_type) return read_parts(request.body, parameter(request.content_type, "boundary"));
    return wrong("report.type");
}

}  // namespace onecard::api
