// SPDX-License-Identifier: EUPL-1.2
// Takes an upload: each file streams into an intake of the ledger as it comes; all are committed
// when the whole request has arrived, so that a cut connection leaves nothing. Memory is that of
// one piece and one block per file. Threads: one worker at a time. Limits: request_size_bytes_max,
// request_files_max, item_size_bytes_max.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "receive/ledger.hpp"
#include "serve/multipart.hpp"
#include "serve/serving.hpp"

namespace leitstand {

struct UploadFile {
    std::string name;
    std::unique_ptr<Intake> intake; // none where the file was not taken
    std::uint64_t size_bytes = 0;
    std::optional<Error> problem;
};

// The legal date of all files of a request, with where it comes from and how it is known.
struct ReceiptDate {
    std::optional<Date> date; // nothing: today
    DateSource source = DateSource::person;
    std::string reason;
};
// From what a client wrote; empty texts: not given. Errors: bad_input "receipt_date.wrong",
// "receipt_date.missing" (a source or a reason without a date), "request.field_wrong".
Result<ReceiptDate> parse_receipt_date(std::string const& date, std::string const& source,
                                       std::string const& reason);

// The files of one request and what becomes of them. An error of append() ends the whole request
// with nothing stored.
class Upload {
  public:
    Upload(Serving& serving, std::string account, std::string reference, std::string key)
        : serving_(serving), account_(std::move(account)), reference_(std::move(reference)),
          key_(std::move(key)) {}

    Result<void>
    begin_file(std::string name); // too_large "upload.too_many_files"; no_space "disk.full"
    Result<void> append(std::string_view bytes);
    void set_receipt_date(ReceiptDate date) { receipt_date_ = std::move(date); }

    // Commits each file; the receipts in order. Errors: bad_input "upload.no_file".
    Result<Response> commit(HttpRequest const& request);

  private:
    Result<Item> commit_file(UploadFile& file, std::size_t index);

    Serving& serving_;
    std::string account_, reference_;
    std::string key_; // of the request: a retry gives the same receipts
    ReceiptDate receipt_date_;
    std::vector<UploadFile> files_;
};

} // namespace leitstand
