// SPDX-License-Identifier: MIT

#include "support/power_loss_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace tixdb::test {
namespace {

constexpr std::size_t kSectorBytes = 512;

struct Change {
    std::size_t at = 0;
    std::string bytes;
    bool is_truncation = false;  // to `at`
};

void carry_out(const Change& change, std::string& content) {
    if (change.is_truncation) {
        content.resize(change.at);
        return;
    }
    content.resize(std::max(content.size(), change.at + change.bytes.size()));
    content.replace(change.at, change.bytes.size(), change.bytes);
}

struct FileOnDisk {
    std::string durable;          // as of the last sync
    std::vector<Change> changes;  // since
    bool is_deleted = false;
};

std::string content_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

class PowerLossVfs::Disk {
  public:
    explicit Disk(unsigned seed) : random(seed) {}

    std::mutex mutex;
    std::mt19937 random;
    std::map<std::string, FileOnDisk> files;
    std::int64_t moments = 0;
    std::function<void(std::int64_t)> listener;
    sqlite3_vfs vfs{};
    sqlite3_vfs* real = nullptr;

    void come_to_moment() {
        std::function<void(std::int64_t)> call;
        std::int64_t number = 0;
        {
            const std::lock_guard lock(mutex);
            number = moments++;
            call = listener;
        }
        if (call) call(number);
    }
    // What was there before is taken for durable.
    void opened(const std::string& path) {
        const std::lock_guard lock(mutex);
        const auto [file, is_new] = files.try_emplace(path);
        if (is_new || file->second.is_deleted) file->second = {content_of_file(path), {}, false};
    }
    void changed(const std::string& path, Change change) {
        const std::lock_guard lock(mutex);
        files[path].changes.push_back(std::move(change));
    }
    void synced(const std::string& path) {
        const std::lock_guard lock(mutex);
        FileOnDisk& file = files[path];
        for (const Change& change : file.changes) carry_out(change, file.durable);
        file.changes.clear();
    }
    // Without a sync of its folder the file may be there again.
    void deleted(const std::string& path, bool with_folder) {
        const std::lock_guard lock(mutex);
        if (with_folder)
            files.erase(path);
        else
            files[path].is_deleted = true;
    }
    [[nodiscard]] std::string after_loss(const FileOnDisk& file, Keeps keeps) {
        std::string content = file.durable;
        if (keeps == Keeps::nothing) return content;
        for (const Change& change : file.changes) {
            const unsigned fate = random() % 4;
            if (fate == 0) continue;
            const bool is_torn = fate == 1 && !change.is_truncation && change.bytes.size() > kSectorBytes;
            carry_out(is_torn ? torn(change) : change, content);
        }
        return content;
    }

  private:
    [[nodiscard]] Change torn(const Change& change) {
        const std::size_t sectors = change.bytes.size() / kSectorBytes;
        return {change.at, change.bytes.substr(0, random() % sectors * kSectorBytes), false};
    }
};

namespace {

using Disk = PowerLossVfs::Disk;

// What SQLite holds of an open file. Behind it lies the real layer's.
struct OpenFile {
    sqlite3_file base;
    Disk* disk;
    const char* path;  // SQLite's, which lives as long as the file is open
    sqlite3_file* real;
};

OpenFile* of(sqlite3_file* file) {
    return reinterpret_cast<OpenFile*>(file);
}

sqlite3_file* real_of(sqlite3_file* file) {
    return of(file)->real;
}

int vfs_close(sqlite3_file* file) {
    return real_of(file)->pMethods->xClose(real_of(file));
}

int vfs_read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
    return real_of(file)->pMethods->xRead(real_of(file), bytes, size, at);
}

int vfs_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    Disk& disk = *of(file)->disk;
    disk.come_to_moment();
    const int code = real_of(file)->pMethods->xWrite(real_of(file), bytes, size, at);
    if (code == SQLITE_OK && of(file)->path != nullptr) {
        disk.changed(of(file)->path, {static_cast<std::size_t>(at),
                                      {static_cast<const char*>(bytes), static_cast<std::size_t>(size)},
                                      false});
    }
    return code;
}

int vfs_truncate(sqlite3_file* file, sqlite3_int64 size) {
    Disk& disk = *of(file)->disk;
    disk.come_to_moment();
    const int code = real_of(file)->pMethods->xTruncate(real_of(file), size);
    if (code == SQLITE_OK && of(file)->path != nullptr) {
        disk.changed(of(file)->path, {static_cast<std::size_t>(size), {}, true});
    }
    return code;
}

int vfs_sync(sqlite3_file* file, int flags) {
    Disk& disk = *of(file)->disk;
    disk.come_to_moment();
    const int code = real_of(file)->pMethods->xSync(real_of(file), flags);
    if (code == SQLITE_OK && of(file)->path != nullptr) disk.synced(of(file)->path);
    return code;
}

int vfs_file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

int vfs_lock(sqlite3_file* file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

int vfs_unlock(sqlite3_file* file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

int vfs_check_lock(sqlite3_file* file, int* is_reserved) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), is_reserved);
}

int vfs_control(sqlite3_file* file, int operation, void* argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

int vfs_sector_size(sqlite3_file* file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

// None: a disk that promises nothing but what was synced.
int vfs_characteristics(sqlite3_file*) {
    return 0;
}

int vfs_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, memory);
}

int vfs_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

void vfs_shm_barrier(sqlite3_file* file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

int vfs_shm_unmap(sqlite3_file* file, int remove) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

// Version 2: SQLite reads and writes, and maps nothing but the index of the log.
constexpr sqlite3_io_methods kMethods = {
    2,
    vfs_close,
    vfs_read,
    vfs_write,
    vfs_truncate,
    vfs_sync,
    vfs_file_size,
    vfs_lock,
    vfs_unlock,
    vfs_check_lock,
    vfs_control,
    vfs_sector_size,
    vfs_characteristics,
    vfs_shm_map,
    vfs_shm_lock,
    vfs_shm_barrier,
    vfs_shm_unmap,
    nullptr,
    nullptr,
};

Disk& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<Disk*>(vfs->pAppData);
}

int vfs_open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    Disk& disk = disk_of(vfs);
    OpenFile* open = of(file);
    open->base.pMethods = nullptr;
    open->disk = &disk;
    constexpr int kOfDatabases = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
    open->path = (flags & kOfDatabases) != 0 ? path : nullptr;
    open->real = reinterpret_cast<sqlite3_file*>(open + 1);
    open->real->pMethods = nullptr;
    const int code = disk.real->xOpen(disk.real, path, open->real, flags, out_flags);
    if (open->real->pMethods != nullptr) open->base.pMethods = &kMethods;
    if (code == SQLITE_OK && open->path != nullptr) disk.opened(path);
    return code;
}

int vfs_delete(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    Disk& disk = disk_of(vfs);
    disk.come_to_moment();
    const int code = disk.real->xDelete(disk.real, path, sync_folder);
    if (code == SQLITE_OK) disk.deleted(path, sync_folder != 0);
    return code;
}

}  // namespace

PowerLossVfs::PowerLossVfs(unsigned seed) : disk_(std::make_unique<Disk>(seed)) {
    disk_->real = sqlite3_vfs_find(nullptr);
    disk_->vfs = *disk_->real;
    disk_->vfs.pNext = nullptr;
    disk_->vfs.zName = "power_loss";
    disk_->vfs.szOsFile = static_cast<int>(sizeof(OpenFile)) + disk_->real->szOsFile;
    disk_->vfs.pAppData = disk_.get();
    disk_->vfs.xOpen = vfs_open;
    disk_->vfs.xDelete = vfs_delete;
    if (sqlite3_vfs_register(&disk_->vfs, 1) != SQLITE_OK)
        throw std::runtime_error("cannot register the VFS");
}

PowerLossVfs::~PowerLossVfs() {
    sqlite3_vfs_unregister(&disk_->vfs);
    sqlite3_vfs_register(disk_->real, 1);
}

std::int64_t PowerLossVfs::moments() const {
    const std::lock_guard lock(disk_->mutex);
    return disk_->moments;
}

void PowerLossVfs::before_each(std::function<void(std::int64_t)> listener) {
    const std::lock_guard lock(disk_->mutex);
    disk_->listener = std::move(listener);
}

void PowerLossVfs::write_image(const std::filesystem::path& path, const std::filesystem::path& target,
                               Keeps keeps) {
    std::filesystem::create_directories(target);
    const std::lock_guard lock(disk_->mutex);
    for (const char* ending : {"", "-wal", "-journal"}) {
        const auto found = disk_->files.find(path.string() + ending);
        if (found == disk_->files.end()) continue;
        if (found->second.is_deleted && disk_->random() % 2 == 0) continue;
        const std::string content = disk_->after_loss(found->second, keeps);
        std::ofstream(target / (path.filename().string() + ending), std::ios::binary) << content;
    }
}

}  // namespace tixdb::test
