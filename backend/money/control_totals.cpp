#include "backend/money/control_totals.hpp"

#include <charconv>

#include "base/crypto.hpp"

namespace onecard::money {

std::string total_line(std::string_view body, std::int64_t count, std::int64_t sum) {
    return "total," + std::to_string(count) + "," + std::to_string(sum) + "," + crypto::sha256_hex(body) + "\n";
}

Result<CountedFile> counted_file(std::string_view content) {
    if (content.size() > file_bytes_max) return wrong_file("file.too_large");
    const auto last = content.rfind("total,");
    const bool ends = last != std::string_view::npos && last > 0 && content[last - 1] == '\n' && content.back() == '\n';
    if (!ends) return wrong_file("file.form", "no total");
    CountedFile file{content.substr(0, last), content.substr(last), {}};
    for (auto rest = file.body; !rest.empty();) {
        const auto end = rest.find('\n');
        file.lines.push_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    return file;
}

Status check_total(const CountedFile& file, std::int64_t sum) {
    const auto count = static_cast<std::int64_t>(file.lines.size()) - 1;
    if (file.total != total_line(file.body, count, sum)) return wrong_file("file.total");
    return {};
}

Result<std::int64_t> number_in(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (trouble != std::errc() || end != text.data() + text.size() || value < 0) return wrong_file("file.form", "a number");
    return value;
}

}  // namespace onecard::money
