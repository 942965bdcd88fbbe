// SPDX-License-Identifier: EUPL-1.2
#include "govern/participation/detail/body_reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace leitstand::participation {

namespace {

constexpr std::size_t kHashBytes = 64; // SHA-256, hex

bool is_hash(std::string const& text) {
    return text.size() == kHashBytes && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

} // namespace

Json const* BodyReader::find(char const* name) const {
    if (!body_.is_object())
        return nullptr;
    auto const found = body_.find(name);
    return found == body_.end() || found->is_null() ? nullptr : &*found;
}

Result<std::string> BodyReader::text_or_none(char const* name, std::size_t bytes_max) const {
    auto const* value = find(name);
    if (value == nullptr)
        return std::string{};
    if (!value->is_string() || value->get_ref<std::string const&>().size() > bytes_max)
        return wrong(name);
    return value->get<std::string>();
}

Result<std::string> BodyReader::text(char const* name, std::size_t bytes_max) const {
    auto out = TRY(text_or_none(name, bytes_max));
    if (out.empty())
        return wrong(name);
    return out;
}

Result<std::optional<Date>> BodyReader::date_or_none(char const* name) const {
    auto const written = TRY(text_or_none(name, kNameBytesMax));
    if (written.empty())
        return std::optional<Date>{};
    auto const date = parse_iso_date(written);
    if (!date)
        return wrong(name);
    return std::optional{*date};
}

Result<Date> BodyReader::date(char const* name) const {
    auto const date = TRY(date_or_none(name));
    if (!date)
        return wrong(name);
    return *date;
}

Result<bool> BodyReader::flag(char const* name) const {
    auto const* value = find(name);
    if (value == nullptr)
        return false;
    if (!value->is_boolean())
        return wrong(name);
    return value->get<bool>();
}

Result<std::int64_t> BodyReader::number(char const* name, std::int64_t most) const {
    auto const* value = find(name);
    if (value == nullptr)
        return std::int64_t{0};
    // Of two kinds in the library: a large unsigned one would wrap around.
    if (!value->is_number_integer() ||
        (value->is_number_unsigned() && value->get<std::uint64_t>() > std::uint64_t{INT64_MAX}))
        return wrong(name);
    auto const out = value->get<std::int64_t>();
    if (out < 0 || out > most)
        return wrong(name);
    return out;
}

Result<std::vector<std::string>> BodyReader::texts(char const* name, std::size_t count_max,
                                                   std::size_t bytes_max) const {
    std::vector<std::string> out;
    auto const* value = find(name);
    if (value == nullptr)
        return out;
    if (!value->is_array() || value->size() > count_max)
        return wrong(name);
    for (auto const& item : *value) {
        if (!item.is_string() || item.get_ref<std::string const&>().empty() ||
            item.get_ref<std::string const&>().size() > bytes_max)
            return wrong(name);
        out.push_back(item.get<std::string>());
    }
    return out;
}

Result<std::vector<NamedDocument>> BodyReader::documents(char const* name) const {
    std::vector<NamedDocument> out;
    auto const* value = find(name);
    if (value == nullptr)
        return out;
    if (!value->is_array() || value->size() > kDocumentsMax)
        return wrong(name);
    for (auto const& item : *value) {
        BodyReader const reader{item};
        auto& document = out.emplace_back();
        document.name = TRY(reader.text("name", kNameBytesMax));
        document.sha256 = TRY(reader.text_or_none("sha256", kHashBytes));
        if (!document.sha256.empty() && !is_hash(document.sha256))
            return wrong("sha256");
    }
    return out;
}

Json documents_json(std::vector<NamedDocument> const& documents) {
    auto list = Json::array();
    for (auto const& document : documents) {
        Json one{{"name", document.name}};
        if (!document.sha256.empty())
            one["sha256"] = document.sha256;
        list.push_back(std::move(one));
    }
    return list;
}

} // namespace leitstand::participation
