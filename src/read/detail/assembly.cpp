// SPDX-License-Identifier: EUPL-1.2
#include "read/detail/assembly.hpp"

#include "base/crypto/crypto.hpp"
#include "base/log.hpp"
#include "read/detail/pages.hpp"
#include "read/language.hpp"

namespace leitstand::read_detail {

namespace {

constexpr std::uint64_t kRatioFreeBytes = 1 << 20; // up to here nobody asks for the ratio

ReadStatus status_of(AnswerStatus status) {
    return static_cast<ReadStatus>(status);
}

// What one thing in a message is called and said to be.
struct Label {
    std::string name;
    std::string declared_type;
    std::uint32_t parent = 0;
    std::uint32_t depth = 0;
};

Box box_of(AnswerBox const& box) {
    return {points(box[0]), points(box[1]), points(box[2]), points(box[3])};
}

// Puts the answers about a file and all that is attached to it together into one Document.
class Assembly {
  public:
    Assembly(Limits const& limits, Means const& means, KeepPart const& keep_part)
        : limits_(limits), means_(means), keep_part_(keep_part) {}

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
        std::shared_ptr<Handed const> from;
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
        if (!means_.recognise || !needs_recognition(answer))
            return {};
        auto left = limits_; // by the parts before
        left.text_bytes_max = text_left();
        left.words_max = static_cast<std::uint32_t>(words_left());
        sources_ = TRY(complete_pages(
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
        auto const handed = std::make_shared<Handed const>(std::move(exchanged.handed));
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
    Means const& means_;
    std::vector<Attached> attached_;
    KeepPart const& keep_part_;
    std::vector<PageSource> sources_; // of the answer at hand; empty: all are text
    Document document_;
    std::uint64_t unpacked_ = 0;
};

} // namespace

Result<Document> assemble(std::string_view bytes, std::string_view name, Limits const& limits,
                          Means const& means, KeepPart const& keep_part) {
    return Assembly{limits, means, keep_part}.read(bytes, name);
}

} // namespace leitstand::read_detail
