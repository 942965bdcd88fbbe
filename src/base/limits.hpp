// SPDX-License-Identifier: EUPL-1.2
// Every limit of Leitstand, named in one place; docs/limits.md explains each and says what happens
// beyond it. Defaults here; `[limits]` of leitstand.toml changes them. Threads: plain values, set
// once at start.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace leitstand {

struct Limits {
    // receive
    std::uint64_t request_size_bytes_max = 200ull << 20; // one HTTP upload request
    std::uint64_t item_size_bytes_max = 50ull << 20;     // one received thing
    std::size_t request_files_max = 200;                 // files in one upload request
    std::size_t file_name_bytes_max = 255;
    std::size_t sidecar_bytes_max = 64 << 10;
    std::size_t mbox_messages_max = 100'000;
    std::chrono::milliseconds folder_unchanged_ms{
        2'000}; // a file that has not changed for so long is complete
    std::size_t entry_text_bytes_max = 100'000; // entry by hand

    // read (one document, inside the sandbox)
    std::uint64_t document_size_bytes_max = 50ull << 20;
    std::uint32_t pages_max = 500;
    std::uint32_t parts_max = 500;                        // bodies and attachments of one message
    std::uint32_t nesting_max = 10;                       // message in message
    std::uint64_t unpacked_size_bytes_max = 200ull << 20; // all attachments of one message together
    std::uint32_t unpacked_ratio_max = 100;               // applies beyond 1 MiB unpacked
    std::size_t archive_entries_max = 1'000;              // files in one ZIP or office file
    std::uint64_t office_xml_bytes_max = 32ull << 20;     // one XML part of an office file
    std::uint32_t office_nesting_max = 512;               // elements or groups within each other
    std::uint64_t text_bytes_max = 8ull << 20;            // text of one document
    std::uint32_t words_max = 400'000;
    std::size_t header_bytes_max = 64 << 10; // header block of one message part
    std::size_t line_bytes_max = 1 << 20;
    std::uint64_t answer_bytes_max = 32ull << 20;       // what a reader process may answer
    std::chrono::milliseconds read_deadline_ms{20'000}; // wall time of one document
    std::chrono::seconds read_cpu_s{10};
    std::uint64_t read_memory_bytes_max = 1ull << 30;
    std::uint32_t readers_at_once_max = 32; // processes of documents; more wait

    // pictures and recognition (one page, inside the sandbox)
    std::uint64_t picture_pixels_max = 100'000'000; // of one page or picture
    std::uint32_t recognise_dpi = 300;              // pages of a PDF are drawn so for recognition
    // Recognition runs when nothing else wants the processor, so that a busy machine may take long
    // over a page of one second's work; processor time is what bounds it.
    std::chrono::milliseconds recognise_deadline_ms{900'000};
    std::chrono::seconds recognise_cpu_s{60};
    std::uint64_t recognise_memory_bytes_max = 2ull << 30;
    std::uint32_t recognisers_at_once_max = 2;          // pages at once; each takes one core
    std::uint64_t picture_cache_bytes_max = 2ull << 30; // pictures of pages kept for the screens

    // work
    std::uint32_t attempts_max = 3; // then the item needs a person
    std::chrono::seconds lease_s{60};
    std::size_t workers = 2;

    // serve
    std::size_t header_block_bytes_max = 16 << 10;
    std::size_t json_body_bytes_max = 1 << 20;
    std::size_t json_depth_max = 64;
    std::size_t connections_max = 1'024;
    std::size_t connections_per_address_max = 256;
    std::chrono::seconds request_header_s{10};
    std::chrono::seconds request_body_idle_s{30}; // for each 256 KiB of a body
    std::chrono::seconds response_piece_s{30};    // for each piece of an answer
    std::chrono::seconds keep_alive_idle_s{60};   // between two requests of a connection
    std::chrono::minutes session_idle_min{30};
    std::chrono::hours session_age_h{12};
    std::size_t sign_in_failures_max = 5; // per account and address within the window
    std::chrono::minutes sign_in_window_min{15};
    std::size_t sign_ins_at_once_max = 2; // each takes 64 MiB for Argon2id
    std::size_t page_rows_max = 200;      // rows of one list answer
    std::size_t idempotency_keys_max = 1'000'000;

    // net, prove: what is asked of witnesses of the log
    std::size_t witnesses_max = 16;
    std::chrono::seconds witness_interval_s{60};           // between two heads that they are shown
    std::chrono::milliseconds witness_deadline_ms{10'000}; // for one question and its whole answer
    std::size_t witness_answer_bytes_max = 64 << 10;

    // backup
    std::uint64_t backup_bytes_per_second_max = 64ull
                                                << 20; // read and written, so that others go on

    // store
    std::size_t write_queue_max = 4'096;
    std::size_t group_commit_max = 256;                // writes sharing one SQLite commit
    std::size_t database_sessions_max = 8;             // open at once besides the one writer
    std::chrono::milliseconds database_wait_ms{5'000}; // for a lock, a session or one statement
    std::chrono::seconds database_connect_s{2};        // PostgreSQL
    std::uint32_t transaction_attempts_max = 20;       // PostgreSQL: after serialisation failures
    std::uint64_t free_space_bytes_min = 64ull
                                         << 20; // below it intake answers 507 before reading a body
};

} // namespace leitstand
