// SPDX-License-Identifier: EUPL-1.2
#include "learn/model_file.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "base/crypto/crypto.hpp"
#include "base/files.hpp"

namespace leitstand::learn {

namespace {

// docs/formats/model-file.md
constexpr std::string_view kMagic = "leitstand-model\n";
constexpr std::string_view kManifest = "manifest";
constexpr std::size_t kHeaderBytes = 64; // magic 16, version 4, sections 4, file size 8, kind 32
constexpr std::size_t kKindBytes = 32;
constexpr std::size_t kEntryBytes = 40; // name 24, offset 8, size 8
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kDigestBytes = 32;
constexpr JsonLimits kManifestLimits{8 << 20, 32};

static_assert(std::endian::native == std::endian::little);

template <typename Number>
void append(std::string& out, Number number) {
    out.append(reinterpret_cast<char const*>(&number), sizeof number);
}

template <typename Number>
Number number_at(std::string_view bytes, std::size_t at) {
    Number number;
    std::memcpy(&number, bytes.data() + at, sizeof number);
    return number;
}

std::size_t aligned(std::size_t size) {
    return (size + kAlignment - 1) / kAlignment * kAlignment;
}

void append_padded(std::string& out, std::string_view text, std::size_t width) {
    ASSERT(text.size() <= width);
    out.append(text);
    out.append(width - text.size(), '\0');
}

std::string_view padded_at(std::string_view bytes, std::size_t at, std::size_t width) {
    auto const field = bytes.substr(at, width);
    return field.substr(0, field.find('\0'));
}

struct Section {
    std::string_view name;
    std::string_view bytes;
};

} // namespace

void ModelFileWriter::add_section(std::string_view name, std::string bytes) {
    ASSERT(!name.empty() && name.size() <= kSectionNameBytesMax && name != kManifest);
    ASSERT(sections_.size() + 1 < kModelSectionsMax);
    ASSERT(std::none_of(sections_.begin(), sections_.end(),
                        [&](auto const& section) { return section.first == name; }));
    sections_.emplace_back(name, std::move(bytes));
}

std::string ModelFileWriter::bytes(Json const& manifest) const {
    auto sections = sections_;
    sections.emplace_back(kManifest, print_json(manifest));
    std::size_t offset = aligned(kHeaderBytes + kEntryBytes * sections.size());
    std::string table;
    for (auto const& [name, content] : sections) {
        append_padded(table, name, kSectionNameBytesMax);
        append<std::uint64_t>(table, offset);
        append<std::uint64_t>(table, content.size());
        offset = aligned(offset + content.size());
    }
    std::string out{kMagic};
    out.reserve(offset + kDigestBytes);
    append<std::uint32_t>(out, kModelFormatVersion);
    append<std::uint32_t>(out, static_cast<std::uint32_t>(sections.size()));
    append<std::uint64_t>(out, offset + kDigestBytes);
    append_padded(out, kind_, kKindBytes);
    out += table;
    for (auto const& [name, content] : sections) {
        out.resize(aligned(out.size()));
        out += content;
    }
    out.resize(offset);
    return out + sha256(out);
}

Result<std::uint64_t> ModelFileWriter::write(std::filesystem::path const& path,
                                             Json const& manifest) const {
    auto const all = bytes(manifest);
    if (all.size() > kModelFileBytesMax)
        return fail(Code::too_large, "model.too_large", path.string());
    TRY(write_file_durably(path, all, 0644));
    return all.size();
}

struct ModelFile::State {
    std::string bytes;
    std::string name; // for errors
    std::string digest;
    std::vector<Section> sections;
    Json manifest;
};

ModelFile::ModelFile() : state_(std::make_unique<State>()) {}
ModelFile::ModelFile(ModelFile&&) noexcept = default;
ModelFile& ModelFile::operator=(ModelFile&&) noexcept = default;
ModelFile::~ModelFile() = default;

Json const& ModelFile::manifest() const {
    return state_->manifest;
}
std::string const& ModelFile::sha256() const {
    return state_->digest;
}
std::string ModelFile::file_sha256() const {
    return to_hex(leitstand::sha256(state_->bytes));
}
std::uint64_t ModelFile::size_bytes() const {
    return state_->bytes.size();
}

Result<ModelFile> ModelFile::open(std::filesystem::path const& path, std::string_view kind) {
    return parse(TRY(read_regular_file(path, kModelFileBytesMax)), kind, path.string());
}

Result<ModelFile> ModelFile::parse(std::string bytes, std::string_view kind,
                                   std::string const& name) {
    if (bytes.size() < kMagic.size() || std::string_view(bytes).substr(0, kMagic.size()) != kMagic)
        return fail(Code::bad_input, "model.not_a_model", name);
    auto const damaged = [&](std::string_view what) {
        return fail(Code::damaged, "model.damaged", fmt::format("{}: {}", name, what));
    };
    if (bytes.size() < kHeaderBytes + kDigestBytes)
        return damaged("cut short");
    // The version comes before the digest: a later version may have another one.
    auto const version = number_at<std::uint32_t>(bytes, 16);
    if (version != kModelFormatVersion)
        return fail(
            Code::bad_input, "model.other_version",
            fmt::format("{}: version {} instead of {}", name, version, kModelFormatVersion));
    if (number_at<std::uint64_t>(bytes, 24) != bytes.size())
        return damaged("cut short or prolonged");
    ModelFile file;
    auto& state = *file.state_;
    state.bytes = std::move(bytes);
    state.name = name;
    std::string_view const all = state.bytes;
    auto const body = all.substr(0, all.size() - kDigestBytes);
    auto const digest = leitstand::sha256(body);
    if (digest != all.substr(body.size()))
        return damaged("its checksum does not fit");
    state.digest = to_hex(digest);
    if (padded_at(body, 32, kKindBytes) != kind)
        return fail(Code::bad_input, "model.other_kind",
                    fmt::format("{}: \"{}\" instead of \"{}\"", name,
                                padded_at(body, 32, kKindBytes), kind));
    auto const count = number_at<std::uint32_t>(body, 20);
    if (count == 0 || count > kModelSectionsMax || body.size() < kHeaderBytes + kEntryBytes * count)
        return damaged("its table of sections does not fit");
    for (std::size_t i = 0; i < count; ++i) {
        auto const at = kHeaderBytes + kEntryBytes * i;
        auto const offset = number_at<std::uint64_t>(body, at + 24);
        auto const size = number_at<std::uint64_t>(body, at + 32);
        if (offset % kAlignment != 0 || offset > body.size() || size > body.size() - offset)
            return damaged("a section lies outside of it");
        state.sections.push_back(
            {padded_at(body, at, kSectionNameBytesMax), body.substr(offset, size)});
    }
    auto const manifest = parse_json(TRY(file.section(kManifest)), kManifestLimits);
    if (!manifest || !manifest->is_object())
        return damaged("its manifest is no JSON");
    state.manifest = *manifest;
    return file;
}

Result<std::string_view> ModelFile::section(std::string_view name) const {
    for (auto const& section : state_->sections)
        if (section.name == name)
            return section.bytes;
    return no_such(name);
}

tl::unexpected<Error> ModelFile::no_such(std::string_view name) const {
    return fail(
        Code::damaged, "model.damaged",
        fmt::format("{}: section \"{}\" is missing or of a wrong size", state_->name, name));
}

} // namespace leitstand::learn
