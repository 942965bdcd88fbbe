// SPDX-License-Identifier: EUPL-1.2
// Measures `understand` on annotated letters (docs/quality.md): micro precision, recall and F1 of
// services, acts, themes, document types and fields. Letters are JSON lines with `text`, `subject`,
// `channel` and `gold`.
//   understand_quality CATALOGUE LETTERS.jsonl…                  the table
//   understand_quality --model DIR CATALOGUE LETTERS.jsonl…       the table with trained models
//   understand_quality --wrong KIND CATALOGUE LETTERS.jsonl…
//       each letter whose KIND is not right, with both answers
//   understand_quality --features CATALOGUE LETTERS.jsonl…        what each phrase contributed
//   understand_quality [--model DIR] --requests CATALOGUE LETTERS.jsonl…
//       pairs of service and act
//   understand_quality --leave-one-writer-out [--by-group] [--share S] [--judge-every N]
//           [--curve SVG] CATALOGUE LETTERS.jsonl… [--beside LETTERS.jsonl…]
//       trains models for each file (for every N-th) without it; files beside are trained on only,
//       and only there letters of tools/letter_generator may stand; --curve draws quality against
//       the number of letters
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>
#include <set>

#include "base/files.hpp"
#include "catalogue/catalogue.hpp"
#include "held_out.hpp"
#include "requests.hpp"
#include "understand/annotated_letters.hpp"
#include "understand/judging_models.hpp"
#include "understand/understand.hpp"

namespace leitstand {

namespace {

class AllAssist : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override { return Mode::assist; }
};

struct Count {
    int right = 0, found = 0, gold = 0;
    double precision() const { return found == 0 ? 0 : static_cast<double>(right) / found; }
    double recall() const { return gold == 0 ? 0 : static_cast<double>(right) / gold; }
    double f1() const { return found + gold == 0 ? 0 : 2.0 * right / (found + gold); }
};

std::string squeezed(std::string const& text, bool digits_only) {
    std::string out;
    for (char const c : text)
        if (c != ' ' && (!digits_only || (c >= '0' && c <= '9') || c == '+'))
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

// Blanks and case do not count; in telephone numbers only digits do.
std::string comparable(std::string const& key, std::string const& value, std::string const& role) {
    return key + "=" + squeezed(value, key == "phone") + (key == "amount" ? "/" + role : "");
}

std::vector<std::string> gold_of(nlohmann::json const& letter, std::string const& kind) {
    std::set<std::string> out;
    for (auto const& item : letter.at("gold").at(kind)) {
        if (kind != "fields")
            out.insert(item.get<std::string>());
        else
            out.insert(
                comparable(item.at("key"), item.at("value"),
                           item.contains("role") && item["role"].is_string() ? item["role"] : ""));
    }
    return {out.begin(), out.end()};
}

std::vector<std::string> found_of(Understanding const& understanding, FindingKind kind) {
    std::set<std::string> out;
    for (auto const& finding : understanding.findings) {
        if (finding.kind != kind || !finding.suggested)
            continue;
        out.insert(kind == FindingKind::field
                       ? comparable(finding.key, finding.value, finding.role.value_or(""))
                       : finding.key);
    }
    return {out.begin(), out.end()};
}

struct KindName {
    FindingKind kind;
    char const* name;
};
constexpr std::array<KindName, 5> kKinds{{{FindingKind::service, "services"},
                                          {FindingKind::act, "acts"},
                                          {FindingKind::theme, "themes"},
                                          {FindingKind::document, "documents"},
                                          {FindingKind::field, "fields"}}};

struct Board {
    std::map<std::string, Count> counts;
    void score(std::string const& kind, std::vector<std::string> const& gold,
               std::vector<std::string> const& found) {
        auto const group = [&](std::string const& item) {
            return kind + " " + item.substr(0, item.find('='));
        };
        for (auto const& item : gold)
            ++counts[kind].gold, ++counts[group(item)].gold;
        for (auto const& item : found) {
            ++counts[kind].found, ++counts[group(item)].found;
            if (std::find(gold.begin(), gold.end(), item) != gold.end())
                ++counts[kind].right, ++counts[group(item)].right;
        }
    }
    void print() const {
        std::printf("%-34s %6s %6s %6s %6s %6s\n", "", "gold", "found", "prec", "rec", "F1");
        for (auto const& [name, count] : counts)
            std::printf("%-34s %6d %6d %6.3f %6.3f %6.3f\n", name.c_str(), count.gold, count.found,
                        count.precision(), count.recall(), count.f1());
    }
};

void print_features(std::string const& id, Understanding const& understanding,
                    nlohmann::json const& letter) {
    for (auto const& finding : understanding.findings) {
        if (finding.kind == FindingKind::field)
            continue;
        nlohmann::json line{
            {"id", id}, {"kind", finding_kind_name(finding.kind)}, {"key", finding.key}};
        auto const kind = std::string(finding_kind_name(finding.kind)) + "s";
        auto const gold = gold_of(letter, kind);
        line["gold"] = std::find(gold.begin(), gold.end(), finding.key) != gold.end();
        line["score"] = finding.score;
        for (auto const& contribution : finding.contributions)
            line["features"][contribution.feature] = contribution.amount;
        std::printf("%s\n", line.dump().c_str());
    }
}

// Of this thread, so that a busy machine does not count.
std::chrono::nanoseconds processor_time() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

int held_out(std::vector<std::string> arguments) {
    HeldOutOptions options;
    options.threads = 2;
    std::string catalogue_folder;
    bool beside = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--beside")
            beside = true;
        else if (arguments[i] == "--share" && i + 1 < arguments.size())
            options.share = std::atof(arguments[++i].c_str());
        else if (arguments[i] == "--judge-every" && i + 1 < arguments.size())
            options.judge_every = std::max(1, std::atoi(arguments[++i].c_str()));
        else if (arguments[i] == "--curve" && i + 1 < arguments.size())
            options.curve = arguments[++i];
        else if (arguments[i] == "--by-group")
            options.by_group = true;
        else if (catalogue_folder.empty())
            catalogue_folder = arguments[i];
        else
            (beside ? options.beside : options.judged).emplace_back(arguments[i]);
    }
    auto const catalogue = Catalogue::load(catalogue_folder);
    if (!catalogue || options.judged.empty()) {
        std::fprintf(stderr, "a catalogue and letters are needed\n");
        return 2;
    }
    return leave_one_writer_out(*catalogue, options);
}

int run(std::vector<std::string> arguments) {
    if (!arguments.empty() && arguments[0] == "--leave-one-writer-out")
        return held_out({arguments.begin() + 1, arguments.end()});
    std::shared_ptr<JudgingModels const> models;
    if (arguments.size() > 1 && arguments[0] == "--model") {
        auto loaded = JudgingModels::load(arguments[1]);
        if (!loaded) {
            std::fprintf(stderr, "%s\n", loaded.error().describe().c_str());
            return 3;
        }
        models = std::make_shared<JudgingModels const>(std::move(*loaded));
        arguments.erase(arguments.begin(), arguments.begin() + 2);
    }
    if (arguments.size() > 2 && arguments[0] == "--requests") {
        auto const catalogue = Catalogue::load(arguments[1]);
        if (!catalogue) {
            std::fprintf(stderr, "%s\n", catalogue.error().describe().c_str());
            return 3;
        }
        return measure_requests(*catalogue, models, {arguments.begin() + 2, arguments.end()});
    }
    std::string mode, wrong_kind;
    if (!arguments.empty() && arguments[0] == "--features") {
        mode = arguments[0];
        arguments.erase(arguments.begin());
    } else if (arguments.size() > 1 && arguments[0] == "--wrong") {
        mode = arguments[0];
        wrong_kind = arguments[1];
        arguments.erase(arguments.begin(), arguments.begin() + 2);
    }
    if (arguments.size() < 2) {
        std::fprintf(stderr,
                     "understand_quality [--features | --wrong KIND] CATALOGUE LETTERS.jsonl…\n");
        return 2;
    }
    auto const before = std::chrono::steady_clock::now();
    auto const catalogue = Catalogue::load(arguments[0]);
    if (!catalogue) {
        std::fprintf(stderr, "%s\n", catalogue.error().describe().c_str());
        return 3;
    }
    Understander const understander(*catalogue, models);
    auto const ready = std::chrono::steady_clock::now();
    Board board;
    AllAssist const modes;
    std::size_t letters = 0, bytes = 0;
    std::chrono::nanoseconds spent{};
    UnderstandOptions options;
    options.with_unsuggested = mode == "--features";
    auto const take = [&](Json const& letter, std::string const&) -> Result<void> {
        auto const document = document_of(letter);
        auto const start = processor_time();
        auto const understanding = understander.understand(document, modes, options);
        spent += processor_time() - start;
        ++letters;
        bytes += document.text.size();
        if (mode == "--features") {
            print_features(letter.at("id"), understanding, letter);
            return {};
        }
        for (auto const& [kind, name] : kKinds) {
            auto const gold = gold_of(letter, name), found = found_of(understanding, kind);
            board.score(name, gold, found);
            if (name == wrong_kind && gold != found)
                std::printf("%s gold [%s] found [%s]\n", letter.at("id").get<std::string>().c_str(),
                            fmt::format("{}", fmt::join(gold, ", ")).c_str(),
                            fmt::format("{}", fmt::join(found, ", ")).c_str());
        }
        return {};
    };
    for (std::size_t i = 1; i < arguments.size(); ++i)
        if (auto const read = read_annotated_letters(arguments[i], GeneratedLetters::refused, take);
            !read) {
            std::fprintf(stderr, "%s\n", read.error().describe().c_str());
            return 3;
        }
    if (mode.empty())
        board.print();
    using Micro = std::chrono::duration<double, std::micro>;
    std::fprintf(stderr,
                 "%zu letters, %.0f bytes on average, %.0f us of processor time each; catalogue "
                 "and understander "
                 "ready in %.1f ms\n",
                 letters,
                 static_cast<double>(bytes) /
                     static_cast<double>(std::max<std::size_t>(letters, 1)),
                 Micro(spent).count() / static_cast<double>(std::max<std::size_t>(letters, 1)),
                 Micro(ready - before).count() / 1000);
    return 0;
}

} // namespace

} // namespace leitstand

int main(int argc, char** argv) {
    return leitstand::run({argv + 1, argv + argc});
}
