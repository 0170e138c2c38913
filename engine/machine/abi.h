// What engine.wasm exports and imports. Everything that crosses is a number or bytes in linear memory.
//
// Strings are (pointer, length), UTF-8. Exports start with gh_; numbers that can exceed 32 bits are doubles or i64.
#pragma once
#include <cstddef>
#include <cstdint>

#define GH_EXPORT extern "C" __attribute__((visibility("default"), used))

// --- Exports ---
// Memory for what the host passes in; free it with gh_free.
GH_EXPORT void* gh_alloc(size_t size);
GH_EXPORT void gh_free(void* p);
// A new machine. 1, or 0 without memory. memory_limit in bytes (0: the default).
GH_EXPORT int gh_create(double memory_limit);
// The working directory and the arguments (sys.argv[1:], each ended by NUL) of the next gh_load.
GH_EXPORT void gh_set_cwd(const char* path, size_t length);
GH_EXPORT void gh_set_arguments(const char* arguments, size_t length);
// A file that the program finds in its file system.
GH_EXPORT void gh_add_file(const char* path, size_t path_length, const char* data, size_t size);
// The program. 1, or 0 without memory.
GH_EXPORT int gh_load(const char* source, size_t size, const char* filename, size_t filename_length);
GH_EXPORT int gh_run(double ticks);  // a MachineState
GH_EXPORT int gh_state();
GH_EXPORT void gh_stop();
GH_EXPORT int gh_exit_code();
GH_EXPORT double gh_tick();
GH_EXPORT int gh_current_line();
GH_EXPORT int gh_syntax_error_line();
GH_EXPORT uint32_t gh_state_hash_low();   // of a hash taken now
GH_EXPORT uint32_t gh_state_hash_high();  // the other half of that hash
// Results of variable length: the call returns the number of bytes, gh_result_data where they are until the next call.
GH_EXPORT const void* gh_result_data();
GH_EXPORT size_t gh_error();   // last line of the error that ended the program
GH_EXPORT size_t gh_verify();  // refcount audit's report, empty when all is well
GH_EXPORT size_t gh_view(const char* name, size_t length);  // a view's bytes on the wire; 0: no such view
// What the program wrote to files: u32 count, then for each path length, path, data length (0xffffffff: removed), data.
GH_EXPORT size_t gh_written_files();

// --- Imports (module "env") ---
#ifdef __wasm__
extern "C" {
void host_write(int fd, const char* data, size_t size);
size_t host_read_stdin(char* out, size_t capacity);                          // 0: end
double host_stat(const char* path, size_t length);                           // -1 nothing, -2 folder, else size
int host_read_file(const char* path, size_t length, char* out, size_t capacity);  // 1 done, 0 failed
// Names in a folder, each ended by NUL: returns the bytes needed (writes them when they fit), -1 when it is no folder.
int host_list_folder(const char* path, size_t length, char* out, size_t capacity);
}
#endif
