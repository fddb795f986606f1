// One HTTP exchange, as plain data. Whoever sends does not know what carries it.
#pragma once
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend-client/wire/messages.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

/// Not `http`: that is what the backend serves, and a program may hold both.
namespace onecard::web {

enum class Method { get, post, put, remove };

struct Request {
    Method method = Method::get;
    std::string path;  ///< with its query, beginning with `/`
    std::string body;  ///< JSON text, or empty
    std::vector<std::pair<std::string, std::string>> headers;
    Millis limit = std::chrono::seconds(30);  ///< for the whole exchange
    std::size_t answer_bytes_max = wire::answer_bytes_max;
};

struct Response {
    int status = 0;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    /// Empty when there is none.
    std::string header(std::string_view name) const;
};

class HttpClient {
public:
    virtual ~HttpClient() = default;
    /// Blocks until the answer is whole, a limit is reached or a stop is asked for (noticed within 100 ms). Any status is a
    /// Response. Errors say whether anything can have happened at the other side: kind unavailable, invalid and refused mean
    /// that nothing was handed over; timed_out and exhausted that the effect is unknown.
    virtual Result<Response> send(const Request& request, std::stop_token stop) = 0;
};

}  // namespace onecard::web
