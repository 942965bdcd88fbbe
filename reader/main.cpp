// SPDX-License-Identifier: EUPL-1.2
// leitstand-reader: the program that looks into documents. Started by the server with a control
// socket as descriptor 3; builds its walls, tests them, says hello and serves requests
// (docs/sandbox.md).
#include "reader/parse/parse.hpp"
#include "reader/spawner.hpp"

namespace leitstand::reader {

namespace {

char const* prepare(int /*count*/, char** /*arguments*/) {
    prepare_parsers();
    return nullptr;
}

} // namespace

} // namespace leitstand::reader

int main(int count, char** arguments) {
    using namespace leitstand::reader;
    return run_program({"leitstand-reader", prepare, parse, [] {}}, count, arguments);
}
