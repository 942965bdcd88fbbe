// SPDX-License-Identifier: EUPL-1.2
// What `relate` costs and how well it finds letters again.
//   relate_bench quality FILE…       written letters (JSON lines with "id" and "text") and copies
//   of
//                                    them that were changed as post changes; --show names each pair
//                                    of different letters that is taken for related
//   relate_bench speed FILE…         time for the trace of a letter and the comparison of two
//   relate_bench lookup [--items N]  time to relate a letter when so many stand in the house
// docs/quality.md and docs/performance.md hold its figures.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <random>
#include <set>

#include <nlohmann/json.hpp>

#include "decide/relations.hpp"
#include "figures.hpp"
#include "house/house.hpp"
#include "house/rows_table.hpp"
#include "house/scratch.hpp"
#include "learn/intervals.hpp"
#include "read/reading.hpp"
#include "understand/relate.hpp"
#include "understand/understand.hpp"
#include "unsynced.hpp"

namespace leitstand::bench {

namespace {

using Clock = std::chrono::steady_clock;
using Dice = std::mt19937_64;

constexpr std::uint64_t kSeed = 20261127;

class AllAssist final : public FunctionModes {
  public:
    Mode mode(FunctionKey key) const override {
        return key == FunctionKey::relate ? Mode::assist : Mode::off;
    }
};

struct Letter {
    std::string id;
    Document document;
    LetterTrace trace;
};

Document document_of(std::string const& text, std::string const& subject) {
    auto document = document_from_plain_text(text);
    document.envelope.subject = subject;
    return document;
}

LetterTrace trace_of(Document const& document) {
    static Understander const understander{house::example_catalogue().value()};
    UnderstandOptions options;
    options.relate_seed = kSeed;
    return *understander.understand(document, AllAssist{}, options).trace;
}

Result<std::vector<Letter>> letters_of(std::vector<std::string> const& files) {
    std::vector<Letter> letters;
    for (auto const& file : files) {
        std::ifstream lines{file};
        for (std::string line; std::getline(lines, line);) {
            auto const json = TRY(parse_json(line, {.size_bytes_max = 1 << 20, .depth_max = 16}));
            Letter letter;
            letter.id = json.value("id", "");
            letter.document = document_of(json.value("text", ""), json.value("subject", ""));
            letter.trace = trace_of(letter.document);
            letters.push_back(std::move(letter));
        }
    }
    return letters;
}

std::size_t any(Dice& dice, std::size_t below) {
    return std::uniform_int_distribution<std::size_t>{0, below - 1}(dice);
}

// Of a hundred letters so many are misread, as recognition does it.
std::string misread(std::string text, double percent, Dice& dice) {
    static constexpr std::pair<char, char> kPairs[] = {{'e', 'c'}, {'l', 'i'}, {'i', 'l'},
                                                       {'n', 'u'}, {'u', 'n'}, {'h', 'b'},
                                                       {'t', 'f'}, {'a', 'o'}, {'s', 'z'}};
    for (auto& c : text)
        for (auto const& [from, to] : kPairs)
            if (c == from && std::uniform_real_distribution{0.0, 100.0}(dice) < 2 * percent) {
                c = to;
                break;
            }
    return text;
}

std::string other_numbers(std::string text, Dice& dice) { // dates and amounts of another month
    int changed = 0;
    for (std::size_t i = 0; i + 1 < text.size() && changed < 4; ++i)
        if (text[i] >= '1' && text[i] <= '8' && any(dice, 3) == 0) {
            ++text[i];
            ++changed;
        }
    return text;
}

struct Change {
    std::string name;
    std::function<std::string(std::string const&, Dice&)> make;
};

std::vector<Change> changes() {
    return {
        {"a line on top",
         [](auto const& text, Dice&) {
             return "Nochmals per Post, da ich keine Antwort bekommen habe:\n\n" + text;
         }},
        {"another date and amount",
         [](auto const& text, Dice& dice) { return other_numbers(text, dice); }},
        {"a request more at the end",
         [](auto const& text, Dice&) {
             return text + "\n\nAußerdem bitte ich um einen Vorschuss, weil wir kein Geld mehr für "
                           "Lebensmittel haben.";
         }},
        {"1 of 100 letters misread",
         [](auto const& text, Dice& dice) { return misread(text, 1, dice); }},
        {"3 of 100 letters misread",
         [](auto const& text, Dice& dice) { return misread(text, 3, dice); }},
        {"all lines broken anew",
         [](auto const& text, Dice&) {
             std::string out;
             std::size_t width = 0;
             for (char const c : text) {
                 bool const blank = c == ' ' || c == '\n';
                 out += blank ? (width > 50 ? '\n' : ' ') : c;
                 width = blank && width > 50 ? 0 : width + 1;
             }
             return out;
         }},
        {"its second half left out",
         [](auto const& text, Dice&) { return text.substr(0, text.find(' ', text.size() / 2)); }},
    };
}

bool are_candidates(LetterTrace const& one, LetterTrace const& other) {
    if (one.can_resemble() && other.can_resemble())
        for (std::size_t band = 0; band < kRelateBands; ++band)
            if (band_of(one.signature, band) == band_of(other.signature, band))
                return worth_comparing(one, other);
    return one.digest == other.digest || !shared_numbers(one.marks, other.marks).empty();
}

// As Relations does it, without a database.
std::optional<RelationKind> found_kind(Letter const& later, Letter const& earlier) {
    if (!are_candidates(later.trace, earlier.trace))
        return std::nullopt;
    PairClues clues;
    if (later.trace.can_resemble() && earlier.trace.can_resemble())
        clues.share = compare_letters(later.document, earlier.document, kSeed).share;
    return relation_kind(later.trace, earlier.trace, clues);
}

void print_share(std::string const& name, std::size_t hits, std::size_t count) {
    learn::Share share;
    share.hits = hits;
    share.count = count;
    auto const interval = learn::wilson_interval(share);
    fmt::print("| {} | {} of {} | {:.1f} % | {:.1f} to {:.1f} % |\n", name, hits, count,
               100 * share.value(), 100 * interval.lower, 100 * interval.upper);
}

void measure_recall(std::vector<Letter> const& letters) {
    fmt::print(
        "\n| a letter comes again with | found | share | 95 % interval |\n|---|---|---|---|\n");
    for (auto const& change : changes()) {
        Dice dice{kSeed};
        std::size_t found = 0, count = 0, by_text = 0;
        for (auto const& letter : letters) {
            if (!letter.trace.can_resemble())
                continue;
            Letter again;
            again.document = document_of(change.make(letter.document.text, dice),
                                         letter.document.envelope.subject);
            again.trace = trace_of(again.document);
            auto const kind = found_kind(again, letter);
            ++count;
            found += kind.has_value() ? 1 : 0;
            by_text += kind && *kind <= RelationKind::near_copy ? 1 : 0;
        }
        print_share(change.name, found, count);
        print_share("… of these by their text", by_text, count);
    }
}

// Pairs of different letters: what is said of them is wrong, or a template that both writers used.
void measure_false_alarms(std::vector<Letter> const& letters, bool show) {
    std::size_t by_text = 0, by_number = 0;
    std::set<std::size_t> touched;
    for (std::size_t i = 0; i < letters.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            auto const kind = found_kind(letters[i], letters[j]);
            if (!kind)
                continue;
            bool const text = *kind <= RelationKind::near_copy;
            (text ? by_text : by_number) += 1;
            if (text)
                touched.insert({i, j});
            if (show)
                fmt::print("{} {} {} share {:.2f}{}\n", relation_kind_name(*kind), letters[i].id,
                           letters[j].id,
                           compare_letters(letters[i].document, letters[j].document, kSeed).share,
                           text ? ""
                                : " number " + shared_numbers(letters[i].trace.marks,
                                                              letters[j].trace.marks)[0]
                                                   .value);
        }
    fmt::print("\n{} different letters, {} pairs: {} taken for the same by their text ({} letters "
               "touched), {} share a number\n\n",
               letters.size(), letters.size() * (letters.size() - 1) / 2, by_text, touched.size(),
               by_number);
    fmt::print("| false alarm | letters | share | 95 % interval |\n|---|---|---|---|\n");
    print_share("by text", touched.size(), letters.size());
}

void measure_speed(std::vector<Letter> const& letters) {
    constexpr int kRuns = 7;
    Series trace, whole, compare;
    for (int run = 0; run < kRuns; ++run) {
        auto const per_letter = [&](auto&& work) {
            auto const start = Clock::now();
            for (std::size_t i = 1; i < letters.size(); ++i)
                work(letters[i], letters[i - 1]);
            return std::chrono::duration<double, std::micro>(Clock::now() - start).count() /
                   static_cast<double>(letters.size() - 1);
        };
        whole.add(per_letter([](Letter const& letter, Letter const&) {
            std::ignore = trace_letter(letter.document, kSeed);
        }));
        compare.add(per_letter([](Letter const& one, Letter const& other) {
            std::ignore = compare_letters(one.document, other.document, kSeed);
        }));
        trace.add(per_letter([](Letter const& letter, Letter const&) {
            std::vector<std::uint64_t> shingles(letter.trace.words, 0);
            for (std::size_t k = 0; k < shingles.size(); ++k)
                shingles[k] = k * 0x9E3779B97F4A7C15ull;
            std::ignore = signature_of(shingles);
        }));
    }
    print_table_head();
    print_figure("relate, signature of a letter", trace, "µs", "< 200");
    print_figure("relate, trace of a letter with its words cut anew", whole, "µs", "");
    print_figure("relate, two letters compared", compare, "µs", "");
}

// Rows as they stand behind a million letters of other people: each has tokens of its own, and one
// in fifty shares some with a template. In the order of the index, which is far quicker.
Result<void> fill(house::House& house, std::size_t items) {
    constexpr std::size_t kRowsAtOnce = 20'000;
    std::vector<std::pair<std::int64_t, std::int64_t>> rows;
    Dice dice{items};
    for (std::size_t number = 0; number < items; ++number)
        for (std::size_t band = 0; band < kRelateBands + 2; ++band)
            rows.emplace_back(
                static_cast<std::int64_t>(number % 50 == 0 && band < 2 ? 17 + band : dice() >> 1),
                static_cast<std::int64_t>(number) + 1'000'000);
    std::ranges::sort(rows);
    Unsynced const filling;
    for (std::size_t from = 0; from < rows.size(); from += kRowsAtOnce) {
        std::string values;
        for (auto at = from; at < std::min(rows.size(), from + kRowsAtOnce); ++at)
            values += fmt::format("{}({},{})", values.empty() ? "" : ",", rows[at].first,
                                  rows[at].second);
        TRY(house::execute(*house.database,
                           "INSERT INTO relation_token (token, number) VALUES " + values));
    }
    return {};
}

Result<void> measure_lookup(std::size_t items, std::vector<std::string> const& files) {
    house::ScratchFolder const folder{"relate-bench"};
    house::HouseOptions options;
    options.folder = folder.path();
    auto const house = TRY(house::House::open(options));
    auto const relations =
        Relations::open(*house->database, *house->ledger, *house->keys, system_time(), *house->log);
    auto const start = Clock::now();
    TRY(fill(*house, items));
    fmt::print("{} items filled in {:.0f} s\n\n", items,
               std::chrono::duration<double>(Clock::now() - start).count());
    Series alone, again;
    auto const letters = TRY(letters_of(files));
    for (std::size_t number = 0; number < letters.size() && number < 300; ++number) {
        auto const& letter = letters[number];
        for (auto* const series : {&alone, &again}) { // then once more, as a resubmission
            Arrival arrival;
            arrival.key = fmt::format("{}-{}", number, series == &alone ? 1 : 2);
            arrival.name = "brief.txt";
            arrival.is_plain_text = true;
            auto const item = TRY(house->ledger->enter(arrival, arrival.key));
            Inbox::Outcome outcome;
            outcome.document = letter.document;
            auto const trace = trace_letter(letter.document, relations->seed());
            auto const before = Clock::now();
            auto const prepared =
                TRY(relations->prepare(item, letter.document, trace, Mode::assist));
            series->add(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
            auto const write = TRY(house->inbox->prepare_outcome(item, outcome));
            TRY(house->database->write([&](Sql& sql) -> Result<void> {
                TRY(write(sql));
                return prepared.write(sql);
            }));
        }
    }
    print_table_head();
    print_figure(
        fmt::format("relate, new letter among {}: p50", items),
        [&] {
            Series one;
            one.add(alone.quantile(0.5));
            return one;
        }(),
        "ms", "");
    print_figure(fmt::format("relate, new letter among {}", items), alone, "ms", "< 5");
    print_figure(fmt::format("relate, resubmission among {}", items), again, "ms", "< 5");
    return {};
}

Result<void> measure(int count, char** words) {
    std::vector<std::string> files;
    bool show = false;
    for (int i = 2; i < count; ++i) {
        if (std::string_view{words[i]} == "--items")
            ++i;
        else if (std::string_view{words[i]} == "--show")
            show = true;
        else
            files.emplace_back(words[i]);
    }
    std::string_view const what = count > 1 ? words[1] : "";
    if (what == "lookup")
        return measure_lookup(static_cast<std::size_t>(option(count, words, "--items", 1'000'000)),
                              files);
    auto const letters = TRY(letters_of(files));
    if (what == "speed") {
        measure_speed(letters);
        return {};
    }
    measure_recall(letters);
    measure_false_alarms(letters, show);
    return {};
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    leitstand::bench::print_head(count, words);
    auto const done = leitstand::bench::measure(count, words);
    if (!done)
        fmt::print(stderr, "relate_bench: {}\n", done.error().describe());
    return done ? 0 : 1;
}
