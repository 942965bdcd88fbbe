// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/detail/training_loader.hpp"

#include "catalogue/detail/loader.hpp"

namespace leitstand {

namespace detail_catalogue {

namespace {

constexpr int kRetentionMonthsMax = 120;

} // namespace

void read_training(FileReader const& reader, toml::table const& root,
                   std::optional<TrainingPurpose>& out) {
    reader.allow(root, {"purpose"});
    auto const* list = reader.list(root, "purpose");
    if (list == nullptr)
        return;
    if (list->size() > 1)
        reader.problem(FileReader::line_of((*list)[1]), "there is one training purpose at most");
    auto const& table = *list->get(0)->as_table();
    reader.allow(table, {"key", "name", "name_en", "description", "source", "state", "unchecked",
                         "because", "retention_months", "access"});
    auto& purpose = out.emplace();
    reader.legal(table, purpose);
    purpose.description = reader.text(table, "description", FileReader::Need::required);
    purpose.because = reader.text(table, "because", FileReader::Need::required);
    if (!table.contains("retention_months"))
        reader.problem(purpose.line, "'retention_months' is missing");
    purpose.retention_months = reader.integer(table, "retention_months", 1, kRetentionMonthsMax, 1);
    purpose.access = reader.texts(table, "access");
    if (purpose.access.empty())
        reader.problem(purpose.line, "'access' must name who may use the store");
}

} // namespace detail_catalogue

bool TrainingPurpose::open_to(std::string_view who) const {
    return std::find(access.begin(), access.end(), who) != access.end();
}

Result<std::shared_ptr<TrainingPurpose const>>
load_training_purpose(std::filesystem::path const& catalogue_folder) {
    auto loaded = detail_catalogue::load_folder(catalogue_folder);
    if (!loaded.problems.empty()) {
        auto const& first = loaded.problems.front();
        return fail(Code::bad_input, "catalogue.wrong",
                    fmt::format("{}:{}: {}", first.file, first.line, first.reason));
    }
    if (!loaded.training)
        return nullptr;
    return std::make_shared<TrainingPurpose const>(std::move(*loaded.training));
}

} // namespace leitstand
