// The images of assets/cards, ready to be put on a reader.
#pragma once
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "base/file.hpp"
#include "cardreader/sim/sim_room.hpp"

namespace onecard::test {

inline std::filesystem::path card_file(const std::string& name) {
    return std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards" / (name + ".json");
}

inline card::MasterKeys sample_keys() {
    const auto text = read_file(card_file("keys"));
    REQUIRE(text.has_value());
    auto keys = card::read_master_keys(*text);
    REQUIRE(keys.has_value());
    return *std::move(keys);
}

inline std::unique_ptr<card::SimCard> make_card(card::CardImage image, Random& random, const std::filesystem::path& state = {}) {
    auto loaded = card::SimCard::load(std::move(image), sample_keys(), random, state);
    REQUIRE(loaded.has_value());
    return *std::move(loaded);
}

inline std::unique_ptr<card::SimCard> sample_card(const std::string& name, Random& random, const std::filesystem::path& state = {}) {
    auto image = card::read_image(card_file(name));
    if (!image) FAIL(image.error().detail);
    return make_card(*std::move(image), random, state);
}

/// A resident's card and the PSAM in their slots, and a conversation with each.
struct Counter {
    explicit Counter(const std::string& name = "zhang_jianguo") : resident(sample_card(name, random)), module(sample_card("psam", random)) {
        room.insert(card::Slot::citizen, *resident);
        room.insert(card::Slot::sam, *module);
    }
    std::unique_ptr<card::Transport> connect(card::Slot slot = card::Slot::citizen) {
        auto transport = room.reader(slot)->connect();
        REQUIRE(transport.has_value());
        return *std::move(transport);
    }

    SeededRandom random{20240315};
    std::unique_ptr<card::SimCard> resident, module;
    card::SimRoom room;
};

}  // namespace onecard::test
