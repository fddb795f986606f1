// A kiosk's store and sync engine before a simulated backend; may be restarted at any moment.
#pragma once
#include <memory>

#include "backend-client/sync/engine.hpp"
#include "tests/client/kiosk_disk.hpp"
#include "tests/client/simulated_backend.hpp"

namespace onecard::test {

struct KioskInTheNet {
    explicit KioskInTheNet(std::uint64_t seed = 1) : chance(seed), backend(disk.clock, chance) { start(); }

    void start() {
        engine.reset();
        store.reset();
        store = std::make_unique<store::Store>(disk.open());
        sync::SyncEvents events;
        events.facts = [] {
            wire::Heartbeat beat;
            beat.version = "0.1.0";
            beat.state = "in_service";
            beat.reader = beat.psam = beat.printer = "ready";
            return beat;
        };
        events.accept_catalogue = [this](const std::string& bundle, ByteView) {
            return refuse_catalogue == bundle.substr(0, refuse_catalogue.size()) && !refuse_catalogue.empty()
                       ? Status(failure(Error::Kind::refused, "signature.broken"))
                       : Status();
        };
        events.accept_ceilings = [](const std::string&, ByteView signature) {
            return signature.size() == 1 ? Status() : Status(failure(Error::Kind::refused, "signature.broken"));
        };
        events.order = [this](const wire::Order& order) { orders.push_back(order); };
        events.status = [this](const sync::SyncStatus& status) { statuses.push_back(status); };
        events.holder = [this](const std::string&, const Result<wire::HolderRecord>& record) { records.push_back(record); };
        events.drafts = [this](const std::string& serial) { drafts_heard.push_back(serial); };
        events.refreshed = [this](sync::Part part) { refreshed.push_back(part); };
        engine = std::make_unique<sync::SyncEngine>(*store, backend, disk.clock, chance, events);
    }

    Millis tick() { return engine->tick().value(); }
    /// Ticks until the engine wants to rest.
    Millis settle() {
        for (int i = 0; i < 10'000; ++i)
            if (const auto wait = tick(); wait > Millis(0)) return wait;
        return Millis(0);
    }
    /// Lives for a while: ticks whenever the engine asked for it.
    void live(Millis time) {
        const auto end = disk.clock.uptime() + time;
        while (disk.clock.uptime() < end) disk.clock.advance(std::max(Millis(1), std::min(tick(), end - disk.clock.uptime())));
    }
    wire::Submission hand_in(const std::string& body = R"({"item_code":"MZ-0007"})") {
        auto submission = disk.submission(body);
        require(store->outbox().add(submission).has_value(), "an outbox that takes a submission");
        engine->nudge();
        return submission;
    }

    KioskDisk disk;
    SeededRandom chance;
    SimulatedBackend backend;
    std::vector<wire::Order> orders;
    std::vector<sync::SyncStatus> statuses;
    std::vector<Result<wire::HolderRecord>> records;
    std::vector<sync::Part> refreshed;
    std::vector<std::string> drafts_heard;  ///< serials
    std::string refuse_catalogue;  ///< bundles that begin like this are refused
    std::unique_ptr<store::Store> store;
    std::unique_ptr<sync::SyncEngine> engine;
};

}  // namespace onecard::test
