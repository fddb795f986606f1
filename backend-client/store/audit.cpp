#include "backend-client/store/audit.hpp"

#include <algorithm>

#include "backend-client/store/diary.hpp"

namespace onecard::store {
namespace {

void append_counted(Bytes& to, ByteView part) {
    append(to, big_endian(part.size(), 4));
    append(to, part);
}

tl::unexpected<Error> broken(std::int64_t number, std::string_view why) {
    return failure(Error::Kind::corrupt, "audit.broken", "row " + std::to_string(number) + ": " + std::string(why));
}

}  // namespace

crypto::Digest next_link(const crypto::Digest& chain, const DiaryRow& row) {
    Bytes text(chain.begin(), chain.end());
    append(text, big_endian(static_cast<std::uint64_t>(row.number), 8));
    append(text, big_endian(static_cast<std::uint64_t>(row.at), 8));
    append_counted(text, as_bytes(row.event));
    append_counted(text, as_bytes(row.subject));
    append_counted(text, row.digest);
    return crypto::sha256(text);
}

Diary::Diary(Connection& connection) : connection_(connection), at_(connection.now()) {
    auto last = connection.query("SELECT number, chain FROM audit ORDER BY number DESC LIMIT 1");
    if (!last.step()) return;
    number_ = last.number(0);
    const auto chain = last.bytes(1);
    std::copy_n(chain.begin(), std::min(chain.size(), chain_.size()), chain_.begin());
}

void Diary::note(std::string_view event, std::string_view subject, ByteView digest) {
    ++number_;
    chain_ = next_link(chain_, {number_, at_, event, subject, digest});
    auto row = connection_.query("INSERT INTO audit (number, at, event, subject, digest, chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    row.bind(1, number_).bind(2, at_).bind(3, event).bind(4, subject).bind(6, ByteView(chain_));
    if (!digest.empty()) row.bind(5, digest);
    row.run();
}

Result<Audit::Head> Audit::verify() {
    return connection_->guarded([this]() -> Result<Head> {
        crypto::Digest chain{};
        Head head;
        // What was added must still be there as it was added.
        auto row = connection_->query(
            "SELECT a.number, a.at, a.event, a.subject, a.digest, a.chain, a.event = 'outbox.added' AND o.digest IS NOT a.digest,"
            " a.event = 'journal.intended' AND j.id IS NULL FROM audit a"
            " LEFT JOIN outbox o ON o.id = a.subject LEFT JOIN journal j ON j.id = a.subject ORDER BY a.number");
        while (row.step()) {
            const auto number = row.number(0);
            ++head.rows;
            const auto event = row.text(2), subject = row.text(3);
            chain = next_link(chain, {number, row.number(1), event, subject, row.bytes(4)});
            const auto kept = row.bytes(5);
            if (!std::equal(kept.begin(), kept.end(), chain.begin(), chain.end())) return broken(number, "does not follow");
            if (row.number(6) != 0) return broken(number, "its submission is another or gone");
            if (row.number(7) != 0) return broken(number, "its payment is gone");
        }
        head.digest = to_hex(chain);
        return head;
    });
}

}  // namespace onecard::store
