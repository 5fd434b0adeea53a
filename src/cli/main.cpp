#include <unistd.h>

#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/signals.hpp"
#include "cli/application.hpp"

extern char** environ;

namespace {

tixdb::cli::Environment environment_of_process() {
    tixdb::cli::Environment environment;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals != std::string_view::npos)
            environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

}  // namespace

int main(int argc, char** argv) {
    tixdb::install_signal_handlers();
    tixdb::SystemClock clock;
    tixdb::cli::World world{
        environment_of_process(),  std::cin, std::cout, std::cerr, clock, isatty(STDOUT_FILENO) == 1,
        isatty(STDERR_FILENO) == 1};
    const int code = tixdb::cli::run_application(std::vector<std::string>(argv + 1, argv + argc), world);
    std::cout.flush();
    if (!std::cout) {
        std::cerr << "tixdb: error: cannot write to stdout\n";
        return 1;
    }
    return code;
}
