#include "backend/api/router.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

namespace onecard::api {
namespace {

constexpr std::string_view any_part = "{}";
constexpr std::size_t path_bytes_max = 512;

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    if (pattern.size() != path.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i)
        if (pattern[i] != path[i] && (pattern[i] != any_part || path[i].empty())) return false;
    return true;
}

bool fill_parts(const std::vector<std::string>& pattern, const std::vector<std::string>& path, http::Request& request) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != any_part) continue;
        auto part = http::percent_decoded(path[i]);
        if (!part) return false;
        request.parts.push_back(std::move(*part));
    }
    return true;
}

bool behind(http::Door door, Caller caller) { return (door == http::Door::kiosk) == (caller == Caller::kiosk); }

std::string_view name(http::Method method) {
    switch (method) {
        case http::Method::get: return "GET";
        case http::Method::post: return "POST";
        case http::Method::put: return "PUT";
        case http::Method::remove: return "DELETE";
        case http::Method::other: return "";
    }
    return "";
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (const auto& route : routes_) patterns_.push_back(split(route.path, '/'));
}

const Route* Router::find(http::Request& request, http::Answer& refusal) const {
    std::string allowed;
    const auto path = split(std::string_view(request.path).substr(0, path_bytes_max), '/');
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        const auto& route = routes_[i];
        if (!behind(request.door, route.caller) || !matches(patterns_[i], path)) continue;
        if (route.method != request.method) {
            allowed += (allowed.empty() ? "" : ", ") + std::string(name(route.method));
            continue;
        }
        if (fill_parts(patterns_[i], path, request)) return &route;
        refusal = http::problem(400, "http.encoding");
        return nullptr;
    }
    refusal = allowed.empty() ? http::problem(404, "http.not_found") : http::problem(405, "http.method");
    if (!allowed.empty()) refusal.headers.emplace_back("Allow", allowed);
    return nullptr;
}

Result<Json> json_body(const http::Request& request) {
    const auto type = trim(std::string_view(request.content_type).substr(0, request.content_type.find(';')));
    if (type != "application/json") return failure(Error::Kind::invalid, std::string(http::unwanted_type));
    return parse_json(request.body);
}

}  // namespace onecard::api
