// looks_pictures FOLDER [SCENE|all [LANGUAGE|all [MODE|all]]]: pages as PNG, for a person to look at.
#include <cstdio>
#include <filesystem>

#include "tests/looks/looks.hpp"

using namespace onecard;

int main(int count, char** arguments) {
    if (count < 2) return std::puts("looks_pictures FOLDER [SCENE|all [LANGUAGE|all [MODE|all]]]"), 2;
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
