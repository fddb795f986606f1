// What kiosks send and get, and what comes of it in the console.
#include <doctest/doctest.h>

#include "backend-client/wire/materials.hpp"
#include "base/crypto.hpp"
#include "tests/backend/desk.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

namespace {

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
    CHECK(office.district.number("SELECT count(*) FROM submissions WHERE kind = 'material' AND body = ''") == 2);  // the picture is kept once
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
