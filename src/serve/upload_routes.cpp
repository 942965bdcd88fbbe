// SPDX-License-Identifier: EUPL-1.2
// Post by HTTP: files as multipart/form-data, one file as application/octet-stream, entries by
// hand.
#include <nlohmann/json.hpp>

#include "base/ids.hpp"
#include "decide/inbox.hpp"
#include "receive/hand_entry.hpp"
#include "serve/item_json.hpp"
#include "serve/upload.hpp"
#include "store/blob_store.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kFieldBytesMax = kReasonBytesMax; // the longest field that is no file
constexpr std::size_t kFieldsMax = 16;
constexpr std::size_t kSenderBytesMax = 300, kNoteBytesMax = 10'000;

// The request is copied without its body: a taker may outlive the handler's reference.
class FormTaker final : public BodyTaker, MultipartSink {
  public:
    FormTaker(HttpRequest const& request, Upload upload, MultipartParser parser)
        : request_(request), upload_(std::move(upload)), parser_(std::move(parser)) {}

    std::optional<Response> take(std::string_view bytes) override {
        auto const done = parser_.append(bytes, *this);
        if (done)
            return std::nullopt;
        return problem_response(done.error(), request_);
    }

    Response finish() override {
        auto response = end();
        return response ? std::move(*response) : problem_response(response.error(), request_);
    }

  private:
    Result<Response> end() {
        TRY(parser_.finish());
        upload_.set_receipt_date(TRY(parse_receipt_date(date_, date_source_, date_reason_)));
        return upload_.commit(request_);
    }

    Result<void> begin_part(PartHead const& head) override {
        in_file_ = head.is_file;
        // A form's empty file input sends a nameless file of no bytes: no file was chosen.
        name_is_empty_ = head.is_file && head.file_name.empty();
        field_ = nullptr;
        for (auto const& [name, field] :
             std::initializer_list<std::pair<std::string_view, std::string*>>{
                 {"receipt_date", &date_},
                 {"receipt_date_source", &date_source_},
                 {"receipt_date_reason", &date_reason_}})
            if (!head.is_file && head.name == name)
                field_ = field;
        field_bytes_ = 0;
        if (!head.is_file || name_is_empty_)
            return {};
        return upload_.begin_file(head.file_name);
    }
    Result<void> part_bytes(std::string_view bytes) override {
        if (in_file_ && name_is_empty_) { // it has bytes, so it is one
            TRY(upload_.begin_file({}));
            name_is_empty_ = false;
        }
        if (in_file_)
            return upload_.append(bytes);
        field_bytes_ += bytes.size();
        if (field_bytes_ > kFieldBytesMax)
            return fail(Code::too_large, field_ == &date_reason_ ? "item.reason_too_long"
                                                                 : "multipart.header_too_large");
        if (field_ != nullptr)
            *field_ += bytes;
        return {};
    }
    Result<void> end_part() override { return {}; }

    HttpRequest request_;
    Upload upload_;
    MultipartParser parser_;
    bool in_file_ = false, name_is_empty_ = false;
    std::size_t field_bytes_ = 0;
    std::string* field_ = nullptr; // of those below, the one at hand
    std::string date_, date_source_, date_reason_;
};

// One file, its bytes being the body: for programs.
class RawTaker final : public BodyTaker {
  public:
    RawTaker(HttpRequest const& request, Upload upload)
        : request_(request), upload_(std::move(upload)) {}
    std::optional<Response> take(std::string_view bytes) override {
        auto const done = upload_.append(bytes);
        if (done)
            return std::nullopt;
        return problem_response(done.error(), request_);
    }
    Response finish() override {
        auto response = upload_.commit(request_);
        return response ? std::move(*response) : problem_response(response.error(), request_);
    }

  private:
    HttpRequest request_;
    Upload upload_;
};

// Before the first byte of the body: a client must not send 200 MB to hear that there is no room.
Result<void> check_space(Serving& serving, HttpRequest const& request) {
    auto const free = TRY(serving.rooms.blobs.free_space_bytes());
    if (free < serving.rooms.limits.free_space_bytes_min + request.content_length.value_or(0))
        return fail(Code::no_space, "disk.full");
    return {};
}

Result<std::unique_ptr<BodyTaker>> start_upload(Serving& serving, HttpRequest const& request) {
    auto const type = std::string{request.header("content-type").value_or("")};
    auto key = TRY(idempotency_key(request));
    if (key.empty())
        key = new_id();
    TRY(check_space(serving, request));
    Upload upload{serving, request.caller->account.id, request.reference, std::move(key)};
    if (equal_ignoring_case(type.substr(0, type.find(';')), "application/octet-stream")) {
        upload.set_receipt_date(
            TRY(parse_receipt_date(TRY(query_text(request, "receipt_date", 32)),
                                   TRY(query_text(request, "receipt_date_source", 32)), {})));
        TRY(upload.begin_file(
            TRY(query_text(request, "name", serving.rooms.limits.file_name_bytes_max))));
        return std::make_unique<RawTaker>(request, std::move(upload));
    }
    if (!equal_ignoring_case(type.substr(0, 19), "multipart/form-data"))
        return fail(Code::bad_input, "request.content_type");
    MultipartLimits limits;
    limits.parts_max = serving.rooms.limits.request_files_max + kFieldsMax;
    auto parser = TRY(MultipartParser::for_content_type(type, limits));
    return std::make_unique<FormTaker>(request, std::move(upload), std::move(parser));
}

Result<Response> enter(Serving& serving, HttpRequest& request) {
    auto const fields = TRY(Fields::parse(request, serving.rooms.limits));
    HandEntry entry;
    entry.channel = TRY(parse_channel(TRY(fields.text("channel", 32))));
    entry.text = TRY(fields.text("text", serving.rooms.limits.entry_text_bytes_max));
    entry.sender = TRY(fields.text_or("sender", kSenderBytesMax, ""));
    entry.note = TRY(fields.text_or("note", kNoteBytesMax, ""));
    entry.receipt_date = TRY(fields.date("receipt_date"));
    entry.entered_by = request.caller->account.id;
    auto const key = TRY(idempotency_key(request));
    entry.key = fmt::format("entry {} {}", entry.entered_by, key.empty() ? new_id() : key);
    auto const item = TRY(enter_by_hand(entry, serving.rooms.ledger, serving.rooms.limits));
    serving.metrics.received(1, item.size_bytes);
    if (serving.rooms.wake_work)
        serving.rooms.wake_work();
    return json_response(201, receipt_json(item));
}

} // namespace

void add_upload_routes(Router& router, Serving& serving) {
    Route upload;
    upload.method = Method::post;
    upload.pattern = "/api/v1/items";
    upload.right = "items.upload";
    upload.body_bytes_max = serving.rooms.limits.request_size_bytes_max;
    upload.stream = [&serving](HttpRequest& request) -> BodyStart {
        auto started = start_upload(serving, request);
        if (!started)
            return problem_response(started.error(), request);
        return std::move(*started);
    };
    router.add(std::move(upload));
    add_route(router, serving, Method::post, "/api/v1/items/entry", "items.enter",
              serving.rooms.limits.json_body_bytes_max, enter);
}

} // namespace leitstand
