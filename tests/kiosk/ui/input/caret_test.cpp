#include "kiosk/ui/input/caret.hpp"

#include <doctest/doctest.h>

using namespace onecard::ui;
using Kind = Edit::Kind;

namespace {

struct Text {
    std::string value;
    std::size_t caret = caret_end;
    Room room{};
    bool edit(std::initializer_list<Edit> edits) { return apply(std::vector<Edit>(edits), room, value, caret); }
};

}  // namespace

TEST_CASE("what is typed goes in at the caret and is erased before it") {
    Text text{"水费单"};
    CHECK_FALSE(text.edit({{Kind::left}}));
    CHECK(text.edit({{Kind::insert, "账"}}));
    CHECK(text.value == "水费账单");
    text.edit({{Kind::erase}, {Kind::erase}});
    CHECK(text.value == "水单");
    text.edit({{Kind::first}, {Kind::erase_next}, {Kind::insert, "账"}, {Kind::last}, {Kind::insert, "号"}});
    CHECK(text.value == "账单号");
    CHECK(text.caret == caret_end);
}

TEST_CASE("at the ends nothing happens, and a caret out of the text stands at its end") {
    Text text{"ab", 77};
    CHECK_FALSE(text.edit({{Kind::right}, {Kind::erase_next}}));
    text.edit({{Kind::first}, {Kind::left}, {Kind::left}});
    CHECK(text.caret == 0);
    CHECK_FALSE(text.edit({{Kind::erase}}));
    CHECK(text.edit({{Kind::clear}}));
    CHECK(text.value.empty());
    CHECK_FALSE(text.edit({{Kind::clear}, {Kind::erase}, {Kind::left}}));
}

TEST_CASE("a field takes only what it may hold, also in the middle") {
    Text text{"12", 1, {FieldKind::id_number, 4}};
    text.edit({{Kind::insert, "a汉x9x9"}});
    CHECK(text.value == "1X92");
}

TEST_CASE("marks go with their letter: the caret never stands between them, and both are erased at once") {
    Text text{"ᠰᠠᠷ\u180Eᠠ e\u0301"};
    text.edit({{Kind::erase}});
    CHECK(text.value == "ᠰᠠᠷ\u180Eᠠ ");
    text.edit({{Kind::left}, {Kind::left}, {Kind::left}});
    CHECK(text.caret == 2);
}

TEST_CASE("the beginning of a text ends between characters, also of ill-formed bytes") {
    CHECK(beginning("水费a", 2) == "水费");
    CHECK(beginning("水", 9) == "水");
    CHECK(beginning("", 3).empty());
    CHECK(beginning("\x80\x80z", 1).size() <= 3);
}
