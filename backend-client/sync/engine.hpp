// Keeps a kiosk in step with the backend: hands in what waits, pulls what changed, says that it lives and takes orders.
// One thread calls tick(); every other thread talks to it through nudge() and ask_holder() and hears from it by events.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "backend-client/http/backend_api.hpp"
#include "backend-client/store/store.hpp"
#include "base/clock.hpp"
#include "base/bytes.hpp"
#include "base/mailbox.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace onecard::sync {

struct SyncSettings {
    Millis heartbeat_every = std::chrono::seconds(15);
    Millis changes_every = std::chrono::seconds(30);
    Millis slots_every = std::chrono::minutes(2);
    Millis drafts_every = std::chrono::seconds(30);  ///< while somebody writes; a visit's end is told at once
    Millis first_wait = std::chrono::seconds(1);     ///< after the first failure; doubles with each further one
    Millis wait_max = std::chrono::seconds(60);      ///< while the backend is there but in trouble
    Millis offline_wait_max = std::chrono::seconds(15);  ///< while there is no way to it: trying costs nobody anything
    std::size_t batch_max = wire::submissions_max;
};

enum class Network { unknown, online, offline };

/// For the screen.
struct SyncStatus {
    Network network = Network::unknown;
    std::int64_t waiting = 0, received = 0, parked = 0;
    std::vector<std::string> in_flight;       ///< ids being sent at this moment: shown as `sending`
    std::optional<Timestamp> last_sync_at;    ///< when the backend last answered well
    std::string code;                         ///< why it is offline or in trouble, e.g. `net.server_expired`, `kiosk.revoked`
    Millis clock_ahead{0};                    ///< how far the kiosk's wall clock is ahead of the backend's
    bool operator==(const SyncStatus&) const = default;
};

enum class Part { catalogue, changes, slots, queue, ceilings };

/// What somebody who pays by phone or bank card waits for.
struct ChargeAsk {
    enum class Kind { open, look, close } kind = Kind::open;
    wire::ChargeRequest request;
};

/// Called from the thread that ticks; post them into a mailbox. Any but `facts` and `accept_catalogue` may be empty; without `accept_ceilings` none are asked for.
struct SyncEvents {
    std::function<void(const SyncStatus&)> status;         ///< whenever it is another
    std::function<void(const wire::Order&)> order;         ///< each once in the life of a process; obey, then Orders::obeyed()
    std::function<void(Part)> refreshed;                   ///< the cache holds something newer
    /// The answer to ask_holder(): fresh from the backend, and in the cache by then, or why not.
    std::function<void(const std::string& card_serial, const Result<wire::HolderRecord>& record)> holder;
    /// The answers to ask_private(), in the store by then.
    std::function<void(const std::string& card_serial)> registers = {}, drafts = {};
    /// The answer to ask_load(): the grant, or why there is none.
    std::function<void(const std::string& id, const Result<wire::LoadGrant>& grant)> load;
    /// With each heartbeat: what the bank card terminal here is to give back, until what came of it was handed in.
    std::function<void(const std::vector<wire::RefundDue>& refunds)> refunds = {};
    /// The answer to ask_unblock().
    std::function<void(const std::string& id, const Result<wire::UnblockGrant>& grant)> unblock = {};
    /// The answer to ask_charge(); an error of `open` says by its kind whether anything can have been begun.
    std::function<void(const std::string& id, const Result<wire::ChargeState>& state)> charge;
    /// Whether a catalogue and its signature may replace the one there is; never empty. What it refuses is asked for again with the next changes.
    std::function<Status(const std::string& bundle, ByteView signature)> accept_catalogue;
    /// The same for ceilings of purse payments.
    std::function<Status(const std::string& document, ByteView signature)> accept_ceilings = {};
    /// The kiosk's own part of a heartbeat: version, state, devices, disk, uptime.
    std::function<wire::Heartbeat()> facts;
};

/// `store` must be a connection of the ticking thread's own; all references must outlive the engine.
class SyncEngine {
public:
    SyncEngine(store::Store& store, web::HttpClient& client, const Clock& clock, Random& random, SyncEvents events, SyncSettings settings = {});

    /// One step, at most one exchange with the backend; then how long it may rest. Being offline is no error: it is in the
    /// status. Errors are those of the store; try again after a rest.
    Result<Millis> tick(std::stop_token stop = {});

    /// From any thread: something new waits, or the network may be back. Everything is tried at once.
    void nudge();
    /// From any thread: the record of a card that somebody has put on. Answered by the event `holder`, before anything else.
    void ask_holder(const std::string& card_serial);
    /// The same for what is its holder's alone, once the PIN was right. Answered by the events `drafts` and `registers`.
    void ask_private(const std::string& card_serial);
    /// From any thread: asks the backend to debit an account for a card that waits. Once; answered by the event `load`, before all else.
    void ask_load(wire::LoadRequest request);
    /// From any thread: asks the backend to seal a new PIN for a card that waits. Once; answered by the event `unblock`, before all else but loads.
    void ask_unblock(wire::UnblockRequest request);
    /// From any thread: one question about a charge; answered by the event `charge`, before all else but loads.
    void ask_charge(ChargeAsk ask);
    /// Rests for `wait` at most, until a nudge or question comes or a stop is asked for. By the ticking thread.
    void rest(Millis wait, std::stop_token stop);

    const SyncStatus& status() const { return status_; }

private:
    enum class Step { rest, again };
    struct Word {
        std::string holder_asked;  ///< empty: a nudge
        std::optional<wire::LoadRequest> load = {};
        std::optional<ChargeAsk> charge = {};
        std::string private_asked = {};
        std::optional<wire::UnblockRequest> unblock = {};
    };

    Status start();
    void hear();
    void hear(Word word);
    Result<Step> step(std::stop_token stop);
    Status answer_question(std::stop_token stop);
    Status answer_registers(std::stop_token stop);
    void answer_drafts(std::stop_token stop);
    /// Tells the backend of a card's drafts and keeps what it says.
    void exchange_drafts(const wire::CardDrafts& told, std::stop_token stop);
    void tell_drafts(std::stop_token stop);
    Status ask_for_load(std::stop_token stop);
    Status ask_for_unblock(std::stop_token stop);
    Status ask_about_charge(std::stop_token stop);
    Status hand_in(std::vector<wire::Submission> batch, std::stop_token stop);
    Status settle(const std::vector<wire::SubmissionAnswer>& answers);
    Status beat(std::stop_token stop);
    Status keep_last_sync();
    /// Says whether other numbers are called than were known.
    Result<bool> note_calls(const std::vector<wire::CalledTicket>& called);
    Status pull_changes(std::stop_token stop);
    Status pull_catalogue(std::stop_token stop);
    Status pull_ceilings(std::stop_token stop);
    /// The backend hears of it with the next heartbeat.
    void refuse_ceilings(const Error& error);
    Status pull_slots(std::stop_token stop);
    Status prune();
    Status count();
    void succeeded();
    void failed(const Error& error);
    /// An error of one call that says nothing about the others: they go on.
    bool is_of_this_call(const Error& error) const;
    /// What an answer that somebody waits for says of the way to the backend.
    template <class Answer>
    void note_way(const Result<Answer>& answer);
    /// A call that fails waits for its next turn, whatever comes of the others meanwhile.
    void failed_in(std::string_view call, const Error& error);
    void show();
    Millis rest_until_next();

    store::Store& store_;
    web::BackendApi api_;
    const Clock& clock_;
    Random& random_;
    SyncEvents events_;
    SyncSettings settings_;

    Mailbox<Word> words_;
    std::vector<std::string> questions_, register_questions_, draft_questions_;
    std::vector<wire::LoadRequest> loads_;
    std::vector<wire::UnblockRequest> unblocks_;
    std::vector<ChargeAsk> charges_;
    SyncStatus status_, shown_;
    std::string ceilings_refused_;  ///< code
    std::int64_t torn_turn_ = 0;    ///< which of the unresolved are asked about next
    bool torn_untold_ = true;       ///< there may be some that the district was not told of
    bool started_ = false;
    std::size_t batch_max_;
    int failures_ = 0;
    // All on Clock::uptime(): the wall clock may jump.
    std::optional<Millis> last_sync_kept_;
    Millis not_before_{0}, beat_at_{0}, changes_at_{0}, catalogue_at_{0}, ceilings_at_{0}, slots_at_{0}, drafts_at_{0}, prune_at_{0}, counted_at_{0};
};

/// Ticks and rests until a stop is asked for; the whole body of the sync thread.
void run(SyncEngine& engine, std::stop_token stop);

}  // namespace onecard::sync
