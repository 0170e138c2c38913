// File descriptors: what FileIO and os.open work with. 0, 1 and 2 are the host's streams.
#pragma once
#include <string>

#include "base/types.h"

namespace py {

// Linux's values.
constexpr int kO_RDONLY = 0, kO_WRONLY = 1, kO_RDWR = 2, kO_CREAT = 0100, kO_EXCL = 0200, kO_TRUNC = 01000,
              kO_APPEND = 02000;

void descriptors_init();
// All answer -errno when they fail.
int fd_open(const std::string& path, int flags);  // resolved path
int fd_close(int fd);
Ssize fd_read(int fd, char* out, Ssize size);
Ssize fd_write(int fd, const char* data, Ssize size);
Ssize fd_seek(int fd, Ssize offset, int whence);  // new position; -ESPIPE (29) for streams
int fd_truncate(int fd, Ssize size);
Ssize fd_size(int fd);  // of a file; -29 for streams
bool fd_is_open(int fd);
bool fd_is_stream(int fd);

}  // namespace py
