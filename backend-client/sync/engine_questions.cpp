// What people wait for: one question each, asked before anything that only the machine wants.
#include "backend-client/sync/engine.hpp"
#include "base/log.hpp"

namespace onecard::sync {
namespace {

constexpr std::size_t questions_max = 8;

/// Who asked long ago has gone.
void add_question(std::vector<std::string>& questions, std::string card_serial) {
    if (questions.size() == questions_max) questions.erase(questions.begin());
    questions.push_back(std::move(card_serial));
}

}  // namespace

template <class Answer>
void SyncEngine::note_way(const Result<Answer>& answer) {
    if (answer) succeeded();
    else if (!is_of_this_call(answer.error())) failed(answer.error());
}

void SyncEngine::ask_holder(const std::string& card_serial) { words_.post({card_serial}); }

void SyncEngine::ask_private(const std::string& card_serial) { words_.post({{}, {}, {}, card_serial}); }

void SyncEngine::ask_load(wire::LoadRequest request) { words_.post({{}, std::move(request)}); }

void SyncEngine::ask_charge(ChargeAsk ask) { words_.post({{}, {}, std::move(ask)}); }

void SyncEngine::ask_unblock(wire::UnblockRequest request) {
    Word word;
    word.unblock = std::move(request);
    words_.post(std::move(word));
}

void SyncEngine::hear(Word word) {
    if (word.load) return loads_.push_back(*std::move(word.load));
    if (word.unblock) return unblocks_.push_back(*std::move(word.unblock));
    if (word.charge) return charges_.push_back(*std::move(word.charge));
    if (!word.private_asked.empty()) {
        add_question(draft_questions_, word.private_asked);
        return add_question(register_questions_, std::move(word.private_asked));
    }
    if (word.holder_asked.empty()) {
        not_before_ = counted_at_ = drafts_at_ = Millis(0);
        torn_untold_ = true;
        if (const auto obeyed = store_.orders().to_report(1); obeyed && !obeyed->empty()) beat_at_ = Millis(0);
        return;
    }
    add_question(questions_, std::move(word.holder_asked));
}

Status SyncEngine::answer_question(std::stop_token stop) {
    const auto serial = questions_.front();
    questions_.erase(questions_.begin());
    auto record = api_.holder(serial, std::move(stop));
    note_way(record);
    if (record)
        if (auto kept = store_.cache().put_holder(*record); !kept) log::failed("keeping a holder's record", kept.error());
    if (events_.holder) events_.holder(serial, record);
    return {};
}

Status SyncEngine::answer_registers(std::stop_token stop) {
    const auto serial = register_questions_.front();
    register_questions_.erase(register_questions_.begin());
    const auto registers = api_.registers(serial, std::move(stop));
    note_way(registers);
    if (!registers) return {};
    if (auto kept = store_.cache().put_registers(*registers); !kept) log::failed("keeping registers", kept.error());
    else if (events_.registers) events_.registers(serial);
    return {};
}

void SyncEngine::answer_drafts(std::stop_token stop) {
    const auto serial = draft_questions_.front();
    draft_questions_.erase(draft_questions_.begin());
    const auto told = store_.drafts().to_tell(serial);
    if (told) exchange_drafts(*told, std::move(stop));
    else log::failed("drafts", told.error());
}

// Without the card: what was written in a visit that is over.
void SyncEngine::tell_drafts(std::stop_token stop) {
    const auto told = store_.drafts().to_tell();
    if (told && *told) return exchange_drafts(**told, std::move(stop));
    drafts_at_ = clock_.uptime() + settings_.drafts_every;
    if (!told) log::failed("drafts", told.error());
}

// Trouble with drafts is nobody else's: what else there is to say goes on.
void SyncEngine::exchange_drafts(const wire::CardDrafts& told, std::stop_token stop) {
    const auto answer = api_.drafts(told, std::move(stop));
    if (answer) {
        succeeded();
        const auto kept = store_.drafts().heard(told, *answer);
        if (kept && events_.drafts) events_.drafts(told.card_serial);
        if (kept) return;
        log::failed("drafts", kept.error());
    }
    drafts_at_ = clock_.uptime() + settings_.drafts_every;
    if (answer) return;
    const bool not_wanted = is_of_this_call(answer.error()) || answer.error().kind == Error::Kind::refused;
    if (!not_wanted && answer.error().code.starts_with("net.")) return failed(answer.error());
    log::failed("drafts", answer.error());
    if (!not_wanted) return;
    if (auto done = store_.drafts().refused(told.card_serial); !done) log::failed("drafts", done.error());
}

Status SyncEngine::ask_for_load(std::stop_token stop) {
    const auto request = std::move(loads_.front());
    loads_.erase(loads_.begin());
    const auto grant = api_.load(request, std::move(stop));
    note_way(grant);
    if (events_.load) events_.load(request.id, grant);
    return {};
}

Status SyncEngine::ask_for_unblock(std::stop_token stop) {
    const auto request = std::move(unblocks_.front());
    unblocks_.erase(unblocks_.begin());
    const auto grant = api_.unblock(request, std::move(stop));
    note_way(grant);
    if (events_.unblock) events_.unblock(request.id, grant);
    return {};
}

Status SyncEngine::ask_about_charge(std::stop_token stop) {
    const auto ask = std::move(charges_.front());
    charges_.erase(charges_.begin());
    const auto& id = ask.request.id;
    const auto state = ask.kind == ChargeAsk::Kind::open   ? api_.charge(ask.request, std::move(stop))
                       : ask.kind == ChargeAsk::Kind::look ? api_.charge_state(id, std::move(stop))
                                                           : api_.close_charge(id, std::move(stop));
    note_way(state);
    if (events_.charge) events_.charge(id, state);
    return {};
}

}  // namespace onecard::sync
