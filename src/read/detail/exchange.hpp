// SPDX-License-Identifier: EUPL-1.2
// One document through one process: seals the bytes, sends the request, takes the answer, waits for
// the end. Threads: any.
#pragma once

#include <stop_token>

#include "read/detail/spawner_client.hpp"

namespace leitstand::read_detail {

// The attachments' bytes, mapped read-only from a memfd that nobody can write any more.
class Handed {
  public:
    Handed() = default;
    Handed(Handed&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
    Handed& operator=(Handed&& other) noexcept {
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~Handed();
    // Seals `memory` and maps it. Errors: damaged "reader.garbage".
    static Result<Handed> take(FileDescriptor const& memory);
    std::string_view of(AnswerPart const& part) const {
        return bytes_.substr(part.offset, part.size_bytes);
    }
    std::size_t size() const { return bytes_.size(); }

  private:
    std::string_view bytes_;
};

struct Exchanged {
    ReaderAnswer answer;
    Handed handed;
    ReaderStatus status;
};

// Errors: as Reading::read; timed_out "reader.starved" where a page's process was given less than
// half of its processor time until its time was up; unavailable "reader.no_resources";
// "reader.spawner_ended", which says nothing of the document. A process that used up its memory
// gives an answer "refused, memory". A stop ends the spawner with all that it has at work.
Result<Exchanged> exchange(SpawnerClient& client, std::string_view bytes,
                           ReaderRequest const& request, std::stop_token const& stop = {});

} // namespace leitstand::read_detail
