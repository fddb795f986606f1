// The badge application of a software card.
#pragma once
#include "cardreader/sim/applet.hpp"
#include "cardreader/sim/image.hpp"

namespace onecard::card {

class SimBadge final : public Applet {
public:
    explicit SimBadge(BadgeImage image) : image_(std::move(image)) {}

    bool has_name(ByteView name) const override;
    SimAnswer select() override;
    SimAnswer run(const SimCommand& command) override;
    nlohmann::json kept() const override;
    bool restore(const nlohmann::json&) override { return true; }

private:
    BadgeImage image_;
};

}  // namespace onecard::card
