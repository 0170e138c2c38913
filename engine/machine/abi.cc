// What engine.wasm exports: the machine's public face, as numbers and bytes. See abi.h.
#include "machine/abi.h"

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "machine/machine.h"
#include "machine/view.h"
#include "modules/filesystem.h"  // filesystem_add, filesystem_written
#include "modules/host.h"        // host

namespace {

// What the host prepares for the next gh_load, and the bytes of the last answer.
struct Face {
  std::string cwd = "/";
  std::vector<std::string> arguments;
  std::vector<uint8_t> result;
  uint64_t hash = 0;
};
Face face;

size_t answer(const void* data, size_t size) {
  const auto* bytes = static_cast<const uint8_t*>(data);
  face.result.assign(bytes, bytes + size);
  return size;
}
size_t answer(const std::string& text) { return answer(text.data(), text.size()); }

void append_u32(std::vector<uint8_t>& out, uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<uint8_t>(value >> shift));
}
void append_bytes(std::vector<uint8_t>& out, const std::string& bytes) {
  append_u32(out, static_cast<uint32_t>(bytes.size()));
  out.insert(out.end(), bytes.begin(), bytes.end());
}

std::vector<std::string> split_at_nul(const char* text, size_t length) {
  std::vector<std::string> parts;
  for (const char *at = text, *end = text + length; at < end; at += parts.back().size() + 1) parts.emplace_back(at);
  return parts;
}

#ifdef __wasm__
bool list_folder(void*, const std::string& path, std::vector<std::string>* names) {
  std::string text;
  for (;;) {
    const int needed = host_list_folder(path.data(), path.size(), text.data(), text.size());
    if (needed < 0) return false;
    if (static_cast<size_t>(needed) <= text.size()) {
      *names = split_at_nul(text.data(), static_cast<size_t>(needed));
      return true;
    }
    text.resize(static_cast<size_t>(needed));
  }
}

bool read_file(void*, const std::string& path, std::string* out) {
  const double size = host_stat(path.data(), path.size());
  if (size < 0) return false;
  out->resize(static_cast<size_t>(size));
  return host_read_file(path.data(), path.size(), out->data(), out->size()) != 0;
}

void connect_host() {
  py::host.write = [](void*, int fd, const char* data, size_t size) { host_write(fd, data, size); };
  py::host.read_stdin = [](void*, char* out, size_t capacity) { return host_read_stdin(out, capacity); };
  py::host.stat = [](void*, const std::string& path) { return static_cast<int64_t>(host_stat(path.data(), path.size())); };
  py::host.read_file = read_file;
  py::host.list_folder = list_folder;
}
#else
void connect_host() {}
#endif

}  // namespace

void* gh_alloc(size_t size) { return std::malloc(size); }
void gh_free(void* p) { std::free(p); }

int gh_create(double memory_limit) {
  face = Face();
  connect_host();
  py::MachineOptions options;
  if (memory_limit > 0) options.memory_limit = static_cast<uint64_t>(memory_limit);
  return py::machine_create(options);
}
void gh_set_cwd(const char* path, size_t length) { face.cwd.assign(path, length); }
void gh_set_arguments(const char* arguments, size_t length) { face.arguments = split_at_nul(arguments, length); }
void gh_add_file(const char* path, size_t path_length, const char* data, size_t size) {
  py::filesystem_add({path, path_length}, {data, size});
}
int gh_load(const char* source, size_t size, const char* filename, size_t filename_length) {
  py::Program program;
  program.source = {source, size};
  program.filename.assign(filename, filename_length);
  program.arguments = face.arguments;
  program.cwd = face.cwd;
  return py::machine_load(program);
}
int gh_run(double ticks) { return static_cast<int>(py::machine_run(static_cast<uint64_t>(ticks))); }
int gh_state() { return static_cast<int>(py::machine_state()); }
void gh_stop() { py::machine_request_stop(); }
int gh_exit_code() { return py::machine_exit_code(); }
double gh_tick() { return static_cast<double>(py::machine_tick()); }
int gh_current_line() { return py::machine_current_line(); }
int gh_syntax_error_line() { return py::machine_syntax_error_line(); }
uint32_t gh_state_hash_low() {
  face.hash = py::machine_state_hash();
  return static_cast<uint32_t>(face.hash);
}
uint32_t gh_state_hash_high() { return static_cast<uint32_t>(face.hash >> 32); }
const void* gh_result_data() { return face.result.data(); }
size_t gh_error() { return answer(py::machine_error()); }
size_t gh_verify() { return answer(py::machine_verify()); }
size_t gh_view(const char* name, size_t length) {
  return py::machine_view({name, length}, &face.result) ? face.result.size() : answer(nullptr, 0);
}
size_t gh_written_files() {
  const std::vector<py::WrittenFile> files = py::filesystem_written();
  std::vector<uint8_t> out;
  append_u32(out, static_cast<uint32_t>(files.size()));
  for (const py::WrittenFile& file : files) {
    append_bytes(out, file.path);
    if (file.content) append_bytes(out, file.content->bytes);
    else append_u32(out, UINT32_MAX);
  }
  return answer(out.data(), out.size());
}
