#include "base/numbers.hpp"

namespace onecard {

bool is_bank_card(std::string_view digits) {
    constexpr std::size_t least = 16, most = 19;
    if (digits.size() < least || digits.size() > most) return false;
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const char c = digits[digits.size() - 1 - i];
        if (c < '0' || c > '9') return false;
        const int doubled = (c - '0') * (i % 2 == 1 ? 2 : 1);
        sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
}

}  // namespace onecard
