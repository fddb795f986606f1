// The key that personal data on this machine is sealed with.
#pragma once
#include <filesystem>
#include <string_view>

#include "base/random.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace onecard::store {

/// 32 secret bytes of this kiosk. Whoever has them and the database file reads everything, so they lie in a file of their
/// own that only the kiosk's user may read. A lost key is a lost cache and, before they were sent, lost submissions.
class Key {
public:
    /// Reads the key file, or makes it with mode 0600 when there is none. Errors: `key.unreadable` (also when others may
    /// read it), `key.malformed` (not 64 hexadecimal digits), those of write_file.
    static Result<Key> load_or_make(const std::filesystem::path& path, Random& random);

    /// A key of 32 bytes for one purpose, such as `receipt`; different purposes tell nothing about each other.
    SecretBytes derived(std::string_view purpose) const;

private:
    explicit Key(SecretBytes bytes) : bytes_(std::move(bytes)) {}
    SecretBytes bytes_;
};

}  // namespace onecard::store
