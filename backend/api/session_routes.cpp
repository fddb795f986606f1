// Signing in to the console, and out.
#include "backend/api/access.hpp"
#include "backend/api/office.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

std::string cookie(const std::string& token, std::int64_t seconds) {
    return "onecard_session=" + token + "; Path=/; Max-Age=" + std::to_string(seconds) + "; HttpOnly; Secure; SameSite=Strict";
}

Answer begin_session(const Office& office, Call& call) {
    const auto session = sign_in(call.connection, call.request, office.clock, office.random);
    if (!session && session.error().code == "session.wait") {
        auto answer = http::problem(429, "session.wait");
        answer.headers.emplace_back("Retry-After", session.error().detail);
        return answer;
    }
    if (!session && session.error().code == "session.wrong") return http::problem(401, "session.wrong");
    if (!session) return http::problem(session.error());
    auto answer = http::json_answer({{"token", session->token}, {"csrf", session->csrf}, {"name", session->name}, {"role", name(session->role)}});
    answer.headers.emplace_back("Set-Cookie", cookie(session->token, std::chrono::seconds(session_life).count()));
    return answer;
}

Answer tell_session(Call& call) {
    return http::json_answer({{"name", call.name}, {"role", name(call.role)}, {"csrf", csrf_of(token_of(call.request))}});
}

Answer end_session(Call& call) {
    sign_out(call.connection, token_of(call.request));
    Answer answer{204, {}, {}, {}};
    answer.headers.emplace_back("Set-Cookie", cookie({}, 0));
    return answer;
}

}  // namespace

std::vector<Route> session_routes(const Office& office) {
    return {
        {Method::post, "/v1/session", Caller::anyone, [&office](Call& call) { return begin_session(office, call); }, Work::alone},
        {Method::get, "/v1/session", Caller::signed_in, tell_session},
        {Method::remove, "/v1/session", Caller::signed_in, end_session},
    };
}

}  // namespace onecard::api
