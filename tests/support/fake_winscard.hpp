// A PC/SC daemon made of data: defines the SCard functions that cardreader/pcsc calls, so that a test can do to readers, cards and daemon
// what the virtual reader can't. Link it before the real client library.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace onecard::test {

struct FakeReader {
    std::string name;
    bool card_in = false;
    std::uint16_t events = 0;  ///< insertions and removals so far

    void insert() { card_in = true, ++events; }
    void remove() { card_in = false, ++events; }
};

/// One for the process, as the functions have no other way to it. Reset it at the start of each test.
class FakeDaemon {
public:
    static FakeDaemon& instance();
    void reset();

    FakeReader& plug(const std::string& name);
    void unplug(const std::string& name);
    FakeReader& at(const std::string& name);
    /// The daemon ends: calls fail, and contexts made before stay useless after it has come back.
    void stop();
    void start() { running = true; }

    bool running = true;
    long establish_result = 0;             ///< of each new context, while running
    std::deque<long> connect_results;      ///< of the next connections; success when empty
    std::deque<long> transmit_results;     ///< of the next commands
    Bytes answer{0x90, 0x00};              ///< to each command
    bool offers_t0 = true, offers_t1 = false;  ///< the card that is in; of both T=1 is taken
    std::deque<long> reconnect_results;        ///< of the next changes of protocol
    bool hang = false;                     ///< the next command hangs until let_go()
    void let_go();

    int contexts = 0, cards = 0, transactions = 0;  ///< open now
    int resets = 0;                                 ///< disconnections and reconnections that reset the card
    unsigned long spoken = 0;                       ///< frame of the last command: SCARD_PROTOCOL_T0 or _T1

    /// While true, SCardGetStatusChange waits as the real one does: until something changes, its time is over or it is cancelled.
    bool blocks = false;
    bool somebody_waits();
    void put_in(const std::string& name);    ///< from any thread
    void take_out(const std::string& name);

    // For the functions themselves.
    std::condition_variable changed;
    int waiting = 0;
    bool cancelled = false;
    std::mutex mutex;
    std::condition_variable released;
    std::vector<FakeReader> readers;
    int generation = 0;
    bool arrival_untold = false;
    bool let_go_ = false;
};

}  // namespace onecard::test
