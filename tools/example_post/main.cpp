// SPDX-License-Identifier: EUPL-1.2
// Renders the texts of example/texts to the example post: letters as PDF, mails with attachments, a
// bundle, a mailbox, a scanned stack, a broken and a locked file. The same texts give the same
// bytes but for the locked file. Usage: example_post SOURCE_FOLDER POST_FOLDER
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <vector>

#include "base/files.hpp"
#include "mail.hpp"
#include "paper.hpp"
#include "piece.hpp"
#include "receive/separator_sheet.hpp"

namespace {

using namespace leitstand;
using namespace leitstand::example;
namespace fs = std::filesystem;

constexpr std::size_t kPiecesMax = 1'000;
constexpr std::size_t kBrokenPartOf = 3; // a broken file keeps a third of its bytes

struct Rendered {
    std::string ending;
    std::string bytes;
};

Result<std::vector<MailFile>> render_attachments(Message const& message) {
    std::vector<MailFile> files;
    for (auto const& attachment : message.attachments) {
        auto bytes = attachment.file.ends_with(".pdf") ? TRY(draw_sheet(attachment, message.date))
                                                       : attachment.text;
        files.push_back({attachment.file, std::move(bytes)});
    }
    return files;
}

// As it lies in the scanner: letters, and a separator sheet between two of them.
Result<std::string> draw_stack(Piece const& piece) {
    constexpr std::uint32_t kFirstSheet = 0x4d55'5354; // any, and the same each time
    std::vector<std::string> papers;
    for (auto const& letter : piece.messages) {
        if (auto const sheet = static_cast<std::uint32_t>(papers.size()); sheet > 0)
            papers.push_back(TRY(separator_sheets_pdf(1, kFirstSheet + sheet)));
        papers.push_back(TRY(draw_letter(letter, PaperForm::scanned)));
    }
    return join_papers(papers);
}

Result<Rendered> render(Piece const& piece) {
    auto const& first = piece.messages.front();
    switch (piece.kind) {
    case Kind::letter:
        return Rendered{".pdf", TRY(draw_letter(first))};
    case Kind::encrypted:
        return Rendered{".pdf", TRY(lock_with_password(TRY(draw_letter(first)), piece.password))};
    case Kind::broken: {
        auto pdf = TRY(draw_letter(first));
        pdf.resize(pdf.size() / kBrokenPartOf);
        return Rendered{".pdf", std::move(pdf)};
    }
    case Kind::text:
        return Rendered{".txt", first.body};
    case Kind::mail:
    case Kind::latin:
    case Kind::html: {
        auto const files = TRY(render_attachments(first));
        return Rendered{".eml", TRY(write_mail(first, piece.kind, piece.name, files))};
    }
    case Kind::mailbox: {
        std::vector<std::string> mails;
        for (auto const& message : piece.messages) {
            auto const number = fmt::format("{}-{}", piece.name, mails.size() + 1);
            auto const files = TRY(render_attachments(message));
            mails.push_back(TRY(write_mail(message, Kind::mail, number, files)));
        }
        return Rendered{".mbox", write_mailbox(mails)};
    }
    case Kind::stack:
        return Rendered{".pdf", TRY(draw_stack(piece))};
    }
    return fail(Code::internal, "example.wrong", piece.name);
}

Result<std::size_t> render_all(fs::path const& texts, fs::path const& post) {
    std::vector<fs::path> files;
    for (auto const& entry : fs::directory_iterator{texts})
        if (entry.path().extension() == ".toml" && files.size() < kPiecesMax)
            files.push_back(entry.path());
    std::ranges::sort(files);
    for (auto const& file : files) {
        auto const piece = TRY(load_piece(file));
        if (piece.messages.empty())
            return fail(Code::bad_input, "example.wrong", file.string() + ": no message");
        auto const rendered = TRY(render(piece));
        TRY(write_file_durably(post / (piece.name + rendered.ending), rendered.bytes, 0644));
    }
    return files.size();
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        fmt::print(stderr, "Usage: example_post SOURCE_FOLDER POST_FOLDER\n");
        return 2;
    }
    fs::path const texts = fs::path{argv[1]} / "texts";
    fs::path const post = argv[2];
    std::error_code error;
    fs::create_directories(post, error);
    if (error || !fs::is_directory(texts, error)) {
        fmt::print(stderr, "example_post: there is no folder {}, or {} cannot be made\n",
                   texts.string(), post.string());
        return 3;
    }
    auto const count = render_all(texts, post);
    if (!count) {
        fmt::print(stderr, "example_post: {}\n", count.error().describe());
        return 1;
    }
    fmt::print("{} pieces of post in {}\n", *count, post.string());
    return 0;
}
