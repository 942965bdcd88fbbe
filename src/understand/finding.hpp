// SPDX-License-Identifier: EUPL-1.2
// A Finding (Befund): what a function says about a document, with the words and the place it was
// read from. Threads: plain values.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "read/document.hpp"

namespace leitstand {

enum class FunctionKey : std::uint8_t { sort, extract, complete, urgent, relate, answer, plain };
std::string_view function_name(FunctionKey key);
Result<FunctionKey> parse_function(std::string_view name);
inline constexpr std::array<FunctionKey, 7> kFunctions{
    FunctionKey::sort,   FunctionKey::extract, FunctionKey::complete, FunctionKey::urgent,
    FunctionKey::relate, FunctionKey::answer,  FunctionKey::plain};

enum class Mode : std::uint8_t { off, shadow, assist, act };
std::string_view mode_name(Mode mode);
Result<Mode> parse_mode(std::string_view name);

// Which functions may run: implemented by govern's switchboard, joined in apps/.
class FunctionModes {
  public:
    virtual ~FunctionModes() = default;
    virtual Mode mode(FunctionKey key) const = 0;
};

// The last, the responsible unit, is what persons decide about; functions say it in
// Understanding::unit.
enum class FindingKind : std::uint8_t { service, act, theme, document, field, unit };
std::string_view finding_kind_name(FindingKind kind);
Result<FindingKind> parse_finding_kind(std::string_view name);

struct Evidence {
    std::uint32_t part = 0;
    std::uint32_t page = 1;
    Span span; // bytes in Document::text; empty at 0 where the words stand in the subject line or
               // the envelope
    std::string text;       // the words themselves, as written
    std::vector<Box> boxes; // one per line, where the document has word boxes
};

// One word's part in a score; intercept and contributions add up to the score exactly.
struct Contribution {
    std::string feature;
    double amount = 0;
    std::vector<Span> spans;
};

struct Finding {
    FunctionKey function = FunctionKey::extract;
    std::string function_version;
    FindingKind kind = FindingKind::field;
    std::string key;   // a catalogue key
    std::string value; // fields: normalised; others: empty
    std::optional<std::string> role;
    std::optional<int> group;
    std::optional<double> probability; // nothing until a calibrated model takes the place
    double score = 0;
    double intercept = 0;
    bool suggested = false; // what a caseworker would be shown
    std::uint32_t part = 0; // document kind: which part
    std::vector<Evidence> evidence;
    std::vector<Contribution> contributions;
};

// Pairs a service with what is wanted of it and for whom.
struct Request {
    std::string service; // catalogue key; empty: the act concerns no single service
    std::string act;
    std::string person; // as written; empty: the sender, or nobody is named
    std::optional<double> probability;
};

// A legal time limit (Frist) that the post sets going. It rests on findings of `sort` and `extract`
// as well as on `urgent`: shown only where all three are.
struct ClockFinding {
    std::string key, service;    // catalogue keys; service is empty if none was recognised
    std::string trigger;         // ISO date that starts it; empty if unknown
    std::string due;             // ISO date, the last day; empty if there is none:
    std::string because;         // why, a key of law/clock.hpp
    std::string reaches_back_to; // ISO date, where an application acts for the past
    std::string source;
    std::string compared; // version of the law with which the rule was compared; empty if with none
    std::vector<std::string> assumes; // keys of docs/formats/legal-rules.md
    std::vector<Evidence> evidence;
};

// What `complete` says about one requirement: "met", "missing", "contradictory", "unknown".
struct RequirementFinding {
    std::string key, service, state, source;
    std::string compared; // as of a clock
    std::vector<Evidence> evidence;
};

// What was hidden from the functions that judge, at equal length: bytes of Document::text, and of
// the subject line where that is no part of the text. In order, without overlaps.
struct Mask {
    std::vector<Span> text, subject;
};

struct LetterTrace; // relate.hpp

// ISO 639-1: what most of the letters and words are in that the functions know.
inline constexpr std::string_view kTrainedLanguage = "de";

struct Understanding {
    std::string language;
    std::vector<Finding> findings;
    std::vector<Request> requests;
    std::vector<ClockFinding> clocks;
    std::vector<RequirementFinding> requirements;
    std::string unit; // key of the responsible unit, empty if no rule fits
    bool held = false;
    std::vector<std::string> held_because;
    std::optional<Mask> mask;                 // as it was used; nothing where no function judged
    std::shared_ptr<LetterTrace const> trace; // of `relate`, where it ran; not stored with findings
    std::vector<std::pair<FunctionKey, std::string>> functions; // which ran, in which version
    std::vector<FunctionKey>
        shadows; // of these, the ones in mode `shadow`: computed and compared, not shown
    bool shadow_only(FunctionKey key) const;
};

// The stored form of one finding (sealed by the caller) and back; byte offsets.
Json pack_evidence(std::vector<Evidence> const& evidence);
Result<std::vector<Evidence>> unpack_evidence(Json const& packed);
std::string pack_finding(Finding const& finding);
Result<Finding> unpack_finding(std::string_view packed);

} // namespace leitstand
