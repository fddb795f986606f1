// Certificates and agreements: numbered, told to the backend where others may be shown them, printed.
#include <algorithm>

#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/flow/case_actions.hpp"

namespace onecard::app {
namespace {

using Kind = flow::Event::Kind;

}  // namespace

// The number is kept, and told to the backend, before the paper leaves: whoever is shown the paper can ask for it.
Result<std::string> Attendant::keep_certificate(wire::CertificateBody body) {
    auto number = parts_.store->next_receipt(parts_.kiosk);
    if (!number) return number;
    body.number = *number;
    body.card_serial = visit().holder->card_serial;
    auto kept = parts_.store->outbox().add(frozen(wire::certificate_kind, wire::to_json(body), body.at), {body.card_serial, *number});
    if (!kept) return failure(kept.error());
    parts_.nudge();
    return number;
}

void Attendant::print_paper(flow::Receipt paper) {
    visit().fault.clear();
    visit().receipt = std::move(paper);
    sound(device::Sound::done);
    print_receipt();
}

void Attendant::print_failed(const Error& why) {
    log::failed("a paper", Error{why.kind, why.code, {}});
    turn({Kind::request_failed, why.code});
}

void Attendant::print_certificate() {
    const auto& all = visit().registers;
    const auto one = std::find_if(all.begin(), all.end(), [&](const auto& known) { return known.kind == visit().open_register; });
    if (screen_ != flow::ScreenId::registers || one == all.end() || !one->certificate || !parts_.store || !visit().holder) return;
    const auto now = parts_.clock.now();
    const auto number = keep_certificate({{}, {}, one->kind, one->as_of, now});
    if (!number) return print_failed(number.error());
    print_paper(receipts().of_register(*number, *one, now));
}

// Of a mediation nobody else is told that it was printed: it has a number and nothing more.
void Attendant::print_case_paper() {
    const auto* one = flow::open_case(parts_.model);
    const bool printing = visit().receipt && visit().receipt->slip.empty();
    if (!one || printing || !visit().case_ask.empty() || !parts_.store || !visit().holder || !visit().pin_verified) return;
    const auto now = parts_.clock.now();
    switch (flow::paper_of(parts_.model, *one)) {
        case flow::CasePaper::none: return;
        case flow::CasePaper::certificate: {
            const auto number = keep_certificate({{}, {}, std::string(wire::certificate_of_case), one->closed_at, now, one->number});
            if (!number) return print_failed(number.error());
            return print_paper(receipts().of_result(*number, *one, now));
        }
        case flow::CasePaper::agreement: {
            const auto number = parts_.store->next_receipt(parts_.kiosk);
            if (!number) return print_failed(number.error());
            return print_paper(receipts().of_agreement(*number, *one, now));
        }
    }
}

}  // namespace onecard::app
