# SPDX-License-Identifier: MIT
# SQL lives in .sql files and is compiled into the program.
#   src/store/sql/<aggregate>/<verb>.sql  ->  #include "store/sql/<aggregate>.hpp", sql::<aggregate>::<verb>
#   migrations/NNNN_<name>.sql            ->  #include "store/sql/migrations.hpp", kMigrations in order
#   schema/views.sql                      ->  sql::schema::views
set(TIXDB_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/write_sql_header.cmake)
set(TIXDB_GENERATED_DIR ${CMAKE_BINARY_DIR}/generated)

function(tixdb_embed_sql target kind name)
  set(output ${TIXDB_GENERATED_DIR}/store/sql/${name}.hpp)
  list(JOIN ARGN "|" joined)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DKIND=${kind} -DNAME=${name} -DOUTPUT=${output} "-DINPUTS=${joined}"
            -P ${TIXDB_EMBED_SCRIPT}
    DEPENDS ${ARGN} ${TIXDB_EMBED_SCRIPT}
    COMMENT "Embedding SQL: ${name}"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
