// The invented visit of the gallery in a hall with the real catalogue, help and pinyin table of assets.
#pragma once
#include <string>

#include "kiosk/gallery/sample_visit.hpp"

namespace onecard::support {

/// The bundle as the backend delivers it, made from assets/services.
std::string catalogue_bundle();
std::string asset(const std::string& path);
/// Read once for all.
const gallery::SampleHall& sample_hall();

class SampleVisit : public gallery::SampleVisit {
public:
    SampleVisit() : gallery::SampleVisit(sample_hall()) {}

    const flow::Catalogue& catalogue = sample_hall().catalogue;
    const flow::ItemSearch& search = sample_hall().search;
};

}  // namespace onecard::support
