// What the registers of the district hold about one resident: insurance, pension, volunteer hours, use of water. Private: asked for by card and PIN
// only, never part of the feed.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

inline constexpr std::size_t registers_max = 16, register_rows_max = 120, own_marks_max = 200;

struct Register {
    struct Fact {
        Localised label, value;
        bool operator==(const Fact&) const = default;
    };
    struct Bar {
        std::string label, value;
        int percent = 0;              ///< of the longest
        bool operator==(const Bar&) const = default;
    };
    std::string kind;                 ///< `social_insurance`, `medical_insurance`, `pension`, `volunteer`, `water` …
    Localised title;
    Localised keeper;                 ///< who keeps it
    std::string as_of;                ///< instant, of what it says
    std::string tone;                 ///< of `word`: `good`, `caution`, `trouble`; empty: nothing to say
    Localised word;                   ///< what its holder should know first; empty: nothing
    bool certificate = false;         ///< a certificate of it can be printed
    std::string item_code;            ///< item that follows from it: prove, order; empty: none
    std::vector<Fact> facts;
    std::vector<Localised> heads;
    std::vector<std::vector<std::string>> rows;
    Localised chart;                  ///< title of the bars
    std::vector<Bar> bars;
    bool operator==(const Register&) const = default;
};

/// A mark that the resident has set, on this or another kiosk.
struct OwnMark {
    std::string listing, kind, at;
    bool operator==(const OwnMark&) const = default;
};

struct Registers {
    std::string card_serial;
    Timestamp as_of;                  ///< when the backend said so
    std::vector<Register> registers;
    std::vector<OwnMark> marks;
    bool operator==(const Registers&) const = default;
};

/// Submission `certificate`: one was printed.
struct CertificateBody {
    std::string number;               ///< on the paper
    std::string card_serial, kind;    ///< of the register; certificate_of_case for the result of a case
    std::string register_as_of;       ///< instant: what it certifies is of that moment
    Timestamp at;
    std::string case_number = {};     ///< whose result it certifies; empty for a register
    bool operator==(const CertificateBody&) const = default;
};
inline constexpr std::string_view certificate_kind = "certificate", certificate_of_case = "case";

Json to_json(const Register& value);
Json to_json(const Registers& value);
Json to_json(const CertificateBody& value);
/// Errors: `wire.<member>`.
Result<Register> register_from(const Json& json);
Result<Registers> registers_from(const Json& json);
Result<CertificateBody> certificate_from(const Json& json);

}  // namespace onecard::wire
