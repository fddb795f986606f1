// A file that the build put into the program.
#pragma once
#include <span>
#include <string_view>

namespace onecard {

struct Embedded {
    std::string_view name;  ///< without folder
    std::string_view content;
};

}  // namespace onecard
