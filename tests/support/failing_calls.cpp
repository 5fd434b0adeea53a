// SPDX-License-Identifier: MIT

#include "support/failing_calls.hpp"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>

namespace tixdb::test {
namespace {

struct FailingPlan {
    Call call = Call::open;
    int error = 0;  // 0: none fails
    long first = 1;
    long count = 0;
    long made = 0;
    long failed = 0;
};

constinit thread_local FailingPlan failing_plan;

bool call_fails(Call call) {
    FailingPlan& plan = failing_plan;
    if (plan.error == 0 || plan.call != call) return false;
    ++plan.made;
    if (plan.made < plan.first || plan.failed >= plan.count) return false;
    ++plan.failed;
    errno = plan.error;
    return true;
}

template <typename... Arguments>
int system_call(Call call, long number, Arguments... arguments) {
    return call_fails(call) ? -1 : static_cast<int>(syscall(number, arguments...));
}

mode_t mode_after(int flags, va_list& more) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
}

}  // namespace

FailingCalls::FailingCalls(Call call, int error, long first, long count) {
    failing_plan = {call, error, first, count, 0, 0};
}

FailingCalls::~FailingCalls() {
    failing_plan = {};
}

long FailingCalls::made() {
    return failing_plan.made;
}

long FailingCalls::failed() {
    return failing_plan.failed;
}

}  // namespace tixdb::test

using tixdb::test::Call;
using tixdb::test::call_fails;
using tixdb::test::mode_after;
using tixdb::test::system_call;

extern "C" {

int openat(int folder, const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_after(flags, more);
    va_end(more);
    return system_call(Call::open, SYS_openat, folder, path, flags, mode);
}

int open(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_after(flags, more);
    va_end(more);
    return system_call(Call::open, SYS_openat, AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_after(flags, more);
    va_end(more);
    return system_call(Call::open, SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t read(int descriptor, void* bytes, size_t size) {
    return call_fails(Call::read) ? -1 : syscall(SYS_read, descriptor, bytes, size);
}

ssize_t pread64(int descriptor, void* bytes, size_t size, off64_t at) {
    return call_fails(Call::read) ? -1 : syscall(SYS_pread64, descriptor, bytes, size, at);
}

ssize_t pread(int descriptor, void* bytes, size_t size, off_t at) {
    return pread64(descriptor, bytes, size, at);
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
    return call_fails(Call::write) ? -1 : syscall(SYS_write, descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
    return call_fails(Call::write) ? -1 : syscall(SYS_pwrite64, descriptor, bytes, size, at);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t at) {
    return pwrite64(descriptor, bytes, size, at);
}

int fsync(int descriptor) {
    return system_call(Call::sync, SYS_fsync, descriptor);
}

int fdatasync(int descriptor) {
    return system_call(Call::sync, SYS_fdatasync, descriptor);
}

int ftruncate(int descriptor, off_t size) noexcept {
    return system_call(Call::truncate, SYS_ftruncate, descriptor, size);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
    return system_call(Call::rename, SYS_renameat2, from_folder, from, to_folder, to, flags);
}

int rename(const char* from, const char* to) noexcept {
    return static_cast<int>(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
    return system_call(Call::link, SYS_linkat, from_folder, from, to_folder, to, flags);
}

int link(const char* from, const char* to) noexcept {
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlinkat(int folder, const char* path, int flags) noexcept {
    return system_call(Call::unlink, SYS_unlinkat, folder, path, flags);
}

int unlink(const char* path) noexcept {
    return unlinkat(AT_FDCWD, path, 0);
}

int fstatat(int folder, const char* path, struct stat* status, int flags) noexcept {
    return system_call(Call::stat, SYS_newfstatat, folder, path, status, flags);
}

int stat(const char* path, struct stat* status) noexcept {
    return fstatat(AT_FDCWD, path, status, 0);
}

int fstat(int descriptor, struct stat* status) noexcept {
    return system_call(Call::stat, SYS_fstat, descriptor, status);
}

int mkdirat(int folder, const char* path, mode_t mode) noexcept {
    return system_call(Call::mkdir, SYS_mkdirat, folder, path, mode);
}

int fchown(int descriptor, uid_t user, gid_t group) noexcept {
    return system_call(Call::owner, SYS_fchown, descriptor, user, group);
}

int chown(const char* path, uid_t user, gid_t group) noexcept {
    return system_call(Call::owner, SYS_fchownat, AT_FDCWD, path, user, group, 0);
}

int fchmod(int descriptor, mode_t mode) noexcept {
    return system_call(Call::mode, SYS_fchmod, descriptor, mode);
}

int futimens(int descriptor, const struct timespec times[2]) noexcept {
    return system_call(Call::times, SYS_utimensat, descriptor, nullptr, times, 0);
}

struct dirent* readdir(DIR* folder) {
    if (call_fails(Call::list)) return nullptr;
    using Readdir = struct dirent*(DIR*);
    static auto* const real = reinterpret_cast<Readdir*>(dlsym(RTLD_NEXT, "readdir"));
    return real(folder);
}

}  // extern "C"
