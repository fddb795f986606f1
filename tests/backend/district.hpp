// The sample district in a database of its own, under a clock that stands still; and what kiosks hand in to it.
#pragma once
#include <string>

#include "backend-client/wire/messages.hpp"
#include "backend/api/desk.hpp"
#include "backend/api/office.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "tests/support/software_keys.hpp"
#include "tests/support/temporary_folder.hpp"

namespace onecard::test {

inline const std::string lin_guilan = "3100000000123457", zhang_jianguo = "3100000000123456", blocked_card = "3100000000123470",
                         nobodys_card = "3100000000999999", sample_terminal = "057100000001";

/// Lin Guilan's old-age allowance of the sample: its third step lies at the Civil Affairs Bureau.
inline const std::string allowance = "C-2026-000101";
/// May do whatever a chart allows anybody.
inline const cases::Mover full_rights{cases::Mover::Kind::administrator, "office", "administrator", {}};

/// Sunday 22 November 2026, 09:30 in China.
Timestamp sample_now();

class District {
public:
    District();

    data::Connection& connection() { return *connection_; }
    const api::Office& office() const { return office_; }
    ManualClock& clock() { return clock_; }
    Random& random() { return random_; }
    SoftwareKeys& keys() { return keys_; }
    const std::filesystem::path& database() const { return database_; }

    /// Runs `work` as one unit; fails the test when the unit does not hold.
    template <class Work>
    auto write(Work&& work) {
        connection_->begin();
        auto result = work();
        require(connection_->commit().has_value(), "a unit of work that holds");
        return result;
    }
    /// Hands one submission in as kiosk K-0001, in a unit of its own.
    wire::SubmissionAnswer hand_in(const wire::Submission& submission);
    std::int64_t number(std::string_view sql);
    /// Without what the sample began with.
    std::int64_t balance(std::string_view account);

    /// What an audit of all money comes to; nought when it is whole.
    std::int64_t differences();

    std::string new_id();

private:
    TemporaryFolder folder_;
    std::filesystem::path database_;
    ManualClock clock_{sample_now()};
    SeededRandom random_{20261122};
    cases::Catalogue catalogue_;
    cases::Rules rules_;
    SoftwareKeys keys_;
    money::TacCheck tac_;
    api::Office office_;
    std::unique_ptr<data::Connection> connection_;
};

/// As staff see it.
cases::CaseFile file_of(District& district, const std::string& number = allowance);

/// A purchase as a sample card would have signed it. `offline_number` also counts the terminal.
wire::PaymentBody payment(const std::string& card, std::vector<wire::PaymentBody::Line> lines, std::uint16_t offline_number = 1);
/// The TAC for the payment as it stands.
std::string true_tac(const wire::PaymentBody& payment);
wire::Submission submission_of(const std::string& id, const wire::PaymentBody& payment);

/// A request that the catalogue of today accepts.
wire::RequestBody street_lamp_request(const std::string& card, std::int64_t catalogue_version);
wire::Submission submission_of(const std::string& id, const wire::RequestBody& request);

}  // namespace onecard::test
