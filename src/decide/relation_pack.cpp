// SPDX-License-Identifier: EUPL-1.2
#include "decide/relation_pack.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "receive/packing.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kTraceHead = 3; // words, digest, signature
constexpr std::size_t kTextsOfMark = 3;
constexpr std::size_t kRelationBytesMax = 4 << 20;

auto damaged() {
    return fail(Code::damaged, "relation.damaged");
}

std::string signature_bytes(Signature const& signature) {
    std::string bytes;
    for (std::size_t band = 0; band < kRelateBands; ++band)
        bytes += band_of(signature, band);
    return bytes;
}

Signature signature_of_bytes(std::string_view bytes) {
    Signature signature{};
    for (std::size_t k = 0; k < kSignatureHashes; ++k)
        for (std::size_t i = 4; i-- > 0;)
            signature[k] = signature[k] << 8 | static_cast<unsigned char>(bytes[4 * k + i]);
    return signature;
}

} // namespace

std::string pack_trace(LetterTrace const& trace) {
    std::vector<std::string> texts{std::to_string(trace.words), trace.digest,
                                   trace.can_resemble() ? signature_bytes(trace.signature) : ""};
    for (auto const& mark : trace.marks) {
        texts.push_back(mark.key);
        texts.push_back(mark.value);
        texts.emplace_back(mark.answers ? "1" : "0");
    }
    return pack_texts(texts);
}

Result<LetterTrace> unpack_trace(std::string_view packed) {
    auto const texts = TRY(unpack_texts(packed, kTraceHead));
    LetterTrace trace;
    auto const* const end = texts[0].data() + texts[0].size();
    if (auto const [at, error] = std::from_chars(texts[0].data(), end, trace.words);
        error != std::errc{} || at != end)
        return damaged();
    trace.digest = texts[1];
    if (trace.can_resemble()) {
        if (texts[2].size() != kSignatureHashes * sizeof(std::uint32_t))
            return damaged();
        trace.signature = signature_of_bytes(texts[2]);
    }
    for (auto at = kTraceHead; at + kTextsOfMark <= texts.size(); at += kTextsOfMark)
        if (auto const use = mark_use(texts[at]))
            trace.marks.push_back({*use, texts[at], texts[at + 1], texts[at + 2] == "1", {}});
    return trace;
}

std::string pack_relation(StoredRelation const& stored) {
    auto const& relation = stored.relation;
    Json json;
    json["kind"] = relation_kind_name(relation.kind);
    json["shown"] = stored.shown;
    json["share"] = relation.share ? Json(*relation.share) : Json(nullptr);
    json["references"] = Json::array();
    for (auto const& mark : relation.references)
        json["references"].push_back(Json{{"key", mark.key},
                                          {"value", mark.value},
                                          {"answers", mark.answers},
                                          {"evidence", pack_evidence({mark.evidence})}});
    json["new"] = pack_evidence(relation.new_sentences);
    json["new_count"] = relation.new_count;
    json["left_out"] = relation.left_out;
    return print_json(json);
}

Result<StoredRelation> unpack_relation(std::string_view packed) {
    auto const json =
        TRY(parse_json(packed, {.size_bytes_max = kRelationBytesMax, .depth_max = 8}));
    StoredRelation stored;
    auto& relation = stored.relation;
    try {
        relation.kind = TRY(parse_relation_kind(json.at("kind").get<std::string>()));
        stored.shown = json.at("shown").get<bool>();
        if (!json.at("share").is_null())
            relation.share = json.at("share").get<double>();
        for (auto const& entry : json.at("references")) {
            LetterMark mark;
            mark.key = entry.at("key").get<std::string>();
            mark.use = mark_use(mark.key).value_or(MarkUse::matter);
            mark.value = entry.at("value").get<std::string>();
            mark.answers = entry.at("answers").get<bool>();
            auto evidence = TRY(unpack_evidence(entry.at("evidence")));
            if (!evidence.empty())
                mark.evidence = std::move(evidence.front());
            relation.references.push_back(std::move(mark));
        }
        relation.new_sentences = TRY(unpack_evidence(json.at("new")));
        relation.new_count = json.at("new_count").get<std::uint32_t>();
        relation.left_out = json.at("left_out").get<std::uint32_t>();
    } catch (Json::exception const&) {
        return damaged();
    }
    return stored;
}

} // namespace leitstand
