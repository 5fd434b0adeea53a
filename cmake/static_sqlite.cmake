# SPDX-License-Identifier: MIT
# SQLite becomes a part of the program (docs/decisions/0024-sqlite-is-linked-in.md). The target of find_package(SQLite3), which
# SQLiteCpp names too, then stands for the archive in place of the shared library.
find_library(TIXDB_SQLITE_ARCHIVE libsqlite3.a REQUIRED)
set_target_properties(SQLite::SQLite3 PROPERTIES
  IMPORTED_LOCATION ${TIXDB_SQLITE_ARCHIVE}
  INTERFACE_LINK_LIBRARIES "Threads::Threads;m;${CMAKE_DL_LIBS}")
