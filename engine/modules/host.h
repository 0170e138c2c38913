// What the engine asks of the program that embeds it: output, input and the files a script starts with.
//
// The machine is deterministic as long as these answers are: contents are read when first asked for, and kept.
#pragma once
#include <string>
#include <vector>

namespace py {

struct Host {
  void* context = nullptr;
  // Bytes for file descriptor 1 or 2. Never fails.
  void (*write)(void* context, int fd, const char* data, size_t size) = nullptr;
  // Up to capacity bytes of standard input; 0 at its end. Null: always at its end.
  size_t (*read_stdin)(void* context, char* out, size_t capacity) = nullptr;
  // What lies at an absolute path outside of the in-memory file system: -1 nothing, -2 a folder, else a file's size.
  // Null: nothing.
  int64_t (*stat)(void* context, const std::string& path) = nullptr;
  // A file's bytes, or false.
  bool (*read_file)(void* context, const std::string& path, std::string* out) = nullptr;
  // The names in a folder, or false.
  bool (*list_folder)(void* context, const std::string& path, std::vector<std::string>* names) = nullptr;
};
extern Host host;

}  // namespace py
