// The in-memory file system.
#include "modules/filesystem.h"

#include <algorithm>
#include <map>
#include <set>

#include "modules/host.h"

namespace py {

Host host;

namespace {

constexpr int kENOENT = 2, kEEXIST = 17, kENOTDIR = 20, kEISDIR = 21, kENOTEMPTY = 39, kEPERM = 1;

// What is known of a path. kNone: removed, or looked up and not there.
struct Node {
  FileKind kind = FileKind::kNone;
  std::shared_ptr<FileContent> content;  // null: a file of the host that nobody has read yet
  int64_t host_size = 0;
  bool touched = false;  // made or removed by the program
  uint64_t inode = 0;
};

struct FileSystem {
  std::map<std::string, Node> nodes;
  std::string cwd = "/";
  uint64_t next_inode = 1;
};
FileSystem fs;

std::string parent_of(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

// The node of a path; the host is asked the first time.
Node& lookup(const std::string& path) {
  auto [it, added] = fs.nodes.try_emplace(path);
  Node& node = it->second;
  if (!added) return node;
  if (path == "/") {
    node.kind = FileKind::kFolder;
  } else if (host.stat) {
    int64_t size = host.stat(host.context, path);
    if (size == -2) node.kind = FileKind::kFolder;
    if (size >= 0) {
      node.kind = FileKind::kFile;
      node.host_size = size;
    }
  }
  if (node.kind != FileKind::kNone) node.inode = fs.next_inode++;
  return node;
}

bool read_content(const std::string& path, Node& node) {
  if (node.content) return true;
  auto content = std::make_shared<FileContent>();
  if (!host.read_file || !host.read_file(host.context, path, &content->bytes)) return false;
  node.content = content;
  return true;
}

// 0 when path's folder exists, else the errno that creating something in it gives.
int check_parent(const std::string& path) {
  const Node& parent = lookup(parent_of(path));
  if (parent.kind == FileKind::kFolder) return 0;
  return parent.kind == FileKind::kFile ? kENOTDIR : kENOENT;
}

void add_folders_above(const std::string& path) {
  for (std::string folder = parent_of(path); folder != "/"; folder = parent_of(folder)) {
    Node& node = lookup(folder);
    if (node.kind == FileKind::kNone) {
      node.kind = FileKind::kFolder;
      node.inode = fs.next_inode++;
    }
  }
}

}  // namespace

void filesystem_init() { fs = FileSystem(); }

void filesystem_set_start_folder(std::string_view cwd) {
  fs.cwd = "/";
  fs.cwd = cwd.empty() ? "/" : std::string(cwd);
  fs.cwd = filesystem_resolve(fs.cwd);
  Node& node = lookup(fs.cwd);
  if (node.kind == FileKind::kNone) {
    node.kind = FileKind::kFolder;
    node.inode = fs.next_inode++;
    add_folders_above(fs.cwd);
  }
}

const std::string& filesystem_cwd() { return fs.cwd; }

int filesystem_chdir(const std::string& path) {
  const Node& node = lookup(path);
  if (node.kind == FileKind::kNone) return kENOENT;
  if (node.kind == FileKind::kFile) return kENOTDIR;
  fs.cwd = path;
  return 0;
}

std::string filesystem_resolve(std::string_view path) {
  std::string whole = !path.empty() && path[0] == '/' ? std::string(path) : fs.cwd + "/" + std::string(path);
  std::vector<std::string> parts;
  size_t start = 0;
  while (start <= whole.size()) {
    size_t end = std::min(whole.find('/', start), whole.size());
    std::string part = whole.substr(start, end - start);
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
    start = end + 1;
  }
  std::string result;
  for (const std::string& part : parts) result += "/" + part;
  return result.empty() ? "/" : result;
}

FileStat filesystem_stat(const std::string& path) {
  const Node& node = lookup(path);
  FileStat stat;
  stat.kind = node.kind;
  stat.size = node.content ? static_cast<int64_t>(node.content->bytes.size()) : node.host_size;
  stat.inode = node.inode;
  return stat;
}

std::shared_ptr<FileContent> filesystem_open(const std::string& path, int* error) {
  Node& node = lookup(path);
  *error = node.kind == FileKind::kNone ? kENOENT : node.kind == FileKind::kFolder ? kEISDIR : 0;
  if (*error == kENOENT && check_parent(path) == kENOTDIR) *error = kENOTDIR;
  if (*error == 0 && !read_content(path, node)) *error = kEPERM;
  return *error ? nullptr : node.content;
}

std::shared_ptr<FileContent> filesystem_create(const std::string& path, int* error) {
  Node& node = lookup(path);
  *error = node.kind == FileKind::kFolder ? kEISDIR : check_parent(path);
  if (*error) return nullptr;
  if (node.kind == FileKind::kNone) {
    node.inode = fs.next_inode++;
    node.content = nullptr;
  }
  node.kind = FileKind::kFile;
  if (!node.content) node.content = std::make_shared<FileContent>();
  node.content->bytes.clear();
  node.content->dirty = true;
  node.touched = true;
  return node.content;
}

void filesystem_add(const std::string& path, std::string bytes) {
  Node& node = lookup(path);
  if (node.inode == 0) node.inode = fs.next_inode++;
  node.kind = FileKind::kFile;
  node.content = std::make_shared<FileContent>();
  node.content->bytes = std::move(bytes);
  add_folders_above(path);
}

int filesystem_remove(const std::string& path) {
  Node& node = lookup(path);
  if (node.kind == FileKind::kNone) return kENOENT;
  if (node.kind == FileKind::kFolder) return kEISDIR;
  node = Node();
  node.touched = true;
  return 0;
}

int filesystem_rename(const std::string& from, const std::string& to) {
  Node& source = lookup(from);
  if (source.kind == FileKind::kNone) return kENOENT;
  if (int error = check_parent(to)) return error;
  Node& target = lookup(to);
  if (source.kind == FileKind::kFolder) {
    if (target.kind == FileKind::kFile) return kENOTDIR;
    std::vector<std::string> names;
    filesystem_list(from, &names);
    target = source;
    for (const std::string& name : names) {
      if (int error = filesystem_rename(from + "/" + name, to + "/" + name)) return error;
    }
  } else {
    if (target.kind == FileKind::kFolder) return kEISDIR;
    if (!read_content(from, source)) return kEPERM;
    source.content->dirty = true;
    target = source;
  }
  target.touched = true;
  source = Node();
  source.touched = true;
  return 0;
}

int filesystem_mkdir(const std::string& path) {
  Node& node = lookup(path);
  if (node.kind != FileKind::kNone) return kEEXIST;
  if (int error = check_parent(path)) return error;
  node.kind = FileKind::kFolder;
  node.touched = true;
  node.inode = fs.next_inode++;
  return 0;
}

int filesystem_rmdir(const std::string& path) {
  Node& node = lookup(path);
  if (node.kind == FileKind::kNone) return kENOENT;
  if (node.kind == FileKind::kFile) return kENOTDIR;
  std::vector<std::string> names;
  filesystem_list(path, &names);
  if (!names.empty()) return kENOTEMPTY;
  node = Node();
  node.touched = true;
  return 0;
}

int filesystem_list(const std::string& path, std::vector<std::string>* names) {
  const Node& node = lookup(path);
  if (node.kind == FileKind::kNone) return kENOENT;
  if (node.kind == FileKind::kFile) return kENOTDIR;
  std::set<std::string> found;
  std::vector<std::string> listed;
  std::string prefix = path == "/" ? "/" : path + "/";
  if (host.list_folder && host.list_folder(host.context, path, &listed)) {
    for (const std::string& name : listed) {
      if (lookup(prefix + name).kind != FileKind::kNone) found.insert(name);
    }
  }
  for (auto it = fs.nodes.lower_bound(prefix); it != fs.nodes.end() && it->first.compare(0, prefix.size(), prefix) == 0; ++it) {
    std::string name = it->first.substr(prefix.size());
    if (!name.empty() && name.find('/') == std::string::npos && it->second.kind != FileKind::kNone) found.insert(name);
  }
  names->assign(found.begin(), found.end());
  return 0;
}

std::vector<WrittenFile> filesystem_written() {
  std::vector<WrittenFile> out;
  for (const auto& [path, node] : fs.nodes) {
    if (node.kind == FileKind::kFile && node.content && node.content->dirty) {
      out.push_back({path, node.content});
    } else if (node.kind == FileKind::kNone && node.touched) {
      out.push_back({path, nullptr});
    }
  }
  return out;
}

}  // namespace py
