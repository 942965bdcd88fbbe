// SPDX-License-Identifier: EUPL-1.2
#include "serve/fields.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

namespace leitstand {

namespace {

constexpr std::uint64_t kPageMax = 1'000'000;

tl::unexpected<Error> wrong(char const* name) {
    return fail(Code::bad_input, "request.field_wrong", name);
}
tl::unexpected<Error> missing(char const* name) {
    return fail(Code::bad_input, "request.field_missing", name);
}

// The member, or nothing where it is absent or null.
Json const* member_of(Json const& body, char const* name) {
    auto const found = body.find(name);
    return found == body.end() || found->is_null() ? nullptr : &*found;
}

} // namespace

Fields::Fields() = default;
Fields::Fields(Fields&&) noexcept = default;
Fields& Fields::operator=(Fields&&) noexcept = default;
Fields::~Fields() = default;

Result<Fields> Fields::parse(HttpRequest const& request, Limits const& limits) {
    auto const type = request.header("content-type").value_or("");
    auto const kind = type.substr(0, std::min(type.find_first_of("; "), type.size()));
    if (!equal_ignoring_case(kind, "application/json"))
        return fail(Code::bad_input, "request.content_type");
    Fields fields;
    fields.body_ = std::make_unique<Json>(
        TRY(parse_json(request.body, {limits.json_body_bytes_max, limits.json_depth_max})));
    if (!fields.body_->is_object())
        return wrong("body");
    return fields;
}

Json const* Fields::member(char const* name) const {
    return member_of(*body_, name);
}

bool Fields::has(char const* name) const {
    return member(name) != nullptr;
}

Result<std::string> Fields::text(char const* name, std::size_t bytes_max) const {
    auto const* found = member_of(*body_, name);
    if (found == nullptr)
        return missing(name);
    if (!found->is_string() || found->get_ref<std::string const&>().size() > bytes_max)
        return wrong(name);
    auto text = found->get<std::string>();
    if (text.find('\0') != std::string::npos) // PostgreSQL would not take it
        return wrong(name);
    return text;
}

Result<std::string> Fields::text_or(char const* name, std::size_t bytes_max,
                                    std::string fallback) const {
    if (!has(name))
        return fallback;
    return text(name, bytes_max);
}

Result<std::int64_t> Fields::number(char const* name) const {
    auto const* found = member_of(*body_, name);
    if (found == nullptr)
        return missing(name);
    bool const fits = found->is_number_integer() &&
                      (!found->is_number_unsigned() || found->get<std::uint64_t>() <= INT64_MAX);
    if (!fits)
        return wrong(name);
    return found->get<std::int64_t>();
}

Result<std::optional<bool>> Fields::flag(char const* name) const {
    auto const* found = member_of(*body_, name);
    if (found == nullptr)
        return std::optional<bool>{};
    if (!found->is_boolean())
        return wrong(name);
    return std::optional{found->get<bool>()};
}

Result<std::optional<std::vector<std::string>>>
Fields::texts(char const* name, std::size_t count_max, std::size_t bytes_max) const {
    auto const* found = member_of(*body_, name);
    if (found == nullptr)
        return std::optional<std::vector<std::string>>{};
    if (!found->is_array() || found->size() > count_max)
        return wrong(name);
    std::vector<std::string> texts;
    for (auto const& element : *found) {
        if (!element.is_string() || element.get_ref<std::string const&>().size() > bytes_max)
            return wrong(name);
        texts.push_back(element.get<std::string>());
    }
    return std::optional{std::move(texts)};
}

Result<std::vector<PageRange>> Fields::ranges(char const* name, std::size_t count_max) const {
    auto const* found = member_of(*body_, name);
    if (found == nullptr)
        return missing(name);
    if (!found->is_array() || found->size() > count_max)
        return wrong(name);
    std::vector<PageRange> ranges;
    for (auto const& element : *found) {
        std::array<std::uint32_t, 2> pages{};
        for (std::size_t i = 0; i < pages.size(); ++i) {
            auto const* page =
                element.is_object() ? member_of(element, i == 0 ? "first" : "last") : nullptr;
            if (page == nullptr || !page->is_number_unsigned() ||
                page->get<std::uint64_t>() - 1 >= kPageMax)
                return wrong(name);
            pages[i] = page->get<std::uint32_t>();
        }
        ranges.push_back({pages[0], pages[1]});
    }
    return ranges;
}

Result<std::optional<Date>> Fields::date(char const* name) const {
    if (!has(name))
        return std::optional<Date>{};
    auto const written = TRY(text(name, 32));
    auto const date = parse_iso_date(written);
    if (!date)
        return fail(Code::bad_input, "receipt_date.wrong");
    return std::optional{*date};
}

Result<std::optional<std::int64_t>> query_number(HttpRequest const& request, char const* name,
                                                 std::int64_t least, std::int64_t most) {
    auto const written = request.parameter(name);
    if (!written)
        return std::optional<std::int64_t>{};
    std::int64_t number = 0;
    auto const [end, error] =
        std::from_chars(written->data(), written->data() + written->size(), number);
    if (error != std::errc{} || end != written->data() + written->size() || number < least ||
        number > most)
        return wrong(name);
    return std::optional{number};
}

Result<std::string> query_text(HttpRequest const& request, char const* name,
                               std::size_t bytes_max) {
    auto written = request.parameter(name).value_or("");
    if (written.size() > bytes_max)
        return wrong(name);
    return written;
}

} // namespace leitstand
