// SPDX-License-Identifier: EUPL-1.2
#include "prove/witness.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include "base/assert.hpp"
#include "base/fault.hpp"
#include "base/files.hpp"
#include "prove/checkpoint.hpp"
#include "prove/tile_files.hpp"

namespace leitstand {

namespace fs = std::filesystem;

namespace {

auto malformed(std::string detail) {
    return fail(Code::bad_input, "witness.malformed", std::move(detail));
}

WitnessAnswer refuse(int status, std::string const& reason) {
    return {status, "text/plain; charset=utf-8", reason + "\n"};
}

// Two witnesses on one folder could sign two histories, each in good faith.
Result<FileDescriptor> lock_memory(fs::path const& folder) {
    auto const file = folder / "witness.lock";
    FileDescriptor held{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!held.valid())
        return tl::unexpected(
            log_write_error(errno_error(errno, "log.cannot_write"), file.string()));
    if (::flock(held.get(), LOCK_EX | LOCK_NB) != 0)
        return fail(Code::conflict, "witness.in_use", folder.string());
    return held;
}

// The note without what strangers put below it: that must not fill what is remembered.
std::string signed_by_log(Note note, VerifierKey const& log) {
    std::erase_if(note.signatures, [&](NoteSignature const& each) {
        return each.key_id != log.id() || each.name != log.name();
    });
    return print_note(note);
}

} // namespace

std::string print_add_checkpoint(AddCheckpoint const& request) {
    ASSERT(request.proof.size() <= kWitnessProofHashesMax);
    auto body = fmt::format("old {}\n", request.old_size);
    for (auto const& hash : request.proof)
        body += to_base64(bytes_of(hash)) + "\n";
    return body + "\n" + request.checkpoint;
}

Result<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
    if (body.size() > kWitnessRequestBytesMax)
        return malformed("too large");
    auto const take_line = [&]() -> std::optional<std::string_view> {
        auto const end = body.find('\n');
        if (end == std::string_view::npos)
            return std::nullopt;
        auto const line = body.substr(0, end);
        body.remove_prefix(end + 1);
        return line;
    };
    auto line = take_line();
    auto const old_size =
        line && line->starts_with("old ") ? parse_decimal(line->substr(4)) : std::nullopt;
    if (!old_size)
        return malformed("the first line is not the old size");
    AddCheckpoint request{*old_size, {}, {}};
    for (line = take_line(); line && !line->empty(); line = take_line()) {
        auto const bytes = from_base64(*line);
        if (!bytes || bytes->size() != std::tuple_size_v<TreeHash>)
            return malformed("a hash is not 32 bytes in base64");
        if (request.proof.size() == kWitnessProofHashesMax)
            return malformed("too many hashes");
        request.proof.push_back(TRY(tree_hash_from(*bytes)));
    }
    if (!line)
        return malformed("the empty line before the checkpoint is missing");
    request.checkpoint = body;
    return request;
}

struct Witness::State {
    State(fs::path folder_, LogKey const& key, std::vector<VerifierKey> logs_, TimeSource& clock_)
        : folder(std::move(folder_)), secret(key.secret),
          verifier(key.name, SignatureType::witness, public_key_of(key.secret)),
          logs(std::move(logs_)), clock(clock_) {}

    // One file per log; an origin may hold signs that no file name takes.
    fs::path file_of(VerifierKey const& log) const {
        return folder / to_hex(sha256(log.name())).append(".checkpoint");
    }
    Result<std::optional<Checkpoint>> remembered(VerifierKey const& log) const;
    std::optional<std::uint64_t> seconds_now() const;
    WitnessAnswer decide(AddCheckpoint const& request, VerifierKey const& log);

    fs::path const folder;
    SigningKey const secret;
    VerifierKey const verifier;
    std::vector<VerifierKey> const logs;
    TimeSource& clock;
    FileDescriptor held; // the lock on the folder
    std::mutex mutex;    // from looking at what is remembered to remembering the new head
};

// Nothing where the clock of this machine is set to what no signature can say.
std::optional<std::uint64_t> Witness::State::seconds_now() const {
    auto const seconds = clock.now().microseconds / 1'000'000;
    if (seconds < 0 || static_cast<std::uint64_t>(seconds) > kWitnessTimeMaxS)
        return std::nullopt;
    return static_cast<std::uint64_t>(seconds);
}

// A file that is damaged is an error and never "nothing remembered": otherwise whoever spoils it
// makes the witness forget.
Result<std::optional<Checkpoint>> Witness::State::remembered(VerifierKey const& log) const {
    auto const note = read_file(file_of(log), kNoteBytesMax);
    if (!note && note.error().code == Code::not_found)
        return std::nullopt;
    if (!note)
        return fail(note.error().code, "log.cannot_read", note.error().detail);
    auto const opened = open_checkpoint(*note, log);
    if (!opened)
        return fail(Code::damaged, "witness.memory_damaged",
                    fmt::format("{}: {}", file_of(log).string(), opened.error().describe()));
    return opened->checkpoint;
}

WitnessAnswer Witness::State::decide(AddCheckpoint const& request, VerifierKey const& log) {
    auto const opened = open_checkpoint(request.checkpoint, log);
    if (!opened)
        return refuse(opened.error().code == Code::refused ? 403 : 400, opened.error().describe());
    auto const& next = opened->checkpoint;
    if (request.old_size > next.size)
        return refuse(400, "the old size is larger than the new one");

    std::scoped_lock const guard{mutex};
    auto const known = remembered(log);
    if (!known)
        return refuse(500, "what was remembered cannot be read");
    auto const size = *known ? (*known)->size : 0;
    WitnessAnswer const stale{409, "text/x.tlog.size", fmt::format("{}\n", size)};
    if (request.old_size != size)
        return stale;
    if (size == next.size && *known && (*known)->root != next.root)
        return stale;
    bool const goes_on =
        size == 0 ? request.proof.empty()
                  : check_consistency(size, next.size, (*known)->root, next.root, request.proof)
                        .has_value();
    if (!goes_on)
        return refuse(422, "the proof does not lead from the size that is known to this one");

    auto const seconds = seconds_now();
    if (!seconds)
        return refuse(500, "the clock of the witness is wrong");
    auto const note = parse_note(request.checkpoint);
    ASSERT(note && note->text.starts_with(print_checkpoint(next)));
    FAULT_POINT("witness.before_remembering");
    // The same head again is remembered: anybody can show it, and as often as he likes.
    if ((!*known || size != next.size) &&
        !write_file_durably(file_of(log), signed_by_log(*note, log), 0600))
        return refuse(500, "cannot be remembered");
    FAULT_POINT("witness.before_answer");
    auto const cosigned =
        print_note({note->text, {sign_note(note->text, verifier, secret, *seconds)}});
    return {200, "text/plain; charset=utf-8", cosigned.substr(note->text.size() + 1)};
}

Witness::Witness(std::unique_ptr<State> state) : state_(std::move(state)) {}
Witness::~Witness() = default;

Result<std::unique_ptr<Witness>> Witness::open(fs::path folder, LogKey key,
                                               std::vector<VerifierKey> logs, TimeSource& clock) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        return tl::unexpected(
            log_write_error(errno_error(problem.value(), "log.cannot_write"), folder.string()));
    auto state = std::make_unique<State>(std::move(folder), key, std::move(logs), clock);
    state->held = TRY(lock_memory(state->folder));
    for (auto const& log : state->logs)
        TRY(state->remembered(log));
    return std::unique_ptr<Witness>{new Witness{std::move(state)}};
}

VerifierKey const& Witness::verifier() const {
    return state_->verifier;
}

WitnessAnswer Witness::add_checkpoint(std::string_view body) {
    auto const request = parse_add_checkpoint(body);
    if (!request)
        return refuse(400, request.error().describe());
    auto const note = parse_note(request->checkpoint);
    if (!note)
        return refuse(400, note.error().describe());
    auto const origin = note->text.substr(0, note->text.find('\n'));
    for (auto const& log : state_->logs)
        if (log.name() == origin)
            return state_->decide(*request, log);
    return refuse(404, "this log is not watched");
}

} // namespace leitstand
