#include "backend/api/access.hpp"

#include <algorithm>

#include "backend/fleet/fleet.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace onecard::api {
namespace {

using data::Connection;

constexpr std::string_view bearer = "Bearer ", cookie_name = "onecard_session";
constexpr std::size_t token_bytes = 32, salt_bytes = 16;
constexpr int free_tries_of_address = free_tries * 10;

Bytes digest_of(std::string_view text) {
    const auto digest = crypto::sha256(as_bytes(text));
    return Bytes(digest.begin(), digest.end());
}

bool may(Role role, Caller caller) {
    switch (caller) {
        case Caller::anyone:
        case Caller::signed_in: return true;
        case Caller::kiosk: return false;
        case Caller::staff: return role == Role::staff || role == Role::administrator;
        case Caller::case_worker: return role != Role::technician;
        case Caller::supervisor: return role == Role::supervisor || role == Role::administrator;
        case Caller::technician: return role == Role::technician || role == Role::administrator;
        case Caller::administrator: return role == Role::administrator;
    }
    return false;
}

std::optional<http::Answer> refuse_kiosk(Call& call) {
    switch (fleet::standing_of(call.connection, call.request.kiosk)) {
        case fleet::Standing::known: call.name = call.request.kiosk; return std::nullopt;
        case fleet::Standing::revoked: return http::problem(403, "kiosk.revoked");
        case fleet::Standing::unknown: break;
    }
    return http::problem(403, "kiosk.unknown");
}

/// How long this subject has still to wait.
Millis wait_left(Connection& connection, std::string_view subject, Timestamp now) {
    auto row = connection.query("SELECT wait_until FROM wrong_tries WHERE subject = ?", digest_of(subject));
    if (!row.next()) return Millis(0);
    // A wall clock that was set back must not lock anybody out for years.
    return std::clamp<Millis>(row.time(0) - now, Millis(0), longest_wait);
}

void count_wrong(Connection& connection, std::string_view subject, int free, Timestamp now) {
    const auto digest = digest_of(subject);
    std::int64_t tries = 1;
    {
        auto row = connection.query("SELECT tries FROM wrong_tries WHERE subject = ?", digest);
        if (row.next()) tries = row.number(0) + 1;
    }
    Millis wait{0};
    if (tries >= free) wait = std::min<Millis>(std::chrono::seconds(1LL << std::min<std::int64_t>(tries - free, 20)), longest_wait);
    connection.run("INSERT OR REPLACE INTO wrong_tries (subject, tries, wait_until, last_at) VALUES (?, ?, ?, ?)", digest, tries, now + wait, now);
    connection.run("DELETE FROM wrong_tries WHERE last_at < ?", now - std::chrono::hours(24));
}

struct Known {
    std::optional<Role> role;
    Bytes salt, secret;
};

Known known_user(Connection& connection, const std::string& user) {
    auto row = connection.query("SELECT role, salt, secret FROM users WHERE name = ?", user);
    if (row.next()) return {role_named(row.text(0)), row.bytes(1), row.bytes(2)};
    // The same work for a name that does not exist, so that the time it takes tells nothing.
    return {std::nullopt, Bytes(salt_bytes), Bytes(32)};
}

std::string hexadecimal(ByteView bytes) {
    auto text = to_hex(bytes);
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' ? static_cast<char>(c + 32) : c; });
    return text;
}

struct Attempt {
    std::string user, password, address;
};

Result<Attempt> attempt_from(const http::Request& request) {
    auto json = json_body(request);
    if (!json) return failure(json.error());
    auto user = need_text(*json, "name", name_bytes_max);
    auto password = need_text(*json, "password", password_bytes_max);
    if (!user || !password) return failure(Error::Kind::invalid, "session.malformed");
    return Attempt{std::move(*user), std::move(*password), request.address};
}

Status may_try(Connection& connection, const Attempt& attempt, Timestamp now) {
    const auto left = std::max(wait_left(connection, "name " + attempt.user, now), wait_left(connection, "address " + attempt.address, now));
    if (left == Millis(0)) return {};
    return failure(Error::Kind::refused, "session.wait", std::to_string((left.count() + 999) / 1000));
}

}  // namespace

std::string_view name(Role role) {
    switch (role) {
        case Role::grid_officer: return "grid_officer";
        case Role::community: return "community";
        case Role::street: return "street";
        case Role::department: return "department";
        case Role::supervisor: return "supervisor";
        case Role::staff: return "staff";
        case Role::technician: return "technician";
        case Role::administrator: return "administrator";
    }
    return "";
}

std::optional<Role> role_named(std::string_view word) {
    for (const auto role : all_roles)
        if (name(role) == word) return role;
    return std::nullopt;
}

std::string token_of(const http::Request& request) {
    if (request.authorization.starts_with(bearer)) return request.authorization.substr(bearer.size());
    return http::cookie_value(request.cookie, cookie_name);
}

std::string csrf_of(const std::string& token) { return crypto::sha256_hex("csrf " + token); }

std::optional<http::Answer> refuse_entry(Caller caller, Call& call) {
    if (caller == Caller::anyone) return std::nullopt;
    if (caller == Caller::kiosk) return refuse_kiosk(call);
    const auto token = token_of(call.request);
    if (token.empty()) return http::problem(401, "session.none");
    {
        auto row = call.connection.query(
            "SELECT users.name, users.role FROM sessions JOIN users ON users.name = sessions.user WHERE digest = ? AND ends_at > ?",
            digest_of(token), call.now);
        if (!row.next()) return http::problem(401, "session.none");
        call.name = row.text(0);
        call.role = role_named(row.text(1)).value_or(Role::staff);
    }
    const bool by_cookie = !call.request.authorization.starts_with(bearer);
    if (by_cookie && call.request.method != http::Method::get &&
        !equal_in_constant_time(as_bytes(call.request.token), as_bytes(csrf_of(token))))
        return http::problem(403, "session.token_missing");
    if (!may(call.role, caller)) return http::problem(403, "session.role");
    return std::nullopt;
}

Status set_user(Connection& connection, const std::string& user, Role role, std::string_view password, Random& random) {
    if (user.empty() || user.size() > name_bytes_max || !is_utf8(user)) return failure(Error::Kind::invalid, "user.name");
    if (length_in_points(password) < password_points_min || password.size() > password_bytes_max)
        return failure(Error::Kind::invalid, "user.password_short", "a password has at least " + std::to_string(password_points_min) + " characters");
    Bytes salt(salt_bytes);
    random.fill(salt);
    const auto secret = crypto::password_key(password, salt);
    return connection.write([&]() -> Status {
        connection.run("DELETE FROM sessions WHERE user = ?", user);
        connection.run(
            "INSERT INTO users (name, role, salt, secret) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET role = excluded.role, "
            "salt = excluded.salt, secret = excluded.secret",
            user, name(role), salt, ByteView(secret));
        return {};
    });
}

Result<Session> sign_in(Connection& connection, const http::Request& request, const Clock& clock, Random& random) {
    const auto attempt = attempt_from(request);
    if (!attempt) return failure(attempt.error());
    Known known;
    const auto looked = connection.read([&] {
        known = known_user(connection, attempt->user);
        return may_try(connection, *attempt, clock.now());
    });
    if (!looked) return failure(looked.error());
    const auto secret = crypto::password_key(attempt->password, known.salt);
    const bool right = equal_in_constant_time(secret, known.secret) && known.role.has_value();
    Session session;
    const auto kept = connection.write([&]() -> Status {
        const auto now = clock.now();
        if (!right) {
            count_wrong(connection, "name " + attempt->user, free_tries, now);
            count_wrong(connection, "address " + attempt->address, free_tries_of_address, now);
            return {};
        }
        Bytes token(token_bytes);
        random.fill(token);
        session = {hexadecimal(token), {}, attempt->user, *known.role};
        session.csrf = csrf_of(session.token);
        connection.run("DELETE FROM wrong_tries WHERE subject = ?", digest_of("name " + attempt->user));
        connection.run("DELETE FROM sessions WHERE ends_at <= ?", now);
        connection.run("INSERT INTO sessions (digest, user, ends_at) VALUES (?, ?, ?)", digest_of(session.token), attempt->user, now + session_life);
        return {};
    });
    if (!kept) return failure(kept.error());
    log::info(right ? "a person signed in" : "a wrong password");
    if (!right) return failure(Error::Kind::refused, "session.wrong");
    return session;
}

void sign_out(Connection& connection, const std::string& token) { connection.run("DELETE FROM sessions WHERE digest = ?", digest_of(token)); }

}  // namespace onecard::api
