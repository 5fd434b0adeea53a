// SPDX-License-Identifier: MIT

#include "support/program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>

#include "support/source_tree.hpp"

namespace tixdb::test {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment, const std::string& output_file)
    : Program(arguments, environment, output_file, test::program_path()) {}

Program Program::shell(const std::string& command, const std::map<std::string, std::string>& environment,
                       const std::string& output_file) {
    return {{"-c", command}, environment, output_file, "/bin/sh"};
}

Program::Program(std::vector<std::string> arguments, const std::map<std::string, std::string>& environment,
                 const std::string& output_file, const std::string& file) {
    arguments.insert(arguments.begin(), file);
    std::vector<std::string> environment_texts;
    for (const auto& [name, value] : environment) environment_texts.push_back(name + "=" + value);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, output_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    const int error = posix_spawn(&pid_, file.c_str(), &actions, nullptr, pointers_to(arguments).data(),
                                  pointers_to(environment_texts).data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error("cannot start " + file);
}

Program::~Program() {
    if (pid_ == 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

void Program::send_signal(int signal_number) const {
    kill(pid_, signal_number);
}

int Program::wait() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    int status = 0;
    while (waitpid(pid_, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > deadline) return -1;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace tixdb::test
