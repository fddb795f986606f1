#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "base/text.hpp"
#include "kiosk/ui/po.hpp"
#include "kiosk/ui/strings.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

/// A folder of catalogues that is gone after the test.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "onecard-strings-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    void put(const std::string& file, const std::string& text) const { std::ofstream(path_ / file) << text; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("a catalogue entry may run over several lines and hold escapes") {
    const auto entries = parse_po("# note\nmsgid \"a.b\"\nmsgstr \"\"\n\"one \\\"two\\\"\\n\"\n\"three\"\n");
    REQUIRE(entries);
    REQUIRE(entries->size() == 1);
    CHECK((*entries)[0].id == "a.b");
    CHECK((*entries)[0].strings[0] == "one \"two\"\nthree");
}

TEST_CASE("a malformed catalogue is refused with the number of its line") {
    for (const char* text : {"msgid \"a\nmsgstr \"b\"\n", "msgid \"a\"\nmsgstr b\n", "hello\n", "\"lost\"\n", "msgid \"a\"\nmsgstr \"b\\\"\n"}) {
        const auto entries = parse_po(text);
        REQUIRE_FALSE(entries);
        CHECK(entries.error().code == "strings.malformed");
        CHECK(entries.error().detail.starts_with("line "));
    }
}

TEST_CASE("an entry that a translator has not confirmed is left out") {
    const auto entries = parse_po("#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n\nmsgid \"c\"\nmsgstr \"d\"\n");
    REQUIRE(entries);
    REQUIRE(entries->size() == 1);
    CHECK((*entries)[0].id == "c");
}

TEST_CASE("placeholders are filled once, and what a value holds is not looked at again") {
    const Folder folder;
    folder.put("en.po", "msgid \"pay\"\nmsgstr \"{who} pays {amount} {unknown}\"\n");
    const auto strings = Strings::load(folder.path(), "en");
    REQUIRE(strings);
    CHECK(strings->text("pay", {{"who", "{amount}"}, {"amount", "¥1.00"}}) == "{amount} pays ¥1.00 {unknown}");
}

TEST_CASE("the plural form follows the count") {
    const Folder folder;
    folder.put("en.po", "msgid \"bills\"\nmsgid_plural \"bills\"\nmsgstr[0] \"{count} bill\"\nmsgstr[1] \"{count} bills\"\n");
    const auto strings = Strings::load(folder.path(), "en");
    REQUIRE(strings);
    CHECK(strings->text("bills", 1) == "1 bill");
    CHECK(strings->text("bills", 0) == "0 bills");
    CHECK(strings->text("bills", 5) == "5 bills");
}

TEST_CASE("a missing key shows itself and is remembered") {
    const Folder folder;
    folder.put("en.po", "msgid \"a\"\nmsgstr \"b\"\n");
    const auto strings = Strings::load(folder.path(), "en");
    REQUIRE(strings);
    CHECK(strings->text("not.there") == "not.there");
    CHECK(strings->missing().contains("not.there"));
    CHECK(strings->missing().size() == 1);
}

TEST_CASE("all catalogues of a language are read, and none may say a thing twice") {
    const Folder folder;
    folder.put("en.po", "msgid \"a\"\nmsgstr \"b\"\n");
    folder.put("kit.en.po", "msgid \"c\"\nmsgstr \"d\"\n");
    folder.put("other.de.po", "msgid \"e\"\nmsgstr \"f\"\n");
    const auto strings = Strings::load(folder.path(), "en");
    REQUIRE(strings);
    CHECK(strings->has("a"));
    CHECK(strings->has("c"));
    CHECK_FALSE(strings->has("e"));
    folder.put("more.en.po", "msgid \"a\"\nmsgstr \"z\"\n");
    CHECK(Strings::load(folder.path(), "en").error().code == "strings.duplicate");
    CHECK(Strings::load(folder.path(), "fr").error().code == "strings.none");
}

TEST_CASE("every language says everything the others say, with the same placeholders") {
    const auto chinese = Strings::load(assets_folder() / "strings", "zh-Hans");
    REQUIRE(chinese);
    for (const char* language : {"en", "mn-Mong"}) {
        const auto other = Strings::load(assets_folder() / "strings", language);
        REQUIRE(other);
        for (const auto& [key, forms] : chinese->entries()) {
            INFO(language << " " << key);
            REQUIRE(other->has(key));
            const auto expected = placeholders(forms.front());
            // The last form is the plural; the singular may leave the number out.
            CHECK(placeholders(other->entries().find(key)->second.back()) == expected);
            for (const auto& form : other->entries().find(key)->second) CHECK_FALSE(form.empty());
            for (const auto& form : forms) CHECK_FALSE(form.empty());
        }
        for (const auto& [key, forms] : other->entries()) {
            INFO(language << " " << key);
            CHECK(chinese->has(key));
        }
    }
}

TEST_CASE("the Mongolian catalogues are in Mongolian letters, save for the line that greets who does not read them") {
    const auto strings = Strings::load(assets_folder() / "strings", "mn-Mong");
    REQUIRE(strings);
    const auto is_mongolian = [](char32_t point) { return point >= 0x1820 && point <= 0x1842; };
    for (const auto& [key, forms] : strings->entries()) {
        if (key == "welcome.touch.other" || key == "rest.touch.other") continue;
        for (const auto& form : forms) {
            INFO(key);
            std::string bare = form;
            for (const auto& name : placeholders(form))
                for (auto at = bare.find("{" + name + "}"); at != std::string::npos; at = bare.find("{" + name + "}")) bare.erase(at, name.size() + 2);
            for (const char32_t point : code_points(bare)) {
                CHECK_FALSE((point >= 0x2E80 && point <= 0x9FFF));
                CHECK_FALSE(((point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z')));
            }
            const auto points = code_points(form);
            const bool has_letters = std::any_of(points.begin(), points.end(), is_mongolian);
            CHECK((has_letters || key == "keyboard.digits" || key == "material.note" || key == "review.and" || key == "form.with_unit" || key == "speech.comma"));
        }
    }
}

TEST_CASE("Mongolian suffixes hang on their word by U+202F, and U+180E stands only before a last a or e") {
    const auto strings = Strings::load(assets_folder() / "strings", "mn-Mong");
    REQUIRE(strings);
    const auto is_mongolian = [](char32_t point) { return point >= 0x1820 && point <= 0x1842; };
    const std::set<std::string> suffixes{"ᠤᠨ", "ᠦᠨ", "ᠶᠢᠨ", "ᠤ", "ᠦ", "ᠢ", "ᠶᠢ", "ᠳᠤ", "ᠳᠦ", "ᠲᠤ", "ᠲᠦ", "ᠠᠴᠠ", "ᠡᠴᠡ", "ᠢᠶᠠᠷ", "ᠢᠶᠡᠷ", "ᠢᠶᠠᠨ", "ᠢᠶᠡᠨ", "ᠪᠠᠷ", "ᠪᠡᠷ", "ᠪᠠᠨ", "ᠪᠡᠨ", "ᠤᠤ", "ᠦᠦ"};
    for (const auto& [key, forms] : strings->entries()) {
        for (const auto& form : forms) {
            INFO(key);
            for (const auto& word : split(form, ' ')) CHECK_FALSE(suffixes.contains(word));
            const auto points = code_points(form);
            for (std::size_t i = 0; i < points.size(); ++i) {
                if (points[i] == 0x202F) CHECK((i > 0 && i + 1 < points.size() && is_mongolian(points[i + 1]) && points[i - 1] != ' '));
                if (points[i] != 0x180E) continue;
                REQUIRE((i > 0 && i + 1 < points.size()));
                CHECK((points[i + 1] == 0x1820 || points[i + 1] == 0x1821));
                CHECK((i + 2 == points.size() || !is_mongolian(points[i + 2])));
            }
        }
    }
}
