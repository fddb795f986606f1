#include "backend/key_upkeep.hpp"

#include <cstdio>

#include "backend/keys/ceremony.hpp"
#include "backend/keys/soft_token.hpp"

namespace onecard {
namespace {

using keys::Token;

std::filesystem::path folder_of(const ServeSettings& settings) { return settings.data / "keys"; }

bool own_module(const ServeSettings& settings) { return !settings.token.module.empty(); }

Result<std::unique_ptr<Token>> open_token(const ServeSettings& settings) {
    if (own_module(settings)) return Token::open(settings.token);
    if (!keys::soft_token_made(folder_of(settings)))
        return failure(Error::Kind::invalid, "keys.none", "there is no token: onecard-backend keys init --data " + settings.data.string());
    const auto token = keys::soft_token(folder_of(settings));
    if (!token) return failure(token.error());
    return Token::open(*token);
}

Status list_keys(Token& token) {
    const auto all = token.keys();
    if (!all) return failure(all.error());
    for (const auto& key : *all)
        std::printf("%-12s  check value %s  %s  %s\n", key.label.c_str(), key.check_value.c_str(),
                    key.extractable || !key.sensitive ? "EXTRACTABLE" : "not extractable", key.use == keys::Use::derive ? "derives only" : "encrypts only");
    std::printf("%zu keys\n", all->size());
    return {};
}

}  // namespace

Result<std::unique_ptr<keys::KeyService>> open_keys(const ServeSettings& settings) {
    const bool fresh_sample = settings.sample && !own_module(settings);
    if (fresh_sample && !keys::soft_token_made(folder_of(settings)))
        if (auto made = keys::make_soft_token(folder_of(settings)); !made) return failure(made.error());
    auto token = open_token(settings);
    if (!token) return failure(token.error());
    if (fresh_sample)
        if (auto imported = keys::import_sample(**token, settings.assets / "cards" / "keys.json"); !imported) return failure(imported.error());
    auto service = keys::TokenKeys::open(*std::move(token));
    if (!service) return failure(service.error());
    return std::unique_ptr<keys::KeyService>(*std::move(service));
}

Status keep_keys(const ServeSettings& settings, const std::string& verb, const std::string& name, std::span<const std::filesystem::path> components) {
    if (verb == "init") {
        if (own_module(settings)) return failure(Error::Kind::invalid, "keys.init", "a module of its own is made ready with its maker's tools");
        if (keys::soft_token_made(folder_of(settings))) return failure(Error::Kind::invalid, "keys.known", "there is a token already");
        if (auto made = keys::make_soft_token(folder_of(settings)); !made) return made;
        std::printf("token made in %s; keep officer.pin in the safe\n", folder_of(settings).c_str());
        return {};
    }
    auto token = open_token(settings);
    if (!token) return failure(token.error());
    if (verb == "list") return list_keys(**token);
    if (verb == "generate") {
        if (auto made = keys::generate(**token, name); !made) return made;
        return list_keys(**token);
    }
    const auto check_value = keys::import_components(**token, name, components);
    if (!check_value) return failure(check_value.error());
    std::printf("%s: check value %s\n", name.c_str(), check_value->c_str());
    return {};
}

}  // namespace onecard
