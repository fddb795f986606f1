// The sealed part of a journal entry, and the submission it becomes. Private to store/.
#pragma once
#include "backend-client/store/journal.hpp"

namespace onecard::store {

/// JSON text of everything in the entry that is personal or needed as proof.
std::string facts_text(const JournalEntry& entry);
/// Error `store.facts` (corrupt).
Status read_facts(std::string_view text, JournalEntry& into);

/// As it travels to other kiosks, and back from it, in the state `unresolved`.
wire::TornMove torn_of(const JournalEntry& entry);
JournalEntry entry_of(const wire::TornMove& move);
/// The submission that tells of it: its id is always the same for the same entry. Error `journal.form`.
Result<wire::Submission> torn_report(const JournalEntry& entry, Timestamp at);
/// The submission that ends a torn payment which was not done.
wire::Submission torn_end(const JournalEntry& entry, Timestamp at);
/// UUIDv7 of the same moment as `id`, and of nothing else.
std::string torn_report_id(const std::string& id);

/// Kind, bytes and validity of what is handed in. Error `journal.form`: the backend would not take it.
Result<wire::Submission> ending_of(const JournalEntry& entry, bool done, wire::PaymentBody::Proof proof, Timestamp at);

wire::PaymentBody payment_body(const JournalEntry& entry, wire::PaymentBody::Proof proof, Timestamp paid_at);

}  // namespace onecard::store
