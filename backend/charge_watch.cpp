#include "backend/charge_watch.hpp"

#include "base/log.hpp"

namespace onecard {
namespace {

using Kind = money::ChargeErrand::Kind;

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

Result<std::unique_ptr<ChargeWatch>> ChargeWatch::open(const std::filesystem::path& database, money::Gateway& gateway, const Clock& clock) {
    auto connection = data::Connection::open(database, data::Connection::Access::writing);
    if (!connection) return failure(connection.error());
    return std::unique_ptr<ChargeWatch>(new ChargeWatch(std::move(*connection), gateway, clock));
}

ChargeWatch::ChargeWatch(std::unique_ptr<data::Connection> connection, money::Gateway& gateway, const Clock& clock)
    : connection_(std::move(connection)), gateway_(gateway), clock_(clock), thread_([this](const std::stop_token& stop) { run(stop); }) {}

ChargeWatch::~ChargeWatch() {
    thread_.request_stop();
    thread_.join();
}

bool ChargeWatch::look() {
    constexpr std::size_t errands_max = 20;
    std::vector<money::ChargeErrand> errands;
    const auto looked = connection_->read([&]() -> Status {
        errands = money::due_errands(*connection_, clock_.now(), errands_max);
        return {};
    });
    if (!looked) log::failed("charges", looked.error());
    if (!looked) return false;
    for (const auto& errand : errands)
        if (auto done = run_errand(*connection_, gateway_, errand, clock_.now()); !done) log::failed("a charge", done.error());
    return !errands.empty();
}

// Somebody waits before a screen: a look at an index five times a second costs less than telling each other.
void ChargeWatch::run(const std::stop_token& stop) {
    constexpr auto every = std::chrono::milliseconds(200);
    while (!stop.stop_requested()) {
        look();
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, every, [] { return false; });
    }
}

}  // namespace onecard
