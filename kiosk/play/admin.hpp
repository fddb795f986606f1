// The administrator's side of a played visit: signs in at the backend's console port and asks its API.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "base/json.hpp"
#include "backend-client/http/client.hpp"

namespace onecard::play {

struct AdminAccess {
    std::string url;                       ///< `https://localhost:8444`
    std::filesystem::path authority;       ///< CA certificate that the backend's certificate must come from
    std::string name;
    std::filesystem::path password_file;
};

class Admin {
public:
    explicit Admin(AdminAccess access);
    ~Admin();

    /// Whoever asks from here on; the password is the same for all people of a played visit.
    void become(const std::string& name);

    /// GET of a path; signs in first. Errors of the connection, `admin.forbidden`, or `admin.refused` with the status.
    Result<Json> ask(const std::string& path);
    /// POST of a JSON text.
    Status post(const std::string& path, const std::string& body);

private:
    Status sign_in();
    Result<std::string> send(web::Method method, const std::string& path, const std::string& body);

    AdminAccess access_;
    std::unique_ptr<web::HttpClient> client_;
    std::string token_;
};

}  // namespace onecard::play
