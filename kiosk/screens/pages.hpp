// Makers of the pages, one for each screen of the state chart.
#pragma once
#include <memory>

#include "kiosk/screens/screen.hpp"

namespace onecard::screens {

std::unique_ptr<Screen> make_welcome(Context context);
std::unique_ptr<Screen> make_present_card(Context context);
std::unique_ptr<Screen> make_pin(Context context);
std::unique_ptr<Screen> make_my_page(Context context);
std::unique_ptr<Screen> make_services(Context context);
std::unique_ptr<Screen> make_item_guide(Context context);
std::unique_ptr<Screen> make_form(Context context);
std::unique_ptr<Screen> make_review(Context context);
std::unique_ptr<Screen> make_receipt(Context context);
std::unique_ptr<Screen> make_bills(Context context);
std::unique_ptr<Screen> make_pay_review(Context context);
std::unique_ptr<Screen> make_paying(Context context);
std::unique_ptr<Screen> make_pay_result(Context context);
std::unique_ptr<Screen> make_cases(Context context);
std::unique_ptr<Screen> make_case_detail(Context context);
std::unique_ptr<Screen> make_notices(Context context);
std::unique_ptr<Screen> make_listings(Context context);
std::unique_ptr<Screen> make_mark(Context context);
std::unique_ptr<Screen> make_registers(Context context);
std::unique_ptr<Screen> make_emergency(Context context);
std::unique_ptr<Screen> make_help(Context context);
std::unique_ptr<Screen> make_ticket(Context context);
std::unique_ptr<Screen> make_card_service(Context context);
std::unique_ptr<Screen> make_load(Context context);
std::unique_ptr<Screen> make_new_pin(Context context);
std::unique_ptr<Screen> make_loss(Context context);
std::unique_ptr<Screen> make_looked_at(Context context);
std::unique_ptr<Screen> make_family(Context context);
std::unique_ptr<Screen> make_slip_check(Context context);
std::unique_ptr<Screen> make_fault(Context context);
std::unique_ptr<Screen> make_out_of_service(Context context);

}  // namespace onecard::screens
