// All that a kiosk keeps: one SQLite file, opened once by each thread that uses it.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "backend-client/store/audit.hpp"
#include "backend-client/store/cache.hpp"
#include "backend-client/store/drafts.hpp"
#include "backend-client/store/journal.hpp"
#include "backend-client/store/key.hpp"
#include "backend-client/store/orders.hpp"
#include "backend-client/store/outbox.hpp"
#include "backend-client/store/policies.hpp"
#include "backend-client/store/queue.hpp"
#include "backend-client/store/slots.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace onecard::store {

/// A connection of one thread. WAL and synchronous=FULL: what a function reports as done survives a power cut. Never keep a
/// transaction over a call: each function is one. `clock` and `random` must outlive it.
class Store {
public:
    /// A file that could not be used any more and was put beside a fresh one, never deleted.
    struct KeptAside {
        std::filesystem::path file;
        std::string code;                ///< `store.corrupt`, `store.key_wrong`
        std::size_t submissions_saved = 0;  ///< taken over into the fresh file: they were whole
        std::size_t payments_saved = 0;
    };

    /// Opens or makes the file, runs the migrations it lacks. A file that is corrupt or sealed with another key is kept aside
    /// and a fresh one takes over what can still be read; kept_aside() then says so. The first open of a process must be
    /// finished before other threads open theirs. Errors: `store.newer` (made by a newer program), those of sqlite_failure().
    static Result<Store> open(const std::filesystem::path& path, const Key& key, const Clock& clock, Random& random);

    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    const std::optional<KeptAside>& kept_aside() const { return kept_aside_; }

    Outbox& outbox() { return outbox_; }
    Journal& journal() { return journal_; }
    Cache& cache() { return cache_; }
    Drafts& drafts() { return drafts_; }
    Orders& orders() { return orders_; }
    Policies& policies() { return policies_; }
    Slots& slots() { return slots_; }
    Queue& queue() { return queue_; }
    Audit& audit() { return audit_; }

    /// The next number for a slip, `K0001-20261122-0007`: kiosk, local day, count of that day. Never given twice, wherever
    /// the clock goes.
    Result<std::string> next_receipt(const std::string& kiosk);

    /// Reads every page. Error `store.corrupt`; the next open() then keeps the file aside. Takes long on large files.
    Status check();

    /// Wipes what has lived its time (outbox, journal, holders, drafts). Gives how many rows; call when idle until it gives 0.
    Result<std::size_t> prune();

private:
    explicit Store(std::unique_ptr<Connection> connection);

    std::unique_ptr<Connection> connection_;
    Outbox outbox_;
    Journal journal_;
    Cache cache_;
    Drafts drafts_;
    Orders orders_;
    Policies policies_;
    Slots slots_;
    Queue queue_;
    Audit audit_;
    std::optional<KeptAside> kept_aside_;
};

}  // namespace onecard::store
