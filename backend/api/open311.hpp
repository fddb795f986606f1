// Open311 GeoReport v2: how its answers look. The routes are in open311_routes.cpp.
#pragma once
#include <optional>
#include <string>

#include "backend/data/connection.hpp"
#include "backend/http/message.hpp"
#include "base/regions.hpp"

namespace onecard::api {

/// JSON as it is, or XML with the names of GeoReport: `root` around everything, each entry of a list in its own element.
http::Answer open311_answer(bool xml, std::string_view root, const nlohmann::json& json, int status = 200);
/// `[{"code", "description"}]`, as GeoReport has it.
http::Answer open311_error(bool xml, int status, std::string_view description);

/// What is asked for in a list of requests; empty members match all.
struct Open311Filter {
    std::string numbers;       ///< JSON list of numbers, or empty
    std::string service_codes;  ///< a JSON list; empty: all
    std::string status;
    Timestamp from, to;
    bool english = false;
};
inline constexpr int open311_requests_max = 1000;

/// The picture that a program sent with its report; nothing for other cases, and for what residents told themselves.
std::optional<Bytes> open311_picture(data::Connection& connection, const std::string& number);

/// Cases with a class, newest first. Nothing of who told of them, what they wrote, or who works on them.
nlohmann::json open311_requests(data::Connection& connection, const Regions& regions, const Open311Filter& filter);

}  // namespace onecard::api
