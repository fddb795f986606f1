#include "backend/api/open311.hpp"

#include <array>

#include "base/json.hpp"

namespace onecard::api {
namespace {

constexpr int depth_max = 6;

/// What one entry of a list is called in XML.
std::string_view entry_name(std::string_view list) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> names{{{"services", "service"}, {"service_requests", "request"}, {"errors", "error"},
        {"endpoints", "endpoint"}, {"formats", "format"}, {"attributes", "attribute"}, {"values", "value"}, {"service_request", "request"}}};
    for (const auto& [known, entry] : names)
        if (known == list) return entry;
    return "entry";
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '&') out += "&amp;";
        else if (c == '"') out += "&quot;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;  // XML 1.0 has no other control characters
    }
    return out;
}

void write_xml(std::string& out, std::string_view name, const Json& json, int depth) {
    if (depth > depth_max) return;
    out += "<" + std::string(name) + ">";
    if (json.is_array())
        for (const auto& entry : json) write_xml(out, entry_name(name), entry, depth + 1);
    else if (json.is_object())
        for (const auto& [key, member] : json.items()) write_xml(out, key, member, depth + 1);
    else if (json.is_string()) out += escaped(json.get<std::string>());
    else if (!json.is_null()) out += dump_json(json);
    out += "</" + std::string(name) + ">";
}

std::string words_of_state(const std::string& state, bool english) {
    if (state == "closed") return english ? "Closed after a check on the spot" : "已核查结案";
    if (state == "withdrawn") return english ? "Withdrawn" : "已撤回";
    return english ? "Being handled" : "办理中";
}

}  // namespace

http::Answer open311_answer(bool xml, std::string_view root, const Json& json, int status) {
    auto answer = http::json_answer(json, status);
    if (xml) {
        answer.content_type = "text/xml; charset=utf-8";
        answer.body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
        write_xml(answer.body, root, json, 0);
    }
    // Public by nature: any page may show it.
    answer.headers.emplace_back("Access-Control-Allow-Origin", "*");
    return answer;
}

http::Answer open311_error(bool xml, int status, std::string_view description) {
    return open311_answer(xml, "errors", Json::array({{{"code", status}, {"description", description}}}), status);
}

std::optional<Bytes> open311_picture(data::Connection& connection, const std::string& number) {
    auto row = connection.query(
        "SELECT materials.content FROM cases JOIN materials ON materials.receipt = cases.receipt WHERE cases.number = ? AND class <> '' AND card = '' LIMIT 1", number);
    if (!row.next()) return std::nullopt;
    return row.bytes(0);
}

Json open311_requests(data::Connection& connection, const Regions& regions, const Open311Filter& filter) {
    auto all = Json::array();
    auto row = connection.query(
        "SELECT number, state, class, item_zh, item_en, accepted_at, promised_at, place, 1 + (SELECT count(*) FROM seconders WHERE case_number = number), "
        "(SELECT max(at) FROM case_events WHERE case_number = number), "
        "coalesce((SELECT holder_zh FROM case_steps WHERE case_number = number AND done_at IS NULL ORDER BY position LIMIT 1), department_zh), "
        "card = '' AND EXISTS (SELECT 1 FROM materials WHERE materials.receipt = cases.receipt) "
        "FROM cases WHERE class <> '' AND accepted_at BETWEEN ?1 AND ?2 AND (?3 = '' OR number IN (SELECT value FROM json_each(?3))) "
        "AND (?4 = '' OR class IN (SELECT value FROM json_each(?4))) AND (?5 = '' OR (closed_at IS NULL) = (?5 = 'open')) ORDER BY accepted_at DESC, number DESC LIMIT ?6",
        filter.from, filter.to, filter.numbers, filter.service_codes, filter.status, open311_requests_max);
    while (row.next()) {
        const auto state = row.text(1), place = row.text(7);
        const bool over = state == "closed" || state == "withdrawn";
        const auto* grid = regions.find(std::string_view(place).substr(0, Regions::grid_digits));
        const auto at = grid ? grid->at : std::nullopt;
        all.push_back({{"service_request_id", row.text(0)},
                       {"status", over ? "closed" : "open"},
                       {"status_notes", words_of_state(state, filter.english)},
                       {"service_name", row.text(filter.english ? 4 : 3)},
                       {"service_code", row.text(2)},
                       {"description", nullptr},
                       {"agency_responsible", row.text(10)},
                       {"service_notice", nullptr},
                       {"requested_datetime", to_iso(row.time(5))},
                       {"updated_datetime", to_iso(row.time(9))},
                       {"expected_datetime", to_iso(row.time(6))},
                       {"address", place.empty() ? std::string() : regions.in_words(place, filter.english ? "en" : "zh-Hans")},
                       {"address_id", place},
                       {"zipcode", nullptr},
                       {"lat", at ? Json(at->latitude) : Json(nullptr)},
                       {"long", at ? Json(at->longitude) : Json(nullptr)},
                       {"media_url", row.number(11) != 0 ? Json("/open311/v2/media/" + row.text(0) + ".jpg") : Json(nullptr)},
                       {"told_by", row.number(8)}});
    }
    return all;
}

}  // namespace onecard::api
