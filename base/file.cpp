#include "base/file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace onecard {
namespace {

class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor() { if (value_ >= 0) ::close(value_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int value() const { return value_; }

private:
    int value_;
};

tl::unexpected<Error> unwritable(int number) {
    const bool full = number == ENOSPC || number == EDQUOT;
    return failure(full ? Error::Kind::exhausted : Error::Kind::unavailable, full ? "file.disk_full" : "file.unwritable", std::strerror(number));
}

bool write_all(int file, std::string_view content) {
    while (!content.empty()) {
        const auto written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file) == 0;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.value() < 0)
        return failure(Error::Kind::unavailable, errno == ENOENT ? "file.missing" : "file.unreadable", path.filename().string() + ": " + std::strerror(errno));
    std::string content;
    char part[65536];
    for (;;) {
        const auto size = ::read(file.value(), part, sizeof part);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return failure(Error::Kind::unavailable, "file.unreadable", path.filename().string() + ": " + std::strerror(errno));
        if (size == 0) return content;
        if (content.size() + static_cast<std::size_t>(size) > bytes_max)
            return failure(Error::Kind::exhausted, "file.too_large", path.filename().string());
        content.append(part, static_cast<std::size_t>(size));
    }
}

Status write_file(const std::filesystem::path& path, std::string_view content) {
    auto beside = path;
    beside += ".new";
    {
        const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (file.value() < 0) return unwritable(errno);
        if (!write_all(file.value(), content)) {
            const auto reason = unwritable(errno);
            ::unlink(beside.c_str());
            return reason;
        }
    }
    if (::rename(beside.c_str(), path.c_str()) != 0) return unwritable(errno);
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.value() < 0 || ::fsync(directory.value()) != 0) return unwritable(errno);
    return {};
}

}  // namespace onecard
