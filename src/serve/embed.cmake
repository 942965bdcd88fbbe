# SPDX-License-Identifier: EUPL-1.2
# Writes OUTPUT, a C++ source that holds the data files of the server: rights, messages, the description of the interface.
function(text_of variable file)
  file(READ ${file} content)
  # A string literal may hold 64 KiB in other compilers and some editors choke on more: in pieces.
  string(LENGTH "${content}" length)
  set(pieces "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${content}" ${at} 8000 piece)
    string(APPEND pieces "R\"piece(${piece})piece\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  set(${variable} "${pieces}" PARENT_SCOPE)
endfunction()
text_of(rights ${FOLDER}/rights.toml)
text_of(messages ${FOLDER}/messages.toml)
text_of(openapi ${OPENAPI})
file(WRITE ${OUTPUT} "// Written by embed.cmake.
#include \"serve/embedded.hpp\"

namespace leitstand::embedded {

std::string_view rights() { return
${rights};
}
std::string_view messages() { return
${messages};
}
std::string_view openapi() { return
${openapi};
}

} // namespace leitstand::embedded
")
