// SPDX-License-Identifier: EUPL-1.2
#include "read/reading.hpp"

#include <semaphore>

#include "base/assert.hpp"
#include "base/log.hpp"
#include "read/detail/assembly.hpp"

namespace leitstand {

namespace {

using read_detail::Exchanged;
using read_detail::KeepPart;
using read_detail::SpawnerClient;

class Slot {
  public:
    explicit Slot(std::counting_semaphore<>& slots) : slots_(slots) { slots_.acquire(); }
    ~Slot() { slots_.release(); }
    Slot(Slot const&) = delete;
    Slot& operator=(Slot const&) = delete;

  private:
    std::counting_semaphore<>& slots_;
};

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
        read_detail::Means means{.ask = [&](std::string_view part, ReaderRequest const& request) {
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
        return read_detail::assemble(bytes, name_hint, options_.limits, means, keep_part);
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
        return Picture{part.media_type, std::string{exchanged.handed.of(part)},
                       read_detail::points(page.width), read_detail::points(page.height)};
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
