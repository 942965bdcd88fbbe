// SPDX-License-Identifier: EUPL-1.2
#include "learn/features.hpp"

#include <array>
#include <bit>
#include <nlohmann/json.hpp>

#include "text/stem.hpp"
#include "text/utf8.hpp"

namespace leitstand::learn {

namespace {

// What a hash stands for is mixed in, so that the word "ab" and the piece "ab" differ.
enum class Kind : std::uint64_t { word = 1, stem, sequence, piece, shape, given, part };

// Steele, Lea, Flood 2014 (SplitMix64): every bit of the input changes half of the output.
std::uint64_t mixed(std::uint64_t x) {
    x ^= x >> 30;
    x *= 0xBF58476D1CE4E5B9;
    x ^= x >> 27;
    x *= 0x94D049BB133111EB;
    return x ^ x >> 31;
}

std::uint64_t joined(std::uint64_t before, std::uint64_t next) {
    return mixed(before + 0x9E3779B97F4A7C15 + next);
}

std::uint64_t start_of(Kind kind) {
    return mixed(static_cast<std::uint64_t>(kind));
}

std::uint64_t hash_of(Kind kind, std::string_view text) {
    auto hash = joined(start_of(kind), text.size());
    while (!text.empty()) {
        std::uint64_t eight = 0;
        auto const taken = std::min<std::size_t>(8, text.size());
        std::memcpy(&eight, text.data(), taken);
        hash = joined(hash, eight);
        text.remove_prefix(taken);
    }
    return hash;
}

constexpr std::size_t kCompoundBytesMax =
    128; // "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" has 66
constexpr std::size_t kPieceWordMax = 64; // characters of a word that are cut into pieces
constexpr std::size_t kPartBytesMin = 4;  // shorter parts make nonsense of many words
constexpr char32_t kBorder = U'\x02';     // stands at both ends of a word
constexpr std::uint64_t kTextBorder = 2;  // before the first word and after the last

// What settings out of a file may be.
constexpr unsigned kWordSequenceMax = 4, kPieceSizeMax = 16;
constexpr float kViewWeightMax = 1'000, kViewWeightSumMin = 1e-3f;

} // namespace

std::uint64_t given_feature_hash(std::string_view name) {
    return hash_of(Kind::given, name);
}

std::uint64_t compound_part_hash(std::string_view form) {
    return hash_of(Kind::part, form);
}

CompoundParts split_compound(std::string_view form, Vocabulary const& parts) {
    static constexpr std::array<std::string_view, 6> kLinks{"", "s", "n", "en", "es", "er"};
    auto const known = [&](std::string_view part) {
        return part.size() >= kPartBytesMin &&
               parts.find(compound_part_hash(part)) != Vocabulary::kUnknown;
    };
    // No compound is longer; each cut reads the rest of the word once more.
    if (parts.size() == 0 || form.size() < 2 * kPartBytesMin || form.size() > kCompoundBytesMax)
        return {};
    // From the left: the longest last part says what the compound is.
    for (auto cut = kPartBytesMin; cut + kPartBytesMin <= form.size(); ++cut) {
        auto const last = form.substr(cut);
        if (!known(last))
            continue;
        auto const before = form.substr(0, cut);
        for (auto const link : kLinks)
            if (before.ends_with(link) && known(before.substr(0, before.size() - link.size())))
                return {before.substr(0, before.size() - link.size()), last};
    }
    return {};
}

void FeatureReader::read(std::vector<text::Token> const& words,
                         std::vector<FeatureHit>& hits) const {
    hits.clear();
    read_sequences(words, hits);
    for (std::uint32_t at = 0; at < words.size() && hits.size() < kFeaturesOfTextMax; ++at) {
        if (settings_.compounds && words[at].kind == text::TokenKind::word)
            read_parts(words[at], at, hits);
        if (settings_.piece_size_max > 0)
            read_pieces(words[at], at, hits);
    }
    if (settings_.shapes)
        read_shapes(words, hits);
    if (hits.size() > kFeaturesOfTextMax)
        hits.resize(kFeaturesOfTextMax);
}

void FeatureReader::read_sequences(std::vector<text::Token> const& words,
                                   std::vector<FeatureHit>& hits) const {
    // One hash for each word, with a border of the text at both ends.
    std::vector<std::uint64_t> forms{kTextBorder};
    for (auto const& word : words)
        forms.push_back(hash_of(Kind::word, word.form));
    forms.push_back(kTextBorder);
    auto const last_word = static_cast<std::uint32_t>(words.size()) - 1; // wraps for no words
    auto const add = [&](std::uint64_t hash, std::size_t first, std::size_t last) {
        // Places count from the border before the text.
        auto const from = first == 0 ? 0 : static_cast<std::uint32_t>(first - 1);
        hits.push_back({hash, words.empty() ? kNoWord : from,
                        std::min(last_word, static_cast<std::uint32_t>(last - 1)), View::words});
    };
    for (std::size_t i = 0; i < forms.size() && hits.size() < kFeaturesOfTextMax; ++i) {
        bool const border = i == 0 || i + 1 == forms.size();
        if (!border) {
            add(forms[i], i, i);
            if (settings_.stems && words[i - 1].stem != words[i - 1].form)
                add(hash_of(Kind::stem, words[i - 1].stem), i, i);
        }
        auto hash = joined(start_of(Kind::sequence), forms[i]);
        for (std::size_t j = i + 1; j < forms.size() && j < i + settings_.word_sequence_max; ++j) {
            hash = joined(hash, forms[j]);
            add(hash, i, j);
        }
    }
}

void FeatureReader::read_pieces(text::Token const& word, std::uint32_t at,
                                std::vector<FeatureHit>& hits) const {
    std::array<char32_t, kPieceWordMax + 2> characters;
    std::size_t count = 0;
    characters[count++] = kBorder;
    for (std::size_t i = 0; i < word.form.size() && count <= kPieceWordMax;) {
        auto const c = text::code_point_at(word.form, i);
        characters[count++] = c.value;
        i += c.size;
    }
    characters[count++] = kBorder;
    for (std::size_t i = 0; i < count; ++i) {
        auto hash = start_of(Kind::piece);
        for (std::size_t size = 1; size <= settings_.piece_size_max && i + size <= count; ++size) {
            hash = joined(hash, characters[i + size - 1]);
            if (size >= settings_.piece_size_min)
                hits.push_back({hash, at, at, View::pieces});
        }
    }
}

void FeatureReader::read_parts(text::Token const& word, std::uint32_t at,
                               std::vector<FeatureHit>& hits) const {
    auto const parts = split_compound(word.form, *parts_);
    for (auto const part : {parts.first, parts.last})
        if (!part.empty()) // as the stem of a word of its own: "antrag" is known from elsewhere
            hits.push_back(
                {hash_of(Kind::stem, text::stem(std::string(part))), at, at, View::words});
}

void FeatureReader::read_shapes(std::vector<text::Token> const& words,
                                std::vector<FeatureHit>& hits) const {
    auto const add = [&](std::uint64_t what, std::uint32_t at) {
        hits.push_back({joined(start_of(Kind::shape), what), at, at, View::words});
    };
    for (std::uint32_t at = 0; at < words.size() && hits.size() < kFeaturesOfTextMax; ++at)
        if (words[at].kind == text::TokenKind::number)
            add(words[at].form.size(), at); // "a number of five digits"
    // Length doubles from step to step.
    add(1'000 + static_cast<std::uint64_t>(std::bit_width(words.size())), kNoWord);
}

Json FeatureSettings::to_json() const {
    return {{"revision", kFeatureRevision},
            {"word_sequence_max", word_sequence_max},
            {"piece_size_min", piece_size_min},
            {"piece_size_max", piece_size_max},
            {"stems", stems},
            {"compounds", compounds},
            {"shapes", shapes},
            {"texts_min", texts_min},
            {"words_weight", words_weight},
            {"pieces_weight", pieces_weight},
            {"given_weight", given_weight}};
}

Result<FeatureSettings> FeatureSettings::from_json(Json const& json) {
    FeatureSettings settings;
    try {
        // The first revision was not named.
        if (auto const revision = json.value("revision", 1u); revision != kFeatureRevision)
            return fail(
                Code::bad_input, "model.other_version",
                fmt::format("features of revision {} instead of {}", revision, kFeatureRevision));
        json.at("word_sequence_max").get_to(settings.word_sequence_max);
        json.at("piece_size_min").get_to(settings.piece_size_min);
        json.at("piece_size_max").get_to(settings.piece_size_max);
        json.at("stems").get_to(settings.stems);
        json.at("compounds").get_to(settings.compounds);
        json.at("shapes").get_to(settings.shapes);
        json.at("texts_min").get_to(settings.texts_min);
        json.at("words_weight").get_to(settings.words_weight);
        json.at("pieces_weight").get_to(settings.pieces_weight);
        json.at("given_weight").get_to(settings.given_weight);
    } catch (nlohmann::json::exception const&) {
        return fail(Code::damaged, "model.damaged", "settings of features");
    }
    auto const weight = [](float value) { return value >= 0 && value <= kViewWeightMax; };
    bool const pieces =
        settings.piece_size_max == 0 ||
        (settings.piece_size_min >= 1 && settings.piece_size_min <= settings.piece_size_max &&
         settings.piece_size_max <= kPieceSizeMax);
    if (settings.word_sequence_max < 1 || settings.word_sequence_max > kWordSequenceMax ||
        !pieces || settings.texts_min < 1 || !weight(settings.words_weight) ||
        !weight(settings.pieces_weight) || !weight(settings.given_weight) ||
        settings.words_weight + settings.pieces_weight < kViewWeightSumMin)
        return fail(Code::damaged, "model.damaged", "settings of features out of range");
    return settings;
}

} // namespace leitstand::learn
