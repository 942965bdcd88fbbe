// SPDX-License-Identifier: EUPL-1.2
#include "related_files.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "text/offsets.hpp"

namespace leitstand::app {

namespace {

constexpr std::uint64_t kSeed = 0; // nothing leaves the laboratory

Json places_json(std::vector<Evidence> const& evidence, text::Offsets const& offsets) {
    auto list = Json::array();
    for (auto const& place : evidence)
        list.push_back({{"part", place.part},
                        {"page", place.page},
                        {"start", offsets.code_point(place.span.start)},
                        {"end", offsets.code_point(place.span.end)},
                        {"text", place.text}});
    return list;
}

Json numbers_json(std::vector<LetterMark> const& marks, text::Offsets const& offsets) {
    auto list = Json::array();
    for (auto const& mark : marks)
        list.push_back({{"key", mark.key},
                        {"value", mark.value},
                        {"evidence", places_json({mark.evidence}, offsets)}});
    return list;
}

} // namespace

Json RelatedFiles::relate(std::string const& input, Document const& document,
                          LetterTrace const* trace) {
    auto list = Json::array();
    if (trace == nullptr)
        return list;
    text::Offsets const offsets{document.text};
    for (auto const& file : files_) {
        PairClues clues;
        clues.same_bytes = !document.sha256.empty() && document.sha256 == file.document.sha256;
        LetterComparison comparison;
        if (worth_comparing(*trace, file.trace)) {
            comparison = compare_letters(document, file.document, kSeed);
            clues.share = comparison.share;
        }
        auto const kind = relation_kind(*trace, file.trace, clues);
        if (!kind)
            continue;
        list.push_back(
            {{"input", file.input},
             {"kind", relation_kind_name(*kind)},
             {"share", clues.share ? Json(std::round(*clues.share * 10'000) / 10'000) : Json()},
             {"references", numbers_json(shared_numbers(trace->marks, file.trace.marks), offsets)},
             {"new", places_json(comparison.new_sentences, offsets)},
             {"left_out", comparison.left_out}});
    }
    if (files_.size() < kRelatedFilesMax)
        files_.push_back({input, document, *trace});
    return list;
}

} // namespace leitstand::app
