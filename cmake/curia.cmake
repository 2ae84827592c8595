# Helpers that every folder's CMakeLists.txt uses: one library and one test program per folder,
# so that the include rules of docs/architecture.md are link rules too.

add_library(curia_options INTERFACE)
target_include_directories(curia_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(curia_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wconversion -Wno-sign-conversion
  -Werror -fno-omit-frame-pointer -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports false positives of these kinds inside its own library at -O2.
  target_compile_options(curia_options INTERFACE
    -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds)
endif()
target_compile_definitions(curia_options INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_FENCED_BLOCK)
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  # What ccache wants to be told where headers are precompiled (its manual, "Precompiled headers").
  set(sloppy ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${sloppy})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${sloppy})
endif()

# The standard library, and in tests GoogleTest, are read from a precompiled header: without it most
# of the time of a build goes into parsing them again for each file. The clang preset does without,
# which proves that every file includes what it needs.
option(CURIA_PRECOMPILED "Precompile the headers of the standard library and GoogleTest" ON)
set(standard_headers <algorithm> <array> <chrono> <cstdint> <cstring> <deque> <functional> <map>
  <memory> <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <variant>
  <vector>)
set(empty_source ${CMAKE_BINARY_DIR}/precompiled.cpp)
if(NOT EXISTS ${empty_source})
  file(WRITE ${empty_source} "")
endif()
# What ccache needs: it compares precompiled headers by their bytes, in which clang keeps the time.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(precompiled_options -fpch-preprocess)
  # g++ tidies its memory early and often; a build machine has enough.
  add_compile_options(--param=ggc-min-expand=1000 --param=ggc-min-heapsize=4194304)
else()
  # In a precompiled header clang forgets where the library of g++ 12 silences itself; g++ reports
  # what we use that is deprecated.
  set(precompiled_options "SHELL:-Xclang -fno-pch-timestamp" -Wno-deprecated-declarations)
endif()
function(curia_precompiled name options)
  if(CURIA_PRECOMPILED)
    add_library(${name} OBJECT ${empty_source})
    target_link_libraries(${name} PRIVATE ${options})
    target_compile_options(${name} PRIVATE ${precompiled_options})
    target_precompile_headers(${name} PRIVATE ${ARGN})
  endif()
endfunction()
function(curia_use_precompiled target name)
  if(CURIA_PRECOMPILED)
    target_compile_options(${target} PRIVATE ${precompiled_options})
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()
curia_precompiled(curia_standard_headers curia_options ${standard_headers})

add_library(curia_test_options INTERFACE)
target_link_libraries(curia_test_options INTERFACE curia_options GTest::gtest GTest::gmock)
curia_precompiled(curia_test_headers curia_test_options ${standard_headers}
  <gtest/gtest.h> <gmock/gmock.h>)

# The files of one folder are compiled together, at most 24 at a time: most of the time of a
# file goes into headers and templates that its neighbours need, too. So two files of a folder
# cannot have two things of one name, not even in unnamed namespaces; a file that has good reasons
# for it is named after ALONE. The clang preset compiles every file alone.
option(CURIA_UNITY "Compile the files of a folder together" ON)
function(curia_unity target sources alone)
  if(CURIA_UNITY)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # It takes the types of unnamed namespaces for those of a header.
      target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    foreach(pattern ${alone})
      list(FILTER sources EXCLUDE REGEX "/${pattern}\\.cpp$")
    endforeach()
    foreach(source ${sources})
      cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE path)
      cmake_path(GET path PARENT_PATH folder)
      string(REPLACE "/" "_" group ${folder})
      math(EXPR number "0${files_of_${group}} + 1")
      set(files_of_${group} ${number})
      math(EXPR part "(${number} - 1) / 24")
      set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group}_${part})
    endforeach()
  endif()
endfunction()

# curia_library(NAME DEPS a b c EXCLUDE /x/): all *.cpp below this folder except tests, fuzz targets
# and what lies in its folder x.
function(curia_library name)
  cmake_parse_arguments(ARG "" "" "DEPS;EXCLUDE;ALONE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")
  foreach(pattern ${ARG_EXCLUDE})
    list(FILTER sources EXCLUDE REGEX "^${CMAKE_CURRENT_SOURCE_DIR}${pattern}")
  endforeach()
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC curia_options ${ARG_DEPS})
    curia_use_precompiled(${name} curia_standard_headers)
    curia_unity(${name} "${sources}" "${ARG_ALONE}")
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE curia_options ${ARG_DEPS})
  endif()
endfunction()

# curia_tests(NAME DEPS a b c): one gtest program of all *_test.cpp below this folder.
function(curia_tests name)
  cmake_parse_arguments(ARG "" "" "DEPS;EXCLUDE;ALONE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *_test.cpp)
  foreach(pattern ${ARG_EXCLUDE})
    list(FILTER sources EXCLUDE REGEX "^${CMAKE_CURRENT_SOURCE_DIR}${pattern}")
  endforeach()
  if(sources)
    add_executable(${name} ${sources} ${CMAKE_SOURCE_DIR}/tools/test_main.cpp)
    target_link_libraries(${name} PRIVATE curia_test_options ${ARG_DEPS}
      GTest::gtest rapidcheck)
    curia_use_precompiled(${name} curia_test_headers)
    curia_unity(${name} "${sources}" "${ARG_ALONE}")
    add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
endfunction()

# curia_fuzzers(DEPS a b c): each *_fuzz.cpp below this folder is one libFuzzer program.
function(curia_fuzzers)
  cmake_parse_arguments(ARG "" "" "DEPS" ${ARGN})
  if(NOT CURIA_FUZZ)
    return()
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *_fuzz.cpp)
  foreach(source ${sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE curia_options ${ARG_DEPS})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  endforeach()
endfunction()
