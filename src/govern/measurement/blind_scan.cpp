// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/blind_scan.hpp"

#include <algorithm>
#include <cmath>

#include "govern/measurement/exchange.hpp"
#include "learn/parallel.hpp"
#include "text/tokens.hpp"
#include "understand/judged_text.hpp"
#include "understand/masked_fields.hpp"

namespace leitstand {

namespace {

// Values that are valid where a check digit is asked for; none is anybody's.
constexpr std::pair<std::string_view, std::string_view> kNumbers[] = {
    {"iban", "DE89370400440532013000"}, {"vsnr", "65180539W008"}, {"kvnr", "X123456782"}};

// In how many other ways a trait could be handed in beside the words.
std::vector<std::string> given_names_of(std::string_view trait) {
    std::string const name(trait);
    return {name, "field." + name, "extract." + name, "trait." + name, "found." + name};
}

// What is left of `words` behind the masks of judging, in a sentence that says nothing of them;
// words of fewer bytes than a name is masked from stand for too much else.
class VisibleWords {
  public:
    explicit VisibleWords(std::shared_ptr<Catalogue const> catalogue)
        : judged_(std::make_shared<JudgedText const>(std::move(catalogue))) {}
    std::string operator()(std::string const& words) const {
        constexpr std::size_t kNameBytesMin = 4;
        auto const text =
            judged_->of(FunctionKey::sort, with_text({}, "Heute war " + words + " hier.", {})).text;
        std::string seen;
        for (auto const& token : text::tokenise(text)) {
            auto const word = std::string(token.span.of(text));
            if (word.size() >= kNameBytesMin && words.find(word) != std::string::npos)
                seen += word + " ";
        }
        return seen;
    }

  private:
    std::shared_ptr<JudgedText const> judged_;
};

class FeatureScan {
  public:
    FeatureScan(JudgingModel const& model,
                std::function<std::string(std::string const&)> visible_of,
                BlindFeaturesMeasurement& out)
        : visible_of_(std::move(visible_of)), model_(model.labels()),
          scores_(model_.labels().size()), out_(out) {
        model_.scores("", {}, scratch_, scores_);
        nothing_ = scores_;
    }

    // Whether the word alone is a feature (not its pieces, which it shares with other words) that a
    // judging function can get to see.
    void ask_word(std::string const& trait, std::string const& word) {
        ++out_.features;
        auto const seen = visible_of_(word);
        model_.scores(seen, {}, scratch_, scores_);
        auto const& text = scratch_.text;
        for (std::size_t i = 0; i < text.hits.size(); ++i)
            if (text.hits[i].view == learn::View::words &&
                text.hits[i].first_word != learn::kNoWord &&
                text.hit_places[i] != learn::Vocabulary::kUnknown)
                return hit(trait, word);
    }

    void ask_given(std::string const& trait, std::string const& name) {
        ++out_.features;
        learn::GivenFeature const given{name, 1};
        model_.scores("", {&given, 1}, scratch_, scores_);
        if (!scratch_.text.given_places.empty() &&
            scratch_.text.given_places.front() != learn::Vocabulary::kUnknown)
            hit(trait, name);
    }

  private:
    void hit(std::string const& trait, std::string const& feature) {
        double weight = 0;
        for (std::size_t label = 0; label < scores_.size(); ++label)
            weight = std::max(weight, std::abs(scores_[label] - nothing_[label]));
        out_.hits.push_back({trait, feature, weight});
    }

    std::function<std::string(std::string const&)> visible_of_;
    learn::LabelModel const& model_;
    learn::LabelModel::Scratch scratch_;
    std::vector<double> scores_, nothing_;
    BlindFeaturesMeasurement& out_;
};

std::string in_frame(TraitWord const& word) {
    auto text = word.frame;
    auto const at = text.find("{}");
    return text.replace(at, 2, word.word);
}

// Whether any byte of the planted word lies open.
bool still_seen(Document const& document, TraitWord const& word, Mask const& mask) {
    auto const start = document.text.rfind(in_frame(word)) + word.frame.find("{}");
    auto const end = start + word.word.size();
    for (auto at = start; at < end; ++at) {
        if (document.text[at] == ' ' || document.text[at] == '-')
            continue;
        bool const hidden = std::any_of(mask.text.begin(), mask.text.end(), [&](Span span) {
            return span.start <= at && at < span.end;
        });
        if (!hidden)
            return true;
    }
    return false;
}

} // namespace

std::vector<TraitWord> trait_words(Counterfactuals const& templates) {
    std::vector<TraitWord> words;
    for (auto const& names : templates.names) {
        auto const trait = "name_" + names.key;
        for (std::size_t i = 0; i < std::min(names.family.size(), names.female.size()); ++i)
            words.push_back(
                {trait, names.female[i] + " " + names.family[i], "Mit freundlichen Grüßen\n{}"});
        for (std::size_t i = 0; i < std::min(names.family.size(), names.male.size()); ++i) {
            words.push_back({trait, names.family[i], "Sehr geehrter Herr {},"});
            words.push_back({trait, names.male[i] + " " + names.family[i], "mein Name ist {}."});
        }
    }
    for (auto const& word : templates.origin_words)
        words.push_back({"origin", word, "Staatsangehörigkeit: {}"});
    words.push_back({"sex", "Frau", "{} Brandt"});
    words.push_back({"sex", "Herr", "{} Brandt"});
    for (auto const* date : {"03.04.1961", "17.11.1988", "29.08.2001"})
        words.push_back({"birth_date", date, "geboren am {}"});
    for (auto const* place : {"Damaskus", "Izmir", "Leipzig", "Lagos", "Kyjiw"})
        words.push_back({"birth_place", place, "Geburtsort: {}"});
    for (auto const& [key, number] : kNumbers)
        words.push_back({"identifier", std::string(number),
                         key == "iban"   ? "IBAN {}"
                         : key == "vsnr" ? "Versicherungsnummer: {}"
                                         : "Krankenversichertennummer: {}"});
    for (auto const* street : {"Lindenstraße 14", "Am Alten Markt 3", "Kölner Weg 120"})
        words.push_back({"address", street, "Anschrift: {}, 50667 Köln"});
    return words;
}

void scan_features(JudgingModel const& model, std::shared_ptr<Catalogue const> const& catalogue,
                   Counterfactuals const& templates, BlindFeaturesMeasurement& out) {
    FeatureScan scan{model, VisibleWords{catalogue}, out};
    for (auto const& names : templates.names)
        for (auto const* list : {&names.female, &names.male, &names.family})
            for (auto const& name : *list)
                scan.ask_word("name_" + names.key, name);
    for (auto const& word : templates.origin_words)
        scan.ask_word("origin", word);
    scan_outputs(model, *catalogue, out);
    for (auto const& trait : templates.traits)
        for (auto const& name : given_names_of(trait.key))
            scan.ask_given(trait.key, name);
    for (auto const* trait :
         {"sex", "salutation", "nationality", "birth_place", "person_name", "age"})
        for (auto const& name : given_names_of(trait))
            scan.ask_given(trait, name);
}

void scan_outputs(JudgingModel const& model, Catalogue const& catalogue,
                  BlindFeaturesMeasurement& out) {
    FeatureScan scan{model, [](std::string const& word) { return word; }, out};
    for (auto const& field : catalogue.fields)
        for (auto const& name : given_names_of(field.key))
            scan.ask_given(masks_field(field.key) ? field.key : "extract", name);
    for (auto const* said :
         {"relation", "receipt_number", "identical", "resubmission", "near_copy"})
        for (auto const& name : given_names_of(said))
            scan.ask_given("relate", name);
}

void scan_masks(std::span<MeasuredLetter const> letters, Counterfactuals const& templates,
                MaskLetter const& understand, unsigned threads, BlindFeaturesMeasurement& out) {
    constexpr std::size_t kLettersOfWord = 5;
    auto const words = trait_words(templates);
    std::vector<std::uint64_t> seen(words.size());
    learn::in_parallel(words.size(), threads, [&](std::size_t i) {
        for (std::size_t k = 0; k < kLettersOfWord && !letters.empty(); ++k) {
            auto document = letters[(i * kLettersOfWord + k) % letters.size()].document;
            document.text += "\n\n" + in_frame(words[i]) + "\n";
            document.parts.front().span.end = static_cast<std::uint32_t>(document.text.size());
            auto const understanding = understand(document);
            seen[i] += !understanding.mask || still_seen(document, words[i], *understanding.mask);
        }
    });
    std::map<std::string, BlindFeaturesMeasurement::Planted> by_trait;
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto& planted = by_trait[words[i].trait];
        planted.trait = words[i].trait;
        planted.planted += letters.empty() ? 0 : kLettersOfWord;
        planted.seen += seen[i];
    }
    for (auto& [trait, planted] : by_trait) {
        planted.share = estimate_of(planted.seen, planted.planted);
        out.planted.push_back(planted);
    }
}

} // namespace leitstand
