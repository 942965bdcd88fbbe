// SPDX-License-Identifier: EUPL-1.2
// The names of channels and of the sources of a receipt date.
#include "base/assert.hpp"
#include "receive/ledger.hpp"

namespace leitstand {

namespace {

constexpr std::array<std::pair<Channel, std::string_view>, 8> kChannels{
    {{Channel::upload, "upload"},
     {Channel::folder, "folder"},
     {Channel::command, "command"},
     {Channel::mailbox, "mailbox"},
     {Channel::web_form, "web_form"},
     {Channel::oral, "oral"},
     {Channel::telephone, "telephone"},
     {Channel::counter, "counter"}}};

constexpr std::array<std::pair<DateSource, std::string_view>, 4> kDateSources{
    {{DateSource::channel, "channel"},
     {DateSource::stamp, "stamp"},
     {DateSource::sidecar, "sidecar"},
     {DateSource::person, "person"}}};

} // namespace

std::string_view channel_name(Channel channel) {
    for (auto const& [value, name] : kChannels)
        if (value == channel)
            return name;
    ASSERT(false);
}

Result<Channel> parse_channel(std::string_view name) {
    for (auto const& [value, known] : kChannels)
        if (known == name)
            return value;
    return fail(Code::bad_input, "channel.unknown");
}

std::string_view date_source_name(DateSource source) {
    for (auto const& [value, name] : kDateSources)
        if (value == source)
            return name;
    ASSERT(false);
}

Result<DateSource> parse_date_source(std::string_view name) {
    for (auto const& [value, known] : kDateSources)
        if (known == name)
            return value;
    return fail(Code::bad_input, "date_source.unknown");
}

} // namespace leitstand
