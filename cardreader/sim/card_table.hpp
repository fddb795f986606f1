// The cards somebody has at hand, and the two slots of the virtual reader they are put into.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "cardreader/sim/vpcd_link.hpp"

namespace onecard::card {

/// An image from a file; the detail of an error names the file and is a sentence for people.
Result<CardImage> look_up_image(const std::filesystem::path& file);

/// For people: "can't read cards/nobody.json (file.missing)".
std::string sentence(const Error& error);

struct TableSettings {
    std::filesystem::path cards = "assets/cards";  ///< where names are looked up
    std::filesystem::path keys;                    ///< empty: keys.json among the cards
    std::filesystem::path state;                   ///< where cards keep their memory; empty: it ends with the program
    VpcdAddress citizen{"127.0.0.1", 35963};
    VpcdAddress sam{"127.0.0.1", 35964};
    std::optional<VpcdAddress> staff{};            ///< a reader for staff badges, where there is one
};

/// Used from one thread.
class CardTable {
public:
    static Result<std::unique_ptr<CardTable>> open(TableSettings settings);

    /// Puts the PSAM into its slot; returns at once.
    Status insert_psam(const std::filesystem::path& file);
    /// `name` is an image among the cards, or a path; a bad one leaves the card that is in where it is. Waits until the daemon sees the
    /// card; error `sim.not_seen` after ten seconds.
    Status insert(const std::string& name);
    void remove();
    /// The same for the staff reader. Errors also `sim.no_staff_slot`.
    Status insert_staff(const std::string& name);
    void remove_staff() { staff_.remove(); }
    /// Error `sim.no_card`.
    Status plan(Tear tear);
    /// One line of JSON: whether a card is in and seen, and the memory of the card that is in or was in last.
    std::string state() const;

private:
    CardTable(TableSettings settings, MasterKeys masters);
    Result<SimCard*> take(const std::filesystem::path& file, CardImage image);

    TableSettings settings_;
    MasterKeys masters_;
    SystemRandom random_;
    std::map<std::filesystem::path, std::unique_ptr<SimCard>> cards_;
    const SimCard* last_ = nullptr;
    SimSlot citizen_, sam_, staff_;
    VpcdLink citizen_link_, sam_link_;
    std::optional<VpcdLink> staff_link_;
};

}  // namespace onecard::card
