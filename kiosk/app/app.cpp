#include "kiosk/app/app.hpp"

#include <algorithm>
#include <csignal>

#include <malloc.h>

#include "base/file.hpp"
#include "base/log.hpp"
#include "kiosk/app/services_folder.hpp"

namespace onecard::app {
namespace {

constexpr const char* languages[] = {"zh-Hans", "mn-Mong", "en"};

std::atomic<bool> end_asked{false};
ui::Window* window_to_wake = nullptr;

void ask_for_end(int) {
    end_asked = true;
    if (window_to_wake) window_to_wake->wake();
}

}  // namespace

App::App(Settings settings) : settings_(std::move(settings)), sounds_(settings_.headless ? 0.0F : settings_.sound_volume),
      plugs_([this] { if (window_) window_->wake(); }) {
    model_.catalogue = &catalogue_;
    model_.regions = &regions_;
}

App::~App() {
    window_to_wake = nullptr;
    // Threads post into mailboxes that wake the window: they end first.
    headset_.reset();
    driving_.reset();
    attendant_.reset();
    machine_.reset();
}

Result<std::unique_ptr<App>> App::open(Settings settings, int driven_by) {
    std::unique_ptr<App> app(new App(std::move(settings)));
    for (const auto step : {&App::open_screen, &App::open_words, &App::open_visit})
        if (auto done = (app.get()->*step)(); !done) return failure(done.error());
    if (driven_by >= 0) app->driving_ = std::make_unique<DrivingLine>(driven_by, app->window_->waker());
    return app;
}

Status App::open_screen() {
    std::map<std::string, ui::KeyPress::Kind, std::less<>> keys;
    for (const auto& [action, key] : settings_.keys)
        if (const auto kind = ui::key_named(action)) keys[key] = *kind;
    auto window = ui::Window::open({"One-card", settings_.width, settings_.height, settings_.headless, settings_.full_screen, !settings_.full_screen,
                                    settings_.data / "graphics", settings_.full_screen ? -1 : 0, std::move(keys)});
    if (!window) return failure(window.error());
    window_ = *std::move(window);
    window_to_wake = window_.get();
    std::signal(SIGTERM, ask_for_end);
    std::signal(SIGINT, ask_for_end);
    return {};
}

// A file that can't be read takes nothing else with it: another language stands in, another look, no letters for pinyin. Staff read on the
// welcome page that something is missing, the log says what.
Status App::open_words() {
    for (const auto* language : languages) {
        auto strings = ui::Strings::load(settings_.assets / "strings", language);
        if (strings) words_.emplace(language, *std::move(strings));
        else done_without(strings.error(), "words of a language");
    }
    const auto first = std::find_if(std::begin(languages), std::end(languages), [this](const char* language) { return words_.contains(language); });
    if (first == std::end(languages)) return failure(Error::Kind::unavailable, "strings.none", "no language can be read");
    strings_ = words_.at(*first);
    for (const auto* name : {"day", "night", "contrast"}) {
        auto theme = ui::load_theme(settings_.assets / "themes" / (std::string(name) + ".json"));
        if (!theme) done_without(theme.error(), "a look");
        themes_.emplace(name, theme ? *std::move(theme) : ui::plain_theme());
    }
    auto table = read_file(settings_.assets / "pinyin.txt");
    if (table) pinyin_ = *std::move(table);
    else done_without(table.error(), "pinyin of the search");
    auto help = read_help(settings_.assets / "help" / "help.json");
    if (help) model_.help = *std::move(help);
    else done_without(help.error(), "help");
    auto hall = read_hall(settings_.assets / "hall" / "hall.json");
    if (hall) model_.about_hall = std::move(hall->view), model_.queue = std::move(hall->counters);
    else done_without(hall.error(), "what is told about the hall");
    return {};
}

void App::done_without(const Error& error, std::string_view what) {
    log::failed(what, error);
    incomplete_ = true;
}

Status App::open_visit() {
    machine_ = std::make_unique<Machine>(settings_, window_->waker());
    auto& machine = model_.machine;
    machine.hall = settings_.hall;
    machine.kiosk = settings_.kiosk;
    machine.keeper_phone = settings_.keeper_phone;
    machine.camera = machine_->has_camera();
    machine.hearing_loop = settings_.hearing_loop;
    machine.faults = machine_->faults();
    ui::View view;
    view.width = settings_.width;
    view.height = settings_.height;
    view.pixels_per_millimetre = settings_.pixels_per_millimetre;
    auto kit = ui::ScreenKit::open(settings_.assets, strings_, view, {machine_->clock(), machine_->random()});
    if (!kit) return failure(kit.error());
    kit_ = *std::move(kit);
    if (kit_->opened_without()) done_without(*kit_->opened_without(), "look or pictograms");
    const bool beside = settings_.chinese_beside != "no" && words_.contains("zh-Hans");
    const screens::Context context{model_, strings_, beside ? &words_.at("zh-Hans") : nullptr, settings_.chinese_beside == "before"};
    for (int i = 0; i < flow::screen_count; ++i) screens_[static_cast<std::size_t>(i)] = screens::make_screen(static_cast<flow::ScreenId>(i), context);
    auto known_by = speech::read_known_by(settings_.assets / "speech" / "known_by.zh-Hans.txt");
    if (!known_by) done_without(known_by.error(), "words that rare characters are known by");
    narration_ = std::make_unique<Narration>(voice_of(settings_), known_by ? *std::move(known_by) : speech::KnownBy{}, machine_->clock());
    if (incomplete_) machine.faults.push_back("setup.incomplete");
    attendant_ = std::make_unique<Attendant>(AttendantParts{
        model_, machine_->store(), machine_->clock(), machine_->random(), settings_.kiosk, machine_->receipt_key(),
        [this]() -> const ui::Strings& { return strings_; },
        [this](pay::CardOrder order) { machine_->order(std::move(order)); },
        [this] { machine_->nudge(); },
        [this](const std::string& serial) { machine_->ask_holder(serial); },
        [this](wire::LoadRequest request) { machine_->ask_load(std::move(request)); },
        [this](device::Slip slip) { machine_->print(std::move(slip)); },
        [this] { load_catalogue(); },
        [this] { restart_ = true; },
        [this] {
            kit_->forget();
            narration_->forget();
            machine_->let_pictures_go();
        },
        {std::chrono::seconds(settings_.quiet_seconds), std::chrono::seconds(settings_.warning_seconds), std::chrono::seconds(settings_.rest_seconds)},
        [this](device::Sound tone) { sounds_.play(tone); },
        [this] { return screen_picture(); },
        [this](const std::string& field) { field.empty() ? machine_->let_pictures_go() : machine_->take_picture(field); },
        [this](sync::ChargeAsk ask) { machine_->ask_charge(std::move(ask)); },
        [this](SaleOrder order) { machine_->sell(std::move(order)); },
        [this](const std::string& serial) { machine_->ask_private(serial); },
        [this](wire::UnblockRequest request) { machine_->ask_unblock(std::move(request)); },
        [this](RefundOrder order) { machine_->give_back(std::move(order)); }});
    attendant_->open();
    if (!settings_.headset.empty()) headset_ = std::make_unique<device::Headset>(settings_.headset, [this](bool in) { plugs_.post(in); });
    return {};
}

// The backend's catalogue, else the one that came with the program. Called only while nobody has an item open.
void App::load_catalogue() {
    std::string bundle;
    if (auto* store = machine_->store())
        if (auto cached = store->cache().catalogue(); cached && *cached) bundle = (*cached)->bundle;
    auto catalogue = flow::read_catalogue(bundle);
    if (!catalogue) {
        if (!bundle.empty()) log::failed("catalogue of the backend", catalogue.error());
        const auto own = bundle_services(settings_.assets);
        catalogue = own ? flow::read_catalogue(*own) : tl::unexpected<Error>(own.error());
    }
    if (!catalogue) return log::failed("catalogue", catalogue.error());
    catalogue_ = *std::move(catalogue);
    search_ = std::make_unique<flow::ItemSearch>(catalogue_, pinyin_);
    model_.search = search_.get();
    ::malloc_trim(0);  // the text and its JSON took several times what is kept of them
}

void App::load_regions() {
    const auto text = read_file(settings_.assets / "regions" / "regions.json");
    auto regions = text ? Regions::read(*text) : tl::unexpected<Error>(text.error());
    if (!regions) return log::failed("places of the district", regions.error());
    regions_ = *std::move(regions);
}

Ending App::run() {
    draw();  // the first page needs nothing of the catalogue, and reading that takes longer than the page
    load_catalogue();
    load_regions();
    while (!end_asked && !window_->closing() && !restart_) {
        const bool news = take_letters();
        const bool driven = take_orders();
        const auto warned = model_.visit.seconds_left, worked = model_.visit.working_seconds;
        const auto minute = to_millis(model_.machine.now) / tick_of_page().count();
        auto rest = attendant_->tick();
        const bool counted = warned != model_.visit.seconds_left || worked != model_.visit.working_seconds;
        changed_ = changed_ || news || driven || counted || minute != to_millis(model_.machine.now) / tick_of_page().count() ||
                   attendant_->screen() != on_screen_;
        rest = std::min(rest, narration_->tick(*kit_));
        const auto motion = kit_->next_frame_in();
        if (changed_ || kit_->wants_frame() || (motion && *motion <= Millis(0))) draw();
        if (const auto next = kit_->next_frame_in()) rest = std::min(rest, *next);
        for (auto& input : window_->wait(rest)) take_input(std::move(input));
    }
    return restart_ ? Ending::restart : Ending::quit;
}

void App::take_input(ui::Input input) {
    attendant_->touched();
    if (wakes(input)) return;
    if (narration_->interrupt(input)) {
        changed_ = true;
        return;
    }
    const auto* key = std::get_if<ui::KeyPress>(&input);
    if (key && key->kind == ui::KeyPress::Kind::curtain) {
        attendant_->on({flow::Event::Kind::show_over, model_.visit.over == flow::Over::curtain ? "" : "curtain"});
        changed_ = true;
        return;
    }
    kit_->feed(std::move(input));
}

// The first touch of a resting machine shows where to begin, and does nothing else until it lets go.
bool App::wakes(const ui::Input& input) {
    const auto* touch = std::get_if<ui::Touch>(&input);
    const bool lets_go = touch && (touch->kind == ui::Touch::Kind::up || touch->kind == ui::Touch::Kind::cancel);
    if (waking_ && touch && touch->kind != ui::Touch::Kind::down) {
        waking_ = !lets_go;
        return true;
    }
    waking_ = false;
    if (model_.visit.over != flow::Over::rest) return false;
    attendant_->on({flow::Event::Kind::show_over, {}});
    waking_ = touch != nullptr;
    changed_ = true;
    return true;
}

// What was just drawn, for ears.
void App::narrate() {
    sound();
    narration_->follow(*kit_, flow::name(on_screen_), strings_, model_.visit.settings);
}

// That time runs out must be noticed by those who look elsewhere too.
void App::sound() {
    const bool warned = model_.visit.seconds_left.has_value();
    if (warned && !warned_) narration_->tone("warning");
    warned_ = warned;
}

// How often the page changes by itself: with the minute in the strip, or with the pages of a resting machine.
Millis App::tick_of_page() const { return model_.visit.over == flow::Over::rest ? screens::rest_page_time : Millis(60'000); }

bool App::take_letters() {
    bool any = false;
    for (; auto letter = machine_->card_letters().take(); any = true) attendant_->on(*letter);
    for (; auto letter = machine_->net_letters().take(); any = true) attendant_->on(*letter);
    for (; auto letter = machine_->paper_letters().take(); any = true) attendant_->on(*letter);
    for (; auto letter = machine_->picture_letters().take(); any = true) attendant_->on(*std::move(letter));
    for (; auto plugged = plugs_.take(); any = true) headset(*plugged);
    for (; auto letter = machine_->terminal_letters().take(); any = true) attendant_->on(*letter);
    if (any) {
        const auto& machine = model_.machine;
        machine_->set_health({machine.in_service, machine.reader_ready, machine.psam_ready, machine.printer});
    }
    return any;
}

// Who plugs headphones in wants to hear; who pulls them out wants nobody else to.
void App::headset(bool plugged) {
    if (plugged) attendant_->touched();
    if (plugged && model_.visit.over == flow::Over::rest) attendant_->on({flow::Event::Kind::show_over, {}});
    if (model_.visit.settings.voice != plugged) attendant_->on({flow::Event::Kind::set, plugged ? "voice=on" : "voice=off"});
}

// Language, size and contrast as the visitor set them.
void App::use_settings() {
    const auto& wanted = model_.visit.settings;
    if (wanted.language != shown_.language && words_.contains(wanted.language)) {
        strings_ = words_.at(wanted.language);
        kit_->use(strings_);
    }
    constexpr const char* looks[] = {"day", "night", "contrast"};
    if (wanted.look != shown_.look) kit_->use(themes_.at(looks[static_cast<int>(wanted.look)]));
    if (wanted != shown_) {
        constexpr float scales[] = {1.0F, 1.5F, 2.0F};
        auto view = kit_->view();
        view.text_scale = scales[std::clamp(wanted.larger, 0, 2)];
        view.low = wanted.low;
        view.elder = wanted.elder;
        view.side = static_cast<ui::View::Side>(wanted.side);
        view.reduced_motion = wanted.calm;
        view.speech = wanted.voice;
        kit_->use(view);
    }
    shown_ = wanted;
}

void App::draw() {
    constexpr int frames_max = 16;
    changed_ = false;
    int frames = 0;
    do draw_once();
    while ((changed_ || kit_->wants_frame()) && ++frames < frames_max);
    if (!changed_ && !kit_->wants_frame()) narrate();
    if (kit_->wants_frame()) draw_once();  // a new caption
    changed_ = changed_ || kit_->wants_frame();
    if (window_->take_lost()) kit_->repaint();
    window_->present(kit_->paint(window_->surface()));
}

// For who mends the machine from afar. What is on the glass stays as it was.
Bytes App::screen_picture() {
    constexpr int passes_max = 4;
    kit_->conceal(true);
    kit_->repaint();
    // While the page settles no input is taken, so nothing happens on it meanwhile.
    for (int pass = 0; pass < passes_max && (pass == 0 || (kit_->wants_frame() && kit_->inputs_waiting() == 0)); ++pass) {
        kit_->begin_frame(std::string(flow::name(attendant_->screen())) + "/concealed");
        screens_[static_cast<std::size_t>(attendant_->screen())]->draw(*kit_);
        kit_->end_frame();
    }
    ui::Surface seen(settings_.width, settings_.height);
    kit_->paint(seen);
    kit_->conceal(false);
    kit_->repaint();
    changed_ = true;
    device::GreyPicture grey{seen.width(), seen.height(), {}};
    for (int y = 0; y < seen.height(); ++y)
        for (const std::uint32_t pixel : std::span(seen.row(y), static_cast<std::size_t>(seen.width())))
            grey.pixels.push_back(static_cast<std::uint8_t>(((pixel >> 16 & 255) * 3 + (pixel >> 8 & 255) * 6 + (pixel & 255)) / 10));
    auto packed = device::to_jpeg(grey);
    return packed ? *std::move(packed) : Bytes{};
}

// One pass over the page; an event of it is handled at once, so that the next pass shows what it led to.
void App::draw_once() {
    use_settings();
    changed_ = false;
    const auto screen = attendant_->screen();
    auto& page = *screens_[static_cast<std::size_t>(screen)];
    if (screen != on_screen_) {
        page.enter();
        on_screen_ = screen;
    }
    // Nothing stands on the same pixels for hours.
    const auto drift = model_.visit.over == flow::Over::rest ? static_cast<float>(to_millis(model_.machine.now) / 60'000 % 8) * 4 - 14 : 0.0F;
    kit_->drift(drift);
    kit_->begin_frame(std::string(flow::name(screen)) + "/" + page.part());
    const auto event = page.draw(*kit_);
    kit_->end_frame();
    if (!event) return;
    attendant_->on(*event);
    changed_ = true;
}

}  // namespace onecard::app
