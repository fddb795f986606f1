// Times leased to kiosks: what is booked without network is final and never double.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "backend-client/store/store.hpp"
#include "backend/api/hand_in.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "backend/cases/slots.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

namespace {

const std::string other_card_of_lin = "3100000000123495";

wire::RequestBody clinic_request(const std::string& card, const std::string& slot, std::int64_t version) {
    wire::RequestBody body;
    body.receipt = "K0001-20261122-0800";
    body.card_serial = card;
    body.item_code = "SF-0005";
    body.catalogue_version = version;
    body.answers = {{"holder_name", {"测试"}}, {"id_number", {"990102195001010018"}}, {"about", {"family"}}, {"time", {slot}},
                    {"remote", {"face"}}, {"phone", {"13900000457"}}, {"agree", {"yes"}}};
    body.language = "zh-Hans";
    body.handed_in_at = sample_now();
    return body;
}

/// A kiosk's own book of leases, on a real file, in front of the backend's rules.
class Hall {
public:
    Hall(District& district, std::string kiosk) : district_(district), kiosk_(std::move(kiosk)) { open(); }

    void sync(bool answer_lost = false) {
        const auto ask = store_->slots().ask();
        REQUIRE(ask.has_value());
        const auto leases = district_.write([&] { return cases::lease_slots(district_.connection(), district_.office().rules, kiosk_, *ask, district_.clock().now()); });
        if (!answer_lost) REQUIRE(store_->slots().take(*ask, leases).has_value());
    }
    std::vector<wire::SlotLease> free() { return store_->slots().free("legal_clinic").value(); }
    /// Books here and now; the request waits for the network.
    Status book(const std::string& slot, const std::string& card) {
        auto booked = store_->slots().book(slot, card);
        if (booked) waiting_.push_back({district_.new_id(), clinic_request(card, slot, district_.office().catalogue.version())});
        return booked;
    }
    std::vector<wire::SubmissionAnswer> hand_in(bool twice = false) {
        std::vector<wire::SubmissionAnswer> answers;
        for (const auto& [id, body] : waiting_)
            for (int time = 0; time < (twice ? 2 : 1); ++time)
                answers.push_back(district_.write([&] { return api::hand_in(district_.office(), district_.connection(), kiosk_, submission_of(id, body)); }));
        if (!twice) waiting_.clear();
        return answers;
    }
    /// The disk was lost and replaced; what waited was saved.
    void lose_store() {
        store_.reset();
        ++file_;
        open();
    }
    store::Slots& slots() { return store_->slots(); }

private:
    void open() {
        auto key = store::Key::load_or_make(folder_ / "key", district_.random());
        REQUIRE(key.has_value());
        auto opened = store::Store::open(folder_ / ("kiosk" + std::to_string(file_) + ".sqlite"), *key, district_.clock(), district_.random());
        REQUIRE(opened.has_value());
        store_.emplace(std::move(*opened));
    }

    District& district_;
    std::string kiosk_;
    TemporaryFolder folder_;
    int file_ = 0;
    std::optional<store::Store> store_;
    std::vector<std::pair<std::string, wire::RequestBody>> waiting_;
};

std::int64_t double_bookings(District& district) {
    return district.number("SELECT count(*) FROM (SELECT slot FROM appointments WHERE freed_at IS NULL GROUP BY slot HAVING count(*) > 1)");
}

std::int64_t overlaps(District& district) {
    return district.number("SELECT count(*) FROM appointments AS one JOIN appointments AS other ON other.resident = one.resident AND one.resident <> '' AND "
                           "other.case_number > one.case_number AND other.starts_at < one.ends_at AND other.ends_at > one.starts_at "
                           "WHERE one.freed_at IS NULL AND other.freed_at IS NULL");
}

}  // namespace

TEST_CASE("a time is leased to one kiosk only, and asking again gives the same") {
    District district;
    Hall here(district, "K-0001"), there(district, "K-0002");
    here.sync();
    there.sync();
    here.sync(true);
    here.sync();
    std::set<std::string> mine;
    for (const auto& lease : here.free()) mine.insert(lease.slot);
    REQUIRE(mine.size() > 10);
    for (const auto& lease : there.free()) CHECK_FALSE(mine.contains(lease.slot));
    CHECK(district.number("SELECT count(DISTINCT day) FROM slots WHERE kiosk = 'K-0001' AND calendar = 'legal_clinic'") == 7);
    // Neither Saturday nor Sunday.
    CHECK(district.number("SELECT count(*) FROM slots WHERE kiosk IS NOT NULL AND strftime('%w', day) IN ('0', '6')") == 0);
}

TEST_CASE("the times of one hall's counter are leased to the kiosks of its community only") {
    District district;
    Hall here(district, "K-0001"), there(district, "K-0002");
    here.sync();
    there.sync();
    const auto leased = [&](const char* kiosk) { return district.number(std::string("SELECT count(*) FROM slots WHERE calendar = 'hall_counter' AND kiosk = '") + kiosk + "'"); };
    CHECK(leased("K-0001") > 0);
    CHECK(leased("K-0002") == 0);
    CHECK(district.number("SELECT count(*) FROM slots WHERE calendar = 'legal_clinic' AND kiosk = 'K-0002'") > 0);
}

TEST_CASE("a booking made without network becomes an appointment with its place, and the case says so") {
    District district;
    Hall hall(district, "K-0001");
    hall.sync();
    const auto slot = hall.free().front();
    REQUIRE(hall.book(slot.slot, lin_guilan).has_value());
    const auto answers = hall.hand_in();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].outcome == wire::SubmissionAnswer::Outcome::received);
    CHECK(answers[0].code.empty());
    const auto appointment = district.write([&] { return cases::appointment_of(district.connection(), answers[0].reference); });
    REQUIRE(appointment.has_value());
    CHECK(appointment->starts_at == slot.starts_at);
    CHECK(appointment->place.zh == slot.place.zh);
}

TEST_CASE("the same resident can't be at two places at the same time, whichever card they use") {
    District district;
    Hall here(district, "K-0001"), there(district, "K-0002");
    here.sync();
    there.sync();
    std::map<std::string, std::string> starts;
    for (const auto& lease : here.free()) starts[lease.starts_at] = lease.slot;
    std::string mine, theirs;
    for (const auto& lease : there.free())
        if (starts.contains(lease.starts_at)) mine = starts[lease.starts_at], theirs = lease.slot;
    REQUIRE_FALSE(mine.empty());
    CHECK(here.book(mine, lin_guilan).has_value());
    CHECK(there.book(theirs, other_card_of_lin).has_value());
    CHECK(here.hand_in()[0].code.empty());
    const auto second = there.hand_in()[0];
    CHECK(second.outcome == wire::SubmissionAnswer::Outcome::received);
    CHECK(second.code == "slot.overlap");
    const auto file = district.write([&] { return cases::find_case(district.connection(), second.reference, sample_now()); });
    CHECK(file->as_told.state == wire::Case::State::withdrawn);
    CHECK_FALSE(file->as_told.result.empty());
    CHECK(overlaps(district) == 0);
}

TEST_CASE("two places at the same time are refused on the machine itself, where both would be booked there") {
    District district;
    Hall hall(district, "K-0001");
    hall.sync();
    int refused = 0;
    for (const auto& lease : hall.free()) {
        CHECK(hall.book(lease.slot, lin_guilan).has_value());
        const auto counters = hall.slots().free("hall_counter").value();
        for (const auto& counter : counters) {
            if (counter.starts_at != lease.starts_at) continue;
            const auto second = hall.slots().book(counter.slot, lin_guilan);
            REQUIRE_FALSE(second.has_value());
            CHECK(second.error().code == "slot.overlap");
            ++refused;
        }
    }
    CHECK(refused > 0);
}

TEST_CASE("a kiosk that books what is not its own gets no time, and the office goes on by telephone") {
    District district;
    Hall here(district, "K-0001"), there(district, "K-0002");
    here.sync();
    there.sync();
    const auto stolen = there.free().front().slot;
    const auto answer = district.hand_in(submission_of(district.new_id(), clinic_request(zhang_jianguo, stolen, district.office().catalogue.version())));
    CHECK(answer.outcome == wire::SubmissionAnswer::Outcome::received);
    CHECK(answer.code == "slot.taken");
    const auto file = district.write([&] { return cases::find_case(district.connection(), answer.reference, sample_now()); });
    CHECK(file->as_told.state == wire::Case::State::open);
    CHECK_FALSE(file->as_told.appointment.has_value());
    for (const auto* nonsense : {"legal_clinic:2026-11-24T09:00:", "legal_clinic:2026-13-24T09:00:1", "hall_counter:2026-11-24T09:00:1", "; DROP TABLE slots"})
        CHECK(district.hand_in(submission_of(district.new_id(), clinic_request(zhang_jianguo, nonsense, district.office().catalogue.version()))).outcome ==
              wire::SubmissionAnswer::Outcome::refused);
}

TEST_CASE("calling off by card gives the time back, and then somebody else can have it") {
    District district;
    Hall here(district, "K-0001"), there(district, "K-0002");
    here.sync();
    const auto slot = here.free().front().slot;
    REQUIRE(here.book(slot, lin_guilan).has_value());
    const auto number = here.hand_in()[0].reference;
    const cases::Mover resident{cases::Mover::Kind::resident, "K-0001", "resident", {}};
    CHECK(district.write([&] { return cases::move(district.connection(), district.office().rules, number, {cases::Verb::withdraw, resident, {}, {}, sample_now()}); }).has_value());
    CHECK_FALSE(district.write([&] { return cases::appointment_of(district.connection(), number); }).has_value());
    there.sync();
    here.sync();
    int offered = 0;
    for (auto* hall : {&here, &there})
        for (const auto& lease : hall->free()) offered += lease.slot == slot;
    CHECK(offered == 1);
}

TEST_CASE("what nobody books goes back when the lease is over, and only then to another kiosk") {
    District district;
    Hall here(district, "K-0001");
    here.sync();
    const auto held = here.free();
    const auto late = held.back().slot;
    district.clock().advance(std::chrono::hours(24 * 4));
    // Not yet told to the backend, and not to be booked any more.
    CHECK(here.book(late, lin_guilan).error().code == "slot.gone");
    CHECK(district.number("SELECT count(*) FROM slots WHERE kiosk = 'K-0001' AND id = '" + late + "'") == 1);
    here.sync();
    const auto fresh = here.free();
    for (const auto& lease : fresh) CHECK(lease.lease > held.back().lease);
}

TEST_CASE("no time is ever given twice, whatever kiosks do without network") {
    for (const std::uint64_t seed : {1ULL, 7ULL, 20261122ULL}) {
        CAPTURE(seed);
        District district;
        SeededRandom random(seed);
        std::vector<std::unique_ptr<Hall>> halls;
        for (const auto* kiosk : {"K-0001", "K-0002", "K-0003"}) halls.push_back(std::make_unique<Hall>(district, kiosk));
        const std::vector<std::string> cards{lin_guilan, zhang_jianguo, other_card_of_lin, nobodys_card, "3100000000888801", "3100000000888802"};
        std::set<std::string> slips;  // what residents hold in their hands
        int booked = 0;
        for (int step = 0; step < 250; ++step) {
            auto& hall = *halls[random.below(halls.size())];
            switch (random.below(12)) {
                case 0: case 1: hall.sync(random.below(4) == 0); break;
                case 2: case 3: hall.hand_in(random.below(3) == 0); break;
                case 4: if (random.below(8) == 0) hall.lose_store(); break;
                case 5: district.clock().advance(std::chrono::minutes(random.below(300))); break;
                default: {
                    const auto free = hall.free();
                    if (free.empty()) break;
                    const auto slot = free[random.below(free.size())].slot;
                    if (!hall.book(slot, cards[random.below(cards.size())])) break;
                    ++booked;
                    // One that its first holder was told they can't have, for they are elsewhere then, may be given again.
                    const bool called_off = district.number("SELECT count(*) FROM case_events WHERE kind = 'time_overlaps' AND target = '" + slot + "'") > 0;
                    CHECK_MESSAGE((slips.insert(slot).second || called_off), slot);
                }
            }
        }
        for (auto& hall : halls) hall->hand_in();
        CHECK(booked > 30);
        CHECK(double_bookings(district) == 0);
        CHECK(overlaps(district) == 0);
        CHECK(district.number("SELECT count(*) FROM case_events WHERE kind = 'time_taken'") == 0);
    }
}
