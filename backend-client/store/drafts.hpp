// Forms half filled in: a draft outlives the visit, the power cut and the restart, and is found again by its holder's card alone.
#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace onecard::store {

class Connection;

struct SavedDraft {
    std::string item_code;
    std::string text;     ///< as it was given
    Timestamp kept_at;
};

/// Of one Store; used from its thread. Drafts are sealed, one for each card and item, and live as long as other personal data (lifetime.hpp).
class Drafts {
public:
    static constexpr std::size_t a_card_max = 20;  ///< the oldest goes when one more comes

    explicit Drafts(Connection& connection) : connection_(&connection) {}

    /// Durable when it returns; replaces what there was for the same card and item.
    Status put(const std::string& card_serial, const std::string& item_code, const std::string& text);
    /// Those of a card that are not too old, newest first.
    Result<std::vector<SavedDraft>> of_card(const std::string& card_serial);
    Status remove(const std::string& card_serial, const std::string& item_code);

    /// Deletes those older than personal_lifetime. Gives how many.
    Result<std::size_t> prune(std::size_t count_max = 500);

private:
    Connection* connection_;
};

}  // namespace onecard::store
