// Open311 GeoReport v2 for city management: any program may ask what can be told of and what became of it, and with a key tell of a fault itself.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "backend/api/office.hpp"
#include "backend/api/open311.hpp"
#include "backend/api/report_form.hpp"
#include "backend/api/report_keys.hpp"
#include "backend/api/reports.hpp"
#include "backend/cases/materials.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

constexpr std::string_view item_code = "CG-0011", picture_field = "photo";
constexpr std::size_t description_points_max = 1000, address_points_max = 60, phone_bytes_max = 20, numbers_max = 50;
constexpr auto span_max = std::chrono::hours(24 * 90), answer_kept = std::chrono::hours(24);

bool is_xml(Call& call) {
    const auto& last = call.request.parts.empty() ? call.request.path : call.request.parts.back();
    return last.ends_with(".xml");
}

bool wants_english(Call& call) { return http::query_value(call.request.query, "locale").starts_with("en"); }

/// `x.json`, `x.xml` → `x`; nothing for other endings.
std::optional<std::string> without_format(const std::string& part) {
    for (const std::string_view ending : {".json", ".xml"})
        if (part.ends_with(ending)) return part.substr(0, part.size() - ending.size());
    return std::nullopt;
}

Answer tell_discovery(Call& call) {
    const Json json{{"changeset", "2026-11-22T00:00:00+08:00"},
                    {"contact", "12345"},
                    {"key_service", "The city supervision centre gives a key to programs that tell of faults."},
                    {"endpoints", Json::array({{{"specification", "http://wiki.open311.org/GeoReport_v2"},
                                                {"url", "/open311/v2"},
                                                {"changeset", "2026-11-22T00:00:00+08:00"},
                                                {"type", "production"},
                                                {"formats", Json::array({"text/xml", "application/json"})}}})}};
    return open311_answer(is_xml(call), "discovery", json);
}

const cases::Field* group_field(const cases::Item& item) {
    const auto found = std::find_if(item.form.begin(), item.form.end(), [&](const cases::Field& field) { return field.key == item.class_key; });
    return found == item.form.end() ? nullptr : &*found;
}

std::string group_name(const cases::Item& item, const std::string& group, bool english) {
    const auto* field = group_field(item);
    if (!field) return group;
    for (const auto& option : field->options)
        if (option.value == group) return english ? option.label.en : option.label.zh;
    return group;
}

Answer tell_services(const Office& office, Call& call) {
    const auto* item = office.catalogue.find(item_code);
    const bool english = wants_english(call);
    auto all = Json::array();
    if (item)
        for (const auto& one : item->classes)
            all.push_back({{"service_code", one.value},
                           {"service_name", english ? one.name.en : one.name.zh},
                           {"description", english ? item->name.en : item->name.zh},
                           {"metadata", true},
                           {"type", "realtime"},
                           {"keywords", one.department},
                           {"group", group_name(*item, one.group, english)}});
    return open311_answer(is_xml(call), "services", all);
}

const cases::CaseClass* class_named(const cases::Item* item, const std::string& code) {
    if (!item) return nullptr;
    const auto found = std::find_if(item->classes.begin(), item->classes.end(), [&](const cases::CaseClass& one) { return one.value == code; });
    return found == item->classes.end() ? nullptr : &*found;
}

Answer tell_service(const Office& office, Call& call) {
    const auto code = without_format(call.request.parts.front());
    if (!code || !class_named(office.catalogue.find(item_code), *code)) return open311_error(is_xml(call), 404, "service_code was not found");
    const Json attribute{{"variable", true}, {"code", "door"}, {"datatype", "string"}, {"required", false}, {"order", 1},
                         {"description", "旁边的门牌、店名或标志"}, {"datatype_description", nullptr}, {"values", Json::array()}};
    return open311_answer(is_xml(call), "service_definition", {{"service_code", *code}, {"attributes", Json::array({attribute})}});
}

/// Degrees, with nothing after them.
std::optional<double> degrees(const std::string& text, double most) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && std::abs(value) <= most ? std::optional(value) : std::nullopt;
}

std::optional<Region::Position> position_of(const ReportForm& form) {
    constexpr double latitude_most = 90, longitude_most = 180;
    const auto latitude = degrees(form.value("lat"), latitude_most), longitude = degrees(form.value("long"), longitude_most);
    return latitude && longitude ? std::optional(Region::Position{*latitude, *longitude}) : std::nullopt;
}

/// Why a report is not one, or nothing.
std::string_view trouble_of(const ReportForm& form, const Regions& regions) {
    const auto id = form.value("address_id");
    const bool somewhere = !id.empty() || !form.value("address_string").empty() || (!form.value("lat").empty() && !form.value("long").empty());
    if (!somewhere) return "address_id, address_string or lat and long must be given";
    if (!id.empty() && (id.size() != Regions::building_digits || !regions.find(id))) return "address_id was not found";
    if (length_in_points(form.value("description")) > description_points_max) return "description is too long";
    if (length_in_points(form.value("address_string")) > address_points_max) return "address_string is too long";
    const bool measured = !form.value("lat").empty() || !form.value("long").empty();
    if (measured && !position_of(form)) return "lat and long are not degrees";
    const auto phone = form.value("phone");
    const bool plain = std::all_of(phone.begin(), phone.end(), [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == ' '; });
    return plain && phone.size() <= phone_bytes_max ? "" : "phone is not one";
}

cases::Answers answers_of(const ReportForm& form, const cases::Item& item, const cases::CaseClass& chosen) {
    cases::Answers answers{{item.class_key, {chosen.group}}, {item.class_key + "_" + chosen.group, {chosen.value}}};
    auto detail = form.value("description");
    const auto where = form.value("address_string"), door = form.value("attribute[door]");
    if (!form.value("address_id").empty()) answers["place"] = {form.value("address_id"), door.empty() ? where : door};
    else if (!where.empty()) detail = where + "。" + detail;
    else detail = form.value("lat").substr(0, 20) + ", " + form.value("long").substr(0, 20) + "。" + detail;
    if (!detail.empty()) answers["detail"] = {detail};
    if (const auto phone = form.value("phone"); !phone.empty()) answers["phone"] = {phone};
    if (!form.picture.empty()) answers[std::string(picture_field)] = {crypto::sha256_hex(to_text(form.picture))};
    return answers;
}

/// The same body from the same program within a day is the same report: its answer may have been lost on the way.
std::string earlier_number(data::Connection& connection, const std::string& token, Timestamp now) {
    auto row = connection.query("SELECT number FROM cases WHERE submission = ? AND accepted_at > ? AND class <> '' ORDER BY accepted_at DESC LIMIT 1", token,
                                now - answer_kept);
    return row.next() ? row.text(0) : std::string();
}

/// Kept like a paper of a request, under the report's own token.
Status keep_picture(Call& call, const ReportForm& form, const std::string& token) {
    if (form.picture.empty()) return {};
    return cases::keep_material(call.connection, {token, {}, std::string(picture_field), form.picture, call.now}, call.now);
}

/// A report whose key, class and place are good, as a case.
std::string open_report(const Office& office, Call& call, const ReportForm& form, const cases::CaseClass& chosen, cases::Arrival arrival) {
    const auto* item = office.catalogue.find(item_code);
    arrival.at = call.now;
    arrival.answers = answers_of(form, *item, chosen);
    find_place(office.regions, call.connection, arrival);
    const auto position = arrival.place.empty() ? position_of(form) : std::nullopt;
    if (const auto* grid = position ? office.regions.grid_near(*position) : nullptr) place_in_grid(call.connection, grid->code, arrival);
    return cases::open_case(call.connection, office.rules, *item, arrival);
}

Answer refuse_form(bool xml, const Error& error) {
    if (error.code == "report.type") return open311_error(xml, 415, "the body must be a form");
    return open311_error(xml, 400, error.code == "report.picture" ? "media must be a JPEG of at most 160 KiB" : "the form is broken");
}

Answer take_report(const Office& office, Call& call) {
    const bool xml = is_xml(call);
    const auto form = read_report_form(call.request);
    if (!form) return refuse_form(xml, form.error());
    const auto program = use_report_key(call.connection, form->value("api_key"), call.now);
    if (!program && program.error().code == "report_key.limit") {
        auto answer = open311_error(xml, 429, "too many reports in this minute");
        answer.headers.emplace_back("Retry-After", "60");
        return answer;
    }
    if (!program) return open311_error(xml, 403, "api_key was not accepted");
    const auto* chosen = class_named(office.catalogue.find(item_code), form->value("service_code"));
    if (!chosen) return open311_error(xml, form->value("service_code").empty() ? 400 : 404, "service_code was not found");
    if (const auto trouble = trouble_of(*form, office.regions); !trouble.empty()) return open311_error(xml, 400, trouble);
    const auto token = "311-" + crypto::sha256_hex(*program + "\n" + form->digest()).substr(0, 32);
    auto number = earlier_number(call.connection, token, call.now);
    if (number.empty()) {
        if (auto kept = keep_picture(call, *form, token); !kept) return open311_error(xml, 400, "media was not taken");
        cases::Arrival arrival;
        arrival.submission = arrival.receipt = token;
        arrival.kiosk = *program;
        number = open_report(office, call, *form, *chosen, std::move(arrival));
    }
    const Json told{{"service_request_id", number}, {"token", token}, {"service_notice", nullptr}, {"account_id", nullptr}};
    return open311_answer(xml, "service_requests", Json::array({told}), 201);
}

/// Only what programs sent for everybody to see; what residents lay under a camera is between them and the office.
Answer tell_picture(Call& call) {
    constexpr std::string_view ending = ".jpg";
    const auto& part = call.request.parts.front();
    const auto number = part.ends_with(ending) ? part.substr(0, part.size() - ending.size()) : std::string();
    const auto content = open311_picture(call.connection, number);
    if (!content) return open311_error(false, 404, "media was not found");
    auto answer = http::picture_answer(*content);
    answer.headers.emplace_back("Access-Control-Allow-Origin", "*");
    return answer;
}

Answer tell_token(Call& call) {
    const auto token = without_format(call.request.parts.front());
    const bool xml = is_xml(call);
    const auto number = token && token->starts_with("311-") ? earlier_number(call.connection, *token, call.now) : std::string();
    if (number.empty()) return open311_error(xml, 404, "token was not found");
    return open311_answer(xml, "service_requests", Json::array({{{"service_request_id", number}, {"token", *token}}}));
}

std::string as_list(const std::string& numbers) {
    auto list = Json::array();
    for (const auto& number : split(numbers, ','))
        if (list.size() < numbers_max) list.push_back(number);
    return dump_json(list);
}

Answer tell_requests(const Office& office, Call& call) {
    const auto& query = call.request.query;
    const auto start = http::query_value(query, "start_date"), end = http::query_value(query, "end_date");
    Open311Filter filter;
    filter.to = call.now;
    if (!end.empty() && !from_iso(end, filter.to)) return open311_error(is_xml(call), 400, "end_date is no instant");
    filter.from = filter.to - span_max;
    Timestamp from;
    if (!start.empty() && !from_iso(start, from)) return open311_error(is_xml(call), 400, "start_date is no instant");
    if (!start.empty()) filter.from = std::max(filter.from, from);
    if (const auto codes = http::query_value(query, "service_code"); !codes.empty()) filter.service_codes = as_list(codes);
    filter.status = http::query_value(query, "status");
    filter.english = wants_english(call);
    if (filter.status == "open,closed" || filter.status == "closed,open") filter.status.clear();
    if (!filter.status.empty() && filter.status != "open" && filter.status != "closed") return open311_error(is_xml(call), 400, "status is open or closed");
    if (const auto numbers = http::query_value(query, "service_request_id"); !numbers.empty()) {
        filter.numbers = as_list(numbers);
        filter.from = Timestamp();
    }
    return open311_answer(is_xml(call), "service_requests", open311_requests(call.connection, office.regions, filter));
}

Answer tell_request(const Office& office, Call& call) {
    const auto number = without_format(call.request.parts.front());
    Open311Filter filter;
    filter.to = call.now;
    filter.english = wants_english(call);
    filter.numbers = as_list(number.value_or(std::string()));
    const auto found = number ? open311_requests(call.connection, office.regions, filter) : Json::array();
    if (found.empty()) return open311_error(is_xml(call), 404, "service_request_id was not found");
    return open311_answer(is_xml(call), "service_requests", found);
}

}  // namespace

std::vector<Route> open311_routes(const Office& office) {
    const auto with_office = [&office](Answer (*handler)(const Office&, Call&)) { return [&office, handler](Call& call) { return handler(office, call); }; };
    return {
        {Method::get, "/open311/v2/discovery.json", Caller::anyone, tell_discovery},
        {Method::get, "/open311/v2/discovery.xml", Caller::anyone, tell_discovery},
        {Method::get, "/open311/v2/services.json", Caller::anyone, with_office(tell_services)},
        {Method::get, "/open311/v2/services.xml", Caller::anyone, with_office(tell_services)},
        {Method::get, "/open311/v2/services/{}", Caller::anyone, with_office(tell_service)},
        {Method::get, "/open311/v2/requests.json", Caller::anyone, with_office(tell_requests)},
        {Method::get, "/open311/v2/requests.xml", Caller::anyone, with_office(tell_requests)},
        {Method::get, "/open311/v2/requests/{}", Caller::anyone, with_office(tell_request)},
        {Method::post, "/open311/v2/requests.json", Caller::anyone, with_office(take_report)},
        {Method::post, "/open311/v2/requests.xml", Caller::anyone, with_office(take_report)},
        {Method::get, "/open311/v2/tokens/{}", Caller::anyone, tell_token},
        {Method::get, "/open311/v2/media/{}", Caller::anyone, tell_picture},
    };
}

}  // namespace onecard::api
