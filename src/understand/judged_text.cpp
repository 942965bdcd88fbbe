// SPDX-License-Identifier: EUPL-1.2
#include "understand/judged_text.hpp"

#include "understand/detail/extract.hpp"
#include "understand/detail/judging.hpp"

namespace leitstand {

using namespace detail_understand;

struct JudgedText::State {
    std::shared_ptr<Catalogue const> catalogue;
    Contexts contexts;
    Judging judging;

    explicit State(std::shared_ptr<Catalogue const> given)
        : catalogue(std::move(given)), contexts(*catalogue), judging(*catalogue, nullptr) {}
};

JudgedText::JudgedText(std::shared_ptr<Catalogue const> catalogue)
    : state_(std::make_unique<State const>(std::move(catalogue))) {}
JudgedText::~JudgedText() = default;

learn::Sample JudgedText::of(FunctionKey function, Document const& document) const {
    Scene const scene(document);
    auto const masked = scene.masked(masks(scene, extract(scene, state_->contexts)));
    auto view = state_->judging.view(function, masked);
    learn::Sample sample;
    sample.text = std::move(view.text);
    sample.given = std::move(view.clues);
    return sample;
}

} // namespace leitstand
