#include "base/regions.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/json.hpp"

namespace onecard {
namespace {

constexpr std::size_t places_max = 200'000, houses_max = 99;
constexpr double latitude_most = 90, longitude_most = 180;

bool is_code(std::string_view code, std::size_t digits) {
    return code.size() == digits && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Puts the tree into one list; keeps the first place that made no sense.
struct Reading {
    std::vector<Region> places;
    std::string wrong;

    void add(Region region, std::size_t digits) {
        const bool good = is_code(region.code, digits) && !region.zh.empty() && !region.en.empty() && places.size() < places_max;
        if (!good && wrong.empty()) wrong = "after " + (places.empty() ? std::string("nothing") : places.back().code);
        places.push_back(std::move(region));
    }

    // Both numbers or none.
    std::optional<Region::Position> position_of(const Json& grid) {
        if (!grid.is_object() || !grid.contains("at")) return std::nullopt;
        const auto& at = list_at(grid, "at");
        const bool numbers = at.size() == 2 && at[0].is_number() && at[1].is_number();
        const Region::Position position = numbers ? Region::Position{at[0].get<double>(), at[1].get<double>()} : Region::Position{latitude_most + 1, 0};
        const bool good = std::abs(position.latitude) <= latitude_most && std::abs(position.longitude) <= longitude_most;
        if (!good && wrong.empty()) wrong = "position after " + (places.empty() ? std::string("nothing") : places.back().code);
        return good ? std::optional(position) : std::nullopt;
    }

    // A row of houses: each building of it is a place, numbered within its grid.
    void add_houses(const std::string& grid, const Json& row, std::size_t& number) {
        const auto from = number_at(row, "from", 1), to = number_at(row, "to", 1);
        if (from < 1 || to < from || static_cast<std::size_t>(to - from) >= houses_max) wrong = wrong.empty() ? "houses of " + grid : wrong;
        for (auto house = from; house <= to && wrong.empty(); ++house) {
            char tail[24];
            std::snprintf(tail, sizeof tail, "%03zu", ++number % 1000);
            const auto word = std::to_string(house);
            add({grid + tail, text_at(row, "zh") + word + "号楼", text_at(row, "en") + ", Building " + word}, Regions::building_digits);
        }
    }

    void add_grid(const std::string& community, const Json& grid) {
        const auto code = community + text_at(grid, "code");
        std::string zh, en;
        for (const auto& row : list_at(grid, "houses")) {
            const auto span = std::to_string(number_at(row, "from", 1)) + "–" + std::to_string(number_at(row, "to", 1));
            zh += (zh.empty() ? "" : "、") + text_at(row, "zh") + span + "号楼";
            en += (en.empty() ? "" : "; ") + text_at(row, "en") + ", " + span;
        }
        add({code, zh, en, position_of(grid)}, Regions::grid_digits);
        std::size_t number = 0;
        for (const auto& row : list_at(grid, "houses")) add_houses(code, row, number);
    }

    void add_level(const std::string& above, const Json& place, std::size_t digits) {
        const auto code = above + text_at(place, "code");
        add({code, text_at(place, "zh"), text_at(place, "en")}, digits);
        for (const auto& below : list_at(place, "streets")) add_level(code, below, digits + Regions::digits_a_level);
        for (const auto& below : list_at(place, "communities")) add_level(code, below, digits + Regions::digits_a_level);
        for (const auto& grid : list_at(place, "grids")) add_grid(code, grid);
    }
};

bool earlier(const Region& region, std::string_view code) { return region.code < code; }

/// On a flat map, which is good enough within a district.
double metres_between(Region::Position one, Region::Position other) {
    constexpr double metres_a_degree = 111'320, degrees_a_half_turn = 180, half_turn = 3.14159265358979;
    const double shrink = std::cos(one.latitude / degrees_a_half_turn * half_turn);
    return std::hypot((other.latitude - one.latitude) * metres_a_degree, (other.longitude - one.longitude) * metres_a_degree * shrink);
}

}  // namespace

Result<Regions> Regions::read(std::string_view json_text) {
    const auto json = parse_json(json_text);
    if (!json) return failure(Error::Kind::invalid, "regions.malformed", json.error().code);
    Reading reading;
    reading.add_level({}, *json, district_digits);
    auto& places = reading.places;
    std::sort(places.begin(), places.end(), [](const Region& a, const Region& b) { return a.code < b.code; });
    const auto twice = std::adjacent_find(places.begin(), places.end(), [](const Region& a, const Region& b) { return a.code == b.code; });
    if (twice != places.end() && reading.wrong.empty()) reading.wrong = twice->code + " twice";
    if (!reading.wrong.empty()) return failure(Error::Kind::invalid, "regions.malformed", reading.wrong);
    Regions regions;
    regions.places_ = std::move(places);
    return regions;
}

const Region* Regions::find(std::string_view code) const {
    const auto found = std::lower_bound(places_.begin(), places_.end(), code, earlier);
    return found != places_.end() && found->code == code ? &*found : nullptr;
}

std::vector<const Region*> Regions::below(std::string_view code) const {
    std::vector<const Region*> found;
    for (auto at = std::lower_bound(places_.begin(), places_.end(), code, earlier); at != places_.end() && at->code.starts_with(code); ++at)
        if (at->code.size() == code.size() + digits_a_level) found.push_back(&*at);
    return found;
}

std::string_view Regions::root() const { return places_.empty() ? std::string_view{} : std::string_view(places_.front().code); }

const Region* Regions::grid_near(Region::Position position) const {
    constexpr double metres_most = 500;
    const Region* nearest = nullptr;
    double least = metres_most;
    for (const auto& place : places_) {
        if (!place.at) continue;
        const double metres = metres_between(position, *place.at);
        if (metres > least) continue;
        least = metres;
        nearest = &place;
    }
    return nearest;
}

std::vector<const Region*> Regions::across_border(std::string_view grid) const {
    constexpr double metres_most = 1'000;
    std::vector<const Region*> found;
    const auto* here = grid.size() == grid_digits ? find(grid) : nullptr;
    if (!here || !here->at) return found;
    for (const auto& place : places_) {
        const bool other = place.code.size() == grid_digits && !place.code.starts_with(grid.substr(0, community_digits));
        if (other && place.at && metres_between(*here->at, *place.at) <= metres_most) found.push_back(&place);
    }
    return found;
}

std::string Regions::in_words(std::string_view code, std::string_view language) const {
    if (!find(code)) return {};
    const bool english = language == "en";
    std::string words;
    for (std::size_t digits = district_digits + digits_a_level; digits <= code.size(); digits += digits_a_level) {
        const auto* region = find(code.substr(0, digits));
        if (!region || (digits == grid_digits && code.size() > digits)) continue;
        words = english ? region->en + (words.empty() ? "" : ", " + words) : words + region->zh;
    }
    return words;
}

}  // namespace onecard
