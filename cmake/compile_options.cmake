# SPDX-License-Identifier: MIT
# One interface target carries what every translation unit is compiled with, so that nothing is set globally.
find_program(TIXDB_CCACHE ccache)
if(TIXDB_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths relative to the source: what one clone compiled serves the next.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${TIXDB_CCACHE})
endif()

add_library(tixdb_compile_options INTERFACE)
target_compile_options(tixdb_compile_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wdouble-promotion -Wformat=2
  # The same input must give the same numbers on every machine: no fused multiply-add.
  -ffp-contract=off)
# gcc 12 warns of copies inside std::string that cannot happen (GCC bug 105651), and takes what an empty optional does not
# hold for uninitialised (GCC bug 80635).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(tixdb_compile_options INTERFACE
    -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-maybe-uninitialized)
endif()
# A class may have members of a type from an anonymous namespace, if one file alone has both. Where files are compiled
# together, gcc takes that file for a header.
if((CMAKE_UNITY_BUILD OR TIXDB_SUITE) AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(tixdb_compile_options INTERFACE -Wno-subobject-linkage)
endif()
if(TIXDB_WERROR)
  target_compile_options(tixdb_compile_options INTERFACE -Werror)
endif()

# What finds errors at run time. Tests take less of it than the program does: see tests/CMakeLists.txt.
add_library(tixdb_sanitizers INTERFACE)
if(TIXDB_SANITIZE)
  target_compile_options(tixdb_sanitizers INTERFACE -fsanitize=${TIXDB_SANITIZE} -fno-sanitize-recover=all)
  # Not position-independent: what the sanitizers check holds a million addresses, which the loader would have to
  # mend at every start of the program.
  target_compile_options(tixdb_compile_options INTERFACE -fno-omit-frame-pointer -fno-pie)
  target_link_options(tixdb_compile_options INTERFACE -fsanitize=${TIXDB_SANITIZE} -no-pie)
endif()

# What counts, for scripts/coverage, into files that are mapped into memory: what a killed program has counted is in them. That asks for
# counters that can be moved (-runtime-counter-relocation) and that are written at each step, not after a loop.
if(TIXDB_COVERAGE)
  target_compile_options(tixdb_compile_options INTERFACE
    -fprofile-instr-generate=${CMAKE_BINARY_DIR}/counts/%m%c.profraw -fcoverage-mapping
    "SHELL:-mllvm -runtime-counter-relocation" "SHELL:-mllvm -do-counter-promotion=false")
  target_link_options(tixdb_compile_options INTERFACE -fprofile-instr-generate)
endif()
