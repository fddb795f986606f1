#include "backend/keys/ceremony.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "cardreader/crypto/master_keys.hpp"

namespace onecard::keys {
namespace {

constexpr std::size_t component_bytes = 16, components_min = 2;

Result<MasterKey> master_key(std::string_view name) {
    const auto found = std::find_if(std::begin(master_keys), std::end(master_keys), [&](const auto& key) { return key.label == name; });
    if (found != std::end(master_keys)) return *found;
    return failure(Error::Kind::invalid, "keys.name", "master keys are draft, load, pin_unblock, tac and unload");
}

Result<SecretBytes> read_component(const std::filesystem::path& file) {
    const auto bad = [&](std::string_view why) { return failure(Error::Kind::invalid, "keys.component", file.string() + ": " + std::string(why)); };
    auto text = read_file(file, 4096);
    if (!text) return bad("it can't be read");
    auto bytes = from_hex(trim(*text));
    wipe(*text);
    if (!bytes || bytes->size() != component_bytes) return bad("a component is 32 hexadecimal digits");
    SecretBytes component(bytes->begin(), bytes->end());
    wipe(bytes->data(), bytes->size());
    return component;
}

}  // namespace

Result<std::string> import_components(Token& token, std::string_view name, std::span<const std::filesystem::path> components) {
    const auto wanted = master_key(name);
    if (!wanted) return failure(wanted.error());
    if (components.size() < components_min) return failure(Error::Kind::invalid, "keys.component", "at least two components are needed");
    SecretBytes key(component_bytes);
    for (const auto& file : components) {
        const auto component = read_component(file);
        if (!component) return failure(component.error());
        for (std::size_t i = 0; i < component_bytes; ++i) key[i] = static_cast<std::uint8_t>(key[i] ^ (*component)[i]);
    }
    if (auto imported = token.import_key(wanted->label, key, wanted->use); !imported) return failure(imported.error());
    const auto all = token.keys();
    if (!all) return failure(all.error());
    const auto made = std::find_if(all->begin(), all->end(), [&](const auto& one) { return one.label == name; });
    return made == all->end() ? std::string() : made->check_value;
}

Status generate(Token& token, std::string_view name) {
    const auto wanted = master_key(name);
    if (!wanted) return failure(wanted.error());
    return token.generate_key(wanted->label, wanted->use);
}

Status import_sample(Token& token, const std::filesystem::path& file) {
    auto text = read_file(file);
    if (!text) return failure(text.error().kind, text.error().code, file.string());
    const auto keys = card::read_master_keys(*text);
    wipe(*text);
    if (!keys) return failure(keys.error().kind, keys.error().code, file.string() + ": " + keys.error().detail);
    const std::pair<std::string_view, const card::Key*> all[] = {{"load", &keys->load}, {"pin_unblock", &keys->pin_unblock},
                                                                    {"tac", &keys->tac}, {"unload", &keys->unload}};
    for (const auto& [name, key] : all) {
        const auto imported = token.import_key(name, *key, master_key(name)->use);
        if (!imported && imported.error().code != "keys.known") return imported;
    }
    // On no card: nobody needs to know it.
    const auto made = generate(token, "draft");
    return made || made.error().code == "keys.known" ? Status() : made;
}

}  // namespace onecard::keys
