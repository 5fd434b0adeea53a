// SPDX-License-Identifier: MIT

#include "support/failing_calls.hpp"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <cstdarg>
#include <string_view>
#include <utility>

namespace tixdb::test {
namespace {

struct FailingPlan {
    Call call = Call::open;
    int error = 0;
    long first = 1;
    long count = 0;
    std::string path_end;
};

// Not destroyed: looked at by whatever the program still does at its end.
FailingPlan& failing_plan() {
    static auto* const plan = new FailingPlan;
    return *plan;
}

std::function<void()>& action_before_read() {
    static auto* const action = new std::function<void()>;
    return *action;
}

constinit std::atomic<bool> is_awaited = false;
constinit std::atomic<bool> is_failing = false;
constinit std::atomic<long> calls_made = 0;
constinit std::atomic<long> calls_failed = 0;

// "3" is not the end of a folder that by chance is named "…-Nx3".
bool is_end_of(std::string_view end, std::string_view path) {
    if (!path.ends_with(end)) return false;
    const bool is_part_of_a_name = std::isalnum(static_cast<unsigned char>(end.front())) == 0;
    return is_part_of_a_name || path.size() == end.size() || path[path.size() - end.size() - 1] == '/';
}

bool is_meant(int descriptor, const char* path) {
    const std::string& end = failing_plan().path_end;
    if (end.empty()) return true;
    if (path != nullptr) return is_end_of(end, path);
    std::array<char, 4096> shown{};
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t size = syscall(SYS_readlinkat, AT_FDCWD, link.c_str(), shown.data(), shown.size() - 1);
    return size > 0 && is_end_of(end, shown.data());
}

bool call_fails(Call call, int descriptor, const char* path) {
    if (!is_failing) return false;
    const FailingPlan& plan = failing_plan();
    if (plan.call != call || !is_meant(descriptor, path)) return false;
    if (++calls_made < plan.first || calls_failed >= plan.count) return false;
    ++calls_failed;
    errno = plan.error;
    return true;
}

bool fails_at_path(Call call, const char* path) {
    return call_fails(call, -1, path);
}

bool fails_on_open(Call call, int descriptor) {
    return call_fails(call, descriptor, nullptr);
}

void act_before_read() {
    if (is_awaited.exchange(false)) action_before_read()();
}

template <typename... Arguments>
int asked(long number, Arguments... arguments) {
    return static_cast<int>(syscall(number, arguments...));
}

mode_t mode_after(int flags, va_list& more) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
}

}  // namespace

FailingCalls::FailingCalls(Call call, int error, long first, long count) {
    failing_plan() = {call, error, first, count, ""};
    calls_made = 0;
    calls_failed = 0;
    is_failing = true;
}

FailingCalls::FailingCalls(Call call, int error, const std::string& path_end) : FailingCalls(call, error) {
    failing_plan().path_end = path_end;
}

FailingCalls::~FailingCalls() {
    is_failing = false;
}

long FailingCalls::made() {
    return calls_made;
}

long FailingCalls::failed() {
    return calls_failed;
}

void before_next_read(std::function<void()> action) {
    action_before_read() = std::move(action);
    is_awaited = true;
}

bool next_read_is_awaited() {
    return is_awaited;
}

}  // namespace tixdb::test

using tixdb::test::act_before_read;
using tixdb::test::asked;
using tixdb::test::Call;
using tixdb::test::fails_at_path;
using tixdb::test::fails_on_open;
using tixdb::test::mode_after;

extern "C" {

int openat(int folder, const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_after(flags, more);
    va_end(more);
    return fails_at_path(Call::open, path) ? -1 : asked(SYS_openat, folder, path, flags, mode);
}

int open(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_after(flags, more);
    va_end(more);
    return fails_at_path(Call::open, path) ? -1 : asked(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_after(flags, more);
    va_end(more);
    return fails_at_path(Call::open, path) ? -1 : asked(SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t read(int descriptor, void* bytes, size_t size) {
    act_before_read();
    return fails_on_open(Call::read, descriptor) ? -1 : syscall(SYS_read, descriptor, bytes, size);
}

ssize_t pread64(int descriptor, void* bytes, size_t size, off64_t at) {
    return fails_on_open(Call::read, descriptor) ? -1 : syscall(SYS_pread64, descriptor, bytes, size, at);
}

ssize_t pread(int descriptor, void* bytes, size_t size, off_t at) {
    return pread64(descriptor, bytes, size, at);
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
    return fails_on_open(Call::write, descriptor) ? -1 : syscall(SYS_write, descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
    return fails_on_open(Call::write, descriptor) ? -1 : syscall(SYS_pwrite64, descriptor, bytes, size, at);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t at) {
    return pwrite64(descriptor, bytes, size, at);
}

int fsync(int descriptor) {
    return fails_on_open(Call::sync, descriptor) ? -1 : asked(SYS_fsync, descriptor);
}

int fdatasync(int descriptor) {
    return fails_on_open(Call::sync, descriptor) ? -1 : asked(SYS_fdatasync, descriptor);
}

int ftruncate(int descriptor, off_t size) noexcept {
    return fails_on_open(Call::truncate, descriptor) ? -1 : asked(SYS_ftruncate, descriptor, size);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
    return fails_at_path(Call::rename, to) ? -1
                                           : asked(SYS_renameat2, from_folder, from, to_folder, to, flags);
}

int rename(const char* from, const char* to) noexcept {
    return fails_at_path(Call::replace, to) ? -1 : asked(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
    return fails_at_path(Call::link, to) ? -1 : asked(SYS_linkat, from_folder, from, to_folder, to, flags);
}

int link(const char* from, const char* to) noexcept {
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlinkat(int folder, const char* path, int flags) noexcept {
    return fails_at_path(Call::unlink, path) ? -1 : asked(SYS_unlinkat, folder, path, flags);
}

int unlink(const char* path) noexcept {
    return unlinkat(AT_FDCWD, path, 0);
}

int fstatat(int folder, const char* path, struct stat* status, int flags) noexcept {
    return fails_at_path(Call::stat, path) ? -1 : asked(SYS_newfstatat, folder, path, status, flags);
}

int stat(const char* path, struct stat* status) noexcept {
    return fstatat(AT_FDCWD, path, status, 0);
}

int fstat(int descriptor, struct stat* status) noexcept {
    return fails_on_open(Call::stat, descriptor) ? -1 : asked(SYS_fstat, descriptor, status);
}

int mkdirat(int folder, const char* path, mode_t mode) noexcept {
    return fails_at_path(Call::mkdir, path) ? -1 : asked(SYS_mkdirat, folder, path, mode);
}

int fchown(int descriptor, uid_t user, gid_t group) noexcept {
    return fails_on_open(Call::owner, descriptor) ? -1 : asked(SYS_fchown, descriptor, user, group);
}

int chown(const char* path, uid_t user, gid_t group) noexcept {
    return fails_at_path(Call::owner, path) ? -1 : asked(SYS_fchownat, AT_FDCWD, path, user, group, 0);
}

int fchmod(int descriptor, mode_t mode) noexcept {
    return fails_on_open(Call::mode, descriptor) ? -1 : asked(SYS_fchmod, descriptor, mode);
}

int futimens(int descriptor, const struct timespec times[2]) noexcept {
    return fails_on_open(Call::times, descriptor) ? -1 : asked(SYS_utimensat, descriptor, nullptr, times, 0);
}

struct dirent* readdir(DIR* folder) {
    if (fails_on_open(Call::list, dirfd(folder))) return nullptr;
    using Readdir = struct dirent*(DIR*);
    static auto* const real = reinterpret_cast<Readdir*>(dlsym(RTLD_NEXT, "readdir"));
    return real(folder);
}

}  // extern "C"
