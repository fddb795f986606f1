#include "backend/upkeep.hpp"

#include <algorithm>
#include <cstdio>

#include "backend/api/access.hpp"
#include "backend/cases/badges.hpp"
#include "backend/cases/posts.hpp"
#include "backend/data/migrations.hpp"
#include "backend/fleet/fleet.hpp"
#include "backend/lint/check.hpp"
#include "backend/serve.hpp"
#include "base/file.hpp"

namespace onecard {
namespace {

bool is_kiosk_id(std::string_view id) {
    const bool plain = std::all_of(id.begin(), id.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-'; });
    return plain && !id.empty() && id.size() <= 32;
}

}  // namespace

Result<std::unique_ptr<data::Connection>> open_database(const std::filesystem::path& folder, bool may_be_new) {
    const auto file = database_file(folder);
    std::error_code why;
    if (may_be_new) std::filesystem::create_directories(folder, why);
    if (!may_be_new && !std::filesystem::exists(file, why)) return failure(Error::Kind::unavailable, "file.missing", file.string() + " is not there");
    auto connection = data::Connection::open(file, data::Connection::Access::writing);
    if (!connection) return connection;
    if (auto migrated = data::migrate(**connection); !migrated) return failure(migrated.error());
    return connection;
}

Status set_person(const std::filesystem::path& data, const std::string& name, const std::string& role, const std::filesystem::path& password_file,
                  const std::vector<std::string>& posts) {
    const auto known_role = api::role_named(role);
    if (!known_role) return failure(Error::Kind::invalid, "user.role", "a role is grid_officer, community, street, department, supervisor, staff, technician or administrator");
    auto text = read_file(password_file);
    if (!text) return failure(text.error().kind, text.error().code, password_file.string() + " cannot be read");
    auto connection = open_database(data, true);
    if (!connection) return failure(connection.error());
    SystemRandom random;
    const auto line = std::string_view(*text).substr(0, text->find_first_of("\r\n"));
    if (auto set = api::set_user(**connection, name, *known_role, line, random); !set) return set;
    return (*connection)->write([&]() -> Status {
        for (const auto& post : posts)
            if (auto given = cases::give_seat(**connection, name, post); !given) return given;
        return {};
    });
}

Status set_revoked(const std::filesystem::path& data, const std::string& kiosk, bool revoked) {
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    return (*connection)->write([&]() -> Status {
        (*connection)->run("UPDATE kiosks SET revoked = ? WHERE id = ?", revoked, kiosk);
        if ((*connection)->changed() == 0) return failure(Error::Kind::refused, "kiosk.unknown", "there is no kiosk of this id");
        fleet::tell_keys(**connection, kiosk, revoked);
        return {};
    });
}

Status add_badge(const std::filesystem::path& data, const wire::Badge& badge, const std::string& resident) {
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    return (*connection)->write([&]() -> Status { return cases::put_badge(**connection, badge, resident); });
}

Status set_badge(const std::filesystem::path& data, const std::string& number, bool revoked) {
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    return (*connection)->write([&]() -> Status { return cases::set_badge_revoked(**connection, number, revoked); });
}

Status add_kiosk(const std::filesystem::path& data, const NewKiosk& kiosk) {
    if (!is_kiosk_id(kiosk.id)) return failure(Error::Kind::invalid, "kiosk.malformed", "an id has capital letters, digits and hyphens");
    if (!kiosk.terminal.empty() && kiosk.terminal.size() != 12)
        return failure(Error::Kind::invalid, "kiosk.malformed", "a terminal number has 12 digits");
    auto connection = open_database(data, false);
    if (!connection) return failure(connection.error());
    auto& database = **connection;
    return database.write([&]() -> Status {
        if (!database.query("SELECT 1 FROM communities WHERE code = ?", kiosk.community).next())
            return failure(Error::Kind::invalid, "community.unknown", "there is no community of this code");
        if (database.query("SELECT 1 FROM kiosks WHERE id = ?", kiosk.id).next())
            return failure(Error::Kind::invalid, "kiosk.known", "there is a kiosk of this id already");
        database.run("INSERT INTO kiosks (id, hall_zh, hall_en, community) VALUES (?, ?, ?, ?)", kiosk.id, kiosk.hall_zh, kiosk.hall_en,
                     kiosk.community);
        if (!kiosk.terminal.empty())
            database.run("INSERT OR REPLACE INTO terminals (number, kiosk) VALUES (?, ?)", kiosk.terminal, kiosk.id);
        return {};
    });
}

Status print_catalogue_check(const std::filesystem::path& services) {
    const auto report = lint::check_services(services);
    if (!report) return failure(report.error());
    for (const auto& one : report->problems) {
        const auto item = one.item.empty() ? std::string() : one.item + ": ";
        std::printf("%s:%d: %s%s %s\n", (services / one.file).c_str(), one.line, item.c_str(), one.at.c_str(), one.what.c_str());
    }
    std::printf("%zu items (%zu approvals), %zu departments, %zu problems\n", report->items, report->approvals, report->departments,
                report->problems.size());
    if (report->problems.empty()) return {};
    return failure(Error::Kind::invalid, "catalogue.problems", "the catalogue is not fit to be shown");
}

}  // namespace onecard
