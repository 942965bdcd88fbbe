// SPDX-License-Identifier: EUPL-1.2
#include "learn/tag_features.hpp"

#include <algorithm>
#include <string>

#include "text/normalise.hpp"
#include "text/stem.hpp"
#include "text/utf8.hpp"

namespace leitstand::learn {

namespace {

// Numbers of templates; a feature's hash begins with one. They are part of the model format.
enum Template : std::uint64_t {
    kKey = 2,
    kShape,
    kMatchingForm,
    kStem,
    kLongShape,
    kLength,
    kForm,
    kSuffix = 20,
    kPrefix = 40,
    kInside = 60,
    kAlways = 200,
    kJoined, // and the numbers after it
    kRun = 220,
    kPhrase = 240,
    kPhraseAndShape,
    kPhraseAndBefore,
    kPhraseAndAfter,
    kFromBegin = 260,
    kFromEnd
};

constexpr std::size_t kShapeSignsMax = 14;
constexpr std::size_t kInsideStartsMax = 24; // character n-grams of a longer word end here
constexpr std::size_t kPhrasesMax = 6;       // of one token
constexpr std::uint64_t kEdgeMax = 4;        // distances to a sentence's ends count up to here

enum Shapes : std::uint8_t { kLower = 1, kCapital, kUpper, kMixed, kNumber, kWithNumber, kSigns };

char shape_sign(char32_t c) {
    if (c >= '0' && c <= '9')
        return '0';
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE))
        return 'X';
    if ((c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF))
        return 'x';
    return c < 0x80 ? static_cast<char>(c) : 'u';
}

enum class Runs { kept, joined };

std::string shape_of(std::string_view word, Runs runs) {
    std::string shape;
    for (std::size_t i = 0; i < word.size() && shape.size() < kShapeSignsMax;) {
        auto const c = text::code_point_at(word, i);
        auto const sign = shape_sign(c.value);
        if (runs == Runs::kept || shape.empty() || shape.back() != sign)
            shape += sign;
        i += c.size;
    }
    return shape;
}

std::string digits_as_zero(std::string_view word) {
    std::string key{word};
    for (auto& c : key)
        if (text::is_ascii_digit(c))
            c = '0';
    return key;
}

// A word cut at code points: prefixes, suffixes and pieces by numbers of characters.
class Characters {
  public:
    explicit Characters(std::string_view word) : word_(word) {
        for (std::size_t i = 0; i < word.size(); i += text::code_point_at(word, i).size)
            begins_.push_back(i);
        begins_.push_back(word.size());
    }
    std::size_t size() const { return begins_.size() - 1; }
    std::string_view piece(std::size_t from, std::size_t to) const {
        return word_.substr(begins_[from], begins_[to] - begins_[from]);
    }

  private:
    std::string_view word_;
    std::vector<std::size_t> begins_;
};

class FormsBuilder {
  public:
    FormsBuilder(std::string_view word, std::vector<FeatureHash>& forms)
        : characters_(word), forms_(forms) {}

    // The last so many characters, if the word has more.
    void suffix(std::size_t size) {
        auto const all = characters_.size();
        if (all > size)
            forms_.push_back(hash_text(characters_.piece(all - size, all), kSuffix + size));
    }
    void prefix(std::size_t size) {
        if (characters_.size() > size)
            forms_.push_back(hash_text(characters_.piece(0, size), kPrefix + size));
    }
    std::size_t size() const { return characters_.size(); }

  private:
    Characters characters_;
    std::vector<FeatureHash>& forms_;
};

void add_inside(std::string const& matching_form, std::vector<FeatureHash>& forms) {
    auto const marked = "<" + matching_form + ">";
    Characters const characters{marked};
    for (std::size_t size = 3; size <= 5; ++size)
        for (std::size_t i = 0; i + size <= characters.size() && i < kInsideStartsMax; ++i)
            forms.push_back(hash_text(characters.piece(i, i + size), kInside));
}

void drop_repeated(std::vector<FeatureHash>& forms, std::size_t from) {
    auto const begin = forms.begin() + static_cast<std::ptrdiff_t>(from);
    std::sort(begin, forms.end());
    forms.erase(std::unique(begin, forms.end()), forms.end());
}

} // namespace

WordClasses::WordClasses(std::span<FeatureHash const> frequent) {
    auto next = kFirstFrequentWord;
    for (auto const key : frequent)
        if (next < kWordClasses && frequent_.emplace(key, next).second)
            ++next;
}

std::uint8_t WordClasses::of(FeatureHash key, std::string_view shape) const {
    if (auto const found = frequent_.find(key); found != frequent_.end())
        return found->second;
    if (shape == "0")
        return kNumber;
    if (shape.find('0') != std::string_view::npos)
        return kWithNumber;
    if (shape == "x")
        return kLower;
    if (shape == "Xx")
        return kCapital;
    if (shape == "X")
        return kUpper;
    return shape.find_first_of("Xx") == std::string_view::npos ? kSigns : kMixed;
}

FeatureHash always_feature() {
    return combine(kAlways, 0);
}

FeatureHash word_key(std::string_view word) {
    return hash_text(digits_as_zero(word), kKey);
}

WordFeatures word_features(std::string_view word, WordClasses const& classes,
                           Gazetteer const& gazetteer) {
    WordFeatures features;
    auto const key = digits_as_zero(word);
    auto const shape = shape_of(word, Runs::joined);
    features.key = hash_text(key, kKey);
    features.shape = hash_text(shape, kShape);
    features.word_class = classes.of(features.key, shape);
    features.gazetteer_word = gazetteer_word(word);
    features.gazetteer_entry = gazetteer.look_up_word(features.gazetteer_word);

    auto const form = text::matching_form(key);
    auto& forms = features.forms;
    FormsBuilder builder{word, forms};
    auto const seen_from = [&](std::initializer_list<std::size_t> places) {
        for (auto const place : places)
            features.counts[place] = static_cast<std::uint32_t>(forms.size());
    };
    forms.push_back(features.key);
    forms.push_back(features.shape);
    seen_from({kSomewhereBefore, kSomewhereAfter});
    forms.push_back(hash_text(form, kMatchingForm));
    builder.suffix(3);
    seen_from({kOwnPlace - 3, kOwnPlace + 3});
    forms.push_back(hash_text(text::stem(form), kStem));
    builder.suffix(4);
    builder.prefix(3);
    seen_from({kOwnPlace - 2, kOwnPlace + 2});
    forms.push_back(hash_text(shape_of(word, Runs::kept), kLongShape));
    for (std::size_t const size : {1, 2, 5, 7})
        builder.suffix(size);
    builder.prefix(1);
    seen_from({kOwnPlace - 1, kOwnPlace + 1});
    auto const fine = forms.size();
    forms.push_back(hash_text(word, kForm));
    for (std::size_t const size : {6, 8})
        builder.suffix(size);
    for (std::size_t const size : {2, 4, 5, 6})
        builder.prefix(size);
    forms.push_back(combine(kLength, builder.size()));
    add_inside(form, forms);
    drop_repeated(forms, fine);
    seen_from({kOwnPlace});
    return features;
}

void TagContext::begin(std::span<WordFeatures const* const> words, Gazetteer const& gazetteer) {
    words_ = words;
    gazetteer_words_.clear();
    gazetteer_entries_.clear();
    for (auto const* word : words) {
        gazetteer_words_.push_back(word->gazetteer_word);
        gazetteer_entries_.push_back(word->gazetteer_entry);
    }
    gazetteer.find(gazetteer_words_, gazetteer_entries_, hits_);
    if (phrases_.size() < words.size())
        phrases_.resize(words.size());
    for (std::size_t i = 0; i < words.size(); ++i)
        phrases_[i].clear();
    for (auto const& hit : hits_)
        for (auto i = hit.begin; i < hit.end; ++i) {
            auto const place = i == hit.begin ? 1u : i + 1 == hit.end ? 2u : 3u;
            auto const length = std::min(hit.end - hit.begin, 4u);
            auto& phrases = phrases_[i];
            auto const mark = combine(combine(kPhrase, hit.list), place * 8 + length);
            if (phrases.size() < kPhrasesMax &&
                std::find(phrases.begin(), phrases.end(), mark) == phrases.end())
                phrases.push_back(mark);
        }
}

WordFeatures const& TagContext::word(std::ptrdiff_t at) const {
    static WordFeatures const nothing;
    if (at < 0 || at >= static_cast<std::ptrdiff_t>(words_.size()))
        return nothing;
    return *words_[static_cast<std::size_t>(at)];
}

void TagContext::features(std::size_t at, std::vector<FeatureHash>& out) const {
    auto const place = static_cast<std::ptrdiff_t>(at);
    out.clear();
    out.push_back(always_feature());
    add_joined_words(place, out);
    add_class_runs(place, out);
    add_phrases(place, out);
    auto const shape = word(place).shape;
    auto const to_end = static_cast<std::uint64_t>(words_.size() - at);
    out.push_back(combine(combine(kFromBegin, std::min<std::uint64_t>(at, kEdgeMax)), shape));
    out.push_back(combine(combine(kFromEnd, std::min(to_end, kEdgeMax)), shape));
}

void TagContext::add_joined_words(std::ptrdiff_t at, std::vector<FeatureHash>& out) const {
    auto const key = [&](std::ptrdiff_t distance) { return word(at + distance).key; };
    auto const shape = [&](std::ptrdiff_t distance) { return word(at + distance).shape; };
    std::uint64_t number = kJoined;
    auto const join = [&](auto... parts) {
        auto hash = number++;
        ((hash = combine(hash, parts)), ...);
        out.push_back(hash);
    };
    join(key(-1), key(0));
    join(key(0), key(1));
    join(key(-1), key(1));
    join(key(-2), key(-1));
    join(key(1), key(2));
    join(key(-1), key(0), key(1));
    join(key(-2), key(-1), key(0));
    join(key(0), key(1), key(2));
    join(shape(-1), shape(0), shape(1));
    join(shape(-2), shape(-1), shape(0), shape(1), shape(2));
    join(shape(-1), key(0));
    join(key(0), shape(1));
    join(key(-1), shape(0));
    join(shape(0), key(1));
}

// Runs of word classes catch the form of citations, whatever names and numbers stand in them.
void TagContext::add_class_runs(std::ptrdiff_t at, std::vector<FeatureHash>& out) const {
    constexpr std::ptrdiff_t kReach = 5;
    constexpr std::array<std::array<std::ptrdiff_t, 2>, 10> kRuns{
        {{-2, 2}, {0, 3}, {-3, 0}, {0, 5}, {-5, 0}, {-1, 2}, {-2, 1}, {1, 4}, {-4, -1}, {-4, 4}}};
    std::array<std::uint8_t, 2 * kReach + 1> classes{};
    for (auto distance = -kReach; distance <= kReach; ++distance)
        classes[static_cast<std::size_t>(distance + kReach)] = word(at + distance).word_class;
    std::uint64_t number = kRun;
    for (auto const& [from, to] : kRuns) {
        auto hash = number++;
        for (auto distance = from; distance <= to; ++distance)
            hash = combine(hash, classes[static_cast<std::size_t>(distance + kReach)]);
        out.push_back(hash);
    }
}

void TagContext::add_phrases(std::ptrdiff_t at, std::vector<FeatureHash>& out) const {
    for (std::ptrdiff_t distance = -1; distance <= 1; ++distance) {
        auto const place = at + distance;
        if (place < 0 || place >= static_cast<std::ptrdiff_t>(words_.size()))
            continue;
        for (auto const phrase : phrases_[static_cast<std::size_t>(place)])
            out.push_back(combine(phrase, static_cast<std::uint64_t>(distance + 1)));
    }
    for (auto const phrase : phrases_[static_cast<std::size_t>(at)]) {
        out.push_back(combine(combine(kPhraseAndShape, phrase), word(at).shape));
        out.push_back(combine(combine(kPhraseAndBefore, phrase), word(at - 1).word_class));
        out.push_back(combine(combine(kPhraseAndAfter, phrase), word(at + 1).word_class));
    }
}

} // namespace leitstand::learn
