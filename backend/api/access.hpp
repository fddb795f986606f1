// Who is calling, and may they?
#pragma once
#include <optional>

#include "backend/api/router.hpp"
#include "base/random.hpp"

namespace onecard::api {

inline constexpr std::chrono::hours session_life{10};
inline constexpr int free_tries = 5;                      ///< wrong passwords before waits begin
inline constexpr std::chrono::minutes longest_wait{15};
inline constexpr std::size_t password_points_min = 10, password_bytes_max = 256, name_bytes_max = 64;

std::string_view name(Role role);
std::optional<Role> role_named(std::string_view name);

/// Nothing when the call may go on, with its name and role filled in; else 401 or 403.
///   kiosks: `kiosk.unknown`, `kiosk.revoked`
///   people: `session.none`, `session.token_missing` (a cookie without X-Onecard-Token, on anything but GET), `session.role`
std::optional<http::Answer> refuse_entry(Caller caller, Call& call);

/// Adds a person, or gives one another role and password, ending their sessions. Errors: `user.name`, `user.password_short`.
Status set_user(data::Connection& connection, const std::string& user, Role role, std::string_view password, Random& random);

struct Session {
    std::string token;  ///< 64 hexadecimal digits; only its digest is kept
    std::string csrf;   ///< what the page must send back beside the cookie
    std::string name;
    Role role = Role::staff;
};

/// Checks name and password, in units of work of its own; takes 0.1 s whether or not the name exists. After free_tries wrong
/// ones the name, and after ten times as many the address, has to wait twice as long each time. Errors: `session.wrong`,
/// `session.wait` (detail: seconds).
Result<Session> sign_in(data::Connection& connection, const http::Request& request, const Clock& clock, Random& random);

/// The token of a request, from its Authorization header or cookie; empty when there is none.
std::string token_of(const http::Request& request);
std::string csrf_of(const std::string& token);

void sign_out(data::Connection& connection, const std::string& token);

}  // namespace onecard::api
