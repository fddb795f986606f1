// A folder for one test, gone with its content at the end.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <string>

#include <unistd.h>

#include "base/result.hpp"

namespace onecard::test {

class TemporaryFolder {
public:
    /// Under TMPDIR unless told otherwise.
    explicit TemporaryFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path()) {
        std::string name = (parent / "onecard-test-XXXXXX").string();
        require(::mkdtemp(name.data()) != nullptr, "a folder for a test");
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// Where a sync to the disk costs nothing: for tests that commit thousands of times and ask nothing of the disk itself.
inline std::filesystem::path memory_disk() {
    const std::filesystem::path shared = "/dev/shm";
    return ::access(shared.c_str(), W_OK) == 0 ? shared : std::filesystem::temp_directory_path();
}

}  // namespace onecard::test
