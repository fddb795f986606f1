// A mediation is in no log, table, figure, board, list, search or feed of anybody who does not work on it.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "backend/api/access.hpp"
#include "backend/api/desk.hpp"
#include "backend/cases/figures.hpp"
#include "backend/cases/mediation.hpp"
#include "backend/cases/posts.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "tests/backend/mediation.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using http::Method;

namespace {

constexpr std::string_view password = "correct-horse-9";

/// A house full of people: one of each role, each at a post that a mediation of that community is nearest to, and the mediator.
class House {
public:
    House() {
        for (const auto role : api::all_roles) seat(std::string(api::name(role)), role);
        seat("mediator", api::Role::community);
        const std::pair<const char*, const char*> seats[] = {{"grid_officer", "G:梧桐社区第3网格"}, {"community", "C:WT"}, {"street", "S:LL"}, {"department", "D:SF"},
                                                             {"supervisor", "SUPERVISION"}, {"staff", "HALL"}, {"administrator", "DISTRICT"}, {"mediator", "MC:WT"}};
        for (const auto& [user, post] : seats)
            require(district.write([&] { return cases::give_seat(district.connection(), user, post).has_value(); }), "a seat");
        auto opened = api::Desk::open(district.database(), api::make_router(district.office()), district.clock());
        require(opened.has_value(), "a desk");
        desk_ = std::move(*opened);
    }

    http::Answer ask(const std::string& user, Method method, const std::string& path, const std::string& body = {}) {
        return desk_->serve(request(user, method, path, body));
    }
    http::Answer ask_as_kiosk(const std::string& kiosk, const std::string& path) {
        auto request = of(Method::get, path);
        request.door = http::Door::kiosk;
        request.kiosk = kiosk;
        return desk_->serve(std::move(request));
    }
    /// Every GET of the console that has no number in it, with what can be searched for; then those about one case.
    std::vector<std::string> all_views(const std::string& number) {
        std::vector<std::string> paths;
        const auto router = api::make_router(district.office());
        for (const auto& route : router.routes()) {
            if (route.method != Method::get || route.caller == api::Caller::kiosk) continue;
            paths.push_back(replace_all(std::string(route.path), "{}", number));
        }
        for (const auto& query : std::vector<std::string>{"box=all", "box=work", "box=below", "box=answer", "box=all&state=closed", "box=all&text=" + number, "card=" + lin_guilan,
                                        "card=" + zhang_jianguo, "receipt=K0001-20261122-0600", "box=all&text=%E8%B0%83%E8%A7%A3"})
            paths.push_back("/v1/admin/cases?" + query);
        paths.push_back("/v1/admin/cases/" + number + "?reason=curious-about-it");
        paths.push_back("/open311/v2/requests/" + number + ".json");
        return paths;
    }

    District district;

private:
    static http::Request of(Method method, const std::string& path, const std::string& body = {}) {
        http::Request request;
        request.method = method;
        const auto mark = path.find('?');
        request.path = path.substr(0, mark);
        if (mark != std::string::npos) request.query = path.substr(mark + 1);
        request.body = body;
        request.content_type = "application/json";
        request.address = "127.0.0.1";
        return request;
    }
    http::Request request(const std::string& user, Method method, const std::string& path, const std::string& body) {
        auto& token = tokens_[user];
        if (token.empty()) token = text_at(*parse_json(desk_->serve(of(Method::post, "/v1/session", dump_json({{"name", user}, {"password", password}}))).body), "token");
        auto asked = of(method, path, body);
        asked.authorization = "Bearer " + token;
        return asked;
    }
    void seat(const std::string& user, api::Role role) {
        require(api::set_user(district.connection(), user, role, password, district.random()).has_value(), "a user");
    }

    std::unique_ptr<api::Desk> desk_;
    std::map<std::string, std::string> tokens_;
};

/// The first of the words that stands in the text, or nothing.
std::string found_in(const std::string& text, const std::vector<std::string>& words) {
    for (const auto& word : words)
        if (text.find(word) != std::string::npos) return word;
    return {};
}

/// A mediation with all that there can be in it: invited, a time, an agreement that one accepted, urged and reopened words.
std::string full_mediation(House& house) {
    auto& district = house.district;
    using Kind = wire::CaseAction::Kind;
    const auto number = hand_in_mediation(district);
    require(mediate(district, number, cases::Verb::advance, canary_text).empty(), "a step");
    require(mediate(district, number, cases::Verb::invite, canary_text, zhang_jianguo).empty(), "an invitation");
    const auto time = district.write([&] { return cases::offered_of(district.connection(), number).front(); });
    for (const auto& card : {lin_guilan, zhang_jianguo}) require(at_kiosk(district, number, card, Kind::choose_times, time).empty(), "a time");
    require(mediate(district, number, cases::Verb::propose, canary_text + canary_name).empty(), "an agreement");
    require(at_kiosk(district, number, lin_guilan, Kind::accept, wire::agreement_digest(canary_text + canary_name)).empty(), "an acceptance");
    return number;
}

}  // namespace

TEST_CASE("A mediation's words, names, numbers and case stand in nothing that any role may see, except for its mediator; every view tried with every role") {
    House house;
    const auto number = full_mediation(house);
    house.district.write([&] {
        cases::keep_figures(house.district.connection(), cases::reckon_figures(house.district.connection(), house.district.office().rules, house.district.clock().now()), house.district.clock().now());
        return true;
    });
    CHECK(number_at(*parse_json(house.ask("supervisor", Method::get, "/v1/admin/summary").body), "cases") == house.district.number("SELECT count(*) FROM cases") - 1);
    const std::vector<std::string> canaries{canary_name, canary_text, canary_phone, number, "SF-0003", "人民调解申请"};
    const auto views = house.all_views(number);
    int looked = 0;
    for (const auto role : api::all_roles)
        for (const auto& path : views) {
            if (path.starts_with("/v1/open/catalogue")) continue;  // says that there is mediation, not that somebody asked for it
            const auto answer = house.ask(std::string(api::name(role)), Method::get, path);
            const auto found = found_in(answer.body, canaries);
            CHECK_MESSAGE(found.empty(), api::name(role) << " reads " << found << " at " << path);
            ++looked;
        }
    MESSAGE(looked << " views looked at");
    CHECK(looked > 300);
    // It is there to be found: the mediator does.
    CHECK(house.ask("mediator", Method::get, "/v1/admin/cases?box=all").body.find(number) != std::string::npos);
    const auto whole = house.ask("mediator", Method::get, "/v1/admin/cases/" + number);
    for (const auto& canary : canaries) CHECK(whole.body.find(canary) != std::string::npos);
}

TEST_CASE("Kiosks hear nothing of a mediation by the feed; only the card of a side that was put on brings it, and no other card") {
    House house;
    const auto number = full_mediation(house);
    const std::vector<std::string> canaries{canary_name, canary_text, canary_phone, number, "SF-0003", "人民调解申请"};
    for (const auto* kiosk : {"K-0001", "K-0002"}) {
        const auto feed = house.ask_as_kiosk(kiosk, "/v1/changes?cursor=0");
        CHECK(feed.status == 200);
        CHECK(found_in(feed.body, canaries).empty());
    }
    CHECK(house.ask_as_kiosk("K-0001", "/v1/changes?cursor=0").body.find(lin_guilan) != std::string::npos);
    for (const auto& side : {lin_guilan, zhang_jianguo})
        CHECK(house.ask_as_kiosk("K-0001", "/v1/holders/" + side).body.find(number) != std::string::npos);
    for (const std::string other : {"3100000000123458", "3100000000123461", "3100000000123490"})
        CHECK(found_in(house.ask_as_kiosk("K-0001", "/v1/holders/" + other).body, canaries).empty());
}

TEST_CASE("The diary of the backend holds nothing of a mediation, not even of one that could not be taken") {
    TemporaryFolder folder;
    const auto file = folder.path() / "backend.log";
    log::open("mediation-test", file.string());
    House house;
    const auto number = full_mediation(house);
    auto wrong = mediation_answers();
    wrong["matter"] = {canary_text};
    CHECK_FALSE(house.district.hand_in(mediation_submission(house.district, "SF-0003", wrong)).code.empty());
    for (const auto& path : house.all_views(number)) house.ask("supervisor", Method::get, path);
    log::open("backend-test");
    const auto diary = read_file(file);
    REQUIRE(diary.has_value());
    CHECK(diary->find("a request") != std::string::npos);
    CHECK(found_in(*diary, {canary_name, canary_text, canary_phone, number, "SF-0003", lin_guilan}).empty());
}

TEST_CASE("Whoever tries to look at a mediation that is not theirs is refused, and both sides read who it was; nothing of it can be moved by them") {
    House house;
    const auto number = full_mediation(house);
    const auto record = [&](const std::string& card) { return *wire::holder_from(*parse_json(house.ask_as_kiosk("K-0001", "/v1/holders/" + card).body)); };
    for (const std::string user : {"supervisor", "administrator", "staff", "community", "street"}) {
        CAPTURE(user);
        house.district.clock().advance(1min);
        const auto answer = house.ask(user, Method::get, "/v1/admin/cases/" + number + "?reason=curious");
        CHECK(answer.status == 403);
        for (const auto& card : {lin_guilan, zhang_jianguo}) {
            const auto looks = record(card).looks;
            REQUIRE_FALSE(looks.empty());
            CHECK(looks.front().role == user);
            CHECK(looks.front().case_number == number);
            CHECK(looks.front().reason == "refused");
        }
        const auto moved = house.ask(user, Method::post, "/v1/admin/cases/" + number + "/moves", dump_json({{"verb", "decide"}, {"note", "结束"}, {"to", "declined"}}));
        CHECK(moved.status == 403);
    }
    CHECK(house.ask("technician", Method::get, "/v1/admin/cases/" + number).status == 403);
    CHECK(mediation_file(house.district, number).as_told.state == wire::Case::State::open);
}

TEST_CASE("A case that was opened before its item became private is private from the next start on, and no other case changes") {
    District district;
    const auto number = hand_in_mediation(district);
    const auto kept = [&] { return district.number("SELECT count(*) FROM cases WHERE chart = 'private'"); };
    district.write([&] { return district.connection().run("UPDATE cases SET chart = 'default' WHERE number = ?", number), true; });
    REQUIRE(kept() == 0);
    district.write([&] { return cases::keep_private(district.connection(), district.office().rules, district.office().catalogue), true; });
    CHECK(kept() == 1);
    CHECK(mediation_file(district, number).chart == "private");
}

TEST_CASE("Every item that is a mediation is private") {
    District district;
    for (const auto& [code, item] : district.office().catalogue.items()) {
        const bool mediates = item.name.zh.find("调解") != std::string::npos && code.starts_with("SF-");
        CHECK_MESSAGE(district.office().rules.chart_of_item(code).closed_to_figures == mediates, code);
    }
}
