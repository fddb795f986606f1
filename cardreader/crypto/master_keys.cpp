#include "cardreader/crypto/master_keys.hpp"

#include <array>

#include "base/json.hpp"

namespace onecard::card {

Result<MasterKeys> read_master_keys(std::string_view json) {
    const auto document = parse_json(json);
    if (!document) return failure(Error::Kind::invalid, "keys.malformed", document.error().code);
    struct Row {
        std::string_view name;
        Key MasterKeys::*key;
    };
    constexpr std::array rows{
        Row{"purchase", &MasterKeys::purchase},       Row{"load", &MasterKeys::load},
        Row{"tac", &MasterKeys::tac},                 Row{"pin_reload", &MasterKeys::pin_reload},
        Row{"pin_unblock", &MasterKeys::pin_unblock}, Row{"maintenance", &MasterKeys::maintenance},
        Row{"unload", &MasterKeys::unload},           Row{"authentication", &MasterKeys::authentication},
    };
    MasterKeys keys;
    for (const auto& row : rows) {
        const auto bytes = from_hex(text_at(object_at(*document, "master_keys"), row.name));
        if (!bytes || bytes->size() != 16) return failure(Error::Kind::invalid, "keys.malformed", std::string(row.name));
        keys.*row.key = Key(bytes->begin(), bytes->end());
    }
    return keys;
}

}  // namespace onecard::card
