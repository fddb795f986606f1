// Drafts of a card between its kiosks and the backend, so that what was begun in one hall can be finished in another.
#pragma once
#include <optional>

#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

/// Larger ones stay where they were written.
inline constexpr std::size_t draft_bytes_max = 32 << 10;
/// More than a card may have at once: what was thrown away or handed in is told too.
inline constexpr std::size_t drafts_told_max = 40;

struct KeptDraft {
    std::string item_code;
    Millis age{0};                    ///< since it was last written or thrown away, by the clock of whoever tells: clocks differ, spans hardly
    std::optional<std::string> text;  ///< nothing: thrown away, or handed in
    std::int64_t revision = 0;        ///< rises with each writing of one writer, whatever the clock does: what comes late is known for old
    bool operator==(const KeptDraft&) const = default;
};

/// POST /v1/drafts, and its answer: there without what was thrown away.
struct CardDrafts {
    std::string card_serial;          ///< 16 hexadecimal digits
    std::vector<KeptDraft> drafts;    ///< one for each item
    std::string writer = {};          ///< 16 hexadecimal digits: whose revisions these are; empty in an answer
    bool operator==(const CardDrafts&) const = default;
};

Json to_json(const CardDrafts& value);
/// Errors: `wire.<member>`.
Result<CardDrafts> card_drafts_from(const Json& json);

}  // namespace onecard::wire
