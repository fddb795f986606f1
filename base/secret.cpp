#include "base/secret.hpp"

#include <cstring>

namespace onecard {

void wipe(void* memory, std::size_t size) {
    if (size != 0) ::explicit_bzero(memory, size);
}

}  // namespace onecard
