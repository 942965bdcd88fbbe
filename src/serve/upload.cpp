// SPDX-License-Identifier: EUPL-1.2
#include "serve/upload.hpp"

#include <nlohmann/json.hpp>

#include "serve/item_json.hpp"

namespace leitstand {

namespace {

// What is wrong with one file and leaves the others untouched; anything else (a full disk) ends the
// request.
bool concerns_one_file(Error const& error) {
    return error.code == Code::too_large || error.code == Code::bad_input ||
           error.code == Code::conflict;
}

} // namespace

Result<ReceiptDate> parse_receipt_date(std::string const& date, std::string const& source,
                                       std::string const& reason) {
    ReceiptDate parsed;
    if (!source.empty() && source != "person" && source != "stamp")
        return fail(Code::bad_input, "request.field_wrong", "receipt_date_source");
    parsed.source = source == "stamp" ? DateSource::stamp : DateSource::person;
    if (reason.find_first_not_of(" \t\r\n") != std::string::npos)
        parsed.reason = reason;
    if (date.empty()) {
        if (!source.empty() || !parsed.reason.empty())
            return fail(Code::bad_input, "receipt_date.missing");
        return parsed;
    }
    auto const day = parse_iso_date(date);
    if (!day)
        return fail(Code::bad_input, "receipt_date.wrong");
    parsed.date = *day;
    return parsed;
}

Result<void> Upload::begin_file(std::string name) {
    if (files_.size() >= serving_.rooms.limits.request_files_max)
        return fail(Code::too_large, "upload.too_many_files");
    UploadFile file;
    file.name = std::move(name);
    file.intake = TRY(serving_.rooms.ledger.begin());
    files_.push_back(std::move(file));
    return {};
}

Result<void> Upload::append(std::string_view bytes) {
    auto& file = files_.back();
    if (!file.intake)
        return {}; // given up already; the rest of it is passed over
    file.size_bytes += bytes.size();
    auto const appended = file.intake->append(bytes);
    if (appended)
        return {};
    if (!concerns_one_file(appended.error()))
        return appended;
    file.problem = appended.error();
    file.intake.reset();
    return {};
}

Result<Item> Upload::commit_file(UploadFile& file, std::size_t index) {
    if (file.problem)
        return tl::unexpected(*file.problem);
    Arrival arrival;
    arrival.channel = Channel::upload;
    arrival.key = fmt::format("http {} {} {}", account_, key_, index);
    arrival.name = file.name;
    arrival.receipt_date = receipt_date_.date;
    arrival.date_source = receipt_date_.date ? receipt_date_.source : DateSource::channel;
    arrival.date_reason = receipt_date_.reason;
    arrival.entered_by = account_;
    return file.intake->commit(arrival);
}

Result<Response> Upload::commit(HttpRequest const& request) {
    if (files_.empty())
        return fail(Code::bad_input, "upload.no_file");
    Json json;
    json["receipts"] = Json::array();
    std::uint64_t taken = 0, bytes = 0;
    std::optional<Error> first_problem;
    for (std::size_t i = 0; i < files_.size(); ++i) {
        auto const item = commit_file(files_[i], i);
        Json entry;
        entry["name"] = item ? item->name : clean_file_name(files_[i].name, serving_.rooms.limits);
        if (item) {
            entry["receipt"] = receipt_json(*item);
            ++taken;
            bytes += item->size_bytes;
        } else {
            entry["problem"] = problem_json(item.error(), reference_);
            if (!first_problem)
                first_problem = item.error();
        }
        files_[i].intake.reset();
        json["receipts"].push_back(std::move(entry));
    }
    if (taken == 0)
        return problem_response(*first_problem, request, json);
    serving_.metrics.received(taken, bytes);
    if (serving_.rooms.wake_work)
        serving_.rooms.wake_work();
    return json_response(201, json);
}

} // namespace leitstand
