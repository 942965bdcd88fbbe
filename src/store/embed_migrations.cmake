# SPDX-License-Identifier: EUPL-1.2
# Writes OUTPUT, a C++ source that holds every migrations/ENGINE/NNNN_name.sql below FOLDER, by engine and number.
cmake_minimum_required(VERSION 3.25)
set(entries "")
foreach(engine sqlite postgresql)
  file(GLOB files ${FOLDER}/${engine}/*.sql)
  list(SORT files)
  set(numbers "")
  foreach(file ${files})
    get_filename_component(stem ${file} NAME_WE)
    if(NOT stem MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$")
      message(FATAL_ERROR "${file}: expected a name like 0007_subject.sql")
    endif()
    set(digits ${CMAKE_MATCH_1})
    set(name ${CMAKE_MATCH_2})
    if(digits IN_LIST numbers)
      message(FATAL_ERROR "${file}: the number ${digits} is taken")
    endif()
    list(APPEND numbers ${digits})
    string(REGEX REPLACE "^0+" "" number ${digits})
    file(READ ${file} sql)
    string(APPEND entries "    {Engine::${engine}, ${number}, \"${name}\", R\"step(${sql})step\"},\n")
  endforeach()
endforeach()
file(WRITE ${OUTPUT} "// Written by embed_migrations.cmake.
#include \"store/detail/migration.hpp\"

namespace leitstand::detail {

std::span<Migration const> all_migrations() {
    static constexpr Migration kSteps[] = {
${entries}    };
    return kSteps;
}

} // namespace leitstand::detail
")
