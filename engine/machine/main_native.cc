// The native command line: glassheap FILE.py ARGS behaves as python FILE.py ARGS does. For tests and development.
//
// Options before the file: --hash prints the state hash at the end of the module body, --verify checks heap and counts
// there, --slice N runs N ticks at a time.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>

#include "machine/machine.h"
#include "modules/host.h"

namespace {

void write_out(void*, int fd, const char* data, size_t size) {
  while (size > 0) {
    ssize_t n = ::write(fd, data, size);
    if (n <= 0) return;
    data += n;
    size -= static_cast<size_t>(n);
  }
}

size_t read_stdin(void*, char* out, size_t capacity) {
  ssize_t n = ::read(0, out, capacity);
  return n > 0 ? static_cast<size_t>(n) : 0;
}

int64_t stat_path(void*, const std::string& path) {
  struct stat st;
  if (::stat(path.c_str(), &st) != 0) return -1;
  return S_ISDIR(st.st_mode) ? -2 : static_cast<int64_t>(st.st_size);
}

bool read_file(void*, const std::string& path, std::string* out) {
  FILE* f = std::fopen(path.c_str(), "rb");
  if (!f) return false;
  char buffer[65536];
  size_t n;
  while ((n = std::fread(buffer, 1, sizeof buffer, f)) > 0) out->append(buffer, n);
  std::fclose(f);
  return true;
}

bool list_folder(void*, const std::string& path, std::vector<std::string>* names) {
  DIR* dir = ::opendir(path.c_str());
  if (!dir) return false;
  while (dirent* entry = ::readdir(dir)) {
    if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0) names->push_back(entry->d_name);
  }
  ::closedir(dir);
  return true;
}

struct Flags {
  bool hash = false, verify = false;
  uint64_t slice = UINT64_MAX;
};

int run(const char* path, int argc, char** argv, const Flags& flags) {
  py::host = {nullptr, write_out, read_stdin, stat_path, read_file, list_folder};
  std::string source;
  if (!read_file(nullptr, path, &source)) {
    std::fprintf(stderr, "glassheap: can't open file '%s': [Errno 2] No such file or directory\n", path);
    return 2;
  }
  py::Program program;
  program.source = source;
  program.filename = path;
  for (int i = 0; i < argc; i++) program.arguments.push_back(argv[i]);
  char cwd[4096];
  program.cwd = ::getcwd(cwd, sizeof cwd) ? cwd : "/";
  if (!py::machine_create() || !py::machine_load(program)) {
    std::fprintf(stderr, "glassheap: out of memory\n");
    return 1;
  }
  py::MachineState state;
  do {
    state = py::machine_run(flags.slice);
    if (state != py::MachineState::kEnding) continue;
    if (flags.hash) std::fprintf(stderr, "hash %016llx\n", static_cast<unsigned long long>(py::machine_state_hash()));
    if (flags.verify) std::fputs(py::machine_verify().c_str(), stderr);
  } while (state == py::MachineState::kPaused || state == py::MachineState::kEnding);
  return py::machine_exit_code();
}

}  // namespace

int main(int argc, char** argv) {
  Flags flags;
  int i = 1;
  for (; i < argc && std::strncmp(argv[i], "--", 2) == 0; i++) {
    if (std::strcmp(argv[i], "--hash") == 0) flags.hash = true;
    if (std::strcmp(argv[i], "--verify") == 0) flags.verify = true;
    if (std::strcmp(argv[i], "--slice") == 0 && i + 1 < argc) flags.slice = std::strtoull(argv[++i], nullptr, 10);
  }
  if (i >= argc) {
    std::fprintf(stderr, "usage: glassheap [--hash] [--verify] [--slice N] FILE.py [ARGS]\n");
    return 2;
  }
  return run(argv[i], argc - i - 1, argv + i + 1, flags);
}
