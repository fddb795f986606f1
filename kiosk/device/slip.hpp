// What goes on paper: plain data, every text already in the resident's language and formatted.
#pragma once
#include <string>
#include <vector>

namespace onecard::device {

struct Slip {
    struct Line {
        std::string label, value;
        bool strong = false;  ///< sums and whatever else must be found at a glance
    };
    std::string hall;    ///< heads the slip
    std::string title;
    std::string number;  ///< of the receipt; also the name of the saved files: letters, digits and `-`, at most 64
    std::string state;   ///< in words: received but not booked, needs a person …
    std::vector<Line> lines;
    std::string qr;      ///< content, see receipt_mark.hpp; empty: none
    std::string footer;  ///< what to do with this paper, whom to call
    bool vertical = false;  ///< written in columns: as high as the roll is wide, so that the slip is turned to be read
    bool on_paper_only = false;  ///< kept in no folder where there is no printer
};

/// What a slip may have at most; the rest is left out, so that no text can use up a roll.
inline constexpr std::size_t slip_lines_max = 60;
inline constexpr std::size_t slip_text_points_max = 400;

/// Width of the roll.
enum class Paper { mm58, mm80 };

inline constexpr int dots_per_millimetre = 8;

/// Dots that a print head reaches on this roll; the rest is margin on both sides.
constexpr int printable_dots(Paper paper) { return paper == Paper::mm58 ? 384 : 576; }

}  // namespace onecard::device
