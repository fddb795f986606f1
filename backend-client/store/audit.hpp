// The diary that can't be edited unseen: one row for each change of outbox and journal, each holding the digest of the one before.
#pragma once
#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace onecard::store {

class Connection;

/// Of one Store; used from its thread.
class Audit {
public:
    explicit Audit(Connection& connection) : connection_(&connection) {}

    struct Head {
        std::int64_t rows = 0;
        std::string digest;  ///< of the last row, hexadecimal; to be kept elsewhere if cutting the end must be found too
    };
    /// Reads the whole chain. Error `audit.broken` (corrupt) naming the first row that does not follow.
    Result<Head> verify();

private:
    Connection* connection_;
};

}  // namespace onecard::store
