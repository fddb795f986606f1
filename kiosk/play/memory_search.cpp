#include "kiosk/play/memory_search.hpp"


#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <unistd.h>

namespace onecard::play {
namespace {

constexpr std::size_t piece_bytes = 4u << 20;
// More is address space that somebody reserved, such as a sanitizer, not memory.
constexpr unsigned long range_bytes_max = 64ul << 30;

int count_in_range(int memory, unsigned long from, unsigned long to, std::string_view text) {
    int count = 0;
    std::string piece;
    for (unsigned long at = from; at < to; at += piece_bytes) {
        // Pieces overlap by the text's length less one, so that nothing hides on a seam.
        const auto size = std::min<unsigned long>(piece_bytes + text.size() - 1, to - at);
        piece.resize(size);
        const auto read = ::pread(memory, piece.data(), size, static_cast<off_t>(at));
        if (read <= 0) continue;
        const std::string_view seen(piece.data(), static_cast<std::size_t>(read));
        for (auto found = seen.find(text); found != std::string_view::npos; found = seen.find(text, found + 1)) ++count;
    }
    return count;
}

}  // namespace

Result<int> count_in_memory(pid_t pid, std::string_view text) {
    const auto folder = "/proc/" + std::to_string(pid);
    const int memory = ::open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    if (memory < 0) return failure(Error::Kind::refused, "play.memory", std::strerror(errno));
    std::ifstream maps(folder + "/maps");
    int count = 0;
    for (std::string line; std::getline(maps, line);) {
        unsigned long from = 0, to = 0;
        char rights[5] = {};
        if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) != 3) continue;
        if (rights[0] != 'r' || rights[1] != 'w' || rights[3] != 'p' || to - from > range_bytes_max) continue;
        count += count_in_range(memory, from, to, text);
    }
    ::close(memory);
    return count;
}

}  // namespace onecard::play
