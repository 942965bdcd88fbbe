// SPDX-License-Identifier: EUPL-1.2
#include "learn/samples.hpp"

#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "text/utf8.hpp"

namespace leitstand::learn {

namespace {

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        auto const c = text::code_point_at(bytes, i);
        if (c.value == 0xFFFD && c.size == 1) // the mark of a broken byte; a real one has three
            return false;
        i += c.size;
    }
    return true;
}

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

Result<Sample> from_tabbed(std::string_view line, LabelsWanted wanted, std::string const& place) {
    Sample sample;
    auto const tab = line.find('\t');
    if (tab == std::string_view::npos) {
        if (wanted == LabelsWanted::yes)
            return wrong("no_tab", place);
        sample.text = line;
        return sample;
    }
    sample.labels.emplace_back(line.substr(0, tab));
    TRY(check_label(sample.labels.back(), place));
    sample.text = line.substr(tab + 1);
    return sample;
}

Result<Sample> from_json(std::string_view line, LabelsWanted wanted, std::string const& place) {
    auto const parsed = parse_json(line, {kSampleLineBytesMax, 8});
    if (!parsed || !parsed->is_object())
        return wrong("not_json", place);
    auto const text = parsed->find("text");
    if (text == parsed->end() || !text->is_string())
        return wrong("not_json", place);
    Sample sample;
    sample.text = text->get<std::string>();
    auto const labels = parsed->find("labels");
    if (labels == parsed->end() ? wanted == LabelsWanted::yes : !labels->is_array())
        return wrong("no_label", place);
    if (labels != parsed->end())
        for (auto const& label : *labels) {
            if (!label.is_string())
                return wrong("no_label", place);
            sample.labels.push_back(label.get<std::string>());
            TRY(check_label(sample.labels.back(), place));
        }
    if (auto const given = parsed->find("given"); given != parsed->end()) {
        if (!given->is_object())
            return wrong("not_json", place);
        for (auto const& [name, value] : given->items()) {
            if (!value.is_number())
                return wrong("not_json", place);
            sample.given.push_back({name, value.get<float>()});
        }
    }
    return sample;
}

} // namespace

Result<SampleFile> read_samples(std::filesystem::path const& path, LabelsWanted wanted) {
    auto const bytes = TRY(read_regular_file(path, kSampleFileBytesMax));
    SampleFile file;
    file.sha256 = to_hex(leitstand::sha256(bytes));
    std::string_view rest = bytes;
    file.several_labels = rest.starts_with('{');
    for (std::size_t number = 1; !rest.empty(); ++number) {
        auto const end = rest.find('\n');
        auto line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        auto const place = fmt::format("{}:{}", path.string(), number);
        if (line.size() > kSampleLineBytesMax)
            return wrong("line_too_long", place);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty())
            continue;
        if (!is_utf8(line))
            return wrong("not_utf8", place);
        file.samples.push_back(TRY(file.several_labels ? from_json(line, wanted, place)
                                                       : from_tabbed(line, wanted, place)));
        file.samples.back().line = number;
    }
    if (file.samples.empty())
        return wrong("empty", path.string());
    return file;
}

} // namespace leitstand::learn
