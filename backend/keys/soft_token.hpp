// SoftHSM2 as the token of a district that has no hardware: in a folder of its own, made when asked for.
#pragma once
#include "backend/keys/token.hpp"

namespace onecard::keys {

/// Where the token of a data folder lives and how it is opened. Points SoftHSM at it (an environment variable of this process: call before there
/// are other threads). Errors: `keys.module` (the package libsofthsm2 is not installed), those of writing files.
Result<TokenSettings> soft_token(const std::filesystem::path& folder);

/// True when a token was made there.
bool soft_token_made(const std::filesystem::path& folder);

/// Makes it, with PINs by chance in files that only their owner may read. `folder` is made when missing.
Status make_soft_token(const std::filesystem::path& folder);

}  // namespace onecard::keys
