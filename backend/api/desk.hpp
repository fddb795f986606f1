// Where requests are worked off, on threads that may wait for the disk.
//
// One thread writes. It takes all that has come in meanwhile, works it off in one unit of work, and lets the answers go
// only when that unit is on the disk: so the cost of a sync is shared by everybody who was waiting (group commit). Each
// request is a part of the unit that can fail alone. Two threads read, each seeing one moment of the database. One does
// what is slow by design, such as checking a password.
#pragma once
#include <filesystem>
#include <memory>

#include "backend/api/router.hpp"
#include "backend/http/server.hpp"
#include "base/clock.hpp"

namespace onecard::api {

inline constexpr std::size_t waiting_max = 20'000;      ///< requests in a line; beyond it they are told to come later
inline constexpr std::size_t waiting_alone_max = 50;
inline constexpr std::size_t group_max = 256;           ///< requests in one unit of work

class Desk {
public:
    /// Opens the connections and starts the threads. `clock` must outlive the desk. Errors: those of Connection::open.
    static Result<std::unique_ptr<Desk>> open(const std::filesystem::path& database, Router router, const Clock& clock);
    /// Answers what has been taken, then ends the threads.
    ~Desk();

    /// Never waits; the reply is called from a thread of the desk, or from the caller's when there is nothing to do.
    void take(http::Request request, http::Reply reply);
    /// The same, waiting for the answer.
    http::Answer serve(http::Request request);

private:
    struct Inside;
    explicit Desk(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace onecard::api
