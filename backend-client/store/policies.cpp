#include "backend-client/store/policies.hpp"

#include "backend-client/store/connection.hpp"
#include "base/log.hpp"

namespace onecard::store {
namespace {

constexpr std::string_view place = "policy.ceilings";

std::optional<wire::Ceilings> read(Connection& connection) {
    auto row = connection.query("SELECT value FROM settings WHERE name = 'policy.ceilings'");
    if (!row.step()) return std::nullopt;
    const auto sealed = from_hex(row.text(0));
    const auto document = sealed ? connection.unseal(*sealed, place) : Result<std::string>(failure(sealed.error()));
    const auto ceilings = document ? wire::read_ceilings_document(*document) : Result<wire::Ceilings>(failure(document.error()));
    if (ceilings) return *ceilings;
    log::failed("the ceilings kept here", ceilings.error());
    return std::nullopt;
}

}  // namespace

Status Policies::put_ceilings(const wire::Ceilings& ceilings) {
    return connection_->writing([&]() -> Status {
        const auto former = read(*connection_);
        if (former == ceilings) return {};
        if (former && ceilings.version <= former->version) return failure(Error::Kind::refused, "policy.older");
        connection_->query("INSERT INTO settings (name, value) VALUES ('policy.ceilings', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
            .bind(1, to_hex(connection_->seal(wire::ceilings_document(ceilings), place)))
            .run();
        return {};
    });
}

Result<std::optional<wire::Ceilings>> Policies::ceilings() {
    return connection_->guarded([&]() -> Result<std::optional<wire::Ceilings>> { return read(*connection_); });
}

}  // namespace onecard::store
