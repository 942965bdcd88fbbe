// SPDX-License-Identifier: EUPL-1.2
// One piece of example post as its text file in example/texts describes it
// (docs/formats/example-post.md). Threads: plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace leitstand::example {

// What becomes of a text: one file in the folder of post.
enum class Kind : std::uint8_t {
    letter,    // a PDF with a text layer
    encrypted, // the same, locked by a password
    broken,    // the same, cut off in the middle
    mail,      // a message in UTF-8
    latin,     // a message in windows-1252, quoted-printable
    html,      // a message whose body is HTML
    text,      // a plain text file
    mailbox,   // several messages in one mbox file
    stack      // several letters as the scanner sees them, with separator sheets between them
};

struct Sender {
    std::string name;
    std::string street;
    std::string city; // with postcode
    std::string phone;
    std::string mail;
};

// One row of a sheet (payslip, certificate …): a name and a value.
struct Row {
    std::string name;
    std::string value;
};

// A file within a message: a letter with paragraphs, or a sheet with a title and rows.
struct Attachment {
    std::string file;
    std::string title;
    std::string issuer;
    std::string text;
    std::vector<Row> rows;
};

struct Message {
    Sender sender;
    Date date;
    std::string time; // "14:05"
    std::string subject;
    std::string body;   // paragraphs, an empty line between them
    std::string markup; // HTML instead of paragraphs, only for Kind::html
    std::string to;     // name of the addressee
    std::vector<Attachment> attachments;
};

struct Piece {
    std::string name; // file name without ending
    Kind kind = Kind::letter;
    std::string password;          // only for Kind::encrypted
    std::vector<Message> messages; // one; several for Kind::mailbox and Kind::stack
};

// Reads one text file. Errors: bad_input "example.wrong" with file, line and reason.
Result<Piece> load_piece(std::filesystem::path const& file);

} // namespace leitstand::example
