// What a person who does not look should hear: the page when it comes up, what the keypad points at, what changes. Pure; from the same list of
// targets that is drawn.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/speech/speaker.hpp"
#include "kiosk/speech/spelling.hpp"
#include "kiosk/ui/kit.hpp"
#include "kiosk/ui/strings.hpp"

namespace onecard::speech {

/// A settled frame as the narrator sees it.
struct Scene {
    std::string_view page;                        ///< name of the screen
    std::vector<const ui::Target*> reading;       ///< in the order of the keypad, what lies on top
    std::string_view pointer;                     ///< key of what is pointed at, or nothing
    const ui::Target* field = nullptr;            ///< the one that is being written in
    const ui::Strings& strings;
};

using Speech = std::vector<Sentence>;

class Narrator {
public:
    explicit Narrator(KnownBy known_by = {}) : known_by_(std::move(known_by)) {}

    /// What is to be said now; nothing when nothing changed that matters. The first look greets and says how the keys work.
    Speech look(const Scene& scene);
    /// True when the last look was at another page: what it says takes the place of what is being said.
    bool turned() const { return turned_; }
    /// What is pointed at once more as it is now, else the page.
    Speech repeat(const Scene& scene) const;
    /// What is pointed at, letter by letter; nothing when it may not be spoken.
    Speech spell(const Scene& scene) const;
    /// Voice was switched off, or the visit is over.
    void forget();

private:
    Speech page(const Scene& scene) const;
    Speech news(const Scene& scene) const;
    Speech writing(const Scene& scene) const;
    Speech composing(const Scene& scene) const;
    Speech pointed(const Scene& scene) const;
    std::string described(const Scene& scene, const ui::Target& target) const;
    std::string state(const Scene& scene, const ui::Target& target) const;
    bool is_another_page(const Scene& scene) const;
    void remember(const Scene& scene);
    Sentence sentence(const Scene& scene, std::string text) const;

    KnownBy known_by_;
    bool greeted_ = false, was_writing_ = false, turned_ = false;
    std::string page_, title_, pointer_, pointed_, field_, written_, composed_;
    std::map<std::string, std::string, std::less<>> texts_;  ///< of the last page by key, without the strips
};

}  // namespace onecard::speech
