// The catalogue on the kiosk: reading it after the first picture, and finding items while somebody types.
#include <algorithm>

#include "backend-client/wire/services.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "kiosk/flow/search.hpp"
#include "tests/bench/measure.hpp"

namespace onecard::bench {
namespace {

constexpr int rounds = 30;

std::string bundle() {
    auto services = must(wire::read_services(ONECARD_SOURCE_DIR "/assets/services"), "services");
    return dump_json(Json{{"version", 1}, {"departments", std::move(services.departments)}, {"items", std::move(services.items)}});
}

void reading(const std::string& text) {
    Measured time{.name = "catalogue_read", .unit = "ms", .note = std::to_string(text.size() / 1024) + " KiB of JSON, after the first picture"};
    for (int round = 0; round < rounds; ++round) {
        const Stopwatch watch;
        const auto catalogue = must(flow::read_catalogue(text), "catalogue");
        time.ours.push_back(watch.milliseconds());
        if (catalogue.items.size() < 190) give_up("too few items");
    }
    print(time);
}

/// What people type, each as far as the last letter: characters, full pinyin, initials, their own words, English, and with typing errors.
std::vector<std::string> typed(const flow::Catalogue& catalogue) {
    std::vector<std::string> all{"shengyudengji", "gaolingjinite", "ldbx", "zhaogongzou", "dibao", "wo yao ban ge xiao mai bu", "zzzzqqqq", "denbao"};
    for (const auto& item : catalogue.items) {
        all.push_back(item.name.zh);
        all.push_back(item.name.en);
        for (const auto& word : item.synonyms) all.push_back(word);
    }
    return all;
}

void finding(const flow::Catalogue& catalogue, const std::string& pinyin) {
    Measured first{.name = "search_first_key", .unit = "ms", .note = "prepares names and readings"};
    for (int round = 0; round < rounds; ++round) {
        const flow::ItemSearch search(catalogue, pinyin);
        const Stopwatch watch;
        if (search.find("d", 60).empty()) give_up("nothing found");
        first.ours.push_back(watch.milliseconds());
    }
    print(first);
    Measured key{.name = "search_key", .unit = "ms", .note = "every beginning of every name and synonym; budget 5 ms"};
    const flow::ItemSearch search(catalogue, pinyin);
    (void)search.find("d", 60);
    for (const auto& word : typed(catalogue)) {
        const auto points = code_points(word);
        for (std::size_t size = 1; size <= points.size(); ++size) {
            const auto query = to_utf8({points.begin(), points.begin() + static_cast<std::ptrdiff_t>(size)});
            const Stopwatch watch;
            (void)search.find(query, 60);
            key.ours.push_back(watch.milliseconds());
        }
    }
    key.p99 = percentile(key.ours, 0.99);
    key.note += "; the slowest of " + std::to_string(key.ours.size()) + " took " + std::to_string(*std::max_element(key.ours.begin(), key.ours.end()));
    print(key);
}

}  // namespace
}  // namespace onecard::bench

int main() {
    using namespace onecard;
    const auto text = bench::bundle();
    bench::reading(text);
    const auto catalogue = bench::must(flow::read_catalogue(text), "catalogue");
    bench::finding(catalogue, bench::must(read_file(ONECARD_SOURCE_DIR "/assets/pinyin.txt"), "pinyin"));
}
