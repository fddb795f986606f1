#include "tests/support/printer/sim_printer.hpp"

#include <algorithm>
#include <utility>

namespace onecard::test {
namespace {

constexpr std::uint8_t esc = 0x1B, gs = 0x1D, dle = 0x10, eot = 0x04, enq = 0x05;
constexpr int dots_a_millimetre = 8, near_end = 3'000 * dots_a_millimetre, line_dots = 30, cut_feed_dots = 96;
constexpr std::size_t room_bytes = 64 << 10;

std::optional<int> number(const std::string& text) {
    if (text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    return std::stoi(text);
}

}  // namespace

bool SimPrinter::feed(ByteView bytes) {
    for (const auto byte : bytes) {
        waiting_.push_back(byte);
        if (real_time_.empty() ? byte == dle : real_time_.size() == 1 ? byte == eot || byte == enq : true) real_time_.push_back(byte);
        else real_time_ = byte == dle ? Bytes{dle} : Bytes{};
        if (real_time_.size() < 3) continue;
        const auto verb = real_time_[1], n = real_time_[2];
        real_time_.clear();
        waiting_.resize(waiting_.size() - 3);
        obey_now(verb, n);
    }
    return waiting_.size() <= room_bytes;
}

void SimPrinter::obey_now(std::uint8_t verb, std::uint8_t n) {
    if (verb == eot && n >= 1 && n <= 4) return answer(status(n));
    if (verb != enq || (n != 1 && n != 2)) {
        ++unknown_;
        return;
    }
    if (!cutter_blocked_) cutter_error_ = false;
    if (n != 2) return;
    waiting_.clear();
    rows_done_ = 0;
}

std::uint8_t SimPrinter::status(int n) const {
    int bits = 0x12;
    if (n == 1 && stopped()) bits |= 0x08;
    if (n == 2) bits |= (cover_open_ ? 0x04 : 0) | (left_ <= 0 ? 0x20 : 0) | (cutter_error_ || jammed_ ? 0x40 : 0);
    if (n == 3) bits |= (jammed_ ? 0x04 : 0) | (cutter_error_ ? 0x08 : 0);
    if (n == 4) bits |= (left_ <= near_end ? 0x0C : 0) | (left_ <= 0 ? 0x60 : 0);
    return static_cast<std::uint8_t>(bits);
}

void SimPrinter::answer(std::uint8_t byte) {
    if (silent_) return;
    answers_.push_back({now_ + late_, garbage_ ? static_cast<std::uint8_t>(noise_() | 0x80) : byte});
}

Bytes SimPrinter::take_answers() {
    Bytes said;
    const auto later = std::find_if(answers_.begin(), answers_.end(), [this](const Answer& one) { return one.due > now_; });
    for (auto one = answers_.begin(); one != later; ++one) said.push_back(one->byte);
    answers_.erase(answers_.begin(), later);
    return said;
}

void SimPrinter::pass(Millis time) {
    now_ += time;
    rows_due_ = std::min(rows_due_ + rows_a_ms_ * static_cast<double>(time.count()), 10'000.0);
    while (!waiting_.empty() && !stopped() && one() == Step::done) {}
    if (waiting_.empty() || stopped()) rows_due_ = 0;
}

// One command from the front, once it is there as a whole.
SimPrinter::Step SimPrinter::one() {
    const auto at = [this](std::size_t i) { return i < waiting_.size() ? waiting_[i] : std::uint8_t(0); };
    const auto size = waiting_.size();
    if (at(0) == 0) {
        consume(1);
        return Step::done;
    }
    if (size < 2) return Step::needs_more;
    if (at(0) == esc && at(1) == '@') {
        consume(2);
        return Step::done;
    }
    if (size < 3) return Step::needs_more;
    if (at(0) == gs && at(1) == 'v') return picture();
    if (at(0) == gs && at(1) == 'V') return cut();
    if (at(0) == esc && at(1) == 'd') {
        const auto fed = paper_rows(at(2) * line_dots, nullptr, 0);
        if (fed == Step::done) consume(3);
        return fed;
    }
    if (at(0) == gs && at(1) == 'r') answer(static_cast<std::uint8_t>((left_ <= near_end ? 0x03 : 0) | (left_ <= 0 ? 0x0C : 0)));
    else if (at(0) == gs && at(1) == 'e' && at(2) == 6) answer(in_mouth_ ? 0x08 : 0);
    else if (at(0) == gs && at(1) == 'e' && at(2) == 2) retracted_ += in_mouth_, in_mouth_ = false;
    else if (!(at(0) == gs && at(1) == 'a')) ++unknown_;
    consume(3);
    return Step::done;
}

SimPrinter::Step SimPrinter::picture() {
    constexpr std::size_t head = 8;
    if (waiting_.size() < head) return Step::needs_more;
    const std::size_t across = waiting_[4] + 256u * waiting_[5], rows = waiting_[6] + 256u * waiting_[7];
    if (waiting_.size() < head + across * rows) return Step::needs_more;
    const std::vector<std::uint8_t> dots(waiting_.begin() + head, waiting_.begin() + static_cast<std::ptrdiff_t>(head + across * rows));
    const auto printed = paper_rows(static_cast<int>(rows), dots.data(), across);
    if (printed == Step::done) consume(head + across * rows);
    return printed;
}

// A row at a time, as the motor gets to it; trouble stops between two rows.
SimPrinter::Step SimPrinter::paper_rows(int rows, const std::uint8_t* dots, std::size_t bytes_a_row) {
    for (; rows_done_ < rows; ++rows_done_) {
        if (jam_in_ == 0) jammed_ = true;
        if (stopped()) return Step::stopped;
        if (rows_due_ < 1) return Step::needs_more;
        rows_due_ -= 1;
        --left_;
        if (jam_in_ > 0) --jam_in_;
        slip_.width = width_;
        ++slip_.height;
        for (int x = 0; x < width_; ++x) {
            const auto byte = static_cast<std::size_t>(x) / 8;
            const bool dark = dots && byte < bytes_a_row && ((dots[static_cast<std::size_t>(rows_done_) * bytes_a_row + byte] >> (7 - x % 8)) & 1) != 0;
            slip_.dots.push_back(dark ? 1 : 0);
        }
    }
    rows_done_ = 0;
    return Step::done;
}

SimPrinter::Step SimPrinter::cut() {
    const auto how = waiting_[2];
    const bool feeds = how == 65 || how == 66;
    if (feeds && waiting_.size() < 4) return Step::needs_more;
    if (feeds)
        if (const auto fed = paper_rows(cut_feed_dots, nullptr, 0); fed != Step::done) return fed;
    if (cutter_blocked_) {
        cutter_error_ = true;
        return Step::stopped;
    }
    consume(feeds ? 4 : 3);
    in_mouth_ = true;
    silent_ = silent_ || silent_at_end_;
    slips_.push_back(std::exchange(slip_, {}));
    return Step::done;
}

// Whoever puts paper in tears off what hangs out.
void SimPrinter::tear_off() {
    if (slip_.height > 0) ++torn_;
    slip_ = {};
}

bool SimPrinter::order(const std::vector<std::string>& words) {
    const auto first = words.empty() ? std::string() : words[0], second = words.size() > 1 ? words[1] : std::string();
    const auto count = number(words.empty() ? std::string() : words.back());
    const auto either = [&](const char* yes, const char* no, bool& what) {
        if (words.size() != 2 || (second != yes && second != no)) return false;
        what = second == yes;
        return true;
    };
    if (first == "paper" && second == "out") return left_ = 0, true;
    if (first == "paper" && second == "in") return tear_off(), left_ = 50'000 * dots_a_millimetre, true;
    if (first == "paper" && second == "left" && count) return left_ = *count * dots_a_millimetre, true;
    if (first == "cover") return either("open", "closed", cover_open_);
    if (first == "cutter" && either("jammed", "free", cutter_blocked_)) return cutter_error_ = cutter_error_ && cutter_blocked_, true;
    if (first == "jam" && second == "after" && count) return jam_in_ = *count * dots_a_millimetre, true;
    if (first == "jam" && second == "cleared") return jam_in_ = -1, jammed_ = false, true;
    if (first == "late" && count) return late_ = Millis(*count), true;
    if (first == "speed" && count && *count > 0) return rows_a_ms_ = *count * dots_a_millimetre / 1000.0, true;
    if (first == "garbage") return either("on", "off", garbage_);
    if (first == "silent" && second == "at") return silent_at_end_ = true, true;
    if (first == "silent") return either("on", "off", silent_);
    if (first == "take") return in_mouth_ = false, true;
    return false;
}

}  // namespace onecard::test
