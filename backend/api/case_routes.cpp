// Cases, as those who work on them see and move them.
#include <functional>

#include "backend/api/access.hpp"
#include "backend/api/case_json.hpp"
#include "backend/api/looking.hpp"
#include "backend/api/masked.hpp"
#include "backend/api/office.hpp"
#include "backend/cases/inbox.hpp"
#include "backend/cases/materials.hpp"
#include "backend/cases/mediation.hpp"
#include "backend/cases/moves.hpp"
#include "backend/cases/posts.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

using cases::Listing;
using http::Answer;
using http::Method;

constexpr std::size_t search_bytes_max = 64;

cases::Mover mover_of(Call& call) {
    using Kind = cases::Mover::Kind;
    const auto kind = call.role == Role::administrator ? Kind::administrator : call.role == Role::supervisor ? Kind::supervisor : Kind::officer;
    return {kind, call.name, std::string(name(call.role)), cases::seats_of(call.connection, call.name)};
}

bool sees_all(Role role) { return role == Role::administrator || role == Role::supervisor; }

cases::Scope scope_of(Call& call) { return cases::scope_of(call.connection, call.name, sees_all(call.role)); }

std::optional<Listing::Box> box_named(std::string_view word) {
    if (word == "work") return Listing::Box::work;
    if (word == "answer") return Listing::Box::answer;
    if (word == "below") return Listing::Box::below;
    if (word == "all" || word.empty()) return Listing::Box::all;
    return std::nullopt;
}

/// Private cases are seen only by who works on them, whatever else they supervise or administer.
bool may_see(Call& call, const Office& office, const cases::Scope& scope, const cases::CaseFile& file) {
    if (!office.rules.chart(file.chart).closed_to_figures) return true;
    cases::Scope own = scope;
    own.whole = false;
    own.below.clear();
    return cases::within(call.connection, own, file.as_told.number);
}

/// What is asked about one resident: found by their slip, which is why, or by their card, for a reason; and written down.
std::vector<std::string> of_resident(Call& call, const Office& office, const cases::Scope& scope, const cases::CaseFilter& filter, const std::string& reason) {
    auto numbers = cases::case_numbers(call.connection, filter);
    for (const auto& number : numbers)
        if (const auto file = cases::find_case(call.connection, number, call.now); file && may_see(call, office, scope, *file))
            call.looks.push_back({file->card_serial, number, reason});
    return numbers;
}

Answer tell_cases(const Office& office, Call& call) {
    const auto& query = call.request.query;
    const cases::CaseFilter filter{http::query_value(query, "card"), http::query_value(query, "receipt"), http::query_value(query, "state")};
    const auto scope = scope_of(call);
    const auto box = box_named(http::query_value(query, "box"));
    const auto text = http::query_value(query, "text");
    if (!box || text.size() > search_bytes_max) return http::problem(400, "case.listing");
    const bool one_resident = !filter.card_serial.empty() || !filter.receipt.empty();
    const auto reason = reason_to_list(call, filter.card_serial, "search");
    if (!reason) return http::problem(422, reason.error().code);
    const auto numbers = one_resident ? of_resident(call, office, scope, filter, *reason) : cases::listed(call.connection, scope, {*box, filter.state, text});
    auto all = Json::array();
    for (const auto& number : numbers) {
        const auto file = cases::find_case(call.connection, number, call.now);
        const bool theirs = call.role == Role::staff || cases::within(call.connection, scope, number);
        if (file && theirs && may_see(call, office, scope, *file)) all.push_back(case_json(*file, call.role));
    }
    return http::json_answer({{"cases", std::move(all)}});
}

void add_passing(const Office& office, Call& call, const std::string& number, Json& json) {
    const auto codes = cases::posts_passed_to(call.connection, office.rules, number);
    if (!codes.empty()) json["passed_to"] = codes;
}

/// Both sides of a mediation, for the mediator.
void add_sides(Call& call, const std::string& number, Json& json) {
    json["private"] = true;
    const auto sides = cases::sides_of(call.connection, number);
    if (sides.empty()) return;
    json["sides"] = Json::array();
    for (const auto& side : sides)
        json["sides"].push_back({{"card_serial", shown_serial(side.card, call.role)}, {"asked", side.asked}, {"chosen", side.times ? Json(*side.times) : Json()},
                                 {"accepted", side.accepted}});
    json["offered"] = cases::offered_of(call.connection, number);
    json["agreement"] = cases::agreement_of(call.connection, number);
}

/// Both sides learn that somebody tried to look at what is theirs alone.
Answer refuse_look(const Office& office, Call& call, const cases::CaseFile& file) {
    const auto& number = file.as_told.number;
    if (office.rules.chart(file.chart).closed_to_figures) {
        call.looks.push_back({file.card_serial, number, "refused"});
        for (const auto& side : cases::sides_of(call.connection, number))
            if (!side.asked) call.looks.push_back({side.card, number, "refused"});
    }
    return http::problem(403, "case.not_yours");
}

/// The case with what was filled in and what can be done to it.
Answer whole_case(const Office& office, Call& call, const cases::CaseFile& file) {
    auto json = case_json(file, call.role);
    json["answers"] = answers_json(office.regions, office.catalogue.find(file.as_told.item_code), file.answers);
    auto open = Json::array();
    for (const auto verb : cases::open_moves(call.connection, office.rules, file.as_told.number, mover_of(call))) open.push_back(cases::name(verb));
    json["moves"] = std::move(open);
    add_passing(office, call, file.as_told.number, json);
    if (office.rules.chart(file.chart).closed_to_figures) add_sides(call, file.as_told.number, json);
    return http::json_answer(json);
}

/// For who works on it; anybody else says why, and is written down like everybody.
Answer look_at_case(const Office& office, Call& call, const std::function<Answer(const cases::CaseFile&)>& tell) {
    const auto file = cases::find_case(call.connection, call.request.parts.front(), call.now);
    if (!file) return http::problem(404, "case.unknown");
    const auto scope = scope_of(call);
    cases::Scope own = scope;
    own.whole = false;
    const bool works_on_it = cases::within(call.connection, own, file->as_told.number);
    const bool may = works_on_it || scope.whole || call.role == Role::staff;
    if (!may || !may_see(call, office, scope, *file)) return refuse_look(office, call, *file);
    const bool unasked = works_on_it && http::query_value(call.request.query, "reason").empty();
    const auto reason = unasked ? Result<std::string>("handling") : reason_to_look(call, "administration");
    if (!reason) return http::problem(422, reason.error().code);
    call.looks.push_back({file->card_serial, file->as_told.number, *reason});
    return tell(*file);
}

Answer tell_case(const Office& office, Call& call) {
    return look_at_case(office, call, [&](const cases::CaseFile& file) { return whole_case(office, call, file); });
}

/// The paper behind an answer, as it was laid under the camera.
Answer tell_material(const Office& office, Call& call) {
    return look_at_case(office, call, [&](const cases::CaseFile& file) {
        const auto& field = call.request.parts.back();
        const auto answer = file.answers.find(field);
        if (answer == file.answers.end() || answer->second.empty()) return http::problem(404, "material.unknown");
        const auto content = cases::material_of(call.connection, file.as_told.receipt, field, answer->second.front());
        if (!content) return http::problem(404, "material.unknown");
        return http::picture_answer(*content);
    });
}

int status_of(const std::string& code) {
    if (code == "case.unknown") return 404;
    if (code == "case.not_yours" || code == "case.own_rating") return 403;
    const bool card = code == "mediation.own_card" || code == "mediation.card_unknown";
    const bool form = card || code == "case.note_missing" || code == "case.note_too_long" || code == "case.decision" || code == "case.post_unknown" ||
                      code == "case.officer_unknown";
    return form ? 422 : 409;
}

Answer carry_out(const Office& office, Call& call, cases::Move move) {
    const auto& number = call.request.parts.front();
    move.by = mover_of(call);
    move.at = call.now;
    if (auto moved = cases::move(call.connection, office.rules, number, move); !moved)
        return http::problem(status_of(moved.error().code), moved.error().code);
    const auto file = cases::find_case(call.connection, number, call.now);
    if (!file) return http::problem(404, "case.unknown");
    // Whoever passed a private case on has nothing more to do with it.
    return may_see(call, office, scope_of(call), *file) ? whole_case(office, call, *file) : http::json_answer(case_json(*file, call.role));
}

Answer move_on(const Office& office, Call& call) {
    cases::Move move;
    if (!call.request.body.empty()) {
        const auto json = json_body(call.request);
        if (!json) return http::problem(json.error());
        move.note = text_at(*json, "note");
    }
    return carry_out(office, call, std::move(move));
}

Answer move_by_verb(const Office& office, Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto verb = cases::verb_named(text_at(*json, "verb"));
    if (!verb) return http::problem(422, "case.verb");
    return carry_out(office, call, {*verb, {}, text_at(*json, "note"), text_at(*json, "to"), {}});
}

Answer tell_posts(Call& call) {
    auto all = Json::array();
    for (const auto& post : cases::posts(call.connection)) {
        if (post.abolished) continue;
        auto people = Json::array();
        auto row = call.connection.query("SELECT user FROM seats WHERE post = ? ORDER BY user", post.code);
        while (row.next()) people.push_back(row.text(0));
        all.push_back({{"code", post.code},
                       {"level", cases::name(post.level)},
                       {"name", {{"zh", post.name.zh}, {"en", post.name.en}}},
                       {"vacant", post.vacant},
                       {"people", std::move(people)}});
    }
    auto own = Json::array();
    for (const auto& seat : cases::seats_of(call.connection, call.name)) own.push_back(seat);
    return http::json_answer({{"posts", std::move(all)}, {"own", std::move(own)}});
}

/// Who looked at the data of a card, newest first; of private cases without saying which.
Answer tell_looks(const Office& office, Call& call) {
    constexpr int looks_max = 200;
    const auto card = http::query_value(call.request.query, "card");
    auto all = Json::array();
    auto row = call.connection.query(
        "SELECT at, user, role, case_number, reason, coalesce((SELECT chart FROM cases WHERE number = case_number), '') FROM looks "
        "WHERE (?1 = '' OR card = ?1) ORDER BY id DESC LIMIT ?2",
        card, looks_max);
    while (row.next()) {
        const bool is_private = !row.text(5).empty() && office.rules.chart(row.text(5)).closed_to_figures;
        all.push_back({{"at", to_iso(row.time(0))}, {"user", row.text(1)}, {"role", row.text(2)}, {"case", is_private ? std::string() : row.text(3)},
                       {"reason", is_private ? std::string("private") : row.text(4)}});
    }
    return http::json_answer({{"looks", std::move(all)}});
}

}  // namespace

std::vector<Route> case_routes(const Office& office) {
    const auto with_office = [&office](Answer (*handler)(const Office&, Call&)) { return [&office, handler](Call& call) { return handler(office, call); }; };
    return {
        {Method::get, "/v1/admin/cases", Caller::case_worker, with_office(tell_cases)},
        {Method::get, "/v1/admin/cases/{}", Caller::case_worker, with_office(tell_case)},
        {Method::get, "/v1/admin/cases/{}/materials/{}", Caller::case_worker, with_office(tell_material)},
        {Method::post, "/v1/admin/cases/{}/advance", Caller::case_worker, with_office(move_on)},
        {Method::post, "/v1/admin/cases/{}/moves", Caller::case_worker, with_office(move_by_verb)},
        {Method::get, "/v1/admin/posts", Caller::case_worker, tell_posts},
        {Method::get, "/v1/admin/looks", Caller::supervisor, with_office(tell_looks)},
    };
}

}  // namespace onecard::api
