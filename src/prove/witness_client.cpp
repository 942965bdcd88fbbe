// SPDX-License-Identifier: EUPL-1.2
#include "prove/witness_client.hpp"

#include "base/log.hpp"
#include "net/http_client.hpp"
#include "prove/published_log.hpp"
#include "prove/witness.hpp"

namespace leitstand {

namespace fs = std::filesystem;

namespace {

constexpr char kPlainText[] = "text/plain; charset=utf-8";
constexpr std::string_view kSizeType = "text/x.tlog.size";

auto nonsense(std::string detail) {
    return fail(Code::bad_input, kWitnessNonsense, std::move(detail));
}
auto other_history(std::string detail) {
    return fail(Code::refused, kWitnessOtherHistory, std::move(detail));
}

// One question and its answer, as the network gives it.
struct Asking {
    fs::path const& folder;
    WitnessPlace const& witness;
    Limits const& limits;
    std::stop_token const& stop;

    Result<IncomingAnswer> ask(ShownHead const& head, std::uint64_t old_size) const;
};

Result<IncomingAnswer> Asking::ask(ShownHead const& head, std::uint64_t old_size) const {
    AddCheckpoint question{old_size, {}, head.note};
    if (old_size != 0)
        question.proof = TRY(published_consistency(folder, head.checkpoint, old_size));
    OutgoingRequest request;
    request.verb = OutgoingRequest::Verb::post;
    request.url = witness.url + "/add-checkpoint";
    request.content_type = kPlainText;
    request.body = print_add_checkpoint(question);
    request.certificates = witness.certificates;
    request.deadline = limits.witness_deadline_ms;
    request.answer_bytes_max = limits.witness_answer_bytes_max;
    request.stop = stop;
    auto answer = send_request(request);
    if (answer || answer.error().key == "net.stopped")
        return answer;
    if (answer.error().code == Code::too_large)
        return nonsense(answer.error().describe());
    return fail(Code::unavailable, kWitnessNotReachable, answer.error().describe());
}

// The size that a witness tells with 409.
Result<std::uint64_t> told_size(IncomingAnswer const& answer) {
    std::string_view digits = answer.body;
    if (digits.ends_with('\n'))
        digits.remove_suffix(1);
    auto const size = parse_decimal(digits);
    if (!answer.content_type.starts_with(kSizeType) || !size)
        return nonsense("409 without a size");
    return *size;
}

Result<Cosigned> check_signature(ShownHead const& head, std::string const& lines,
                                 VerifierKey const& witness) {
    auto const text = TRY(parse_note(head.note)).text;
    auto const note = parse_note(fmt::format("{}\n{}", text, lines));
    if (!note || note->text != text)
        return nonsense("200 without signature lines");
    auto const checked = check_note(*note, std::array{witness});
    if (!checked && checked.error().key == "note.signature_wrong")
        return fail(Code::refused, kWitnessWrongSignature, checked.error().detail);
    if (!checked)
        return nonsense("200 without a signature by its key");
    auto const time_s = checked->front().time_s.value_or(0);
    return Cosigned{head.note, lines, head.checkpoint.size,
                    Instant{static_cast<std::int64_t>(time_s) * 1'000'000}};
}

// What an answer that is no 409 means.
Result<Cosigned> outcome_of(IncomingAnswer const& answer, ShownHead const& head,
                            VerifierKey const& witness) {
    auto const status = answer.status;
    if (status == 200)
        return check_signature(head, answer.body, witness);
    if (status == 422)
        return other_history(
            fmt::format("no proof leads to the {} entries of this log", head.checkpoint.size));
    if (status == 403 || status == 404)
        return fail(Code::refused, kWitnessNotWatching, fmt::format("it answered {}", status));
    if (status == 429 || status >= 500)
        return fail(Code::unavailable, kWitnessNotReachable, fmt::format("it answered {}", status));
    return nonsense(fmt::format("it answered {}", status));
}

// 409 although it was asked from the size that it knows: it knows another root of that size.
Result<Cosigned> another_root(std::uint64_t size) {
    return other_history(fmt::format("it signed another log of {} entries", size));
}

} // namespace

Result<ShownHead> present_head(fs::path const& log_folder) {
    auto note = TRY(published_checkpoint(log_folder));
    auto checkpoint = TRY(parse_checkpoint(TRY(parse_note(note)).text));
    return ShownHead{std::move(note), std::move(checkpoint)};
}

Result<Cosigned> ask_witness(fs::path const& log_folder, ShownHead head,
                             WitnessPlace const& witness, std::uint64_t known_size,
                             Limits const& limits, std::stop_token const& stop) {
    Asking const asking{log_folder, witness, limits, stop};
    auto const old_size = std::min(known_size, head.checkpoint.size);
    auto answer = TRY(asking.ask(head, old_size));
    if (answer.status != 409)
        return outcome_of(answer, head, witness.key);

    auto const told = TRY(told_size(answer));
    if (told == old_size)
        return another_root(told);
    if (told < known_size) // it lost its folder, or has an older copy of it
        log_warning("prove", "the witness {} remembers {} entries, it had signed {}", witness.name,
                    told, known_size);
    if (told > head.checkpoint.size) // somebody else may have shown it what came since
        head = TRY(present_head(log_folder));
    if (told > head.checkpoint.size)
        return fail(
            Code::refused, kWitnessAhead,
            fmt::format("it signed {} entries, this log has {}", told, head.checkpoint.size));
    answer = TRY(asking.ask(head, told));
    if (answer.status != 409)
        return outcome_of(answer, head, witness.key);
    if (TRY(told_size(answer)) == told)
        return another_root(told);
    return nonsense("409 for the size that it told");
}

} // namespace leitstand
