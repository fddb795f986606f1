// The service catalogue as screens and forms need it: plain data, read from the bundle that the backend delivers.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fen.hpp"
#include "base/result.hpp"
#include "base/working_days.hpp"

namespace onecard::flow {

/// A text in Chinese and English, in Mongolian where the data has it; what is missing falls back to Chinese.
struct Text {
    std::string zh, en, mn = {};
    const std::string& in(std::string_view language) const {
        if (language == "mn-Mong" && !mn.empty()) return mn;
        return language == "en" && !en.empty() ? en : zh;
    }
};

struct Choice {
    std::string value;
    Text label;
};

struct FormField {
    enum class Kind { text, long_text, number, choice, choices, date, phone, id_number, card_fact, consent, money, bank_account, address, signature, picture,
                      slot };
    std::string key;
    Kind kind = Kind::text;
    Text label, hint, unit;
    bool required = false;
    std::size_t points_min = 0, points_max = 200;
    std::optional<std::int64_t> min, max;          ///< numbers; money in fen
    std::string earliest, latest;                  ///< dates: YYYY-MM-DD or `today`
    std::vector<Choice> options;
    std::string fact;                              ///< card_fact: `name`, `id_number`, `card_number`, `birth_date`
    std::string calendar;                          ///< slot: what is booked
    std::string when_key;                          ///< shown only when that field holds one of when_is
    std::vector<std::string> when_is;
};

struct Material {
    std::string code;
    Text name, note;
    char grade = 'A';
    bool from_card = false, required = true;
};

struct ItemStep {
    std::string code;
    Text name, holder;
    int days = 0;         ///< working days
    int hours = 0;        ///< instead of days: of office, or where `urgent` by night too
    bool urgent = false;
};

/// One of the items that a bundle stands for, handed in when its condition holds, with the bundle's answers of the same keys and those given here.
struct BundlePart {
    std::string item;
    std::string when_key;
    std::vector<std::string> when_is;
    std::vector<std::pair<std::string, std::string>> answers;  ///< field of the part → value, where nobody need be asked
    std::vector<std::pair<std::string, std::string>> from;     ///< field of the part → field of the bundle, where they are called differently
};

/// An item (事项).
struct Item {
    std::string code;
    std::string department;
    Text name, summary, legal_basis, result, collect;
    bool approval = false;  ///< an administrative approval (行政审批); else a service
    std::string icon;
    std::vector<std::string> life_events, synonyms;
    std::vector<Text> conditions;
    std::vector<Material> materials;
    Fen fee;
    int statutory_days = 0, promised_days = 0;
    int promised_hours = 0;  ///< by night and on free days too; 0: promised_days count
    std::vector<ItemStep> steps;
    bool offline = true;
    bool in_person = false;  ///< nobody with a linked card hands it in for somebody else
    std::vector<FormField> form;
    std::vector<BundlePart> bundle;  ///< empty for an item of its own
};

struct Department {
    std::string code;
    Text name;
    std::string phone;
};

struct Catalogue {
    std::int64_t version = 0;
    std::vector<Department> departments;
    std::vector<Item> items;
    WorkingDays days;  ///< by which what is promised is counted

    const Item* item(std::string_view code) const;
    const Department* department(std::string_view code) const;
};

inline constexpr std::size_t catalogue_bytes_max = 16 << 20;
inline constexpr std::size_t departments_max = 500, items_max = 10'000, form_fields_max = 60, options_max = 100, bundle_parts_max = 20;
inline constexpr std::size_t address_door_points_max = 60;
/// Instead of a slot: no time suits, or none is left; the office calls.
inline constexpr std::string_view time_by_phone = "call";
inline constexpr std::size_t form_text_points_max = 2'000;  ///< of one answer, whatever an item asks for

/// Reads a bundle `{"version", "departments":[…], "items":[…], "calendar"}`; assets/services/README.md describes it. All or nothing: every text is there in
/// Chinese, codes are unique, fields and options make sense. Members that are not known are passed over, so that the backend may be newer.
/// Errors: `catalogue.malformed`, `catalogue.too_large`, `catalogue.department`, `catalogue.item`, `catalogue.field`, `catalogue.calendar`; the detail names the place.
Result<Catalogue> read_catalogue(std::string_view json_text);

}  // namespace onecard::flow
