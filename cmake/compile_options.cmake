# One interface target carries what every translation unit is compiled with, so that nothing is set globally.
find_program(TIXDB_CCACHE ccache)
if(TIXDB_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TIXDB_CCACHE})
endif()

add_library(tixdb_compile_options INTERFACE)
target_compile_options(tixdb_compile_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wnull-dereference -Wdouble-promotion -Wformat=2
  # The same input must give the same numbers on every machine: no fused multiply-add.
  -ffp-contract=off)
if(TIXDB_WERROR)
  target_compile_options(tixdb_compile_options INTERFACE -Werror)
endif()
if(TIXDB_SANITIZE)
  target_compile_options(tixdb_compile_options INTERFACE
    -fsanitize=${TIXDB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(tixdb_compile_options INTERFACE -fsanitize=${TIXDB_SANITIZE})
endif()
