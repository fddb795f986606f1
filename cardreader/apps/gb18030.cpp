// Text of the card in its national encoding, through the C library's converter.
#include <cerrno>
#include <string>

#include <iconv.h>

#include "base/text.hpp"
#include "cardreader/apps/holder.hpp"

namespace onecard::card {
namespace {

class Converter {
public:
    Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {
        require(handle_ != reinterpret_cast<iconv_t>(-1), "a GB18030 converter in the C library");
    }
    ~Converter() { iconv_close(handle_); }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    /// Converts as far as it goes; `in` is what is left then.
    void run(std::string_view& in, std::string& out) {
        auto* from = const_cast<char*>(in.data());
        std::size_t left = in.size();
        std::string room(in.size() * 4 + 8, '\0');
        char* to = room.data();
        std::size_t free = room.size();
        iconv(handle_, &from, &left, &to, &free);
        iconv(handle_, nullptr, nullptr, nullptr, nullptr);
        out.append(room, 0, room.size() - free);
        in.remove_prefix(in.size() - left);
        wipe(room);
    }

private:
    iconv_t handle_;
};

bool is_fill(std::uint8_t byte) { return byte == 0x00 || byte == 0x20 || byte == 0xFF; }

}  // namespace

SecretText from_gb18030(ByteView bytes) {
    while (!bytes.empty() && is_fill(bytes.back())) bytes = bytes.first(bytes.size() - 1);
    std::string_view in{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    Converter converter("UTF-8", "GB18030");
    std::string text;
    while (!in.empty()) {
        converter.run(in, text);
        if (in.empty()) break;
        append_utf8(text, U'\uFFFD');
        in.remove_prefix(1);
    }
    SecretText secret(text);
    wipe(text);
    return secret;
}

Result<Bytes> to_gb18030(std::string_view utf8) {
    Converter converter("GB18030", "UTF-8");
    std::string out;
    std::string_view in = utf8;
    converter.run(in, out);
    if (!in.empty()) return failure(Error::Kind::invalid, "text.encoding");
    return Bytes(out.begin(), out.end());
}

}  // namespace onecard::card
