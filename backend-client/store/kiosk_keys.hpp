// Rows of public keys of kiosks. Private to store/.
#pragma once
#include <vector>

#include "backend-client/wire/messages.hpp"

namespace onecard::store {

class Connection;

void write_kiosk_key(Connection& connection, const wire::KioskKey& key, std::int64_t pass);
void remove_kiosk_keys(Connection& connection, const std::string& kiosk);
/// Those of a kiosk whose seal holds.
std::vector<wire::KioskKey> read_kiosk_keys(Connection& connection, const std::string& kiosk);

}  // namespace onecard::store
