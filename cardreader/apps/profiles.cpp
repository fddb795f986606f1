#include "cardreader/apps/profiles.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "cardreader/apps/profile_file.hpp"

namespace onecard::card {
namespace {

namespace fs = std::filesystem;

/// Of the one file that is about no card.
constexpr std::string_view psam_stem = "psam";

struct Folder {
    std::vector<ProfileFile> open;
    std::vector<Profile> closed;
    std::vector<Error> mistakes;

    void close(const Bytes& aid, Error why) {
        Profile profile;
        profile.aid = aid;
        profile.closed = true;
        std::erase_if(open, [&](const auto& one) { return one.profile.aid == aid; });
        if (std::none_of(closed.begin(), closed.end(), [&](const auto& one) { return one.aid == aid; })) closed.push_back(std::move(profile));
        mistakes.push_back(std::move(why));
    }
};

Result<std::vector<fs::path>> files_of(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code why;
    for (fs::directory_iterator entry(folder, why), end; !why && entry != end; entry.increment(why))
        if (entry->path().extension() == ".json" && entry->path().stem() != psam_stem) files.push_back(entry->path());
    if (why || files.empty() || files.size() > Profiles::files_max)
        return failure(Error::Kind::invalid, "profile.folder", folder.filename().string() + ": " + (why ? why.message() : std::to_string(files.size()) + " files"));
    // The same mistake is told first on every machine.
    std::sort(files.begin(), files.end());
    return files;
}

/// Two that claim the same AID: nobody knows which of them is right. Two of one order: who comes second in the folder is wrong.
void close_doubles(Folder& folder) {
    const auto all = folder.open;
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const bool same_aid = all[i].profile.aid == all[j].profile.aid;
            if (!same_aid && all[i].order != all[j].order) continue;
            const auto sentence = all[i].file + ": " + (same_aid ? "aid" : "order") + " is that of " + all[j].file;
            folder.close(all[i].profile.aid, {Error::Kind::invalid, "profile.twice", sentence});
            break;
        }
    }
}

Result<PsamSettings> read_psam(const fs::path& folder) {
    const auto file = std::string(psam_stem) + ".json";
    const auto text = read_file(folder / file, Profiles::file_bytes_max);
    if (!text) return failure(Error::Kind::invalid, "sam.settings", file + ": " + text.error().code);
    return psam_settings_from(*text, file);
}

/// Error: nobody can tell whose application the file was about.
Status read_into(Folder& folder, const fs::path& path) {
    const auto name = path.filename().string();
    const auto text = read_file(path, Profiles::file_bytes_max);
    if (!text) return failure(Error::Kind::invalid, "profile.unreadable", name + ": " + text.error().code);
    auto one = profile_from(*text, name);
    if (one) {
        folder.open.push_back(*std::move(one));
        return {};
    }
    const auto aid = aid_in(*text);
    if (!aid) return failure(one.error());
    folder.close(*aid, one.error());
    return {};
}

}  // namespace

Result<Profiles> Profiles::read(const fs::path& path) {
    const auto files = files_of(path);
    if (!files) return failure(files.error());
    Folder folder;
    for (const auto& file : *files)
        if (auto read = read_into(folder, file); !read) return failure(read.error());
    // An AID may have been closed by one file before another one, a good one, was read.
    for (const auto& closed : folder.closed) std::erase_if(folder.open, [&](const auto& one) { return one.profile.aid == closed.aid; });
    close_doubles(folder);
    auto& open = folder.open;
    std::sort(open.begin(), open.end(), [](const auto& a, const auto& b) { return a.order < b.order; });
    // Asked for first: a card that has one of them must not be taken for another of its applications, with another purse.
    auto profiles = std::move(folder.closed);
    for (auto& one : open) profiles.push_back(std::move(one.profile));
    return Profiles(std::move(profiles), std::move(folder.mistakes), read_psam(path));
}

}  // namespace onecard::card
