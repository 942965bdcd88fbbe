// SPDX-License-Identifier: EUPL-1.2
// Speaks the protocol of leitstand-reader and misbehaves in the way that its document names. Builds
// no walls: it plays a reader that has been taken over, to show that the client stands it.
#include <array>
#include <cstring>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "base/files.hpp"
#include "read/protocol.hpp"

namespace {

using namespace leitstand;

struct Fds {
    int input = -1, output = -1, answer = -1, status = -1;
};

ReaderAnswer good_answer() {
    ReaderAnswer answer;
    answer.media_type = "text/plain";
    answer.text = "good \xc3\xbc";
    answer.pages = {{59'500, 84'200, 0, 7}};
    answer.words = {{0, 4, 1, {0, 0, 100, 100}}};
    return answer;
}

constexpr std::string_view kCarried = "no-process";

ReaderAnswer bad_answer(std::string_view how) {
    auto answer = good_answer();
    if (how == "bad-span")
        answer.words[0].end = 70'000;
    if (how == "bad-border")
        answer.words[0].end = 6; // inside a character
    if (how == "bad-utf8")
        answer.text = "good \xff\xff";
    if (how == "bad-control")
        answer.text = "good\fxx"; // the form feed joins parts and belongs to the client
    if (how == "bad-page")
        answer.words[0].page = 9;
    if (how == "bad-page-span")
        answer.pages[0].end = 8'000;
    if (how == "bad-part")
        answer.parts.push_back({"x", "text/plain", 0, 1'000'000});
    if (how == "bad-type")
        answer.media_type = "<script>";
    if (how == "bad-reason")
        answer.reason = Reason::damaged; // with the status "read"
    if (how == "carries")
        answer.parts.push_back({"a.txt", "text/plain", 0, kCarried.size()});
    if (how == "bad-name")
        answer.parts.push_back({"../../etc/\x01passwd\n", "TEXT/plain; x", 0, 0});
    return answer;
}

ReaderAnswer slow_answer() {
    ReaderAnswer answer;
    answer.status = AnswerStatus::refused;
    answer.reason = Reason::too_slow;
    return answer;
}

void fill(std::string const& bytes, int fd, bool forever) {
    do {
        if (!write_all(fd, bytes))
            return;
    } while (forever);
}

void act(std::string_view how, Fds const& fds) {
    auto const good = encode_answer(good_answer());
    if (how == "garbage")
        fill(std::string(100'000, '\xa5'), fds.answer, false);
    else if (how == "endless")
        fill(encode_answer(good_answer()).substr(0, 40), fds.answer, true);
    else if (how == "hang" || how == "hang-hard")
        ::sleep(10); // not for ever: "hang-hard" outlives the test, because nobody ends it
    else if (how == "die")
        ::raise(SIGSEGV);
    else if (how == "memory")
        _exit(kExitMemory);
    else if (how == "kill-spawner")
        ::kill(-::getpgrp(), SIGKILL); // as the end of a PID namespace takes all in it
    else if (how == "too-slow")
        fill(encode_answer(slow_answer()), fds.answer, false);
    else if (how == "after-end")
        fill(good + good, fds.answer, false);
    else if (how == "cut-off")
        fill(good.substr(0, good.size() - 3), fds.answer, false);
    else if (how == "keep-mapping" && ::fork() == 0) {
        (void)!::ftruncate(fds.output, 4096);
        ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fds.output, 0);
        ::close(fds.answer);
        ::close(fds.status);
        ::sleep(5);
        _exit(0);
    } else if (how == "keep-mapping") {
        ::usleep(200'000);
        fill(good, fds.answer, false);
    } else if (how == "carries") {
        (void)write_all(fds.output, kCarried);
        fill(encode_answer(bad_answer(how)), fds.answer, false);
    } else if (how.starts_with("bad-"))
        fill(encode_answer(bad_answer(how)), fds.answer, false);
    else if (how != "silent")
        fill(good, fds.answer, false);
}

// Plays the spawner for one document: starts its process, ends it at the deadline unless told to
// forget, reports.
void handle(ReaderRequest const& request, Fds const& fds) {
    std::array<char, 4096> bytes{};
    auto const length = ::pread(fds.input, bytes.data(), bytes.size(), 0);
    std::string_view const how{bytes.data(),
                               static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
    pid_t const child = ::fork();
    if (child == 0) {
        act(how, fds);
        _exit(0);
    }
    ::close(fds.answer);
    int status = 0;
    bool late = false;
    for (unsigned waited = 0; ::waitpid(child, &status, WNOHANG) == 0; ++waited) {
        ::usleep(1000);
        if (waited > request.deadline_ms && how != "hang-hard") {
            ::kill(child, SIGKILL);
            late = true;
        }
    }
    ReaderStatus record;
    record.process = static_cast<std::uint32_t>(child);
    record.end = how == "no-process"                  ? ReaderStatus::End::no_resources
                 : late                               ? ReaderStatus::End::deadline
                 : WIFSIGNALED(status)                ? ReaderStatus::End::killed
                 : WEXITSTATUS(status) == kExitMemory ? ReaderStatus::End::memory
                                                      : ReaderStatus::End::done;
    auto const written =
        how == "bad-status" ? std::string(kStatusBytes, '\xff') : encode_status(record);
    (void)!::write(fds.status, written.data(), written.size());
}

bool receive(std::string& message, Fds& fds) {
    std::array<char, kControlMessageBytesMax> bytes;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof fds)> control{};
    iovec piece{bytes.data(), bytes.size()};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    auto const length = ::recvmsg(kReaderControlFd, &header, 0);
    if (length <= 0 || CMSG_FIRSTHDR(&header) == nullptr)
        return false;
    std::memcpy(&fds, CMSG_DATA(CMSG_FIRSTHDR(&header)), sizeof fds);
    message.assign(bytes.data(), static_cast<std::size_t>(length));
    return true;
}

} // namespace

int main() {
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGCHLD, SIG_IGN);
    auto const hello = encode_hello({true, 7, true, 40, 40, {}});
    if (::send(kReaderControlFd, hello.data(), hello.size(), 0) < 0)
        return 1;
    std::string message;
    for (Fds fds; receive(message, fds);) {
        if (::fork() == 0) {
            ::signal(SIGCHLD, SIG_DFL);
            ::close(kReaderControlFd);
            handle(*decode_request(message), fds);
            _exit(0);
        }
        for (int const fd : {fds.input, fds.output, fds.answer, fds.status})
            ::close(fd);
    }
    return 0;
}
