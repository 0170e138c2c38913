// The in-memory file system that a program sees: its starting content comes from the host when asked for, and what is
// written stays here.
//
// Invariants: paths are absolute and normalised ("/a/b", no "." or ".." parts). A path that was looked up at the host is
// remembered, so that the host is asked once. An open file keeps its content alive after it was removed.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace py {

// The bytes of a file, shared by all who have it open.
struct FileContent {
  std::string bytes;
  bool dirty = false;  // written by the program
};

enum class FileKind : uint8_t { kNone, kFile, kFolder };

struct FileStat {
  FileKind kind = FileKind::kNone;
  int64_t size = 0;
  uint64_t inode = 0;  // number of its first appearance
};

void filesystem_init();  // empties it
// The working directory that the program starts in; made when nobody has it.
void filesystem_set_start_folder(std::string_view cwd);
const std::string& filesystem_cwd();
int filesystem_chdir(const std::string& path);  // 0 or an errno

// Absolute and normalised form of what a program wrote.
std::string filesystem_resolve(std::string_view path);
FileStat filesystem_stat(const std::string& path);
// The content of a file; null with *error an errno (ENOENT 2, EISDIR 21...).
std::shared_ptr<FileContent> filesystem_open(const std::string& path, int* error);
// A new or emptied file.
std::shared_ptr<FileContent> filesystem_create(const std::string& path, int* error);
// Puts a file there before the program starts (the host's own files).
void filesystem_add(const std::string& path, std::string bytes);
int filesystem_remove(const std::string& path);  // 0 or an errno
int filesystem_rename(const std::string& from, const std::string& to);
int filesystem_mkdir(const std::string& path);
int filesystem_rmdir(const std::string& path);
// Names in a folder, sorted; an errno on failure.
int filesystem_list(const std::string& path, std::vector<std::string>* names);

// What the program has written, sorted by path, for the host; null content: removed.
struct WrittenFile {
  std::string path;
  std::shared_ptr<FileContent> content;
};
std::vector<WrittenFile> filesystem_written();

}  // namespace py
