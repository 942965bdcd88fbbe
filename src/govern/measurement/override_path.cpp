// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/override_path.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "decide/inbox.hpp"
#include "decide/relations.hpp"
#include "receive/ledger.hpp"
#include "store/blob_store.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

struct Throwaway {
    Limits limits;
    std::unique_ptr<KeyRing> keys;
    std::unique_ptr<Database> database;
    std::unique_ptr<BlobStore> blobs;
    std::unique_ptr<EntryLog> log;
    std::unique_ptr<Ledger> ledger;
    std::unique_ptr<Inbox> inbox;
};

Result<std::unique_ptr<Throwaway>> make(fs::path const& folder,
                                        std::shared_ptr<Catalogue const> catalogue) {
    std::error_code error;
    for (auto const* name : {"data", "keys"}) {
        fs::create_directories(folder / name, error);
        fs::permissions(folder / name, fs::perms::owner_all, error);
    }
    if (error)
        return fail(Code::unavailable, "measurement.no_folder", error.message());
    auto made = std::make_unique<Throwaway>();
    auto const key_file = folder / "keys" / "master.key";
    TRY(KeyRing::create(key_file));
    made->keys = std::make_unique<KeyRing>(TRY(KeyRing::open(key_file, folder / "data")));
    made->database =
        TRY(Database::open("sqlite:" + (folder / "data" / "trial.db").string(), made->limits));
    made->blobs = TRY(BlobStore::open(folder / "data" / "blobs"));
    made->log = std::make_unique<EntryLog>(*made->keys, system_time());
    made->ledger = TRY(Ledger::open(*made->database, *made->blobs, *made->keys, made->limits,
                                    system_time(), *made->log));
    made->inbox = TRY(Inbox::open(*made->database, *made->ledger, *made->blobs, *made->keys,
                                  made->limits, system_time(), *made->log, std::move(catalogue)));
    return made;
}

bool of_function(DecidedFinding const& found, FunctionKey function) {
    return found.finding.function == function && found.finding.suggested && found.shown;
}

// Another key of the same kind; for a field the same key, with what a person read instead.
FindingDecision correction_of(DecidedFinding const& found, Catalogue const& catalogue) {
    FindingDecision decision;
    decision.kind = DecisionKind::correct;
    auto const other = [&](auto const& entries) {
        for (auto const& entry : entries)
            if (entry.key != found.finding.key)
                return entry.key;
        return std::string{};
    };
    switch (found.finding.kind) {
    case FindingKind::service:
        decision.key = other(catalogue.services);
        break;
    case FindingKind::act:
        decision.key = other(catalogue.acts);
        break;
    case FindingKind::theme:
        decision.key = other(catalogue.themes);
        break;
    default:
        decision.value = found.finding.key.ends_with("_date") ? "2026-01-02" : "Erika Mustermann";
    }
    return decision;
}

class Trial {
  public:
    Trial(Inbox& inbox, std::string item, FunctionKey function, Catalogue const& catalogue)
        : inbox_(inbox), item_(std::move(item)), function_(function), catalogue_(catalogue) {}

    Result<OverridePathMeasurement> run() {
        auto const first = find();
        if (!first)
            return fail(Code::refused, "measurement.no_ground",
                        std::string(function_name(function_)));
        step("corrected", correction_of(*first, catalogue_), "corrected");
        FindingDecision withdraw;
        withdraw.kind = DecisionKind::withdraw;
        step("withdrawn", withdraw, "open");
        FindingDecision reject;
        reject.kind = DecisionKind::reject;
        reject.reason = "Probe";
        step("rejected", reject, "rejected");
        return std::move(out_);
    }

  private:
    // The names and dates of `extract` can be corrected to a value that is none of theirs.
    std::optional<DecidedFinding> find() const {
        auto const view = inbox_.view(item_);
        if (!view)
            return std::nullopt;
        for (auto const& found : view->findings)
            if (of_function(found, function_) && (found_.empty() || found.id == found_) &&
                (found.finding.kind != FindingKind::field || found.finding.key == "sender_name" ||
                 found.finding.key.ends_with("_date")))
                return found;
        return std::nullopt;
    }

    void step(std::string key, FindingDecision decision, std::string_view state_after) {
        auto& step =
            out_.steps.emplace_back(OverridePathMeasurement::Step{std::move(key), false, {}});
        auto const before = find_again();
        if (!before) {
            step.because = "finding.not_found";
            return;
        }
        found_ = before->id;
        decision.finding_id = before->id;
        decision.version = before->version;
        decision.by = decision.by_name = "trial";
        auto const done = inbox_.decide(item_, decision);
        if (!done)
            step.because = done.error().key;
        auto const after = find_again(); // as it is stored, not as it was answered
        step.worked = done && after && after->state == state_after;
    }
    std::optional<DecidedFinding> find_again() const {
        if (found_.empty())
            return find();
        auto const view = inbox_.view(item_);
        if (view)
            for (auto const& found : view->findings)
                if (found.id == found_)
                    return found;
        return std::nullopt;
    }

    Inbox& inbox_;
    std::string item_, found_;
    FunctionKey function_;
    Catalogue const& catalogue_;
    OverridePathMeasurement out_;
};

Result<Item> enter(Throwaway& made, std::string const& key, TrialLetter const& letter,
                   Relations* relations = nullptr) {
    Arrival arrival;
    arrival.key = key;
    arrival.name = key + ".txt";
    arrival.is_plain_text = true;
    auto const item = TRY(made.ledger->enter(arrival, letter.document.text));
    Inbox::Outcome outcome;
    outcome.document = letter.document;
    outcome.understanding = letter.understanding;
    outcome.attempts = 1;
    auto const write = TRY(made.inbox->prepare_outcome(item, outcome));
    std::function<Result<void>(Sql&)> relate;
    if (relations != nullptr && letter.understanding.trace != nullptr)
        relate = TRY(relations->prepare(item, letter.document, *letter.understanding.trace,
                                        Mode::assist))
                     .write;
    TRY(made.database->write([&](Sql& sql) -> Result<void> {
        TRY(write(sql));
        return relate ? relate(sql) : Result<void>{};
    }));
    return item;
}

Result<OverridePathMeasurement> relation_steps(Relations& relations, Item const& item) {
    auto const first = TRY(relations.of(item));
    if (first.empty())
        return fail(Code::refused, "measurement.no_ground", "relate");
    OverridePathMeasurement out;
    auto const step = [&](std::string key, RelationVerdict verdict) -> Result<void> {
        auto& step =
            out.steps.emplace_back(OverridePathMeasurement::Step{std::move(key), false, {}});
        auto const before = TRY(relations.of(item));
        RelationDecision decision;
        decision.other = first.front().id;
        decision.version = before.front().version;
        decision.verdict = verdict;
        decision.by = decision.by_name = "trial";
        auto const done = relations.decide(item, decision);
        if (!done)
            step.because = done.error().key;
        auto const after = TRY(relations.of(item)); // as it is stored
        step.worked = done && after.front().verdict == verdict;
        return {};
    };
    TRY(step("corrected", RelationVerdict::confirm));
    TRY(step("rejected", RelationVerdict::reject));
    TRY(step("withdrawn", RelationVerdict::open));
    out.taken.letters = 2;
    return out;
}

} // namespace

Result<OverridePathMeasurement> measure_override_path(FunctionKey function,
                                                      Document const& document,
                                                      Understanding const& understanding,
                                                      std::shared_ptr<Catalogue const> catalogue,
                                                      fs::path const& folder) {
    auto const made = TRY(make(folder, catalogue));
    auto const item = TRY(enter(*made, "trial", {document, understanding}));
    auto measured = TRY((Trial{*made->inbox, item.id, function, *catalogue}.run()));
    measured.taken.letters = 1;
    return measured;
}

Result<OverridePathMeasurement> measure_relation_path(TrialLetter const& earlier,
                                                      TrialLetter const& later,
                                                      std::shared_ptr<Catalogue const> catalogue,
                                                      fs::path const& folder) {
    auto const made = TRY(make(folder, std::move(catalogue)));
    auto const relations =
        Relations::open(*made->database, *made->ledger, *made->keys, system_time(), *made->log);
    TRY(enter(*made, "earlier", earlier, relations.get()));
    auto const item = TRY(enter(*made, "later", later, relations.get()));
    return relation_steps(*relations, item);
}

} // namespace leitstand
