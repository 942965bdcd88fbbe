// SPDX-License-Identifier: EUPL-1.2
// What qpdf does with a finished PDF: locks it, or joins it with others.
#include <exception>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <vector>

#include "paper.hpp"

namespace leitstand::example {

namespace {

std::string written(QPDFWriter& writer) {
    writer.write();
    auto const made = writer.getBufferSharedPointer();
    return {reinterpret_cast<char const*>(made->getBuffer()), made->getSize()};
}

} // namespace

Result<std::string> lock_with_password(std::string const& pdf, std::string const& password) {
    try {
        QPDF document;
        document.setSuppressWarnings(true);
        document.setAttemptRecovery(false);
        document.processMemoryFile("letter", pdf.data(), pdf.size());
        QPDFWriter writer{document};
        writer.setOutputMemory();
        writer.setR6EncryptionParameters(password.c_str(), password.c_str(), false, false, false,
                                         false, false, false, qpdf_r3p_none, true);
        return written(writer);
    } catch (std::exception const& error) {
        return fail(Code::internal, "example.not_locked", error.what());
    }
}

Result<std::string> join_papers(std::span<std::string const> pdfs) {
    try {
        QPDF stack;
        stack.emptyPDF();
        std::vector<std::unique_ptr<QPDF>> papers; // pages are read when the stack is written
        for (auto const& pdf : pdfs) {
            auto& paper = papers.emplace_back(std::make_unique<QPDF>());
            paper->processMemoryFile("paper", pdf.data(), pdf.size());
            for (auto& page : QPDFPageDocumentHelper{*paper}.getAllPages())
                QPDFPageDocumentHelper{stack}.addPage(page, false);
        }
        QPDFWriter writer{stack};
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        return written(writer);
    } catch (std::exception const& error) {
        return fail(Code::internal, "example.not_joined", error.what());
    }
}

} // namespace leitstand::example
