// File descriptors.
#include "modules/descriptors.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "modules/filesystem.h"
#include "modules/host.h"

namespace py {

namespace {

constexpr int kEBADF = 9, kEEXIST = 17, kEINVAL = 22, kESPIPE = 29, kEFBIG = 27;

struct OpenFile {
  std::shared_ptr<FileContent> content;  // null for the host's streams
  Ssize position = 0;
  int flags = 0;
  bool open = false;
};
std::vector<OpenFile> table;

OpenFile* find(int fd) {
  if (fd < 0 || static_cast<size_t>(fd) >= table.size() || !table[static_cast<size_t>(fd)].open) return nullptr;
  return &table[static_cast<size_t>(fd)];
}
bool readable(const OpenFile& f) { return (f.flags & 3) != kO_WRONLY; }
bool writable(const OpenFile& f) { return (f.flags & 3) != kO_RDONLY; }

}  // namespace

void descriptors_init() {
  table.assign(3, OpenFile());
  for (int fd = 0; fd < 3; fd++) {
    table[static_cast<size_t>(fd)].open = true;
    table[static_cast<size_t>(fd)].flags = fd == 0 ? kO_RDONLY : kO_WRONLY;
  }
}

int fd_open(const std::string& path, int flags) {
  OpenFile file;
  FileStat stat = filesystem_stat(path);
  int error = 0;
  if ((flags & kO_CREAT) && (flags & kO_EXCL) && stat.kind != FileKind::kNone) return -kEEXIST;
  bool create = (flags & kO_TRUNC) != 0 || ((flags & kO_CREAT) && stat.kind == FileKind::kNone);
  if (create && (stat.kind != FileKind::kNone || (flags & kO_CREAT))) {
    file.content = filesystem_create(path, &error);
  } else {
    file.content = filesystem_open(path, &error);
  }
  if (error) return -error;
  file.flags = flags;
  file.open = true;
  size_t fd = 3;
  while (fd < table.size() && table[fd].open) fd++;
  if (fd == table.size()) table.emplace_back();
  table[fd] = file;
  return static_cast<int>(fd);
}

int fd_close(int fd) {
  OpenFile* file = find(fd);
  if (!file) return -kEBADF;
  *file = OpenFile();
  return 0;
}

Ssize fd_read(int fd, char* out, Ssize size) {
  OpenFile* file = find(fd);
  if (!file || !readable(*file)) return -kEBADF;
  if (!file->content) {
    return host.read_stdin ? static_cast<Ssize>(host.read_stdin(host.context, out, static_cast<size_t>(size))) : 0;
  }
  Ssize available = static_cast<Ssize>(file->content->bytes.size()) - file->position;
  Ssize n = std::max<Ssize>(0, std::min(size, available));
  if (n) std::memcpy(out, file->content->bytes.data() + file->position, static_cast<size_t>(n));
  file->position += n;
  return n;
}

Ssize fd_write(int fd, const char* data, Ssize size) {
  OpenFile* file = find(fd);
  if (!file || !writable(*file)) return -kEBADF;
  if (!file->content) {
    if (host.write) host.write(host.context, fd, data, static_cast<size_t>(size));
    return size;
  }
  std::string& bytes = file->content->bytes;
  if (file->flags & kO_APPEND) file->position = static_cast<Ssize>(bytes.size());
  if (file->position + size > (Ssize{1} << 30)) return -kEFBIG;
  size_t end = static_cast<size_t>(file->position + size);
  if (end > bytes.size()) bytes.resize(end);
  if (size) std::memcpy(bytes.data() + file->position, data, static_cast<size_t>(size));
  file->position += size;
  file->content->dirty = true;
  return size;
}

Ssize fd_seek(int fd, Ssize offset, int whence) {
  OpenFile* file = find(fd);
  if (!file) return -kEBADF;
  if (!file->content) return -kESPIPE;
  Ssize base = whence == 0 ? 0 : whence == 1 ? file->position : static_cast<Ssize>(file->content->bytes.size());
  if (whence < 0 || whence > 2 || base + offset < 0) return -kEINVAL;
  file->position = base + offset;
  return file->position;
}

int fd_truncate(int fd, Ssize size) {
  OpenFile* file = find(fd);
  if (!file) return -kEBADF;
  if (!file->content || !writable(*file) || size < 0) return -kEINVAL;
  if (size > (Ssize{1} << 30)) return -kEFBIG;
  file->content->bytes.resize(static_cast<size_t>(size));
  file->content->dirty = true;
  return 0;
}

Ssize fd_size(int fd) {
  OpenFile* file = find(fd);
  if (!file) return -kEBADF;
  return file->content ? static_cast<Ssize>(file->content->bytes.size()) : -kESPIPE;
}

bool fd_is_open(int fd) { return find(fd) != nullptr; }
bool fd_is_stream(int fd) {
  OpenFile* file = find(fd);
  return file && !file->content;
}

}  // namespace py
