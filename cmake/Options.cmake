# SPDX-License-Identifier: EUPL-1.2
# Compiler flags: warnings, hardening, sanitizers, cache and linker where present.
option(LEITSTAND_TESTS "Build the tests" ON)
option(LEITSTAND_BENCH "Build the benchmarks" ON)
option(LEITSTAND_FUZZ "Build the fuzz targets (clang)" OFF)
option(LEITSTAND_FAULTS "Compile the named fault points that kill drivers use" OFF)
set(LEITSTAND_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON) # TRY is a GNU statement expression
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")

add_compile_options(-Wall -Wextra -Wpedantic -Wnon-virtual-dtor
                    -Werror=return-type -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-pedantic -fpch-preprocess)
else()
  add_compile_options(-Wno-gnu-statement-expression)
endif()

# Hardening: docs/adr/0004-hardening.md names each flag's reason.
add_compile_options(-fstack-protector-strong -fstack-clash-protection -fcf-protection=full -ftrivial-auto-var-init=zero)
add_compile_definitions(_GLIBCXX_ASSERTIONS)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_definitions(_FORTIFY_SOURCE=3)
endif()
# One flag for libraries, programs and the precompiled header: g++ ignores a header made with another one.
add_compile_options(-fPIE)
add_link_options(-pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code)

if(LEITSTAND_SANITIZE)
  add_compile_options(-fsanitize=${LEITSTAND_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  if(LEITSTAND_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize=vptr) # Debian's SOCI does not export the type information that it asks for
  endif()
  add_link_options(-fsanitize=${LEITSTAND_SANITIZE})
  add_compile_definitions(LEITSTAND_SANITIZED=1)
endif()
if(LEITSTAND_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(LEITSTAND_FAULTS)
  add_compile_definitions(LEITSTAND_FAULTS=1)
endif()

find_program(LEITSTAND_CCACHE ccache)
if(LEITSTAND_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${LEITSTAND_CCACHE})
endif()
find_program(LEITSTAND_MOLD mold)
if(LEITSTAND_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
elseif(LEITSTAND_MOLD)
  add_link_options(--ld-path=${LEITSTAND_MOLD})
endif()
# Translation units that need over 700 MB of compiler memory go one at a time.
set_property(GLOBAL PROPERTY JOB_POOLS heavy=1)
