#include "kiosk/app/gallery.hpp"

#include <cstdio>
#include <memory>
#include <vector>

#include "base/file.hpp"
#include "kiosk/app/services_folder.hpp"
#include "kiosk/gallery/scenes.hpp"
#include "kiosk/ui/screen_kit.hpp"
#include "kiosk/ui/window.hpp"

namespace onecard::app {
namespace {

constexpr const char* languages[] = {"zh-Hans", "mn-Mong", "en"};
constexpr const char* looks[] = {"day", "night", "contrast"};

class Gallery {
public:
    explicit Gallery(const Settings& settings) : settings_(settings) {}

    Status open() {
        for (const auto* language : languages) {
            auto words = ui::Strings::load(settings_.assets / "strings", language);
            if (!words) return failure(words.error());
            words_.push_back(*std::move(words));
        }
        for (const auto* look : looks) {
            auto theme = ui::load_theme(settings_.assets / "themes" / (std::string(look) + ".json"));
            if (!theme) return failure(theme.error());
            themes_.push_back(*std::move(theme));
        }
        if (auto hall = open_hall(); !hall) return hall;
        ui::View view;
        view.width = settings_.width;
        view.height = settings_.height;
        view.pixels_per_millimetre = settings_.pixels_per_millimetre;
        auto kit = ui::ScreenKit::open(settings_.assets, words_[0], view, {clock_, random_});
        if (!kit) return failure(kit.error());
        kit_ = *std::move(kit);
        return {};
    }

    Status write(const std::filesystem::path& folder) {
        std::error_code trouble;
        std::filesystem::create_directories(folder, trouble);
        int count = 0;
        for (language_ = 0; language_ < words_.size(); ++language_)
            for (look_ = 0; look_ < themes_.size(); ++look_)
                for (scene_ = 0; scene_ < gallery::scenes().size(); ++scene_, ++count) {
                    stage();
                    draw();
                    ui::Surface surface(settings_.width, settings_.height);
                    kit_->repaint();
                    kit_->paint(surface);
                    const auto name = std::string(languages[language_]) + "." + looks[look_] + "." + gallery::scenes()[scene_].name + ".png";
                    if (auto written = ui::write_png(surface, folder / name); !written) return written;
                }
        std::printf("%d pictures: %zu scenes x %zu languages x %zu themes\n", count, gallery::scenes().size(), words_.size(), themes_.size());
        return {};
    }

    Status show() {
        ui::WindowOptions options;
        options.title = "onecard gallery";
        options.width = settings_.width;
        options.height = settings_.height;
        auto window = ui::Window::open(options);
        if (!window) return failure(window.error());
        stage();
        while (!(*window)->closing()) {
            draw();
            if ((*window)->take_lost()) kit_->repaint();
            (*window)->present(kit_->paint((*window)->surface()));
            for (ui::Input& input : (*window)->wait(kit_->next_frame_in()))
                if (!turns(input)) kit_->feed(std::move(input));
        }
        return {};
    }

private:
    Status open_hall() {
        auto bundle = bundle_services(settings_.assets);
        if (!bundle) return failure(bundle.error());
        auto catalogue = flow::read_catalogue(*bundle);
        if (!catalogue) return failure(catalogue.error());
        auto help = read_help(settings_.assets / "help" / "help.json");
        if (!help) return failure(help.error());
        const auto pinyin = read_file(settings_.assets / "pinyin.txt");
        if (!pinyin) return failure(pinyin.error());
        const auto places = read_file(settings_.assets / "regions" / "regions.json");
        auto regions = places ? Regions::read(*places) : tl::unexpected<Error>(places.error());
        if (!regions) return failure(regions.error());
        hall_ = std::make_unique<const gallery::SampleHall>(*std::move(catalogue), *std::move(help), *std::move(regions), *pinyin);
        return {};
    }

    void stage() {
        screen_.reset();
        visit_ = std::make_unique<gallery::SampleVisit>(*hall_);
        kit_->use(words_[language_]);
        kit_->use(themes_[look_]);
        const auto& scene = gallery::scenes()[scene_];
        screen_ = gallery::stage(scene, *visit_, words_[language_]);
        draw();
        for (const auto& key : scene.touches) touch(key);
    }

    void touch(const std::string& key) {
        for (const auto& target : kit_->targets()) {
            if (target.key != key || !target.visible) continue;
            const float x = target.rect.x + target.rect.width / 2, y = target.rect.y + target.rect.height / 2;
            kit_->feed(ui::Touch{ui::Touch::Kind::down, x, y});
            kit_->feed(ui::Touch{ui::Touch::Kind::up, x, y});
            break;
        }
        draw();
    }

    // What a page asks for leads nowhere here; only the strip's language and theme do.
    void draw() {
        constexpr int frames_max = 20;
        int frames = 0;
        bool again = false;
        do {
            kit_->begin_frame(gallery::scenes()[scene_].name);
            (void)screen_->draw(*kit_);
            const auto pressed = kit_->pressed();
            kit_->end_frame();
            if (pressed == "language") language_ = (language_ + 1) % words_.size(), again = true;
            if (pressed == "ease") look_ = (look_ + 1) % themes_.size(), again = true;
        } while (kit_->wants_frame() && ++frames < frames_max);
        if (again) stage();
    }

    bool turns(const ui::Input& input) {
        constexpr float edge = 0.05f;
        const auto count = gallery::scenes().size();
        const float width = static_cast<float>(settings_.width);
        int step = 0;
        if (const auto* touch = std::get_if<ui::Touch>(&input); touch && (touch->x < width * edge || touch->x > width * (1 - edge))) {
            if (touch->kind != ui::Touch::Kind::up) return true;
            step = touch->x < width / 2 ? -1 : 1;
        }
        if (const auto* key = std::get_if<ui::KeyPress>(&input))
            step = key->kind == ui::KeyPress::Kind::page_down ? 1 : key->kind == ui::KeyPress::Kind::page_up ? -1 : 0;
        if (step == 0) return false;
        scene_ = (scene_ + count + static_cast<std::size_t>(step)) % count;
        stage();
        return true;
    }

    const Settings& settings_;
    SystemClock clock_;
    SeededRandom random_{1};
    std::vector<ui::Strings> words_;
    std::vector<ui::Theme> themes_;
    std::unique_ptr<const gallery::SampleHall> hall_;
    std::unique_ptr<gallery::SampleVisit> visit_;
    std::unique_ptr<screens::Screen> screen_;
    std::unique_ptr<ui::ScreenKit> kit_;
    std::size_t language_ = 0, look_ = 0, scene_ = 0;
};

}  // namespace

int show_gallery(const Settings& settings, const std::filesystem::path& folder) {
    Gallery gallery(settings);
    auto done = gallery.open();
    if (done && folder.empty() && settings.headless) done = failure(Error::Kind::invalid, "gallery.folder", "without a window a folder for the pictures is needed");
    else if (done) done = folder.empty() ? gallery.show() : gallery.write(folder);
    if (done) return 0;
    std::fprintf(stderr, "onecard-kiosk: %s: %s\n", done.error().code.c_str(), done.error().detail.c_str());
    return 1;
}

}  // namespace onecard::app
