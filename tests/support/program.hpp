// SPDX-License-Identifier: MIT
// The program itself in a process of its own, for what cannot be tried within the test's: signals and sudden
// ends.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace tixdb::test {

class Program {
  public:
    // Starts tixdb with these arguments and only this environment. stdout and stderr go to output_file.
    Program(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
            const std::string& output_file);
    // Starts a command of /bin/sh likewise.
    [[nodiscard]] static Program shell(const std::string& command,
                                       const std::map<std::string, std::string>& environment,
                                       const std::string& output_file);
    ~Program();  // kills it if it still runs
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void send_signal(int signal_number) const;
    // The exit code, or 128 + the signal that ended it. Kills it, and returns -1, if it has not ended within
    // a minute.
    [[nodiscard]] int wait();

  private:
    Program(std::vector<std::string> arguments, const std::map<std::string, std::string>& environment,
            const std::string& output_file, const std::string& file);

    pid_t pid_ = 0;
};

}  // namespace tixdb::test
