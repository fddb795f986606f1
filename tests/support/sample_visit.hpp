// An invented hall and visitor for tests of the flow and of pages, with the real catalogue, help and pinyin table of assets.
#pragma once
#include <string>

#include "kiosk/flow/turn.hpp"

namespace onecard::support {

/// The bundle as the backend delivers it, made from assets/services.
std::string catalogue_bundle();
std::string asset(const std::string& path);

class SampleVisit {
public:
    SampleVisit();

    flow::Model model;
    const flow::Catalogue& catalogue;  ///< read once for all
    const flow::ItemSearch& search;

    /// 林桂兰·测试 is there with her card, three bills and two cases.
    void holder_arrives();
    void pin_is_right();
    /// Fills every required field of the open form with something that is accepted.
    void fill_form();
};

}  // namespace onecard::support
