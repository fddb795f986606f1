#include "kiosk/play/json_path.hpp"

#include <charconv>

namespace onecard::play {
namespace {

tl::unexpected<Error> ends(std::string_view where) {
    return failure(Error::Kind::invalid, "visit.path", "the answer has nothing at " + std::string(where));
}

const Json* by_index(const Json& json, std::string_view digits) {
    long long index = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || !json.is_array()) return nullptr;
    const auto size = static_cast<long long>(json.size());
    if (index < 0) index += size;
    return index >= 0 && index < size ? &json[static_cast<std::size_t>(index)] : nullptr;
}

const Json* by_name(const Json& json, std::string_view name) {
    if (!json.is_object()) return nullptr;
    const auto found = json.find(name);
    return found == json.end() ? nullptr : &*found;
}

}  // namespace

Result<std::string> at_path(const Json& json, std::string_view path) {
    const Json* here = &json;
    std::string_view rest = path;
    if (rest.starts_with('$')) rest.remove_prefix(1);
    while (!rest.empty()) {
        if (rest == ".length()") return std::to_string(here->size());
        if (rest.front() == '[') {
            const auto end = rest.find(']');
            if (end == std::string_view::npos) return ends(path);
            auto inside = rest.substr(1, end - 1);
            const bool quoted = inside.size() >= 2 && (inside.front() == '\'' || inside.front() == '"');
            here = quoted ? by_name(*here, inside.substr(1, inside.size() - 2)) : by_index(*here, inside);
            rest.remove_prefix(end + 1);
        } else {
            if (rest.front() == '.') rest.remove_prefix(1);
            const auto end = rest.find_first_of(".[");
            here = by_name(*here, rest.substr(0, end));
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
        }
        if (!here) return ends(path.substr(0, path.size() - rest.size()));
    }
    return here->is_string() ? here->get<std::string>() : dump_json(*here);
}

}  // namespace onecard::play
