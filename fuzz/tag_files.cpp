// SPDX-License-Identifier: EUPL-1.2
// Files of a sequence labeller, on any bytes: sentences with labels, and the sections of a model
// (around which the digest is made right, since whoever makes a model can make its digest). The
// parsers never crash; what is taken has well-formed labels, and a model that is taken labels every
// sentence with tags that it has.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "learn/conll.hpp"
#include "learn/tag_model.hpp"

namespace {

using namespace leitstand;
using namespace leitstand::learn;

void must(bool holds) {
    if (!holds)
        std::abort();
}

void read_sentences(std::string_view bytes, LabelColumn column) {
    auto const text = parse_conll(std::string{bytes}, column, "f");
    if (!text)
        return;
    must(text->sentence_ends.back() == text->tokens.size());
    must(column == LabelColumn::optional || text->labels.size() == text->tokens.size());
    for (std::size_t sentence = 0; sentence < text->sentences(); ++sentence) {
        std::string_view type_before;
        for (auto i = text->begin_of(sentence); i < text->sentence_ends[sentence]; ++i) {
            must(!text->tokens[i].empty());
            if (text->labels.empty())
                continue;
            auto const label = bio_label(text->labels[i]);
            must(label && (label->letter != 'I' || label->type == type_before));
            type_before = label->type;
        }
    }
}

// Each section takes what stands before the next 0xFF 0xFE of the bytes.
void read_model(std::string_view bytes) {
    ModelFileWriter writer{"tags"};
    for (auto const* name :
         {"types", "frequent_words", "gazetteer", "features", "weights", "transitions"}) {
        auto const end = bytes.find("\xFF\xFE");
        writer.add_section(name, std::string{bytes.substr(0, end)});
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 2);
    }
    auto file = ModelFile::parse(writer.bytes(Json::object()), "tags", "m");
    must(file.has_value());
    auto const model = TagModel::over(*std::move(file));
    if (!model)
        return;
    Tagger tagger{*model};
    std::vector<Tag> tags;
    std::vector<float> probabilities;
    std::vector<std::string_view> const tokens{"Frau", "Meier", "§", "8", "AZR", "418/15", "."};
    tagger.tag(tokens, tags, probabilities);
    must(tags.size() == tokens.size() && model->tags().may_begin(tags[0]));
    for (std::size_t i = 0; i < tags.size(); ++i)
        must(tags[i] < model->tags().size() &&
             (i == 0 || model->tags().may_follow(tags[i - 1], tags[i])));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    std::string_view const bytes{reinterpret_cast<char const*>(data + 1), size - 1};
    switch (data[0] % 3) {
    case 0:
        read_sentences(bytes, LabelColumn::required);
        break;
    case 1:
        read_sentences(bytes, LabelColumn::optional);
        break;
    default:
        read_model(bytes);
    }
    return 0;
}
