// SPDX-License-Identifier: EUPL-1.2
// The fields of annotated letters, each letter judged by a model that did not know its writer
// (docs/quality.md): precision, recall and F1 by key, beside what the rules alone reach.
//   field_quality [--wrong KEY] CATALOGUE LETTERS.jsonl… [--beside LETTERS.jsonl…]
// A file is a writer; files beside are trained on and never judged. --wrong names each letter whose
// fields of that key are not right.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "catalogue/catalogue.hpp"
#include "learn/figures.hpp"
#include "learn/intervals.hpp"
#include "understand/field_training.hpp"

namespace leitstand {

namespace {

constexpr unsigned kThreads = 2; // any number gives the same figures
// writers held aside together; one at a time takes four times longer

struct Asked {
    std::string catalogue, wrong_key;
    std::vector<std::filesystem::path> files;
    std::set<std::string> judged; // writers
};

Asked asked_of(std::vector<std::string> const& arguments) {
    Asked asked;
    bool beside = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--beside") {
            beside = true;
        } else if (arguments[i] == "--wrong" && i + 1 < arguments.size()) {
            asked.wrong_key = arguments[++i];
        } else if (asked.catalogue.empty()) {
            asked.catalogue = arguments[i];
        } else {
            asked.files.emplace_back(arguments[i]);
            if (!beside)
                asked.judged.insert(asked.files.back().stem().string());
        }
    }
    return asked;
}

using ByKey = std::map<std::string, learn::HitCounts>;

bool among(std::vector<FieldValue> const& fields, FieldValue const& field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

// In telephone numbers only digits count, as in understand_quality.
std::vector<FieldValue> comparable(std::vector<FieldValue> fields) {
    for (auto& field : fields) {
        if (field.key == "phone")
            std::erase_if(field.value, [](char c) { return (c < '0' || c > '9') && c != '+'; });
        if (field.key != "amount")
            field.role.clear();
    }
    std::sort(fields.begin(), fields.end());
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    return fields;
}

ByKey counts_of(std::vector<FieldValue> const& gold, std::vector<FieldValue> const& said) {
    ByKey counts;
    auto const count = [&](FieldValue const& field, std::size_t learn::HitCounts::*what) {
        ++(counts[field.key].*what);
        ++(counts["all"].*what);
    };
    for (auto const& field : gold)
        if (!among(said, field))
            count(field, &learn::HitCounts::missed);
    for (auto const& field : said)
        count(field, among(gold, field) ? &learn::HitCounts::hits : &learn::HitCounts::wrong);
    return counts;
}

struct Judged {
    std::vector<ByKey> by_letter;
    std::vector<std::string> writers;
};

void print(std::string const& name, Judged const& judged, Judged const& rules) {
    std::set<std::string> keys;
    for (auto const* side : {&judged, &rules})
        for (auto const& letter : side->by_letter)
            for (auto const& [key, counts] : letter)
                keys.insert(key);
    auto const sum = [](std::vector<ByKey> const& letters, std::string const& key, auto&& chosen) {
        learn::HitCounts counts;
        for (auto const i : chosen)
            if (auto const found = letters[i].find(key); found != letters[i].end()) {
                counts.hits += found->second.hits;
                counts.wrong += found->second.wrong;
                counts.missed += found->second.missed;
            }
        return counts;
    };
    std::vector<std::uint32_t> all(judged.by_letter.size());
    for (std::uint32_t i = 0; i < all.size(); ++i)
        all[i] = i;
    std::printf("%s: %zu letters\n%-18s %6s %6s %6s %6s %6s %16s %6s\n", name.c_str(), all.size(),
                "", "gold", "said", "prec", "rec", "F1", "95 %", "rules");
    for (auto const& key : keys) {
        auto const counts = sum(judged.by_letter, key, all);
        auto const interval =
            learn::bootstrap_interval(all.size(), [&](std::span<std::uint32_t const> drawn) {
                return sum(judged.by_letter, key, drawn).f1();
            });
        std::printf("%-18s %6zu %6zu %6.3f %6.3f %6.3f   %.3f to %.3f %6.3f\n", key.c_str(),
                    counts.hits + counts.missed, counts.hits + counts.wrong,
                    counts.precision().value(), counts.recall().value(), counts.f1(),
                    interval.lower, interval.upper, sum(rules.by_letter, key, all).f1());
    }
    std::map<std::string, std::vector<std::uint32_t>> by_writer;
    for (auto const i : all)
        by_writer[judged.writers[i]].push_back(i);
    for (auto const& [writer, letters] : by_writer)
        std::printf("  %-4s %.3f (rules %.3f)\n", writer.c_str(),
                    sum(judged.by_letter, "all", letters).f1(),
                    sum(rules.by_letter, "all", letters).f1());
}

void print_wrong(FieldLetter const& letter, std::vector<FieldValue> const& gold,
                 std::vector<FieldValue> const& said, std::string const& key) {
    for (auto const& field : gold)
        if (field.key == key && !among(said, field))
            std::printf("%s missed %s %s\n", letter.id.c_str(), field.value.c_str(),
                        field.role.c_str());
    for (auto const& field : said)
        if (field.key == key && !among(gold, field))
            std::printf("%s wrong %s %s\n", letter.id.c_str(), field.value.c_str(),
                        field.role.c_str());
}

Result<void> measure(Asked const& asked) {
    auto const catalogue = TRY(Catalogue::load(asked.catalogue));
    auto const read = TRY(read_field_letters(catalogue, asked.files));
    JudgingTraining training;
    training.threads = kThreads;
    auto const model =
        TRY(train_field_model(read.letters, training, static_cast<unsigned>(asked.files.size())));
    auto const said = fields_out_of_fold(read.letters, model);
    Judged judged, rules;
    for (std::size_t i = 0; i < read.letters.size(); ++i) {
        auto const& letter = read.letters[i];
        if (!asked.judged.contains(letter.writer))
            continue;
        auto const gold = comparable(letter.gold), own = comparable(said[i]);
        judged.by_letter.push_back(counts_of(gold, own));
        rules.by_letter.push_back(counts_of(gold, comparable(letter.by_rules)));
        judged.writers.push_back(letter.writer);
        rules.writers.push_back(letter.writer);
        if (!asked.wrong_key.empty())
            print_wrong(letter, gold, own, asked.wrong_key);
    }
    std::printf("%zu writers, %zu labels\n", asked.files.size(), model.labels().size());
    print("writers held aside", judged, rules);
    return {};
}

} // namespace

} // namespace leitstand

int main(int argc, char** argv) {
    auto const asked = leitstand::asked_of({argv + 1, argv + argc});
    if (asked.judged.empty()) {
        std::fprintf(stderr, "field_quality [--wrong KEY] CATALOGUE LETTERS.jsonl… [--beside "
                             "LETTERS.jsonl…]\n");
        return 2;
    }
    if (auto const done = leitstand::measure(asked); !done) {
        std::fprintf(stderr, "%s\n", done.error().describe().c_str());
        return 3;
    }
    return 0;
}
