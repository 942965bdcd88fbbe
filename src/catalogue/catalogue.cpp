// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/catalogue.hpp"

#include <algorithm>

#include "catalogue/detail/loader.hpp"

namespace leitstand {

namespace {

template <typename T>
T const* find_key(std::vector<T> const& entries, std::string_view key) {
    auto const found = std::find_if(entries.begin(), entries.end(),
                                    [&](T const& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

} // namespace

Service const* Catalogue::service(std::string_view key) const {
    return find_key(services, key);
}
Act const* Catalogue::act(std::string_view key) const {
    return find_key(acts, key);
}
Theme const* Catalogue::theme(std::string_view key) const {
    return find_key(themes, key);
}
DocumentType const* Catalogue::document_type(std::string_view key) const {
    return find_key(document_types, key);
}
Field const* Catalogue::field(std::string_view key) const {
    return find_key(fields, key);
}
Unit const* Catalogue::unit(std::string_view key) const {
    return find_key(units, key);
}
Cue const* Catalogue::cue(std::string_view key) const {
    return find_key(cues, key);
}

bool clock_fits(ClockRule const& rule, Service const& service) {
    auto const holds = [](std::vector<std::string> const& list, std::string const& word) {
        return std::find(list.begin(), list.end(), word) != list.end();
    };
    return (rule.procedures.empty() || holds(rule.procedures, service.procedure)) &&
           (rule.services.empty() || holds(rule.services, service.key)) &&
           !holds(rule.except_services, service.key);
}

Result<std::shared_ptr<Catalogue const>> Catalogue::load(std::filesystem::path const& folder) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored))
        return fail(Code::not_found, "catalogue.missing", folder.string());
    auto loaded = detail_catalogue::load_folder(folder);
    if (!loaded.problems.empty()) {
        auto const& first = loaded.problems.front();
        return fail(Code::bad_input, "catalogue.wrong",
                    fmt::format("{}:{}: {}", first.file, first.line, first.reason));
    }
    return std::make_shared<Catalogue const>(std::move(loaded.catalogue));
}

std::vector<Problem> Catalogue::check(std::filesystem::path const& folder) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored))
        return {{folder.string(), 0, "there is no such folder"}};
    return detail_catalogue::load_folder(folder).problems;
}

} // namespace leitstand
