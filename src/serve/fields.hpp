// SPDX-License-Identifier: EUPL-1.2
// Reads the members of a JSON body or the parameters of a query one by one, each with its kind and
// bound. Unknown members are passed over, so that newer clients keep working. Threads: plain
// values. Limits: json_body_bytes_max, json_depth_max.
#pragma once

#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "read/page_marks.hpp"
#include "serve/http/http.hpp"

namespace leitstand {

class Fields {
  public:
    // Errors: bad_input "request.content_type" where it is not JSON, "request.field_wrong" where it
    // is no object, and those of parse_json.
    static Result<Fields> parse(HttpRequest const& request, Limits const& limits);
    Fields(Fields&&) noexcept;
    Fields& operator=(Fields&&) noexcept;
    ~Fields();

    // Errors of all: bad_input "request.field_missing", "request.field_wrong"; the detail names the
    // member.
    Result<std::string> text(char const* name, std::size_t bytes_max) const;
    Result<std::string> text_or(char const* name, std::size_t bytes_max,
                                std::string fallback) const;
    Result<std::int64_t> number(char const* name) const;
    Result<std::optional<bool>> flag(char const* name) const;
    Result<std::optional<std::vector<std::string>>> texts(char const* name, std::size_t count_max,
                                                          std::size_t bytes_max) const;
    // A list of objects with the whole numbers `first` and `last`, from 1.
    Result<std::vector<PageRange>> ranges(char const* name, std::size_t count_max) const;
    Result<std::optional<Date>> date(char const* name) const; // errors also "receipt_date.wrong"
    bool has(char const* name) const;
    // As it came, for members whose kind depends on something else; null where it is absent or
    // null. Valid as long as this.
    Json const* member(char const* name) const;

  private:
    Fields();
    std::unique_ptr<Json> body_;
};

// A whole number of the query. Errors: bad_input "request.field_wrong".
Result<std::optional<std::int64_t>> query_number(HttpRequest const& request, char const* name,
                                                 std::int64_t least, std::int64_t most);
Result<std::string> query_text(HttpRequest const& request, char const* name,
                               std::size_t bytes_max); // "" if none

} // namespace leitstand
