// An invented hall and an invented visitor: what the gallery and the tests show pages with.
#pragma once
#include <string_view>
#include <vector>

#include "kiosk/flow/turn.hpp"

namespace onecard::gallery {

/// What a hall offers, read from assets once for all visits to it.
struct SampleHall {
    SampleHall(flow::Catalogue services, std::vector<flow::HelpTopic> topics, Regions places, std::string_view pinyin);
    SampleHall(const SampleHall&) = delete;
    SampleHall& operator=(const SampleHall&) = delete;

    flow::Catalogue catalogue;
    std::vector<flow::HelpTopic> help;
    Regions regions;
    flow::ItemSearch search;
};

class SampleVisit {
public:
    /// `hall` outlives it.
    explicit SampleVisit(const SampleHall& hall);

    flow::Model model;

    /// 林桂兰·测试 is there with her card, three bills and two cases.
    void holder_arrives();
    void pin_is_right();
    /// Fills every required field of the open form with something that is accepted.
    void fill_form();
};

}  // namespace onecard::gallery
