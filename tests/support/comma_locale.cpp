// SPDX-License-Identifier: MIT

#include "support/comma_locale.hpp"

#include <fmt/format.h>

#include <clocale>
#include <cstdlib>
#include <fstream>

namespace tixdb::test {
namespace {

constexpr const char* kName = "comma";

class CommaPunctuation final : public std::numpunct<char> {
  protected:
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

void write_definition(const std::filesystem::path& path) {
    std::ofstream(path)
        << "escape_char /\nLC_NUMERIC\ndecimal_point \",\"\nthousands_sep \".\"\ngrouping 3;3\n"
           "END LC_NUMERIC\n";
}

void write_ascii(const std::filesystem::path& path) {
    std::ofstream file(path);
    file << "<code_set_name> ANSI_X3.4-1968\n<escape_char> /\nCHARMAP\n";
    for (int code = 0; code < 128; ++code) file << fmt::format("<U{0:04X}> /x{0:02x}\n", code);
    file << "END CHARMAP\n";
}

// What the definition leaves out is warned of and made as in the C locale.
void compile(const std::filesystem::path& folder) {
    write_definition(folder / "definition");
    write_ascii(folder / "ascii");
    const std::string command = fmt::format(
        "cd '{}' && localedef -c -f ./ascii -i ./definition ./{} 2>/dev/null", folder.string(), kName);
    // Its exit status tells warnings and errors apart badly: setlocale() decides.
    [[maybe_unused]] const int status = std::system(command.c_str());
}

}  // namespace

CommaLocale::CommaLocale()
    : streams_before_(std::locale::global(std::locale(std::locale(), new CommaPunctuation))),
      c_before_(std::setlocale(LC_ALL, nullptr)) {
    compile(folder_.path());
    setenv("LOCPATH", folder_.path().c_str(), 1);
    is_complete_ = std::setlocale(LC_ALL, kName) != nullptr && *std::localeconv()->decimal_point == ',';
    unsetenv("LOCPATH");
}

CommaLocale::~CommaLocale() {
    std::setlocale(LC_ALL, c_before_.c_str());
    std::locale::global(streams_before_);
}

}  // namespace tixdb::test
