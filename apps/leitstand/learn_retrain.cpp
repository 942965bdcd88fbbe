// SPDX-License-Identifier: EUPL-1.2
// `leitstand learn retrain`: takes what the desk decided, trains challengers, compares them with
// the models in use and writes a candidate folder. Nothing is put into use
// (docs/formats/training-store.md, ADR 0023).
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "commands.hpp"
#include "decide/sample_taking.hpp"
#include "installation.hpp"
#include "store/setting_table.hpp"
#include "terminal.hpp"
#include "understand/candidate.hpp"
#include "understand/model_card.hpp"

namespace leitstand::app {

namespace {

constexpr unsigned kReadable = 0644;
// A model holds unkeyed hashes of the texts it was trained on: whoever guesses one could check it.
constexpr unsigned kOwnerOnly = 0600;
constexpr std::uint64_t kModelBytesMax = 256ull << 20;

Result<void> check_out(fs::path const& out) {
    std::error_code wrong;
    if (fs::exists(out, wrong) && (!fs::is_directory(out, wrong) || !fs::is_empty(out, wrong)))
        return fail(Code::conflict, "training.out_not_empty", out.string());
    return {};
}

// Those named; by default the ones beside the catalogue.
Result<std::vector<fs::path>> letter_files(LearnRetrainArguments const& arguments,
                                           fs::path const& catalogue) {
    auto const named = arguments.letters.empty() ? std::vector<fs::path>{catalogue / "letters"}
                                                 : arguments.letters;
    auto files = walk(named);
    if (files)
        std::erase_if(*files, [](fs::path const& file) { return file.extension() != ".jsonl"; });
    if (!files || files->empty())
        return fail(Code::not_found, "training.no_letters", named.front().string());
    return std::move(*files);
}

struct Materials {
    JudgingLetters letters, gold;
    std::vector<fs::path> letter_files;
    std::string gold_sha256;
    JudgingModels champions;
    std::map<FunctionKey, std::string> champion_sha256;
    std::map<FunctionKey, std::vector<learn::DeskSample>> desk;
};

constexpr std::array kJudging{FunctionKey::sort, FunctionKey::urgent};

Result<void> read_champions(fs::path const& folder, Materials& materials) {
    auto models = JudgingModels::load(folder);
    if (!models)
        return tl::unexpected(models.error());
    materials.champions = std::move(*models);
    for (auto const function : kJudging) {
        auto const path = folder / model_file_name(function);
        if (materials.champions.of(function) == nullptr)
            return fail(Code::not_found, "training.no_champion", path.string());
        materials.champion_sha256[function] =
            to_hex(sha256(TRY(read_regular_file(path, kModelBytesMax))));
    }
    return {};
}

// All that decisions taught up to now, and nothing past its day.
Result<void> take_samples(Installation& installation, learn::TrainingStore const& store,
                          Materials& materials) {
    auto& database = *installation.database;
    SampleTaking taking{database,      *installation.inbox, store, installation.catalogue,
                        system_time(), *installation.log};
    TRY(taking.delete_due());
    while (TRY(taking.take()).more)
        continue;
    std::size_t all = 0;
    for (auto const function : kJudging) {
        auto& samples = materials.desk[function];
        samples = TRY(database.read_for<std::vector<learn::DeskSample>>([&](Sql& sql) {
            return store.samples(sql, function_name(function), date_in_berlin(system_time().now()));
        }));
        all += samples.size();
    }
    if (all == 0)
        return fail(Code::not_found, "training.empty_store");
    return {};
}

Result<Materials> gather(LearnRetrainArguments const& arguments, Installation& installation) {
    auto const& folder = installation.configuration.catalogue_folder;
    Materials materials;
    TRY(read_champions(arguments.champion.empty() ? folder / "models" : arguments.champion,
                       materials));
    materials.letter_files = TRY(letter_files(arguments, folder));
    materials.gold = TRY(read_judging_letters(installation.catalogue, arguments.gold));
    materials.letters = TRY(read_judging_letters(installation.catalogue, materials.letter_files));
    std::string hashes;
    for (auto const& hash : materials.gold.data_sha256)
        hashes += hash + "\n";
    if (!hashes.empty())
        materials.gold_sha256 = to_hex(sha256(hashes));
    return materials;
}

Result<Candidate> build(LearnRetrainArguments const& arguments, Catalogue const& catalogue,
                        Materials const& materials) {
    Candidate candidate;
    candidate.gold_sha256 = materials.gold_sha256;
    candidate.gold_letters = materials.gold.samples.size();
    candidate.gold_files = arguments.gold.size();
    Retraining retraining;
    retraining.seed = arguments.seed;
    retraining.threads = arguments.threads;
    retraining.data_sha256 = materials.letters.data_sha256;
    retraining.without = {arguments.without.begin(), arguments.without.end()};
    Progress progress{"Training", kJudging.size()};
    for (auto const function : kJudging) {
        auto const& desk = materials.desk.at(function);
        if (!desk.empty()) {
            auto part = TRY(build_candidate_part(
                function, catalogue, *materials.champions.of(function),
                {materials.letters.samples, materials.gold.samples, desk}, retraining));
            part.champion_sha256 = materials.champion_sha256.at(function);
            candidate.parts.push_back(std::move(part));
        }
        progress.step();
    }
    return candidate;
}

constexpr std::string_view kGoldBefore = "training.gold"; // setting: hash of the last gold set

Result<std::string> gold_before(Installation& installation) {
    return installation.database->read_for<std::string>([](Sql& sql) -> Result<std::string> {
        return TRY(read_setting(sql, kGoldBefore)).value_or("");
    });
}

// In one transaction, before the folder is written: a candidate without its entry must not exist.
Result<void> enter(Installation& installation, Candidate const& candidate,
                   std::string const& comparison) {
    return installation.database->write([&](Sql& sql) -> Result<void> {
        for (auto const& part : candidate.parts)
            TRY(installation.log->write(
                sql, {.type = EntryType::model_retrained,
                      .details = {{"function", std::string(function_name(part.function))},
                                  {"purpose", candidate.purpose},
                                  {"letters", std::to_string(part.letters)},
                                  {"samples", std::to_string(part.samples)},
                                  {"champion", part.champion_sha256},
                                  {"challenger", part.challenger_sha256}}}));
        if (!candidate.gold_sha256.empty())
            TRY(write_setting(sql, kGoldBefore, candidate.gold_sha256));
        std::vector<std::string> keys;
        for (auto const& one : candidate.objections())
            if (std::find(keys.begin(), keys.end(), one.key) == keys.end())
                keys.push_back(one.key);
        return installation.log->write(
            sql, {.type = EntryType::candidate_built,
                  .details = {{"by", std::string(kOperator)},
                              {"purpose", candidate.purpose},
                              {"state", candidate.blocked() ? "blocked" : "ready"},
                              {"blocked_because", fmt::format("{}", fmt::join(keys, ", "))},
                              {"gold", candidate.gold_sha256},
                              {"sha256", to_hex(sha256(comparison))}}});
    });
}

Result<void> write_card(CandidatePart const& part, Materials const& materials,
                        fs::path const& out) {
    auto const file = model_file_name(part.function);
    auto const model = TRY(learn::LabelModel::open(out / file));
    ModelCard card;
    card.name = function_name(part.function);
    card.purpose = "Kandidat, nicht in Betrieb; comparison.txt sagt, wie er sich misst.";
    card.file = file;
    card.model_sha256 = part.challenger_sha256;
    card.model_bytes = part.challenger_bytes.size();
    card.desk_samples = part.samples;
    for (std::size_t i = 0; i < materials.letter_files.size(); ++i)
        card.data.emplace_back(materials.letter_files[i].filename().string(),
                               materials.letters.data_sha256[i]);
    TRY(write_file_durably(out / (card.name + ".md"), card_page(card, model), kReadable));
    return write_file_durably(out / (card.name + ".cdx.json"), card_bill(card, model), kReadable);
}

// The comparison last: a folder without it is not whole.
Result<void> write_folder(Candidate const& candidate, Materials const& materials,
                          std::string const& comparison, std::string const& text,
                          fs::path const& out) {
    std::error_code wrong;
    fs::create_directories(out, wrong);
    if (wrong)
        return fail(Code::no_right, "training.cannot_write", out.string());
    for (auto const& part : candidate.parts) {
        TRY(write_file_durably(out / model_file_name(part.function), part.challenger_bytes,
                               kOwnerOnly));
        TRY(write_card(part, materials, out));
    }
    TRY(write_file_durably(out / "comparison.txt", text, kReadable));
    return write_file_durably(out / "comparison.json", comparison, kReadable);
}

fs::path default_out(fs::path const& home) {
    auto name = to_rfc3339(system_time().now()).substr(0, 19); // to the second
    std::replace(name.begin(), name.end(), ':', '-');
    return home / "candidates" / name;
}

// For what, and with what. At the machine nobody signs in: who may train there is whoever can open
// the key file, and the purpose says whether they may.
struct Desk {
    std::unique_ptr<Installation> installation;
    std::shared_ptr<TrainingPurpose const> purpose;
};

Result<Desk> open_desk(LearnRetrainArguments const& arguments) {
    Desk desk;
    desk.installation = TRY(Installation::open(arguments.home, Holder::command));
    auto const& folder = desk.installation->configuration.catalogue_folder;
    desk.purpose = TRY(load_training_purpose(folder));
    if (!desk.purpose)
        return fail(Code::refused, "training.no_purpose", folder.string());
    if (!desk.purpose->open_to(kOperator))
        return fail(Code::no_right, "training.no_access");
    return desk;
}

// The log first: a candidate without its entry must not exist.
Result<void> hand_over(LearnRetrainArguments const& arguments, Desk const& desk,
                       Materials const& materials, Candidate const& candidate,
                       fs::path const& out) {
    auto& installation = *desk.installation;
    auto const models = installation.configuration.catalogue_folder / "models";
    auto const json = candidate_json(candidate);
    auto const comparison = json.dump(2) + "\n";
    auto const text = candidate_text(candidate, models.string());
    TRY(enter(installation, candidate, comparison));
    TRY(write_folder(candidate, materials, comparison, text, out));
    if (arguments.json)
        fmt::print("{}\n", print_json(json));
    else
        fmt::print("{}\nKandidat / candidate: {}\n", text, out.string());
    return {};
}

} // namespace

int run_learn_retrain(LearnRetrainArguments const& arguments) {
    auto const out = arguments.out.empty() ? default_out(arguments.home) : arguments.out;
    if (auto const free = check_out(out); !free)
        return tell(free.error(), kWrongUse);
    auto const desk = open_desk(arguments);
    if (!desk)
        return tell(desk.error(), kCannotRun);
    auto materials = gather(arguments, *desk->installation);
    if (!materials)
        return tell(materials.error(), kWrongUse);
    learn::TrainingStore const store{*desk->installation->keys, desk->purpose};
    if (auto const taken = take_samples(*desk->installation, store, *materials); !taken)
        return tell(taken.error(), kCannotRun);
    auto candidate = build(arguments, *desk->installation->catalogue, *materials);
    if (!candidate)
        return tell(candidate.error(), kWrongUse);
    candidate->purpose = desk->purpose->key;
    candidate->gold_before = gold_before(*desk->installation).value_or("");
    if (auto const done = hand_over(arguments, *desk, *materials, *candidate, out); !done)
        return tell(done.error(), kCannotRun);
    return candidate->blocked() ? kSomeFailed : kDone;
}

} // namespace leitstand::app
