// SPDX-License-Identifier: EUPL-1.2
#include "prove/note.hpp"

#include "base/assert.hpp"
#include "text/utf8.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kDash = "\u2014 "; // em dash and space begin a signature line
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kTimeBytes = 8;

auto malformed(std::string detail) {
    return fail(Code::bad_input, "note.malformed", std::move(detail));
}

template <typename T>
std::string big_endian(T number) {
    std::string bytes(sizeof number, '\0');
    for (auto at = bytes.size(); at-- != 0; number >>= 8)
        bytes[at] = static_cast<char>(number & 0xff);
    return bytes;
}

template <typename T>
T from_big_endian(std::string_view bytes) {
    T number = 0;
    for (unsigned char const byte : bytes.substr(0, sizeof number))
        number = static_cast<T>(number << 8 | byte);
    return number;
}

// Valid UTF-8 (RFC 3629) without control characters.
bool is_text(std::string_view bytes, bool line_feeds) {
    for (std::size_t at = 0; at < bytes.size();) {
        auto const next = text::code_point_at(bytes, at);
        bool const broken = next.value == 0xFFFD && next.size == 1;
        bool const surrogate = next.value >= 0xD800 && next.value <= 0xDFFF;
        bool const overlong = (next.size == 3 && next.value < 0x800) ||
                              (next.size == 4 && (next.value < 0x10000 || next.value > 0x10FFFF));
        bool const control = next.value < 0x20 && !(line_feeds && next.value == '\n');
        if (broken || surrogate || overlong || control || next.value == 0x7F)
            return false;
        at += next.size;
    }
    return true;
}

// What the Ed25519 signature is over: the text, and before it the time at which a witness saw it.
std::string signed_bytes(std::string_view text, SignatureType type, std::uint64_t time_s) {
    if (type == SignatureType::log)
        return std::string{text};
    return fmt::format("cosignature/v1\ntime {}\n{}", time_s, text);
}

Result<Signed> check_signature(std::string_view text, NoteSignature const& signature,
                               VerifierKey const& key) {
    std::string_view bytes = signature.bytes;
    Signed checked{key, std::nullopt};
    if (key.type() == SignatureType::witness && bytes.size() > kTimeBytes) {
        checked.time_s = from_big_endian<std::uint64_t>(bytes);
        bytes.remove_prefix(kTimeBytes);
    }
    if (checked.time_s.value_or(0) > kWitnessTimeMaxS)
        return fail(Code::refused, "note.signature_wrong",
                    fmt::format("{} signed at a time that does not exist", signature.name));
    if (!signature_fits(key.key(), signed_bytes(text, key.type(), checked.time_s.value_or(0)),
                        bytes))
        return fail(Code::refused, "note.signature_wrong", signature.name);
    return checked;
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
    if (!line.starts_with(kDash))
        return malformed("a signature line begins with a dash");
    line.remove_prefix(kDash.size());
    auto const space = line.find(' ');
    if (space == std::string_view::npos)
        return malformed("a signature line without signature");
    auto const bytes = from_base64(line.substr(space + 1));
    if (!bytes || bytes->size() <= kIdBytes)
        return malformed("a signature is not base64 or too short");
    NoteSignature signature{std::string{line.substr(0, space)},
                            from_big_endian<std::uint32_t>(*bytes), bytes->substr(kIdBytes)};
    if (!is_key_name(signature.name))
        return malformed("the name of a key is none");
    return signature;
}

} // namespace

bool is_key_name(std::string_view name) {
    // White space beyond ASCII looks like a space on paper and would make two names look the same.
    constexpr std::array<std::string_view, 24> kNot{
        "+",      " ",      "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002",
        "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A",
        "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\t",     "\n",     "\r"};
    return !name.empty() && is_text(name, false) &&
           std::none_of(kNot.begin(), kNot.end(), [&](auto const& sign) {
               return name.find(sign) != std::string_view::npos;
           });
}

VerifierKey::VerifierKey(std::string name, SignatureType type, PublicKey const& key)
    : name_(std::move(name)), type_(type), key_(key) {
    ASSERT(is_key_name(name_));
    auto bytes = name_ + "\n" + static_cast<char>(type_);
    bytes.append(key_.begin(), key_.end());
    id_ = from_big_endian<std::uint32_t>(sha256(bytes));
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
    auto const malformed = [](std::string detail) {
        return fail(Code::bad_input, "vkey.malformed", std::move(detail));
    };
    auto const first = text.find('+');
    auto const second = text.find('+', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos)
        return malformed("a key is NAME+ID+BASE64");
    auto const name = text.substr(0, first);
    auto const id = text.substr(first + 1, second - first - 1);
    auto const bytes = from_base64(text.substr(second + 1));
    if (!is_key_name(name) || !bytes || bytes->empty())
        return malformed("a key is NAME+ID+BASE64");
    auto const type = static_cast<SignatureType>(bytes->front());
    if (type != SignatureType::log && type != SignatureType::witness)
        return fail(Code::bad_input, "vkey.kind_unknown",
                    fmt::format("type {:#04x}", static_cast<unsigned char>(bytes->front())));
    PublicKey key;
    if (bytes->size() != 1 + key.size())
        return malformed("the key has a wrong length");
    std::memcpy(key.data(), bytes->data() + 1, key.size());
    VerifierKey made{std::string{name}, type, key};
    if (id != fmt::format("{:08x}", made.id()))
        return malformed("the id is not the key's: a sign was changed");
    return made;
}

std::string VerifierKey::print() const {
    std::string bytes(1, static_cast<char>(type_));
    bytes.append(key_.begin(), key_.end());
    return fmt::format("{}+{:08x}+{}", name_, id_, to_base64(bytes));
}

Result<Note> parse_note(std::string_view bytes) {
    if (bytes.size() > kNoteBytesMax)
        return malformed("too large");
    if (!is_text(bytes, true))
        return malformed("not a text without control characters");
    auto const gap = bytes.rfind("\n\n");
    if (gap == std::string_view::npos || !bytes.ends_with('\n'))
        return malformed("no empty line before the signatures, or cut");
    Note note{std::string{bytes.substr(0, gap + 1)}, {}};
    auto rest = bytes.substr(gap + 2);
    while (!rest.empty()) {
        auto const end = rest.find('\n');
        if (note.signatures.size() == kNoteSignaturesMax)
            return malformed("too many signatures");
        note.signatures.push_back(TRY(parse_signature_line(rest.substr(0, end))));
        rest.remove_prefix(end + 1);
    }
    if (note.signatures.empty())
        return malformed("no signature");
    return note;
}

std::string print_note(Note const& note) {
    ASSERT(note.text.ends_with('\n'));
    auto text = note.text + "\n";
    for (auto const& signature : note.signatures)
        text += fmt::format("{}{} {}\n", kDash, signature.name,
                            to_base64(big_endian(signature.key_id) + signature.bytes));
    return text;
}

Result<std::vector<Signed>> check_note(Note const& note, std::span<VerifierKey const> known) {
    std::vector<Signed> checked;
    for (auto const& signature : note.signatures) {
        auto const key = std::find_if(known.begin(), known.end(), [&](VerifierKey const& each) {
            return each.id() == signature.key_id && each.name() == signature.name;
        });
        if (key == known.end())
            continue;
        bool const again = std::any_of(checked.begin(), checked.end(),
                                       [&](Signed const& each) { return each.key == *key; });
        if (again) // a second line would let one file stand in two forms
            return fail(Code::refused, "note.signature_wrong",
                        fmt::format("{} signed twice", signature.name));
        checked.push_back(TRY(check_signature(note.text, signature, *key)));
    }
    if (checked.empty())
        return fail(Code::refused, "note.not_signed", "by no key that is known");
    return checked;
}

NoteSignature sign_note(std::string_view text, VerifierKey const& key, SigningKey const& secret,
                        std::optional<std::uint64_t> time_s) {
    ASSERT(time_s.has_value() == (key.type() == SignatureType::witness));
    return {key.name(), key.id(),
            (time_s ? big_endian(*time_s) : "") +
                sign(secret, signed_bytes(text, key.type(), time_s.value_or(0)))};
}

} // namespace leitstand
