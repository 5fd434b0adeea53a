# SPDX-License-Identifier: MIT
# The examples of the man pages are compiled into the program: --help shows some of them.
set(TIXDB_EXAMPLES_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/write_examples_header.cmake)

function(tixdb_embed_examples target)
  set(output ${TIXDB_GENERATED_DIR}/cli/page_examples.hpp)
  list(JOIN ARGN "|" joined)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} "-DPAGES=${joined}" -P ${TIXDB_EXAMPLES_SCRIPT}
    DEPENDS ${ARGN} ${TIXDB_EXAMPLES_SCRIPT}
    COMMENT "Embedding the examples of the man pages"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
  target_include_directories(${target} PRIVATE ${TIXDB_GENERATED_DIR})
endfunction()
