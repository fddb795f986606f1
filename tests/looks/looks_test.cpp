// Every page in every state, in every language and every mode, drawn by the real kit and measured.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>

#include "tests/looks/checks.hpp"

using namespace onecard;
using namespace onecard::looks;

namespace {

constexpr double contrast_body = 7, contrast_high = 15;

std::string joined(const Faults& faults) {
    std::string all;
    for (const auto& fault : faults) all += " " + fault;
    return all;
}

}  // namespace

TEST_CASE("on every page in every language and mode all is large, apart, inside, within reach, whole and readable") {
    long pages = 0, targets = 0, problems = 0;
    for (const auto& language : languages()) {
        Booth booth(language);
        for (const auto& mode : modes()) {
            for (const auto& scene : gallery::scenes()) {
                const auto& shown = booth.show(scene, mode);
                auto faults = target_faults(shown, mode.view);
                const auto lines = line_faults(booth.lines(), shown, mode.view);
                faults.insert(faults.end(), lines.begin(), lines.end());
                ++pages;
                targets += touchable_count(shown);
                problems += static_cast<long>(faults.size());
                CHECK_MESSAGE(faults.empty(), language << " " << mode.name << " " << scene.name << joined(faults));
            }
        }
        std::string missing;
        for (const auto& key : booth.strings().missing()) missing += " " + key;
        CHECK_MESSAGE(missing.empty(), language << missing);
    }
    std::printf("%ld pages: %zu x %zu languages x %zu modes, %ld targets, %ld problems\n", pages, gallery::scenes().size(), languages().size(),
                modes().size(), targets, problems);
    CHECK(pages > 4000);
}

TEST_CASE("letters stand out from the pixels around them in every theme, seven to one where somebody reads") {
    long lines = 0;
    for (const std::string language : {"zh-Hans", "mn-Mong"}) {
        Booth booth(language);
        for (const auto& mode : modes()) {
            if (mode.name != "day" && mode.name != "night" && mode.name != "contrast" && mode.name != "wide-elder-right") continue;
            for (const auto& scene : gallery::scenes()) {
                const auto& shown = booth.show(scene, mode);
                const auto faults = contrast_faults(booth.lines(), shown, booth.picture(), mode.theme == "contrast" ? contrast_high : contrast_body);
                lines += static_cast<long>(booth.lines().size());
                CHECK_MESSAGE(faults.empty(), language << " " << mode.name << " " << scene.name << joined(faults));
            }
        }
    }
    std::printf("%ld lines of text measured against their ground\n", lines);
    CHECK(lines > 2000);
}
