// SPDX-License-Identifier: EUPL-1.2
// Signed notes (c2sp.org/signed-note): a text with lines of signatures below it, and the keys that
// check them. Signatures of unknown keys are passed over; one of a known key that does not fit
// refuses the whole note. Ed25519 only: of logs (type 0x01) and of witnesses, which sign with the
// time (type 0x04). Threads: plain values. Limits: kNoteBytesMax, kNoteSignaturesMax.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto/signature.hpp"
#include "base/result.hpp"

namespace leitstand {

inline constexpr std::size_t kNoteBytesMax = 1 << 20;
inline constexpr std::size_t kNoteSignaturesMax = 100;
inline constexpr std::uint64_t kWitnessTimeMaxS = 253'402'300'799; // the end of the year 9999

enum class SignatureType : std::uint8_t { log = 0x01, witness = 0x04 };

// What checks the signatures of one log or witness; its text form is the "vkey".
class VerifierKey {
  public:
    VerifierKey(std::string name, SignatureType type, PublicKey const& key);
    // "NAME+ID+BASE64". Errors: bad_input "vkey.malformed", "vkey.kind_unknown".
    static Result<VerifierKey> parse(std::string_view text);
    std::string print() const;

    std::string const& name() const { return name_; }
    SignatureType type() const { return type_; }
    std::uint32_t id() const { return id_; }
    PublicKey const& key() const { return key_; }
    bool operator==(VerifierKey const&) const = default;

  private:
    std::string name_;
    SignatureType type_;
    PublicKey key_;
    std::uint32_t id_; // first bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key)
};

// Not empty, no spaces, no plus, valid UTF-8 without control characters.
bool is_key_name(std::string_view name);

struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    std::string bytes;
    bool operator==(NoteSignature const&) const = default;
};

struct Note {
    std::string text; // ends with a line feed
    std::vector<NoteSignature> signatures;
};

// Error: bad_input "note.malformed" with the reason.
Result<Note> parse_note(std::string_view bytes);
std::string print_note(Note const& note);

// One signature that was checked.
struct Signed {
    VerifierKey key;
    std::optional<std::uint64_t> time_s; // of a witness: seconds since 1970
};

// Checks the signatures of all known keys. Errors: refused "note.signature_wrong" if one of them
// does not fit or bears a time that no calendar has (kWitnessTimeMaxS), refused "note.not_signed"
// if there is none of a known key.
Result<std::vector<Signed>> check_note(Note const& note, std::span<VerifierKey const> known);

// As a log signs, or as a witness does at a time.
NoteSignature sign_note(std::string_view text, VerifierKey const& key, SigningKey const& secret,
                        std::optional<std::uint64_t> time_s = std::nullopt);

} // namespace leitstand
