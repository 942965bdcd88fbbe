// SPDX-License-Identifier: EUPL-1.2
#include "reader/document.hpp"

#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.hpp"

namespace leitstand::reader {

namespace {

int read_and_answer(ReaderRequest const& request, std::uint64_t size_bytes, Work work) {
    std::string_view input;
    if (size_bytes > 0) {
        void* const mapped = ::mmap(nullptr, size_bytes, PROT_READ, MAP_PRIVATE, kInputFd, 0);
        if (mapped == MAP_FAILED)
            return kExitMemory;
        input = {static_cast<char const*>(mapped), size_bytes};
    }
    Output output{request.unpacked_size_bytes_max,
                  [](std::string_view bytes) { return write_all(kOutputFd, bytes).has_value(); }};
    auto const answer = encode_answer(work(input, request, output));
    return write_all(kAnswerFd, answer) ? kExitDone : kExitFailed;
}

} // namespace

void run_document(Walls const& walls, ReaderRequest const& request, Work work) {
    struct stat about {};
    if (::fstat(kInputFd, &about) != 0)
        _exit(kExitFailed);
    auto const size_bytes = static_cast<std::uint64_t>(about.st_size);
    if (!enter_cell(walls, request, size_bytes))
        _exit(kExitFailed);
    int code = kExitFailed;
    try {
        code = read_and_answer(request, size_bytes, work);
    } catch (std::bad_alloc const&) {
        code = kExitMemory;
    } catch (...) {
        code = kExitFailed;
    }
    _exit(code);
}

} // namespace leitstand::reader
