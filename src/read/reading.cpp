// SPDX-License-Identifier: EUPL-1.2
#include "read/reading.hpp"

#include <semaphore>

#include "base/assert.hpp"
#include "base/crypto/crypto.hpp"
#include "base/log.hpp"
#include "read/detail/pages.hpp"
#include "read/language.hpp"

namespace leitstand {

namespace {

using read_detail::Exchanged;
using read_detail::SpawnerClient;
using KeepPart = std::function<Result<void>(DerivedPart const&)>;

constexpr std::uint64_t kRatioFreeBytes = 1 << 20; // up to here nobody asks for the ratio

class Slot {
  public:
    explicit Slot(std::counting_semaphore<>& slots) : slots_(slots) { slots_.acquire(); }
    ~Slot() { slots_.release(); }
    Slot(Slot const&) = delete;
    Slot& operator=(Slot const&) = delete;

  private:
    std::counting_semaphore<>& slots_;
};

ReadStatus status_of(AnswerStatus status) {
    return static_cast<ReadStatus>(status);
}

tl::unexpected<Error> refusal_to_extract(Reason reason) {
    std::string detail{reason_key(reason)};
    switch (reason) {
    case Reason::encrypted:
        return fail(Code::bad_input, "stack.encrypted", std::move(detail));
    case Reason::unknown_format:
        return fail(Code::bad_input, "stack.other_kind", std::move(detail));
    case Reason::too_large:
    case Reason::unpacked_too_large:
        return fail(Code::too_large, "stack.too_large", std::move(detail));
    default:
        return fail(Code::bad_input, "stack.damaged", std::move(detail));
    }
}

// What one thing in a message is called and said to be.
struct Label {
    std::string name;
    std::string declared_type;
    std::uint32_t parent = 0;
    std::uint32_t depth = 0;
};

float points(std::int64_t hundredths) {
    return static_cast<float>(hundredths) / 100.0f;
}

Box box_of(AnswerBox const& box) {
    return {points(box[0]), points(box[1]), points(box[2]), points(box[3])};
}

// Puts the answers about a file and all that is attached to it together into one Document.
class Assembly {
  public:
    using Ask = std::function<Result<Exchanged>(std::string_view, ReaderRequest const&)>;
    struct Means {
        Ask ask;
        Ask recognise{}; // empty where pages that are pictures shall wait
        std::function<std::shared_ptr<void>()> take_turn{};
        std::stop_token stop{};
        Attempt attempt = Attempt::early;
    };
    Assembly(Limits const& limits, Means means, KeepPart const& keep_part)
        : limits_(limits), means_(std::move(means)), keep_part_(keep_part) {}

    Result<Document> read(std::string_view bytes, std::string_view name) {
        TRY(add(bytes, Label{clean_name(name), {}, 0, 0}));
        bool const is_over = means_.recognise || !document_.needs_recognition();
        if (keep_part_ && is_over)
            for (auto const& part : attached_)
                TRY(keep_part_(DerivedPart{part.number, part.about.name, part.about.media_type,
                                           std::string{part.from->of(part.about)}}));
        document_.sha256 = document_.parts.front().sha256;
        document_.language = guess_language(document_.text);
        judge();
        return std::move(document_);
    }

  private:
    // Bytes that are kept when all has been read; `from` holds them, mapped once.
    struct Attached {
        std::uint32_t number = 0;
        AnswerPart about;
        std::shared_ptr<read_detail::Handed const> from;
    };

    Result<void> add(std::string_view bytes, Label const& label) {
        if (means_.stop.stop_requested())
            return fail(Code::unavailable, "reader.stopped");
        auto const number = begin_part(bytes, label);
        auto request = request_from(limits_);
        request.is_part = number > 0;
        auto exchanged = means_.ask(bytes, request);
        if (!exchanged) {
            bool const is_put_off = means_.attempt == Attempt::early && may_pass(exchanged.error());
            if (number == 0 || is_put_off)
                return tl::unexpected(exchanged.error());
            log_warning("read", "attachment {} was not read: {}", number,
                        exchanged.error().describe());
            end_part(number, ReadStatus::refused, Reason::reader_failed, label.declared_type);
            return {};
        }
        TRY(complete(bytes, exchanged->answer));
        take(number, exchanged->answer, label);
        return add_attachments(number, *exchanged, label.depth);
    }

    // Recognises the pages of `answer` that wait for it; sources_ has one entry for each of them.
    Result<void> complete(std::string_view bytes, ReaderAnswer& answer) {
        sources_.clear();
        if (!means_.recognise || !read_detail::needs_recognition(answer))
            return {};
        auto left = limits_; // by the parts before
        left.text_bytes_max = text_left();
        left.words_max = static_cast<std::uint32_t>(words_left());
        sources_ = TRY(read_detail::complete_pages(
            answer, left,
            {.draw = [&](ReaderRequest const& request) { return means_.ask(bytes, request); },
             .recognise = means_.recognise,
             .take_turn = means_.take_turn,
             .stop = means_.stop,
             .attempt = means_.attempt}));
        return {};
    }

    // The form feeds between parts are not counted.
    std::uint64_t text_left() const {
        return limits_.text_bytes_max + (document_.parts.size() - 1) - document_.text.size();
    }
    std::uint64_t words_left() const { return limits_.words_max - document_.words.size(); }

    std::uint32_t begin_part(std::string_view bytes, Label const& label) {
        auto const number = static_cast<std::uint32_t>(document_.parts.size());
        if (number > 0)
            document_.text += '\f';
        auto const at = static_cast<std::uint32_t>(document_.text.size());
        document_.parts.push_back({number,
                                   label.parent,
                                   label.name,
                                   "",
                                   ReadStatus::read,
                                   "",
                                   {at, at},
                                   to_hex(sha256(bytes)),
                                   bytes.size()});
        return number;
    }

    void end_part(std::uint32_t number, ReadStatus status, Reason reason,
                  std::string_view media_type) {
        auto& part = document_.parts[number];
        part.status = status;
        part.reason = reason_key(reason);
        part.media_type = media_type.empty() ? "application/octet-stream" : media_type;
    }

    void take(std::uint32_t number, ReaderAnswer& answer, Label const& label) {
        // Something recognised as text may be more exactly what its sender says: text/calendar,
        // text/csv.
        bool const finer =
            answer.media_type == "text/plain" && label.declared_type.starts_with("text/");
        if (number == 0) {
            document_.media_type = answer.media_type;
            take_envelope(answer.envelope);
        }
        for (auto const warning : answer.warnings)
            warn(std::string{warning_key(warning)});
        if (answer.text.size() > text_left() || answer.words.size() > words_left()) {
            end_part(number, ReadStatus::refused, Reason::text_too_long, answer.media_type);
            return;
        }
        end_part(number, status_of(answer.status), answer.reason,
                 finer ? label.declared_type : answer.media_type);
        take_text(number, answer);
    }

    void take_envelope(AnswerEnvelope& e) {
        document_.envelope = {std::move(e.subject),        std::move(e.sender_name),
                              std::move(e.sender_address), std::move(e.recipient),
                              std::move(e.sent_at),        std::move(e.message_id)};
    }

    void take_text(std::uint32_t number, ReaderAnswer const& answer) {
        auto const base = static_cast<std::uint32_t>(document_.text.size());
        document_.text += answer.text;
        document_.parts[number].span = {base, static_cast<std::uint32_t>(document_.text.size())};
        std::uint32_t page_number = 0;
        for (auto const& page : answer.pages)
            document_.pages.push_back(
                {number,
                 ++page_number,
                 points(page.width),
                 points(page.height),
                 page_number <= sources_.size() ? sources_[page_number - 1] : PageSource::text,
                 {base + page.start, base + page.end},
                 page.turned,
                 page.marks});
        document_.words.reserve(document_.words.size() + answer.words.size());
        for (auto const& word : answer.words)
            document_.words.push_back({{base + word.start, base + word.end},
                                       number,
                                       word.page,
                                       box_of(word.box),
                                       static_cast<float>(word.confidence) / kConfidenceMax});
        for (auto const& text : answer.hidden)
            document_.hidden.push_back({number, text.page, text.kind, box_of(text.box), text.text});
        for (auto const& code : answer.codes)
            document_.codes.push_back({number, code.page, code.kind, box_of(code.box), code.text});
    }

    Result<void> add_attachments(std::uint32_t parent, Exchanged& exchanged, std::uint32_t depth) {
        auto const handed =
            std::make_shared<read_detail::Handed const>(std::move(exchanged.handed));
        for (auto const& part : exchanged.answer.parts) {
            if (document_.parts.size() >= limits_.parts_max) {
                limit_reached(parent, Reason::too_many_parts);
                return {};
            }
            unpacked_ += part.size_bytes;
            if (unpacked_ > unpacked_max()) {
                limit_reached(parent, Reason::unpacked_too_large);
                return {};
            }
            auto const bytes = handed->of(part);
            if (keep_part_)
                attached_.push_back(
                    {static_cast<std::uint32_t>(document_.parts.size()), part, handed});
            Label const label{part.name, part.media_type, parent, depth + 1};
            if (depth + 1 > limits_.nesting_max) {
                auto const number = begin_part(bytes, label);
                end_part(number, ReadStatus::refused, Reason::too_deep, part.media_type);
                continue;
            }
            TRY(add(bytes, label));
        }
        return {};
    }

    // A few kilobytes that unpack to hundreds of megabytes are an attack, whatever the absolute
    // limit.
    std::uint64_t unpacked_max() const {
        auto const by_ratio = document_.parts.front().size_bytes * limits_.unpacked_ratio_max;
        return std::min(limits_.unpacked_size_bytes_max, std::max(kRatioFreeBytes, by_ratio));
    }

    void limit_reached(std::uint32_t number, Reason reason) {
        auto& part = document_.parts[number];
        if (part.status == ReadStatus::read) {
            part.status = ReadStatus::partly_read;
            part.reason = reason_key(reason);
        }
    }

    void warn(std::string key) {
        if (std::find(document_.warnings.begin(), document_.warnings.end(), key) ==
            document_.warnings.end())
            document_.warnings.push_back(std::move(key));
    }

    // The whole is read if each part is, refused if none is, and otherwise read in part for the
    // first part's reason. An attachment without content takes nothing from it.
    void judge() {
        bool all = true;
        bool none = true;
        for (auto const& part : document_.parts) {
            if (part.number > 0 && part.reason == reason_key(Reason::empty))
                continue;
            all &= part.status == ReadStatus::read;
            none &= part.status == ReadStatus::refused;
            if (part.status != ReadStatus::read && document_.reason.empty())
                document_.reason = part.reason;
        }
        document_.status = all    ? ReadStatus::read
                           : none ? ReadStatus::refused
                                  : ReadStatus::partly_read;
    }

    Limits const& limits_;
    Means means_;
    std::vector<Attached> attached_;
    KeepPart const& keep_part_;
    std::vector<PageSource> sources_; // of the answer at hand; empty: all are text
    Document document_;
    std::uint64_t unpacked_ = 0;
};

std::filesystem::path recogniser_program(ReadingOptions const& options) {
    return options.recogniser_program.empty()
               ? options.reader_program.parent_path() / "leitstand-recogniser"
               : options.recogniser_program;
}

std::vector<std::string> recogniser_arguments(ReadingOptions const& options) {
    if (options.models_folder.empty())
        return {};
    return {"--models", options.models_folder.string()};
}

class SandboxedReading final : public Reading {
  public:
    explicit SandboxedReading(ReadingOptions options)
        : options_(std::move(options)), client_(options_.reader_program, options_.level_max),
          recogniser_(recogniser_program(options_), options_.level_max,
                      recogniser_arguments(options_)),
          slots_(static_cast<std::ptrdiff_t>(options_.limits.readers_at_once_max)),
          recogniser_slots_(
              static_cast<std::ptrdiff_t>(std::max(options_.limits.recognisers_at_once_max, 1u))) {}

    Result<void> begin() {
        auto const spawner = TRY(client_.current());
        auto const& hello = spawner->hello();
        level_ = read_detail::level_of(hello);
        self_test_ = {static_cast<int>(hello.tried), static_cast<int>(hello.denied), hello.failed};
        log_info("read", "sandbox level {}, {} of {} escapes denied", level_name(level_),
                 hello.denied, hello.tried);
        if (level_ <= SandboxLevel::b)
            return {};
        if (!options_.accept_weak_sandbox)
            return fail(Code::refused, "reader.sandbox_too_weak",
                        fmt::format("level {}", level_name(level_)));
        log_warning("read", "the sandbox is weak (level {}); an operator has accepted this",
                    level_name(level_));
        return {};
    }

    SandboxLevel level() const override { return level_; }
    SelfTest self_test() const override { return self_test_; }

    Result<Document> read(std::string_view bytes, std::string_view name_hint,
                          KeepPart const& keep_part, Depth depth, std::stop_token const& stop,
                          Attempt attempt) override {
        Assembly::Means means{.ask = [&](std::string_view part, ReaderRequest const& request) {
            return this->ask(part, request);
        }};
        means.stop = stop;
        means.attempt = attempt;
        if (depth == Depth::whole) {
            means.recognise = [&](std::string_view graymap, ReaderRequest const& request) {
                return this->recognise(graymap, request, stop);
            };
            means.take_turn = [&] { return std::make_shared<Slot>(recogniser_slots_); };
        }
        return Assembly{options_.limits, std::move(means), keep_part}.read(bytes, name_hint);
    }

    RecogniserState recogniser() override {
        RecogniserState state;
        auto const spawner = walled_recogniser();
        if (!spawner) {
            state.trouble = spawner.error().key;
            if (spawner.error().key == "recogniser.package_missing")
                state.missing_package = spawner.error().detail;
            return state;
        }
        auto const& hello = (*spawner)->hello();
        state.is_ready = true;
        state.level = read_detail::level_of(hello);
        state.self_test = {static_cast<int>(hello.tried), static_cast<int>(hello.denied),
                           hello.failed};
        return state;
    }

    Result<Picture> picture(std::string_view bytes, PictureWish const& wish) override {
        auto request = request_from(options_.limits);
        request.kind = RequestKind::picture;
        request.form = PictureForm::screen;
        request.page = wish.page;
        request.resolution_dpi = wish.resolution_dpi;
        request.turned = wish.turned;
        auto const exchanged = TRY(ask(bytes, request));
        auto const& answer = exchanged.answer;
        if (answer.status == AnswerStatus::refused)
            return fail(Code::bad_input, "picture.not_drawable",
                        std::string{reason_key(answer.reason)});
        if (answer.parts.empty() || answer.pages.empty())
            return fail(Code::not_found, "picture.no_page", fmt::format("page {}", wish.page));
        auto const& part = answer.parts.front();
        if (part.media_type != "image/png" && part.media_type != "image/jpeg")
            return fail(Code::damaged, "reader.garbage", "picture of another type");
        auto const& page = answer.pages.front();
        return Picture{part.media_type, std::string{exchanged.handed.of(part)}, points(page.width),
                       points(page.height)};
    }

    Result<std::vector<std::string>> extract(std::string_view bytes, std::uint32_t pages,
                                             std::vector<PageRange> const& ranges) override {
        ASSERT(!ranges.empty() && ranges.size() <= kRangesMax);
        auto request = request_from(options_.limits);
        request.kind = RequestKind::extract;
        request.page = pages;
        request.ranges = ranges;
        auto const exchanged = TRY(ask(bytes, request));
        auto const& answer = exchanged.answer;
        if (answer.status == AnswerStatus::refused)
            return refusal_to_extract(answer.reason);
        if (answer.parts.size() != ranges.size())
            return fail(Code::damaged, "reader.garbage", "another number of files");
        std::vector<std::string> files;
        for (auto const& part : answer.parts)
            files.emplace_back(exchanged.handed.of(part));
        return files;
    }

    Result<void>
    split_mbox(std::string_view bytes,
               std::function<Result<void>(std::string_view message)> const& take) override {
        auto request = request_from(options_.limits);
        request.kind = RequestKind::mbox;
        request.size_bytes_max = bytes.size();
        request.unpacked_size_bytes_max =
            bytes.size() + 1; // what comes out is never more than what went in
        auto const exchanged = TRY(ask(bytes, request));
        if (exchanged.answer.status == AnswerStatus::refused)
            return fail(Code::bad_input, "mbox.not_mbox");
        if (exchanged.answer.reason == Reason::too_many_parts)
            return fail(Code::too_large, "mbox.too_many_messages");
        for (auto const& message : exchanged.answer.parts)
            TRY(take(exchanged.handed.of(message)));
        return {};
    }

  private:
    Result<Exchanged> ask(std::string_view bytes, ReaderRequest const& request) {
        Slot const slot{slots_};
        return read_detail::exchange(client_, bytes, request);
    }

    // Its walls must be as strong as the reader's have to be.
    Result<std::shared_ptr<read_detail::Spawner>> walled_recogniser() {
        auto spawner = TRY(recogniser_.current());
        auto const level = read_detail::level_of(spawner->hello());
        if (level > SandboxLevel::b && !options_.accept_weak_sandbox)
            return fail(Code::refused, "reader.sandbox_too_weak",
                        fmt::format("recogniser, level {}", level_name(level)));
        return spawner;
    }

    // The caller has its turn. A page may take a quarter of an hour, which no stop waits for.
    Result<Exchanged> recognise(std::string_view graymap, ReaderRequest const& request,
                                std::stop_token const& stop) {
        if (auto const spawner = walled_recogniser(); !spawner) {
            if (!recogniser_is_missed_.exchange(true))
                log_error("read", "scanned pages stay unread: {} {}", spawner.error().key,
                          spawner.error().detail);
            return tl::unexpected(spawner.error());
        }
        recogniser_is_missed_ = false;
        return read_detail::exchange(recogniser_, graymap, request, stop);
    }

    ReadingOptions options_;
    SpawnerClient client_;
    SpawnerClient recogniser_; // started with the first page that needs it
    std::counting_semaphore<> slots_;
    std::counting_semaphore<> recogniser_slots_;
    std::atomic<bool> recogniser_is_missed_{false};
    SandboxLevel level_ = SandboxLevel::none;
    SelfTest self_test_;
};

} // namespace

Result<std::vector<std::string>> Reading::extract(std::string_view, std::uint32_t,
                                                  std::vector<PageRange> const&) {
    return fail(Code::bad_input, "stack.other_kind", "this reader takes nothing apart");
}

std::string_view level_name(SandboxLevel level) {
    switch (level) {
    case SandboxLevel::a:
        return "A";
    case SandboxLevel::b:
        return "B";
    case SandboxLevel::c:
        return "C";
    case SandboxLevel::none:
        return "none";
    }
    return "none";
}

Result<std::unique_ptr<Reading>> Reading::start(ReadingOptions const& options) {
    auto reading = std::make_unique<SandboxedReading>(options);
    TRY(reading->begin());
    return std::unique_ptr<Reading>{std::move(reading)};
}

bool may_pass(Error const& error) {
    return error.code == Code::no_space || error.key == "reader.cannot_start" ||
           error.key == "reader.no_resources" || error.key == "reader.spawner_ended" ||
           error.key == "reader.starved";
}

} // namespace leitstand
