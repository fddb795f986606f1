#include "backend/case_watch.hpp"

#include "backend/cases/figures.hpp"
#include "backend/cases/watch.hpp"
#include "base/log.hpp"

namespace onecard {

Result<std::unique_ptr<CaseWatch>> CaseWatch::open(const std::filesystem::path& database, const cases::Rules& rules, const Clock& clock) {
    auto connection = data::Connection::open(database, data::Connection::Access::writing);
    if (!connection) return failure(connection.error());
    return std::unique_ptr<CaseWatch>(new CaseWatch(std::move(*connection), rules, clock));
}

CaseWatch::CaseWatch(std::unique_ptr<data::Connection> connection, const cases::Rules& rules, const Clock& clock)
    : connection_(std::move(connection)), rules_(rules), clock_(clock), thread_([this](const std::stop_token& stop) { run(stop); }) {}

CaseWatch::~CaseWatch() {
    thread_.request_stop();
    thread_.join();
}

// Often enough that a card is given in the minute it is due; each round is one look at an index when nothing is.
void CaseWatch::run(const std::stop_token& stop) {
    constexpr auto every = std::chrono::seconds(20);
    constexpr Millis figures_every = std::chrono::minutes(10);
    std::optional<Millis> figures_at;
    while (!stop.stop_requested()) {
        int looked = 0;
        const auto kept = connection_->write([&]() -> Status {
            looked = cases::watch(*connection_, rules_, clock_.now());
            return {};
        });
        if (!kept) log::failed("the clocks of cases", kept.error());
        if (kept && looked == cases::watched_max) continue;
        if (!figures_at || clock_.uptime() >= *figures_at) {
            keep_figures();
            figures_at = clock_.uptime() + figures_every;
        }
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, every, [] { return false; });
    }
}

void CaseWatch::keep_figures() {
    // Reckoned while only reading, so that nobody who writes waits for it.
    const auto now = clock_.now();
    cases::FiguresByScope all;
    const auto reckoned = connection_->read([&]() -> Status {
        all = cases::reckon_figures(*connection_, rules_, now);
        return {};
    });
    const auto kept = !reckoned ? reckoned : connection_->write([&]() -> Status {
        cases::keep_figures(*connection_, std::move(all), now);
        return {};
    });
    if (!kept) log::failed("figures", kept.error());
}

}  // namespace onecard
