// SPDX-License-Identifier: EUPL-1.2
// `leitstand prove witness`: a witness of the logs of others, on the machine of a second authority,
// a staff council or a data protection officer. How to set one up: docs/witness.md.
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "commands.hpp"
#include "prove/witness.hpp"
#include "serve/witness_server.hpp"
#include "stop_signals.hpp"
#include "store/secret_file.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

constexpr std::uint64_t kKeysBytesMax = 64 << 10;

// What authorities configure: the same key as a witness signs, not as a log does.
VerifierKey witness_key(LogKey const& key) {
    return {key.name, SignatureType::witness, public_key_of(key.secret)};
}

void print_key(VerifierKey const& key, fs::path const& file, bool json) {
    if (json) {
        fmt::print("{}\n", print_json({{"name", key.name()}, {"key", key.print()}}));
        return;
    }
    fmt::print("Der Schlüssel des Zeugen liegt in {}. Geben Sie ihn niemandem.\n"
               "Sein öffentlicher Teil, für die Behörde:\n\n    {}\n\n"
               "Teilen Sie ihn auf einem Weg mit, den die Behörde nicht verändern kann, am besten "
               "auch auf Papier.\n",
               file.string(), key.print());
}

Result<void> make(ProveWitnessArguments const& arguments) {
    std::error_code problem;
    fs::create_directories(arguments.folder, problem);
    if (problem)
        return fail(Code::no_right, "log.cannot_write", arguments.folder.string());
    TRY(check_outside(arguments.key_file, arguments.folder));
    auto const key = TRY(LogKey::create(arguments.key_file, arguments.name));
    print_key(witness_key(key), arguments.key_file, arguments.json);
    return {};
}

// A key as it is written, or a file with one on each line.
Result<void> add_logs(std::string const& given, std::vector<VerifierKey>& logs) {
    std::error_code ignored;
    std::string const text = given.find('+') == std::string::npos && fs::exists(given, ignored)
                                 ? TRY(read_file(given, kKeysBytesMax))
                                 : given;
    std::string_view rest = text;
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        auto const line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty() || line.starts_with('#'))
            continue;
        auto log = TRY(VerifierKey::parse(line));
        if (log.type() != SignatureType::log)
            return fail(Code::bad_input, "vkey.kind_unknown", "the key of a witness, not of a log");
        if (std::ranges::any_of(logs, [&](auto const& each) { return each.name() == log.name(); }))
            return fail(Code::bad_input, "witness.log_twice", log.name());
        logs.push_back(std::move(log));
    }
    return {};
}

void print_start(WitnessServer const& server, VerifierKey const& key,
                 std::vector<VerifierKey> const& logs, bool json) {
    std::vector<std::string> origins;
    for (auto const& log : logs)
        origins.push_back(log.name());
    if (json) {
        fmt::print("{}\n",
                   print_json({{"url", server.url()}, {"key", key.print()}, {"logs", origins}}));
    } else {
        fmt::print("Der Zeuge läuft: {}\nSein öffentlicher Schlüssel: {}\n", server.url(),
                   key.print());
        for (auto const& origin : origins)
            fmt::print("Er beobachtet: {}\n", origin);
    }
    std::fflush(stdout);
}

Result<void> watch(ProveWitnessArguments const& arguments, StopSignals const& signals) {
    std::vector<VerifierKey> logs;
    for (auto const& given : arguments.logs)
        TRY(add_logs(given, logs));
    auto const key = TRY(LogKey::open(arguments.key_file, arguments.folder));
    auto const witness = TRY(Witness::open(arguments.folder, key, logs, system_time()));
    auto const server = TRY(WitnessServer::start(*witness, {arguments.address, arguments.port,
                                                            arguments.tls_certificate,
                                                            arguments.tls_key, arguments.plain}));
    print_start(*server, witness->verifier(), logs, arguments.json);
    signals.wait();
    log_info("witness", "stopping");
    server->stop();
    return {};
}

} // namespace

int run_prove_witness(ProveWitnessArguments const& arguments) {
    StopSignals const signals;
    if (!arguments.init && arguments.logs.empty()) {
        fmt::print(stderr, "leitstand: --log fehlt: welches Protokoll? (--log is missing)\n");
        return kWrongUse;
    }
    if (arguments.init && arguments.name.empty()) {
        fmt::print(stderr, "leitstand: --name fehlt: wie heißt der Zeuge? (--name is missing)\n");
        return kWrongUse;
    }
    auto const done = arguments.init ? make(arguments) : watch(arguments, signals);
    if (done)
        return kDone;
    return tell(done.error(), done.error().code == Code::bad_input ? kWrongUse : kCannotRun);
}

} // namespace leitstand::app
