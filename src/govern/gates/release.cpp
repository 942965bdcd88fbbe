// SPDX-License-Identifier: EUPL-1.2
// Release: two people of different roles signed exactly what runs.
#include <nlohmann/json.hpp>

#include "govern/gates/signature.hpp"
#include "govern/gates/words.hpp"
#include "text/normalise.hpp"

namespace leitstand::gates {

namespace {

constexpr std::string_view kPrefix = "release.";

std::string subject_of(std::string_view account) {
    return fmt::format("{}{}", kPrefix, account);
}

std::string text_of(Json const& body, char const* key) {
    auto const found = body.find(key);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

constexpr std::array<std::string_view, 4> kTitles{"frau", "herr", "dr", "prof"};

// The words of a name without titles and invisible characters, each as spellings of it are
// compared.
std::vector<std::string> words_of_name(std::string const& name) {
    std::vector<std::string> words(1);
    auto const plain = text::normalise(name).text;
    for (std::size_t at = 0; at < plain.size(); ++at) {
        auto const c = static_cast<unsigned char>(plain[at]);
        bool const no_break_space = plain.compare(at, 2, "\xC2\xA0") == 0;
        bool const letter =
            c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (letter && !no_break_space)
            words.back() += plain[at];
        else if (!words.back().empty())
            words.emplace_back();
        at += no_break_space ? 1 : 0;
    }
    for (auto& word : words)
        word = text::matching_form(word);
    std::erase_if(words, [](std::string const& word) { return word.empty(); });
    auto without = words;
    std::erase_if(without, [](std::string const& word) {
        return std::ranges::find(kTitles, word) != kTitles.end();
    });
    return without.empty() ? words : without;
}

// Neither a blank, a dash nor a title makes a second person, nor the order of names.
bool one_name(std::string const& one, std::string const& other) {
    auto first = words_of_name(one), second = words_of_name(other);
    auto const joined = [](std::vector<std::string> const& words) {
        std::string all;
        for (auto const& word : words)
            all += word;
        return all;
    };
    if (joined(first) == joined(second))
        return true;
    std::ranges::sort(first);
    std::ranges::sort(second);
    return first == second;
}

std::int64_t next_number(GovernView const& view, std::string const& subject) {
    auto const* newest = newest_of(view.records, RecordKind::signature, subject);
    return newest == nullptr ? 1 : newest->number + 1;
}

bool two_agree(std::vector<Signature> const& signed_now) {
    for (std::size_t one = 0; one < signed_now.size(); ++one)
        for (std::size_t other = one + 1; other < signed_now.size(); ++other)
            if (!one_person(signed_now[one], signed_now[other]) &&
                signed_now[one].role != signed_now[other].role)
                return true;
    return false;
}

// Why those that there are do not suffice.
OpenPoint what_is_missing(std::vector<Signature> const& all, std::vector<Signature> const& now) {
    if (now.empty() && !all.empty())
        return {"release.of_another",
                "",
                "Unterschrieben ist eine andere Fassung als die, die jetzt läuft.",
                "What was signed is another version than the one that runs now.",
                "",
                {}};
    if (now.empty())
        return {
            "release.not_signed",
            "",
            "Für diese Stufe hat niemand diese Fassung unterschrieben; es braucht zwei Menschen.",
            "Nobody has signed this version for this step; two people are needed.",
            "",
            {}};
    if (now.size() == 1)
        return {
            "release.one_missing",
            "",
            "Es fehlt die zweite Unterschrift, von einem anderen Menschen in einer anderen Rolle.",
            "The second signature is missing, by another person in another role.",
            "",
            {}};
    bool const same_person = std::ranges::all_of(
        now, [&](Signature const& one) { return one_person(one, now.front()); });
    if (same_person)
        return {"release.one_person",
                "",
                "Beide Unterschriften sind von demselben Menschen.",
                "Both signatures are by the same person.",
                "",
                {}};
    return {"release.one_role",
            "",
            "Die Unterschriften sind nicht von zwei Menschen aus verschiedenen Rollen.",
            "The signatures are not by two people of different roles.",
            "",
            {}};
}

} // namespace

bool one_person(Signature const& one, Signature const& other) {
    return one.account == other.account || one_name(one.name, other.name);
}

std::vector<Signature> signatures(GovernView const& view) {
    std::vector<Signature> found;
    for (auto const* record : newest_of(view.records, RecordKind::signature)) {
        if (!record->function || !record->subject.starts_with(kPrefix) ||
            text_of(*record->body, "action") != "sign")
            continue;
        auto const step = parse_mode(text_of(*record->body, "step"));
        if (!step)
            continue;
        found.push_back({record->subject.substr(kPrefix.size()), text_of(*record->body, "role"),
                         text_of(*record->body, "name"), *step, text_of(*record->body, "release"),
                         record->at, record->example});
    }
    return found;
}

Result<NewRecord> new_signature(GovernView const& view, Signing const& signing) {
    if (signing.role.empty())
        return fail(Code::bad_input, "signature.role_unknown");
    if (view.release.version.empty())
        return fail(Code::refused, "signature.not_built", view.rule.key);
    auto const subject = subject_of(signing.account);
    return NewRecord{view.function,
                     RecordKind::signature,
                     subject,
                     next_number(view, subject),
                     signing.example,
                     signing.account,
                     record_body(Json{{"action", "sign"},
                                      {"step", std::string{mode_name(signing.step)}},
                                      {"release", view.release.hash()},
                                      {"version", view.release.version},
                                      {"model", view.release.model},
                                      {"catalogue", view.release.catalogue},
                                      {"configuration", view.release.configuration},
                                      {"guideline", view.release.guideline},
                                      {"role", signing.role},
                                      {"name", signing.name},
                                      {"reason", signing.reason}})};
}

Result<NewRecord> new_withdrawal(GovernView const& view, std::string const& account,
                                 std::string const& reason) {
    auto const subject = subject_of(account);
    auto const* newest = newest_of(view.records, RecordKind::signature, subject);
    if (newest == nullptr || text_of(*newest->body, "action") != "sign")
        return fail(Code::not_found, "signature.none");
    auto body = *newest->body;
    body["action"] = "withdraw";
    body["reason"] = reason;
    return NewRecord{
        view.function, RecordKind::signature,       subject, newest->number + 1, newest->example,
        account,       record_body(std::move(body))};
}

GateResult release(GovernView const& view, GateStep const& step) {
    GateResult result{"release", {}, {}};
    auto const wanted = parse_mode(step.mode);
    // A signature under a lower step says nothing of this one, whatever it was given for.
    auto all = signatures(view);
    std::erase_if(all, [&](Signature const& one) { return !wanted || one.step < *wanted; });
    std::vector<Signature> now;
    for (auto const& one : all)
        if (one.release == view.release.hash())
            now.push_back(one);
    if (view.release.version.empty())
        miss(result, {"release.not_built",
                      "",
                      "Diese Funktion enthält das Programm noch nicht.",
                      "The program does not hold this function yet.",
                      "administrator",
                      {}});
    else if (!two_agree(now))
        miss(result, what_is_missing(all, now));
    if (view.model_file_changed)
        miss(result, {"release.file_changed",
                      "",
                      "Die Modelldatei auf der Platte ist eine andere als die, die unterschrieben "
                      "ist und läuft. Stellen Sie die alte Datei wieder her, oder starten Sie neu "
                      "und geben Sie die neue frei.",
                      "The model's file on the disk is another one than the one that was signed "
                      "and runs. Bring the old file back, or start anew and release the new one.",
                      "administrator",
                      {}});
    for (auto const& one : now)
        result.proof.push_back({fmt::format("Unterschrieben von {}.", one.name),
                                fmt::format("Signed by {}.", one.name), date_in_berlin(one.at),
                                one.example});
    return result;
}

} // namespace leitstand::gates
