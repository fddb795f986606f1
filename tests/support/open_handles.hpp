// What this process holds open, as the kernel counts it.
#pragma once
#include <filesystem>

namespace onecard::test {

/// `folder`: /proc/self/fd or /proc/self/task.
inline long entries_of(const char* folder) {
    long count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
    return count;
}

}  // namespace onecard::test
