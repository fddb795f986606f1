// What all handlers work with. Owned by main(); outlives the desk.
#pragma once
#include <functional>
#include <vector>

#include "backend/api/router.hpp"
#include "backend/cases/catalogue.hpp"
#include "backend/cases/rules.hpp"
#include "backend/money/gateway.hpp"
#include "backend/money/tac.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/regions.hpp"

namespace onecard::api {

struct Office {
    const Clock& clock;
    Random& random;
    const cases::Catalogue& catalogue;
    const cases::Rules& rules;
    keys::KeyService& keys;
    const money::TacCheck& tac;
    Regions regions = {};  ///< for addresses in words
    const money::Gateway* gateway = nullptr;  ///< where phones pay; null: nowhere
    /// Signs what kiosks are to believe, see base/crypto_signature.hpp. From any thread; empty: nothing is signed.
    std::function<Result<Bytes>(std::string_view content)> sign = {};
};

// The rows of each theme. `office` must outlive them.
std::vector<Route> kiosk_routes(const Office& office);
std::vector<Route> session_routes(const Office& office);
std::vector<Route> fleet_routes(const Office& office);
std::vector<Route> case_routes(const Office& office);
std::vector<Route> figure_routes(const Office& office);
std::vector<Route> listing_routes();
std::vector<Route> export_routes(const Office& office);
std::vector<Route> open311_routes(const Office& office);
std::vector<Route> money_routes(const Office& office);
std::vector<Route> money_case_routes();
std::vector<Route> charge_routes(const Office& office);
std::vector<Route> ceiling_routes(const Office& office);
std::vector<Route> page_routes();

/// All of them.
Router make_router(const Office& office);

}  // namespace onecard::api
