#include "kiosk/play/admin.hpp"

#include "backend-client/http/curl_client.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace onecard::play {

Admin::Admin(AdminAccess access) : access_(std::move(access)) {
    web::CurlSettings settings;
    settings.address = access_.url;
    settings.authority = access_.authority;
    client_ = std::make_unique<web::CurlClient>(std::move(settings));
}

Admin::~Admin() = default;

void Admin::become(const std::string& name) {
    access_.name = name;
    token_.clear();
}

Status Admin::sign_in() {
    if (!token_.empty()) return {};
    auto password = read_file(access_.password_file, 4096);
    if (!password) return failure(password.error());
    const Json body{{"name", access_.name}, {"password", std::string(trim(*password))}};
    auto answer = send(web::Method::post, "/v1/session", dump_json(body));
    if (!answer) return failure(answer.error());
    auto session = parse_json(*answer);
    if (!session) return failure(session.error());
    token_ = text_at(*session, "token");
    return {};
}

Result<std::string> Admin::send(web::Method method, const std::string& path, const std::string& body) {
    web::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
    auto answer = client_->send(request, {});
    if (!answer) return failure(answer.error());
    if (answer->status == 403) return failure(Error::Kind::refused, "admin.forbidden", "the backend answers 403");
    if (answer->status / 100 != 2) return failure(Error::Kind::refused, "admin.refused", "the backend answers " + std::to_string(answer->status));
    return std::move(answer->body);
}

Result<Json> Admin::ask(const std::string& path) {
    if (auto in = sign_in(); !in) return failure(in.error());
    auto answer = send(web::Method::get, path, {});
    if (!answer) return failure(answer.error());
    return parse_json(*answer);
}

Status Admin::post(const std::string& path, const std::string& body) {
    if (auto in = sign_in(); !in) return in;
    auto answer = send(web::Method::post, path, body);
    if (!answer) return failure(answer.error());
    return {};
}

}  // namespace onecard::play
