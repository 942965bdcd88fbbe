// SPDX-License-Identifier: EUPL-1.2
// A challenger from letters and from what the desk decided (ADR 0023). The newest decisions are
// held aside and never trained on. Whatever several accounts decided on together is left out: the
// trainer holds an account aside as a whole, and an item that belongs to several would carry what
// one of them says into the models that are to judge it. No account teaches more than its share of
// a label (learn/account_share.hpp); an account whose labels contradict what models without them
// are sure of (learn/account_check.hpp) is left out as a whole, and named by its pseudonym. Nothing
// here puts a model into use. Threads: as many as asked for; the result does not depend on their
// number.
#pragma once

#include <set>

#include "learn/account_check.hpp"
#include "learn/training_store.hpp"
#include "understand/judging_training.hpp"

namespace leitstand {

// Of an account that is left out.
struct AccountLeftOut {
    std::string account;              // pseudonym
    std::optional<std::string> label; // nothing: over all labels
    std::uint64_t items = 0, contradictions = 0;
    double expected = 0, probability = 1;
};

enum class AccountProtection : std::uint8_t { on, off }; // off: to show what it is good for

struct Retraining {
    std::uint64_t seed = 1;
    unsigned threads = 1;
    std::vector<std::string> data_sha256; // of the letters
    double recent_share = 0.2;            // of the desk's samples: the newest
    std::set<std::string> without;        // pseudonyms that somebody left out on purpose
    AccountProtection protection = AccountProtection::on;
};

struct Challenger {
    learn::LabelModel model;
    std::size_t letters = 0, samples = 0; // trained on
    std::size_t shared = 0;               // with labels of several accounts
    std::size_t capped = 0;               // beyond their account's share
    std::size_t outdated = 0;             // with a label that the catalogue no longer knows
    std::vector<AccountLeftOut> left_out;
    std::vector<JudgingSample> recent; // held aside; without the accounts left out
};

// A sample as a learner takes it; the writer is the account that decided on it, one for all labels.
JudgingSample judging_sample(FunctionKey function, learn::DeskSample const& sample);

// `desk`: of that function, oldest first. Errors: those of train_judging_model.
Result<Challenger> train_challenger(FunctionKey function, Catalogue const& catalogue,
                                    std::span<JudgingSample const> letters,
                                    std::span<learn::DeskSample const> desk,
                                    Retraining const& retraining);

} // namespace leitstand
