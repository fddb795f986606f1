// What the backend last told this kiosk, so that it serves with no network: catalogue, holders, notices, black list, settings.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend-client/store/lifetime.hpp"
#include "backend-client/wire/listings.hpp"
#include "backend-client/wire/messages.hpp"
#include "backend-client/wire/registers.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace onecard::store {

class Connection;

struct CachedCatalogue {
    std::int64_t version = 0;
    std::string etag;    ///< as the backend gave it, for If-None-Match
    std::string bundle;  ///< JSON text as received
    Timestamp as_of;
};

/// Of one Store; used from its thread.
class Cache {
public:
    explicit Cache(Connection& connection) : connection_(&connection) {}

    Status put_catalogue(const CachedCatalogue& catalogue);
    Result<std::optional<CachedCatalogue>> catalogue();
    /// Version and etag without the bundle; cheap.
    Result<std::optional<CachedCatalogue>> catalogue_head();

    /// Sealed; found only by somebody who has the serial.
    Status put_holder(const wire::HolderRecord& record);
    /// Nothing when unknown or older than personal_lifetime. Its age is as_of.
    Result<std::optional<wire::HolderRecord>> holder(const std::string& card_serial);

    /// As holders: sealed, found only with the serial, gone after personal_lifetime.
    Status put_registers(const wire::Registers& registers);
    Result<std::optional<wire::Registers>> registers(const std::string& card_serial);

    /// Public ones, newest first; those whose last day is over are left out.
    Result<std::vector<wire::Listing>> listings();
    /// Newest first; those whose last day is over are left out.
    Result<std::vector<wire::Notice>> notices();
    Result<bool> black_listed(const std::string& card_serial);

    /// What slips of this kiosk are checked with, as the backend says; none when it does not know the kiosk or has locked it out.
    Result<std::vector<wire::KioskKey>> kiosk_keys(const std::string& kiosk);

    /// Nothing for a badge that is not known or was taken out of use.
    Result<std::optional<wire::Badge>> badge(const std::string& number);

    /// What to ask the backend with; 0 at first.
    Result<std::int64_t> cursor();
    /// Applies one answer to `changes?cursor=asked` and moves the cursor, all in one commit. An answer that starts again from
    /// the beginning (a cursor smaller than asked) replaces what was there, once its last page has come.
    /// Gives the version of the catalogue when one was announced.
    Result<std::optional<std::int64_t>> apply(std::int64_t asked, const wire::Changes& changes);
    /// When the last page of changes came; nothing before the first.
    Result<std::optional<Timestamp>> as_of();

    /// Small texts under a name: policy, state of service and the like. No personal data.
    Status set(const std::string& name, const std::string& value);
    Result<std::optional<std::string>> setting(const std::string& name);

    /// Deletes holders older than personal_lifetime. Gives how many.
    Result<std::size_t> prune(std::size_t count_max = 500);

private:
    Connection* connection_;
};

}  // namespace onecard::store
