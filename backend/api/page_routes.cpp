// The console's page, and the table of all routes.
#include "backend/api/office.hpp"
#include "backend/console/console.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

/// Everything from this server, nothing inline, no frames: what a case contains can't become a program.
constexpr std::string_view content_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; frame-ancestors 'none'; "
    "base-uri 'none'";

constexpr std::string_view script = "text/javascript; charset=utf-8";

Handler file(std::string_view name, std::string_view type) {
    return [name, type](Call&) {
        Answer answer{200, std::string(type), std::string(console::file(name)), {}};
        answer.headers = {{"Content-Security-Policy", std::string(content_policy)},
                          {"Referrer-Policy", "no-referrer"},
                          {"X-Frame-Options", "DENY"},
                          {"Strict-Transport-Security", "max-age=31536000"}};
        return answer;
    };
}

}  // namespace

std::vector<Route> page_routes() {
    return {
        {Method::get, "/", Caller::anyone, file("console.html", "text/html; charset=utf-8")},
        {Method::get, "/console.css", Caller::anyone, file("console.css", "text/css; charset=utf-8")},
        {Method::get, "/console.js", Caller::anyone, file("console.js", script)},
        {Method::get, "/console-cases.js", Caller::anyone, file("console-cases.js", script)},
        {Method::get, "/console-listings.js", Caller::anyone, file("console-listings.js", script)},
        {Method::get, "/console-money.js", Caller::anyone, file("console-money.js", script)},
        {Method::get, "/console-parts.js", Caller::anyone, file("console-parts.js", script)},
        {Method::get, "/console-queue.js", Caller::anyone, file("console-queue.js", script)},
        {Method::get, "/console-views.js", Caller::anyone, file("console-views.js", script)},
        {Method::get, "/console-words.js", Caller::anyone, file("console-words.js", script)},
        {Method::get, "/console.svg", Caller::anyone, file("console.svg", "image/svg+xml")},
    };
}

Router make_router(const Office& office) {
    std::vector<Route> all;
    for (const auto& theme : {kiosk_routes(office), session_routes(office), fleet_routes(office), case_routes(office), figure_routes(office), listing_routes(),
                              export_routes(office), open311_routes(office),
                              money_routes(office), money_case_routes(), charge_routes(office), ceiling_routes(office), page_routes()})
        all.insert(all.end(), theme.begin(), theme.end());
    return Router(std::move(all));
}

}  // namespace onecard::api
