#include <doctest/doctest.h>

#include "cardreader/tlv.hpp"

using namespace onecard;
using namespace onecard::card;

namespace {

const Bytes control = hex("6F2E8409A00000000386980701A5219F0C1E057100000000000102010000310000000012345620240101203412315566");
const Bytes public_data = hex("057100000000000102010000310000000012345620240101203412315566");

bool same(ByteView a, ByteView b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

}  // namespace

TEST_CASE("the public data is found inside the file control information") {
    const auto found = find_tlv(control, 0x9F0C);
    REQUIRE(found.has_value());
    CHECK(same(*found, public_data));
    CHECK_FALSE(find_tlv(control, 0x9F0D).has_value());
}

TEST_CASE("every prefix of a valid object is refused, only the whole is read") {
    for (std::size_t size = 1; size < control.size(); ++size) {
        CAPTURE(size);
        const auto cut = read_tlv(ByteView(control).first(size));
        REQUIRE_FALSE(cut.has_value());
        CHECK(cut.error().code == "card.tlv");
        CHECK_FALSE(find_tlv(ByteView(control).first(size), 0x9F0C).has_value());
    }
    CHECK(read_tlv(control).has_value());
    CHECK(read_tlv({}).value().empty());
}

TEST_CASE("objects of every length form are written and read back") {
    for (const std::size_t size : {0u, 1u, 0x7Fu, 0x80u, 0xFFu, 0x100u, 0xFFFFu}) {
        CAPTURE(size);
        const Bytes value(size, 0x11);
        const auto written = make_tlv(0x9F0C, value);
        const auto read = read_tlv(written);
        REQUIRE(read.has_value());
        REQUIRE(read->size() == 1);
        CHECK(read->front().tag == 0x9F0C);
        CHECK(same(read->front().value, value));
    }
}

TEST_CASE("lengths of no known form and tags of three bytes are refused") {
    for (const auto* bad : {"8480", "8483000001AA", "84FF", "9F8101 00", "1F", "84"}) {
        CAPTURE(bad);
        CHECK_FALSE(read_tlv(hex(bad)).has_value());
    }
}

TEST_CASE("fill bytes between objects are skipped") {
    const auto bytes = hex("0000 8401AA FF 5000 00");
    const auto objects = read_tlv(bytes);
    REQUIRE(objects.has_value());
    REQUIRE(objects->size() == 2);
    CHECK(objects->at(0).tag == 0x84);
    CHECK(objects->at(1).value.empty());
}

TEST_CASE("no more objects are read than the limit") {
    Bytes many;
    for (std::size_t i = 0; i < tlv_objects_max; ++i) append(many, hex("8400"));
    CHECK(read_tlv(many).has_value());
    append(many, hex("8400"));
    CHECK_FALSE(read_tlv(many).has_value());
}

TEST_CASE("objects are looked for four deep and no deeper") {
    Bytes inner = make_tlv(0x84, hex("AA"));
    for (int i = 0; i < 3; ++i) inner = make_tlv(0x6F, inner);
    CHECK(find_tlv(inner, 0x84).has_value());
    CHECK_FALSE(find_tlv(make_tlv(0x6F, inner), 0x84).has_value());
}
