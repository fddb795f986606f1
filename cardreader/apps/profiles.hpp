// Which card applications this machine knows: the files of assets/cards/applications, one each, and how its PSAM is spoken
// to (psam.json there); the README is there too. Checked before anything is believed.
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

    /// All `*.json` of a folder. A file that is wrong closes its own application (Profile::closed) as long as the AID can be made out, see mistakes().
    /// Errors, when no card can be read safely: `profile.folder` (missing, unreadable, no file in it, too many) and, of a file whose AID nobody can make
    /// out, its mistake.
    static Result<Profiles> read(const std::filesystem::path& folder);

    /// Those that are closed come first.
    std::span<const Profile> all() const { return profiles_; }
    /// What is wrong with files; the detail names file and field. `profile.unreadable` (not read, too large, no JSON), `profile.member` (unknown, missing, of
    /// another type or range), `profile.aid` (not 5 to 16 bytes, ISO/IEC 7816-4, 8.2.2.3), `profile.offset` (a field beyond the bytes that are certain to
    /// be there), `profile.pin` (digits or references that no card has), `profile.twice` (AID or order of another file).
    const std::vector<Error>& mistakes() const { return mistakes_; }
    /// Error `sam.settings`: its file is missing or wrong, so there is nothing to pay with; cards are read all the same.
    const Result<PsamSettings>& psam() const { return psam_; }

private:
    Profiles(std::vector<Profile> profiles, std::vector<Error> mistakes, Result<PsamSettings> psam)
        : profiles_(std::move(profiles)), mistakes_(std::move(mistakes)), psam_(std::move(psam)) {}

    std::vector<Profile> profiles_;
    std::vector<Error> mistakes_;
    Result<PsamSettings> psam_;
};

}  // namespace onecard::card
