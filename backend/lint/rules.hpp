// What must hold for the texts and the catalogue in assets/, beyond being JSON.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace onecard::lint {

/// `at` is the JSON pointer, within its file, of what is wrong.
struct Complaint {
    std::string at, what;
};
using Complaints = std::vector<Complaint>;

/// Shape: JSON Schema 2020-12 as far as assets/services/schema.json uses it. A keyword that is not understood is itself a complaint, so that no rule
/// is passed over in silence. Lengths count code points.
Complaints schema_complaints(const Json& schema, const Json& value);

/// Each `{"zh", "en"}` inside, and `mn` where given: each in its own script and punctuation, no stray blanks.
Complaints text_complaints(const Json& value, const std::string& at);

/// What the schema cannot say of one department: days add up, codes are well formed and unique, names and words are fit to be found.
/// Its items have their shared parts in place; `icons` are those that are drawn.
Complaints department_complaints(const Json& file, const std::set<std::string>& icons);

/// One form: keys and options are unique, conditions look back at a choice that offers the value, limits are possible, consent comes last.
Complaints form_complaints(const Json& form, const std::string& at);

/// All files together, by file name: no code, name or summary twice, a material means the same paper everywhere, no word leads to too many items.
/// Papers stand in each item in full.
std::map<std::string, Complaints> catalogue_complaints(const std::map<std::string, Json>& files);

/// Bundles, by file name: their parts are there, free, as quick as promised and as possible offline; and whatever they need is fixed or asked, in
/// time and within their limits. Shared parts are in place.
std::map<std::string, Complaints> bundle_complaints(const std::map<std::string, Json>& files);

/// Classes that cases are told apart by: each once, of a department that is there, with one limit; groups that fit one page of choices.
Complaints class_complaints(const Json& shared, const std::map<std::string, Json>& files);

/// Shared parts that no item of `files`, as written by their authors, refers to.
Complaints idle_shared_parts(const Json& shared, const std::map<std::string, Json>& files);

}  // namespace onecard::lint
