// Which card applications this machine knows: the files of assets/cards/applications, one each (README.md there), checked before anything is believed.
#pragma once
#include <filesystem>
#include <span>
#include <vector>

#include "cardreader/apps/profile.hpp"

namespace onecard::card {

/// At least one profile, in the order in which a card is asked for them. Never changes once read; may be read from any thread.
class Profiles {
public:
    static constexpr std::size_t files_max = 64, file_bytes_max = 64u << 10;

    /// All `*.json` of a folder. The detail of an error names file and field. Errors: `profile.folder` (missing, unreadable, no file in it, too many),
    /// `profile.unreadable` (one file: not read, too large, no JSON), `profile.member` (unknown, missing, of another type or range), `profile.aid` (not 5 to
    /// 16 bytes, ISO/IEC 7816-4, 8.2.2.3), `profile.offset` (a field beyond the bytes that are certain to be there), `profile.pin` (digits or references that
    /// no card has), `profile.twice` (AID or order of another file).
    static Result<Profiles> read(const std::filesystem::path& folder);

    std::span<const Profile> all() const { return profiles_; }

private:
    explicit Profiles(std::vector<Profile> profiles) : profiles_(std::move(profiles)) {}

    std::vector<Profile> profiles_;
};

}  // namespace onecard::card
