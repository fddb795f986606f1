// One form engine for all items: which fields show, what is wrong with them, and what is handed in.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "kiosk/flow/catalogue.hpp"

namespace onecard::flow {

/// What a resident has filled in so far. Text is whatever was typed, also nonsense. An address holds the code of the place reached so far
/// (base/regions.hpp) and what was typed beside it.
struct Draft {
    std::map<std::string, std::vector<std::string>> values;
    std::string value(const std::string& key) const;
    void set(const std::string& key, std::string value);
    /// Overwrites every answer before letting it go.
    void forget();
};

/// How the answer of a picture begins; the digest of the picture follows.
inline constexpr std::string_view picture_answer = "sha256:";

/// What is known from the card for card_fact fields: `name`, `id_number`, `card_number`, `birth_date`.
using CardFacts = std::map<std::string, std::string>;

/// True when the field is to be shown with the answers so far.
bool applies(const FormField& field, const Draft& draft);

/// What is wrong with one field, as a string key for the sentence under it, or empty. `today` is YYYY-MM-DD.
/// Keys: form.required, form.too_long, form.too_short, form.not_a_number, form.too_small, form.too_large, form.not_a_date, form.too_early,
/// form.too_late, form.not_a_phone, form.not_an_id_number, form.not_an_option, form.not_text, form.consent, form.not_money,
/// form.not_a_bank_card, form.address_open (no building chosen yet), form.no_door,
/// form.slot_open (a day without a time).
std::string trouble(const FormField& field, const Draft& draft, const std::string& today);

/// Every field that is to be shown with the answers so far, facts of the card included; a field also goes when the one it hangs on has gone.
std::vector<const FormField*> applying(const Item& item, const Draft& draft);

/// The fields to be answered in pages of at most `fields_a_page`, fewer where fields are tall. Facts of the card are not among them.
std::vector<std::vector<const FormField*>> pages(const Item& item, const Draft& draft, std::size_t fields_a_page = 3);

/// The answers of all applying fields, trimmed, with facts of the card; only call when nothing is wrong. Money is handed in as fen, an address as
/// the code of its building and the door.
std::map<std::string, std::vector<std::string>> answers(const Item& item, const Draft& draft, const CardFacts& facts);

/// A day that exists, as YYYY-MM-DD, years 1900 … 2199.
bool is_date(std::string_view text);

/// A telephone number in China: mobile, with area code, local, 400/800; spaces and hyphens are allowed.
bool is_phone(std::string_view text);

/// Citizen identity number, GB 11643: 17 digits and a check character.
bool is_id_number(std::string_view text);

}  // namespace onecard::flow
