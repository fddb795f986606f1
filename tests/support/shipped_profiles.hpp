// The card applications that the program comes with.
#pragma once
#include <doctest/doctest.h>

#include "cardreader/apps/profiles.hpp"

namespace onecard::test {

inline const card::Profiles& shipped_profiles() {
    static const card::Profiles profiles = [] {
        auto read = card::Profiles::read(std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards/applications");
        if (!read) FAIL(read.error().detail);
        return *std::move(read);
    }();
    return profiles;
}

/// The first of its kind.
inline const card::Profile& shipped_profile(card::Application application) {
    for (const auto& profile : shipped_profiles().all())
        if (profile.application == application) return profile;
    FAIL("no such application");
    return shipped_profiles().all().front();
}

}  // namespace onecard::test
