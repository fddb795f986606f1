#include "kiosk/ui/input/stroke_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/file.hpp"
#include "base/log.hpp"

namespace onecard::ui {
namespace {

constexpr std::string_view head = "onecard strokes 1\n";

/// One character of the table with the order of its strokes; 0 stands for any stroke.
struct Entry {
    std::array<std::uint8_t, strokes_known_max> strokes{};
    std::size_t count = 0;
    char32_t point = 0;
    unsigned rank = 0;  ///< 0 common … 6 rare
};

/// Reads the entries one after the other; the form of the file is told in assets/keyboards/make_strokes.
class Reading {
public:
    explicit Reading(std::string_view bytes) : rest_(bytes) {
        if (rest_.starts_with(head)) rest_.remove_prefix(head.size());
        else rest_ = {};
    }

    /// False at the end, and where the file makes no sense.
    bool next() {
        if (rest_.size() < 2) return false;
        const std::size_t shared = byte(0), more = byte(1), bytes = 2 + (more + 1) / 2;
        if (shared > entry_.count || shared + more > strokes_known_max || rest_.size() < bytes + 3) return false;
        for (std::size_t i = 0; i < more; ++i) {
            const unsigned pair = byte(2 + i / 2);
            entry_.strokes[shared + i] = static_cast<std::uint8_t>(i % 2 == 0 ? pair >> 4 : pair & 15);
        }
        entry_.count = shared + more;
        const unsigned last = byte(bytes) << 16 | byte(bytes + 1) << 8 | byte(bytes + 2);
        entry_.rank = last >> 21;
        entry_.point = last & 0x1FFFFF;
        rest_.remove_prefix(bytes + 3);
        return true;
    }
    const Entry& entry() const { return entry_; }

private:
    unsigned byte(std::size_t at) const { return static_cast<unsigned char>(rest_[at]); }

    std::string_view rest_;
    Entry entry_;
};

bool fits(const Entry& entry, std::string_view strokes) {
    if (entry.count < strokes.size()) return false;
    for (std::size_t i = 0; i < strokes.size(); ++i)
        if (entry.strokes[i] != 0 && strokes[i] != '*' && entry.strokes[i] != strokes[i] - '0') return false;
    return true;
}

}  // namespace

std::string_view StrokeTable::bytes() {
    if (!bytes_) {
        auto read = read_file(path_);
        if (!read) log::failed("table of strokes", read.error());
        bytes_ = read ? *std::move(read) : std::string();
    }
    return *bytes_;
}

std::vector<StrokeTable::Found> StrokeTable::find(std::string_view strokes, std::size_t most) {
    // The order of the first member is the order of the answer; the strokes of a character may only have been guessed from its radical.
    std::vector<std::pair<unsigned, Found>> fitting;
    for (Reading all(bytes()); all.next();) {
        const Entry& entry = all.entry();
        if (!fits(entry, strokes)) continue;
        const std::size_t left = entry.count - strokes.size();
        const bool guessed = entry.count > 0 && entry.strokes[entry.count - 1] == 0;
        fitting.push_back({(left == 0 ? 0U : 1U) << 16 | entry.rank << 8 | (guessed ? 64U : 0U) | static_cast<unsigned>(left), {entry.point, left}});
    }
    const auto before = [](const auto& a, const auto& b) { return std::pair(a.first, a.second.point) < std::pair(b.first, b.second.point); };
    const auto sorted = std::min(fitting.size(), most * 2);
    std::partial_sort(fitting.begin(), fitting.begin() + static_cast<std::ptrdiff_t>(sorted), fitting.end(), before);
    std::vector<Found> found;
    for (std::size_t i = 0; i < sorted && found.size() < most; ++i) {
        const Found& one = fitting[i].second;
        // A character may be known by several orders.
        if (std::none_of(found.begin(), found.end(), [&](const Found& other) { return other.point == one.point; })) found.push_back(one);
    }
    return found;
}

std::string StrokeTable::strokes_of(char32_t point) {
    for (Reading all(bytes()); all.next();) {
        const Entry& entry = all.entry();
        if (entry.point != point) continue;
        std::string strokes;
        for (std::size_t i = 0; i < entry.count; ++i) strokes.push_back(entry.strokes[i] == 0 ? '*' : static_cast<char>('0' + entry.strokes[i]));
        return strokes;
    }
    return {};
}

}  // namespace onecard::ui
