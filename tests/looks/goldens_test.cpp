// Pages against the pictures of them that somebody has found good. After a change that is meant: look at the difference, then tests/looks/remake.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>

#include "tests/looks/goldens.hpp"

using namespace onecard;
using namespace onecard::looks;

TEST_CASE("every page looks as it did when somebody last found it good") {
    long compared = 0, different = 0;
    for (const auto& language : languages()) {
        Booth booth(language);
        for (const auto& golden : goldens(language)) {
            booth.show(*golden.scene, *golden.mode);
            const auto now = shrunk(booth.picture());
            const auto file = goldens_folder() / golden.file();
            const auto known = read_small(file);
            const double share = known ? difference(*known, now) : 1;
            ++compared;
            if (share <= difference_most) continue;
            ++different;
            auto beside = file;
            (void)write_small(now, beside.replace_extension(".now.png"));
            if (known) (void)write_small(difference_picture(*known, now), beside.replace_extension(".difference.png"));
            const std::string what = known ? std::to_string(share * 100) + " % of it looks different" : "there is no picture of it yet";
            CHECK_MESSAGE(share <= difference_most, golden.file() << ": " << what << "; look at it, then tests/looks/remake");
        }
    }
    std::printf("%ld pictures compared, %ld different\n", compared, different);
    CHECK(compared > 300);
}

TEST_CASE("a lost picture, another colour and a moved key are seen; what no eye tells apart is not") {
    const auto page = [](std::uint32_t ink, int left) {
        ui::Surface surface(1080, 1920);
        for (int y = 0; y < 1920; ++y) std::fill_n(surface.row(y), 1080, 0xFFF5F1EAu);
        for (int y = 400; y < 500; ++y) std::fill_n(surface.row(y) + left, 100, ink);
        return shrunk(surface);
    };
    const auto known = page(0xFF06574Fu, 200);
    CHECK(difference(known, known) == 0);
    CHECK(difference(known, page(0xFF0A5C54u, 200)) <= difference_most);
    CHECK(difference(known, page(0xFF06574Fu, 201)) <= difference_most);
    CHECK(difference(known, page(0xFFF5F1EAu, 200)) > difference_most);
    CHECK(difference(known, page(0xFF93241Bu, 200)) > difference_most);
    CHECK(difference(known, page(0xFF06574Fu, 240)) > difference_most);
    CHECK(difference(known, shrunk(ui::Surface(1920, 1080))) == 1);
}
