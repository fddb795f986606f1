#include "cardreader/sim/card_table.hpp"

#include "base/file.hpp"
#include "base/json.hpp"

namespace onecard::card {
namespace {

constexpr Millis seen_at_most{10'000};

std::filesystem::path file_of(const std::string& name, const std::filesystem::path& cards) {
    const bool is_path = name.find('/') != std::string::npos || name.ends_with(".json");
    return is_path ? std::filesystem::path(name) : cards / (name + ".json");
}

tl::unexpected<Error> about(const std::filesystem::path& file, const Error& error) {
    if (error.code.starts_with("file.")) return failure(error.kind, error.code, "can't read " + file.string());
    return failure(error.kind, error.code, file.string() + ": " + (error.detail.empty() ? "is malformed" : error.detail));
}

}  // namespace

std::string sentence(const Error& error) { return (error.detail.empty() ? "it failed" : error.detail) + " (" + error.code + ")"; }

Result<std::unique_ptr<CardTable>> CardTable::open(TableSettings settings) {
    if (settings.keys.empty()) settings.keys = settings.cards / "keys.json";
    const auto text = read_file(settings.keys);
    if (!text) return about(settings.keys, text.error());
    auto masters = read_master_keys(*text);
    if (!masters) return about(settings.keys, masters.error());
    std::error_code broken;
    if (!settings.state.empty()) std::filesystem::create_directories(settings.state, broken);
    if (broken) return failure(Error::Kind::unavailable, "file.unwritable", "can't make the folder " + settings.state.string());
    return std::unique_ptr<CardTable>(new CardTable(std::move(settings), *std::move(masters)));
}

CardTable::CardTable(TableSettings settings, MasterKeys masters)
    : settings_(std::move(settings)), masters_(std::move(masters)), citizen_link_(citizen_, settings_.citizen), sam_link_(sam_, settings_.sam) {
    if (settings_.staff) staff_link_.emplace(staff_, *settings_.staff);
}

Result<CardImage> look_up_image(const std::filesystem::path& file) {
    auto image = read_image(file);
    if (!image) return about(file, image.error());
    return image;
}

/// The card of an image, the same one as last time unless the image has changed since. Then the old card must not lie in a slot.
Result<SimCard*> CardTable::take(const std::filesystem::path& file, CardImage image) {
    std::error_code ignored;
    const auto key = std::filesystem::weakly_canonical(file, ignored);
    const auto known = cards_.find(key);
    if (known != cards_.end() && known->second->image().digest == image.digest) return known->second.get();
    const auto state = settings_.state.empty() ? std::filesystem::path() : settings_.state / (image.name + ".state.json");
    auto card = SimCard::load(std::move(image), masters_, random_, state);
    if (!card) return about(state, card.error());
    return (cards_[key] = *std::move(card)).get();
}

Status CardTable::insert_psam(const std::filesystem::path& file) {
    auto image = look_up_image(file);
    if (!image) return failure(image.error());
    sam_.remove();
    const auto card = take(file, *std::move(image));
    if (!card) return failure(card.error());
    sam_.insert(**card);
    return {};
}

Status CardTable::insert(const std::string& name) {
    const auto file = file_of(name, settings_.cards);
    auto image = look_up_image(file);
    if (!image) return failure(image.error());
    remove();
    const auto card = take(file, *std::move(image));
    if (!card) return failure(card.error());
    last_ = *card;
    citizen_.insert(**card);
    if (citizen_link_.wait_visible(citizen_.turn(), seen_at_most)) return {};
    return failure(Error::Kind::unavailable, "sim.not_seen", "no virtual reader takes the card");
}

Status CardTable::insert_staff(const std::string& name) {
    if (!staff_link_) return failure(Error::Kind::refused, "sim.no_staff_slot", "there is no reader for staff badges");
    const auto file = file_of(name, settings_.cards);
    auto image = look_up_image(file);
    if (!image) return failure(image.error());
    staff_.remove();
    const auto card = take(file, *std::move(image));
    if (!card) return failure(card.error());
    staff_.insert(**card);
    if (staff_link_->wait_visible(staff_.turn(), seen_at_most)) return {};
    return failure(Error::Kind::unavailable, "sim.not_seen", "no virtual reader takes the badge");
}

void CardTable::remove() { citizen_.remove(); }

Status CardTable::plan(Tear tear) {
    if (!citizen_.atr()) return failure(Error::Kind::refused, "sim.no_card", "no card is in");
    citizen_.plan(tear);
    return {};
}

std::string CardTable::state() const {
    const auto turn = citizen_.turn();
    const bool inserted = turn % 2 == 1;
    Json json{{"inserted", inserted}, {"visible", inserted && citizen_link_.visible(turn)}, {"sam_visible", sam_link_.visible(sam_.turn())}};
    if (const auto sam = sam_.state()) json["terminal_sequence"] = sam->terminal_sequence;
    if (!last_) return dump_json(json);
    const auto inside = citizen_.state();
    // Nobody else touches a card that is out.
    const auto card = inside ? *inside : last_->state();
    json.update({{"card", last_->image().name},
                 {"balance", card.balance.count()},
                 {"offline_number", card.offline_number},
                 {"online_number", card.online_number},
                 {"pin_tries", card.pin_tries},
                 {"log_entries", card.log_entries}});
    return dump_json(json);
}

}  // namespace onecard::card
