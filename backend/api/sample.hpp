// A fictional district to try everything with.
#pragma once
#include <filesystem>

#include "backend/api/office.hpp"

namespace onecard::api {

/// Loads assets/sample/district.json unless this database was loaded before; all of it or nothing. Errors: `sample.malformed`
/// saying where, those of read_file.
Status load_sample(const Office& office, data::Connection& connection, const std::filesystem::path& file);

}  // namespace onecard::api
