// What is done to the database beside serving: people, kiosks, audit, check of the catalogue.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "backend-client/wire/messages.hpp"
#include "backend/data/connection.hpp"
#include "base/result.hpp"

namespace onecard {

/// The database of a data folder, migrated; made when it may be new. Error `file.missing`.
Result<std::unique_ptr<data::Connection>> open_database(const std::filesystem::path& folder, bool may_be_new);

/// Adds a person who may use the console, or changes role and password, and gives seats at posts. The file's first line is the
/// password. Errors: `user.role`, those of set_user and give_seat.
Status set_person(const std::filesystem::path& data, const std::string& name, const std::string& role, const std::filesystem::path& password_file,
                  const std::vector<std::string>& posts);

/// Locks a kiosk out from its next request on, or lets it in again. Error `kiosk.unknown`.
Status set_revoked(const std::filesystem::path& data, const std::string& kiosk, bool revoked);

/// Takes a staff badge out of use from the next request on, or back. Error `badge.unknown`.
Status set_badge(const std::filesystem::path& data, const std::string& number, bool revoked);

/// Registers a staff badge. Errors: those of cases::put_badge().
Status add_badge(const std::filesystem::path& data, const wire::Badge& badge, const std::string& resident);

struct NewKiosk {
    std::string id;
    std::string community;  ///< code of a known one
    std::string hall_zh, hall_en;
    std::string terminal;   ///< 12 digits, of its PSAM; may be empty
};
/// Registers a kiosk, so that its certificate opens the door. Errors: `kiosk.known`, `kiosk.malformed`, `community.unknown`.
Status add_kiosk(const std::filesystem::path& data, const NewKiosk& kiosk);

/// Prints what the audit looked at and where it differs, and what is unresolved, each with its case. Error `audit.differs` when anything differs.
Status print_money_audit(const std::filesystem::path& data);

/// Prints every problem as `FILE:LINE: ITEM: what`, then the count. Error `catalogue.problems` when there is any.
Status print_catalogue_check(const std::filesystem::path& services);

/// Closes a business day (YYYYMMDD) and writes the files to billers into `out`; prints each side and what differs. As often as wanted. Error `close.day`.
Status close_money_day(const std::filesystem::path& data, const std::string& day, const std::filesystem::path& out);

/// Reads a biller's answer; the same file twice changes nothing. Errors: those of money::take_answer, with a sentence.
Status take_biller_answer(const std::filesystem::path& data, const std::filesystem::path& file);
/// Reads a gateway's file of a day; the same again changes nothing.
Status take_gateway_day(const std::filesystem::path& data, const std::filesystem::path& file);

}  // namespace onecard
