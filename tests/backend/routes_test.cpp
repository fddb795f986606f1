// Who may open which route, and what the console gets.
#include <doctest/doctest.h>

#include "tests/backend/desk.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

TEST_CASE("No route of the console opens without a session, and none of the kiosks' without a registered kiosk") {
    Office office;
    const auto router = api::make_router(office.district.office());
    int people = 0, kiosks = 0;
    for (const auto& route : router.routes()) {
        CAPTURE(route.path);
        if (route.caller == api::Caller::kiosk) {
            ++kiosks;
            const auto unknown = office.ask_as_kiosk("K-9999", route.method, filled(route.path), "{}");
            CHECK(unknown.status == 403);
            CHECK(code_of(unknown) == "kiosk.unknown");
            CHECK(office.ask_as_kiosk("", route.method, filled(route.path), "{}").status == 403);
            CHECK(code_of(office.ask_as_kiosk("K-0003", route.method, filled(route.path), "{}")) == "kiosk.revoked");
        } else if (route.caller != api::Caller::anyone) {
            ++people;
            for (const auto* token : {"", "0123", "0000000000000000000000000000000000000000000000000000000000000000"}) {
                const auto answer = office.ask(route.method, filled(route.path), "{}", token);
                CHECK(answer.status == 401);
                CHECK(code_of(answer) == "session.none");
            }
        }
    }
    CHECK(people >= 14);
    CHECK(kiosks >= 6);
}

TEST_CASE("Each role opens what is its own and nothing else: every route tried with every role") {
    const std::vector roles(api::all_roles.begin(), api::all_roles.end());
    Office office(roles);
    const auto may = [](api::Role role, api::Caller caller) {
        using enum api::Caller;
        if (role == api::Role::administrator || caller == signed_in) return true;
        if (role == api::Role::technician) return caller == technician;
        if (caller == staff) return role == api::Role::staff;
        if (caller == supervisor) return role == api::Role::supervisor;
        return caller == case_worker;
    };
    const auto router = api::make_router(office.district.office());
    int routes = 0, opened = 0;
    for (const auto role : roles) {
        const auto token = office.token(api::name(role));
        routes = 0;
        for (const auto& route : router.routes()) {
            if (route.caller == api::Caller::kiosk || route.caller == api::Caller::anyone || route.method == Method::remove) continue;
            ++routes;
            const auto answer = office.ask(route.method, filled(route.path), "{}", token);
            CAPTURE(route.path);
            CAPTURE(api::name(role));
            CHECK((code_of(answer) != "session.role") == may(role, route.caller));
            opened += code_of(answer) != "session.role" ? 1 : 0;
        }
    }
    MESSAGE(routes << " routes × " << roles.size() << " roles, " << opened << " opened");
    CHECK(opened > routes);
}

TEST_CASE("A cookie alone changes nothing; with the page's token it does") {
    Office office;
    const auto session = *parse_json(office.sign_in("staff").body);
    http::Request request;
    request.method = Method::post;
    request.path = "/v1/admin/cases/C-2026-000101/advance";
    request.cookie = "other=1; onecard_session=" + text_at(session, "token");
    CHECK(code_of(office.desk->serve(request)) == "session.token_missing");
    request.token = "guessed";
    CHECK(code_of(office.desk->serve(request)) == "session.token_missing");
    request.token = text_at(session, "csrf");
    CHECK(office.desk->serve(request).status == 200);
}

TEST_CASE("The session cookie can be neither read by scripts nor sent from elsewhere nor over plain HTTP") {
    Office office;
    const auto answer = office.sign_in("staff");
    REQUIRE(answer.headers.size() == 1);
    const auto& [name, value] = answer.headers.front();
    CHECK(name == "Set-Cookie");
    for (const auto* word : {"HttpOnly", "Secure", "SameSite=Strict", "Path=/"}) CHECK(value.find(word) != std::string::npos);
}

TEST_CASE("A session ends by signing out, after its time, and when the password changes") {
    Office office;
    auto token = office.token("staff");
    CHECK(office.ask(Method::get, "/v1/session", {}, token).status == 200);
    CHECK(office.ask(Method::remove, "/v1/session", {}, token).status == 204);
    CHECK(office.ask(Method::get, "/v1/session", {}, token).status == 401);
    token = office.token("staff");
    office.district.clock().advance(api::session_life);
    CHECK(office.ask(Method::get, "/v1/session", {}, token).status == 401);
    token = office.token("staff");
    REQUIRE(api::set_user(office.district.connection(), "staff", api::Role::staff, "another-horse-9", office.district.random()).has_value());
    CHECK(office.ask(Method::get, "/v1/session", {}, token).status == 401);
}

TEST_CASE("Whoever looks is in the holder's own record, newest first, and the kiosks of the community hear of it at once") {
    Office office;
    auto& district = office.district;
    const auto staff = office.token("staff"), administrator = office.token("administrator");
    const auto record = [&] { return *wire::holder_from(*parse_json(office.ask_as_kiosk("K-0001", Method::get, "/v1/holders/" + lin_guilan).body)); };
    const auto cursor = [&] { return district.number("SELECT max(cursor) FROM changes WHERE topic = 'holder' AND subject = '3100000000123457'"); };
    CHECK(record().looks.empty());
    const auto before = cursor();
    CHECK(office.ask(Method::get, "/v1/admin/bills?reason=bill-asked-about&card=" + lin_guilan, {}, staff).status == 200);
    REQUIRE(record().looks.size() == 1);
    CHECK(record().looks.front().role == "staff");
    CHECK(record().looks.front().reason == "bill-asked-about");
    CHECK(cursor() > before);
    district.clock().advance(1h);
    CHECK(office.ask(Method::get, "/v1/admin/cases/C-2026-000101?reason=%E5%9B%9E%E7%94%B5%E8%AF%9D", {}, administrator).status == 200);
    CHECK(office.ask(Method::get, "/v1/admin/payments", {}, staff).status == 200);
    REQUIRE(record().looks.size() == 2);
    CHECK(record().looks.front().case_number == "C-2026-000101");
    CHECK(record().looks.front().reason == "回电话");
    // By another card of the same resident it is the same person who is told.
    CHECK(office.ask(Method::get, "/v1/admin/cards?reason=at-the-counter&serial=3100000000123495", {}, staff).status == 200);
    CHECK(record().looks.size() == 3);
    for (int i = 0; i < 70; ++i) office.ask(Method::get, "/v1/admin/bills?reason=again&card=" + lin_guilan, {}, staff);
    CHECK(record().looks.size() == wire::looks_max);
}

TEST_CASE("Who looks a resident up by card says why, however it is asked; a slip's number is reason enough, and both are written down") {
    Office office;
    auto& district = office.district;
    REQUIRE(district.hand_in(submission_of(district.new_id(), payment(lin_guilan, {{"W-2026-10-0457", Fen(8640)}}))).outcome == wire::SubmissionAnswer::Outcome::received);
    const auto staff = office.token("staff"), administrator = office.token("administrator");
    const auto looks = [&] { return district.number("SELECT count(*) FROM looks"); };
    const auto newest = [&] { return wire::holder_from(*parse_json(office.ask_as_kiosk("K-0001", Method::get, "/v1/holders/" + lin_guilan).body))->looks.front().reason; };
    for (const std::string path : {"cases?card=", "payments?card=", "bills?card=", "cards?serial=", "loads?card=", "charges?card="}) {
        CAPTURE(path);
        const auto before = looks();
        const auto target = "/v1/admin/" + path + lin_guilan;
        const auto silent = office.ask(Method::get, target, {}, staff);
        CHECK(silent.status == 422);
        CHECK(code_of(silent) == "look.reason_missing");
        CHECK(office.ask(Method::get, target + "&reason=x", {}, staff).status == 422);
        CHECK(code_of(office.ask(Method::get, target + "&reason=" + std::string(101, 'x'), {}, staff)) == "look.reason_too_long");
        CHECK(looks() == before);
        CHECK(office.ask(Method::get, target + "&reason=asked-me-to", {}, staff).status == 200);
        CHECK(office.ask(Method::get, target, {}, administrator).status == 200);
        // Nobody looked where there was nothing to see.
        const bool something = path[0] != 'l' && path.find("charges") != 0;
        CHECK((looks() > before) == something);
    }
    const auto before = looks();
    const auto slip = district.write([&] {
        auto row = district.connection().query("SELECT receipt FROM payments");
        return row.next() ? row.text(0) : std::string();
    });
    CHECK(office.ask(Method::get, "/v1/admin/payments?receipt=" + slip, {}, staff).status == 200);
    CHECK(looks() == before + 1);
    CHECK(newest() == "payments");
}

TEST_CASE("After five wrong passwords a name waits longer each time, even for the right one, and an unknown name looks the same") {
    Office office;
    for (const std::string_view name : {"staff", "nobody"}) {
        for (int i = 0; i < api::free_tries; ++i) {
            const auto answer = office.sign_in(name, "wrong-password");
            CHECK(answer.status == 401);
            CHECK(code_of(answer) == "session.wrong");
        }
        auto answer = office.sign_in(name);
        CHECK(answer.status == 429);
        REQUIRE(answer.headers.size() == 1);
        CHECK(answer.headers.front() == std::pair<std::string, std::string>("Retry-After", "1"));
        office.district.clock().advance(1s);
        CHECK(office.sign_in(name, "wrong-password").status == 401);
        answer = office.sign_in(name);
        CHECK(answer.headers.front().second == "2");
        office.district.clock().advance(2s);
    }
    CHECK(office.sign_in("staff").status == 200);
    CHECK(office.sign_in("staff", "wrong-password").status == 401);
}

TEST_CASE("A wall clock that was set back ten years keeps nobody waiting longer than the longest wait") {
    Office office;
    for (int i = 0; i < api::free_tries; ++i) office.sign_in("staff", "wrong-password");
    office.district.clock().jump(-std::chrono::hours(24 * 3650));
    const auto wait = std::stoi(office.sign_in("staff").headers.front().second);
    CHECK(wait <= std::chrono::seconds(api::longest_wait).count());
}

TEST_CASE("Short passwords are not taken") {
    District district;
    CHECK(api::set_user(district.connection(), "a", api::Role::staff, "short", district.random()).error().code == "user.password_short");
    CHECK(api::set_user(district.connection(), "", api::Role::staff, password, district.random()).error().code == "user.name");
}

TEST_CASE("What is not there is 404, a wrong method 405 with what is allowed, and bad encoding 400") {
    Office office;
    CHECK(office.ask(Method::get, "/v1/nothing").status == 404);
    CHECK(office.ask(Method::get, "/../etc/passwd").status == 404);
    CHECK(office.ask(Method::get, "/v1/admin/kiosks/").status == 404);
    const auto answer = office.ask(Method::put, "/v1/session");
    CHECK(answer.status == 405);
    CHECK(answer.headers.front().second == "POST, GET, DELETE");
    CHECK(office.ask(Method::get, "/v1/admin/kiosks/%zz").status == 400);
    CHECK(office.ask(Method::get, "/v1/admin/kiosks/%00").status == 400);
    CHECK(office.ask(Method::get, "/v1/admin/kiosks/%ff").status == 400);
    CHECK(office.ask_as_kiosk("K-0001", Method::get, "/v1/admin/kiosks").status == 404);
    CHECK(office.ask(Method::get, "/v1/changes").status == 404);
}

TEST_CASE("Staff read an address in words and money in yuan, not as they travel") {
    Office office;
    auto request = street_lamp_request(lin_guilan, office.district.office().catalogue.version());
    request.item_code = "ZJ-0011";
    request.answers = {{"home", {"990102001001003002", "2单元501"}}, {"reason", {"old"}}, {"rent", {"45050"}}, {"phone", {"000-00000457"}}, {"agree", {"yes"}}};
    const auto answer = office.district.hand_in(submission_of(office.district.new_id(), request));
    REQUIRE(answer.outcome == wire::SubmissionAnswer::Outcome::received);
    const auto told = office.ask(Method::get, "/v1/admin/cases/" + answer.reference + "?reason=asked%20at%20the%20hall", {}, office.token("staff")).body;
    CHECK(told.find("柳林街道梧桐社区梧桐家园2号楼 2单元501") != std::string::npos);
    CHECK(told.find("450.50 yuan") != std::string::npos);
    CHECK(told.find("990102001001003002") == std::string::npos);
    CHECK(told.find("孤老") != std::string::npos);
}

TEST_CASE("Card numbers are whole for administrators only") {
    Office office;
    const std::string path = "/v1/admin/cases/C-2026-000101";
    CHECK(text_at(*parse_json(office.ask(Method::get, path, {}, office.token("staff")).body), "card_serial") == "3100********3457");
    CHECK(text_at(*parse_json(office.ask(Method::get, path, {}, office.token("administrator")).body), "card_serial") == lin_guilan);
}

TEST_CASE("The page comes with a policy that lets no foreign or inline script run") {
    Office office;
    for (const auto* path : {"/", "/console.css", "/console.js", "/console.svg"}) {
        const auto answer = office.ask(Method::get, path);
        CHECK(answer.status == 200);
        CHECK_FALSE(answer.body.empty());
        CHECK(answer.headers.front().second.find("default-src 'none'") != std::string::npos);
        CHECK(answer.body.find("<script>") == std::string::npos);
        CHECK(answer.body.find("style=\"") == std::string::npos);
        CHECK(answer.body.find("onclick=") == std::string::npos);
    }
}
