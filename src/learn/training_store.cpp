// SPDX-License-Identifier: EUPL-1.2
#include "learn/training_store.hpp"

#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "base/json.hpp"
#include "learn/training_table.hpp"

namespace leitstand::learn {

namespace {

constexpr std::size_t kPseudonymCharacters = 12;
constexpr std::size_t kSealedBytesMax = 4 * kSampleTextBytesMax; // clues and labels are small

std::string context_of(std::string_view item, std::string_view function) {
    return fmt::format("training sample:{}:{}", item, function);
}

std::string pack(DeskSample const& sample) {
    auto given = Json::array();
    for (auto const& feature : sample.given)
        given.push_back(Json::array({feature.name, feature.value}));
    auto labels = Json::array();
    for (auto const& label : sample.labels)
        labels.push_back({{"label", label.label},
                          {"applies", label.applies},
                          {"verdict", std::string(verdict_name(label.verdict))},
                          {"account", label.account},
                          {"suggested_by", label.suggested_by}});
    return print_json({{"text", sample.text},
                       {"given", std::move(given)},
                       {"labels", std::move(labels)},
                       {"catalogue", sample.catalogue}});
}

constexpr std::array kVerdicts{Verdict::confirmed, Verdict::corrected, Verdict::rejected,
                               Verdict::added};

Result<Verdict> parse_verdict(std::string_view name) {
    for (auto const verdict : kVerdicts)
        if (verdict_name(verdict) == name)
            return verdict;
    return fail(Code::damaged, "training.damaged", "no such verdict");
}

Result<void> unpack(std::string_view packed, DeskSample& sample) {
    auto const json = TRY(parse_json(packed, {.size_bytes_max = kSealedBytesMax}));
    try {
        sample.text = json.at("text");
        sample.catalogue = json.at("catalogue");
        for (auto const& feature : json.at("given"))
            sample.given.push_back({feature.at(0), feature.at(1)});
        for (auto const& label : json.at("labels")) {
            auto const verdict = TRY(parse_verdict(label.at("verdict").get<std::string>()));
            sample.labels.push_back({label.at("label"), label.at("applies"), verdict,
                                     label.at("account"), label.at("suggested_by")});
        }
    } catch (nlohmann::json::exception const&) {
        return fail(Code::damaged, "training.damaged", "a key is missing");
    }
    return {};
}

training_table::Due due_by(TrainingPurpose const* purpose, Date today) {
    return {to_iso(today),
            purpose != nullptr ? to_iso(decided_until(today, purpose->retention_months)) : ""};
}

} // namespace

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
    case Verdict::confirmed:
        return "confirmed";
    case Verdict::corrected:
        return "corrected";
    case Verdict::rejected:
        return "rejected";
    case Verdict::added:
        return "added";
    }
    return "";
}

Date delete_on(Date decided_on, int retention_months) {
    auto const months = decided_on.year * 12 + (decided_on.month - 1) + retention_months;
    Date day = decided_on;
    day.year = months / 12;
    day.month = months % 12 + 1;
    while (!day.valid()) // the 31st of a shorter month
        --day.day;
    return day;
}

Date decided_until(Date today, int retention_months) {
    auto day = delete_on(today, -retention_months);
    while (delete_on(plus_days(day, 1), retention_months) <= today) // the 31st of a longer month
        day = plus_days(day, 1);
    return day;
}

TrainingStore::TrainingStore(KeyRing const& keys, std::shared_ptr<TrainingPurpose const> purpose)
    : store_key_(keys.purpose_key("training store")), item_key_(keys.purpose_key("training item")),
      account_key_(keys.purpose_key("training account")), purpose_(std::move(purpose)) {}

std::string TrainingStore::item_reference(std::string_view item_id) const {
    return to_hex(hmac_sha256(item_key_, item_id));
}

std::string TrainingStore::account_pseudonym(std::string_view account_id) const {
    return "K-" + to_hex(hmac_sha256(account_key_, account_id)).substr(0, kPseudonymCharacters);
}

Result<bool> TrainingStore::put(Sql& sql, DeskSample const& sample) const {
    ASSERT(purpose_ && sample.text.size() <= kSampleTextBytesMax);
    auto const known = TRY(training_table::find(sql, sample.item, sample.function));
    if (known && known->purpose == purpose_->key) {
        auto const opened = open(known->item, known->function, known->decided_on, known->sealed);
        if (opened && *opened == sample)
            return false;
    }
    TRY(training_table::replace(
        sql, {.item = sample.item,
              .function = sample.function,
              .purpose = purpose_->key,
              .decided_on = to_iso(sample.decided_on),
              .delete_on = to_iso(delete_on(sample.decided_on, purpose_->retention_months)),
              .sealed = seal(store_key_, context_of(sample.item, sample.function), pack(sample))}));
    return true;
}

Result<bool> TrainingStore::remove(Sql& sql, std::string const& item,
                                   std::string const& function) const {
    return TRY(training_table::remove(sql, item, function)) > 0;
}

Result<std::uint64_t> TrainingStore::forget_item(Sql& sql, std::string_view item_id) const {
    return training_table::remove_item(sql, item_reference(item_id));
}

Result<TrainingStore::Deleted> TrainingStore::delete_due(Sql& sql, Date today) const {
    Deleted deleted;
    deleted.of_other_purposes =
        TRY(training_table::remove_other_purposes(sql, purpose_ ? purpose_->key : ""));
    deleted.expired = TRY(training_table::remove_due(sql, due_by(purpose_.get(), today)));
    return deleted;
}

Result<DeskSample> TrainingStore::open(std::string const& item, std::string const& function,
                                       std::string const& decided_on,
                                       std::string const& sealed) const {
    auto const packed = open_sealed(store_key_, context_of(item, function), sealed);
    if (!packed)
        return fail(Code::damaged, "training.damaged", "a sample does not open");
    DeskSample sample;
    sample.item = item;
    sample.function = function;
    sample.decided_on = TRY(parse_iso_date(decided_on));
    TRY(unpack(*packed, sample));
    return sample;
}

Result<std::vector<DeskSample>> TrainingStore::samples(Sql& sql, std::string_view function,
                                                       Date today) const {
    std::vector<DeskSample> samples;
    if (!purpose_)
        return samples;
    auto const rows = TRY(training_table::list(sql, purpose_->key, std::string(function),
                                               due_by(purpose_.get(), today), kSamplesReadMax + 1));
    if (rows.size() > kSamplesReadMax)
        return fail(Code::too_many, "training.too_many");
    samples.reserve(rows.size());
    for (auto const& row : rows)
        samples.push_back(TRY(open(row.item, row.function, row.decided_on, row.sealed)));
    return samples;
}

Result<TrainingStore::Figures> TrainingStore::figures(Sql& sql) const {
    Figures figures;
    figures.sort = TRY(training_table::count(sql, "sort"));
    figures.urgent = TRY(training_table::count(sql, "urgent"));
    figures.first_deletion = TRY(training_table::first_deletion(sql));
    return figures;
}

} // namespace leitstand::learn
