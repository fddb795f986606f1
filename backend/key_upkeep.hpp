// The token as the command line knows it: opened for serving, filled at the ceremony.
#pragma once
#include <memory>
#include <span>
#include <string>

#include "backend/keys/key_service.hpp"
#include "backend/serve.hpp"

namespace onecard {

/// The key service that `serve` works with. With `sample` and no module of its own, a SoftHSM2 token with the sample keys is made first. Errors:
/// `keys.none` (no token yet: what to do is in the detail), those of keys/.
Result<std::unique_ptr<keys::KeyService>> open_keys(const ServeSettings& settings);

/// `verb` is init, list, import or generate; prints what a ceremony's protocol needs.
Status keep_keys(const ServeSettings& settings, const std::string& verb, const std::string& name, std::span<const std::filesystem::path> components);

}  // namespace onecard
