#include <doctest/doctest.h>

#include "kiosk/device/qr.hpp"
#include "kiosk/device/receipt_mark.hpp"

using namespace onecard;
using namespace onecard::device;

namespace {

const Bytes key = hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");
const ReceiptMark paid{"K0001-20261122-0007", ReceiptMark::Kind::payment, Fen(12345), "20261122"};

}  // namespace

TEST_CASE("a mark says number, kind, amount and day, and is read back") {
    const auto text = write_mark(paid, key);
    CHECK(text.starts_with("OC1/K0001-20261122-0007/P/12345/20261122/"));
    CHECK(text.size() == std::string("OC1/K0001-20261122-0007/P/12345/20261122/").size() + 8);
    CHECK(read_mark(text, key) == paid);
    const ReceiptMark request{"K0001-20261122-0008", ReceiptMark::Kind::request, Fen(0), "20261122"};
    CHECK(read_mark(write_mark(request, key), key) == request);
}

TEST_CASE("a mark with any character changed is not believed") {
    const auto text = write_mark(paid, key);
    int tried = 0;
    for (std::size_t place = 0; place < text.size(); ++place) {
        for (const char other : {'0', '1', '7', 'A', 'F', 'P', 'R', '/', '-', ' '}) {
            if (text[place] == other) continue;
            auto changed = text;
            changed[place] = other;
            CHECK_FALSE(read_mark(changed, key).has_value());
            ++tried;
        }
    }
    CHECK(tried > 400);
}

TEST_CASE("a mark cut off anywhere, with something added or made with another key is not believed") {
    const auto text = write_mark(paid, key);
    for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(read_mark(text.substr(0, size), key).has_value());
    CHECK_FALSE(read_mark(text + "0", key).has_value());
    CHECK_FALSE(read_mark(text + "/", key).has_value());
    auto other_key = key;
    other_key[31] ^= 1;
    CHECK_FALSE(read_mark(text, other_key).has_value());
}

TEST_CASE("the QR code of a receipt has the three finder squares and stays small") {
    const auto matrix = qr_matrix(write_mark(paid, key));
    REQUIRE(matrix.has_value());
    CHECK(matrix->side <= 33);
    const auto finder = [&](int left, int top) {
        for (int i = 0; i < 7; ++i) {
            CHECK(matrix->dark(left + i, top));
            CHECK(matrix->dark(left, top + i));
            CHECK(matrix->dark(left + 6, top + i));
        }
        CHECK_FALSE(matrix->dark(left + 1, top + 1));
        CHECK(matrix->dark(left + 3, top + 3));
    };
    finder(0, 0);
    finder(matrix->side - 7, 0);
    finder(0, matrix->side - 7);
}

TEST_CASE("what can't be a QR code is refused") {
    CHECK(qr_matrix("").error().code == "qr.content");
    CHECK(qr_matrix(std::string(qr_bytes_max + 1, 'A')).error().code == "qr.content");
    CHECK(qr_matrix(std::string("A\0B", 3)).error().code == "qr.content");
    CHECK(qr_matrix(std::string(qr_bytes_max, '\xE5')).has_value());
}
