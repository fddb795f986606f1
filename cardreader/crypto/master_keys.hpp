// The master keys of a district, as the issuer, the PSAM and the backend hold them.
#pragma once
#include <string_view>

#include "cardreader/crypto/keys.hpp"

namespace onecard::card {

/// Each 16 bytes. The purchase key is diversified by issuer and serial, all others by serial alone.
struct MasterKeys {
    Key purchase, load, tac, pin_reload, pin_unblock, maintenance, unload, authentication;
};

/// Reads the format of assets/cards/keys.json. Error `keys.malformed` naming the member.
Result<MasterKeys> read_master_keys(std::string_view json);

}  // namespace onecard::card
