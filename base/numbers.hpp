// Numbers that people carry on cards, and whether they can be right.
#pragma once
#include <string_view>

namespace onecard {

/// A bank card number: 16 to 19 digits whose last one fits (ISO/IEC 7812-1, Luhn).
bool is_bank_card(std::string_view digits);

}  // namespace onecard
