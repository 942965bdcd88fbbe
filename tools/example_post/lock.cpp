// SPDX-License-Identifier: EUPL-1.2
#include <exception>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "paper.hpp"

namespace leitstand::example {

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
        writer.write();
        auto const made = writer.getBufferSharedPointer();
        return std::string{reinterpret_cast<char const*>(made->getBuffer()), made->getSize()};
    } catch (std::exception const& error) {
        return fail(Code::internal, "example.not_locked", error.what());
    }
}

} // namespace leitstand::example
