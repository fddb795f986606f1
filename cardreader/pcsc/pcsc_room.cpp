#include "cardreader/pcsc/pcsc_room.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include <winscard.h>

#include "cardreader/pcsc/pcsc_failure.hpp"
#include "cardreader/pcsc/pcsc_reader.hpp"

namespace onecard::card {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Kind = SlotEvent::Kind;

// A cancel that comes just before the daemon's wait begins is lost, so no single wait is longer than this while somebody's card is in: orders come then.
constexpr Millis one_wait_at_most{1'000};
// Nobody is there and all readers are: what is lost then waits for nobody, and an idle machine need not wake.
constexpr Millis calm_wait_at_most{30'000};
// Arrivals of readers can be missed by the daemon's notification; while one is wanted, it is looked for.
constexpr Millis lists_again{3'000}, lists_again_calm{60'000};
constexpr Millis first_back_off{100}, longest_back_off{2'000};
constexpr const char* arrival_notice = R"(\\?PnP?\Notification)";

struct Place {
    std::unique_ptr<PcscReader> reader;
    bool told_lost = false;  ///< reader_lost was reported and reader_back is due
    bool card_in = false;
    DWORD state = SCARD_STATE_UNAWARE;
};

std::vector<std::string> reader_names(const std::string& list) {
    std::vector<std::string> names;
    for (std::size_t at = 0; at < list.size() && list[at] != '\0';) {
        names.emplace_back(list.c_str() + at);
        at += names.back().size() + 1;
    }
    return names;
}

}  // namespace

struct PcscRoom::Parts {
    explicit Parts(PcscSettings given) : settings(std::move(given)) {
        for (const auto& [slot, name] : settings.names) places[slot];
    }

    PcscSettings settings;
    std::map<Slot, Place> places;
    std::vector<SlotEvent> events;
    std::optional<Error> trouble;

    std::mutex mutex;
    std::condition_variable changed;
    bool cancelled = false;
    std::optional<SCARDCONTEXT> context;  ///< guarded by mutex, written by the waiting thread only

    DWORD notice_state = SCARD_STATE_UNAWARE;
    bool must_list = true;
    SteadyClock::time_point listed{};
    Millis back_off = first_back_off;

    void tell(Slot slot, SlotEvent::Kind kind) { events.push_back({slot, kind}); }

    /// Every role has its reader and no resident's card is in.
    bool calm() const {
        return std::all_of(places.begin(), places.end(), [](const auto& one) { return one.second.reader && (one.first == Slot::sam || !one.second.card_in); });
    }

    bool take_cancel() {
        const std::lock_guard lock(mutex);
        return std::exchange(cancelled, false);
    }

    /// Takes a new context. Waits for a while when that fails.
    bool ensure_context(Millis at_most) {
        if (context) return true;
        SCARDCONTEXT fresh = 0;
        const LONG result = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &fresh);
        if (result == SCARD_S_SUCCESS) {
            const std::lock_guard lock(mutex);
            context = fresh;
            trouble.reset();
            back_off = first_back_off;
            must_list = true;
            notice_state = SCARD_STATE_UNAWARE;
            return true;
        }
        trouble = pcsc_failure(result).value();
        for (auto& [slot, place] : places) lose(slot, place);
        if (!events.empty()) return false;
        std::unique_lock lock(mutex);
        changed.wait_for(lock, std::min(back_off, at_most), [this] { return cancelled; });
        back_off = std::min(back_off * 2, longest_back_off);
        return false;
    }

    void drop_context(LONG why) {
        SCARDCONTEXT old = 0;
        {
            const std::lock_guard lock(mutex);
            if (!context) return;
            old = *context;
            context.reset();
        }
        trouble = pcsc_failure(why).value();
        SCardReleaseContext(old);
        for (auto& [slot, place] : places) lose(slot, place);
    }

    void lose(Slot slot, Place& place) {
        if (place.card_in) tell(slot, Kind::card_out);
        if (!place.told_lost) tell(slot, Kind::reader_lost);
        place = {};
        place.told_lost = true;
    }

    /// Which readers are there now. Readers are matched to roles by a part of their name, each at most once.
    void list() {
        DWORD size = 0;
        std::string names;
        LONG result = SCardListReaders(*context, nullptr, nullptr, &size);
        if (result == SCARD_S_SUCCESS) {
            names.resize(size);
            result = SCardListReaders(*context, nullptr, names.data(), &size);
        }
        // One that grew in between is listed the next time.
        if (result == SCARD_E_INSUFFICIENT_BUFFER) return;
        if (result == SCARD_E_NO_READERS_AVAILABLE) names.clear();
        else if (result != SCARD_S_SUCCESS) return drop_context(result);
        must_list = false;
        listed = SteadyClock::now();
        auto present = reader_names(names);
        for (auto& [slot, place] : places) settle(slot, place, present);
    }

    void settle(Slot slot, Place& place, std::vector<std::string>& present) {
        const auto& part = settings.names.at(slot);
        const auto wanted = [&](const std::string& name) {
            return place.reader ? name == place.reader->name() : name.find(part) != std::string::npos;
        };
        const auto found = std::find_if(present.begin(), present.end(), wanted);
        if (found == present.end()) return lose(slot, place);
        if (!place.reader) {
            const auto hold = slot == Slot::sam ? Hold::exclusive : Hold::transaction;
            place.reader = std::make_unique<PcscReader>(*found, hold, settings.answer_at_most);
            if (std::exchange(place.told_lost, false)) tell(slot, Kind::reader_back);
        }
        present.erase(found);
    }

    /// One call to the daemon about all readers at once.
    void watch(Millis at_most) {
        std::vector<SCARD_READERSTATE> states;
        std::vector<std::pair<Slot, Place*>> asked;
        bool new_reader = false;
        for (auto& [slot, place] : places) {
            if (!place.reader) continue;
            SCARD_READERSTATE state{};
            state.szReader = place.reader->name().c_str();
            state.dwCurrentState = place.state;
            new_reader = new_reader || place.state == SCARD_STATE_UNAWARE;
            states.push_back(state);
            asked.emplace_back(slot, &place);
        }
        SCARD_READERSTATE notice{};
        notice.szReader = arrival_notice;
        notice.dwCurrentState = notice_state;
        states.push_back(notice);
        const auto limit = new_reader ? Millis(0) : std::min(at_most, calm() ? calm_wait_at_most : one_wait_at_most);
        const LONG result = SCardGetStatusChange(*context, static_cast<DWORD>(limit.count()), states.data(), states.size());
        if (result == SCARD_E_UNKNOWN_READER) must_list = true;
        else if (daemon_lost(result)) return drop_context(result);
        if (result != SCARD_S_SUCCESS) return;
        for (std::size_t i = 0; i < asked.size(); ++i) look(asked[i].first, *asked[i].second, states[i]);
        if ((states.back().dwEventState & SCARD_STATE_CHANGED) != 0) must_list = true;
        notice_state = states.back().dwEventState & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
    }

    void look(Slot slot, Place& place, const SCARD_READERSTATE& state) {
        const DWORD now = state.dwEventState;
        if ((now & (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE)) != 0) {
            must_list = true;
            return;
        }
        const bool known = place.state != SCARD_STATE_UNAWARE;
        // The upper half counts insertions and removals: two at once are a card exchanged unseen.
        const DWORD steps = ((now >> 16) - (place.state >> 16)) & 0xFFFF;
        const bool card_in = (now & SCARD_STATE_PRESENT) != 0;
        if (place.card_in && (!card_in || (known && steps >= 2))) {
            place.card_in = false;
            tell(slot, Kind::card_out);
        }
        const bool has_atr = card_in && state.cbAtr > 0;
        place.reader->set_atr(has_atr ? std::optional(Bytes(state.rgbAtr, state.rgbAtr + std::min<DWORD>(state.cbAtr, MAX_ATR_SIZE))) : std::nullopt);
        if (card_in && !place.card_in) tell(slot, Kind::card_in);
        place.card_in = card_in;
        place.state = now & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
    }
};

PcscRoom::PcscRoom(PcscSettings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {}

PcscRoom::~PcscRoom() {
    if (parts_->context) SCardReleaseContext(*parts_->context);
}

std::vector<SlotEvent> PcscRoom::wait(Millis at_most) {
    const auto end = SteadyClock::now() + at_most;
    auto& parts = *parts_;
    for (bool first = true; parts.events.empty() && !parts.take_cancel(); first = false) {
        const auto left = std::chrono::duration_cast<Millis>(end - SteadyClock::now());
        if (left <= Millis(0) && !first) break;
        const auto at_most_now = std::max(left, Millis(0));
        if (!parts.ensure_context(at_most_now)) continue;
        if (parts.must_list || SteadyClock::now() - parts.listed > (parts.calm() ? lists_again_calm : lists_again)) parts.list();
        if (parts.context && parts.events.empty()) parts.watch(at_most_now);
    }
    return std::exchange(parts.events, {});
}

Reader* PcscRoom::reader(Slot slot) {
    const auto found = parts_->places.find(slot);
    return found == parts_->places.end() ? nullptr : found->second.reader.get();
}

void PcscRoom::cancel() {
    const std::lock_guard lock(parts_->mutex);
    parts_->cancelled = true;
    if (parts_->context) SCardCancel(*parts_->context);
    parts_->changed.notify_all();
}

const std::optional<Error>& PcscRoom::trouble() const { return parts_->trouble; }

}  // namespace onecard::card
