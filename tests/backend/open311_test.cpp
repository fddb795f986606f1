// What other programs get: Open311, and tables without anybody in them.
#include <doctest/doctest.h>

#include <map>

#include <nlohmann/json.hpp>

#include "backend/api/open311.hpp"
#include "backend/api/report_form.hpp"
#include "backend/api/report_keys.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/export.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using http::Method;

namespace {

struct Program {
    Program() {
        key = district.write([&] { return *api::give_report_key(district.connection(), "map", district.random(), district.clock().now()); });
        auto opened = api::Desk::open(district.database(), api::make_router(district.office()), district.clock());
        require(opened.has_value(), "a desk");
        desk = std::move(*opened);
    }

    http::Answer ask(std::string path, std::string query = {}) {
        http::Request request;
        request.path = "/open311/v2/" + std::move(path);
        request.query = std::move(query);
        return desk->serve(std::move(request));
    }
    http::Answer tell(const std::string& more, const std::string& path = "requests.json") {
        http::Request request;
        request.method = Method::post;
        request.path = "/open311/v2/" + path;
        request.content_type = "application/x-www-form-urlencoded; charset=utf-8";
        request.body = "api_key=" + key + "&" + more;
        return desk->serve(std::move(request));
    }
    /// The same as a form in parts, its edges in the way of the picture.
    http::Answer send(const std::map<std::string, std::string>& fields, const std::string& picture, const std::string& edge = "edge") {
        http::Request request;
        request.method = Method::post;
        request.path = "/open311/v2/requests.json";
        request.content_type = "multipart/form-data; boundary=\"" + edge + "\"";
        const auto begin = "--" + edge + "\r\nContent-Disposition: form-data; name=\"";
        request.body = begin + "api_key\"\r\n\r\n" + key + "\r\n";
        for (const auto& [name, value] : fields) request.body += begin + name + "\"\r\n\r\n" + value + "\r\n";
        request.body += begin + "media\"; filename=\"name=.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n" + picture + "\r\n--" + edge + "--\r\n";
        return desk->serve(std::move(request));
    }
    Json shown(const std::string& number) { return (*parse_json(ask("requests/" + number + ".json").body))[0]; }
    std::string number(const http::Answer& answer) { return text_at((*parse_json(answer.body))[0], "service_request_id"); }

    District district;
    std::string key;
    std::unique_ptr<api::Desk> desk;
};

const std::string manhole = "service_code=p0102&address_id=990102001001003002";

}  // namespace

TEST_CASE("A report from another program becomes a city-management case like one from a kiosk, and is found again in public without its words") {
    Program program;
    const auto told = program.tell(manhole + "&description=" + "%E4%BA%95%E7%9B%96+%3Cb%3E" + "&phone=0000-1234567&email=a%40b.example&last_name=Li");
    REQUIRE(told.status == 201);
    const auto number = program.number(told);
    const auto file = program.district.write([&] { return *cases::find_case(program.district.connection(), number, program.district.clock().now()); });
    CHECK(file.chart == "city");
    CHECK(file.case_class == "p0102");
    CHECK(file.community == "WT");
    CHECK(file.answers.at("detail").front() == "井盖 <b>");
    CHECK(dump_json(Json(file.answers)).find("b.example") == std::string::npos);
    const auto shown = program.ask("requests/" + number + ".json");
    REQUIRE(shown.status == 200);
    const auto one = (*parse_json(shown.body))[0];
    CHECK(text_at(one, "status") == "open");
    CHECK(text_at(one, "address").find("梧桐") != std::string::npos);
    for (const auto* secret : {"井盖 <b>", "1234567", "map"}) CHECK(shown.body.find(secret) == std::string::npos);
}

TEST_CASE("A picture of a report is seen by everybody under its own address, however the form was packed, and is one report") {
    Program program;
    const std::string picture("\xFF\xD8\xFF--edge\r\n\0\xFE", 13);
    const std::map<std::string, std::string> fields{{"service_code", "p0102"}, {"address_id", "990102001001003002"}, {"description", "井盖"}};
    const auto number = program.number(program.send(fields, picture));
    CHECK(program.number(program.send(fields, picture, "another-edge")) == number);
    CHECK(program.number(program.send(fields, picture + "x")) != number);
    const auto url = text_at(program.shown(number), "media_url");
    CHECK(url == "/open311/v2/media/" + number + ".jpg");
    const auto seen = program.ask("media/" + number + ".jpg");
    CHECK(seen.status == 200);
    CHECK(seen.content_type == "image/jpeg");
    CHECK(seen.body == picture);
    CHECK(program.ask("media/" + number).status == 404);
    CHECK(program.ask("media/C-2026-000101.jpg").status == 404);
}

TEST_CASE("A picture that a resident took with their card is theirs: the report is public, the picture is not") {
    Program program;
    const auto number = program.number(program.send({{"service_code", "p0102"}, {"address_id", "990102001001003002"}}, "\xFF\xD8\xFF of a doorway"));
    REQUIRE(program.ask("media/" + number + ".jpg").status == 200);
    program.district.connection().run("UPDATE cases SET card = ? WHERE number = ?", lin_guilan, number);
    CHECK(program.ask("media/" + number + ".jpg").status == 404);
    CHECK(program.shown(number)["media_url"].is_null());
}

TEST_CASE("What is no picture, too large or no form is refused, and cutting a form anywhere breaks nothing") {
    Program program;
    const std::map<std::string, std::string> fields{{"service_code", "p0102"}, {"address_string", "x"}};
    CHECK(program.send(fields, "GIF89a").status == 400);
    CHECK(program.send(fields, "\xFF\xD8\xFF" + std::string(160 << 10, 'x')).status == 400);
    CHECK(program.send(fields, "").status == 201);
    CHECK(program.send({{"service_code", "p0102"}, {"address_string", "\xFF"}}, "").status == 400);
    http::Request request;
    request.content_type = "multipart/form-data; boundary=e";
    const std::string whole = "--e\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--e--";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        request.body = whole.substr(0, size);
        CHECK_FALSE(api::read_report_form(request).has_value());
    }
    request.body = whole;
    REQUIRE(api::read_report_form(request).has_value());
    CHECK(api::read_report_form(request)->value("a") == "1");
    request.content_type = "multipart/form-data";
    CHECK(api::read_report_form(request).error().code == "report.malformed");
    request.content_type = "text/plain";
    CHECK(api::read_report_form(request).error().code == "report.type");
}

TEST_CASE("A position leads a report to the grid it lies in, and what is told in public is the middle of the grid") {
    Program program;
    const auto* grid = program.district.office().regions.find("990102001001003");
    REQUIRE(grid->at);
    const auto near = [&](double by) { return "&lat=" + std::to_string(grid->at->latitude + by) + "&long=" + std::to_string(grid->at->longitude); };
    const auto number = program.number(program.tell("service_code=p0102" + near(0.0004)));
    const auto file = program.district.write([&] { return *cases::find_case(program.district.connection(), number, program.district.clock().now()); });
    CHECK(file.community == "WT");
    CHECK(program.tell("service_code=p0102" + near(5)).status == 201);
    for (const char* wrong : {"&lat=north&long=1", "&lat=91&long=1", "&lat=1&long=200", "&lat=1,5&long=1", "&lat=1", "&lat=nan&long=1"})
        CHECK_MESSAGE(program.tell("service_code=p0102" + std::string(wrong)).status == 400, wrong);
    const auto told = program.shown(program.number(program.tell(manhole)));
    CHECK(told["lat"].get<double>() == grid->at->latitude);
    CHECK(told["long"].get<double>() == grid->at->longitude);
}

TEST_CASE("The same report sent again after a lost answer is one case; another one is another") {
    Program program;
    const auto first = program.number(program.tell(manhole)), again = program.number(program.tell(manhole));
    CHECK(first == again);
    CHECK(program.number(program.tell(manhole + "&description=x")) != first);
    program.district.clock().advance(25h);
    CHECK(program.number(program.tell(manhole)) != first);
}

TEST_CASE("Without a key, with one that was taken away, and beyond sixty a minute nothing is taken") {
    Program program;
    const auto key = std::exchange(program.key, "0123");
    CHECK(program.tell(manhole).status == 403);
    program.key = key;
    for (int i = 0; i < api::reports_a_minute; ++i) CHECK(program.tell("service_code=none").status == 404);
    const auto late = program.tell(manhole);
    CHECK(late.status == 429);
    program.district.clock().advance(1min);
    CHECK(program.tell(manhole).status == 201);
    REQUIRE(program.district.write([&] { return api::take_report_key(program.district.connection(), "map").has_value(); }));
    CHECK(program.tell(manhole + "&description=y").status == 403);
    CHECK(program.district.number("SELECT count(*) FROM cases WHERE class <> ''") == 1);
}

TEST_CASE("Filters of requests narrow what is listed, and what makes no sense is 400") {
    Program program;
    const auto number = program.number(program.tell(manhole));
    program.tell("service_code=e0102&address_string=%E4%B8%9C%E9%97%A8");
    const auto count = [&](const std::string& query) { return parse_json(program.ask("requests.json", query).body)->size(); };
    CHECK(count("") == 2);
    CHECK(count("service_code=p0102") == 1);
    CHECK(count("service_code=p0102,e0102") == 2);
    CHECK(count("service_code=p9999") == 0);
    CHECK(count("service_code=,") == 0);
    CHECK(count("status=closed") == 0);
    CHECK(count("status=open,closed") == 2);
    CHECK(count("service_request_id=" + number + ",C-1999-000001") == 1);
    CHECK(count("end_date=2026-11-01T00:00:00%2B08:00") == 0);
    CHECK(program.ask("requests.json", "status=burnt").status == 400);
    CHECK(program.ask("requests.json", "start_date=yesterday").status == 400);
    CHECK(program.ask("requests/C-2026-000101.json").status == 404);
    CHECK(program.ask("services/p0102.pdf").status == 404);
}

TEST_CASE("XML says the same, and nothing that somebody could write breaks it") {
    Program program;
    const auto xml = program.ask("services.xml");
    CHECK(xml.content_type.starts_with("text/xml"));
    CHECK(xml.body.find("<services><service>") != std::string::npos);
    CHECK(xml.body.find("<service_code>p0102</service_code>") != std::string::npos);
    CHECK(api::open311_answer(true, "a", {{"b", "<&\"\x01>"}}).body.ends_with("<a><b>&lt;&amp;&quot;&gt;</b></a>"));
}

TEST_CASE("The table of cases has nobody in it, no private case, and no cell that a spreadsheet would run") {
    District district;
    auto& connection = district.connection();
    district.write([&] {
        cases::Arrival arrival;
        arrival.card_serial = lin_guilan;
        arrival.kiosk = "K-0001";
        arrival.at = district.clock().now();
        arrival.answers = {{"story", {"邻居漏水"}}};
        const auto number = cases::open_case(connection, district.office().rules, *district.office().catalogue.find("SF-0003"), arrival);
        connection.run("UPDATE cases SET item_zh = '=HYPERLINK(\"x\"),1' WHERE number = 'C-2026-000101'");
        return number;
    });
    const auto now = district.clock().now();
    const auto table = [&](const cases::Scope& scope) {
        return district.write([&] { return cases::cases_csv(connection, district.office().rules, scope, now - 24h * 365, now); });
    };
    const auto whole = table({true, {}, {}});
    CHECK(whole.starts_with("number,item_code,item,"));
    CHECK(whole.find("C-2026-000101,MZ-0007,\"'=HYPERLINK(\"\"x\"\"),1\",") != std::string::npos);
    for (const auto& secret : {lin_guilan, std::string("SF-0003"), std::string("邻居漏水")}) CHECK(whole.find(secret) == std::string::npos);
    const auto lines = [](const std::string& csv) { return std::count(csv.begin(), csv.end(), '\n'); };
    CHECK(lines(table({false, {"D:MZ"}, {}})) < lines(whole));
    CHECK(lines(table({false, {}, {}})) == 1);
}
