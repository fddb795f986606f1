// What is open to everybody (公开): posts and courses, public notices of welfare, suggestions, village documents, surveys, activities. One shape for
// all; and the marks that a resident sets on one by card, each at most once.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

inline constexpr std::size_t listing_facts_max = 16, listing_questions_max = 12, listing_options_max = 12;
inline constexpr std::size_t listing_body_bytes_max = 16 << 10;

struct Listing {
    /// What it says in a line: pay, place, hours.
    struct Fact {
        Localised label, value;
        bool operator==(const Fact&) const = default;
    };
    /// One option of a question, with how many chose it once that is told.
    struct Option {
        std::string value;
        Localised label;
        std::int64_t chosen = 0;
        bool operator==(const Option&) const = default;
    };
    struct Question {
        std::string key;
        Localised text;
        std::vector<Option> options;
        bool operator==(const Question&) const = default;
    };
    std::string id;
    std::string kind;            ///< `vacancy`, `course`, `public_notice`, `suggestion`, `document`, `survey`, `activity`, `organisation`; others are left out
    Localised title, body, publisher;
    int version = 1;
    std::string published_at;    ///< instant, of this version
    std::string ends_on;         ///< last day it is shown, YYYY-MM-DD; empty: until taken back
    std::string due_at;          ///< instant: end of the notice period, limit of an answer, last moment to take part; empty: none
    int fresh_days = 0;          ///< older than that its age is to be said; 0: never stale
    std::string mark;            ///< what a card may set here: `second`, `answer`, `sign_up`; empty: nothing
    std::string item_code;       ///< item that is begun from here: apply, object; empty: none
    Localised answer;            ///< empty until given
    std::string answered_at;
    std::int64_t marks = 0, places = 0;  ///< how many have set `mark`; how many may, 0: any number
    bool told = false;           ///< the counts of the options are public
    std::vector<Fact> facts;
    std::vector<Question> questions;
    bool operator==(const Listing&) const = default;
};

/// Submission `mark`: set by a card whose PIN was right.
struct Mark {
    std::string listing;
    std::string kind;            ///< `second`, `answer`, `sign_up`, `sign_in`, `sign_out`
    std::string card_serial;
    std::map<std::string, std::string> answers;  ///< question → option; only with `answer`
    std::string blind;           ///< 32 hexadecimal digits by chance: the digest of the submission tells nobody what was answered
    Timestamp at;
    bool operator==(const Mark&) const = default;
};
inline constexpr std::string_view mark_kind = "mark";
inline constexpr std::string_view mark_kinds[] = {"second", "answer", "sign_up", "sign_in", "sign_out"};
bool is_mark(std::string_view kind);

Json to_json(const Listing& value);
Json to_json(const Mark& value);
/// Errors: `wire.<member>`.
Result<Listing> listing_from(const Json& json);
Result<Mark> mark_from(const Json& json);

}  // namespace onecard::wire
