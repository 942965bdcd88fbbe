// SPDX-License-Identifier: EUPL-1.2
#include "base/configuration.hpp"

#include <cstdlib>
#include <toml++/toml.h>

#include "base/files.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

// Whether a limit decides what the functions get to see of a letter, or whether they get to see it.
enum class Bears : std::uint8_t { on_judging, on_nothing_judged };

// One settable limit: its name in the file, how its number reaches the struct, and comes back.
struct LimitName {
    std::string_view name;
    Bears bears;
    std::function<void(Limits&, std::int64_t)> set;
    std::function<std::int64_t(Limits const&)> get;
};

template <typename T>
LimitName limit(std::string_view name, Bears bears, T Limits::*member) {
    return {
        name, bears,
        [member](Limits& limits, std::int64_t value) { limits.*member = static_cast<T>(value); },
        [member](Limits const& limits) { return static_cast<std::int64_t>(limits.*member); }};
}

template <typename Rep, typename Period>
LimitName limit(std::string_view name, Bears bears,
                std::chrono::duration<Rep, Period> Limits::*member) {
    return {name, bears,
            [member](Limits& limits, std::int64_t value) {
                limits.*member = std::chrono::duration<Rep, Period>{static_cast<Rep>(value)};
            },
            [member](Limits const& limits) {
                return static_cast<std::int64_t>((limits.*member).count());
            }};
}

// The name in the file is the member's: they cannot differ.
#define LEITSTAND_LIMIT(member) limit(#member, Bears::on_nothing_judged, &Limits::member)
#define LEITSTAND_JUDGING_LIMIT(member) limit(#member, Bears::on_judging, &Limits::member)

std::vector<LimitName> const& limit_names() {
    static std::vector<LimitName> const names{
        LEITSTAND_LIMIT(request_size_bytes_max),
        LEITSTAND_LIMIT(item_size_bytes_max),
        LEITSTAND_LIMIT(request_files_max),
        LEITSTAND_LIMIT(mbox_messages_max),
        LEITSTAND_LIMIT(folder_unchanged_ms),
        LEITSTAND_LIMIT(entry_text_bytes_max),
        LEITSTAND_JUDGING_LIMIT(document_size_bytes_max),
        LEITSTAND_JUDGING_LIMIT(pages_max),
        LEITSTAND_JUDGING_LIMIT(parts_max),
        LEITSTAND_JUDGING_LIMIT(nesting_max),
        LEITSTAND_JUDGING_LIMIT(unpacked_size_bytes_max),
        LEITSTAND_JUDGING_LIMIT(text_bytes_max),
        LEITSTAND_JUDGING_LIMIT(words_max),
        LEITSTAND_JUDGING_LIMIT(read_deadline_ms),
        LEITSTAND_JUDGING_LIMIT(read_cpu_s),
        LEITSTAND_JUDGING_LIMIT(read_memory_bytes_max),
        LEITSTAND_LIMIT(readers_at_once_max),
        LEITSTAND_JUDGING_LIMIT(picture_pixels_max),
        LEITSTAND_JUDGING_LIMIT(recognise_dpi),
        LEITSTAND_JUDGING_LIMIT(recognise_deadline_ms),
        LEITSTAND_JUDGING_LIMIT(recognise_cpu_s),
        LEITSTAND_JUDGING_LIMIT(recognise_memory_bytes_max),
        LEITSTAND_LIMIT(recognisers_at_once_max),
        LEITSTAND_LIMIT(picture_cache_bytes_max),
        LEITSTAND_JUDGING_LIMIT(attempts_max),
        LEITSTAND_LIMIT(lease_s),
        LEITSTAND_LIMIT(workers),
        LEITSTAND_LIMIT(connections_max),
        LEITSTAND_LIMIT(connections_per_address_max),
        LEITSTAND_LIMIT(session_idle_min),
        LEITSTAND_LIMIT(session_age_h),
        LEITSTAND_LIMIT(sign_in_failures_max),
        LEITSTAND_LIMIT(sign_in_window_min),
        LEITSTAND_LIMIT(free_space_bytes_min),
        LEITSTAND_LIMIT(backup_bytes_per_second_max),
        LEITSTAND_LIMIT(witness_interval_s),
        LEITSTAND_LIMIT(witness_deadline_ms),
    };
    return names;
}

#undef LEITSTAND_LIMIT
#undef LEITSTAND_JUDGING_LIMIT

Error wrong(fs::path const& file, toml::source_region const& at, std::string_view reason) {
    return Error{Code::bad_input, "configuration.wrong",
                 fmt::format("{}:{}: {}", file.string(), at.begin.line, reason),
                 std::source_location::current()};
}

// Reads one setting of the expected kind; anything else is an error that names the line.
struct Reader {
    fs::path const& file;
    toml::node const& node;

    Result<std::string> text() const {
        if (auto const value = node.value_exact<std::string>())
            return *value;
        return tl::unexpected(wrong(file, node.source(), "a text in quotes is expected"));
    }
    Result<bool> yes_or_no() const {
        if (auto const value = node.value_exact<bool>())
            return *value;
        return tl::unexpected(wrong(file, node.source(), "true or false is expected"));
    }
    Result<std::int64_t> count(std::int64_t most) const {
        auto const value = node.value_exact<std::int64_t>();
        if (value && *value > 0 && *value <= most)
            return *value;
        return tl::unexpected(wrong(file, node.source(),
                                    fmt::format("a whole number from 1 to {} is expected", most)));
    }
};

Result<void> read_limits(fs::path const& file, toml::node const& node, Limits& limits) {
    auto const* table = node.as_table();
    if (table == nullptr)
        return tl::unexpected(wrong(file, node.source(), "[limits] is a table"));
    for (auto const& [key, value] : *table) {
        auto const& names = limit_names();
        auto const found = std::ranges::find(names, key.str(), &LimitName::name);
        if (found == names.end())
            return tl::unexpected(
                wrong(file, value.source(), fmt::format("there is no limit \"{}\"", key.str())));
        found->set(limits, TRY((Reader{file, value}.count(std::int64_t{1} << 40))));
    }
    return {};
}

Result<WitnessSetting> read_witness(fs::path const& file, toml::node const& node,
                                    fs::path const& home) {
    auto const* table = node.as_table();
    if (table == nullptr)
        return tl::unexpected(wrong(file, node.source(), "[[witness]] is a list of tables"));
    WitnessSetting witness;
    for (auto const& [key, value] : *table) {
        Reader const reader{file, value};
        if (key.str() == "name")
            witness.name = TRY(reader.text());
        else if (key.str() == "key")
            witness.key = TRY(reader.text());
        else if (key.str() == "url")
            witness.url = TRY(reader.text());
        else if (key.str() == "certificates")
            witness.certificates = home / TRY(reader.text());
        else
            return tl::unexpected(
                wrong(file, value.source(), fmt::format("a witness has no \"{}\"", key.str())));
    }
    while (witness.url.ends_with('/'))
        witness.url.pop_back();
    if (witness.name.empty() || witness.key.empty())
        return tl::unexpected(wrong(file, node.source(), "a witness needs name, key and url"));
    if (!witness.url.starts_with("https://") && !witness.url.starts_with("http://"))
        return tl::unexpected(
            wrong(file, node.source(), "the url of a witness begins with https:// or http://"));
    return witness;
}

Result<void> read_witnesses(fs::path const& file, toml::node const& node, Configuration& to) {
    auto const* list = node.as_array();
    if (list == nullptr)
        return tl::unexpected(wrong(file, node.source(), "[[witness]] is a list of tables"));
    for (auto const& each : *list) {
        auto witness = TRY(read_witness(file, each, to.home));
        bool const is_there = std::ranges::any_of(
            to.witnesses, [&](auto const& other) { return other.key == witness.key; });
        if (is_there)
            return tl::unexpected(wrong(file, each.source(), "this witness stands here twice"));
        if (to.witnesses.size() == to.limits.witnesses_max)
            return tl::unexpected(wrong(
                file, each.source(), fmt::format("at most {} witnesses", to.limits.witnesses_max)));
        to.witnesses.push_back(std::move(witness));
    }
    return {};
}

Result<void> read_setting(fs::path const& file, std::string_view key, toml::node const& node,
                          Configuration& to) {
    Reader const reader{file, node};
    auto const path = [&](fs::path& target) -> Result<void> {
        fs::path given = TRY(reader.text());
        target = given.empty() || given.is_absolute() ? given : to.home / given;
        return {};
    };
    if (key == "key_file")
        return path(to.key_file);
    if (key == "catalogue_folder")
        return path(to.catalogue_folder);
    if (key == "web_folder")
        return path(to.web_folder);
    if (key == "reader_program")
        return path(to.reader_program);
    if (key == "hot_folder")
        return path(to.hot_folder);
    if (key == "checkpoint_folder")
        return path(to.checkpoint_folder);
    if (key == "tls_certificate")
        return path(to.tls_certificate);
    if (key == "tls_key")
        return path(to.tls_key);
    if (key == "database_url")
        to.database_url = TRY(reader.text());
    else if (key == "address")
        to.address = TRY(reader.text());
    else if (key == "port")
        to.port = static_cast<std::uint16_t>(TRY(reader.count(65535)));
    else if (key == "behind_proxy")
        to.behind_proxy = TRY(reader.yes_or_no());
    else if (key == "accept_weak_sandbox")
        to.accept_weak_sandbox = TRY(reader.yes_or_no());
    else if (key == "laboratory")
        to.laboratory = TRY(reader.yes_or_no());
    else if (key == "example")
        to.example = TRY(reader.yes_or_no());
    else if (key == "witness")
        return read_witnesses(file, node, to);
    else if (key == "limits")
        return read_limits(file, node, to.limits);
    else
        return tl::unexpected(
            wrong(file, node.source(), fmt::format("there is no setting \"{}\"", key)));
    return {};
}

fs::path program_folder() {
    std::error_code ignored;
    return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

} // namespace

ProgramPlaces program_places() {
    auto const program = program_folder();
    if (char const* const root = std::getenv("LEITSTAND_ROOT"))
        return {fs::path{root} / "catalogue/de", fs::path{root} / "web/dist",
                program / "leitstand-reader"};
    auto const installed = program.parent_path() / "share/leitstand";
    if (fs::exists(installed / "catalogue/de"))
        return {installed / "catalogue/de", installed / "web",
                program.parent_path() / "libexec/leitstand/leitstand-reader"};
    // A build tree lies some folders below the sources: build/release/apps/leitstand/leitstand.
    for (auto folder = program; folder.has_relative_path(); folder = folder.parent_path())
        if (fs::exists(folder / "catalogue/de"))
            return {folder / "catalogue/de", folder / "web/dist",
                    program / "../../reader/leitstand-reader"};
    return {"catalogue/de", "web/dist", program / "leitstand-reader"};
}

namespace {
std::string embedded_database(fs::path const& home) {
    return fmt::format("sqlite:{}", (home / "leitstand.db").string());
}
} // namespace

Result<Configuration> load_configuration(fs::path const& home) {
    auto const places = program_places();
    Configuration configuration;
    std::error_code ignored;
    configuration.home = fs::absolute(home, ignored).lexically_normal();
    configuration.database_url = embedded_database(configuration.home);
    configuration.catalogue_folder = places.catalogue;
    configuration.web_folder = places.web;
    configuration.reader_program = places.reader.lexically_normal();

    auto const file = configuration.home / "leitstand.toml";
    auto text = read_file(file, 1 << 20);
    if (!text)
        return fail(text.error().code,
                    text.error().code == Code::not_found ? "configuration.missing"
                                                         : "configuration.unreadable",
                    file.string());
    toml::table table;
    try {
        table = toml::parse(*text, file.string());
    } catch (toml::parse_error const& error) {
        return tl::unexpected(wrong(file, error.source(), error.description()));
    }
    for (auto const& [key, node] : table)
        TRY(read_setting(file, key.str(), node, configuration));
    if (configuration.tls_certificate.empty() != configuration.tls_key.empty())
        return fail(Code::bad_input, "configuration.wrong",
                    fmt::format("{}: tls_certificate and tls_key belong together", file.string()));
    return configuration;
}

std::string judging_settings(Configuration const& configuration) {
    auto text = fmt::format("judging 1\nexample {}\n", configuration.example);
    for (auto const& limit : limit_names())
        if (limit.bears == Bears::on_judging)
            text += fmt::format("{} {}\n", limit.name, limit.get(configuration.limits));
    return text;
}

std::string configuration_text(Configuration const& configuration) {
    auto const line = [](std::string_view key, fs::path const& value) {
        std::string escaped;
        for (char const c : value.string()) {
            if (c == '"' || c == '\\')
                escaped += '\\';
            escaped += c;
        }
        return fmt::format("{} = \"{}\"\n", key, escaped);
    };
    std::string text =
        "# Settings of this Leitstand (docs/formats/configuration.md). Read at start.\n\n"
        "# The master key. It lies outside the data folder, so that a copied data folder opens "
        "nothing.\n";
    text += line("key_file", configuration.key_file);
    text += "\n# Where the server listens. Beyond this machine it wants tls_certificate and "
            "tls_key, or behind_proxy = true.\n";
    text += line("address", configuration.address);
    text += fmt::format("port = {}\n", configuration.port);
    if (!configuration.hot_folder.empty())
        text += "\n# Files put here are received (docs/formats/hot-folder.md).\n" +
                line("hot_folder", configuration.hot_folder);
    if (!configuration.database_url.empty() &&
        configuration.database_url != embedded_database(configuration.home))
        text += "\n" + line("database_url", configuration.database_url);
    if (configuration.example)
        text +=
            "\n# The example authority: invented records open gates here, and `leitstand init` "
            "took "
            "each function as far as its gates allowed.\n# No setting gives a mode: what holds is "
            "the newest recorded change, and never more than the gates allow at the moment\n"
            "# (docs/adr/0026-gates-are-worked-out-never-stored.md). A real authority begins with "
            "all functions off.\nexample = true\n";
    return text;
}

} // namespace leitstand
