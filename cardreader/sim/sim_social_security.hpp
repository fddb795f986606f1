// The social security application of a software card: reading only.
#pragma once
#include "cardreader/sim/applet.hpp"
#include "cardreader/sim/image.hpp"

namespace onecard::card {

class SimSocialSecurity final : public Applet {
public:
    explicit SimSocialSecurity(SocialSecurityImage image) : image_(std::move(image)) {}

    bool has_name(ByteView name) const override;
    SimAnswer select() override;
    SimAnswer run(const SimCommand& command) override;
    nlohmann::json kept() const override;
    bool restore(const nlohmann::json&) override { return true; }

private:
    ByteView aid() const;
    SimAnswer read_record(const SimCommand& command) const;

    SocialSecurityImage image_;
    std::uint8_t file_ = 0;
};

}  // namespace onecard::card
