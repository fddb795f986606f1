// Every failure code that the sources name has its own sentence, in every language.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "kiosk/screens/words.hpp"
#include "kiosk/ui/strings.hpp"

using namespace onecard;
namespace fs = std::filesystem;

namespace {

const fs::path root = ONECARD_SOURCE_DIR;
// What a resident may come to read. Other families (settings, images of cards, keys) stop the program or stay in the log.
const std::set<std::string> families{"card", "purse", "payment", "sam", "psam", "net", "store", "reader", "printer"};
const std::set<std::string> no_codes{"reader.citizen", "reader.contactless", "reader.sam", "reader.staff",  // names of settings
                                     "printer.kind", "printer.paper", "printer.mouth_ask", "printer.mouth_taken_bits", "printer.mouth_retract"};

std::set<std::string> codes_in(const std::string& source) {
    static const std::regex made(R"(Kind::[a-z_]+,\s*"([a-z_]+)\.([a-z0-9_]+)\")");
    static const std::regex named(R"("(card|purse|payment|sam|psam|net|reader|printer)\.([a-z0-9_]+)\")");
    std::set<std::string> codes;
    for (const auto& pattern : {made, named})
        for (std::sregex_iterator found(source.begin(), source.end(), pattern), end; found != end; ++found) {
            const std::string code = (*found)[1].str() + "." + (*found)[2].str();
            if (families.contains((*found)[1].str()) && !no_codes.contains(code) && !code.ends_with("_")) codes.insert(code);
        }
    return codes;
}

std::set<std::string> codes_of_sources() {
    std::set<std::string> codes;
    for (const char* folder : {"cardreader", "backend-client", "kiosk/pay", "kiosk/device", "kiosk/app", "kiosk/flow"})
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
            std::ifstream file(entry.path());
            codes.merge(codes_in({std::istreambuf_iterator<char>(file), {}}));
        }
    return codes;
}

ui::Strings load(const std::string& language) {
    auto strings = ui::Strings::load(root / "assets" / "strings", language);
    REQUIRE(strings);
    return std::move(*strings);
}

}  // namespace

TEST_CASE("every failure code of card, purse, payment, network, store and reader has its own sentence in every language") {
    const auto codes = codes_of_sources();
    CHECK(codes.size() > 60);
    for (const std::string language : {"zh-Hans", "en", "mn-Mong"}) {
        const auto strings = load(language);
        for (const auto& code : codes) CHECK_MESSAGE(strings.has("trouble." + code), language << " " << code);
    }
}

TEST_CASE("whatever the backend sends a request back for has a sentence of its own in every language") {
    static const std::regex named(R"re("(request\.[a-z_]+)")re");
    std::set<std::string> codes;
    for (const char* source : {"backend/cases/answers.cpp", "backend/api/hand_in.cpp"}) {
        std::ifstream file(root / source);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        for (std::sregex_iterator found(text.begin(), text.end(), named), end; found != end; ++found) codes.insert((*found)[1].str());
    }
    CHECK(codes.size() >= 4);
    for (const std::string language : {"zh-Hans", "en", "mn-Mong"}) {
        const auto strings = load(language);
        for (const auto& code : codes) CHECK_MESSAGE(strings.has("trouble." + code), language << " " << code);
    }
}

TEST_CASE("codes are found where they are made, over line ends too") {
    CHECK(codes_in(R"(return failure(Error::Kind::refused, "card.made_up");)").contains("card.made_up"));
    CHECK(codes_in("failure(Error::Kind::corrupt,\n   \"store.made_up\")").contains("store.made_up"));
    CHECK(codes_in(R"(unusable("card.other");)").contains("card.other"));
    CHECK(codes_in(R"("reader.citizen" "net.status_")").empty());
}

TEST_CASE("a code without a sentence is answered by its family, and an unknown one in general") {
    const auto strings = load("en");
    CHECK(screens::sentence(strings, "card.never_heard_of") == strings.text("trouble.card.other"));
    CHECK(screens::sentence(strings, "net.status_503") == strings.text("trouble.net.other"));
    CHECK(screens::sentence(strings, "moon.full") == strings.text("trouble.other"));
    CHECK(screens::sentence(strings, "") == strings.text("trouble.other"));
    CHECK(strings.missing().empty());
}

TEST_CASE("a sentence on card or payment trouble says what became of the money") {
    const auto strings = load("zh-Hans");
    for (const auto& [key, forms] : strings.entries()) {
        const bool of_money = key.starts_with("trouble.purse.") || key.starts_with("trouble.payment.");
        if (!of_money || key == "trouble.purse.no_proof") continue;
        const bool said = forms.front().find("扣") != std::string::npos || forms.front().find("钱") != std::string::npos;
        CHECK_MESSAGE(said, key);
    }
}

TEST_CASE("ages are told in the largest fitting unit, and the future counts as now") {
    const auto strings = load("en");
    const Timestamp now(std::chrono::hours(1'000'000));
    using std::chrono::hours, std::chrono::minutes;
    CHECK(screens::age(strings, now + hours(5), now) == "just now");
    CHECK(screens::age(strings, now - minutes(1), now) == "1 minute ago");
    CHECK(screens::age(strings, now - minutes(59), now) == "59 minutes ago");
    CHECK(screens::age(strings, now - hours(47), now) == "47 hours ago");
    CHECK(screens::age(strings, now - hours(48), now) == "2 days ago");
}
