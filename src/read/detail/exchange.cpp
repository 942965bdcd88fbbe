// SPDX-License-Identifier: EUPL-1.2
#include "read/detail/exchange.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace leitstand::read_detail {

namespace {

using Clock = std::chrono::steady_clock;

// The spawner keeps the deadline; if it does not, it is the spawner that is broken. On a busy
// machine a large process takes a moment to end.
constexpr auto kGrace = std::chrono::milliseconds{5'000};

tl::unexpected<Error> no_resources(char const* what) {
    return tl::unexpected(errno_error(errno, "reader.no_resources", what));
}

Result<FileDescriptor> new_memory(char const* name) {
    FileDescriptor memory{::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    if (!memory.valid())
        return no_resources("memfd");
    return memory;
}

Result<FileDescriptor> sealed_input(std::string_view bytes) {
    auto memory = TRY(new_memory("document"));
    if (auto const written = write_all(memory.get(), bytes); !written)
        return fail(Code::unavailable, "reader.no_resources", written.error().detail);
    if (::fcntl(memory.get(), F_ADD_SEALS,
                F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
        return no_resources("seal");
    return memory;
}

struct Pipe {
    FileDescriptor read, write;
};

Result<Pipe> new_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return no_resources("pipe");
    return Pipe{FileDescriptor{ends[0]}, FileDescriptor{ends[1]}};
}

// What one wait gave: the stream's next bytes, or that it is closed.
struct Taken {
    std::string bytes;
    bool closed = false;
};

Taken take(int fd, std::size_t most) {
    Taken taken;
    taken.bytes.resize(most);
    ssize_t length = 0;
    do {
        length = ::read(fd, taken.bytes.data(), most);
    } while (length < 0 && errno == EINTR);
    taken.closed = length <= 0;
    taken.bytes.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    return taken;
}

class Conversation {
  public:
    Conversation(int answer, int status, ReaderRequest const& request)
        : answer_(answer), status_(status), decoder_(request) {}

    // Reads both pipes to their ends. Errors: unavailable "reader.spawner_ended" when the time is
    // up and they are still open with nothing in them, damaged "reader.garbage".
    Result<void> follow(Clock::time_point until) {
        while (answer_ >= 0 || status_ >= 0) {
            // Past the time what has come already is still taken: it may be this program that got
            // no processor.
            auto const left = std::clamp<std::int64_t>(
                std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count(),
                0, 60'000);
            std::array<pollfd, 2> waiting{{{answer_, POLLIN, 0}, {status_, POLLIN, 0}}};
            auto const ready = ::poll(waiting.data(), waiting.size(), static_cast<int>(left));
            if (ready < 0)
                continue;
            if (ready == 0 && left == 0)
                return fail(Code::unavailable, "reader.spawner_ended",
                            "it did not end the process");
            if (waiting[0].revents != 0)
                TRY(take_answer());
            if (waiting[1].revents != 0)
                take_status();
        }
        return {};
    }

    AnswerDecoder& decoder() { return decoder_; }
    std::string const& record() const { return record_; }

  private:
    Result<void> take_answer() {
        auto const taken = take(answer_, 64 << 10);
        if (taken.closed)
            answer_ = -1;
        return decoder_.feed(taken.bytes);
    }

    void take_status() {
        auto const taken = take(status_, kStatusBytes + 1);
        record_ += taken.bytes;
        if (taken.closed || record_.size() > kStatusBytes)
            status_ = -1;
    }

    int answer_;
    int status_;
    AnswerDecoder decoder_;
    std::string record_;
};

Result<ReaderStatus> wait_for_end(Conversation& conversation, ReaderRequest const& request) {
    TRY(conversation.follow(Clock::now() + std::chrono::milliseconds{request.deadline_ms} +
                            kGrace));
    if (conversation.record().empty())
        return fail(Code::unavailable, "reader.spawner_ended", "no record");
    return decode_status(conversation.record());
}

// A page waits for idle processors: one that got hardly any of its time says nothing of the page.
bool was_starved(ReaderRequest const& request, std::uint32_t cpu_us) {
    if (request.kind != RequestKind::picture && request.kind != RequestKind::recognise)
        return false;
    auto const may_ms =
        std::min<std::uint64_t>(request.deadline_ms, std::uint64_t{request.cpu_s} * 1'000);
    return std::uint64_t{cpu_us} * 2 < may_ms * 1'000;
}

tl::unexpected<Error> starved(ReaderStatus const& status) {
    return fail(Code::timed_out, "reader.starved",
                fmt::format("after {} ms of processor time", status.cpu_us / 1000));
}

Result<ReaderAnswer> answer_of(Conversation& conversation, ReaderRequest const& request,
                               ReaderStatus const& status, std::uint64_t output_size_bytes) {
    switch (status.end) {
    case ReaderStatus::End::deadline:
        if (was_starved(request, status.cpu_us))
            return starved(status);
        return fail(Code::timed_out, "reader.deadline",
                    fmt::format("after {} ms of processor time", status.cpu_us / 1000));
    case ReaderStatus::End::killed:
        return fail(Code::unavailable, "reader.died", fmt::format("signal {}", status.signal));
    case ReaderStatus::End::failed:
        return fail(Code::unavailable, "reader.died", "it gave up");
    case ReaderStatus::End::no_resources:
        return fail(Code::unavailable, "reader.no_resources", "no process could be started");
    case ReaderStatus::End::memory: {
        ReaderAnswer answer;
        answer.status = AnswerStatus::refused;
        answer.reason = Reason::memory;
        return answer;
    }
    case ReaderStatus::End::done:
        break;
    }
    auto answer = TRY(conversation.decoder().finish(output_size_bytes));
    // A drawing watches its own time and says itself when it is up.
    if (request.kind == RequestKind::picture && answer.reason == Reason::too_slow &&
        was_starved(request, status.cpu_us))
        return starved(status);
    return answer;
}

} // namespace

Handed::~Handed() {
    if (!bytes_.empty())
        ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

Result<Handed> Handed::take(FileDescriptor const& memory) {
    Handed handed;
    if (::fcntl(memory.get(), F_ADD_SEALS,
                F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
        return fail(Code::damaged, "reader.garbage", "the output is still in use");
    struct stat about {};
    if (::fstat(memory.get(), &about) != 0)
        return no_resources("stat");
    if (about.st_size == 0)
        return handed;
    auto const size = static_cast<std::size_t>(about.st_size);
    void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, memory.get(), 0);
    if (mapped == MAP_FAILED)
        return no_resources("mmap");
    handed.bytes_ = {static_cast<char const*>(mapped), size};
    return handed;
}

Result<Exchanged> exchange(SpawnerClient& client, std::string_view bytes,
                           ReaderRequest const& request, std::stop_token const& stop) {
    // One that was given up may still answer before its end reaches it; none is started for that.
    if (stop.stop_requested())
        return fail(Code::unavailable, "reader.spawner_ended", "stopped before it was asked");
    auto const input = TRY(sealed_input(bytes));
    auto const output = TRY(new_memory("attachments"));
    auto answer = TRY(new_pipe());
    auto status = TRY(new_pipe());
    auto const spawner = TRY(client.current());
    std::stop_callback const on_stop{stop, [&] { client.give_up(spawner); }};
    if (auto const sent =
            spawner->submit(encode_request(request),
                            {input.get(), output.get(), answer.write.get(), status.write.get()});
        !sent) {
        client.give_up(spawner);
        return tl::unexpected(sent.error());
    }
    answer.write.close();
    status.write.close();
    Conversation conversation{answer.read.get(), status.read.get(), request};
    auto const ended = wait_for_end(conversation, request);
    if (!ended) {
        // A lying document ends at its deadline by itself; only a spawner that does not answer is
        // replaced.
        if (ended.error().key != "reader.garbage")
            client.give_up(spawner);
        return tl::unexpected(ended.error());
    }
    auto handed = TRY(Handed::take(output));
    auto read = TRY(answer_of(conversation, request, *ended, handed.size()));
    return Exchanged{std::move(read), std::move(handed), *ended};
}

} // namespace leitstand::read_detail
