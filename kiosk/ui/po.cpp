#include "kiosk/ui/po.hpp"

#include "base/text.hpp"

namespace onecard::ui {
namespace {

class PoReader {
public:
    Result<std::vector<PoEntry>> read(std::string_view text) {
        for (const std::string& line : split(text, '\n')) {
            ++line_;
            if (!read_line(trim(line))) return failure(Error::Kind::corrupt, "strings.malformed", "line " + std::to_string(line_));
        }
        finish();
        return std::move(entries_);
    }

private:
    bool read_line(std::string_view line) {
        if (line.empty()) return true;
        if (line.starts_with("#")) {
            if (line.starts_with("#,") && line.find("fuzzy") != std::string_view::npos) next_is_fuzzy_ = true;
            return true;
        }
        if (line.front() == '"') return target_ && append(line, *target_);
        const auto space = line.find(' ');
        if (space == std::string_view::npos) return false;
        const std::string_view word = line.substr(0, space), rest = trim(line.substr(space));
        if (word == "msgctxt") return append(rest, ignored_);
        if (word == "msgid") {
            finish();
            entry_.line = line_;
            open_ = true;
            fuzzy_ = std::exchange(next_is_fuzzy_, false);
            target_ = &entry_.id;
        } else if (word == "msgid_plural") {
            target_ = &ignored_;
        } else if (word.starts_with("msgstr") && open_ && entry_.strings.size() < 6) {
            entry_.strings.emplace_back();
            target_ = &entry_.strings.back();
        } else {
            return false;
        }
        return append(rest, *target_);
    }

    static bool append(std::string_view quoted, std::string& to) {
        if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') return false;
        quoted = quoted.substr(1, quoted.size() - 2);
        for (std::size_t i = 0; i < quoted.size(); ++i) {
            if (quoted[i] == '"') return false;
            if (quoted[i] != '\\') {
                to.push_back(quoted[i]);
                continue;
            }
            if (++i == quoted.size()) return false;
            to.push_back(quoted[i] == 'n' ? '\n' : quoted[i] == 't' ? '\t' : quoted[i]);
        }
        return true;
    }

    void finish() {
        if (open_ && !fuzzy_) entries_.push_back(std::move(entry_));
        entry_ = {};
        ignored_.clear();
        target_ = nullptr;
        open_ = false;
    }

    std::vector<PoEntry> entries_;
    PoEntry entry_;
    std::string ignored_;
    std::string* target_ = nullptr;
    bool open_ = false, fuzzy_ = false, next_is_fuzzy_ = false;
    int line_ = 0;
};

}  // namespace

Result<std::vector<PoEntry>> parse_po(std::string_view text) { return PoReader().read(text); }

}  // namespace onecard::ui
