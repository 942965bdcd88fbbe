// SPDX-License-Identifier: EUPL-1.2
#include "learn/samples.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "learn/detail/file_text.hpp"
#include "learn/feature_hash.hpp"

namespace leitstand::learn {

namespace {

// `what`: the key of the message without its room.
tl::unexpected<Error> wrong(std::string_view what, std::string const& place) {
    return fail(what == "line_too_long" ? Code::too_large : Code::bad_input,
                fmt::format("samples.{}", what), place);
}

Result<void> check_label(std::string const& label, std::string const& place) {
    if (label.empty())
        return wrong("no_label", place);
    if (label.size() > kLabelBytesMax)
        return wrong("label_too_long", place);
    return {};
}

// How a line is read: `is_label` is missing where every line must have a label.
using LineReader = Result<Sample> (*)(std::string_view, IsLabel const*, std::string const&);

Result<Sample> from_tabbed(std::string_view line, IsLabel const* is_label,
                           std::string const& place) {
    Sample sample;
    auto const tab = line.find('\t');
    auto const label = line.substr(0, tab);
    if (is_label != nullptr && (tab == std::string_view::npos || !(*is_label)(label))) {
        sample.text = line;
        return sample;
    }
    if (tab == std::string_view::npos)
        return wrong("no_tab", place);
    sample.labels.emplace_back(label);
    TRY(check_label(sample.labels.back(), place));
    sample.text = line.substr(tab + 1);
    return sample;
}

Result<void> read_labels(Json const& labels, Sample& sample, std::string const& place) {
    if (!labels.is_array())
        return wrong("no_label", place);
    for (auto const& label : labels) {
        if (!label.is_string())
            return wrong("no_label", place);
        auto const& name = label.get_ref<std::string const&>();
        TRY(check_label(name, place));
        if (std::find(sample.labels.begin(), sample.labels.end(), name) == sample.labels.end())
            sample.labels.push_back(name);
    }
    return {};
}

Result<void> read_given(Json const& given, Sample& sample, std::string const& place) {
    if (!given.is_object())
        return wrong("not_json", place);
    for (auto const& [name, value] : given.items()) {
        if (!value.is_number())
            return wrong("not_json", place);
        sample.given.push_back({name, value.get<float>()});
    }
    return {};
}

Result<Sample> from_json(std::string_view line, IsLabel const* is_label, std::string const& place) {
    Sample sample;
    if (line.empty())
        return sample;
    auto const parsed = parse_json(line, {kSampleLineBytesMax, 8});
    if (!parsed || !parsed->is_object())
        return wrong("not_json", place);
    auto const text = parsed->find("text");
    if (text == parsed->end() || !text->is_string())
        return wrong("not_json", place);
    sample.text = text->get<std::string>();
    if (auto const labels = parsed->find("labels"); labels != parsed->end())
        TRY(read_labels(*labels, sample, place));
    else if (is_label == nullptr)
        return wrong("no_label", place);
    if (auto const given = parsed->find("given"); given != parsed->end())
        TRY(read_given(*given, sample, place));
    return sample;
}

bool is_json(std::string_view bytes) {
    auto const first = bytes.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && bytes[first] == '{';
}

Result<SampleFile> parse(std::string_view bytes, IsLabel const* is_label, std::string const& name) {
    SampleFile file;
    file.sha256 = to_hex(leitstand::sha256(bytes));
    auto rest = bytes;
    if (rest.starts_with(kByteOrderMark))
        rest.remove_prefix(kByteOrderMark.size());
    file.several_labels = is_json(rest);
    LineReader const read = file.several_labels ? from_json : from_tabbed;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        auto const end = rest.find('\n');
        auto line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        auto const place = fmt::format("{}:{}", name, number);
        if (line.size() > kSampleLineBytesMax)
            return wrong("line_too_long", place);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty() && is_label == nullptr)
            continue;
        if (!is_utf8(line))
            return wrong("not_utf8", place);
        file.samples.push_back(TRY(read(line, is_label, place)));
        file.samples.back().line = number;
    }
    if (file.samples.empty())
        return wrong("empty", name);
    return file;
}

} // namespace

std::uint64_t trained_text_hash(std::string_view text) {
    return hash_text(text, 0);
}

Result<SampleFile> parse_samples(std::string_view bytes, std::string const& name) {
    return parse(bytes, nullptr, name);
}

Result<SampleFile> parse_texts(std::string_view bytes, IsLabel const& is_label,
                               std::string const& name) {
    return parse(bytes, &is_label, name);
}

Result<SampleFile> read_samples(std::filesystem::path const& path) {
    return parse_samples(TRY(read_regular_file(path, kSampleFileBytesMax)), path.string());
}

Result<SampleFile> read_texts(std::filesystem::path const& path, IsLabel const& is_label) {
    return parse_texts(TRY(read_regular_file(path, kSampleFileBytesMax)), is_label, path.string());
}

} // namespace leitstand::learn
