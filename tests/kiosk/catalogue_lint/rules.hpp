// What must hold for the texts and the catalogue in assets/, beyond being JSON. A complaint is `place: what is wrong`; none means good.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace onecard::lint {

using Complaints = std::vector<std::string>;

/// Shape: JSON Schema 2020-12 as far as assets/services/schema.json uses it. A keyword that is not understood is itself a complaint, so that no rule
/// is passed over in silence. Lengths count code points.
Complaints schema_complaints(const Json& schema, const Json& value);

/// Each `{"zh", "en"}` inside: both there, each in its own script and punctuation, no stray blanks.
Complaints text_complaints(const Json& value, const std::string& place);

/// What the schema cannot say of one department: days add up, codes are unique, names and words are fit to be found.
/// `icons` are those that are drawn.
Complaints department_complaints(const Json& file, const std::set<std::string>& icons);

/// One form: keys and options are unique, conditions look back at a choice that offers the value, limits are possible, consent comes last.
Complaints form_complaints(const Json& form, const std::string& place);

/// All files together: no code or name twice, a material means the same paper everywhere.
Complaints catalogue_complaints(const std::map<std::string, Json>& files);

}  // namespace onecard::lint
