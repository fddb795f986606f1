// The backend put together.
#pragma once
#include <filesystem>

#include "backend/http/server.hpp"

namespace onecard {

struct ServeSettings {
    http::Settings http;
    std::filesystem::path data;    ///< folder of the database; made when missing
    std::filesystem::path assets;  ///< services, calendar, sample
    std::filesystem::path keys;    ///< master keys; empty: the sample keys of the assets, with `sample` only
    bool sample = false;
};

/// Serves until told to stop.
Status serve(const ServeSettings& settings);

/// The database file in its folder.
std::filesystem::path database_file(const std::filesystem::path& folder);

}  // namespace onecard
