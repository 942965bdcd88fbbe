// SPDX-License-Identifier: EUPL-1.2
// Context words of the fields: where they stand, and how strongly they speak for a value nearby.
#include <algorithm>

#include "understand/detail/clues.hpp"
#include "understand/detail/extract.hpp"
#include "understand/detail/learned_fields.hpp"

namespace leitstand::detail_understand {

Contexts::Contexts(Catalogue const& catalogue) {
    for (auto const& field : catalogue.fields) {
        add(field.key, field.phrases);
        for (auto const& role : field.roles)
            add(field.key + "." + role.key, role.phrases);
    }
    for (auto const& cue : catalogue.cues)
        if (!is_sign(cue))
            add("cue." + cue.key, cue.phrases);
}

std::uint16_t Contexts::name_number(std::string const& name) {
    auto const [entry, fresh] = numbers_.try_emplace(name, static_cast<int>(names_.size()));
    if (fresh)
        names_.push_back(name);
    return static_cast<std::uint16_t>(entry->second);
}

void Contexts::add(std::string const& name, std::vector<Phrase> const& phrases) {
    auto const number = name_number(name);
    for (auto const& phrase : phrases) {
        auto const id = phrases_.add(phrase.text);
        if (words_of_phrase_.size() <= id)
            words_of_phrase_.resize(id + 1);
        auto& words = words_of_phrase_[id];
        if (!words.empty() && words_[words.back()].name == number)
            continue; // written in two ways
        words.push_back(static_cast<std::uint16_t>(words_.size()));
        words_.push_back({number, phrase.weight});
    }
}

int Contexts::find_name(std::string_view name) const {
    auto const found = numbers_.find(name);
    return found == numbers_.end() ? -1 : found->second;
}

Context Contexts::in(Scene const& scene) const {
    Context context;
    context.contexts_ = this;
    context.scene_ = &scene;
    context.hits_.resize(names_.size());
    auto const& tokens = scene.tokens();
    for (auto const& hit : phrases_.find(tokens)) {
        ByteSpan const span{tokens[hit.first].span.start, tokens[hit.last].span.end};
        auto const line = scene.line_number(span.start);
        for (auto const word : words_of_phrase_[hit.phrase])
            context.hits_[words_[word].name].push_back(
                {word, span, tokens[hit.first].sentence, line});
    }
    return context;
}

double Context::near(std::string_view name, ByteSpan span) const {
    int const number = contexts_->find_name(name);
    if (number < 0)
        return 0;
    auto const line = scene_->line_number(span.start);
    auto const sentence = scene_->sentence_at(span.start);
    double best = 0, worst = 0;
    for (auto const& hit : hits_[static_cast<std::size_t>(number)]) {
        double factor = 0;
        if (hit.span.end <= span.start && (hit.line == line || hit.sentence == sentence)) {
            auto const gap = span.start - hit.span.end;
            factor = 1.0 / (1.0 + gap / 25.0);
            // A full stop of another sentence on the same line cuts most of the tie.
            if (hit.sentence != sentence)
                factor *= 0.4;
        } else if (hit.span.start >= span.end && (hit.sentence == sentence || hit.line == line)) {
            factor = 0.7 / (1.0 + (hit.span.start - span.end) / 15.0);
            if (hit.sentence != sentence)
                factor *= 0.4;
        } else if (hit.span.end <= span.start && hit.line + 1 == line &&
                   hit.span.end + 2 >= scene_->lines()[hit.line].span.end) {
            factor = 0.5 / (1.0 + (span.start - scene_->lines()[line].span.start) / 25.0);
        } else if (hit.span.start < span.end && span.start < hit.span.end) {
            factor = 1; // a word that holds the value, as "§ 44"
        }
        double const weight = contexts_->words_[hit.word].weight * factor;
        best = std::max(best, weight);
        worst = std::min(worst, weight);
    }
    return best + worst;
}

Context::Hit const* Context::before(std::string_view name, ByteSpan span) const {
    int const number = contexts_->find_name(name);
    if (number < 0)
        return nullptr;
    auto const line = scene_->line_number(span.start);
    auto const sentence = scene_->sentence_at(span.start);
    Hit const* best = nullptr;
    for (auto const& hit : hits_[static_cast<std::size_t>(number)])
        if (hit.span.end <= span.start && (hit.line == line || hit.sentence == sentence) &&
            (best == nullptr || hit.span.end > best->span.end))
            best = &hit;
    return best;
}

std::vector<Context::Hit> const& Context::all(std::string_view name) const {
    static std::vector<Hit> const kNone;
    int const number = contexts_->find_name(name);
    return number < 0 ? kNone : hits_[static_cast<std::size_t>(number)];
}

std::vector<std::string> Context::roles(std::string_view field) const {
    std::vector<std::string> out;
    for (auto const& name : contexts_->names_)
        if (name.size() > field.size() && name.starts_with(field) && name[field.size()] == '.')
            out.push_back(name.substr(field.size() + 1));
    return out;
}

bool overlaps(std::vector<Found> const& found, ByteSpan span) {
    return std::any_of(found.begin(), found.end(), [&](Found const& other) {
        return other.span.start < span.end && span.start < other.span.end;
    });
}

std::vector<Found> extract(Scene const& scene, Contexts const& contexts,
                           learn::LabelModel const* model) {
    auto const context = contexts.in(scene);
    std::vector<Found> out;
    find_identifiers(scene, context, out);
    find_contacts(scene, context, out);
    find_names(scene, context, out);
    find_employers(scene, context, out);
    find_children(scene, context, out);
    find_date_fields(scene, context, out);
    find_amount_fields(scene, context, out);
    if (model != nullptr)
        decide_by_model(*model, scene, context, out);
    find_traits(scene, context, out); // last: what is a field is no trait
    return out;
}

} // namespace leitstand::detail_understand
