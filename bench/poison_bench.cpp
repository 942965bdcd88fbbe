// SPDX-License-Identifier: EUPL-1.2
// What one account can do to the next models by wrong decisions (docs/quality.md, ADR 0023): a desk
// is simulated with annotated letters, one account decides wrongly, and the candidate is compared
// with the one of the honest desk on gold letters of other writers. Each case is run with the
// protection and without it.
//   poison_bench CATALOGUE --letters F… --desk F… --gold F… [--accounts N] [--seeds N] [--share S]
// With --honest no attack is run: how often is an honest desk doubted, also where each account
// works on the post of one writer alone (--by-writer)? Threads: those of the trainer.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <random>

#include "understand/candidate.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

struct Arguments {
    fs::path catalogue;
    std::vector<fs::path> letters, desk, gold;
    unsigned accounts = 10;
    unsigned seeds = 3;
    double share = 0.05; // of all labels at the desk that apply
    bool sort = true, urgent = true, honest = false, by_writer = false;
    std::string only; // of the attacks, those whose name holds it
    unsigned threads = 2;
};

enum class Attack : std::uint8_t { none, flips, targeted, withheld, hidden };
constexpr std::array kAttacks{Attack::flips, Attack::targeted, Attack::withheld, Attack::hidden};

char const* name_of(Attack attack) {
    switch (attack) {
    case Attack::none:
        return "honest desk";
    case Attack::flips:
        return "labels drawn at random";
    case Attack::targeted:
        return "most frequent label of a kind called the second";
    case Attack::withheld:
        return "all labels rejected";
    case Attack::hidden:
        return "drawn at random, among half of the desk's letters";
    }
    return "";
}

// Which letters the attacker decides on wrongly, of those at the desk.
struct Poison {
    Attack attack = Attack::none;
    double share = 0.05; // of all labels at the desk that apply
    unsigned seed = 1;
};

std::string account_name(unsigned account) {
    return fmt::format("K-{:012x}", account);
}

// A letter as one account decided on it: what is right was confirmed or added.
learn::DeskSample decided(FunctionKey function, JudgingSample const& letter, unsigned account,
                          std::size_t number) {
    learn::DeskSample sample;
    auto const& right = letter.of(function);
    sample.item = fmt::format("{:016x}", number * 0x9E37'79B9'7F4A'7C15ull);
    sample.function = function_name(function);
    sample.text = right.text;
    sample.given = right.given;
    sample.decided_on = plus_days({2026, 1, 1}, static_cast<int>(number / 5));
    for (auto const& label : right.labels)
        sample.labels.push_back(
            {label, true, learn::Verdict::confirmed, account_name(account), "bench"});
    if (sample.labels.empty()) // a wrong suggestion was rejected
        sample.labels.push_back({function == FunctionKey::sort ? "act.werbung" : "theme.frist",
                                 false, learn::Verdict::rejected, account_name(account), "bench"});
    return sample;
}

std::vector<std::string> by_frequency(std::span<learn::DeskSample const> desk,
                                      std::string_view kind) {
    std::map<std::string, std::size_t> counts;
    for (auto const& sample : desk)
        for (auto const& label : sample.labels)
            if (label.applies && label.label.starts_with(kind))
                ++counts[label.label];
    std::vector<std::string> labels;
    for (auto const& [label, count] : counts)
        labels.push_back(label);
    std::stable_sort(labels.begin(), labels.end(),
                     [&](auto const& a, auto const& b) { return counts[a] > counts[b]; });
    return labels;
}

// Makes one label wrong. False: this attack leaves it as it is.
bool spoil(Attack attack, learn::DeskLabel& label, std::vector<std::string> const& frequent,
           std::vector<std::string> const& all, std::mt19937_64& chance) {
    switch (attack) {
    case Attack::none:
        return false;
    case Attack::flips:
    case Attack::hidden: {
        auto const wrong = all[chance() % all.size()];
        if (wrong == label.label)
            return false;
        label.label = wrong;
        return true;
    }
    case Attack::targeted:
        if (label.label != frequent[0])
            return false;
        label.label = frequent[1];
        return true;
    case Attack::withheld:
        label.applies = false;
        label.verdict = learn::Verdict::rejected;
        return true;
    }
    return false;
}

// The attacker (account 0) decides wrongly until `share` of all labels at the desk are wrong; the
// letters that the attack needs are the attacker's, in exchange for others.
std::size_t poison(std::vector<learn::DeskSample>& desk, std::string_view kind,
                   Poison const& poison) {
    std::size_t labels = 0, wrong = 0;
    for (auto const& sample : desk)
        labels += static_cast<std::size_t>(
            std::count_if(sample.labels.begin(), sample.labels.end(),
                          [](learn::DeskLabel const& label) { return label.applies; }));
    auto const wanted = static_cast<std::size_t>(poison.share * static_cast<double>(labels));
    auto const frequent = by_frequency(desk, kind);
    auto const all = by_frequency(desk, "");
    std::mt19937_64 chance{poison.seed};
    std::vector<std::size_t> order(desk.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::shuffle(order.begin(), order.end(), chance);
    for (auto const i : order) {
        if (wrong >= wanted)
            break;
        std::size_t spoiled = 0;
        for (auto& label : desk[i].labels)
            if (label.applies && spoil(poison.attack, label, frequent, all, chance))
                ++spoiled;
        if (spoiled > 0)
            for (auto& label : desk[i].labels)
                label.account = account_name(0);
        wrong += spoiled;
    }
    if (poison.attack == Attack::hidden) // the same account decides rightly on half of the desk
        for (std::size_t i = 0; i < order.size() / 2; ++i)
            for (auto& label : desk[order[order.size() - 1 - i]].labels)
                label.account = account_name(0);
    return wrong;
}

// The same accounts on the same letters, without a wrong decision.
std::vector<learn::DeskSample> as_honest(std::vector<learn::DeskSample> honest,
                                         std::span<learn::DeskSample const> poisoned) {
    for (std::size_t i = 0; i < honest.size(); ++i)
        for (auto& label : honest[i].labels)
            label.account = poisoned[i].labels.front().account;
    return honest;
}

// `accounts` 0: one for each writer.
std::vector<learn::DeskSample> desk_of(FunctionKey function, std::span<JudgingSample const> letters,
                                       unsigned accounts, unsigned seed) {
    std::vector<std::size_t> order(letters.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::mt19937_64 chance{seed};
    std::shuffle(order.begin(), order.end(), chance);
    std::vector<learn::DeskSample> desk;
    for (std::size_t i = 0; i < order.size(); ++i)
        desk.push_back(
            decided(function, letters[order[i]], static_cast<unsigned>(chance() % accounts), i));
    return desk;
}

struct Reached {
    bool doubted = false; // an account was left out
    std::size_t accounts = 0;
    std::vector<ComparedKind> kinds;
};

class Bench {
  public:
    Bench(Arguments const& arguments, std::shared_ptr<Catalogue const> catalogue)
        : arguments_(arguments), catalogue_(std::move(catalogue)) {}

    Result<void> run() {
        letters_ = TRY(read_judging_letters(catalogue_, arguments_.letters)).samples;
        gold_ = TRY(read_judging_letters(catalogue_, arguments_.gold)).samples;
        desk_ = TRY(read_judging_letters(catalogue_, arguments_.desk)).samples;
        std::printf("letters %zu, desk %zu of %u accounts, gold %zu\n", letters_.size(),
                    desk_.size(), arguments_.accounts, gold_.size());
        if (arguments_.sort)
            TRY(measure(FunctionKey::sort));
        return arguments_.urgent ? measure(FunctionKey::urgent) : Result<void>{};
    }

  private:
    Result<Reached> reach(FunctionKey function, std::span<learn::DeskSample const> desk,
                          AccountProtection protection, JudgingModel const* against) {
        Retraining retraining;
        retraining.threads = arguments_.threads;
        retraining.protection = protection;
        retraining.recent_share = 0;
        auto challenger = TRY(train_challenger(function, *catalogue_, letters_, desk, retraining));
        Reached reached;
        reached.accounts = challenger.left_out.size();
        reached.doubted = !challenger.left_out.empty();
        for (auto const& one : challenger.left_out)
            std::printf("    left out %s: %s, %llu contradictions in %llu items, %.1f expected, "
                        "p %.1e\n",
                        one.account.c_str(), one.label ? one.label->c_str() : "all labels",
                        static_cast<unsigned long long>(one.contradictions),
                        static_cast<unsigned long long>(one.items), one.expected, one.probability);
        model_.emplace(std::move(challenger.model), "bench");
        reached.kinds = compare_models(function, against == nullptr ? *model_ : *against, *model_,
                                       gold_, ComparedOn::gold);
        return reached;
    }

    void print(char const* what, std::size_t wrong, Reached const& reached,
               AccountProtection protection) const {
        std::printf("%-50s %5zu wrong, protection %s, %s:", what, wrong,
                    protection == AccountProtection::on ? "on " : "off",
                    reached.doubted ? "blocked" : "passed ");
        for (auto const& kind : reached.kinds)
            std::printf(" %s %.4f (%+.4f)", std::string(finding_kind_name(kind.kind)).c_str(),
                        kind.challenger, kind.difference.difference);
        std::printf("\n");
        std::fflush(stdout);
    }

    Result<void> measure(FunctionKey function) {
        std::printf("\n%s\n", std::string(function_name(function)).c_str());
        for (unsigned seed = 1; seed <= arguments_.seeds; ++seed) {
            auto const honest =
                desk_of(function, desk_, arguments_.by_writer ? 0 : arguments_.accounts, seed);
            auto const clean = TRY(reach(function, honest, AccountProtection::on, nullptr));
            JudgingModel const base = std::move(*model_);
            print(name_of(Attack::none), 0, clean, AccountProtection::on);
            if (arguments_.honest)
                continue;
            for (auto const attack : kAttacks)
                if (std::string_view(name_of(attack)).find(arguments_.only) !=
                    std::string_view::npos)
                    TRY(attacked(function, honest, base, {attack, arguments_.share, seed}));
        }
        return {};
    }

    Result<void> attacked(FunctionKey function, std::vector<learn::DeskSample> const& honest,
                          JudgingModel const& base, Poison const& how) {
        auto desk = honest;
        auto const wrong = poison(desk, function == FunctionKey::sort ? "service." : "theme.", how);
        auto const what = fmt::format("{}, {:.0f} %", name_of(how.attack), 100 * how.share);
        std::optional<JudgingModel> own_base; // what an account may teach depends on its letters
        if (how.attack == Attack::hidden) {
            print("  the same without a wrong label", 0,
                  TRY(reach(function, as_honest(honest, desk), AccountProtection::on, &base)),
                  AccountProtection::on);
            own_base.emplace(std::move(*model_));
        }
        auto const& against = own_base ? *own_base : base;
        for (auto const protection : {AccountProtection::on, AccountProtection::off})
            print(what.c_str(), wrong, TRY(reach(function, desk, protection, &against)),
                  protection);
        return {};
    }

    Arguments const& arguments_;
    std::shared_ptr<Catalogue const> catalogue_;
    std::vector<JudgingSample> letters_, desk_, gold_;
    std::optional<JudgingModel> model_;
};

} // namespace

} // namespace leitstand

int main(int argc, char** argv) {
    leitstand::Arguments arguments;
    CLI::App program{"What one account can do to the next models by wrong decisions"};
    program.add_option("catalogue", arguments.catalogue)->required();
    program.add_option("--letters", arguments.letters)->required();
    program.add_option("--desk", arguments.desk)->required();
    program.add_option("--gold", arguments.gold)->required();
    program.add_option("--accounts", arguments.accounts);
    program.add_option("--seeds", arguments.seeds);
    program.add_option("--share", arguments.share);
    program.add_option("--threads", arguments.threads);
    program.add_flag("!--without-sort", arguments.sort);
    program.add_flag("!--without-urgent", arguments.urgent);
    program.add_option("--only", arguments.only);
    program.add_flag("--honest", arguments.honest);
    program.add_flag("--by-writer", arguments.by_writer);
    CLI11_PARSE(program, argc, argv);
    auto const catalogue = leitstand::Catalogue::load(arguments.catalogue);
    auto const done = catalogue ? leitstand::Bench{arguments, *catalogue}.run()
                                : leitstand::Result<void>{tl::unexpected(catalogue.error())};
    if (!done)
        std::fprintf(stderr, "%s\n", done.error().describe().c_str());
    return done ? 0 : 3;
}
