// SPDX-License-Identifier: EUPL-1.2
#include "understand/retraining.hpp"

#include <algorithm>
#include <map>

#include "base/assert.hpp"
#include "learn/account_share.hpp"

namespace leitstand {

namespace {

// An account as the trainer's group: no letter's file is named like it.
std::string const& account_of(JudgingSample const& sample) {
    return sample.writer;
}

// Samples of the desk that may be trained on, and those held aside.
struct DeskParts {
    std::vector<JudgingSample> older, recent;
    std::size_t outdated = 0, shared = 0;
};

bool is_outdated(FunctionKey function, Catalogue const& catalogue,
                 learn::DeskSample const& sample) {
    return std::any_of(sample.labels.begin(), sample.labels.end(), [&](auto const& label) {
        return !knows_label(function, catalogue, label.label);
    });
}

bool of_several_accounts(learn::DeskSample const& sample) {
    return std::any_of(sample.labels.begin(), sample.labels.end(), [&](auto const& label) {
        return label.account != sample.labels.front().account;
    });
}

DeskParts cut_by_time(FunctionKey function, Catalogue const& catalogue,
                      std::span<learn::DeskSample const> desk, Retraining const& retraining) {
    DeskParts parts;
    auto const aside =
        static_cast<std::size_t>(retraining.recent_share * static_cast<double>(desk.size()));
    for (std::size_t i = 0; i < desk.size(); ++i) {
        if (is_outdated(function, catalogue, desk[i])) {
            ++parts.outdated;
            continue;
        }
        if (of_several_accounts(desk[i])) {
            ++parts.shared;
            continue;
        }
        auto sample = judging_sample(function, desk[i]);
        if (!retraining.without.contains(account_of(sample)))
            (i + aside < desk.size() ? parts.older : parts.recent).push_back(std::move(sample));
    }
    return parts;
}

using Numbers = std::map<std::string, std::uint32_t, std::less<>>;

std::uint32_t number_of(Numbers& numbers, std::string const& name) {
    return numbers.try_emplace(name, static_cast<std::uint32_t>(numbers.size())).first->second;
}

// What lies within every account's share; the rest is counted.
std::vector<JudgingSample> shared_out(FunctionKey function, std::vector<JudgingSample> samples,
                                      std::span<JudgingSample const> letters,
                                      std::size_t& left_out) {
    Numbers labels, accounts;
    std::vector<learn::AccountItem> items;
    for (auto const& sample : samples) {
        learn::AccountItem item;
        item.account = number_of(accounts, account_of(sample));
        item.order = sample.id;
        for (auto const& label : sample.of(function).labels)
            item.labels.push_back(number_of(labels, label));
        items.push_back(std::move(item));
    }
    std::vector<std::size_t> from_letters(labels.size(), 0);
    for (auto const& letter : letters)
        for (auto const& label : letter.of(function).labels)
            if (auto const known = labels.find(label); known != labels.end())
                ++from_letters[known->second];
    auto const within = learn::within_share(items, from_letters);
    std::vector<JudgingSample> kept;
    for (std::size_t i = 0; i < samples.size(); ++i)
        if (within[i] != 0)
            kept.push_back(std::move(samples[i]));
    left_out = samples.size() - kept.size();
    return kept;
}

Result<learn::LabelModel> train(FunctionKey function, Catalogue const& catalogue,
                                std::span<JudgingSample const> letters,
                                std::vector<JudgingSample> const& desk,
                                Retraining const& retraining) {
    std::vector<JudgingSample> all(letters.begin(), letters.end());
    all.insert(all.end(), desk.begin(), desk.end());
    JudgingTraining training;
    training.seed = retraining.seed;
    training.threads = retraining.threads;
    training.data_sha256 = retraining.data_sha256;
    return train_judging_model(function, catalogue, all, training);
}

// `model` was trained on the letters and then on `desk`, whole accounts held aside in turn.
std::vector<AccountLeftOut> doubts(learn::LabelModel const& model, std::size_t letters,
                                   std::vector<JudgingSample> const& desk) {
    auto const& known = model.out_of_fold();
    auto const labels = model.labels().size();
    ASSERT(known.scores.size() == (letters + desk.size()) * labels);
    std::vector<double> probabilities(known.scores.size());
    for (std::size_t at = 0; at < probabilities.size(); at += labels)
        model.probabilities(std::span(known.scores).subspan(at, labels),
                            std::span(probabilities).subspan(at, labels));
    std::vector<std::uint32_t> accounts(letters, learn::kNoAccount);
    std::vector<std::string> names;
    Numbers numbers;
    for (auto const& sample : desk) {
        accounts.push_back(number_of(numbers, account_of(sample)));
        if (accounts.back() == names.size())
            names.push_back(account_of(sample));
    }
    std::vector<AccountLeftOut> found;
    for (auto const& doubt :
         learn::doubtful_accounts({labels, accounts, probabilities, known.truth})) {
        auto& out = found.emplace_back();
        out.account = names[doubt.account];
        if (doubt.label)
            out.label = model.labels()[*doubt.label];
        out.items = doubt.items;
        out.contradictions = doubt.contradictions;
        out.expected = doubt.expected;
        out.probability = doubt.probability;
    }
    return found;
}

void leave_out(std::vector<JudgingSample>& samples, std::vector<AccountLeftOut> const& accounts) {
    std::erase_if(samples, [&](JudgingSample const& sample) {
        return std::any_of(accounts.begin(), accounts.end(), [&](AccountLeftOut const& one) {
            return one.account == account_of(sample);
        });
    });
}

} // namespace

JudgingSample judging_sample(FunctionKey function, learn::DeskSample const& sample) {
    JudgingSample out;
    out.id = sample.item;
    out.from_desk = true;
    ASSERT(!of_several_accounts(sample));
    if (!sample.labels.empty())
        out.writer = sample.labels.front().account;
    auto& into = function == FunctionKey::sort ? out.sort : out.urgent;
    for (auto const& label : sample.labels)
        if (label.applies)
            into.labels.push_back(label.label);
    into.text = sample.text;
    into.given = sample.given;
    return out;
}

Result<Challenger> train_challenger(FunctionKey function, Catalogue const& catalogue,
                                    std::span<JudgingSample const> letters,
                                    std::span<learn::DeskSample const> desk,
                                    Retraining const& retraining) {
    auto parts = cut_by_time(function, catalogue, desk, retraining);
    bool const protects = retraining.protection == AccountProtection::on;
    std::size_t capped = 0;
    auto taken = protects ? shared_out(function, std::move(parts.older), letters, capped)
                          : std::move(parts.older);
    auto model = TRY(train(function, catalogue, letters, taken, retraining));
    std::vector<AccountLeftOut> left_out;
    if (protects)
        left_out = doubts(model, letters.size(), taken);
    if (!left_out.empty()) {
        leave_out(taken, left_out);
        leave_out(parts.recent, left_out);
        model = TRY(train(function, catalogue, letters, taken, retraining));
    }
    return Challenger{.model = std::move(model),
                      .letters = letters.size(),
                      .samples = taken.size(),
                      .shared = parts.shared,
                      .capped = capped,
                      .outdated = parts.outdated,
                      .left_out = std::move(left_out),
                      .recent = std::move(parts.recent)};
}

} // namespace leitstand
