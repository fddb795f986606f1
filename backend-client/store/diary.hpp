// Writing the audit rows of one transaction. Private to store/.
#pragma once
#include "backend-client/store/connection.hpp"
#include "base/crypto.hpp"

namespace onecard::store {

/// Make one inside Connection::writing(): it reads the end of the chain once and goes on from there. Throws SQLite::Exception.
class Diary {
public:
    explicit Diary(Connection& connection);
    void note(std::string_view event, std::string_view subject, ByteView digest = {});

private:
    Connection& connection_;
    std::int64_t number_ = 0;
    crypto::Digest chain_{};
    std::int64_t at_;
};

struct DiaryRow {
    std::int64_t number = 0, at = 0;
    std::string_view event, subject;
    ByteView digest;
};
crypto::Digest next_link(const crypto::Digest& chain, const DiaryRow& row);

}  // namespace onecard::store
