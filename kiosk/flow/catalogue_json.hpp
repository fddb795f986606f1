// How the catalogue is read; only for the two files that do it.
#pragma once
#include <string>
#include <vector>

#include "base/json.hpp"
#include "kiosk/flow/catalogue.hpp"

namespace onecard::flow {

/// Keeps the first thing that was wrong. Reading goes on with empty values; whoever began it looks at `wrong` in the end.
class CatalogueReading {
public:
    /// `what` is the last part of the code, `where` the place as a technician finds it.
    void complain(std::string_view what, std::string where);
    bool good() const { return what_.empty(); }
    Status outcome() const;

    /// Where the reading stands: names the parts that are complained about.
    std::string part = "item", place;

    std::string word(const Json& json, std::string_view key, std::size_t bytes_max = 64);
    /// Both languages, well-formed, without control characters; Chinese must be there unless `may_be_absent`.
    Text text(const Json& json, std::string_view key, bool may_be_absent = false, std::size_t bytes_max = 4'000);
    std::int64_t number(const Json& json, std::string_view key, std::int64_t least, std::int64_t most, std::int64_t otherwise);
    /// A list of at most `most`; complains about another type or more.
    const Json& list(const Json& json, std::string_view key, std::size_t most);
    std::vector<std::string> words(const Json& json, std::string_view key, std::size_t most);

private:
    std::string what_, where_;
};

/// The form of one item; complains into `reading`.
std::vector<FormField> read_form(const Json& item, CatalogueReading& reading);

}  // namespace onecard::flow
