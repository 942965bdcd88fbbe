// SPDX-License-Identifier: EUPL-1.2
// leitstand-recogniser: reads pictures of pages. Built like leitstand-reader, with the same walls
// and the same protocol, but a program of its own, so that neither carries the other's libraries;
// runs when nothing else wants the processor, so that desks stay quick.
#include <cstring>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include "reader/recognise/engine.hpp"
#include "reader/recognise/recogniser.hpp"
#include "reader/spawner.hpp"

namespace leitstand::reader {

namespace {

// Each page, but not the spawner, which must keep its deadlines on a busy machine too. Both, since
// a system may know only one of them; a refusal costs speed elsewhere, not safety.
void run_behind_all_others() {
    ::setpriority(PRIO_PROCESS, 0, 19);
    sched_param const none{};
    ::sched_setscheduler(0, SCHED_IDLE, &none);
}

char const* prepare(int count, char** arguments) {
    std::string models;
    for (int i = 1; i + 1 < count; ++i)
        if (std::strcmp(arguments[i], "--models") == 0)
            models = arguments[i + 1];
    return prepare_recogniser(models) ? nullptr : kLanguagePackage;
}

ReaderAnswer recognise(std::string_view bytes, ReaderRequest const& request, Output& /*output*/) {
    if (request.kind == RequestKind::recognise)
        return recognise_page(bytes, request);
    ReaderAnswer answer;
    answer.status = AnswerStatus::refused;
    answer.reason = Reason::unknown_format;
    return answer;
}

} // namespace

} // namespace leitstand::reader

int main(int count, char** arguments) {
    using namespace leitstand::reader;
    // Without the library's farewell, which complains of what is shared by all pages.
    ::_exit(run_program({"leitstand-recogniser", prepare, recognise, run_behind_all_others}, count,
                        arguments));
}
