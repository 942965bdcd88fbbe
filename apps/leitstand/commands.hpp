// SPDX-License-Identifier: EUPL-1.2
// The commands of the one program: what main.cpp read from the command line, and one function for
// each. Exit codes: 0 done, 1 some inputs failed (each named), 2 wrong use, 3 cannot run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace leitstand::app {

namespace fs = std::filesystem;

inline constexpr int kDone = 0;
inline constexpr int kSomeFailed = 1;
inline constexpr int kWrongUse = 2;
inline constexpr int kCannotRun = 3;

struct InitArguments {
    fs::path home, key_file, hot_folder;
    std::string database_url;
    std::uint16_t port = 8080;
    bool example = false;
    bool json = false;
};
int run_init(InitArguments const& arguments);

struct ServeArguments {
    fs::path home;
    std::optional<std::uint16_t> port;
    std::optional<std::string> address;
};
int run_serve(ServeArguments const& arguments);

struct ReceiveArguments {
    fs::path home;
    std::vector<fs::path> paths;
    std::string receipt_date;
    bool json = false;
};
int run_receive(ReceiveArguments const& arguments);

struct SeparatorsArguments {
    std::size_t count = 10;
    fs::path out;
};
int run_separators(SeparatorsArguments const& arguments);

struct ReadArguments {
    std::vector<fs::path> files;
    bool json = false, text = false, words = false;
};
int run_read(ReadArguments const& arguments);

struct UnderstandArguments {
    std::vector<fs::path> files;
    fs::path home, catalogue, model;
    std::string received, land;
    bool json = false;
};
int run_understand(UnderstandArguments const& arguments);

struct CatalogueArguments {
    fs::path folder;
    bool json = false;
};
int run_catalogue_check(CatalogueArguments const& arguments);

struct DoctorArguments {
    fs::path home;
    bool json = false;
};
int run_doctor(DoctorArguments const& arguments);

struct BackupArguments {
    fs::path home, target;
    bool json = false;
};
int run_backup(BackupArguments const& arguments);

struct DrillArguments {
    fs::path home, source, scratch;
    fs::path code;            // a file with the sheet's code; empty: standard input
    std::string name;         // of one backup; empty: the newest
    std::string database_url; // an empty database for the trial; empty: one is made
    bool json = false;
};
int run_backup_drill(DrillArguments const& arguments);

struct RestoreArguments {
    fs::path source, home, key_file;
    fs::path code;            // a file with the sheet's code; empty: standard input
    std::string name;         // of one backup; empty: the newest
    std::string database_url; // an empty PostgreSQL database
    bool json = false;
};
int run_restore(RestoreArguments const& arguments);

struct KeysArguments {
    fs::path home, sealed, to;
};
int run_keys_confirm(KeysArguments const& arguments); // the sheet's key on standard input
int run_keys_rotate(KeysArguments const& arguments);
int run_keys_recover(KeysArguments const& arguments); // the sheet's key on standard input
int run_keys_sheet(KeysArguments const& arguments);   // a new recovery key and sheet

struct AccountArguments {
    fs::path home;
    std::string name, display_name;
    std::vector<std::string> roles;
    std::vector<std::string> units; // or all_units
    bool all_units = false;
};
int run_account_add(AccountArguments const& arguments);
int run_account_reset(AccountArguments const& arguments);

struct ProveVerifyArguments {
    fs::path log, home;    // the log's folder, or that of an installation
    std::string key;       // a vkey or a file with one; empty: the one that the folder names
    fs::path known;        // a checkpoint that somebody kept
    std::string known_key; // of the log that this one continues; empty: `key`
    std::vector<std::string> witnesses;
    bool json = false;
};
int run_prove_verify(ProveVerifyArguments const& arguments);

struct ProveCheckArguments {
    std::vector<fs::path> files;
    std::string key;
    std::vector<std::string> witnesses;
    bool json = false;
};
int run_prove_check(ProveCheckArguments const& arguments);

struct ProveNewKeyArguments {
    fs::path home;
    std::string reason;
};
int run_prove_new_key(ProveNewKeyArguments const& arguments);

struct ProveReceiptArguments {
    fs::path home, out;
    std::string item;  // receipt number or id
    bool bare = false; // without salt and record
};
int run_prove_receipt(ProveReceiptArguments const& arguments);

struct ProveWitnessArguments {
    bool init = false; // makes the key
    fs::path folder, key_file;
    std::string name;              // with init
    std::vector<std::string> logs; // vkeys, or files with them
    std::string address;
    std::uint16_t port = 8090;
    fs::path tls_certificate, tls_key;
    bool plain = false; // beyond this machine without TLS
    bool json = false;
};
int run_prove_witness(ProveWitnessArguments const& arguments);

struct ProveExportArguments {
    fs::path home, to; // standard output by default
};
int run_prove_export(ProveExportArguments const& arguments);

struct LearnLabelsArguments {
    fs::path train, dev, model;
    std::uint64_t seed = 1;
    unsigned threads = 1;
    std::vector<double> costs; // of which the best is taken; empty: the default
    bool json = false;
};
int run_learn_labels(LearnLabelsArguments const& arguments);

struct LearnPredictArguments {
    fs::path model, file;
    std::string label; // explain: why this one; empty: the most probable
    bool json = false;
};
int run_learn_predict(LearnPredictArguments const& arguments);
int run_learn_explain(LearnPredictArguments const& arguments);

struct LearnBoundArguments {
    fs::path model, calibration;
    double alpha = 0.02, delta = 0.05;
    std::string group; // a key of the calibration file's lines; empty: no groups
    bool json = false;
};
int run_learn_bound(LearnBoundArguments const& arguments);

struct LearnReliabilityArguments {
    fs::path model, file;
    fs::path svg; // empty: no drawing
    bool english = false;
    bool json = false;
};
int run_learn_reliability(LearnReliabilityArguments const& arguments);

struct LearnTagsArguments {
    fs::path train, dev, gazetteers, model;
    std::uint64_t seed = 1;
    unsigned threads = 1;
    bool json = false;
};
int run_learn_tags(LearnTagsArguments const& arguments);

struct LearnTagArguments {
    fs::path model, file;
    bool probability = false; // a third column
};
int run_learn_tag(LearnTagArguments const& arguments);

struct LearnRetrainArguments {
    fs::path home;
    std::vector<fs::path> gold, letters; // no letters: those beside the catalogue
    fs::path champion;                   // empty: the models in use
    fs::path out;                        // empty: a folder of its own below `home`
    std::vector<std::string> without;    // pseudonyms of accounts
    std::uint64_t seed = 1;
    unsigned threads = 1;
    bool json = false;
};
int run_learn_retrain(LearnRetrainArguments const& arguments);

} // namespace leitstand::app
