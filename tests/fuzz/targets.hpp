// SPDX-License-Identifier: MIT
// Everything that tixdb reads and others write, as functions of bytes: run by libFuzzer on bytes that it
// makes up (libfuzzer_main.cpp), and over the corpus by a test in every build (corpus_test.cpp).
#pragma once

#include <array>
#include <string_view>

#include "fuzz/input.hpp"

namespace tixdb::fuzz {

// Each of these takes any bytes at all. A finding is a crash, a sanitizer's report, or an exception: what a
// reader promises of its result is asked for by require(). They keep nothing from one call to the next but
// caches.
void report_file(Bytes input);
void message(Bytes input);
void signature(Bytes input);
void paths(Bytes input);
void as_table(Bytes input);
void api_post(Bytes input);
void api_get(Bytes input);
void configuration(Bytes input);
void times(Bytes input);
void phases(Bytes input);
void truth(Bytes input);
void load_plan(Bytes input);
void failed_report(Bytes input);

struct Target {
    std::string_view name;  // of its folder in corpus/ too
    void (*run)(Bytes);
};

inline constexpr std::array<Target, 13> kTargets = {{
    {"report_file", report_file},
    {"message", message},
    {"signature", signature},
    {"paths", paths},
    {"as_table", as_table},
    {"api_post", api_post},
    {"api_get", api_get},
    {"configuration", configuration},
    {"times", times},
    {"phases", phases},
    {"truth", truth},
    {"load_plan", load_plan},
    {"failed_report", failed_report},
}};

}  // namespace tixdb::fuzz
