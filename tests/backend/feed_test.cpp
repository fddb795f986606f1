#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "backend/api/feed.hpp"
#include "backend/data/changes.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using Kind = wire::Change::Kind;

namespace {

wire::Changes since(District& district, std::int64_t cursor, std::size_t limit = 1000, std::string community = "WT") {
    return district.write([&] { return api::changes_since(district.connection(), district.office().rules, {std::move(community), cursor, limit}, sample_now()); });
}

std::int64_t count(const wire::Changes& changes, Kind kind) {
    return std::count_if(changes.entries.begin(), changes.entries.end(), [&](const wire::Change& change) { return change.kind == kind; });
}

}  // namespace

TEST_CASE("A kiosk that knows nothing hears everything once: catalogue, notices, black list and its own community's holders") {
    District district;
    const auto all = since(district, 0);
    CHECK_FALSE(all.more);
    CHECK(count(all, Kind::catalogue) == 1);
    CHECK(count(all, Kind::notice) == 4);
    CHECK(count(all, Kind::black_list) == 1);
    CHECK(count(all, Kind::holder) == 26);
    for (const auto& change : all.entries)
        if (change.holder) CHECK((change.holder->standing == wire::HolderRecord::Standing::blocked || change.holder->community.zh == "梧桐社区"));
    CHECK(since(district, all.cursor).entries.empty());
}

TEST_CASE("Another community's kiosk hears of its own holders only") {
    District district;
    const auto all = since(district, 0, 1000, "HX");
    CHECK(count(all, Kind::holder) == 1);
    CHECK(count(all, Kind::notice) == 4);
}

TEST_CASE("Page by page a kiosk hears the same as at once") {
    District district;
    const auto all = since(district, 0);
    std::set<std::string> subjects;
    std::int64_t cursor = 0;
    bool more = true;
    for (int pages = 0; more && pages < 100; ++pages) {
        const auto page = since(district, cursor, 3);
        CHECK(page.entries.size() <= 3);
        for (const auto& change : page.entries) CHECK(subjects.insert(std::to_string(static_cast<int>(change.kind)) + change.subject).second);
        cursor = page.cursor;
        more = page.more;
    }
    CHECK(subjects.size() == all.entries.size());
    CHECK(cursor == all.cursor);
}

TEST_CASE("What changes twice is told once, as it is now") {
    District district;
    const auto start = since(district, 0).cursor;
    for (int i = 0; i < 3; ++i)
        district.write([&] {
            data::holder_changed(district.connection(), lin_guilan);
            return true;
        });
    const auto changes = since(district, start);
    REQUIRE(changes.entries.size() == 1);
    CHECK(changes.entries.front().subject == lin_guilan);
}

TEST_CASE("A cursor from the future or below nought begins again with everything") {
    District district;
    const auto all = since(district, 0);
    CHECK(since(district, all.cursor + 1).entries.size() == all.entries.size());
    CHECK(since(district, INT64_MAX).entries.size() == all.entries.size());
    CHECK(since(district, -7).entries.size() == all.entries.size());
}

TEST_CASE("A notice that was taken back is told as gone") {
    District district;
    const auto start = since(district, 0).cursor;
    district.write([&] {
        district.connection().run("DELETE FROM notices WHERE id = 'N-2026-031'");
        data::notice_changed(district.connection(), "N-2026-031", true);
        return true;
    });
    const auto changes = since(district, start);
    REQUIRE(changes.entries.size() == 1);
    CHECK(changes.entries.front().kind == Kind::notice_gone);
}
