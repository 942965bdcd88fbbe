// SPDX-License-Identifier: EUPL-1.2
#include "receive/hand_entry.hpp"

namespace leitstand {

namespace {

std::string_view name_of(Channel channel) {
    switch (channel) {
    case Channel::oral:
        return "Mündlicher Antrag.txt";
    case Channel::telephone:
        return "Telefonat.txt";
    case Channel::counter:
        return "Vorsprache.txt";
    case Channel::web_form:
        return "Webformular.txt";
    default:
        return {};
    }
}

// One line: what would end it becomes a space.
std::string one_line(std::string_view text) {
    std::string line;
    for (char const c : text)
        line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    auto const first = line.find_first_not_of(' ');
    return first == std::string::npos ? std::string{}
                                      : line.substr(first, line.find_last_not_of(' ') - first + 1);
}

} // namespace

Result<Item> enter_by_hand(HandEntry const& entry, Ledger& ledger, Limits const& limits) {
    auto const name = name_of(entry.channel);
    if (name.empty())
        return fail(Code::bad_input, "entry.channel_wrong");
    if (entry.text.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(Code::bad_input, "entry.text_missing");
    if (entry.text.size() + entry.sender.size() > limits.entry_text_bytes_max)
        return fail(Code::too_large, "entry.too_large");
    auto const sender = one_line(entry.sender);
    auto const text =
        sender.empty() ? entry.text : fmt::format("Absender: {}\n\n{}", sender, entry.text);
    return ledger.enter({.channel = entry.channel,
                         .key = fmt::format("entry:{}:{}", entry.entered_by, entry.key),
                         .name = std::string{name},
                         .receipt_date = entry.receipt_date,
                         .date_source = DateSource::person,
                         .entered_by = entry.entered_by,
                         .note = entry.note,
                         .is_plain_text = true},
                        text);
}

} // namespace leitstand
