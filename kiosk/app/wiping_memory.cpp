// Every piece of heap memory is overwritten before it goes back, whichever library had it: names, numbers and texts of a visitor live in
// ordinary strings, buffers and lists for as long as they are shown or sent, and must not survive in freed memory (trust S5).
// glibc lets a program bring its own free and realloc. Left out under AddressSanitizer, which brings its own too.
#if !defined(__SANITIZE_ADDRESS__)
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <malloc.h>

extern "C" {

void __libc_free(void* memory);

void free(void* memory) noexcept {
    if (!memory) return;
    const int error = errno;  // free() must not change it
    ::explicit_bzero(memory, ::malloc_usable_size(memory));
    __libc_free(memory);
    errno = error;
}

void* realloc(void* memory, std::size_t size) noexcept {
    if (!memory) return std::malloc(size);
    if (size == 0) {
        free(memory);
        return nullptr;
    }
    const auto held = ::malloc_usable_size(memory);
    if (size <= held && held - size < held / 2) return memory;
    void* moved = std::malloc(size);
    if (!moved) return nullptr;
    std::memcpy(moved, memory, std::min(size, held));
    free(memory);
    return moved;
}

}  // extern "C"
#endif
