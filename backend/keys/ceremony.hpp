// How master keys come onto the token: by chance inside it, or from the components that custodians bring.
#pragma once
#include <span>

#include "backend/keys/token_keys.hpp"

namespace onecard::keys {

/// A component is a file with 32 hexadecimal digits. The key is the XOR of at least two of them; none of its holders knows it. Gives the key's check
/// value, to be compared with the one on the form. Errors: `keys.component` (naming the file), `keys.name` (not a master key of ours), `keys.known`,
/// those of Token.
Result<std::string> import_components(Token& token, std::string_view name, std::span<const std::filesystem::path> components);

/// Made by the token itself; nobody ever knows it. For a district whose cards are issued with keys of the same token.
Status generate(Token& token, std::string_view name);

/// The published sample keys of assets/cards/keys.json, for the demonstration only. Those that are there already stay.
Status import_sample(Token& token, const std::filesystem::path& file);

}  // namespace onecard::keys
