// SPDX-License-Identifier: EUPL-1.2
// Files of a text classifier, on any bytes: labelled texts, texts to be labelled, and the manifest
// and sections of a model (around which the digest is made right, since whoever makes a model can
// make its digest). The parsers never crash; what is taken has labels of a legal size, and a model
// that is taken has probabilities for every text.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json.hpp"
#include "learn/label_model.hpp"

namespace {

using namespace leitstand;
using namespace leitstand::learn;

void must(bool holds) {
    if (!holds)
        std::abort();
}

void check_samples(Result<SampleFile> const& file) {
    if (!file)
        return;
    must(!file->samples.empty());
    for (auto const& sample : file->samples)
        for (auto const& label : sample.labels)
            must(!label.empty() && label.size() <= kLabelBytesMax);
}

// The part before the next 0xFF 0xFE, taken off.
std::string next_part(std::string_view& bytes) {
    auto const end = bytes.find("\xFF\xFE");
    std::string part{bytes.substr(0, end)};
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 2);
    return part;
}

// The manifest comes first. Bytes that are no JSON object still meet the sections of a model: they
// get a manifest that fits.
Json manifest_of(std::string const& part) {
    if (auto parsed = parse_json(part, {1 << 20, 32}); parsed && parsed->is_object())
        return *parsed;
    return {{"labels", {"a", "b"}},
            {"several_labels", false},
            {"features", FeatureSettings{}.to_json()},
            {"calibration", SoftmaxCalibration{}.to_json()}};
}

void read_model(std::string_view bytes) {
    ModelFileWriter writer{"labels"};
    auto const manifest = manifest_of(next_part(bytes));
    for (auto const* name : {"parts", "features", "idf", "weights", "intercepts", "exponents"})
        writer.add_section(name, next_part(bytes));
    auto const file = ModelFile::parse(writer.bytes(manifest), "labels", "m");
    must(file.has_value());
    auto const model = LabelModel::from_file(*file);
    if (!model)
        return;
    LabelModel::Scratch scratch;
    std::vector<double> scores(model->labels().size()), probabilities(scores.size());
    for (std::string const text : {"", "Ich beantrage Wohngeld, Az. 4711."}) {
        model->scores(text, {}, scratch, scores);
        model->probabilities(scores, probabilities);
        for (auto const probability : probabilities)
            must(probability >= 0 && probability <= 1);
        auto const explanation = model->explain(text, {}, 0, scratch);
        must(std::isfinite(explanation.score) && explanation.score == scores[0]);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    std::string_view const bytes{reinterpret_cast<char const*>(data + 1), size - 1};
    switch (data[0] % 3) {
    case 0:
        check_samples(parse_samples(bytes, "f"));
        break;
    case 1:
        check_samples(parse_texts(
            bytes, [](std::string_view label) { return label == "a"; }, "f"));
        break;
    default:
        read_model(bytes);
    }
    return 0;
}
