# SPDX-License-Identifier: MIT
# Templates, style sheets and scripts of report pages are files, compiled into the program:
#   src/page/assets/<name>.<ending>  ->  #include "page/assets.hpp", tixdb::page::assets::<name>_<ending>
set(TIXDB_ASSETS_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/write_assets_header.cmake)

function(tixdb_embed_assets target)
  set(output ${TIXDB_GENERATED_DIR}/page/assets.hpp)
  list(JOIN ARGN "|" joined)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} "-DINPUTS=${joined}" -P ${TIXDB_ASSETS_SCRIPT}
    DEPENDS ${ARGN} ${TIXDB_ASSETS_SCRIPT}
    COMMENT "Embedding what report pages are made of"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
  target_include_directories(${target} PRIVATE ${TIXDB_GENERATED_DIR})
endfunction()
