// SPDX-License-Identifier: EUPL-1.2
// The file of a label model: docs/formats/label-model.md.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "learn/label_model.hpp"

namespace leitstand::learn {

namespace {

constexpr std::string_view kKind = "labels";
constexpr std::int32_t kExponentMax = 64; // weights beyond 2^64 are none
// So that no sum of it and a text's contributions leaves 64 bits, and a double holds it exactly.
constexpr std::int64_t kInterceptMax = std::int64_t{1} << 52;

bool are_labels(std::vector<std::string> const& labels) {
    return labels.size() >= 2 && labels.size() <= kLabelsMax &&
           std::adjacent_find(labels.begin(), labels.end(), std::greater_equal{}) == labels.end() &&
           std::all_of(labels.begin(), labels.end(), [](std::string const& label) {
               return !label.empty() && label.size() <= kLabelBytesMax;
           });
}

} // namespace

ModelFileWriter LabelModel::writer() const {
    ModelFileWriter writer{std::string(kKind)};
    encoder_.store(writer);
    writer.add_array<std::int16_t>("weights", weights_);
    writer.add_array<std::int64_t>("intercepts", intercepts_);
    writer.add_array<std::int32_t>("exponents", exponents_);
    writer.add_array<std::uint64_t>("trained_on", trained_texts_);
    return writer;
}

std::size_t LabelModel::trained_on(std::span<Sample const> samples) const {
    return static_cast<std::size_t>(
        std::count_if(samples.begin(), samples.end(), [&](Sample const& sample) {
            return std::binary_search(trained_texts_.begin(), trained_texts_.end(),
                                      trained_text_hash(sample.text));
        }));
}

std::string LabelModel::bytes() const {
    return writer().bytes(*manifest_);
}

Result<std::uint64_t> LabelModel::write(std::filesystem::path const& path) const {
    return writer().write(path, *manifest_);
}

Result<LabelModel> LabelModel::open(std::filesystem::path const& path) {
    return from_file(TRY(ModelFile::open(path, kKind)));
}

Result<LabelModel> LabelModel::from_file(ModelFile const& file) {
    auto const wrong = [&](char const* what) { return fail(Code::damaged, "model.damaged", what); };
    LabelModel model{TRY(TextEncoder::load(file))};
    auto const& manifest = file.manifest();
    try {
        manifest.at("labels").get_to(model.labels_);
        manifest.at("several_labels").get_to(model.several_labels_);
    } catch (nlohmann::json::exception const&) {
        return wrong("labels");
    }
    auto const labels = model.labels_.size();
    if (!are_labels(model.labels_))
        return wrong("number, order or size of labels");
    auto const copy = [](auto span, auto& vector) { vector.assign(span.begin(), span.end()); };
    copy(TRY(file.array<std::int16_t>("weights")), model.weights_);
    copy(TRY(file.array<std::int64_t>("intercepts")), model.intercepts_);
    copy(TRY(file.array<std::int32_t>("exponents")), model.exponents_);
    copy(TRY(file.array<std::uint64_t>("trained_on")), model.trained_texts_);
    if (model.trained_texts_.empty())
        return wrong("no text that it was trained on");
    if (!std::is_sorted(model.trained_texts_.begin(), model.trained_texts_.end()))
        return wrong("hashes of texts out of order");
    if (model.weights_.size() != std::size_t{model.encoder_.columns()} * labels ||
        model.intercepts_.size() != labels || model.exponents_.size() != labels)
        return wrong("as many weights as features and labels");
    for (auto const exponent : model.exponents_)
        if (exponent < -kExponentMax || exponent > kExponentMax)
            return wrong("exponents");
    for (auto const intercept : model.intercepts_)
        if (intercept < -kInterceptMax || intercept > kInterceptMax)
            return wrong("intercepts");
    auto const calibration = manifest.find("calibration");
    if (calibration == manifest.end())
        return wrong("calibration");
    if (model.several_labels_)
        model.calibration_ = TRY(SigmoidCalibration::from_json(*calibration, labels));
    else
        model.calibration_ = TRY(SoftmaxCalibration::from_json(*calibration));
    *model.manifest_ = manifest;
    return model;
}

} // namespace leitstand::learn
