// A request that came in and the answer that goes out, as plain data.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace onecard::http {

enum class Method { get, post, put, remove, other };

/// Which of the two doors a request came through.
enum class Door { kiosk, console };

struct Request {
    Method method = Method::get;
    Door door = Door::console;
    std::string path;    ///< without query, percent signs still in it
    std::string query;   ///< after `?`
    std::string body;
    std::string kiosk;   ///< common name of the client certificate; always empty at the console's door
    std::string address; ///< of the other side, without port
    std::string content_type, if_none_match, cookie, authorization, token;  ///< headers; `token` is X-Onecard-Token

    std::vector<std::string> parts;  ///< what the route's `{…}` stood for, decoded; filled in by the router
};

struct Answer {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

Answer json_answer(const nlohmann::json& json, int status = 200);

/// A JPEG that no browser keeps or takes for something else.
Answer picture_answer(ByteView content);

/// RFC 9457. `title` is for a person who reads a trace; programs go by the code.
Answer problem(int status, std::string_view code, std::string_view title = {});

/// The code of a body that is not announced as JSON.
inline constexpr std::string_view unwanted_type = "http.content_type";

/// The status that tells the caller what to do about the error: fix (400, 415), stop (403), retry (503).
Answer problem(const Error& error);

/// The first value of a parameter in a query string, decoded; empty when absent or ill-formed.
std::string query_value(std::string_view query, std::string_view name);

/// Undoes percent encoding; `+` stays. Error `http.encoding` for a broken one, for zero bytes and for ill-formed UTF-8.
Result<std::string> percent_decoded(std::string_view text);

/// The value of one cookie; empty when absent.
std::string cookie_value(std::string_view header, std::string_view name);

}  // namespace onecard::http
