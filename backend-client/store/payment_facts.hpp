// The sealed part of a journal entry, and the submission it becomes. Private to store/.
#pragma once
#include "backend-client/store/journal.hpp"

namespace onecard::store {

/// JSON text of everything in the entry that is personal or needed as proof.
std::string facts_text(const JournalEntry& entry);
/// Error `store.facts` (corrupt).
Status read_facts(std::string_view text, JournalEntry& into);

/// Kind, bytes and validity of what is handed in. Error `journal.form`: the backend would not take it.
Result<wire::Submission> ending_of(const JournalEntry& entry, bool done, wire::PaymentBody::Proof proof, Timestamp at);

wire::PaymentBody payment_body(const JournalEntry& entry, wire::PaymentBody::Proof proof, Timestamp paid_at);

}  // namespace onecard::store
