// All values of each enumeration that travels, for reading them by name. Private to wire/.
#pragma once
#include <array>

#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

inline constexpr std::array services{Service::water, Service::electricity, Service::gas, Service::telecom};
inline constexpr std::array step_states{CaseStep::State::done, CaseStep::State::current, CaseStep::State::ahead};
inline constexpr std::array case_states{Case::State::open, Case::State::supplement, Case::State::suspended, Case::State::closed, Case::State::withdrawn};
inline constexpr std::array standings{HolderRecord::Standing::active, HolderRecord::Standing::lost, HolderRecord::Standing::blocked,
                                      HolderRecord::Standing::unknown};
inline constexpr std::array outcomes{SubmissionAnswer::Outcome::received, SubmissionAnswer::Outcome::refused,
                                     SubmissionAnswer::Outcome::later};
inline constexpr std::array proofs{PaymentBody::Proof::debit, PaymentBody::Proof::prove, PaymentBody::Proof::balance};
inline constexpr std::array order_kinds{Order::Kind::out_of_service, Order::Kind::back_in_service, Order::Kind::restart,
                                        Order::Kind::picture};
inline constexpr std::array change_kinds{Change::Kind::notice,          Change::Kind::notice_gone, Change::Kind::black_list,
                                         Change::Kind::black_list_gone, Change::Kind::holder,      Change::Kind::catalogue, Change::Kind::board,
                                         Change::Kind::kiosk_key,       Change::Kind::kiosk_key_gone,
                                         Change::Kind::listing,         Change::Kind::listing_gone, Change::Kind::badge,      Change::Kind::badge_gone,
                                         Change::Kind::reports,         Change::Kind::ceilings};

template <class E, std::size_t N>
std::optional<E> find_named(std::string_view word, const std::array<E, N>& all) {
    for (const auto value : all)
        if (name(value) == word) return value;
    return std::nullopt;
}

}  // namespace onecard::wire
