#include "backend/cases/day.hpp"

#include <algorithm>
#include <random>

#include "backend/cases/audit.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "backend/cases/posts.hpp"
#include "backend/cases/watch.hpp"

namespace onecard::cases {
namespace {

using data::Connection;

constexpr int backlog_days = 12, moves_a_minute = 3, minutes_a_commit = 10;

class DayPlayed {
public:
    DayPlayed(Connection& connection, const Rules& rules, const Catalogue& catalogue, const DayPlan& plan)
        : connection_(connection), rules_(rules), plan_(plan), dice_(plan.seed) {
        for (const auto& [code, item] : catalogue.items()) items_.push_back(&item);
    }

    void begin() {
        for (int i = 0; i < plan_.backlog; ++i) open_one(plan_.begins - std::chrono::hours(24 * roll(backlog_days)));
    }

    void minute(int number) {
        const auto now = plan_.begins + std::chrono::minutes(number);
        const auto due = static_cast<std::int64_t>(plan_.cases) * (number + 1) / plan_.minutes;
        while (figures_.opened - plan_.backlog < due) open_one(now);
        for (int i = 0; i < moves_a_minute; ++i) work(now);
        if (plan_.accidents && number % 240 == 120) accident(number, now);
        while (watch(connection_, rules_, now) > 0) {}
        look(now);
    }

    DayFigures end(Timestamp now) {
        count("SELECT count(*) FROM case_events WHERE kind = 'escalated'", figures_.escalated);
        count("SELECT count(*) FROM case_events WHERE kind = 'yellow_card'", figures_.yellow_cards);
        count("SELECT count(*) FROM case_events WHERE kind = 'red_card'", figures_.red_cards);
        count("SELECT count(*) FROM cases WHERE closed_at IS NOT NULL", figures_.closed);
        figures_.findings = static_cast<int>(audit(connection_, now).size());
        return figures_;
    }

private:
    int roll(std::size_t below) { return below == 0 ? 0 : static_cast<int>(dice_() % below); }
    template <class T>
    const T& any(const std::vector<T>& all) { return all[static_cast<std::size_t>(roll(all.size()))]; }

    void count(std::string_view sql, int& into) {
        auto row = connection_.query(sql);
        if (row.next()) into = static_cast<int>(row.number(0));
    }

    void open_one(Timestamp at) {
        const auto& item = *any(items_);
        Arrival arrival;
        arrival.card_serial = any(plan_.cards);
        arrival.kiosk = "K-0001";
        arrival.at = at;
        if (!item.classes.empty()) {
            const auto& chosen = any(item.classes);
            arrival.answers = {{item.class_key, {chosen.group}}, {item.class_key + "_" + chosen.group, {chosen.value}}};
        }
        numbers_.push_back(cases::open_case(connection_, rules_, item, arrival));
        ++figures_.opened;
    }

    /// Something that somebody might do; often refused, as in life.
    void work(Timestamp now) {
        const auto& number = any(numbers_);
        std::string post;
        {
            auto row = connection_.query("SELECT post FROM cases WHERE number = ?", number);
            if (row.next()) post = row.text(0);
        }
        const auto verb = roll(3) > 0 ? Verb::advance : any(verbs_);
        const bool by_resident = verb == Verb::answer || verb >= Verb::second;
        Move asked{verb, {}, "理由", {}, now, {}};
        asked.by = by_resident ? Mover{Mover::Kind::resident, "K-0001", "", {}} : Mover{Mover::Kind::officer, "officer of " + post, "department", {post}};
        if (verb == Verb::transfer) asked.to = any(std::vector<std::string>{"HALL", "SUPERVISION", "CITY_WATCH", "DISTRICT"});
        if (verb == Verb::decide) asked.to = "granted";
        if (verb == Verb::rate) asked.to = std::to_string(1 + roll(5));
        if (verb == Verb::second) asked.to = any(plan_.cards);
        const auto moved = move(connection_, rules_, number, asked);
        ++(moved ? figures_.moves : figures_.refused);
        if (moved && verb == Verb::second) ++figures_.seconded;
    }

    /// Somebody leaves, or a department is no more; their cases must not wait for a successor.
    void accident(int minute, Timestamp now) {
        std::vector<std::string> standing;
        {
            auto row = connection_.query("SELECT DISTINCT holder FROM cases JOIN posts ON posts.code = holder WHERE closed_at IS NULL AND parent IS NOT NULL "
                                         "ORDER BY holder");
            while (row.next()) standing.push_back(row.text(0));
        }
        if (standing.empty()) return;
        const auto& post = any(standing);
        const bool abolished = minute > plan_.minutes / 2 && post.starts_with("D:");
        connection_.run(abolished ? "UPDATE posts SET abolished_at = ?, successor = 'HALL' WHERE code = ?" : "UPDATE posts SET vacant_since = ? WHERE code = ?", now, post);
        figures_.handed_over += hand_over(connection_, rules_, now);
    }

    void look(Timestamp now) {
        auto row = connection_.query(
            "SELECT count(*), sum(posts.code IS NULL OR (posts.parent IS NOT NULL AND (posts.vacant_since IS NOT NULL OR posts.abolished_at IS NOT NULL))), "
            "sum(cases.due_at <= ?1) FROM cases LEFT JOIN posts ON posts.code = cases.holder "
            "WHERE cases.closed_at IS NULL AND clocks_stopped = 0 AND (step_limit_at < ?1 OR promised_at < ?1)",
            now);
        if (!row.next()) return;
        figures_.overdue_most = std::max(figures_.overdue_most, static_cast<int>(row.number(0)));
        figures_.unheld += static_cast<int>(row.number(1));
        figures_.unwatched += static_cast<int>(row.number(2));
    }

    Connection& connection_;
    const Rules& rules_;
    const DayPlan& plan_;
    std::mt19937 dice_;
    std::vector<const Item*> items_;
    std::vector<Verb> verbs_{all_verbs.begin(), all_verbs.end()};
    std::vector<std::string> numbers_;
    DayFigures figures_;
};

}  // namespace

Result<DayFigures> simulate_day(Connection& connection, const Rules& rules, const Catalogue& catalogue, const DayPlan& plan) {
    if (plan.cards.empty() || plan.minutes < 1 || catalogue.size() == 0) return failure(Error::Kind::invalid, "simulate.plan", "a day needs cards, minutes and items");
    DayPlayed day(connection, rules, catalogue, plan);
    for (int first = 0; first < plan.minutes; first += minutes_a_commit) {
        const auto kept = connection.write([&]() -> Status {
            if (first == 0) day.begin();
            for (int minute = first; minute < std::min(first + minutes_a_commit, plan.minutes); ++minute) day.minute(minute);
            return {};
        });
        if (!kept) return failure(kept.error());
    }
    DayFigures figures;
    const auto ended = connection.read([&]() -> Status {
        figures = day.end(plan.begins + std::chrono::minutes(plan.minutes - 1));
        return {};
    });
    if (!ended) return failure(ended.error());
    return figures;
}

}  // namespace onecard::cases
