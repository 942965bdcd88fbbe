// SPDX-License-Identifier: EUPL-1.2
// The command line of Leitstand: reads the words, calls one function. Wiring only.
#include <CLI/CLI.hpp>
#include <clocale>

#include "commands.hpp"
#include "govern_options.hpp"
#include "learn_options.hpp"
#include "options.hpp"

namespace {

using namespace leitstand::app;

void add_init(CLI::App& program, InitArguments& arguments, int& code) {
    auto& command =
        *program.add_subcommand("init", "Makes a data folder, a key file and the first accounts");
    command.footer(
        "Example:\n  leitstand init --home /srv/leitstand --key-file /etc/leitstand/master.key");
    add_home(command, arguments.home);
    command
        .add_option("--key-file", arguments.key_file,
                    "Where the master key goes; outside the data folder")
        ->required();
    command.add_option("--database", arguments.database_url,
                       "postgresql://… instead of the embedded database");
    command.add_option("--hot-folder", arguments.hot_folder, "A folder to watch for post");
    command.add_option("--port", arguments.port, "Port of the server")->default_val(8080);
    command.add_flag("--example", arguments.example,
                     "The example authority with an account for each role");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_init(arguments); });
}

void add_serve(CLI::App& program, ServeArguments& arguments, int& code) {
    auto& command = *program.add_subcommand(
        "serve", "Runs the server: screens, interface, intake and the work on items");
    command.footer("Example:\n  leitstand serve --home /srv/leitstand --port 8080");
    add_home(command, arguments.home);
    command.add_option("--port", arguments.port, "Instead of the port in leitstand.toml");
    command.add_option("--address", arguments.address, "Instead of the address in leitstand.toml");
    command.callback([&] { code = run_serve(arguments); });
}

void add_receive(CLI::App& program, ReceiveArguments& arguments, int& code) {
    auto& command = *program.add_subcommand(
        "receive", "Takes files, folders and mailboxes (.mbox) into the ledger");
    command.footer("Examples:\n  leitstand receive --home DIR letter.pdf\n  leitstand receive "
                   "--home DIR --json post/ mails.mbox");
    add_home(command, arguments.home);
    command
        .add_option("paths", arguments.paths, "Files and folders; a folder is walked in name order")
        ->required();
    command.add_option("--receipt-date", arguments.receipt_date,
                       "Legal date of receipt (YYYY-MM-DD) if it is not today");
    command.add_flag("--json", arguments.json, "A JSON line for each item");
    command.callback([&] { code = run_receive(arguments); });
}

void add_separators(CLI::App& program, SeparatorsArguments& arguments, int& code) {
    auto& command = *program.add_subcommand(
        "separators", "Writes separator sheets to print: a scanned stack is split at each");
    command.footer("Example:\n  leitstand separators --count 20 --out trennblaetter.pdf");
    command.add_option("--count", arguments.count, "How many sheets, 1 to 200")->default_val(10);
    command.add_option("--out", arguments.out, "The PDF file to write")->required();
    command.callback([&] { code = run_separators(arguments); });
}

void add_read(CLI::App& program, ReadArguments& arguments, int& code) {
    auto& command = *program.add_subcommand(
        "read", "Reads files in the sandbox and prints what they say; stores nothing");
    command.footer("Examples:\n  leitstand read letter.pdf\n  leitstand read --json --words post/");
    command
        .add_option("files", arguments.files, "Files and folders; a folder is walked in name order")
        ->required();
    command.add_flag("--json", arguments.json, "A JSON line for each file");
    command.add_flag("--text", arguments.text, "The text alone");
    command.add_flag("--words", arguments.words, "With each word's box");
    command.callback([&] { code = run_read(arguments); });
}

void add_understand(CLI::App& program, UnderstandArguments& arguments, int& code) {
    auto& command = *program.add_subcommand(
        "understand", "The laboratory: runs the functions on files; stores nothing");
    command.footer("Example:\n  leitstand understand --json letter.eml");
    command
        .add_option("files", arguments.files, "Files and folders; a folder is walked in name order")
        ->required();
    command.add_option("--home", arguments.home, "An installation whose settings apply")
        ->envname("LEITSTAND_HOME");
    command.add_option("--catalogue", arguments.catalogue,
                       "A catalogue folder instead of the built-in one");
    command.add_option("--model", arguments.model, "A folder with learned models");
    command.add_option("--received", arguments.received, "Date of receipt (YYYY-MM-DD)");
    command.add_option("--land", arguments.land, "Land for holidays, as BE");
    command.add_flag("--json", arguments.json, "A JSON line for each file");
    command.callback([&] { code = run_understand(arguments); });
}

void add_catalogue(CLI::App& program, CatalogueArguments& arguments, int& code) {
    auto& command = *program.add_subcommand("catalogue", "The authority's vocabulary");
    command.require_subcommand(1);
    auto& check =
        *command.add_subcommand("check", "Names every fault of a catalogue with file and line");
    check.footer("Example:\n  leitstand catalogue check catalogue/de");
    check.add_option("folder", arguments.folder,
                     "The catalogue folder; the built-in one by default");
    check.add_flag("--json", arguments.json, "A JSON line for each fault");
    check.callback([&] { code = run_catalogue_check(arguments); });
}

void add_doctor(CLI::App& program, DoctorArguments& arguments, int& code) {
    auto& command = *program.add_subcommand(
        "doctor", "Says whether everything is all right, and what to do if not");
    command.footer("Example:\n  leitstand doctor --home /srv/leitstand");
    add_home(command, arguments.home);
    command.add_flag("--json", arguments.json, "A JSON line for each check");
    command.callback([&] { code = run_doctor(arguments); });
}

void add_drill(CLI::App& backup, DrillArguments& arguments, int& code) {
    auto& command = *backup.add_subcommand(
        "drill",
        "Restores a backup on trial, verifies all of it and enters the outcome in the log");
    command.footer("Examples:\n  leitstand backup drill /mnt/backup --home /srv/leitstand\n"
                   "  leitstand backup drill /mnt/backup --home DIR --code FILE --json");
    add_home(command, arguments.home);
    command.add_option("source", arguments.source, "The folder of backups")->required();
    command.add_option("--code", arguments.code,
                       "A file with the code of the recovery sheet; by default typed on standard "
                       "input");
    command.add_option("--backup", arguments.name, "The name of one backup; by default the newest");
    command.add_option("--scratch", arguments.scratch,
                       "Where to restore it to; by default in the data folder");
    command.add_option("--database", arguments.database_url,
                       "An empty PostgreSQL database for the trial; by default one is made");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_backup_drill(arguments); });
}

void add_backup(CLI::App& program, BackupArguments& arguments, DrillArguments& drill, int& code) {
    auto& command = *program.add_subcommand(
        "backup", "Saves everything, sealed for the recovery sheet, while the server runs");
    command.footer("Examples:\n  leitstand backup /mnt/backup --home /srv/leitstand\n  leitstand "
                   "backup drill /mnt/backup --home /srv/leitstand\nCalled again it copies what is "
                   "new, or goes on where it was interrupted.");
    command.require_subcommand(0, 1);
    command.add_option("--home", arguments.home, "The data folder")->envname("LEITSTAND_HOME");
    command.add_option("target", arguments.target,
                       "The folder of backups, outside of the data folder; made where it is not");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    add_drill(command, drill, code);
    command.callback([&] {
        if (!command.get_subcommands().empty())
            return;
        if (arguments.home.empty() || arguments.target.empty())
            throw CLI::RequiredError(arguments.target.empty() ? "target" : "--home");
        code = run_backup(arguments);
    });
}

void add_restore(CLI::App& program, RestoreArguments& arguments, int& code) {
    auto& command = *program.add_subcommand(
        "restore", "Makes an installation again from a backup and the recovery sheet");
    command.footer("Examples:\n  leitstand restore /mnt/backup --home /srv/leitstand --key-file "
                   "/etc/leitstand/master.key\n  leitstand restore /mnt/backup --home DIR "
                   "--key-file FILE --database postgresql://leitstand@db/leitstand");
    command.add_option("source", arguments.source, "The folder of backups")->required();
    command.add_option("--home", arguments.home, "The data folder, new or empty")
        ->envname("LEITSTAND_HOME")
        ->required();
    command
        .add_option("--key-file", arguments.key_file,
                    "Where the master key goes, outside the data folder; the log's key goes beside "
                    "it")
        ->required();
    command.add_option("--code", arguments.code,
                       "A file with the code of the recovery sheet; by default typed on standard "
                       "input");
    command.add_option("--backup", arguments.name, "The name of one backup; by default the newest");
    command.add_option("--database", arguments.database_url,
                       "An empty PostgreSQL database, if the backup is of one");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_restore(arguments); });
}

void add_keys(CLI::App& program, KeysArguments& arguments, int& code) {
    auto& command =
        *program.add_subcommand("keys", "The master key: recovery sheet, rotation, recovery");
    command.require_subcommand(1);
    auto& confirm = *command.add_subcommand(
        "confirm", "Confirms the recovery sheet: type its key on standard input");
    add_home(confirm, arguments.home);
    confirm.callback([&] { code = run_keys_confirm(arguments); });
    auto& sheet = *command.add_subcommand("sheet", "Makes a new recovery key and prints its sheet");
    add_home(sheet, arguments.home);
    sheet.callback([&] { code = run_keys_sheet(arguments); });
    auto& rotate = *command.add_subcommand(
        "rotate", "Makes a new master key and wraps every item's key again");
    add_home(rotate, arguments.home);
    rotate.callback([&] { code = run_keys_rotate(arguments); });
    auto& recover = *command.add_subcommand(
        "recover", "Makes the key file again from recovery.sealed and the sheet's key");
    recover.footer("Example:\n  leitstand keys recover --sealed /srv/leitstand/recovery.sealed "
                   "--to /etc/leitstand/master.key");
    recover.add_option("--sealed", arguments.sealed, "The file recovery.sealed of the data folder")
        ->required();
    recover.add_option("--to", arguments.to, "Where the key file goes")->required();
    recover.callback([&] { code = run_keys_recover(arguments); });
}

void add_account(CLI::App& program, AccountArguments& arguments, int& code) {
    auto& command = *program.add_subcommand("account", "Accounts from the command line");
    command.require_subcommand(1);
    auto& add = *command.add_subcommand("add", "Makes an account and prints its one-time password");
    add.footer("Examples:\n  leitstand account add --home DIR anna --display-name \"Anna Beck\" "
               "--role caseworker --unit familienkasse-1\n  leitstand account add --home DIR bernd "
               "--display-name \"Bernd Kurz\" --role team_lead --all-units");
    add_home(add, arguments.home);
    add.add_option("name", arguments.name, "The name to sign in with")->required();
    add.add_option("--display-name", arguments.display_name, "The name that others see")
        ->required();
    add.add_option("--role", arguments.roles, "A role; may stand more than once")->required();
    auto& reach = *add.add_option_group("units", "Whose items the account sees; one of the two");
    reach.add_option("--unit", arguments.units,
                     "The key of a unit in the catalogue; may stand more than once");
    reach.add_flag("--all-units", arguments.all_units, "The items of all units");
    reach.require_option(1);
    add.callback([&] { code = run_account_add(arguments); });
    auto& reset = *command.add_subcommand(
        "reset", "Gives an account a new one-time password and ends its sessions");
    add_home(reset, arguments.home);
    reset.add_option("name", arguments.name, "The account's name")->required();
    reset.callback([&] { code = run_account_reset(arguments); });
}

void add_prove_verify(CLI::App& prove, ProveVerifyArguments& arguments, int& code) {
    auto& command = *prove.add_subcommand(
        "verify", "Checks a log offline, every entry up to the signed head; names the first fault");
    command.footer("Examples:\n  leitstand prove verify --log /mnt/copy/log --key log.vkey\n"
                   "  leitstand prove verify --home /srv/leitstand");
    command.add_option("--log", arguments.log, "The folder of the log, which may be a copy");
    command.add_option("--home", arguments.home, "Or the data folder of an installation")
        ->envname("LEITSTAND_HOME");
    command.add_option("--key", arguments.key,
                       "The log's public key, or a file with it; by default the folder's own");
    command.add_option("--known", arguments.known,
                       "A checkpoint that was kept: the log must go on from it");
    command.add_option("--known-key", arguments.known_key,
                       "The key of that checkpoint, where the log goes on under another one");
    command.add_option("--witness", arguments.witnesses,
                       "The public key of a witness; may stand more than once");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_prove_verify(arguments); });
}

void add_prove_check(CLI::App& prove, ProveCheckArguments& arguments, int& code) {
    auto& command = *prove.add_subcommand(
        "check", "Checks receipts (.tlog-proof) with the log's public key alone");
    command.footer("Example:\n  leitstand prove check eingang.tlog-proof --key log.vkey");
    command.add_option("files", arguments.files, "Receipts")->required();
    command.add_option("--key", arguments.key, "The log's public key, or a file with it")
        ->required();
    command.add_option("--witness", arguments.witnesses,
                       "The public key of a witness; may stand more than once");
    command.add_flag("--json", arguments.json, "A JSON line for each receipt");
    command.callback([&] { code = run_prove_check(arguments); });
}

void add_prove_receipt(CLI::App& prove, ProveReceiptArguments& arguments, int& code) {
    auto& command = *prove.add_subcommand(
        "receipt", "Writes the proof that an item was received, to be checked by anybody");
    command.footer("Examples:\n  leitstand prove receipt --home DIR 2026-000123-7 --out "
                   "eingang.tlog-proof\n  leitstand prove receipt --home DIR --bare 2026-000123-7");
    add_home(command, arguments.home);
    command.add_option("item", arguments.item, "The item's receipt number or id")->required();
    command.add_option("--out", arguments.out, "The file to write; standard output by default");
    command.add_flag("--bare", arguments.bare, "Without what the entry says");
    command.callback([&] { code = run_prove_receipt(arguments); });
}

void add_prove_new_key(CLI::App& prove, ProveNewKeyArguments& arguments, int& code) {
    auto& command = *prove.add_subcommand(
        "new-key", "Lets the log go on under another key, when its own was lost or somebody else "
                   "may have it; no server may be running");
    command.footer("Example:\n  leitstand prove new-key --home DIR --reason 'Schlüsseldatei "
                   "verloren'");
    add_home(command, arguments.home);
    command.add_option("--reason", arguments.reason, "Why; it stands in the log")->required();
    command.callback([&] { code = run_prove_new_key(arguments); });
}

void add_prove_witness(CLI::App& prove, ProveWitnessArguments& arguments, int& code) {
    auto& command = *prove.add_subcommand(
        "witness", "Runs a witness: signs the heads of a log only while it is never rewritten");
    command.footer("Examples:\n  leitstand prove witness --init --folder zeuge --key-file "
                   "zeuge.key --name personalrat.example\n  leitstand prove witness --folder zeuge "
                   "--key-file zeuge.key --log log.vkey");
    command.add_flag("--init", arguments.init, "Makes the key and prints its public part");
    command.add_option("--folder", arguments.folder, "Where it remembers what it has signed")
        ->required();
    command
        .add_option("--key-file", arguments.key_file, "Its key; outside the folder, for it alone")
        ->required();
    command.add_option("--name", arguments.name, "With --init: its name, as a host name");
    command.add_option("--log", arguments.logs,
                       "The public key of a log that it watches, or a file with such keys, one a "
                       "line; may stand more than once");
    command.add_option("--address", arguments.address, "Where it listens")
        ->default_val("127.0.0.1");
    command.add_option("--port", arguments.port, "And on which port")->default_val(8090);
    command.add_option("--certificate", arguments.tls_certificate, "PEM file, for https");
    command.add_option("--certificate-key", arguments.tls_key, "PEM file, for https");
    command.add_flag("--plain", arguments.plain,
                     "Beyond this machine without https: nothing secret is sent");
    command.add_flag("--json", arguments.json, "One JSON object on standard output");
    command.callback([&] { code = run_prove_witness(arguments); });
}

void add_prove_export(CLI::App& prove, ProveExportArguments& arguments, int& code) {
    auto& command = *prove.add_subcommand(
        "export", "Prints today's head of the log as a sheet to keep on paper");
    command.footer("Examples:\n  leitstand prove export --home DIR\n  leitstand prove export "
                   "--home DIR --to /srv/protokollblaetter");
    add_home(command, arguments.home);
    command.add_option("--to", arguments.to,
                       "A folder for the sheet and the head; standard output by default");
    command.callback([&] { code = run_prove_export(arguments); });
}

struct ProveArguments {
    ProveVerifyArguments verify;
    ProveCheckArguments check;
    ProveReceiptArguments receipt;
    ProveWitnessArguments witness;
    ProveExportArguments to_paper;
    ProveNewKeyArguments new_key;
};

void add_prove(CLI::App& program, ProveArguments& arguments, int& code) {
    auto& command =
        *program.add_subcommand("prove", "The tamper-evident log: verify, check, receipts");
    command.require_subcommand(1);
    add_prove_verify(command, arguments.verify, code);
    add_prove_check(command, arguments.check, code);
    add_prove_receipt(command, arguments.receipt, code);
    add_prove_witness(command, arguments.witness, code);
    add_prove_export(command, arguments.to_paper, code);
    add_prove_new_key(command, arguments.new_key, code);
}

} // namespace

int main(int argc, char** argv) {
    std::setlocale(LC_CTYPE, "C.UTF-8");
    CLI::App program{"Leitstand: takes in post to a social authority, reads it and prepares it; a "
                     "person decides",
                     "leitstand"};
    program.set_version_flag("--version", "leitstand " LEITSTAND_VERSION);
    program.require_subcommand(1);

    int code = kDone;
    InitArguments init;
    ServeArguments serve;
    ReceiveArguments receive;
    SeparatorsArguments separators;
    ReadArguments read;
    UnderstandArguments understand;
    CatalogueArguments catalogue;
    DoctorArguments doctor;
    BackupArguments backup;
    DrillArguments drill;
    RestoreArguments restore;
    KeysArguments keys;
    AccountArguments account;
    ProveArguments prove;
    LearnArguments learn;
    GovernArguments govern;
    add_init(program, init, code);
    add_serve(program, serve, code);
    add_receive(program, receive, code);
    add_separators(program, separators, code);
    add_read(program, read, code);
    add_understand(program, understand, code);
    add_catalogue(program, catalogue, code);
    add_doctor(program, doctor, code);
    add_backup(program, backup, drill, code);
    add_restore(program, restore, code);
    add_keys(program, keys, code);
    add_account(program, account, code);
    add_prove(program, prove, code);
    add_learn(program, learn, code);
    add_govern(program, govern, code);
    try {
        program.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return program.exit(error) == 0 ? kDone : kWrongUse;
    }
    return code;
}
