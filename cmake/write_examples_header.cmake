# SPDX-License-Identifier: MIT
# Writes one header with the examples of all pages in docs/man (see embed_examples.cmake).
string(REPLACE "|" ";" pages "${PAGES}")
set(body "")
foreach(page IN LISTS pages)
  get_filename_component(name ${page} NAME_WE)
  file(READ ${page} text)
  string(REGEX REPLACE "^.*\n## EXAMPLES\n" "" text "${text}")
  string(REGEX REPLACE "\n## .*$" "\n" text "${text}")
  string(REGEX MATCHALL "    [^\n]+" lines "${text}")
  foreach(line IN LISTS lines)
    string(SUBSTRING "${line}" 4 -1 line)
    string(APPEND body "    PageExample{\"${name}\", R\"example(${line})example\"},\n")
  endforeach()
endforeach()
file(WRITE ${OUTPUT} "// Generated from docs/man: do not edit.
#pragma once
#include <array>
#include <string_view>

namespace tixdb::cli {

struct PageExample {
    std::string_view page;  // \"tixdb-run\"
    std::string_view line;
};

inline constexpr std::array kPageExamples = {
${body}};

}  // namespace tixdb::cli
")
