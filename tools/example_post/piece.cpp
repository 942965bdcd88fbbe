// SPDX-License-Identifier: EUPL-1.2
#include "piece.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace leitstand::example {

namespace {

constexpr std::array<std::pair<std::string_view, Kind>, 9> kKinds{{
    {"letter", Kind::letter},
    {"encrypted", Kind::encrypted},
    {"broken", Kind::broken},
    {"mail", Kind::mail},
    {"latin", Kind::latin},
    {"html", Kind::html},
    {"text", Kind::text},
    {"mailbox", Kind::mailbox},
    {"stack", Kind::stack},
}};

std::string text_of(toml::table const& table, std::string_view key) {
    return table[key].value_or(std::string{});
}

Sender sender_of(toml::table const& table) {
    return {text_of(table, "name"), text_of(table, "street"), text_of(table, "city"),
            text_of(table, "phone"), text_of(table, "mail")};
}

Attachment attachment_of(toml::table const& table) {
    Attachment made{text_of(table, "file"),
                    text_of(table, "title"),
                    text_of(table, "issuer"),
                    text_of(table, "text"),
                    {}};
    if (auto const* rows = table["rows"].as_array())
        for (auto const& row : *rows)
            if (auto const* pair = row.as_array(); pair != nullptr && pair->size() == 2)
                made.rows.push_back(
                    {pair->get(0)->value_or(std::string{}), pair->get(1)->value_or(std::string{})});
    return made;
}

Result<Message> message_of(std::filesystem::path const& file, toml::table const& table) {
    auto const wrong = [&](std::string_view reason) {
        return fail(Code::bad_input, "example.wrong",
                    fmt::format("{}:{}: {}", file.string(), table.source().begin.line, reason));
    };
    Message made;
    if (auto const* sender = table["sender"].as_table())
        made.sender = sender_of(*sender);
    if (made.sender.name.empty())
        return wrong("[sender] with a name is missing");
    auto const date = table["date"].value<toml::date>();
    if (!date)
        return wrong("date is missing (2026-11-02)");
    made.date = TRY(parse_iso_date(
        fmt::format("{:04}-{:02}-{:02}", date->year, unsigned{date->month}, unsigned{date->day})));
    made.time = table["time"].value_or(std::string{"09:12"});
    made.subject = text_of(table, "subject");
    made.body = text_of(table, "body");
    made.markup = text_of(table, "markup");
    made.to = table["to"].value_or(std::string{"Musteramt"});
    if (made.body.empty() && made.markup.empty())
        return wrong("body is missing");
    if (auto const* attachments = table["attachment"].as_array())
        for (auto const& node : *attachments)
            if (auto const* attachment = node.as_table())
                made.attachments.push_back(attachment_of(*attachment));
    return made;
}

Result<toml::table> parse_toml(std::filesystem::path const& file) {
    try {
        return toml::parse_file(file.string());
    } catch (toml::parse_error const& error) {
        return fail(Code::bad_input, "example.wrong",
                    fmt::format("{}:{}: {}", file.string(), error.source().begin.line,
                                error.description()));
    }
}

} // namespace

Result<Piece> load_piece(std::filesystem::path const& file) {
    auto const table = TRY(parse_toml(file));
    Piece made;
    made.name = file.stem().string();
    auto const kind = text_of(table, "kind");
    auto const* const found = std::ranges::find(kKinds, std::string_view{kind},
                                                [](auto const& pair) { return pair.first; });
    if (found == kKinds.end())
        return fail(Code::bad_input, "example.wrong",
                    fmt::format("{}: there is no kind \"{}\"", file.string(), kind));
    made.kind = found->second;
    made.password = text_of(table, "password");
    if (made.kind != Kind::mailbox && made.kind != Kind::stack) {
        made.messages.push_back(TRY(message_of(file, table)));
        return made;
    }
    if (auto const* messages = table["message"].as_array())
        for (auto const& node : *messages)
            if (auto const* message = node.as_table())
                made.messages.push_back(TRY(message_of(file, *message)));
    return made;
}

} // namespace leitstand::example
