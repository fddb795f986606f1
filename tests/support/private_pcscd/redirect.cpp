// Preloaded into a pcscd of our own, so that it can run beside the machine's: pcscd has its folder /run/pcscd and its USB driver
// folder built in, with no option to change them. Both are moved below ONECARD_PCSCD_FOLDER. Only what pcscd 1.9 to 2.x calls with
// these paths is here. A driver folder that is empty keeps it away from real readers, which belong to the machine's daemon.
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

std::string moved(const char* path) {
    const char* folder = std::getenv("ONECARD_PCSCD_FOLDER");
    const std::string text(path);
    if (folder == nullptr) return text;
    for (const std::string known : {"/run/pcscd", "/usr/lib/pcsc/drivers"}) {
        const bool below = text.starts_with(known) && (text.size() == known.size() || text[known.size()] == '/');
        // The serial driver is named by the reader's configuration and is really wanted.
        if (below && !text.starts_with("/usr/lib/pcsc/drivers/serial")) return folder + known.substr(known.rfind('/')) + text.substr(known.size());
    }
    return text;
}

template <class Function>
Function real(const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int bind(int number, const sockaddr* address, socklen_t size) noexcept {
    const auto next = real<int (*)(int, const sockaddr*, socklen_t)>("bind");
    if (address->sa_family != AF_UNIX) return next(number, address, size);
    sockaddr_un other{};
    std::memcpy(&other, address, size < sizeof other ? size : sizeof other);
    const auto path = moved(other.sun_path);
    if (path.size() >= sizeof other.sun_path) return -1;
    std::strcpy(other.sun_path, path.c_str());
    return next(number, reinterpret_cast<const sockaddr*>(&other), sizeof other);
}

int chmod(const char* path, mode_t mode) noexcept { return real<int (*)(const char*, mode_t)>("chmod")(moved(path).c_str(), mode); }
int mkdir(const char* path, mode_t mode) noexcept { return real<int (*)(const char*, mode_t)>("mkdir")(moved(path).c_str(), mode); }
int remove(const char* path) noexcept { return real<int (*)(const char*)>("remove")(moved(path).c_str()); }
int unlink(const char* path) noexcept { return real<int (*)(const char*)>("unlink")(moved(path).c_str()); }
int stat(const char* path, struct stat* to) noexcept { return real<int (*)(const char*, struct stat*)>("stat")(moved(path).c_str(), to); }
int lstat(const char* path, struct stat* to) noexcept { return real<int (*)(const char*, struct stat*)>("lstat")(moved(path).c_str(), to); }
FILE* fopen(const char* path, const char* mode) { return real<FILE* (*)(const char*, const char*)>("fopen")(moved(path).c_str(), mode); }
DIR* opendir(const char* path) { return real<DIR* (*)(const char*)>("opendir")(moved(path).c_str()); }

int open(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return real<int (*)(const char*, int, ...)>("open")(moved(path).c_str(), flags, mode);
}

}  // extern "C"
