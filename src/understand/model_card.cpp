// SPDX-License-Identifier: EUPL-1.2
#include "understand/model_card.hpp"

#include <nlohmann/json.hpp>

namespace leitstand {

namespace {

constexpr std::string_view kLicence = "EUPL-1.2";
constexpr std::string_view kJudgingKind =
    "words, pairs of words, pieces of words, parts of compounds, the catalogue's phrases and "
    "signs. Masked text only: nothing that `extract` found is a feature.";

Json figures_of(learn::LabelModel const& model) {
    auto const found = model.manifest().find("figures");
    return found == model.manifest().end() ? Json::object() : *found;
}

std::string trained_on(ModelCard const& card, learn::LabelModel const& model) {
    auto const texts = model.manifest().at("texts").get<std::size_t>();
    auto const letters = fmt::format("{} invented letters of {} files, the project's own ({})",
                                     card.letters > 0 ? card.letters : texts - card.desk_samples,
                                     card.data.size(), kLicence);
    if (card.desk_samples == 0)
        return letters + ". No real post";
    return fmt::format("{}; {} pieces of post with decisions of the desk, masked and under "
                       "pseudonyms (docs/formats/training-store.md)",
                       letters, card.desk_samples);
}

} // namespace

std::string card_page(ModelCard const& card, learn::LabelModel const& model) {
    auto const& manifest = model.manifest();
    std::string page = fmt::format(
        "# Model `{}`\n\n{}\n\n- **Kind**: linear, one against the rest, {} labels; {}\n- "
        "**File**: "
        "`{}`, {} bytes, SHA-256 `{}`; seed {}, calibration: {}.\n"
        "- **Trained on**: {}, no weights from elsewhere.\n- **Not for**: decisions without a "
        "person; post of another kind than letters to social authorities; other languages than "
        "those of the letters.\n\n",
        card.name, card.purpose, model.labels().size(),
        card.kind.empty() ? kJudgingKind : card.kind, card.file, card.model_bytes,
        card.model_sha256, manifest.at("seed").dump(),
        manifest.value("calibration_method", std::string("none")), trained_on(card, model));
    page +=
        "## Figures\nOn letters of writers that the scoring model had not seen (folds by writer, "
        "the bound chosen on the same letters); figures with each writer left out, and "
        "intervals, stand in `docs/quality.md`.\n\n| kind | suggested from | beside it from | "
        "micro-F1 |\n|---|---|---|---|\n";
    auto const figures = figures_of(model);
    auto const bounds = figures.value("bounds", Json::object());
    for (auto const& [kind, bound] : bounds.items())
        page += fmt::format("| {} | {} | {} | {} |\n", kind, bound.at("suggest").dump(),
                            bound.at("near").dump(), bound.at("f1").dump());
    if (auto const hold = figures.find("hold"); hold != figures.end())
        page += fmt::format(
            "\nHeld below a certainty of {} (at most {} of what stands above gets a "
            "wrong service or misses one, with confidence 1 - {}: {}; share above: "
            "{}).\n",
            hold->at("below").dump(), hold->at("alpha").dump(), hold->at("delta").dump(),
            hold->value("outcome", std::string()), hold->at("share_above").dump());
    if (auto const fields = figures.find("fields"); fields != figures.end()) {
        page += "\n| field | precision | recall | F1 |\n|---|---|---|---|\n";
        for (auto const& [key, of_key] : fields->items())
            page += fmt::format("| {} | {} | {} | {} |\n", key, of_key.at("precision").dump(),
                                of_key.at("recall").dump(), of_key.at("f1").dump());
    }
    page += "\n## Data\n| file | SHA-256 |\n|---|---|\n";
    for (auto const& [file, hash] : card.data)
        page += fmt::format("| `{}` | `{}` |\n", file, hash);
    return page;
}

std::string card_bill(ModelCard const& card, learn::LabelModel const& model) {
    Json metrics = Json::array();
    auto const figures = figures_of(model);
    auto const bounds = figures.value("bounds", Json::object());
    for (auto const& [kind, bound] : bounds.items())
        metrics.push_back({{"type", "micro-F1, writers held out"},
                           {"value", bound.at("f1").dump()},
                           {"slice", kind}});
    if (auto const fields = figures.find("fields"); fields != figures.end())
        for (auto const& [key, of_key] : fields->items())
            metrics.push_back({{"type", "F1, writers held out"},
                               {"value", of_key.at("f1").dump()},
                               {"slice", key}});
    Json data = Json::array();
    for (auto const& [file, hash] : card.data)
        data.push_back(
            {{"type", "dataset"},
             {"name", file},
             {"contents", {{"properties", Json::array({{{"name", "sha256"}, {"value", hash}}})}}},
             {"classification", "public, invented"}});
    Json bill{{"bomFormat", "CycloneDX"},
              {"specVersion", "1.6"},
              {"version", 1},
              {"components", Json::array()}};
    bill["components"].push_back(
        {{"type", "machine-learning-model"},
         {"name", card.name},
         {"description", card.purpose},
         {"hashes", Json::array({{{"alg", "SHA-256"}, {"content", card.model_sha256}}})},
         {"licenses", Json::array({{{"license", {{"id", std::string(kLicence)}}}}})},
         {"modelCard",
          {{"modelParameters",
            {{"approach", {{"type", "supervised"}}},
             {"task", "text classification, several labels"},
             {"architectureFamily", "linear"},
             {"datasets", std::move(data)}}},
           {"quantitativeAnalysis", {{"performanceMetrics", std::move(metrics)}}}}}});
    return bill.dump(2) + "\n";
}

} // namespace leitstand
