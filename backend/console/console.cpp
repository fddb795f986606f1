#include "backend/console/console.hpp"

#include "backend/embedded.hpp"
#include "base/result.hpp"

namespace onecard {

std::span<const Embedded> console_files();

}  // namespace onecard

namespace onecard::console {

std::string_view file(std::string_view name) {
    for (const auto& entry : console_files())
        if (entry.name == name) return entry.content;
    require(false, "a file of the console");
    return {};
}

}  // namespace onecard::console
