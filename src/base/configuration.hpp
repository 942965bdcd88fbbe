// SPDX-License-Identifier: EUPL-1.2
// The settings of one installation: leitstand.toml in the data folder, read once at start. An
// unknown key is an error, so that a typing mistake never silently leaves a default. Format:
// docs/formats/configuration.md. Threads: plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"

namespace leitstand {

// Somebody else's machine that signs the heads of the log (docs/formats/log.md).
struct WitnessSetting {
    std::string name; // as people call it: "Personalrat"
    std::string key;  // its public key, a vkey
    std::string url;  // what comes before "/add-checkpoint", without a slash at its end
    std::filesystem::path certificates; // PEM; empty: those of the system
};

struct Configuration {
    std::filesystem::path home;     // the data folder
    std::filesystem::path key_file; // outside the data folder
    std::string database_url;       // "sqlite:…" or "postgresql://…"
    std::filesystem::path catalogue_folder;
    std::filesystem::path web_folder; // the built screens
    std::filesystem::path reader_program;
    std::filesystem::path hot_folder;        // empty: none is watched
    std::filesystem::path checkpoint_folder; // for the daily sheet of the log; empty: none
    std::vector<WitnessSetting> witnesses;
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::filesystem::path tls_certificate; // both or none
    std::filesystem::path tls_key;
    bool behind_proxy = false; // a proxy in front ends TLS
    bool accept_weak_sandbox = false;
    bool laboratory = true; // `leitstand understand FILE` is allowed
    bool example = false;   // the example authority: invented records open gates
    Limits limits;
};

// Where catalogue/, web/ and the reader lie: found from the place of the running program (a build
// tree or an installation), or LEITSTAND_ROOT.
struct ProgramPlaces {
    std::filesystem::path catalogue;
    std::filesystem::path web;
    std::filesystem::path reader;
};
ProgramPlaces program_places();

// Errors: not_found "configuration.missing" (no such data folder or no leitstand.toml in it),
// bad_input "configuration.wrong" with file, line and reason.
Result<Configuration> load_configuration(std::filesystem::path const& home);

// The settings that change how post is judged, in one fixed form, whether or not they stand in the
// file: what people sign with a release. A list of what belongs to it, so that a new path or port
// asks nobody for a signature: limits of reading (what of a letter the functions get to see), of
// attempts (when a letter goes to a person instead), and whether invented records open gates. Not
// the places of files: what lies there has its own hash.
std::string judging_settings(Configuration const& configuration);

// What `leitstand init` writes: only what differs from the defaults, with a comment for each
// setting.
std::string configuration_text(Configuration const& configuration);

} // namespace leitstand
