// The backend's calls as typed functions. Answers are read strictly; nothing of them is believed unread.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "backend-client/http/client.hpp"
#include "backend-client/wire/charges.hpp"
#include "backend-client/wire/drafts.hpp"
#include "backend-client/wire/loads.hpp"
#include "backend-client/wire/messages.hpp"
#include "backend-client/wire/registers.hpp"
#include "backend-client/wire/slots.hpp"
#include "backend-client/wire/unblocks.hpp"
#include "base/bytes.hpp"

namespace onecard::web {

/// Something that the backend signed.
struct SignedDocument {
    std::string content;
    Bytes signature;     ///< see base/crypto_signature.hpp; empty when none came
};

struct Catalogue {
    std::int64_t version = 0;
    std::string etag;
    Bytes signature;     ///< of the bundle, see base/crypto_signature.hpp; empty when none came
    std::string bundle;  ///< JSON text as sent; its version was read, the rest is for whoever shows it
};

/// Errors besides those of the HttpClient: `net.nonsense` (invalid; an answer that is not what openapi.yaml says), the stable
/// code of the backend's problem (refused for 4xx; unavailable for 408, 425, 429, 503; timed_out for other 5xx), or
/// `net.status_NNN` when it gave none. What the engine does about a status is told by `is_about_content()`.
class BackendApi {
public:
    explicit BackendApi(HttpClient& client) : client_(client) {}

    /// POST /v1/submissions. One answer for each, in the same order: missing ones read as `later`, foreign ones are dropped.
    Result<std::vector<wire::SubmissionAnswer>> hand_in(std::span<const wire::Submission> batch, std::stop_token stop);
    /// GET /v1/changes
    Result<wire::Changes> changes(std::int64_t cursor, std::stop_token stop);
    /// GET /v1/catalogue; nothing when it is still the one of `etag`.
    Result<std::optional<Catalogue>> catalogue(const std::string& etag, std::stop_token stop);
    /// GET /v1/ceilings; nothing when none were ever set, when they are still those of this version, or from a backend that has no such thing.
    Result<std::optional<SignedDocument>> ceilings(std::int64_t version, std::stop_token stop);
    /// GET /v1/holders/{serial}
    Result<wire::HolderRecord> holder(const std::string& card_serial, std::stop_token stop);
    /// GET /v1/holders/{serial}/registers
    Result<wire::Registers> registers(const std::string& card_serial, std::stop_token stop);
    /// POST /v1/drafts: tells of a card's drafts and hears what there is of them.
    Result<wire::CardDrafts> drafts(const wire::CardDrafts& told, std::stop_token stop);
    /// POST /v1/loads. Only an error of kind refused says that nothing was debited.
    Result<wire::LoadGrant> load(const wire::LoadRequest& request, std::stop_token stop);
    /// POST /v1/pin-unblocks
    Result<wire::UnblockGrant> unblock(const wire::UnblockRequest& request, std::stop_token stop);
    /// POST /v1/charges. An error of kind refused, unavailable or invalid says that nothing was begun.
    Result<wire::ChargeState> charge(const wire::ChargeRequest& request, std::stop_token stop);
    /// GET /v1/charges/{id}, and POST …/close
    Result<wire::ChargeState> charge_state(const std::string& id, std::stop_token stop);
    Result<wire::ChargeState> close_charge(const std::string& id, std::stop_token stop);
    /// POST /v1/slots
    Result<std::vector<wire::SlotLease>> slots(const wire::SlotAsk& ask, std::stop_token stop);
    /// POST /v1/heartbeat
    Result<wire::HeartbeatAnswer> heartbeat(const wire::Heartbeat& beat, std::stop_token stop);

    /// True when the last error was the backend's judgement on what was sent (400, 409, 413, 415, 422), false when it was
    /// about us, the route, or nothing at all.
    bool is_about_content() const { return about_content_; }

private:
    Result<Response> ask(const Request& request, std::stop_token stop);
    Result<wire::ChargeState> ask_charge(const Request& request, const std::string& id, std::stop_token stop);

    HttpClient& client_;
    bool about_content_ = false;
};

}  // namespace onecard::web
