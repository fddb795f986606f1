#include "backend/keys/token.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include "base/file.hpp"

namespace onecard::keys {
namespace {

constexpr std::size_t label_bytes = 32, key_bytes = 16, slots_max = 64, keys_max = 64, sessions_kept_max = 16;

tl::unexpected<Error> pkcs11_failure(std::string_view function, CK_RV value) {
    char text[96];
    std::snprintf(text, sizeof text, "%.*s 0x%lx", static_cast<int>(function.size()), function.data(), value);
    if (value == CKR_PIN_INCORRECT || value == CKR_PIN_LOCKED || value == CKR_PIN_INVALID || value == CKR_PIN_LEN_RANGE)
        return failure(Error::Kind::refused, "keys.pin", text);
    return failure(Error::Kind::unavailable, "keys.unavailable", text);
}

Result<SecretBytes> read_pin(const std::filesystem::path& file) {
    auto text = read_file(file, 4096);
    if (!text) return failure(Error::Kind::invalid, "keys.pin", file.string() + " can't be read");
    const auto line = std::string_view(*text).substr(0, text->find_first_of("\r\n"));
    SecretBytes pin(line.begin(), line.end());
    wipe(*text);
    if (pin.empty()) return failure(Error::Kind::invalid, "keys.pin", file.string() + " is empty");
    return pin;
}

CK_BYTE* bytes_of(ByteView bytes) { return const_cast<CK_BYTE*>(bytes.data()); }

template <class T>
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, T& value) {
    return {type, &value, sizeof value};
}

/// What every key of ours is: secret, private to the user, never to be read or wrapped out.
struct KeyForm {
    CK_OBJECT_CLASS kind = CKO_SECRET_KEY;
    CK_KEY_TYPE type = CKK_DES2;
    CK_BBOOL yes = CK_TRUE, no = CK_FALSE;

    std::vector<CK_ATTRIBUTE> common(bool on_token) {
        return {attribute(CKA_CLASS, kind),     attribute(CKA_KEY_TYPE, type),   attribute(CKA_TOKEN, on_token ? yes : no),
                attribute(CKA_PRIVATE, yes),    attribute(CKA_SENSITIVE, yes),   attribute(CKA_EXTRACTABLE, no),
                attribute(CKA_WRAP, no),        attribute(CKA_UNWRAP, no),       attribute(CKA_SIGN, no),
                attribute(CKA_VERIFY, no)};
    }
    std::vector<CK_ATTRIBUTE> named(std::string_view label, Use use) {
        auto all = common(true);
        const bool derives = use == Use::derive;
        all.push_back(attribute(CKA_DERIVE, derives ? yes : no));
        all.push_back(attribute(CKA_ENCRYPT, derives ? no : yes));
        all.push_back(attribute(CKA_DECRYPT, no));
        all.push_back({CKA_LABEL, const_cast<char*>(label.data()), label.size()});
        return all;
    }
    std::vector<CK_ATTRIBUTE> derived() {
        auto all = common(false);
        for (const auto use : {CKA_DERIVE, CKA_ENCRYPT, CKA_DECRYPT}) all.push_back(attribute(use, yes));
        return all;
    }
};

}  // namespace

struct Token::Inside {
    void* library = nullptr;
    CK_FUNCTION_LIST* call = nullptr;
    bool initialised = false;
    CK_SLOT_ID slot = 0;
    std::filesystem::path pin_file;
    std::mutex mutex;
    std::vector<CK_SESSION_HANDLE> resting;        ///< guarded by mutex
    std::map<std::string, CK_OBJECT_HANDLE> found;  ///< guarded by mutex; handles of token objects hold in every session

    ~Inside() {
        // Ends all sessions and forgets the login.
        if (initialised) call->C_Finalize(nullptr);
        if (library != nullptr) ::dlclose(library);
    }

    Status load(const std::filesystem::path& module);
    Result<CK_SLOT_ID> slot_of(std::string_view label);
    Result<CK_SLOT_ID> free_slot();
    Result<CK_SESSION_HANDLE> open_session();
    Result<CK_SESSION_HANDLE> open_user_session();
    Result<CK_OBJECT_HANDLE> find(CK_SESSION_HANDLE session, std::string_view label);
    Result<std::vector<CK_OBJECT_HANDLE>> objects(CK_SESSION_HANDLE session, std::vector<CK_ATTRIBUTE> wanted);
};

Status Token::Inside::load(const std::filesystem::path& module) {
    const auto bad = [&](const std::string& why) { return failure(Error::Kind::invalid, "keys.module", module.string() + ": " + why); };
    library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return bad("it can't be loaded");
    const auto list = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    if (list == nullptr || list(&call) != CKR_OK || call == nullptr) return bad("it is no PKCS#11 module");
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.flags = CKF_OS_LOCKING_OK;
    if (const auto value = call->C_Initialize(&arguments); value != CKR_OK) return pkcs11_failure("C_Initialize", value);
    initialised = true;
    return {};
}

Result<CK_SLOT_ID> Token::Inside::slot_of(std::string_view label) {
    CK_SLOT_ID slots[slots_max];
    CK_ULONG count = slots_max;
    if (const auto value = call->C_GetSlotList(CK_TRUE, slots, &count); value != CKR_OK) return pkcs11_failure("C_GetSlotList", value);
    for (CK_ULONG i = 0; i < std::min<CK_ULONG>(count, slots_max); ++i) {
        CK_TOKEN_INFO info{};
        if (call->C_GetTokenInfo(slots[i], &info) != CKR_OK || (info.flags & CKF_TOKEN_INITIALIZED) == 0) continue;
        std::string_view name(reinterpret_cast<const char*>(info.label), label_bytes);
        name = name.substr(0, name.find_last_not_of(' ') + 1);
        if (name == label) return slots[i];
    }
    return failure(Error::Kind::unavailable, "keys.token", "there is no token '" + std::string(label) + "'");
}

Result<CK_SLOT_ID> Token::Inside::free_slot() {
    CK_SLOT_ID slots[slots_max];
    CK_ULONG count = slots_max;
    if (const auto value = call->C_GetSlotList(CK_TRUE, slots, &count); value != CKR_OK) return pkcs11_failure("C_GetSlotList", value);
    for (CK_ULONG i = 0; i < std::min<CK_ULONG>(count, slots_max); ++i) {
        CK_TOKEN_INFO info{};
        if (call->C_GetTokenInfo(slots[i], &info) == CKR_OK && (info.flags & CKF_TOKEN_INITIALIZED) == 0) return slots[i];
    }
    return failure(Error::Kind::exhausted, "keys.token", "the module has no slot for another token");
}

Result<CK_SESSION_HANDLE> Token::Inside::open_session() {
    CK_SESSION_HANDLE session = 0;
    const auto value = call->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session);
    if (value != CKR_OK) return pkcs11_failure("C_OpenSession", value);
    return session;
}

/// The login is the whole application's and ends with its last session, or with the token.
Result<CK_SESSION_HANDLE> Token::Inside::open_user_session() {
    const auto session = open_session();
    if (!session) return session;
    auto pin = read_pin(pin_file);
    const auto value = pin ? call->C_Login(*session, CKU_USER, pin->data(), pin->size()) : CKR_OK;
    if (pin && (value == CKR_OK || value == CKR_USER_ALREADY_LOGGED_IN)) return session;
    call->C_CloseSession(*session);
    if (!pin) return failure(pin.error());
    return pkcs11_failure("C_Login", value);
}

Result<std::vector<CK_OBJECT_HANDLE>> Token::Inside::objects(CK_SESSION_HANDLE session, std::vector<CK_ATTRIBUTE> wanted) {
    if (const auto value = call->C_FindObjectsInit(session, wanted.data(), wanted.size()); value != CKR_OK)
        return pkcs11_failure("C_FindObjectsInit", value);
    std::vector<CK_OBJECT_HANDLE> handles(keys_max);
    CK_ULONG count = 0;
    const auto value = call->C_FindObjects(session, handles.data(), handles.size(), &count);
    call->C_FindObjectsFinal(session);
    if (value != CKR_OK) return pkcs11_failure("C_FindObjects", value);
    handles.resize(count);
    return handles;
}

Result<CK_OBJECT_HANDLE> Token::Inside::find(CK_SESSION_HANDLE session, std::string_view label) {
    const std::lock_guard lock(mutex);
    if (const auto known = found.find(std::string(label)); known != found.end()) return known->second;
    KeyForm form;
    auto handles = objects(session, {attribute(CKA_CLASS, form.kind), attribute(CKA_TOKEN, form.yes),
                                     {CKA_LABEL, const_cast<char*>(label.data()), label.size()}});
    if (!handles) return failure(handles.error());
    if (handles->size() != 1)
        return failure(Error::Kind::unavailable, "keys.unavailable", std::to_string(handles->size()) + " keys '" + std::string(label) + "'");
    return found[std::string(label)] = handles->front();
}

Token::Token(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Token::~Token() = default;

Result<std::unique_ptr<Token>> Token::open(const TokenSettings& settings) {
    auto inside = std::make_unique<Inside>();
    if (auto loaded = inside->load(settings.module); !loaded) return failure(loaded.error());
    const auto slot = inside->slot_of(settings.label);
    if (!slot) return failure(slot.error());
    inside->slot = *slot;
    inside->pin_file = settings.pin_file;
    const auto session = inside->open_user_session();
    if (!session) return failure(session.error());
    inside->resting.push_back(*session);
    return std::unique_ptr<Token>(new Token(std::move(inside)));
}

Status Token::make(const TokenSettings& settings, std::string_view officer_pin) {
    auto pin = read_pin(settings.pin_file);
    if (!pin) return failure(pin.error());
    Inside inside;
    if (auto loaded = inside.load(settings.module); !loaded) return loaded;
    auto slot = inside.free_slot();
    if (!slot) return failure(slot.error());
    CK_UTF8CHAR label[label_bytes];
    std::fill(std::begin(label), std::end(label), ' ');
    std::copy_n(settings.label.begin(), std::min(settings.label.size(), label_bytes), label);
    const auto officer = reinterpret_cast<CK_UTF8CHAR*>(const_cast<char*>(officer_pin.data()));
    if (const auto value = inside.call->C_InitToken(*slot, officer, officer_pin.size(), label); value != CKR_OK)
        return pkcs11_failure("C_InitToken", value);
    // A module may number its slots anew once a token is made.
    slot = inside.slot_of(settings.label);
    if (!slot) return failure(slot.error());
    inside.slot = *slot;
    const auto session = inside.open_session();
    if (!session) return failure(session.error());
    if (const auto value = inside.call->C_Login(*session, CKU_SO, officer, officer_pin.size()); value != CKR_OK) return pkcs11_failure("C_Login", value);
    if (const auto value = inside.call->C_InitPIN(*session, pin->data(), pin->size()); value != CKR_OK) return pkcs11_failure("C_InitPIN", value);
    return {};
}

Result<std::unique_ptr<Token::Session>> Token::session() {
    {
        const std::lock_guard lock(inside_->mutex);
        if (!inside_->resting.empty()) {
            const auto handle = inside_->resting.back();
            inside_->resting.pop_back();
            return std::make_unique<Session>(*inside_, handle);
        }
    }
    const auto handle = inside_->open_user_session();
    if (!handle) return failure(handle.error());
    return std::make_unique<Session>(*inside_, *handle);
}

Status Token::import_key(std::string_view label, ByteView key, Use use) {
    require(key.size() == key_bytes, "a key of 16 bytes");
    auto session = this->session();
    if (!session) return failure(session.error());
    if (inside_->find((*session)->handle_, label)) return failure(Error::Kind::invalid, "keys.known", "there is a key '" + std::string(label) + "' already");
    KeyForm form;
    auto all = form.named(label, use);
    all.push_back({CKA_VALUE, bytes_of(key), key.size()});
    CK_OBJECT_HANDLE handle = 0;
    const auto value = inside_->call->C_CreateObject((*session)->handle_, all.data(), all.size(), &handle);
    if (value != CKR_OK) return pkcs11_failure("C_CreateObject", value);
    return {};
}

Status Token::generate_key(std::string_view label, Use use) {
    auto session = this->session();
    if (!session) return failure(session.error());
    if (inside_->find((*session)->handle_, label)) return failure(Error::Kind::invalid, "keys.known", "there is a key '" + std::string(label) + "' already");
    KeyForm form;
    auto all = form.named(label, use);
    CK_MECHANISM mechanism{CKM_DES2_KEY_GEN, nullptr, 0};
    CK_OBJECT_HANDLE handle = 0;
    const auto value = inside_->call->C_GenerateKey((*session)->handle_, &mechanism, all.data(), all.size(), &handle);
    if (value != CKR_OK) return pkcs11_failure("C_GenerateKey", value);
    return {};
}

Result<std::vector<KeyOnToken>> Token::keys() {
    auto session = this->session();
    if (!session) return failure(session.error());
    KeyForm form;
    auto handles = inside_->objects((*session)->handle_, {attribute(CKA_CLASS, form.kind), attribute(CKA_TOKEN, form.yes)});
    if (!handles) return failure(handles.error());
    std::vector<KeyOnToken> all;
    for (const auto handle : *handles) {
        char label[64] = {};
        std::array<std::uint8_t, 3> check{};
        CK_BBOOL extractable = CK_TRUE, sensitive = CK_FALSE, derives = CK_FALSE;
        CK_ATTRIBUTE asked[] = {{CKA_LABEL, label, sizeof label - 1}, attribute(CKA_CHECK_VALUE, check), attribute(CKA_EXTRACTABLE, extractable),
                                attribute(CKA_SENSITIVE, sensitive), attribute(CKA_DERIVE, derives)};
        const auto value = inside_->call->C_GetAttributeValue((*session)->handle_, handle, asked, std::size(asked));
        if (value != CKR_OK) return pkcs11_failure("C_GetAttributeValue", value);
        all.push_back({label, to_hex(check), extractable == CK_TRUE, sensitive == CK_TRUE, derives == CK_TRUE ? Use::derive : Use::encrypt});
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.label < b.label; });
    return all;
}

Token::Session::~Session() {
    for (const auto key : derived_) token_.call->C_DestroyObject(handle_, key);
    const std::lock_guard lock(token_.mutex);
    // What is known of the token's objects may be from before it was lost.
    if (broken_) token_.found.clear();
    if (!broken_ && token_.resting.size() < sessions_kept_max) token_.resting.push_back(handle_);
    else token_.call->C_CloseSession(handle_);
}

Result<Token::Session::Key> Token::Session::find(std::string_view label) {
    auto key = token_.find(handle_, label);
    if (!key) broken_ = true;
    return key;
}

Result<Token::Session::Key> Token::Session::derive(Key from, ByteView blocks) {
    require(blocks.size() == key_bytes, "two blocks for a key");
    CK_KEY_DERIVATION_STRING_DATA data{bytes_of(blocks), blocks.size()};
    CK_MECHANISM mechanism{CKM_DES3_ECB_ENCRYPT_DATA, &data, sizeof data};
    KeyForm form;
    auto all = form.derived();
    CK_OBJECT_HANDLE handle = 0;
    const auto value = token_.call->C_DeriveKey(handle_, &mechanism, from, all.data(), all.size(), &handle);
    if (value != CKR_OK) {
        broken_ = true;
        return pkcs11_failure("C_DeriveKey", value);
    }
    derived_.push_back(handle);
    return handle;
}

Result<SecretBytes> Token::Session::encrypt(Key key, ByteView blocks) { return crypt(true, key, blocks, {}); }
Result<SecretBytes> Token::Session::decrypt(Key key, ByteView blocks) { return crypt(false, key, blocks, {}); }

Result<SecretBytes> Token::Session::cbc_last_block(Key key, ByteView start, ByteView blocks) {
    auto all = crypt(true, key, blocks, start);
    if (!all) return all;
    return SecretBytes(all->end() - 8, all->end());
}

/// ECB without a start block, else CBC.
Result<SecretBytes> Token::Session::crypt(bool encrypting, Key key, ByteView blocks, ByteView start) {
    require(!blocks.empty() && blocks.size() % 8 == 0 && (start.empty() || start.size() == 8), "whole blocks");
    CK_MECHANISM mechanism{start.empty() ? CKM_DES3_ECB : CKM_DES3_CBC, start.empty() ? nullptr : bytes_of(start), start.size()};
    const auto& call = *token_.call;
    auto value = encrypting ? call.C_EncryptInit(handle_, &mechanism, key) : call.C_DecryptInit(handle_, &mechanism, key);
    SecretBytes out(blocks.size());
    CK_ULONG size = out.size();
    if (value == CKR_OK)
        value = encrypting ? call.C_Encrypt(handle_, bytes_of(blocks), blocks.size(), out.data(), &size)
                           : call.C_Decrypt(handle_, bytes_of(blocks), blocks.size(), out.data(), &size);
    if (value == CKR_OK && size == out.size()) return out;
    broken_ = true;
    return pkcs11_failure(encrypting ? "C_Encrypt" : "C_Decrypt", value);
}

}  // namespace onecard::keys
