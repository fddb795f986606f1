#include "backend/lint/places.hpp"

#include <algorithm>
#include <charconv>

namespace onecard::lint {
namespace {

// Walks through well-formed JSON without keeping any of it.
class Walk {
public:
    explicit Walk(std::string_view text) : text_(text) { blanks(); }

    std::size_t place() const { return at_; }

    /// Goes into the container here, to its member `part`; false, staying, when there is none.
    bool enter(std::string_view part) {
        const auto from = at_;
        const char kind = here();
        if (kind != '{' && kind != '[') return false;
        const char end = kind == '{' ? '}' : ']';
        next();
        for (std::size_t index = 0; here() != end && here() != 0; ++index) {
            const bool found = kind == '{' ? is_key(part) : is_index(index, part);
            if (found) return true;
            skip();
            if (here() == ',') next();
        }
        at_ = from;
        return false;
    }

private:
    char here() const { return at_ < text_.size() ? text_[at_] : 0; }
    void blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
    void next() { ++at_, blanks(); }

    // Reads the key and its colon.
    bool is_key(std::string_view part) {
        const auto begin = at_ + 1;
        skip();
        const bool same = text_.substr(begin, part.size()) == part && text_[begin + part.size()] == '"';
        next();
        return same;
    }

    static bool is_index(std::size_t index, std::string_view part) {
        std::size_t wanted = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), wanted);
        return error == std::errc{} && end == part.data() + part.size() && wanted == index;
    }

    // Past one value, whatever it holds.
    void skip() {
        int depth = 0;
        do {
            const char c = here();
            if (c == 0) return;
            if (c == '"') string();
            else if (c == '{' || c == '[') ++depth, ++at_;
            else if (c == '}' || c == ']') --depth, ++at_;
            else if (depth > 0 && (c == ',' || c == ':')) ++at_;
            else at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
            blanks();
        } while (depth > 0);
    }

    void string() {
        for (++at_; here() != '"' && here() != 0; ++at_)
            if (here() == '\\') ++at_;
        ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

int line_of(std::string_view text, std::string_view pointer) {
    Walk walk(text);
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const auto end = std::min(pointer.find('/'), pointer.size());
        if (!walk.enter(pointer.substr(0, end))) break;
        pointer.remove_prefix(end);
    }
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(walk.place(), text.size())), '\n'));
}

}  // namespace onecard::lint
