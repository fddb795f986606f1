#include "kiosk/ui/font_stream.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace onecard::ui {

FontStream::~FontStream() {
    if (file_ >= 0) ::close(file_);
}

FT_Face FontStream::open(FT_Library library, const std::filesystem::path& path, int index) {
    file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about{};
    if (file_ < 0 || ::fstat(file_, &about) != 0 || !S_ISREG(about.st_mode)) return nullptr;
    record_.size = static_cast<unsigned long>(about.st_size);
    record_.descriptor.pointer = this;
    record_.read = &FontStream::read;
    FT_Open_Args from{};
    from.flags = FT_OPEN_STREAM;
    from.stream = &record_;
    FT_Face face = nullptr;
    return FT_Open_Face(library, &from, index, &face) == 0 ? face : nullptr;
}

// As FT_Stream_IoFunc has it: how many bytes were read; asked for none, it is a seek and 0 is good.
unsigned long FontStream::read(FT_Stream stream, unsigned long offset, unsigned char* into, unsigned long count) {
    if (count == 0) return offset > stream->size ? 1 : 0;
    const int file = static_cast<FontStream*>(stream->descriptor.pointer)->file_;
    unsigned long done = 0;
    while (done < count) {
        const auto got = ::pread(file, into + done, count - done, static_cast<off_t>(offset + done));
        if (got <= 0) break;
        done += static_cast<unsigned long>(got);
    }
    return done;
}

}  // namespace onecard::ui
