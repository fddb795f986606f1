#include <glib.h>
#include <pinyin.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/log.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"
#include "kiosk/ui/input_method.hpp"

namespace onecard::ui {
namespace {

constexpr const char* tables = "/usr/lib/x86_64-linux-gnu/libpinyin/data";
constexpr std::size_t letters_max = 48, piece_points_max = 8;
constexpr guint candidates_max = 240, exact_first = 8;

class Pinyin final : public InputMethod {
public:
    ~Pinyin() override { close(); }

    void type(char letter) override {
        const bool fits = (letter >= 'a' && letter <= 'z') || (letter == '\'' && !letters_.empty());
        if (!fits || letters_.size() >= letters_max) return;
        letters_.push_back(letter);
        guess();
    }

    bool erase() override {
        if (letters_.empty()) return false;
        letters_.pop_back();
        guess();
        return true;
    }

    std::string composed() const override { return composed_; }
    const std::string& letters() const override { return letters_; }
    const std::vector<std::string>& candidates() const override { return candidates_; }

    std::string choose(std::size_t number) override {
        if (number >= candidates_.size()) return {};
        std::string text = candidates_[number];
        std::size_t used = letters_.size();
        lookup_candidate_t* candidate = nullptr;
        lookup_candidate_type_t type = NORMAL_CANDIDATE;
        const Place& place = places_[number];
        if (pinyin_get_candidate(place.instance, place.number, &candidate) && candidate) {
            pinyin_get_candidate_type(place.instance, candidate, &type);
            if (type != NBEST_MATCH_CANDIDATE) used = static_cast<std::size_t>(std::max(1, pinyin_choose_candidate(place.instance, 0, candidate)));
        }
        letters_.erase(0, std::min(used, letters_.size()));
        while (letters_.starts_with('\'')) letters_.erase(0, 1);
        guess();
        return text;
    }

    std::vector<Spelling> spelling(std::string_view text) override {
        const auto points = code_points(text);
        std::vector<Spelling> pieces;
        for (std::size_t at = 0; at < points.size();) {
            Spelling piece;
            std::size_t count = std::min(piece_points_max, points.size() - at);
            for (; count > 0; --count) {
                piece.text = to_utf8({points.begin() + static_cast<std::ptrdiff_t>(at), points.begin() + static_cast<std::ptrdiff_t>(at + count)});
                piece.letters = letters_of(piece.text);
                if (!piece.letters.empty()) break;
            }
            at += std::max<std::size_t>(1, count);
            pieces.push_back(std::move(piece));
        }
        return pieces;
    }

    void reset() override {
        onecard::wipe(letters_);
        onecard::wipe(composed_);
        for (auto& candidate : candidates_) onecard::wipe(candidate);
        candidates_.clear();
        places_.clear();
        for (pinyin_instance_t* instance : {exact_, fuzzy_}) {
            if (instance) pinyin_reset(instance);
        }
    }

    // The tables stay: they are the same for everybody, and the database under them loses memory each time it is closed.
    void forget() override {
        reset();
        free_instances();
    }

private:
    bool open() {
        if (exact_ || broken_) return exact_ != nullptr;
        if (!context_) load();
        if (context_) {
            exact_ = pinyin_alloc_instance(context_);
            fuzzy_ = pinyin_alloc_instance(context_);
        }
        broken_ = !exact_ || !fuzzy_;
        if (broken_) log::error("pinyin tables missing: characters cannot be written on the screen");
        return !broken_;
    }

    void load() {
        // libpinyin wants a folder to learn into. It gets one in memory that is gone before the first letter.
        std::string folder = "/dev/shm/onecard-pinyin-XXXXXX";
        std::error_code ignored;
        if (!mkdtemp(folder.data())) {
            folder = (std::filesystem::temp_directory_path(ignored) / "onecard-pinyin-XXXXXX").string();
            if (!mkdtemp(folder.data())) folder.clear();
        }
        // Without this file libpinyin complains on standard error.
        if (!folder.empty()) std::ofstream(folder + "/user.conf") << "binary format version:7\nmodel data version:14\ndatabase format:BerkeleyDB\n";
        context_ = folder.empty() ? nullptr : pinyin_init(tables, folder.c_str());
        if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
    }

    void free_instances() {
        for (pinyin_instance_t** instance : {&exact_, &fuzzy_}) {
            if (*instance) pinyin_free_instance(*instance);
            *instance = nullptr;
        }
    }

    void close() {
        free_instances();
        if (context_) pinyin_fini(context_);
        context_ = nullptr;
    }

    void guess() {
        candidates_.clear();
        places_.clear();
        composed_ = letters_;
        if (letters_.empty() || !open()) return;
        // What was typed exactly comes first; then what only sounds alike gets its turn too.
        const guint exact = look_up(exact_, 0), fuzzy = look_up(fuzzy_, alike());
        for (guint e = 0, f = 0; e < exact || f < fuzzy;) {
            if (e < exact) add_candidate({exact_, e++});
            if (f < fuzzy && (e > exact_first || e == exact)) add_candidate({fuzzy_, f++});
        }
        gchar* divided = nullptr;
        if (pinyin_get_full_pinyin_auxiliary_text(exact_, letters_.size(), &divided) && divided) {
            composed_ = divided;
            std::erase(composed_, '|');
            composed_ = std::string(trim(composed_));
        }
        g_free(divided);
    }

    /// Sounds that many people do not tell apart.
    static pinyin_option_t alike() {
        return PINYIN_AMB_C_CH | PINYIN_AMB_S_SH | PINYIN_AMB_Z_ZH | PINYIN_AMB_F_H | PINYIN_AMB_L_N | PINYIN_AMB_AN_ANG | PINYIN_AMB_EN_ENG |
               PINYIN_AMB_IN_ING;
    }

    /// How many candidates there are.
    guint look_up(pinyin_instance_t* instance, pinyin_option_t more) {
        pinyin_option_t options = PINYIN_INCOMPLETE | USE_DIVIDED_TABLE | USE_RESPLIT_TABLE;
        options |= PINYIN_CORRECT_ALL;
        pinyin_set_options(context_, options | more);
        pinyin_reset(instance);
        pinyin_parse_more_full_pinyins(instance, letters_.c_str());
        pinyin_guess_sentence(instance);
        pinyin_guess_candidates(instance, 0, SORT_BY_PHRASE_LENGTH_AND_PINYIN_LENGTH_AND_FREQUENCY);
        guint count = 0;
        pinyin_get_n_candidate(instance, &count);
        return std::min(count, candidates_max);
    }

    /// Where libpinyin keeps a candidate.
    struct Place {
        pinyin_instance_t* instance = nullptr;
        guint number = 0;
    };

    void add_candidate(const Place& place) {
        lookup_candidate_t* candidate = nullptr;
        const gchar* text = nullptr;
        if (!pinyin_get_candidate(place.instance, place.number, &candidate)) return;
        if (!pinyin_get_candidate_string(place.instance, candidate, &text) || !text) return;
        if (std::find(candidates_.begin(), candidates_.end(), text) != candidates_.end()) return;
        candidates_.emplace_back(text);
        places_.push_back(place);
    }

    /// The letters of a phrase that libpinyin knows as one; empty when it does not.
    std::string letters_of(const std::string& phrase) {
        if (!open()) return {};
        GArray* tokens = g_array_new(FALSE, FALSE, sizeof(phrase_token_t));
        std::string best;
        guint best_count = 0;
        if (pinyin_lookup_tokens(exact_, phrase.c_str(), tokens)) {
            for (guint i = 0; i < tokens->len; ++i) {
                const phrase_token_t token = g_array_index(tokens, phrase_token_t, i);
                guint count = 0;
                pinyin_token_get_unigram_frequency(exact_, token, &count);
                std::string letters = first_sound(token);
                if (letters.empty() || (!best.empty() && count <= best_count)) continue;
                best = std::move(letters);
                best_count = count;
            }
        }
        g_array_free(tokens, TRUE);
        return best;
    }

    std::string first_sound(phrase_token_t token) {
        guint sounds = 0;
        if (!pinyin_token_get_n_pronunciation(exact_, token, &sounds) || sounds == 0) return {};
        GArray* keys = g_array_new(FALSE, FALSE, key_bytes);
        std::string letters;
        if (pinyin_token_get_nth_pronunciation(exact_, token, 0, keys)) {
            for (guint i = 0; i < keys->len; ++i) {
                gchar* one = nullptr;
                auto* key = reinterpret_cast<ChewingKey*>(keys->data + std::size_t(i) * key_bytes);
                if (pinyin_get_pinyin_string(exact_, key, &one) && one) {
                    // Without the mark "xian" would be read as one sound.
                    if (!letters.empty()) letters += '\'';
                    letters += one;
                }
                g_free(one);
            }
        }
        g_array_free(keys, TRUE);
        std::erase_if(letters, [](char c) { return c != '\'' && (c < 'a' || c > 'z'); });
        return letters;
    }

    /// The type is opaque; its size is part of libpinyin's stored tables and fixed.
    static constexpr guint key_bytes = 2;

    pinyin_context_t* context_ = nullptr;
    /// Two readings of the same letters, each with its own candidates.
    pinyin_instance_t *exact_ = nullptr, *fuzzy_ = nullptr;
    bool broken_ = false;
    std::string letters_, composed_;
    std::vector<std::string> candidates_;
    std::vector<Place> places_;
};

}  // namespace
}  // namespace onecard::ui

#if defined(__SANITIZE_ADDRESS__)
/// Berkeley DB below libpinyin does not give back its environment, libpinyin not the phrases it looks up.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libdb-\nleak:g_utf8_to_ucs4\n"; }
#endif

namespace onecard::ui {

std::unique_ptr<InputMethod> make_pinyin() { return std::make_unique<Pinyin>(); }

}  // namespace onecard::ui
