// Are the answers of a request what the item's form asks for? Checked here again: a kiosk may be old, broken or not ours.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "backend/cases/catalogue.hpp"

namespace onecard::cases {

using Answers = std::map<std::string, std::vector<std::string>>;

/// `handed_in_at` is what `today` means in the form: a request may have waited on a kiosk for days. Errors, all of kind
/// invalid, with the field's key as detail: `request.field_missing`, `request.field_invalid`, `request.field_unknown`
/// (a key that the form does not have; not looked for when the request was made with another version of the catalogue, whose
/// form may have had it).
Status check_answers(const Item& item, const Answers& answers, Timestamp handed_in_at, bool same_version);

/// The fields of today's form that the answers leave open or fill wrongly, in the order of the form: of a request that was made with an older form.
std::vector<const Field*> misfits(const Item& item, const Answers& answers, Timestamp handed_in_at);

/// The 18th character of a resident identity number (GB 11643-1999, ISO 7064 MOD 11-2) fits the 17 digits before it.
bool is_id_number(std::string_view text);

}  // namespace onecard::cases
