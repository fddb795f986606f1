// The table of routes and the desk over the sample district, without sockets.
#pragma once
#include <nlohmann/json.hpp>

#include "backend/api/access.hpp"
#include "backend/cases/posts.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "tests/backend/district.hpp"

namespace onecard::test {

using http::Door;
using http::Method;

inline constexpr std::string_view password = "correct-horse-9";

/// The desk over the sample district, with one person of each of some roles; staff sit at the Civil Affairs Bureau's post.
class Office {
public:
    explicit Office(const std::vector<api::Role>& roles = {api::Role::staff, api::Role::technician, api::Role::administrator}) {
        for (const auto role : roles)
            require(api::set_user(district.connection(), std::string(api::name(role)), role, password, district.random()).has_value(), "a user");
        district.write([&] { return cases::give_seat(district.connection(), "staff", "D:MZ").has_value(); });
        auto opened = api::Desk::open(district.database(), api::make_router(district.office()), district.clock());
        require(opened.has_value(), "a desk");
        desk = std::move(*opened);
    }

    http::Answer ask(Method method, std::string path, std::string body = {}, std::string token = {}) {
        http::Request request;
        request.method = method;
        const auto mark = path.find('?');
        request.path = path.substr(0, mark);
        if (mark != std::string::npos) request.query = path.substr(mark + 1);
        request.body = std::move(body);
        request.content_type = "application/json";
        request.address = "127.0.0.1";
        if (!token.empty()) request.authorization = "Bearer " + token;
        return desk->serve(std::move(request));
    }

    http::Answer ask_as_kiosk(const std::string& kiosk, Method method, std::string path, std::string body = {}) {
        http::Request request;
        request.method = method;
        request.door = Door::kiosk;
        request.path = std::move(path);
        request.body = std::move(body);
        request.content_type = "application/json";
        request.kiosk = kiosk;
        return desk->serve(std::move(request));
    }

    http::Answer sign_in(std::string_view name, std::string_view with = password) {
        return ask(Method::post, "/v1/session", dump_json({{"name", name}, {"password", with}}));
    }
    std::string token(std::string_view name) { return text_at(*parse_json(sign_in(name).body), "token"); }

    District district;
    std::unique_ptr<api::Desk> desk;
};

inline std::string code_of(const http::Answer& answer) { return text_at(parse_json(answer.body).value_or(Json()), "code"); }

/// A path with the number of a sample case.
inline std::string filled(std::string_view pattern) { return replace_all(std::string(pattern), "{}", allowance); }

}  // namespace onecard::test
