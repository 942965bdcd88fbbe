// SPDX-License-Identifier: EUPL-1.2
// Reads the members of a record's body, each with its kind and bound; a wrong one is named. Private
// to participation/. Threads: used by one thread; refers to the body.
#pragma once

#include "govern/participation/event.hpp"

namespace leitstand::participation {

class BodyReader {
  public:
    explicit BodyReader(Json const& body) : body_(body) {}

    // bad_input "participation.event_wrong"; the detail names the member.
    tl::unexpected<Error> wrong(std::string const& member) const {
        return fail(Code::bad_input, "participation.event_wrong", member);
    }
    Result<std::string> text(char const* name, std::size_t bytes_max) const;
    Result<std::string> text_or_none(char const* name, std::size_t bytes_max) const;
    Result<Date> date(char const* name) const;
    Result<std::optional<Date>> date_or_none(char const* name) const;
    Result<bool> flag(char const* name) const; // false where it is missing
    // A whole number from 0; 0 where it is missing.
    Result<std::int64_t> number(char const* name, std::int64_t most) const;
    Result<std::vector<std::string>> texts(char const* name, std::size_t count_max,
                                           std::size_t bytes_max) const;
    Result<std::vector<NamedDocument>> documents(char const* name) const;

  private:
    Json const* find(char const* name) const; // null where it is missing or null
    Json const& body_;
};

Json documents_json(std::vector<NamedDocument> const& documents);

} // namespace leitstand::participation
