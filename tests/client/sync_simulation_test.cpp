// The kiosk's side of handing in under everything that goes wrong, in one thread: requests and answers are lost, come late, twice and out
// of order, the backend is in trouble or talks nonsense, the kiosk dies at any moment, the wall clock jumps by ten years.
#include <cstdlib>
#include <map>

#include <doctest/doctest.h>

#include "tests/client/kiosk_in_the_net.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

struct World {
    explicit World(std::uint64_t seed) : kiosk(seed), dice(seed * 7919 + 1) {}

    void turn_the_weather() {
        auto& net = kiosk.backend;
        const auto level = [this](int most) { return static_cast<int>(dice.below(static_cast<std::uint64_t>(most))); };
        net.connected = dice.below(4) != 0;
        net.lost_requests = level(30);
        net.lost_answers = level(30);
        net.delayed_requests = level(20);
        net.trouble = level(20);
        net.nonsense = level(10);
        net.later = level(10);
    }

    void do_something() {
        switch (dice.below(8)) {
            case 0: turn_the_weather(); break;
            case 1: kiosk.disk.clock.jump(std::chrono::hours(24 * 365 * 10) * (dice.below(2) == 0 ? 1 : -1)); break;
            case 2: kiosk.start(); break;
            case 3: kiosk.backend.deliver_delayed(); break;
            case 4:
                for (auto i = dice.below(20) + 1; i > 0; --i) add("{\"n\":" + std::to_string(added.size()) + "}");
                break;
            case 5: add(refused_word + std::to_string(added.size())); break;
            case 6: add(poison_word + std::to_string(added.size())); break;
            default: kiosk.live(Millis(dice.below(60'000))); break;
        }
    }

    void add(const std::string& body) {
        const auto submission = kiosk.hand_in(body);
        added[submission.id] = "request " + body;
        if (dice.below(3) == 0) kiosk.start();
    }

    void end_well() {
        auto& net = kiosk.backend;
        net.connected = true;
        net.lost_requests = net.lost_answers = net.delayed_requests = net.trouble = net.nonsense = net.later = 0;
        net.deliver_delayed();
        kiosk.live(std::chrono::minutes(30));
    }

    /// What is wrong, or empty. Every submission has had its effect once and unchanged, or was refused and waits for a person.
    std::string verdict() {
        for (const auto& [id, body] : added) {
            const auto record = kiosk.store->outbox().find(id).value();
            if (!record) return "lost on the kiosk";
            const bool refusable = body.find("refuse-") != std::string::npos;
            if (record->state == store::SubmissionState::waiting) return "still waits";
            if (refusable != (record->state == store::SubmissionState::parked)) return "settled the wrong way";
            const auto effects = kiosk.backend.effects[id];
            if (effects != (refusable ? 0 : 1)) return "had " + std::to_string(effects) + " effects";
            if (!refusable && kiosk.backend.bodies[id] != body) return "changed on the way";
        }
        if (kiosk.backend.bodies.size() > added.size()) return "came from nowhere";
        if (!kiosk.store->audit().verify()) return "the audit chain is broken";
        return {};
    }

    KioskInTheNet kiosk;
    SeededRandom dice;
    std::map<std::string, std::string> added;
};

std::string live_through(std::uint64_t seed, Plant plant = Plant::none) {
    World world(seed);
    world.kiosk.backend.plant = plant;
    for (int i = 0; i < 60; ++i) world.do_something();
    world.end_well();
    return world.verdict();
}

/// ONECARD_SEED=4711 replays one accident, ONECARD_SEEDS=100000 looks for new ones.
std::uint64_t given(const char* name, std::uint64_t otherwise) {
    const auto* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

}  // namespace

TEST_CASE("every submission has its effect exactly once, whatever the way, the backend, the clock and the power do") {
    const auto first = given("ONECARD_SEED", 1);
    for (auto seed = first; seed < first + given("ONECARD_SEEDS", 60); ++seed) {
        CAPTURE(seed);
        CHECK(live_through(seed) == "");
    }
}

TEST_CASE("the same check finds a backend that forgets ids and one that answers before it has kept anything") {
    for (const auto plant : {Plant::forgets_ids, Plant::answers_before_keeping}) {
        int caught = 0;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) caught += live_through(seed, plant).empty() ? 0 : 1;
        CHECK(caught >= 4);
    }
    CHECK(live_through(1, Plant::line_doubles_bodies) == "");  // a doubled request is no bug: it must do no harm
}
