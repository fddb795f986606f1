// How cases move, as data from assets/cases: charts (who may do what from which state), the ladder that overdue cases climb, and to which
// post the holder named by a step belongs.
#pragma once
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/cases/calendar.hpp"
#include "backend/cases/catalogue.hpp"
#include "backend/cases/figure_rules.hpp"
#include "backend/cases/slot_calendars.hpp"

namespace onecard::cases {

/// What can be done to a case.
enum class Verb {
    advance, decide, ask_supplement, answer, transfer, give_back, suspend, resume, assign, supervise, invite, offer_times, propose,
    second, urge, escalate, withdraw, reopen, rate, confirm, choose_times, decline, accept, refuse
};
inline constexpr std::array all_verbs{Verb::advance, Verb::decide, Verb::ask_supplement, Verb::answer, Verb::transfer, Verb::give_back,
                                      Verb::suspend, Verb::resume, Verb::assign, Verb::supervise, Verb::invite, Verb::offer_times, Verb::propose,
                                      Verb::second, Verb::urge, Verb::escalate, Verb::withdraw, Verb::reopen, Verb::rate, Verb::confirm,
                                      Verb::choose_times, Verb::decline, Verb::accept, Verb::refuse};
std::string_view name(Verb verb);
/// How the history calls what a verb did.
std::string_view event_of(Verb verb);
std::optional<Verb> verb_named(std::string_view name);

enum class Level { grid, community, street, department, district };
inline constexpr std::array all_levels{Level::grid, Level::community, Level::street, Level::department, Level::district};
std::string_view name(Level level);
std::optional<Level> level_named(std::string_view name);

/// One row of a chart.
struct MoveRule {
    Verb verb = Verb::advance;
    std::vector<std::string> from;    ///< states
    std::vector<std::string> by;      ///< `holder`, `resident`, `supervisor`
    bool note = false;                ///< a reason must be given
    bool stops_clocks = false;        ///< both, until the case goes on
    int days = 0;                     ///< of a pause: working days at most; of reopening: days after the end
    bool before_last_step = false;    ///< not once only the last of several steps is left
    std::vector<std::string> in, not_in;  ///< codes of steps in which it can, or can't, be done; empty: in all
    int times = 0;                    ///< at most so often in the life of a case; 0: as often as wanted
};

/// Supervision apart from command: who worked on one of the steps `from` does not end `step`, nor may it lie with a post that did.
struct Apart {
    std::string step;
    std::vector<std::string> from;
};

/// A step that everybody may read about.
struct Publishing {
    std::string step, kind;           ///< code of the step; kind of listing: `public_notice` holds the case until its days are over
    std::string mark;                 ///< what a card may set on it
    int days = 0;                     ///< working days; 0: as long as the promise
    std::string object_item;          ///< item by which somebody objects
    std::string title_field, body_field;                ///< of the form; empty: the item's name, a fixed text
    std::string named_field, named_value;               ///< with this answer the writer's name is shown
    std::string unless_field, unless_value;             ///< with this answer nothing is published
};

/// What a resident proposes for everybody is put on the public lists once it is granted.
struct Proposing {
    std::string kind_field;                                         ///< of the form: the kind of listing
    std::vector<std::pair<std::string, std::string>> marks;         ///< kind → what a card may set on it; nothing else is published
    std::string title_field, body_field;
    std::string day_field, places_field;                            ///< last day to take part, how many may; where they are answered
    std::vector<std::pair<std::string, wire::Localised>> facts;     ///< field → what it is called on the list
    std::string question_field;
    std::vector<std::string> option_fields;
    int days = 0;                                                   ///< working days to take part where no day is given
};

/// Where a case of a chart may be passed on to.
struct PassedTo {
    std::string to;                   ///< code of a post, or the prefix of posts of places
    std::string told;                 ///< kind of the event by which its resident is told; empty: as every transfer
};

/// For those who ask for it and whose matter is small: other limits than the item's.
struct FastTrack {
    std::string field, value;                            ///< with this answer it is asked for
    std::string unless_field;
    std::vector<std::string> unless_values;              ///< with one of these it is not given
    int days = 0;                                        ///< working days for the whole
    std::vector<std::pair<std::string, int>> steps;      ///< code, working days
};

struct Chart {
    std::string code;
    std::string post;                 ///< holds every step; empty: as each step says
    bool closed_to_figures = false;   ///< private: in no board, figure or list of others
    int reopened_days = 5;            ///< promise, in working days, of a case that is opened again
    std::vector<MoveRule> moves;
    std::optional<Publishing> publishes;
    std::vector<Apart> apart{};
    std::vector<PassedTo> passed_to{};  ///< empty: any post
    std::optional<FastTrack> fast{};
    std::optional<Proposing> proposes{};
    int up_after_hours = 0;           ///< goes up so many hours past a limit, by night too, whatever the ladder says; 0: as the ladder says
    const MoveRule* rule(Verb verb) const;
};

struct Ladder {
    int step_yellow_hours = 4, whole_yellow_days = 1;
    std::array<std::optional<int>, all_levels.size()> up_after;  ///< working days by level; who is on top of all has nobody above
};

struct PostSeed {
    std::string code, parent;
    Level level = Level::district;
    wire::Localised name;
};

/// Posts that there is one of for each place of a level.
struct PlacePosts {
    std::string prefix;               ///< of their codes, e.g. `MC:`
    std::string parent;               ///< prefix of the posts above, or code of the one above them all
    Level level = Level::community;
    wire::Localised name;             ///< `{place}` stands for the name of the place
};

struct RoutingRule {
    std::string holder_has;           ///< part of the holder's Chinese name; empty matches all
    std::string to;                   ///< a level, the code of a post, or the prefix of posts of places
};

/// Words that officers send often, offered with a move.
struct Reply {
    Verb verb = Verb::advance;
    wire::Localised text;
};

inline constexpr std::string_view top_post = "DISTRICT";

class Rules {
public:
    /// Reads `folder`/{charts,ladder,routing,replies,figures,appointments}.json. Errors `rules.malformed` naming file and place, `figures.malformed`,
    /// `appointments.malformed`.
    static Result<Rules> load(const std::filesystem::path& folder, Calendar calendar);

    const Calendar& calendar() const { return calendar_; }
    const Ladder& ladder() const { return ladder_; }
    const std::vector<PostSeed>& posts() const { return posts_; }
    const std::vector<PlacePosts>& place_posts() const { return place_posts_; }
    const PlacePosts* place_posts(std::string_view prefix) const;
    const std::vector<Chart>& charts() const { return charts_; }
    const Chart& chart(std::string_view code) const;         ///< the default one for a code that is not there any more
    const Chart& chart_of_item(std::string_view item_code) const;
    /// Codes of the charts that are closed to figures, as a JSON array for a query.
    std::string private_charts() const;
    /// A level's name, a post's code or the prefix of posts of places.
    const std::string& way_of(std::string_view holder) const;

    int worst_rating() const { return worst_rating_; }       ///< this or worse opens a case of its own
    const Item& bad_rating_item() const { return bad_rating_item_; }
    const std::vector<Reply>& replies() const { return replies_; }
    const FigureRules& figures() const { return figures_; }
    const SlotCalendars& appointments() const { return appointments_; }

private:
    struct Use {
        std::string item, department, chart;
    };
    static Result<Item> follow_up_item(const nlohmann::json& json);
    Status read_charts(const nlohmann::json& json);
    Status read_ladder(const nlohmann::json& json);
    Status read_routing(const nlohmann::json& json);
    Status read_replies(const nlohmann::json& json);

    Calendar calendar_;
    Ladder ladder_;
    std::vector<Chart> charts_;
    std::vector<Use> uses_;
    std::vector<PostSeed> posts_;
    std::vector<PlacePosts> place_posts_;
    std::vector<RoutingRule> routing_;
    int worst_rating_ = 2;
    Item bad_rating_item_;
    std::vector<Reply> replies_;
    FigureRules figures_;
    SlotCalendars appointments_;
};

}  // namespace onecard::cases
