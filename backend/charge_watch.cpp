#include "backend/charge_watch.hpp"

#include "backend/money/gateway_files.hpp"
#include "base/log.hpp"

namespace onecard {
namespace {

using Kind = money::ChargeErrand::Kind;

constexpr std::size_t errands_max = 20;

Result<money::GatewayWord> ask(money::Gateway& gateway, const money::ChargeErrand& errand) {
    switch (errand.kind) {
        case Kind::open: return gateway.open(errand.order);
        case Kind::query: return gateway.query(errand.order.id);
        case Kind::close: return gateway.close(errand.order.id);
        case Kind::refund: return gateway.refund(errand.order.id, errand.refund);
    }
    return gateway.query(errand.order.id);
}

}  // namespace

Status run_errand(data::Connection& connection, money::Gateway& gateway, const money::ChargeErrand& errand, Timestamp now) {
    const auto word = ask(gateway, errand);
    if (!word) log::info("a gateway does not answer: " + word.error().code);
    return connection.write([&]() -> Status {
        if (word) money::hear(connection, gateway.name(), errand.order.id, *word, now);
        else money::put_off(connection, errand.order.id, now);
        return {};
    });
}

Result<std::unique_ptr<ChargeWatch>> ChargeWatch::open(const std::filesystem::path& database, money::Gateway* gateway, money::MeterBiller& meters, const Clock& clock) {
    auto connection = data::Connection::open(database, data::Connection::Access::writing);
    if (!connection) return failure(connection.error());
    return std::unique_ptr<ChargeWatch>(new ChargeWatch(std::move(*connection), gateway, meters, clock));
}

ChargeWatch::ChargeWatch(std::unique_ptr<data::Connection> connection, money::Gateway* gateway, money::MeterBiller& meters, const Clock& clock)
    : connection_(std::move(connection)), gateway_(gateway), meters_(meters), clock_(clock), thread_([this](const std::stop_token& stop) { run(stop); }) {}

ChargeWatch::~ChargeWatch() {
    thread_.request_stop();
    thread_.join();
}

void ChargeWatch::look() {
    std::vector<money::ChargeErrand> errands;
    const auto looked = connection_->read([&]() -> Status {
        errands = money::due_errands(*connection_, clock_.now(), errands_max);
        return {};
    });
    if (!looked) return log::failed("charges", looked.error());
    for (const auto& errand : errands)
        if (auto done = run_errand(*connection_, *gateway_, errand, clock_.now()); !done) log::failed("a charge", done.error());
}

void ChargeWatch::look_at_meters() {
    std::vector<money::TokenDue> due;
    const auto looked = connection_->read([&]() -> Status {
        due = money::tokens_due(*connection_, clock_.now(), errands_max);
        return {};
    });
    if (!looked) return log::failed("meters", looked.error());
    for (const auto& one : due) {
        const auto token = meters_.issue(one.account, one.amount, one.payment + ":" + std::to_string(one.position));
        const auto kept = connection_->write([&]() -> Status {
            money::keep_token(*connection_, one, token, clock_.now());
            return {};
        });
        if (!kept) log::failed("a number for a meter", kept.error());
    }
}

void ChargeWatch::look_for_statements() {
    std::vector<std::string> due;
    const auto looked = connection_->read([&]() -> Status {
        due = money::statements_due(*connection_, gateway_->name(), clock_.now());
        return {};
    });
    if (!looked) return log::failed("files of a gateway", looked.error());
    for (const auto& day : due) {
        if (auto done = money::fetch_statement(*connection_, *gateway_, day, clock_.now()); !done) log::failed("the gateway's file of " + day, done.error());
        else log::info("the gateway's file of " + day + " is here, the day is closed");
    }
}

// Somebody waits before a screen: a look at an index five times a second costs less than telling each other.
void ChargeWatch::run(const std::stop_token& stop) {
    constexpr auto every = std::chrono::milliseconds(200);
    constexpr int rounds_between_files = 150;
    for (int round = 0; !stop.stop_requested(); ++round) {
        if (gateway_) look();
        if (gateway_ && round % rounds_between_files == 0) look_for_statements();
        look_at_meters();
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, every, [] { return false; });
    }
}

}  // namespace onecard
