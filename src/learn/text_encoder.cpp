// SPDX-License-Identifier: EUPL-1.2
#include "learn/text_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "learn/parallel.hpp"
#include "text/utf8.hpp"

namespace leitstand::learn {

namespace {

constexpr std::size_t kPieces = 64;             // work is cut into so many parts
constexpr std::size_t kFeaturesOfPart = 8;      // one word of compounds for so many features
constexpr unsigned kPartTextsMin = 3;           // texts that a word must stand in to be a part
constexpr float kIdfMax = 64;                   // 1 + log of more texts than there are
constexpr float kSquareUnit = 1.0f / (1 << 16); // squares are added as whole numbers of it

std::size_t piece_start(std::size_t piece, std::size_t count) {
    return piece * count / kPieces;
}

struct HashCount {
    std::uint64_t hash;
    std::uint32_t texts;
};

// How many of the lists each hash stands in; lists are ascending without
// repetition. The result is ascending. Each piece looks at the hashes with its
// own first bits.
std::vector<HashCount> count_texts(std::vector<std::vector<std::uint64_t>> const& lists,
                                   unsigned threads) {
    static_assert(kPieces == 64);
    constexpr int kShift = 64 - 6;
    std::vector<std::vector<HashCount>> counted(kPieces);
    in_parallel(kPieces, threads, [&](std::size_t piece) {
        std::vector<std::uint64_t> all;
        for (auto const& list : lists) {
            auto const first = std::lower_bound(list.begin(), list.end(), piece << kShift);
            auto const last = piece + 1 == kPieces
                                  ? list.end()
                                  : std::lower_bound(first, list.end(), (piece + 1) << kShift);
            all.insert(all.end(), first, last);
        }
        std::sort(all.begin(), all.end());
        for (std::size_t i = 0; i < all.size();) {
            auto end = i;
            while (end < all.size() && all[end] == all[i])
                ++end;
            counted[piece].push_back({all[i], static_cast<std::uint32_t>(end - i)});
            i = end;
        }
    });
    std::vector<HashCount> result;
    for (auto const& part : counted)
        result.insert(result.end(), part.begin(), part.end());
    return result;
}

// Drops what stands in fewer than `texts_min` texts, and of the rest the rarest
// beyond `count_max`; of equally rare ones those with the higher hashes. The
// order stays.
void keep_common(std::vector<HashCount>& counts, std::uint32_t texts_min, std::size_t count_max) {
    std::erase_if(counts, [&](auto const& count) { return count.texts < texts_min; });
    if (counts.size() <= count_max)
        return;
    std::stable_sort(counts.begin(), counts.end(),
                     [](auto const& a, auto const& b) { return a.texts > b.texts; });
    counts.resize(count_max);
    std::sort(counts.begin(), counts.end(),
              [](auto const& a, auto const& b) { return a.hash < b.hash; });
}

void add_missing(std::vector<HashCount>& counts, std::span<std::string const> given_features) {
    auto const before = [](auto const& a, auto const& b) { return a.hash < b.hash; };
    for (auto const& name : given_features) {
        HashCount const one{given_feature_hash(name), 0};
        auto const at = std::lower_bound(counts.begin(), counts.end(), one, before);
        if (at == counts.end() || at->hash != one.hash)
            counts.insert(at, one);
    }
}

float idf_of(std::uint32_t texts_with_it, std::size_t texts) {
    return static_cast<float>(1 +
                              std::log((1.0 + static_cast<double>(texts)) / (1.0 + texts_with_it)));
}

void make_set(std::vector<std::uint64_t>& hashes) {
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

// For each sample the set of the hashes that `read` appends.
template <typename Read>
std::vector<std::vector<std::uint64_t>> hash_sets(std::span<Sample const> samples, unsigned threads,
                                                  Read const& read) {
    std::vector<std::vector<std::uint64_t>> sets(samples.size());
    in_parallel(kPieces, threads, [&](std::size_t piece) {
        std::vector<FeatureHit> hits;
        for (auto i = piece_start(piece, samples.size());
             i < piece_start(piece + 1, samples.size()); ++i) {
            read(samples[i], hits, sets[i]);
            make_set(sets[i]);
        }
    });
    return sets;
}

// The nearest whole number to a value that is not negative, as lround gives it,
// without a call. In a double the sum is exact.
std::int16_t rounded(float value) {
    return static_cast<std::int16_t>(double{value} + 0.5);
}

float logarithm_of_count(std::uint32_t count) {
    static auto const table = [] {
        std::array<float, 256> values{};
        for (std::size_t i = 1; i < values.size(); ++i)
            values[i] = static_cast<float>(1 + std::log(static_cast<double>(i)));
        return values;
    }();
    return table[std::min<std::size_t>(count, table.size() - 1)];
}

} // namespace

TextEncoder TextEncoder::learn(std::span<Sample const> samples, FeatureSettings const& settings,
                               std::size_t features_max, unsigned threads,
                               std::span<std::string const> always) {
    TextEncoder encoder;
    encoder.settings_ = settings;
    if (settings.compounds) {
        auto const words = hash_sets(samples, threads, [](Sample const& sample, auto&, auto& set) {
            for (auto const& word : text::tokenise(sample.text))
                if (word.kind == text::TokenKind::word)
                    set.push_back(compound_part_hash(word.form));
        });
        auto counts = count_texts(words, threads);
        keep_common(counts, kPartTextsMin, features_max / kFeaturesOfPart);
        for (auto const& word : counts)
            encoder.part_hashes_.push_back(word.hash);
        encoder.parts_ = Vocabulary{encoder.part_hashes_};
    }
    FeatureReader const reader{settings, encoder.parts_};
    auto counts =
        count_texts(hash_sets(samples, threads,
                              [&](Sample const& sample, std::vector<FeatureHit>& hits, auto& set) {
                                  reader.read(text::tokenise(sample.text), hits);
                                  for (auto const& hit : hits)
                                      set.push_back(hit.hash);
                                  for (auto const& feature : sample.given)
                                      set.push_back(given_feature_hash(feature.name));
                              }),
                    threads);
    keep_common(counts, settings.texts_min, features_max);
    add_missing(counts, always);
    for (auto const& [hash, texts] : counts) {
        encoder.hashes_.push_back(hash);
        encoder.idfs_.push_back(idf_of(texts, samples.size()));
    }
    encoder.index();
    return encoder;
}

TextEncoder TextEncoder::of_fewer(SparseMatrix const& rows, std::span<std::uint32_t const> chosen,
                                  std::span<std::string const> always) const {
    std::vector<std::uint32_t> texts(columns(), 0);
    for (auto const row : chosen)
        for (auto const& value : rows.row(row))
            ++texts[value.column];
    std::vector<std::uint8_t> stays(columns(), 0);
    for (auto const& name : always)
        if (auto const column = column_of_given(name); column != Vocabulary::kUnknown)
            stays[column] = 1;
    TextEncoder fewer;
    fewer.settings_ = settings_;
    fewer.part_hashes_ = part_hashes_;
    for (std::uint32_t column = 0; column < columns(); ++column)
        if (stays[column] || texts[column] >= settings_.texts_min) {
            fewer.hashes_.push_back(hashes_[column]);
            fewer.idfs_.push_back(idf_of(texts[column], chosen.size()));
        }
    fewer.index();
    return fewer;
}

void TextEncoder::index() {
    parts_ = Vocabulary{part_hashes_};
    vocabulary_ = Vocabulary{hashes_};
}

void TextEncoder::keep(std::span<std::uint32_t const> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        ASSERT(columns[i] >= i && columns[i] < hashes_.size());
        hashes_[i] = hashes_[columns[i]];
        idfs_[i] = idfs_[columns[i]];
    }
    hashes_.resize(columns.size());
    idfs_.resize(columns.size());
    index();
}

void TextEncoder::place(std::span<GivenFeature const> given, Scratch& scratch) const {
    if (scratch.places.size() < columns())
        scratch.places.resize(columns(), 0);
    scratch.row.clear();
    scratch.views.clear();
    scratch.counts.clear();
    auto const place_of = [&](std::uint32_t column, View view) {
        auto& place = scratch.places[column];
        if (place == 0) {
            scratch.row.push_back({column, 0});
            scratch.views.push_back(view);
            scratch.counts.push_back(0);
            place = static_cast<std::uint32_t>(scratch.row.size());
        }
        return place - 1;
    };
    // The model is larger than the cache that is near: without asking ahead, half of the time for a
    // text would go by waiting here.
    constexpr std::size_t kAhead = 24, kSoon = 12;
    scratch.hit_places.resize(scratch.hits.size());
    for (std::size_t i = 0; i < scratch.hits.size(); ++i) {
        if (i + kAhead < scratch.hits.size())
            vocabulary_.expect(scratch.hits[i + kAhead].hash);
        if (i + kSoon < scratch.hits.size())
            vocabulary_.expect_soon(scratch.hits[i + kSoon].hash);
        auto const column = vocabulary_.find(scratch.hits[i].hash);
        if (column == Vocabulary::kUnknown) {
            scratch.hit_places[i] = Vocabulary::kUnknown;
            continue;
        }
        scratch.hit_places[i] = place_of(column, scratch.hits[i].view);
        ++scratch.counts[scratch.hit_places[i]];
    }
    scratch.given_places.clear();
    for (auto const& feature : given) {
        auto const column = column_of_given(feature.name);
        scratch.given_places.push_back(
            column == Vocabulary::kUnknown ? column : place_of(column, View::given));
    }
    for (auto const& value : scratch.row)
        scratch.places[value.column] = 0;
}

// Given features keep their values; the other views are each brought to the
// length of their weight.
void TextEncoder::weigh(std::span<GivenFeature const> given, Scratch& scratch) const {
    std::array<std::int64_t, kViews> squares{};
    scratch.weighted.resize(scratch.row.size());
    for (std::size_t i = 0; i < scratch.row.size(); ++i) {
        auto const value = logarithm_of_count(scratch.counts[i]) * idfs_[scratch.row[i].column];
        scratch.weighted[i] = value;
        squares[static_cast<std::size_t>(scratch.views[i])] +=
            static_cast<std::int64_t>(value * value / kSquareUnit);
    }
    auto const whole = std::sqrt(settings_.words_weight * settings_.words_weight +
                                 settings_.pieces_weight * settings_.pieces_weight);
    std::array<float, kViews> factors{};
    auto const factor = [&](View view, float weight) {
        auto const at = static_cast<std::size_t>(view);
        if (squares[at] > 0)
            factors[at] = weight / whole / kValueUnit /
                          std::sqrt(static_cast<float>(squares[at]) * kSquareUnit);
    };
    factor(View::words, settings_.words_weight);
    factor(View::pieces, settings_.pieces_weight);
    for (std::size_t i = 0; i < scratch.row.size(); ++i)
        scratch.row[i].value =
            rounded(scratch.weighted[i] * factors[static_cast<std::size_t>(scratch.views[i])]);
    for (std::size_t i = 0; i < given.size(); ++i)
        if (auto const place = scratch.given_places[i]; place != Vocabulary::kUnknown)
            scratch.row[place].value = static_cast<std::int16_t>(std::lround(
                std::clamp(given[i].value * settings_.given_weight, -1.0f, 1.0f) / kValueUnit));
}

void TextEncoder::encode(std::string_view text, std::span<GivenFeature const> given,
                         Scratch& scratch) const {
    scratch.words = text::tokenise(text);
    encode(scratch.words, given, scratch);
}

void TextEncoder::encode(std::vector<text::Token> const& words, std::span<GivenFeature const> given,
                         Scratch& scratch) const {
    FeatureReader{settings_, parts_}.read(words, scratch.hits);
    place(given, scratch);
    weigh(given, scratch);
}

namespace {

// What `read(i, scratch, out)` adds for each text, one behind the other.
template <typename Rows, typename Read>
Rows rows_of(std::size_t texts, unsigned threads, Read const& read) {
    std::vector<Rows> parts(kPieces);
    in_parallel(kPieces, threads, [&](std::size_t piece) {
        TextEncoder::Scratch scratch;
        for (auto i = piece_start(piece, texts); i < piece_start(piece + 1, texts); ++i) {
            read(i, scratch, parts[piece].values);
            parts[piece].starts.push_back(parts[piece].values.size());
        }
    });
    Rows all;
    for (auto const& part : parts) {
        auto const before = all.values.size();
        all.values.insert(all.values.end(), part.values.begin(), part.values.end());
        for (std::size_t i = 1; i < part.starts.size(); ++i)
            all.starts.push_back(before + part.starts[i]);
    }
    return all;
}

} // namespace

CountedTexts TextEncoder::count_all(std::span<Sample const> samples, unsigned threads) const {
    return rows_of<CountedTexts>(
        samples.size(), threads, [&](std::size_t i, Scratch& scratch, auto& out) {
            scratch.words = text::tokenise(samples[i].text);
            FeatureReader{settings_, parts_}.read(scratch.words, scratch.hits);
            place(samples[i].given, scratch);
            for (std::size_t at = 0; at < scratch.row.size(); ++at)
                out.push_back({scratch.row[at].column, scratch.counts[at], scratch.views[at]});
        });
}

// Where the columns of an encoder with more of them are here; both ascend by their hashes.
std::vector<std::uint32_t> TextEncoder::columns_of(TextEncoder const& other) const {
    std::vector<std::uint32_t> columns;
    std::uint32_t here = 0;
    for (auto const hash : other.hashes_) {
        bool const known = here < hashes_.size() && hashes_[here] == hash;
        columns.push_back(known ? here++ : Vocabulary::kUnknown);
    }
    ASSERT(here == hashes_.size());
    return columns;
}

void TextEncoder::take_up(std::span<CountedFeature const> counted,
                          std::span<std::uint32_t const> columns,
                          std::span<GivenFeature const> given, Scratch& scratch) const {
    scratch.row.clear();
    scratch.views.clear();
    scratch.counts.clear();
    for (auto const& feature : counted)
        if (auto const column = columns[feature.column]; column != Vocabulary::kUnknown) {
            scratch.row.push_back({column, 0});
            scratch.views.push_back(feature.view);
            scratch.counts.push_back(feature.count);
        }
    scratch.given_places.clear();
    for (auto const& feature : given) {
        auto place = scratch.row.size(); // given features stand at the end
        for (auto const column = column_of_given(feature.name);
             place > 0 && scratch.row[place - 1].column != column;)
            place = scratch.views[place - 1] == View::given ? place - 1 : 0;
        scratch.given_places.push_back(place == 0 ? Vocabulary::kUnknown
                                                  : static_cast<std::uint32_t>(place - 1));
    }
}

SparseMatrix TextEncoder::weigh_all(CountedTexts const& counted, TextEncoder const& by,
                                    std::span<Sample const> samples, unsigned threads) const {
    ASSERT(counted.starts.size() == samples.size() + 1);
    auto const columns = columns_of(by);
    auto rows = rows_of<SparseMatrix>(
        samples.size(), threads, [&](std::size_t i, Scratch& scratch, auto& out) {
            auto const first = counted.starts[i], last = counted.starts[i + 1];
            take_up(std::span(counted.values).subspan(first, last - first), columns,
                    samples[i].given, scratch);
            weigh(samples[i].given, scratch);
            for (auto const& value : scratch.row)
                if (value.value != 0)
                    out.push_back({value.column, value.value * kValueUnit});
        });
    rows.columns = this->columns();
    return rows;
}

SparseMatrix TextEncoder::encode_all(std::span<Sample const> samples, unsigned threads) const {
    return weigh_all(count_all(samples, threads), *this, samples, threads);
}

void TextEncoder::store(ModelFileWriter& writer) const {
    writer.add_array<std::uint64_t>("parts", part_hashes_);
    writer.add_array<std::uint64_t>("features", hashes_);
    writer.add_array<float>("idf", idfs_);
}

Result<TextEncoder> TextEncoder::load(ModelFile const& file) {
    auto const wrong = [&](char const* what) { return fail(Code::damaged, "model.damaged", what); };
    TextEncoder encoder;
    auto const settings = file.manifest().find("features");
    if (settings == file.manifest().end())
        return wrong("no settings of features");
    encoder.settings_ = TRY(FeatureSettings::from_json(*settings));
    auto const copy = [](auto span, auto& vector) { vector.assign(span.begin(), span.end()); };
    copy(TRY(file.array<std::uint64_t>("parts")), encoder.part_hashes_);
    copy(TRY(file.array<std::uint64_t>("features")), encoder.hashes_);
    copy(TRY(file.array<float>("idf")), encoder.idfs_);
    for (auto const* hashes : {&encoder.part_hashes_, &encoder.hashes_})
        if (std::adjacent_find(hashes->begin(), hashes->end(), std::greater_equal{}) !=
            hashes->end())
            return wrong("hashes out of order");
    for (auto const idf : encoder.idfs_)
        if (!(idf > 0 && idf <= kIdfMax))
            return wrong("idf");
    if (encoder.hashes_.size() != encoder.idfs_.size())
        return wrong("as many idf as features");
    encoder.index();
    return encoder;
}

} // namespace leitstand::learn
