// looks_pictures FOLDER [SCENE|all [LANGUAGE|all [MODE|all]]]: pages as PNG, for a person to look at.
// looks_pictures --goldens: the small ones that the test compares with, into the sources.
#include <cstdio>
#include <filesystem>

#include "tests/looks/goldens.hpp"

using namespace onecard;

namespace {

int write_goldens() {
    int count = 0;
    for (const auto& language : looks::languages()) {
        looks::Booth booth(language);
        for (const auto& golden : looks::goldens(language)) {
            const auto file = looks::goldens_folder() / golden.file();
            std::filesystem::create_directories(file.parent_path());
            booth.show(*golden.scene, *golden.mode);
            if (!looks::write_small(looks::shrunk(booth.picture()), file)) return std::fprintf(stderr, "%s\n", file.c_str()), 1;
            ++count;
        }
    }
    std::printf("%d golden pictures\n", count);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) return std::puts("looks_pictures FOLDER [SCENE|all [LANGUAGE|all [MODE|all]]]"), 2;
    if (std::string(arguments[1]) == "--goldens") return write_goldens();
    const std::filesystem::path folder = arguments[1];
    std::filesystem::create_directories(folder);
    const auto wanted = [&](int at, const std::string& name) { return count <= at || std::string(arguments[at]) == "all" || arguments[at] == name; };
    for (const auto& language : looks::languages()) {
        if (!wanted(3, language)) continue;
        looks::Booth booth(language);
        for (const auto& mode : looks::modes()) {
            if (!wanted(4, mode.name)) continue;
            for (const auto& scene : gallery::scenes()) {
                if (!wanted(2, scene.name)) continue;
                booth.show(scene, mode);
                const auto file = folder / (scene.name + "." + language + "." + mode.name + ".png");
                if (!ui::write_png(booth.picture(), file)) return std::fprintf(stderr, "%s\n", file.c_str()), 1;
            }
        }
    }
    return 0;
}
