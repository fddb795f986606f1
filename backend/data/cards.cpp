#include "backend/data/cards.hpp"

namespace onecard::data {

std::string resident_of(Connection& connection, std::string_view card_serial) {
    auto row = connection.query("SELECT resident FROM cards WHERE serial = ?", card_serial);
    return row.next() ? row.text(0) : std::string();
}

bool is_black_listed(Connection& connection, std::string_view card_serial) {
    return connection.query("SELECT 1 FROM black_list WHERE serial = ?", card_serial).next();
}

}  // namespace onecard::data
