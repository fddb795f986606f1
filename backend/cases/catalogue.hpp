// The catalogue of items: data from assets/services, given to kiosks as one bundle and used here to judge requests.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend-client/wire/messages.hpp"
#include "backend/cases/calendar.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

/// What a field's answer must be like.
struct Field {
    enum class Kind { text, long_text, number, choice, choices, date, phone, id_number, card_fact, consent, money, bank_account, address, signature, picture,
                      slot };
    struct Condition {
        std::string key;
        std::vector<std::string> is;
    };
    struct Option {
        std::string value;
        wire::Localised label;
    };
    std::string key;
    Kind kind = Kind::text;
    wire::Localised label;
    bool required = false;
    std::size_t points_min = 0, points_max = 0;   ///< code points
    std::optional<std::int64_t> least, most;      ///< of a number; of money in fen
    std::string first_day, last_day;              ///< of a date: YYYY-MM-DD, `today`, or empty
    std::vector<Option> options;
    std::string calendar;                         ///< of a slot
    std::optional<Condition> when;                ///< asked only when another field has one of these values
};

/// Instead of a slot: no time suits, or none was left; the office calls.
inline constexpr std::string_view time_by_phone = "call";

struct Step {
    std::string code;
    wire::Localised name, holder;
    Limit limit;
    std::string department = {};  ///< whose work it is, where that is not the item's own
};

/// A class that cases of an item are told apart by (GB/T 30428.2): whose work it is, and by when.
struct CaseClass {
    std::string value, group, department;
    wire::Localised name;
    Limit limit;
};

struct Item {
    std::string code;
    wire::Localised name, department, result;
    int promised_days = 0, statutory_days = 0;
    std::vector<Step> steps;
    std::vector<Field> form;
    int promised_hours = 0;                       ///< by night and on free days too; 0: promised_days count
    std::string class_key, class_step;            ///< the field that asks for the class, and the step it says all about; empty without classes
    std::vector<CaseClass> classes;
    bool in_person = false;                       ///< nobody else hands it in, whatever cards are linked
};
/// An hour or day limit as items, steps and classes give it: `days`, `hours` or `urgent_hours`.
Limit limit_from(const nlohmann::json& json);

class Catalogue {
public:
    /// Reads a folder like assets/services. Errors as of wire::read_services(); `catalogue.malformed` naming the item.
    static Result<Catalogue> load(const std::filesystem::path& folder);

    /// The days by which kiosks reckon what their slips promise; they go with the bundle. Before publish().
    void keep_days(const WorkingDays& days);

    /// Gives the bundle its version: one more than the last when the content differs from what was last published, and then
    /// kiosks are told. Call once, in a unit of work, before bundle().
    void publish(data::Connection& connection);

    /// Signs the bundle with the server's certificate and key, so that kiosks can tell it from a forged one. After publish().
    /// Errors: those of reading files; `signature.key`.
    Status sign(const std::filesystem::path& certificate, const std::filesystem::path& key);

    const Item* find(std::string_view code) const;
    /// Their names by code.
    const std::map<std::string, wire::Localised>& departments() const { return departments_; }
    const std::map<std::string, Item, std::less<>>& items() const { return items_; }
    std::size_t size() const { return items_.size(); }
    std::int64_t version() const { return version_; }
    /// `{"version", "departments", "items", "calendar"}` as kiosks get it.
    const std::string& bundle() const { return bundle_; }
    /// SHA-256 of the bundle in hexadecimal, without quotation marks.
    const std::string& digest() const { return digest_; }
    /// See base/crypto_signature.hpp; empty before sign().
    const Bytes& signature() const { return signature_; }

private:
    std::map<std::string, Item, std::less<>> items_;
    std::map<std::string, wire::Localised> departments_;
    std::string departments_json_, items_json_, calendar_json_ = "{}";
    std::string bundle_, digest_;
    Bytes signature_;
    std::int64_t version_ = 0;
};

}  // namespace onecard::cases
