// The public lists, what a visitor set on them, and the registers about the visitor, as plain data. Part of model.hpp.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "kiosk/flow/catalogue.hpp"

namespace onecard::flow {

/// Something that is open to everybody: a post, a notice, a suggestion, a document, a survey, an activity.
struct ListingView {
    struct Option {
        std::string value;
        Text label;
        std::int64_t chosen = 0;
    };
    struct Question {
        std::string key;
        Text text;
        std::vector<Option> options;
    };
    std::string id, kind;
    Text title, body, publisher;
    int version = 1;
    std::string published_at, due_at;          ///< instants
    int fresh_days = 0;                        ///< older than that its age is said
    std::string mark, item_code;               ///< what a card sets here; the item that is begun from here
    Text answer;
    std::string answered_at;
    std::int64_t marks = 0, places = 0;
    bool told = false;                         ///< counts of options are public
    std::vector<std::pair<Text, Text>> facts;
    std::vector<Question> questions;
};

/// What a register holds about the visitor.
struct RegisterView {
    struct Bar {
        std::string label, value;
        int percent = 0;
    };
    std::string kind;
    Text title, keeper;
    std::string as_of, tone;
    Text word;                                 ///< what its holder should know first
    bool certificate = false;
    std::string item_code;
    std::vector<std::pair<Text, Text>> facts;
    std::vector<Text> heads;
    std::vector<std::vector<std::string>> rows;
    Text chart;
    std::vector<Bar> bars;
};

/// Something the visitor set on a listing.
struct OwnMarkView {
    std::string listing, kind;
    std::string state;                         ///< `waiting`, `counted`, `refused` with `code`
    std::string code;
};

}  // namespace onecard::flow
