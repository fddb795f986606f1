// The backend put together.
#pragma once
#include <filesystem>

#include "backend/gateway/paygate.hpp"
#include "backend/http/server.hpp"
#include "backend/keys/token.hpp"

namespace onecard {

struct ServeSettings {
    http::Settings http;
    std::filesystem::path data;    ///< folder of the database; made when missing
    std::filesystem::path assets;  ///< services, calendar, sample
    keys::TokenSettings token;     ///< of a city's own module; without one SoftHSM2 in the data folder
    gateway::PaygateSettings gateway;  ///< where phones pay; no address: nowhere
    bool sample = false;           ///< the sample district, and its keys on a fresh token
    int days_ahead = 0;            ///< how far the clock is moved; of the sample district only
};

/// Serves until told to stop.
Status serve(const ServeSettings& settings);

/// The database file in its folder.
std::filesystem::path database_file(const std::filesystem::path& folder);

}  // namespace onecard
