#include "kiosk/screens/pages.hpp"

namespace onecard::screens {

std::unique_ptr<Screen> make_screen(flow::ScreenId id, Context context) {
    using enum flow::ScreenId;
    switch (id) {
        case welcome: return make_welcome(context);
        case present_card: return make_present_card(context);
        case pin: return make_pin(context);
        case my_page: return make_my_page(context);
        case services: return make_services(context);
        case item_guide: return make_item_guide(context);
        case form: return make_form(context);
        case review: return make_review(context);
        case receipt: return make_receipt(context);
        case bills: return make_bills(context);
        case pay_review: return make_pay_review(context);
        case paying: return make_paying(context);
        case pay_result: return make_pay_result(context);
        case cases: return make_cases(context);
        case case_detail: return make_case_detail(context);
        case notices: return make_notices(context);
        case listings: return make_listings(context);
        case mark: return make_mark(context);
        case registers: return make_registers(context);
        case emergency: return make_emergency(context);
        case help: return make_help(context);
        case ticket: return make_ticket(context);
        case card_service: return make_card_service(context);
        case load: return make_load(context);
        case new_pin: return make_new_pin(context);
        case loss: return make_loss(context);
        case looked_at: return make_looked_at(context);
        case family: return make_family(context);
        case slip_check: return make_slip_check(context);
        case fault: return make_fault(context);
        case out_of_service: return make_out_of_service(context);
    }
    return nullptr;
}

}  // namespace onecard::screens
