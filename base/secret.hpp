// Memory that is wiped when it is let go: PINs, keys, names, what a resident typed.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace onecard {

/// Overwrites memory in a way the compiler may not leave out.
void wipe(void* memory, std::size_t size);

/// Gives memory back only after wiping it. A vector or string of it never leaves an old copy behind when it grows.
template <class T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <class U>
    WipingAllocator(const WipingAllocator<U>&) {}
    T* allocate(std::size_t n) { return std::allocator<T>{}.allocate(n); }
    void deallocate(T* memory, std::size_t n) {
        wipe(memory, n * sizeof(T));
        std::allocator<T>{}.deallocate(memory, n);
    }
    template <class U>
    bool operator==(const WipingAllocator<U>&) const { return true; }
};

using SecretBytes = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

/// Text that is wiped when it ends, changes or is moved from; the short form that std::string keeps inside itself too.
class SecretText {
public:
    SecretText() = default;
    explicit SecretText(std::string_view text) : bytes_(text.begin(), text.end()) {}
    std::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }
    bool empty() const { return bytes_.empty(); }
    std::size_t size() const { return bytes_.size(); }
    void push_back(char c) { bytes_.push_back(static_cast<std::uint8_t>(c)); }
    void pop_back() {
        if (bytes_.empty()) return;
        bytes_.back() = 0;
        bytes_.pop_back();
    }
    void clear() { SecretBytes().swap(bytes_); }

private:
    SecretBytes bytes_;
};

/// Wipes the characters of an ordinary string and empties it.
inline void wipe(std::string& text) {
    text.resize(text.capacity());
    wipe(text.data(), text.size());
    text.clear();
}

}  // namespace onecard
