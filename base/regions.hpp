// The places of the district as a tree: district → street → community → grid → building. Data in assets/regions; the same on kiosk and backend.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace onecard {

/// A place. Its code says where it belongs: each level adds three digits to the six of the district (as GB/T 10114 does for streets and the
/// statistics code for communities): 6 district, 9 street, 12 community, 15 grid, 18 building.
struct Region {
    /// In degrees (WGS 84).
    struct Position {
        double latitude = 0, longitude = 0;
    };
    std::string code, zh, en;
    std::optional<Position> at = {};  ///< of grids, where the data has it
};

class Regions {
public:
    static constexpr std::size_t district_digits = 6, grid_digits = 15, building_digits = 18, digits_a_level = 3, community_digits = grid_digits - digits_a_level;

    /// Nothing known: every question has an empty answer.
    Regions() = default;
    /// Reads the text of assets/regions/regions.json; its README has the format. Error `regions.malformed` naming the place.
    static Result<Regions> read(std::string_view json_text);

    /// The place of this code; nullptr when there is none.
    const Region* find(std::string_view code) const;
    /// The places right below, in the order of their codes.
    std::vector<const Region*> below(std::string_view code) const;
    /// The district, which all codes begin with; empty when nothing is known.
    std::string_view root() const;
    /// The grid whose middle is nearest, if that is within half a kilometre; nullptr otherwise.
    const Region* grid_near(Region::Position position) const;
    /// Grids of other communities whose middle is within a kilometre of this one's; empty where positions are not known.
    std::vector<const Region*> across_border(std::string_view grid) const;
    /// Names from street to building, as an address is said in that language. A grid is not part of an address; where it ends at one, its
    /// houses are named. Empty for what is not known.
    std::string in_words(std::string_view code, std::string_view language) const;

    std::size_t size() const { return places_.size(); }

private:
    std::vector<Region> places_;  ///< in the order of their codes
};

}  // namespace onecard
