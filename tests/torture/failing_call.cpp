// SPDX-License-Identifier: MIT
// A library to be loaded before a program (LD_PRELOAD) whose n-th call of one kind is to fail:
//   TIXDB_FAIL_CALL   write, sync, open, rename, unlink, read, malloc, lock or clock
//   TIXDB_FAIL_AT     n, from 1; 0: none fails
//   TIXDB_FAIL_ALWAYS set: so do all that follow it
//   TIXDB_FAIL_COUNT  a file that gets the numbers of calls of each kind, "write 12 3", when the program
//   ends:
//                     all, and those before a database was first opened
//   TIXDB_MAX_PAGES   (beside all this) SQLite finds no room for more pages in any database
// `clock` does not fail: from the n-th reading on, the time of day is TIXDB_FAIL_JUMP_S seconds off. Calls
// are counted from main() on, those on standard streams and sockets are not.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

enum class Call { none, write, sync, open, rename, unlink, read, malloc, lock, clock };

struct Plan {
    Call call = Call::none;
    long at = 0;
    bool always = false;
    long jump_s = 0;
};

// Set before main() and not changed: looked at by functions that may be called at any time, so nothing that
// has to be constructed.
constinit Plan plan;
constinit std::atomic<bool> is_started = false;
constexpr int kKinds = 10;
constexpr const char* kNames[kKinds] = {"none",   "write", "sync",   "open", "rename",
                                        "unlink", "read",  "malloc", "lock", "clock"};
constinit std::atomic<long> calls[kKinds] = {};
constinit std::atomic<long> calls_before[kKinds] = {};  // a database was opened
constinit std::atomic<bool> has_opened = false;

Call call_named(const char* name) {
    for (int i = 0; name != nullptr && i < kKinds; ++i) {
        if (std::strcmp(name, kNames[i]) == 0) return static_cast<Call>(i);
    }
    return Call::none;
}

long number_in(const char* variable) {
    const char* text = std::getenv(variable);
    return text == nullptr ? 0 : std::strtol(text, nullptr, 10);
}

// Counts a call of this kind; true if it is to fail.
bool is_due(Call call) {
    if (!is_started.load(std::memory_order_relaxed)) return false;
    const long number = calls[static_cast<int>(call)].fetch_add(1) + 1;
    if (plan.call != call || plan.at == 0) return false;
    return plan.always ? number >= plan.at : number == plan.at;
}

bool fails(Call call, int error) {
    if (!is_due(call)) return false;
    errno = error;
    return true;
}

bool is_file(int descriptor) {
    struct stat state {};
    const int saved = errno;
    const bool found = descriptor > 2 && fstat(descriptor, &state) == 0 && S_ISREG(state.st_mode);
    errno = saved;
    return found;
}

template <typename Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

void write_count() {
    const char* path = std::getenv("TIXDB_FAIL_COUNT");
    is_started = false;
    if (path == nullptr) return;
    char text[512];
    int size = 0;
    for (int i = 1; i < kKinds; ++i) {
        size += std::snprintf(text + size, sizeof text - static_cast<std::size_t>(size), "%s %ld %ld\n",
                              kNames[i], calls[i].load(), calls_before[i].load());
    }
    const int file =
        static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file < 0) return;
    if (syscall(SYS_write, file, text, static_cast<std::size_t>(size)) != size) std::abort();
    syscall(SYS_close, file);
}

using Main = int(int, char**, char**);
constinit Main* real_main = nullptr;

int counted_main(int count, char** arguments, char** environment) {
    std::atexit(write_count);
    is_started = true;
    return real_main(count, arguments, environment);
}

}  // namespace

extern "C" {

int __libc_start_main(Main* main, int count, char** arguments, void (*init)(), void (*fini)(),
                      void (*rtld_fini)(), void* stack_end) {
    plan.call = call_named(std::getenv("TIXDB_FAIL_CALL"));
    plan.at = number_in("TIXDB_FAIL_AT");
    plan.always = std::getenv("TIXDB_FAIL_ALWAYS") != nullptr;
    plan.jump_s = number_in("TIXDB_FAIL_JUMP_S");
    real_main = main;
    using Start = int(Main*, int, char**, void (*)(), void (*)(), void (*)(), void*);
    return next<Start>("__libc_start_main")(counted_main, count, arguments, init, fini, rtld_fini, stack_end);
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
    if (is_file(descriptor) && fails(Call::write, ENOSPC)) return -1;
    static auto* const real = next<ssize_t(int, const void*, size_t)>("write");
    return real(descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
    if (fails(Call::write, ENOSPC)) return -1;
    static auto* const real = next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    return real(descriptor, bytes, size, at);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t at) {
    return pwrite64(descriptor, bytes, size, at);
}

int fsync(int descriptor) {
    if (fails(Call::sync, EIO)) return -1;
    static auto* const real = next<int(int)>("fsync");
    return real(descriptor);
}

int fdatasync(int descriptor) {
    if (fails(Call::sync, EIO)) return -1;
    static auto* const real = next<int(int)>("fdatasync");
    return real(descriptor);
}

int openat(int folder, const char* path, int flags, ...) {
    if (fails(Call::open, EMFILE)) return -1;
    mode_t mode = 0;
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
        va_list more;
        va_start(more, flags);
        mode = va_arg(more, mode_t);
        va_end(more);
    }
    return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
}

int open(const char* path, int flags, ...) {
    mode_t mode = 0;
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
        va_list more;
        va_start(more, flags);
        mode = va_arg(more, mode_t);
        va_end(more);
    }
    return openat(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    mode_t mode = 0;
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
        va_list more;
        va_start(more, flags);
        mode = va_arg(more, mode_t);
        va_end(more);
    }
    return openat(AT_FDCWD, path, flags, mode);
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) {
    if (fails(Call::rename, EIO)) return -1;
    return static_cast<int>(syscall(SYS_renameat2, from_folder, from, to_folder, to, 0));
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
    if (fails(Call::rename, EIO)) return -1;
    return static_cast<int>(syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

int rename(const char* from, const char* to) {
    return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) {
    if (fails(Call::rename, EIO)) return -1;
    return static_cast<int>(syscall(SYS_linkat, from_folder, from, to_folder, to, flags));
}

int unlinkat(int folder, const char* path, int flags) {
    if (fails(Call::unlink, EACCES)) return -1;
    return static_cast<int>(syscall(SYS_unlinkat, folder, path, flags));
}

int unlink(const char* path) {
    return unlinkat(AT_FDCWD, path, 0);
}

ssize_t read(int descriptor, void* bytes, size_t size) {
    if (is_file(descriptor) && fails(Call::read, EIO)) return -1;
    static auto* const real = next<ssize_t(int, void*, size_t)>("read");
    return real(descriptor, bytes, size);
}

ssize_t pread64(int descriptor, void* bytes, size_t size, off64_t at) {
    if (fails(Call::read, EIO)) return -1;
    static auto* const real = next<ssize_t(int, void*, size_t, off64_t)>("pread64");
    return real(descriptor, bytes, size, at);
}

ssize_t pread(int descriptor, void* bytes, size_t size, off_t at) {
    return pread64(descriptor, bytes, size, at);
}

int flock(int descriptor, int operation) {
    if (fails(Call::lock, ENOLCK)) return -1;
    return static_cast<int>(syscall(SYS_flock, descriptor, operation));
}

int sqlite3_open_v2(const char* name, void** connection, int flags, const char* layer) {
    if (!has_opened.exchange(true)) {
        for (int i = 0; i < kKinds; ++i) calls_before[i] = calls[i].load();
    }
    using Open = int(const char*, void**, int, const char*);
    using Execute = int(void*, const char*, void*, void*, char**);
    static auto* const open_database = next<Open>("sqlite3_open_v2");
    static auto* const execute = next<Execute>("sqlite3_exec");
    const int code = open_database(name, connection, flags, layer);
    const char* pages = std::getenv("TIXDB_MAX_PAGES");
    if (code != 0 || pages == nullptr) return code;
    char sql[64];
    (void)std::snprintf(sql, sizeof sql, "PRAGMA max_page_count = %s", pages);
    (void)execute(*connection, sql, nullptr, nullptr, nullptr);
    return code;
}

void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);

void* malloc(size_t size) {
    return fails(Call::malloc, ENOMEM) ? nullptr : __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
    return fails(Call::malloc, ENOMEM) ? nullptr : __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size) {
    return fails(Call::malloc, ENOMEM) ? nullptr : __libc_realloc(memory, size);
}

int clock_gettime(clockid_t clock, timespec* time) {
    const int result = static_cast<int>(syscall(SYS_clock_gettime, clock, time));
    if (clock == CLOCK_REALTIME && is_started) {
        const long number = calls[static_cast<int>(Call::clock)].fetch_add(1) + 1;
        if (plan.call == Call::clock && plan.at != 0 && number >= plan.at) time->tv_sec += plan.jump_s;
    }
    return result;
}

}  // extern "C"
