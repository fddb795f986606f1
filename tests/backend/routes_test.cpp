// The table of routes and the desk, without sockets.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "backend/api/access.hpp"
#include "backend/cases/posts.hpp"
#include "backend-client/wire/materials.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using http::Door;
using http::Method;

namespace {

constexpr std::string_view password = "correct-horse-9";

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

std::string code_of(const http::Answer& answer) { return text_at(parse_json(answer.body).value_or(Json()), "code"); }

std::string filled(std::string_view pattern) { return replace_all(std::string(pattern), "{}", "C-2026-000101"); }

wire::Heartbeat beat(const District&) {
    wire::Heartbeat beat;
    beat.version = "0.1.0";
    beat.state = "in_service";
    beat.reader = beat.psam = beat.printer = "ready";
    beat.disk_free_bytes = 1'000'000;
    beat.kiosk_time = sample_now() + 5s;
    return beat;
}

}  // namespace

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
    CHECK(office.ask(Method::get, "/v1/admin/bills?card=" + lin_guilan, {}, staff).status == 200);
    REQUIRE(record().looks.size() == 1);
    CHECK(record().looks.front().role == "staff");
    CHECK(record().looks.front().reason == "bills");
    CHECK(cursor() > before);
    district.clock().advance(1h);
    CHECK(office.ask(Method::get, "/v1/admin/cases/C-2026-000101?reason=%E5%9B%9E%E7%94%B5%E8%AF%9D", {}, administrator).status == 200);
    CHECK(office.ask(Method::get, "/v1/admin/payments", {}, staff).status == 200);
    REQUIRE(record().looks.size() == 2);
    CHECK(record().looks.front().case_number == "C-2026-000101");
    CHECK(record().looks.front().reason == "回电话");
    // By another card of the same resident it is the same person who is told.
    CHECK(office.ask(Method::get, "/v1/admin/cards?serial=3100000000123495", {}, staff).status == 200);
    CHECK(record().looks.size() == 3);
    for (int i = 0; i < 70; ++i) office.ask(Method::get, "/v1/admin/bills?card=" + lin_guilan, {}, staff);
    CHECK(record().looks.size() == wire::looks_max);
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

TEST_CASE("An order reaches the kiosk with each heartbeat until the kiosk says it obeyed") {
    Office office;
    const auto technician = office.token("technician");
    const auto given = office.ask(Method::post, "/v1/admin/kiosks/K-0001/orders", R"({"kind":"restart"})", technician);
    REQUIRE(given.status == 201);
    const auto id = text_at(*parse_json(given.body), "id");
    const auto again = office.ask(Method::post, "/v1/admin/kiosks/K-0001/orders", R"({"kind":"restart"})", technician);
    CHECK(text_at(*parse_json(again.body), "id") == id);
    auto heartbeat = beat(office.district);
    const auto orders = [&] {
        const auto answer = office.ask_as_kiosk("K-0001", Method::post, "/v1/heartbeat", dump_json(wire::to_json(heartbeat)));
        REQUIRE(answer.status == 200);
        return wire::heartbeat_answer_from(*parse_json(answer.body))->orders;
    };
    REQUIRE(orders().size() == 1);
    CHECK(orders().front() == wire::Order{id, wire::Order::Kind::restart});
    heartbeat.obeyed = {id};
    CHECK(orders().empty());
    CHECK(orders().empty());
    CHECK(office.ask(Method::post, "/v1/admin/kiosks/K-0009/orders", R"({"kind":"restart"})", technician).status == 404);
    CHECK(office.ask(Method::post, "/v1/admin/kiosks/K-0001/orders", R"({"kind":"explode"})", technician).status == 422);
}

TEST_CASE("One kiosk cannot say that another obeyed") {
    Office office;
    const auto given = office.ask(Method::post, "/v1/admin/kiosks/K-0001/orders", R"({"kind":"out_of_service"})", office.token("technician"));
    auto heartbeat = beat(office.district);
    heartbeat.obeyed = {text_at(*parse_json(given.body), "id")};
    office.ask_as_kiosk("K-0002", Method::post, "/v1/heartbeat", dump_json(wire::to_json(heartbeat)));
    CHECK(office.district.number("SELECT count(*) FROM orders WHERE obeyed_at IS NULL") == 1);
}

TEST_CASE("A kiosk shows its health after a heartbeat and is silent after ninety seconds") {
    Office office;
    const auto token = office.token("technician");
    office.ask_as_kiosk("K-0001", Method::post, "/v1/heartbeat", dump_json(wire::to_json(beat(office.district))));
    const auto kiosk = [&] { return *parse_json(office.ask(Method::get, "/v1/admin/kiosks/K-0001", {}, token).body); };
    CHECK(text_at(kiosk(), "reader") == "ready");
    CHECK(number_at(kiosk(), "clock_ahead_ms") == 5000);
    CHECK_FALSE(flag_at(kiosk(), "silent"));
    office.district.clock().advance(91s);
    CHECK(flag_at(kiosk(), "silent"));
}

TEST_CASE("The catalogue is sent once and then only when it has changed") {
    Office office;
    http::Request request;
    request.door = Door::kiosk;
    request.kiosk = "K-0001";
    request.path = "/v1/catalogue";
    const auto first = office.desk->serve(request);
    CHECK(first.status == 200);
    CHECK(list_at(*parse_json(first.body), "items").size() >= 24);
    request.if_none_match = first.headers.front().second;
    const auto second = office.desk->serve(request);
    CHECK(second.status == 304);
    CHECK(second.body.empty());
}

TEST_CASE("A batch with one broken submission takes the others") {
    Office office;
    const auto good = submission_of(office.district.new_id(), street_lamp_request(lin_guilan, office.district.office().catalogue.version()));
    auto json = wire::to_json(std::vector{good});
    json["submissions"].push_back({{"id", "not an id"}, {"kind", "request"}, {"body", "{}"}, {"created_at", "2026-11-22T09:30:00+08:00"}});
    json["submissions"].push_back(17);
    const auto answer = office.ask_as_kiosk("K-0001", Method::post, "/v1/submissions", dump_json(json));
    REQUIRE(answer.status == 200);
    const auto parsed = *parse_json(answer.body);
    REQUIRE(list_at(parsed, "answers").size() == 3);
    CHECK(text_at(parsed["answers"][0], "outcome") == "received");
    CHECK(text_at(parsed["answers"][1], "outcome") == "refused");
    CHECK(text_at(parsed["answers"][1], "code") == "wire.id");
    CHECK(text_at(parsed["answers"][2], "outcome") == "refused");
}

TEST_CASE("Bodies that are no JSON, of another type, too many or ill-formed are refused with 4xx") {
    Office office;
    const auto status = [&](std::string body) { return office.ask_as_kiosk("K-0001", Method::post, "/v1/submissions", std::move(body)).status; };
    CHECK(status("") == 400);
    CHECK(status("nonsense") == 400);
    CHECK(status("{\"submissions\":\"\xFF\xFE\"}") == 400);
    CHECK(status(std::string(100'000, '[')) == 400);
    CHECK(status("{}") == 400);
    CHECK(status("[]") == 400);
    Json many{{"submissions", Json::array()}};
    for (std::size_t i = 0; i <= wire::submissions_max; ++i) many["submissions"].push_back(Json::object());
    CHECK(status(dump_json(many)) == 413);
    http::Request request;
    request.method = Method::post;
    request.door = Door::kiosk;
    request.kiosk = "K-0001";
    request.path = "/v1/submissions";
    request.content_type = "text/plain";
    request.body = R"({"submissions":[]})";
    CHECK(office.desk->serve(request).status == 415);
}

TEST_CASE("Serials that are none are 400; known, unknown and blocked ones answer in one shape") {
    Office office;
    CHECK(office.ask_as_kiosk("K-0001", Method::get, "/v1/holders/12345").status == 400);
    CHECK(office.ask_as_kiosk("K-0001", Method::get, "/v1/holders/31000000001234'-").status == 400);
    std::vector<std::string> keys;
    for (const auto& serial : {lin_guilan, nobodys_card, blocked_card}) {
        const auto answer = office.ask_as_kiosk("K-0001", Method::get, "/v1/holders/" + serial);
        REQUIRE(answer.status == 200);
        std::string shape;
        const auto json = *parse_json(answer.body);
        for (const auto& [key, value] : json.items()) shape += key + ":" + value.type_name() + " ";
        keys.push_back(shape);
    }
    CHECK(keys[0] == keys[1]);
    CHECK(keys[0] == keys[2]);
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

TEST_CASE("A paper comes before or after its request, is shown to who may see the case, and is the one the answer names") {
    Office office;
    const std::string jpeg = "\xFF\xD8\xFF a paper";
    const auto content = as_bytes(jpeg);
    wire::Material paper{"K0001-20261122-0901", lin_guilan, "proof", Bytes(content.begin(), content.end()), sample_now()};
    const auto send = [&] {
        return office.district.hand_in({office.district.new_id(), std::string(wire::material_kind), dump_json(wire::to_json(paper)), sample_now()});
    };
    CHECK(send().outcome == wire::SubmissionAnswer::Outcome::received);
    paper.content.back() = 'X';  // the first that came stays
    send();
    auto request = street_lamp_request(lin_guilan, office.district.office().catalogue.version());
    request.receipt = paper.receipt;
    request.item_code = "MZ-0003";
    request.answers = {{"event", {"illness"}}, {"happened_on", {"2026-11-20"}}, {"urgent", {"yes"}}, {"family_size", {"3"}}, {"reason", {"住院治疗花费较大"}},
                       {"proof", {crypto::sha256_hex(jpeg)}}, {"signed", {"10,20 30,40;5,6 7,8"}}, {"phone", {"000-00000457"}}, {"agree", {"yes"}}};
    const auto answer = office.district.hand_in(submission_of(office.district.new_id(), request));
    CAPTURE(answer.code);
    REQUIRE(answer.outcome == wire::SubmissionAnswer::Outcome::received);
    const auto path = "/v1/admin/cases/" + answer.reference + "/materials/";
    const auto token = office.token("administrator");
    const auto shown = office.ask(Method::get, path + "proof", {}, token);
    CHECK(shown.status == 200);
    CHECK(shown.content_type == "image/jpeg");
    CHECK(shown.body == jpeg);
    CHECK(office.ask(Method::get, path + "signed", {}, token).status == 404);
    CHECK(code_of(office.ask(Method::get, path + "proof", {}, office.token("staff"))) == "look.reason_missing");
    CHECK(office.ask(Method::get, path + "proof", {}, office.token("technician")).status == 403);
    for (const auto* wrong : {"pin2", "<svg>", ""}) {
        request.answers["signed"] = {wrong};
        CHECK(office.district.hand_in(submission_of(office.district.new_id(), request)).outcome == wire::SubmissionAnswer::Outcome::refused);
    }
}

TEST_CASE("What is no picture is refused as a paper") {
    District district;
    const auto send = [&](const Bytes& content) {
        const wire::Material paper{"K0001-20261122-0902", lin_guilan, "proof", content, sample_now()};
        return district.hand_in({district.new_id(), std::string(wire::material_kind), dump_json(wire::to_json(paper)), sample_now()}).code;
    };
    CHECK(send(Bytes{'<', 's', 'v', 'g', '>'}) == "material.kind");
    CHECK(send(Bytes(wire::material_bytes_max + 1, 0xFF)) == "wire.content");
    CHECK(send({}) == "wire.content");
}

TEST_CASE("A picture of a screen is taken from the kiosk that was asked, and shown to technicians") {
    Office office;
    const auto technician = office.token("technician");
    const auto given = office.ask(Method::post, "/v1/admin/kiosks/K-0001/orders", R"({"kind":"picture"})", technician);
    REQUIRE(given.status == 201);
    const auto order = text_at(*parse_json(given.body), "id");
    const auto send = [&](const std::string& asked, const std::string& content) {
        const auto bytes = as_bytes(content);
        const wire::ScreenPicture picture{asked, Bytes(bytes.begin(), bytes.end()), sample_now()};
        return office.district.hand_in({office.district.new_id(), std::string(wire::screen_picture_kind), dump_json(wire::to_json(picture)), sample_now()}).code;
    };
    CHECK(send(order, "\xFF\xD8\xFF a screen").empty());
    CHECK(send("nobody-asked", "\xFF\xD8\xFF a screen") == "order.unknown");
    CHECK(send(order, "<html>") == "material.kind");
    const auto listed = office.ask(Method::get, "/v1/admin/kiosks/K-0001/pictures", {}, technician);
    CHECK(parse_json(listed.body)->at("pictures").size() == 1);
    const auto shown = office.ask(Method::get, "/v1/admin/kiosks/K-0001/pictures/" + order, {}, technician);
    CHECK(shown.content_type == "image/jpeg");
    CHECK(shown.body == "\xFF\xD8\xFF a screen");
    CHECK(office.ask(Method::get, "/v1/admin/kiosks/K-0002/pictures/" + order, {}, technician).status == 404);
    CHECK(office.ask(Method::get, "/v1/admin/kiosks/K-0001/pictures", {}, office.token("staff")).status == 403);
}
