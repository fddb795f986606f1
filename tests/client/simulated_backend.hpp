// A backend and the network before it, in one thread and without a socket: it keeps what it received for ever, answers the
// same again, and the way to it loses, doubles and delays.
#pragma once
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "backend-client/http/client.hpp"
#include "backend-client/wire/drafts.hpp"
#include "backend-client/wire/messages.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"

namespace onecard::test {

/// Faults on purpose, to see that the check finds them.
enum class Plant { none, forgets_ids, answers_before_keeping, line_doubles_bodies };

class SimulatedBackend final : public web::HttpClient {
public:
    SimulatedBackend(const Clock& clock, Random& random) : clock_(clock), random_(random) {}

    Result<web::Response> send(const web::Request& request, std::stop_token stop) override;

    // What the way does; each a chance in a hundred.
    int lost_requests = 0, lost_answers = 0, delayed_requests = 0, trouble = 0, nonsense = 0, later = 0;
    bool connected = true;
    Plant plant = Plant::none;
    std::string broken_path;  ///< answered with broken_status for ever
    int broken_status = 500;
    std::string broken_code;  ///< in a problem; empty: the answer says nothing
    std::string ceilings;     ///< document given to whoever has another version; empty: none were set
    std::string ceilings_signature = "01";
    std::int64_t ceilings_version = 0;

    /// What came late arrives now, in any order.
    void deliver_delayed();
    void give_order(wire::Order order) { orders_.push_back(std::move(order)); }
    void publish(wire::Change change) { feed_.push_back(std::move(change)); }
    /// As after a restore from an old copy.
    void forget_feed(std::size_t left) { feed_.resize(std::min(left, feed_.size())); }
    void set_catalogue(std::int64_t version) { catalogue_version_ = version; }

    // What it holds.
    std::map<std::string, std::string> bodies;      ///< by id
    std::map<std::string, int> effects;             ///< by id: how often something was done
    std::map<std::string, int> orders_obeyed;       ///< by id: in how many heartbeats
    std::vector<std::size_t> batches;               ///< sizes
    std::size_t largest_request = 0;                ///< bytes
    std::map<std::string, wire::CardDrafts> drafts; ///< as they were last told, by card
    std::vector<wire::TornSettled> settled;         ///< elsewhere, told with each heartbeat that asks for it
    int heartbeats = 0, holders_asked = 0, catalogues_sent = 0, ceilings_sent = 0;
    wire::Heartbeat last_beat;

private:
    web::Response answer(const web::Request& request);
    web::Response take(const std::string& body);
    wire::SubmissionAnswer take_one(const wire::Submission& submission);
    web::Response take_drafts(const std::string& body);
    web::Response beat(const std::string& body);
    web::Response changes(std::int64_t cursor);
    bool chance(int in_a_hundred) { return random_.below(100) < static_cast<std::uint64_t>(in_a_hundred); }

    const Clock& clock_;
    Random& random_;
    std::deque<web::Request> delayed_;
    std::vector<wire::Order> orders_;
    std::vector<wire::Change> feed_;
    std::int64_t catalogue_version_ = 1;
};

/// Bodies that the backend treats in a special way.
inline constexpr const char* refused_word = "refuse-me";        ///< refused alone, in an answer of its own
inline constexpr const char* poison_word = "refuse-the-batch";  ///< any batch with it is answered 400

}  // namespace onecard::test
