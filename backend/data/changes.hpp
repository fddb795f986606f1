// The feed of what kiosks have to hear of: told here, in the same unit of work as the thing itself.
#pragma once
#include <optional>

#include "backend/data/connection.hpp"

namespace onecard::data {

/// The bills, cases or standing of this card changed; for the kiosks of the community where its holder lives. Nothing for
/// a card that is not registered.
void holder_changed(Connection& connection, std::string_view card_serial);
void notice_changed(Connection& connection, std::string_view id, bool gone);
/// For kiosks of one community, or for all.
void listing_changed(Connection& connection, std::string_view id, const std::optional<std::string>& community, bool gone);
void black_list_changed(Connection& connection, std::string_view card_serial, bool gone);
/// Of all communities: each also shows the departments of the district.
void boards_changed(Connection& connection);
/// `key` is one of the kiosk's; `gone`: none of its keys is to be believed any longer.
void kiosk_key_changed(Connection& connection, std::string_view kiosk, std::string_view key);
void kiosk_keys_gone(Connection& connection, std::string_view kiosk);

/// A badge is new, other than before, or revoked.
void badge_changed(Connection& connection, std::string_view number);

/// What is open in a community and may be seconded.
void reports_changed(Connection& connection, std::string_view community);
void catalogue_changed(Connection& connection);
/// Of purse payments; for all kiosks.
void ceilings_changed(Connection& connection);

}  // namespace onecard::data
