// What one file about a card application, or about the PSAM, says.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "cardreader/apps/profile.hpp"

namespace onecard::card {

struct ProfileFile {
    Profile profile;
    std::int64_t order = 0;
    std::string file;
};

/// Errors `profile.unreadable`, `profile.member`, `profile.aid`, `profile.offset`, `profile.pin` (profiles.hpp); the detail names `file` and member.
Result<ProfileFile> profile_from(std::string_view text, const std::string& file);

/// Error `sam.settings`; the detail names `file` and member.
Result<PsamSettings> psam_settings_from(std::string_view text, const std::string& file);

/// The AID in a text that could not be read otherwise, JSON or not: when it is there once and well-formed.
std::optional<Bytes> aid_in(std::string_view text);

}  // namespace onecard::card
