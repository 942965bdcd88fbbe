// SPDX-License-Identifier: EUPL-1.2
// Has the sandboxed reader turn bytes into a Document: one process per document and per attachment,
// behind the spawner. Nothing here parses anything but the reader's own length-prefixed answer,
// which is treated as hostile. Threads: read() from any number of threads.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "read/document.hpp"

namespace leitstand {

// a: namespaces, Landlock, seccomp, limits; b: one of the two walls around files is missing; c:
// both are; none: no seccomp, or an escape succeeded (docs/sandbox.md).
enum class SandboxLevel : std::uint8_t { a, b, c, none };
std::string_view level_name(SandboxLevel level);

struct ReadingOptions {
    std::filesystem::path reader_program; // beside the own program by default
    Limits limits;
    // Below level B untrusted files are refused unless an operator says otherwise (logged).
    bool accept_weak_sandbox = false;
    SandboxLevel level_max = SandboxLevel::a; // tests build weaker walls on purpose
    // The program that reads pictures; empty: leitstand-recogniser beside the reader.
    std::filesystem::path recogniser_program{};
    // Where its German model lies; empty: where Debian's package tesseract-ocr-deu puts it.
    std::filesystem::path models_folder{};
};

// One attachment of a message as it comes out of the sandbox.
struct DerivedPart {
    std::uint32_t number = 0;
    std::string name;
    std::string media_type;
    std::string bytes;
};

// How far a reading goes. quick: what stands in the file as text; pages that are pictures stay
// marked `unread`, text layers that nobody compared `unchecked`. whole: those pages are recognised.
enum class Depth : std::uint8_t { quick, whole };

// On the last attempt nothing is put off: what lacks for a moment costs the attachment or the page
// that it befalls, and the rest is kept.
enum class Attempt : std::uint8_t { early, last };

// Whether an error of Reading says what lacks here for a moment, and nothing of the file.
bool may_pass(Error const& error);

struct PictureWish {
    std::uint32_t page = 1; // within the file, from 1
    std::uint32_t resolution_dpi = 150;
    std::uint32_t turned = 0; // degrees clockwise, 0, 90, 180, 270
};

// One page drawn for a screen.
struct Picture {
    std::string media_type; // image/png or image/jpeg
    std::string bytes;
    float width = 0, height = 0; // points, as it was turned
};

class Reading {
  public:
    // Starts the spawner and runs its self-test of 40 escapes.
    // Errors: unavailable "reader.cannot_start", refused "reader.sandbox_too_weak".
    static Result<std::unique_ptr<Reading>> start(ReadingOptions const& options);
    virtual ~Reading() = default;

    virtual SandboxLevel level() const = 0;
    struct SelfTest {
        int tried = 0;
        int denied = 0;
        std::vector<std::string> failed;
    };
    virtual SelfTest self_test() const = 0;

    // How it stands with the recogniser, which is started by this where it does not run yet.
    // Without it scanned pages stay unread (needs_ocr) and all else works.
    struct RecogniserState {
        bool is_ready = false;
        std::string trouble;         // key of the error, empty if ready
        std::string missing_package; // Debian's name, if that is the trouble
        SandboxLevel level = SandboxLevel::none;
        SelfTest self_test;
    };
    virtual RecogniserState recogniser() { return {}; }

    // Reads `bytes` and, in processes of their own, its attachments. `keep_part`, where given, is
    // handed each attachment's bytes (to seal them as a derived part) when all has been read, and
    // not at all after a quick reading that leaves pages to be recognised. A file that cannot be
    // read is no error: the Document says refused with a reason; nor is an attachment or a page at
    // which the reader fails: its part says reader_failed. `stop` is asked before each page and
    // each attachment, and ends the recognition of the page at hand. Errors: timed_out
    // "reader.deadline", unavailable "reader.died" (crash, kill), damaged "reader.garbage", and
    // what may pass: unavailable "reader.cannot_start", "reader.no_resources",
    // "reader.spawner_ended", timed_out "reader.starved" (a page was hardly given the processor),
    // no_space: the caller counts an attempt and tries again, and says which is the last; then only
    // the file itself can fail so, no attachment and no page. Unavailable "reader.stopped";
    // whatever keep_part returns.
    virtual Result<Document>
    read(std::string_view bytes, std::string_view name_hint,
         std::function<Result<void>(DerivedPart const&)> const& keep_part = {},
         Depth depth = Depth::whole, std::stop_token const& stop = {},
         Attempt attempt = Attempt::early) = 0;

    // Draws one page of a PDF or picture (not of its attachments) in a process of its own. Errors:
    // as read(); not_found "picture.no_page", bad_input "picture.not_drawable".
    virtual Result<Picture> picture(std::string_view bytes, PictureWish const& wish) = 0;

    // Makes a file of each range of pages of a PDF or TIFF that was found to have `pages` pages; a
    // new file holds nothing of the other pages. Errors: as read(); bad_input "stack.encrypted",
    // "stack.damaged", "stack.other_kind"; too_large "stack.too_large".
    virtual Result<std::vector<std::string>> extract(std::string_view bytes, std::uint32_t pages,
                                                     std::vector<PageRange> const& ranges);

    // Splits an mbox in the sandbox and hands over each message. Errors as read(); bad_input
    // "mbox.not_mbox".
    virtual Result<void>
    split_mbox(std::string_view bytes,
               std::function<Result<void>(std::string_view message)> const& take) = 0;
};

// Text that is text already (web form, entry by hand): no parser, no sandbox. Invalid UTF-8 and
// control characters are replaced.
Document document_from_plain_text(std::string_view text);

} // namespace leitstand
