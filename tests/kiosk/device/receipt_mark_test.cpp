#include <doctest/doctest.h>

#include "kiosk/device/qr.hpp"
#include "kiosk/device/receipt_mark.hpp"

using namespace onecard;
using namespace onecard::device;

namespace {

const Bytes key = hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");

ReceiptMark promise() {
    ReceiptMark mark;
    mark.kiosk = "K-0001";
    mark.number = "K0001-20261122-0008";
    mark.at = "202611221704";
    mark.item = "MZ-0007";
    mark.days = 10;
    mark.promised_on = "20261204";
    mark.goes_up_at = "202611241700";
    mark.digest = "00112233445566778899AABBCCDDEEFF";
    return mark;
}

ReceiptMark paid() {
    ReceiptMark mark;
    mark.kiosk = "K-0001";
    mark.number = "K0001-20261122-0007";
    mark.kind = ReceiptMark::Kind::payment;
    mark.at = "202611221702";
    mark.amount = Fen(12345);
    return mark;
}

ReceiptMark certificate() {
    ReceiptMark mark;
    mark.kiosk = "K-0001";
    mark.number = "K0001-20261122-0009";
    mark.kind = ReceiptMark::Kind::certificate;
    mark.at = "202611221708";
    mark.title = "无犯罪记录证明";
    mark.says = {{"持卡人", "王**"}, {"出具单位", "公安分局"}, {"办理结果", "没有发现犯罪记录。"}};
    return mark;
}

std::vector<Bytes> keys(const std::string& kiosk) { return kiosk == "K-0001" ? std::vector<Bytes>{mark_key(key)} : std::vector<Bytes>{}; }

}  // namespace

TEST_CASE("a mark says what was promised or paid, and is read back by whoever has the kiosk's public key") {
    for (const auto& mark : {promise(), paid(), certificate()}) {
        const auto text = write_mark(mark, key);
        CHECK(text.starts_with("OC2/K-0001/K0001-20261122-000"));
        CHECK(text.size() < (mark.kind == ReceiptMark::Kind::certificate ? 460 : 270));
        const auto read = read_mark(text, keys);
        REQUIRE(read.has_value());
        CHECK(*read == mark);
    }
    auto unsure = paid();
    unsure.settled = false;
    unsure.kind = ReceiptMark::Kind::load;
    CHECK(*read_mark(write_mark(unsure, key), keys) == unsure);
}

TEST_CASE("a mark with any one bit changed is refused, whichever bit it is") {
    for (const auto& mark : {promise(), paid(), certificate()}) {
        const auto text = write_mark(mark, key);
        int believed = 0, tried = 0;
        for (std::size_t place = 0; place < text.size(); ++place)
            for (int bit = 0; bit < 8; ++bit, ++tried) {
                auto changed = text;
                changed[place] = static_cast<char>(changed[place] ^ (1 << bit));
                believed += read_mark(changed, keys).has_value();
            }
        CHECK(believed == 0);
        CHECK(tried == static_cast<int>(text.size()) * 8);
        MESSAGE(tried << " changed bits, " << believed << " believed");
    }
}

TEST_CASE("a mark cut off anywhere, with something added, of another kiosk or made with another key is refused with its reason") {
    const auto text = write_mark(promise(), key);
    for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(read_mark(text.substr(0, size), keys).has_value());
    CHECK(read_mark(text + "0", keys).error().code == "slip.changed");
    CHECK(read_mark(text + "/", keys).error().code == "slip.changed");
    CHECK(read_mark("https://example.invalid/K-0001", keys).error().code == "slip.not_ours");
    CHECK(read_mark(std::string(5000, 'A'), keys).error().code == "slip.not_ours");
    auto other = promise();
    other.kiosk = "K-0002";
    CHECK(read_mark(write_mark(other, key), keys).error().code == "slip.kiosk_unknown");
    auto other_key = key;
    other_key[31] ^= 1;
    CHECK(read_mark(write_mark(promise(), other_key), keys).error().code == "slip.changed");
    const MarkKeys both = [&](const std::string&) { return std::vector<Bytes>{mark_key(other_key), mark_key(key)}; };
    CHECK(read_mark(text, both).has_value());
}

TEST_CASE("a number is written in one way only") {
    auto text = write_mark(paid(), key);
    const auto at = text.find("/12345/");
    CHECK_FALSE(read_mark(text.replace(at, 7, "/012345/"), keys).has_value());
}

TEST_CASE("the QR code of a slip has the three finder squares and fits the roll") {
    const auto matrix = qr_matrix(write_mark(promise(), key));
    REQUIRE(matrix.has_value());
    CHECK(matrix->side <= 57);
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

TEST_CASE("a certificate's code says its lines and nothing that could end one, hide one or make the code too large") {
    CHECK(read_mark(write_mark(certificate(), key), keys)->says.back().second == "没有发现犯罪记录。");
    for (const char* words : {"", "甲\n乙", "甲\t乙", "\xE5\xA5", "\x7F"}) {
        auto odd = certificate();
        odd.says[1].second = words;
        CHECK(write_mark(odd, key).empty());
        odd = certificate();
        odd.title = words;
        CHECK(write_mark(odd, key).empty());
    }
    auto bare = certificate();
    bare.says.clear();
    CHECK(write_mark(bare, key).empty());
    auto full = certificate();
    full.title = "T", full.says = {{"L", std::string(certificate_bytes_max - 4, 'x')}};
    const auto text = write_mark(full, key);
    REQUIRE(read_mark(text, keys).has_value());
    CHECK(qr_matrix(text)->side <= 101);
    full.says[0].second += "x";
    CHECK(write_mark(full, key).empty());
}
