// A font file as FreeType reads it: only the pieces asked for. Mapped, each letter would keep the sixteen pages around it in memory, some ten
// mebibytes for the two weights of Chinese.
#pragma once
#include <ft2build.h>
#include FT_FREETYPE_H

#include <filesystem>

namespace onecard::ui {

/// Stays where it is while a face reads from it, and is destroyed after that face.
class FontStream {
public:
    FontStream() = default;
    ~FontStream();
    FontStream(const FontStream&) = delete;
    FontStream& operator=(const FontStream&) = delete;

    /// Opens a face of the file; once. Nothing when it is missing or no font.
    FT_Face open(FT_Library library, const std::filesystem::path& path, int index);

private:
    static unsigned long read(FT_Stream stream, unsigned long offset, unsigned char* into, unsigned long count);

    FT_StreamRec record_{};
    int file_ = -1;
};

}  // namespace onecard::ui
