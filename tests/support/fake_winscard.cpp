#include "tests/support/fake_winscard.hpp"

#include <algorithm>
#include <cstring>

#include <winscard.h>

namespace onecard::test {

FakeDaemon& FakeDaemon::instance() {
    static FakeDaemon daemon;
    return daemon;
}

void FakeDaemon::reset() {
    running = true;
    establish_result = SCARD_S_SUCCESS;
    connect_results.clear();
    transmit_results.clear();
    reconnect_results.clear();
    offers_t0 = true;
    offers_t1 = false;
    spoken = 0;
    answer = {0x90, 0x00};
    hang = false;
    let_go_ = false;
    resets = 0;
    readers.clear();
    arrival_untold = false;
    blocks = cancelled = false;
}

bool FakeDaemon::somebody_waits() {
    const std::lock_guard lock(mutex);
    return waiting > 0;
}

void FakeDaemon::put_in(const std::string& name) {
    const std::lock_guard lock(mutex);
    at(name).insert();
    changed.notify_all();
}

void FakeDaemon::take_out(const std::string& name) {
    const std::lock_guard lock(mutex);
    at(name).remove();
    changed.notify_all();
}

FakeReader& FakeDaemon::plug(const std::string& name) {
    arrival_untold = true;
    return readers.emplace_back(FakeReader{name, false, 0});
}

void FakeDaemon::unplug(const std::string& name) {
    arrival_untold = true;
    std::erase_if(readers, [&](const auto& reader) { return reader.name == name; });
}

FakeReader& FakeDaemon::at(const std::string& name) {
    const auto found = std::find_if(readers.begin(), readers.end(), [&](const auto& reader) { return reader.name == name; });
    require(found != readers.end(), "a reader of the fake daemon");
    return *found;
}

void FakeDaemon::stop() {
    running = false;
    ++generation;
}

void FakeDaemon::let_go() {
    const std::lock_guard lock(mutex);
    let_go_ = true;
    released.notify_all();
}

namespace {

FakeDaemon& daemon() { return FakeDaemon::instance(); }

/// A context of an earlier run of the daemon fails once with a broken line and then for ever.
LONG usable(SCARDCONTEXT context) {
    if (context == daemon().generation + 1) return daemon().running ? SCARD_S_SUCCESS : SCARD_E_NO_SERVICE;
    return SCARD_F_COMM_ERROR;
}

LONG take(std::deque<long>& results) {
    if (results.empty()) return SCARD_S_SUCCESS;
    const auto result = results.front();
    results.pop_front();
    return result;
}

/// Nought when there is none.
DWORD agreed(DWORD wanted) {
    if (daemon().offers_t1 && (wanted & SCARD_PROTOCOL_T1) != 0) return SCARD_PROTOCOL_T1;
    return daemon().offers_t0 && (wanted & SCARD_PROTOCOL_T0) != 0 ? SCARD_PROTOCOL_T0 : 0;
}

DWORD state_of(const FakeReader& reader) {
    return static_cast<DWORD>(reader.events) << 16 | (reader.card_in ? SCARD_STATE_PRESENT : SCARD_STATE_EMPTY);
}

}  // namespace
}  // namespace onecard::test

using onecard::test::daemon;

extern "C" {

LONG SCardEstablishContext(DWORD, LPCVOID, LPCVOID, LPSCARDCONTEXT context) {
    if (!daemon().running) return SCARD_E_NO_SERVICE;
    if (daemon().establish_result != SCARD_S_SUCCESS) return daemon().establish_result;
    ++daemon().contexts;
    *context = daemon().generation + 1;
    return SCARD_S_SUCCESS;
}

LONG SCardReleaseContext(SCARDCONTEXT) {
    --daemon().contexts;
    return SCARD_S_SUCCESS;
}

/// As the real one: without anybody who waits it is lost.
LONG SCardCancel(SCARDCONTEXT) {
    const std::lock_guard lock(daemon().mutex);
    daemon().cancelled = daemon().waiting > 0;
    daemon().changed.notify_all();
    return SCARD_S_SUCCESS;
}

LONG SCardListReaders(SCARDCONTEXT context, LPCSTR, LPSTR to, LPDWORD size) {
    if (const LONG result = onecard::test::usable(context); result != SCARD_S_SUCCESS) return result;
    std::string names;
    for (const auto& reader : daemon().readers) names += reader.name + '\0';
    if (names.empty()) return SCARD_E_NO_READERS_AVAILABLE;
    names += '\0';
    if (to != nullptr) std::memcpy(to, names.data(), std::min<std::size_t>(*size, names.size()));
    *size = names.size();
    return SCARD_S_SUCCESS;
}

namespace {

/// One look: what changed, and what there is now.
LONG look_at(SCARD_READERSTATE* states, DWORD count);

}  // namespace

LONG SCardGetStatusChange(SCARDCONTEXT context, DWORD limit, SCARD_READERSTATE* states, DWORD count) {
    if (const LONG result = onecard::test::usable(context); result != SCARD_S_SUCCESS) return result;
    if (!daemon().blocks) return look_at(states, count);
    std::unique_lock lock(daemon().mutex);
    ++daemon().waiting;
    LONG result = SCARD_E_TIMEOUT;
    daemon().changed.wait_for(lock, std::chrono::milliseconds(limit), [&] {
        result = look_at(states, count);
        return result != SCARD_E_TIMEOUT || daemon().cancelled;
    });
    --daemon().waiting;
    return std::exchange(daemon().cancelled, false) ? SCARD_E_CANCELLED : result;
}

namespace {

LONG look_at(SCARD_READERSTATE* states, DWORD count) {
    bool changed = false;
    for (DWORD i = 0; i < count; ++i) {
        auto& state = states[i];
        state.dwEventState = state.dwCurrentState & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
        if (std::strncmp(state.szReader, "\\\\?PnP?", 7) == 0) {
            if (std::exchange(daemon().arrival_untold, false)) state.dwEventState |= SCARD_STATE_CHANGED;
        } else {
            auto& readers = daemon().readers;
            const auto found = std::find_if(readers.begin(), readers.end(), [&](const auto& reader) { return reader.name == state.szReader; });
            if (found == readers.end()) return SCARD_E_UNKNOWN_READER;
            const auto now = onecard::test::state_of(*found);
            state.dwEventState = now == state.dwCurrentState ? now : now | SCARD_STATE_CHANGED;
            state.cbAtr = found->card_in ? 2 : 0;
            state.rgbAtr[0] = 0x3B;
            state.rgbAtr[1] = 0x00;
        }
        changed = changed || (state.dwEventState & SCARD_STATE_CHANGED) != 0;
    }
    return changed ? SCARD_S_SUCCESS : SCARD_E_TIMEOUT;
}

}  // namespace

LONG SCardConnect(SCARDCONTEXT context, LPCSTR, DWORD, DWORD wanted, LPSCARDHANDLE card, LPDWORD protocol) {
    if (const LONG result = onecard::test::usable(context); result != SCARD_S_SUCCESS) return result;
    const LONG result = onecard::test::take(daemon().connect_results);
    if (result != SCARD_S_SUCCESS) return result;
    *protocol = onecard::test::agreed(wanted);
    if (*protocol == 0) return SCARD_E_PROTO_MISMATCH;
    ++daemon().cards;
    *card = 1;
    return SCARD_S_SUCCESS;
}

LONG SCardReconnect(SCARDHANDLE, DWORD, DWORD wanted, DWORD how, LPDWORD protocol) {
    const LONG result = onecard::test::take(daemon().reconnect_results);
    if (result != SCARD_S_SUCCESS) return result;
    if (how == SCARD_RESET_CARD) ++daemon().resets;
    const auto agreed = onecard::test::agreed(wanted);
    if (agreed == 0) return SCARD_E_PROTO_MISMATCH;
    *protocol = agreed;
    return SCARD_S_SUCCESS;
}

LONG SCardDisconnect(SCARDHANDLE, DWORD disposition) {
    --daemon().cards;
    if (disposition == SCARD_RESET_CARD) ++daemon().resets;
    return SCARD_S_SUCCESS;
}

LONG SCardBeginTransaction(SCARDHANDLE) {
    ++daemon().transactions;
    return SCARD_S_SUCCESS;
}

LONG SCardEndTransaction(SCARDHANDLE, DWORD) {
    --daemon().transactions;
    return SCARD_S_SUCCESS;
}

LONG SCardTransmit(SCARDHANDLE, const SCARD_IO_REQUEST* frame, LPCBYTE, DWORD, SCARD_IO_REQUEST*, LPBYTE to, LPDWORD size) {
    daemon().spoken = frame->dwProtocol;
    if (std::exchange(daemon().hang, false)) {
        std::unique_lock lock(daemon().mutex);
        daemon().released.wait(lock, [] { return daemon().let_go_; });
    }
    const LONG result = onecard::test::take(daemon().transmit_results);
    if (result != SCARD_S_SUCCESS) return result;
    if (daemon().answer.size() > *size) return SCARD_E_INSUFFICIENT_BUFFER;
    std::memcpy(to, daemon().answer.data(), daemon().answer.size());
    *size = daemon().answer.size();
    return SCARD_S_SUCCESS;
}

}  // extern "C"
