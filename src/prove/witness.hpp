// SPDX-License-Identifier: EUPL-1.2
// A witness (c2sp.org/tlog-witness): somebody else's machine that remembers the last head of a log
// and signs the next one only if it goes on from there. That is the answer to an operator who
// rewrites the log, and to an old backup brought back. This is what a witness decides and how its
// requests are written; how they travel is the caller's. Threads: any.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "prove/log_key.hpp"
#include "prove/tree.hpp"

namespace leitstand {

inline constexpr std::size_t kWitnessProofHashesMax = 63;
inline constexpr std::size_t kWitnessRequestBytesMax = kNoteBytesMax + 8192;

// What a log asks: to sign `checkpoint`, which goes on from the head of `old_size`.
struct AddCheckpoint {
    std::uint64_t old_size = 0;
    std::vector<TreeHash> proof; // of consistency; none from size 0
    std::string checkpoint;      // the signed note
};
std::string print_add_checkpoint(AddCheckpoint const& request);
// Error: bad_input "witness.malformed" with the reason.
Result<AddCheckpoint> parse_add_checkpoint(std::string_view body);

// As HTTP says it.
struct WitnessAnswer {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
};

class Witness {
  public:
    // Opens the folder in which it remembers the logs that it watches; makes it where it is not,
    // and keeps others off it. Errors: "log.cannot_write", "log.cannot_read", conflict
    // "witness.in_use", damaged "witness.memory_damaged".
    static Result<std::unique_ptr<Witness>> open(std::filesystem::path folder, LogKey key,
                                                 std::vector<VerifierKey> logs, TimeSource& clock);
    ~Witness();

    VerifierKey const& verifier() const; // what others check its cosignatures with

    // 200 and a signature line, after the new head is durable; 400 not a request, 403 not signed by
    // the log, 404 a log that it does not watch, 409 and the size it knows, 422 not the same
    // history, 500 where it cannot remember: then it does not sign.
    WitnessAnswer add_checkpoint(std::string_view body);

  private:
    struct State;
    explicit Witness(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace leitstand
