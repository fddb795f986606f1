// Forms half filled in: a draft outlives the visit, the power cut and the machine, and is found again by its holder's card alone, at any
// kiosk. What is written here is told to the backend, and what was written, thrown away or handed in elsewhere comes from there.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend-client/wire/drafts.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace onecard::store {

class Connection;

struct SavedDraft {
    std::string item_code;
    std::string text;     ///< as it was given
    Timestamp kept_at;
};

/// Of one Store; used from its thread. Drafts are sealed, one for each card and item, and live here as long as other personal data (lifetime.hpp).
class Drafts {
public:
    static constexpr std::size_t a_card_max = 20;  ///< the oldest goes when one more comes

    explicit Drafts(Connection& connection) : connection_(&connection) {}

    /// Durable when it returns; replaces what there was for the same card and item. The same text again changes nothing: it does not become newer
    /// than what was written elsewhere meanwhile.
    Status put(const std::string& card_serial, const std::string& item_code, const std::string& text);
    /// Those of a card that are not too old, newest first.
    Result<std::vector<SavedDraft>> of_card(const std::string& card_serial);
    /// Here at once; the card's other kiosks hear of it through the backend.
    Status remove(const std::string& card_serial, const std::string& item_code);

    /// What the backend has not heard, of the card whose news is oldest; nothing when it has heard all.
    Result<std::optional<wire::CardDrafts>> to_tell();
    /// The same of this card, and of what could not be told without it; perhaps none.
    Result<wire::CardDrafts> to_tell(const std::string& card_serial);
    /// The backend's answer to `told`: from here on the card has the drafts of the answer, and what was written here in between.
    Status heard(const wire::CardDrafts& told, const wire::CardDrafts& answer);
    /// The backend wants none of it: not told again before the card is here.
    Status refused(const std::string& card_serial);

    /// Deletes those that were here for personal_lifetime. Gives how many.
    Result<std::size_t> prune(std::size_t count_max = 500);

private:
    Connection* connection_;
};

}  // namespace onecard::store
