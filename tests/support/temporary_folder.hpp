// A folder for one test, gone with its content at the end.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace onecard::test {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "onecard-test-XXXXXX").string();
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

}  // namespace onecard::test
