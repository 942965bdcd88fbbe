# SPDX-License-Identifier: EUPL-1.2
# leitstand_folder(NAME SOURCES … USES lower folders … PRIVATE third-party …): one static library for a folder
# leitstand_test(NAME SOURCES … USES … PRIVATE … LABELS …): one test binary for a folder
#
# Headers are included as "read/document.hpp". Third-party libraries are linked PRIVATE, so that none leaks into another folder.

# One precompiled header of std + fmt + tl::expected + JSON's forward declarations, nothing of ours.
add_library(leitstand_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
target_precompile_headers(leitstand_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.hpp)
target_link_libraries(leitstand_pch PRIVATE fmt::fmt Threads::Threads)

function(leitstand_common target)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_precompile_headers(${target} REUSE_FROM leitstand_pch)
  target_link_libraries(${target} PRIVATE fmt::fmt Threads::Threads)
endfunction()

function(leitstand_folder name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PRIVATE" ${ARGN})
  add_library(leitstand_${name} STATIC ${ARG_SOURCES})
  leitstand_common(leitstand_${name})
  foreach(lower ${ARG_USES})
    target_link_libraries(leitstand_${name} PRIVATE leitstand_${lower})
  endforeach()
  target_link_libraries(leitstand_${name} PRIVATE ${ARG_PRIVATE})
endfunction()

# Tests run their own lines once, so that the compiler's second level costs more than it saves there; -O1 and not -O0 because the linker may
# take a template that both use from the test's object. Their header adds GoogleTest and JSON, which nearly every test reads.
if(LEITSTAND_TESTS)
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    set(LEITSTAND_TEST_OPTIONS -O1)
  endif()
  add_library(leitstand_test_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
  target_precompile_headers(leitstand_test_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.hpp <gtest/gtest.h> <nlohmann/json.hpp>)
  target_compile_options(leitstand_test_pch PRIVATE ${LEITSTAND_TEST_OPTIONS})
  target_link_libraries(leitstand_test_pch PRIVATE fmt::fmt Threads::Threads GTest::gtest nlohmann_json::nlohmann_json)
endif()

function(leitstand_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PRIVATE;LABELS" ${ARGN})
  add_executable(${name}_test ${ARG_SOURCES})
  target_include_directories(${name}_test PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_precompile_headers(${name}_test REUSE_FROM leitstand_test_pch)
  target_compile_options(${name}_test PRIVATE ${LEITSTAND_TEST_OPTIONS})
  target_link_libraries(${name}_test PRIVATE fmt::fmt Threads::Threads)
  target_include_directories(${name}_test PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  foreach(lower ${ARG_USES})
    target_link_libraries(${name}_test PRIVATE leitstand_${lower})
  endforeach()
  target_link_libraries(${name}_test PRIVATE ${ARG_PRIVATE} GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name}_test PRIVATE LEITSTAND_SOURCE_DIR="${CMAKE_SOURCE_DIR}" LEITSTAND_BINARY_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name}_test)
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 600)
endfunction()
