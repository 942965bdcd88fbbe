// SPDX-License-Identifier: EUPL-1.2
#include "understand/field_training.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "base/json_members.hpp"
#include "learn/figures.hpp"
#include "understand/annotated_letters.hpp"
#include "understand/detail/extract.hpp"
#include "understand/detail/learned_fields.hpp"

namespace leitstand {

using namespace detail_understand;

struct FieldLetterCandidates {
    std::vector<FieldCandidate> list;
};

namespace {

constexpr std::uint64_t kModelBytesMax = 6'000'000;
constexpr float kClueWeight = 0.25f; // of one clue; some hundred stand with a candidate
constexpr double kCost = 1;          // of an error

std::string compared(std::string_view value) {
    std::string out;
    for (char const c : value)
        if (c != ' ' && c != '\n')
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

FieldValue field_value(Found const& found) {
    return {found.key, compared(found.value), found.role.value_or("")};
}

std::vector<FieldValue> gold_of(nlohmann::json const& letter) {
    std::vector<FieldValue> gold;
    for (auto const& field : letter.at("gold").at("fields"))
        gold.push_back({field.at("key"), compared(field.at("value").get<std::string>()),
                        field.contains("role") && field["role"].is_string() ? field["role"] : ""});
    return gold;
}

bool may_be(CandidateKind kind, FieldValue const& field) {
    switch (kind) {
    case CandidateKind::date:
        return field.key.ends_with("_date");
    case CandidateKind::amount:
        return field.key == "amount" && !field.role.empty();
    case CandidateKind::name:
        return field.key == "sender_name" || field.key == "child_name";
    }
    return false;
}

// Where a value has two roles in gold ("geboren", and from then on), the one that the rules say.
std::string label_of(FieldCandidate const& candidate, std::vector<FieldValue> const& gold) {
    std::string role = "none";
    for (auto const& field : gold) {
        if (!may_be(candidate.kind, field) || field.value != compared(candidate.value))
            continue;
        auto const own = candidate.kind == CandidateKind::amount ? field.role : field.key;
        if (role == "none" || candidate.by_rules.ends_with(own))
            role = own;
    }
    return field_label(candidate.kind, role);
}

Result<FieldLetter> letter_of(Catalogue const& catalogue, Contexts const& contexts,
                              nlohmann::json const& json) {
    auto const document = document_of(json);
    Scene const scene(document);
    auto const context = contexts.in(scene);
    auto const found = extract(scene, contexts);
    FieldLetter letter;
    letter.id = json.at("id").get<std::string>();
    letter.gold = gold_of(json);
    for (auto const& one : found)
        if (catalogue.field(one.key) != nullptr) // traits are found to be masked alone
            letter.by_rules.push_back(field_value(one));
    auto candidates = std::make_shared<FieldLetterCandidates>();
    candidates->list = field_candidates(scene, context, found);
    for (auto& candidate : candidates->list) {
        learn::Sample sample;
        sample.labels = {label_of(candidate, letter.gold)};
        sample.given = std::move(candidate.clues); // large, and not needed twice
        letter.samples.push_back(std::move(sample));
    }
    letter.candidates = std::move(candidates);
    return letter;
}

} // namespace

Result<FieldLetters> read_field_letters(std::shared_ptr<Catalogue const> const& catalogue,
                                        std::span<std::filesystem::path const> files) {
    Contexts const contexts(*catalogue);
    FieldLetters out;
    for (auto const& file : files)
        out.data_sha256.push_back(
            TRY(read_annotated_letters(file, GeneratedLetters::refused,
                                       [&](Json const& json, std::string const&) -> Result<void> {
                                           auto letter = TRY(letter_of(*catalogue, contexts, json));
                                           letter.writer = file.stem().string();
                                           out.letters.push_back(std::move(letter));
                                           return {};
                                       })));
    return out;
}

namespace {

// Of each kind of candidate how much of what is shown is right, by models that did not know the
// writer.
void enter_figures(std::span<FieldLetter const> letters, learn::LabelModel& model) {
    auto const said = fields_out_of_fold(letters, model);
    std::map<std::string, learn::HitCounts> counts;
    auto const count = [&](FieldValue const& field, std::size_t learn::HitCounts::*what) {
        ++(counts[field.key].*what);
        ++(counts["all"].*what);
    };
    auto const among = [](auto const& list, FieldValue const& field) {
        return std::find(list.begin(), list.end(), field) != list.end();
    };
    for (std::size_t i = 0; i < letters.size(); ++i) {
        for (auto const& field : letters[i].gold)
            if (!among(said[i], field))
                count(field, &learn::HitCounts::missed);
        for (auto const& field : said[i])
            count(field, among(letters[i].gold, field) ? &learn::HitCounts::hits
                                                       : &learn::HitCounts::wrong);
    }
    Json fields = Json::object();
    for (auto const& [key, of_key] : counts)
        fields[key] = {{"precision", rounded(of_key.precision().value())},
                       {"recall", rounded(of_key.recall().value())},
                       {"f1", rounded(of_key.f1())}};
    model.set_figures("fields", std::move(fields));
}

} // namespace

Result<learn::LabelModel> train_field_model(std::span<FieldLetter const> letters,
                                            JudgingTraining const& training, unsigned folds) {
    learn::LabelTraining settings;
    learn::FeatureSettings features; // clues alone: there is no text
    features.word_sequence_max = 1;
    features.piece_size_max = 0;
    features.stems = features.compounds = features.shapes = false;
    features.given_weight = kClueWeight;
    settings.choices = {{features, kCost}};
    settings.folds = folds;
    settings.model_bytes_max = kModelBytesMax;
    settings.seed = training.seed;
    settings.threads = training.threads;
    settings.data_sha256 = training.data_sha256;
    std::vector<learn::Sample> samples;
    std::map<std::string, std::uint32_t> writers;
    for (auto const& letter : letters) {
        auto const number =
            writers.try_emplace(letter.writer, static_cast<std::uint32_t>(writers.size()))
                .first->second;
        samples.insert(samples.end(), letter.samples.begin(), letter.samples.end());
        settings.groups.insert(settings.groups.end(), letter.samples.size(), number);
    }
    auto model = TRY(learn::LabelModel::train(samples, settings));
    enter_figures(letters, model);
    return model;
}

std::vector<std::vector<FieldValue>> fields_out_of_fold(std::span<FieldLetter const> letters,
                                                        learn::LabelModel const& model) {
    auto const& labels = model.labels();
    auto const& scores = model.out_of_fold().scores;
    std::vector<std::vector<FieldValue>> out;
    std::size_t sample = 0;
    for (auto const& letter : letters) {
        auto const& candidates = letter.candidates->list;
        std::vector<double> probabilities(candidates.size() * labels.size());
        std::vector<JudgedCandidate> judged;
        for (std::size_t i = 0; i < candidates.size(); ++i, ++sample) {
            auto const own = std::span(probabilities).subspan(i * labels.size(), labels.size());
            model.probabilities(std::span(scores).subspan(sample * labels.size(), labels.size()),
                                own);
            judged.push_back({&candidates[i], own});
        }
        std::vector<FieldValue> fields;
        for (auto const& field : letter.by_rules)
            if (!may_be(CandidateKind::date, field) && !may_be(CandidateKind::name, field) &&
                field.key != "amount")
                fields.push_back(field);
        for (auto const& found : decide_fields(labels, judged))
            fields.push_back(field_value(found));
        std::sort(fields.begin(), fields.end());
        fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
        out.push_back(std::move(fields));
    }
    return out;
}

} // namespace leitstand
