#include "backend/api/desk.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "backend/api/access.hpp"
#include "backend/data/changes.hpp"
#include "base/log.hpp"

namespace onecard::api {
namespace {

using data::Connection;

/// An answer that waits for what must be written down before it leaves.
struct Looked {
    http::Answer answer;
    std::string name;
    Role role = Role::staff;
    Timestamp at;
    std::vector<Look> looks;
};

struct Job {
    const Route* route;
    http::Request request;
    http::Reply reply;
    std::optional<Looked> looked{};
};

/// A bounded line of jobs from any thread to some threads.
class Line {
public:
    explicit Line(std::size_t jobs_max) : jobs_max_(jobs_max) {}

    bool add(Job& job) {
        {
            const std::lock_guard lock(mutex_);
            if (jobs_.size() >= jobs_max_ || closed_) return false;
            jobs_.push_back(std::move(job));
        }
        arrived_.notify_one();
        return true;
    }

    /// Waits for jobs and takes at most `count` of them; nothing when the line is closed and empty.
    std::vector<Job> take(std::size_t count) {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [this] { return !jobs_.empty() || closed_; });
        std::vector<Job> taken;
        while (!jobs_.empty() && taken.size() < count) {
            taken.push_back(std::move(jobs_.front()));
            jobs_.pop_front();
        }
        return taken;
    }

    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        arrived_.notify_all();
    }

private:
    const std::size_t jobs_max_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job> jobs_;
    bool closed_ = false;
};

/// What the handler says; in `looked`, where one is given, what it wants written down first.
http::Answer answer_to(const Job& job, Connection& connection, const Clock& clock, std::optional<Looked>* looked = nullptr) {
    try {
        Call call{job.request, connection, {}, {}, clock.now()};
        if (auto refusal = refuse_entry(job.route->caller, call)) return std::move(*refusal);
        auto answer = job.route->handler(call);
        if (looked && !call.looks.empty()) *looked = Looked{{}, call.name, call.role, call.now, std::move(call.looks)};
        return answer;
    } catch (const std::exception& trouble) {
        log::error(std::string(job.route->path) + ": " + trouble.what());
        return http::problem(500, "backend.failed");
    }
}

http::Answer write_down(Connection& connection, Looked looked) {
    for (const auto& look : looked.looks) {
        const auto& user = look.user.empty() ? looked.name : look.user;
        const auto role = look.role.empty() ? name(looked.role) : std::string_view(look.role);
        connection.run("INSERT INTO looks (at, user, role, card, case_number, reason) VALUES (?, ?, ?, ?, ?, ?)", looked.at, user, role, look.card,
                       look.case_number, look.reason);
        data::holder_changed(connection, look.card);  // whom it concerns may read it at a kiosk
    }
    return std::move(looked.answer);
}

void note(const Route& route, int status) {
    if (status >= 500) log::warning(std::string(route.path) + ": " + std::to_string(status));
}

}  // namespace

struct Desk::Inside {
    Inside(Router all, const Clock& time) : router(std::move(all)), clock(time) {}

    void write(Connection& connection);
    void read(Connection& connection);
    void work_alone(Connection& connection);

    Router router;
    const Clock& clock;
    Line writing{waiting_max}, reading{waiting_max}, alone{waiting_alone_max};
    std::vector<std::unique_ptr<Connection>> connections;
    std::vector<std::jthread> threads;
};

void Desk::Inside::write(Connection& connection) {
    for (auto jobs = writing.take(group_max); !jobs.empty(); jobs = writing.take(group_max)) {
        std::vector<http::Answer> answers;
        connection.begin();
        for (auto& job : jobs) {
            connection.begin_part();
            auto answer = job.looked ? write_down(connection, std::move(*job.looked)) : answer_to(job, connection, clock);
            if (answer.status >= 500) connection.undo_part();
            else if (auto kept = connection.end_part(); !kept) answer = http::problem(kept.error());
            answers.push_back(std::move(answer));
        }
        const auto kept = connection.commit();
        if (!kept) log::failed("a unit of " + std::to_string(jobs.size()) + " requests", kept.error());
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            auto answer = kept ? std::move(answers[i]) : http::problem(kept.error());
            note(*jobs[i].route, answer.status);
            jobs[i].reply(std::move(answer));
        }
    }
}

void Desk::Inside::read(Connection& connection) {
    for (auto jobs = reading.take(1); !jobs.empty(); jobs = reading.take(1)) {
        auto& job = jobs.front();
        connection.begin_reading();
        auto answer = answer_to(job, connection, clock, &job.looked);
        if (auto held = connection.commit(); !held) answer = http::problem(held.error());
        note(*job.route, answer.status);
        // A look that was refused is one that somebody tried to take.
        if (job.looked && (answer.status < 400 || answer.status == 403)) {
            job.looked->answer = std::move(answer);
            if (writing.add(job)) continue;
            answer = http::problem(503, "backend.busy");
        }
        job.reply(std::move(answer));
    }
}

void Desk::Inside::work_alone(Connection& connection) {
    for (auto jobs = alone.take(1); !jobs.empty(); jobs = alone.take(1)) {
        auto answer = answer_to(jobs.front(), connection, clock);
        note(*jobs.front().route, answer.status);
        jobs.front().reply(std::move(answer));
    }
}

Desk::Desk(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Result<std::unique_ptr<Desk>> Desk::open(const std::filesystem::path& database, Router router, const Clock& clock) {
    auto inside = std::make_unique<Inside>(std::move(router), clock);
    using Loop = void (Inside::*)(Connection&);
    constexpr Loop loops[] = {&Inside::write, &Inside::work_alone, &Inside::read, &Inside::read};
    for (const auto loop : loops) {
        const auto access = loop == &Inside::read ? Connection::Access::reading : Connection::Access::writing;
        auto connection = Connection::open(database, access);
        if (!connection) return failure(connection.error());
        inside->connections.push_back(std::move(*connection));
    }
    for (std::size_t i = 0; i < std::size(loops); ++i)
        inside->threads.emplace_back([all = inside.get(), loop = loops[i], i] { (all->*loop)(*all->connections[i]); });
    return std::unique_ptr<Desk>(new Desk(std::move(inside)));
}

Desk::~Desk() {
    inside_->writing.close();
    inside_->reading.close();
    inside_->alone.close();
    inside_->threads.clear();
}

void Desk::take(http::Request request, http::Reply reply) {
    http::Answer refusal;
    const auto* route = inside_->router.find(request, refusal);
    if (!route) return reply(std::move(refusal));
    auto* line = route->method == http::Method::get ? &inside_->reading : &inside_->writing;
    if (route->work == Work::alone) line = &inside_->alone;
    Job job{route, std::move(request), std::move(reply)};
    if (!line->add(job)) job.reply(http::problem(503, "backend.busy"));
}

http::Answer Desk::serve(http::Request request) {
    std::promise<http::Answer> promise;
    take(std::move(request), [&promise](http::Answer answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
}

}  // namespace onecard::api
