// The software PSAM (cards.md 3): vouches for purchases with the district's purchase master key.
#pragma once
#include "cardreader/crypto/master_keys.hpp"
#include "cardreader/crypto/purse_macs.hpp"
#include "cardreader/sim/applet.hpp"
#include "cardreader/sim/image.hpp"

namespace onecard::card {

class SimPsam final : public Applet {
public:
    SimPsam(PsamImage image, const MasterKeys& masters, Keep keep);

    /// The master file answers for it; the application inside is chosen by its file identifier.
    bool has_name(ByteView name) const override;
    SimAnswer select() override;
    SimAnswer run(const SimCommand& command) override;
    nlohmann::json kept() const override;
    bool restore(const nlohmann::json& kept) override;

    std::uint32_t sequence() const { return memory_.sequence; }

private:
    struct Memory {
        std::uint32_t sequence = 0;
        int wrong_macs = 0;
    };

    SimAnswer select_file(const SimCommand& command);
    SimAnswer read_binary(const SimCommand& command) const;
    SimAnswer begin_purchase(const SimCommand& command);
    SimAnswer confirm(const SimCommand& command, const std::optional<Mac>& expected);
    bool commit(Memory next);

    PsamImage image_;
    Key purchase_master_;
    Keep keep_;
    Memory memory_;
    bool in_application_ = false;
    std::optional<Mac> expected_mac2_;
};

}  // namespace onecard::card
