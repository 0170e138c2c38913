// The posix module: files and folders of the in-memory file system, and an empty environment.
// CPython 3.13: Modules/posixmodule.c
#include <string>
#include <vector>

#include "modules/args.h"
#include "modules/descriptors.h"
#include "modules/filesystem.h"
#include "modules/modules.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"       // ID
#include "types/buffer.h"
#include "types/bytesobject.h"
#include "types/dictobject.h"
#include "types/exceptions.h"
#include "types/floatobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/structseq.h"
#include "types/text.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

TypeObject stat_result_type = {TYPE_HEAD, {}};
const StructSequenceField kStatFields[] = {
    {"st_mode", "protection bits"}, {"st_ino", "inode"}, {"st_dev", "device"}, {"st_nlink", "number of hard links"},
    {"st_uid", "user ID of owner"}, {"st_gid", "group ID of owner"}, {"st_size", "total size, in bytes"},
    {"st_atime", "time of last access"}, {"st_mtime", "time of last modification"}, {"st_ctime", "time of last change"},
    {nullptr, nullptr}};
const StructSequenceDesc kStatDesc = {"os.stat_result", "stat_result: Result from stat, fstat, or lstat.", kStatFields, 10};

// path as str or bytes, after __fspath__. New reference.
Object* fspath(Object* path) {
  if (unicode_check(path) || bytes_check(path)) return new_ref(path);
  Object* method = object_lookup_special(path, ID(__fspath__));
  if (!method) {
    if (err_occurred()) return nullptr;
    return err_format(exc_TypeError, "expected str, bytes or os.PathLike object, not %.200s", path->ob_type->tp_name);
  }
  Object* result = object_call_no_args(method);
  decref(method);
  if (result && !unicode_check(result) && !bytes_check(result)) {
    err_format(exc_TypeError, "expected %.200s.__fspath__() to return str or bytes, not %.200s", path->ob_type->tp_name,
               result->ob_type->tp_name);
    clear_ref(result);
  }
  return result;
}

// The resolved path of an argument. False with TypeError or ValueError.
bool path_argument(const char* function, Object* arg, std::string* out) {
  if (!unicode_check(arg) && !bytes_check(arg) && !type_lookup(arg->ob_type, ID(__fspath__))) {
    err_format(exc_TypeError, "%s: path should be string, bytes or os.PathLike, not %.200s", function,
               arg->ob_type->tp_name);
    return false;
  }
  Object* path = fspath(arg);
  if (!path) return false;
  *out = unicode_check(path) ? wtf8_of(path) : std::string(bytes_data(path), static_cast<size_t>(bytes_size(path)));
  decref(path);
  if (out->find('\0') != std::string::npos) {
    err_format(exc_ValueError, "%s: embedded null character in path", function);
    return false;
  }
  *out = filesystem_resolve(*out);
  return true;
}

Object* done(int error, Object* path) { return error ? err_set_from_errno_with_filename(error, path) : None; }

Object* os_getcwd(Object*) { return str_from_text(filesystem_cwd()); }
Object* os_getpid(Object*) { return long_from_long(1); }
Object* os_fspath(Object*, Object* path) { return fspath(path); }

template <int (*kOperation)(const std::string&)>
Object* path_operation(const char* name, Object* arg) {
  std::string path;
  if (!path_argument(name, arg, &path)) return nullptr;
  return done(kOperation(path), arg);
}
Object* os_chdir(Object*, Object* arg) { return path_operation<filesystem_chdir>("chdir", arg); }
Object* os_remove(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("remove", nargs, 1, 1)) return nullptr;
  return path_operation<filesystem_remove>("remove", args[0]);
}
Object* os_rmdir(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("rmdir", nargs, 1, 1)) return nullptr;
  return path_operation<filesystem_rmdir>("rmdir", args[0]);
}
Object* os_mkdir(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"path", "mode", "dir_fd", nullptr};
  static ArgParser parser = {.fname = "mkdir", .keywords = kKeywords};
  Object* a[3];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 2, a)) return nullptr;
  return path_operation<filesystem_mkdir>("mkdir", a[0]);
}
Object* os_rename(Object*, Object* const* args, Ssize nargs) {
  std::string from, to;
  if (!arg_check_positional("rename", nargs, 2, 2) || !path_argument("rename", args[0], &from) ||
      !path_argument("rename", args[1], &to)) {
    return nullptr;
  }
  int error = filesystem_rename(from, to);
  return error ? err_set_from_errno_with_filenames(error, args[0], args[1]) : None;
}

Object* os_listdir(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"path", nullptr};
  static ArgParser parser = {.fname = "listdir", .keywords = kKeywords};
  Object* a[1];
  if (!unpack_args(&parser, args, nargs, kwnames, 0, 1, a)) return nullptr;
  std::string path = filesystem_cwd();
  if (a[0] && a[0] != None && !path_argument("listdir", a[0], &path)) return nullptr;
  std::vector<std::string> names;
  if (int error = filesystem_list(path, &names)) {
    Object* shown = a[0] && a[0] != None ? new_ref(a[0]) : unicode_from_string(".");
    if (shown) err_set_from_errno_with_filename(error, shown);
    xdecref(shown);
    return nullptr;
  }
  Object* list = list_new(0);
  for (const std::string& name : names) {
    Object* text = list ? unicode_decode_fs_default(name.c_str()) : nullptr;
    if (!text || list_append(list, text) < 0) clear_ref(list);
    xdecref(text);
  }
  return list;
}

Object* stat_result(const FileStat& stat) {
  Object* o = struct_sequence_new(&stat_result_type);
  if (!o) return nullptr;
  bool folder = stat.kind == FileKind::kFolder;
  const int64_t values[] = {folder ? 0040755 : 0100644, static_cast<int64_t>(stat.inode), 1, folder ? 2 : 1, 0, 0,
                            folder ? 4096 : stat.size, 1728259200, 1728259200, 1728259200};
  for (int i = 0; i < 10; i++) struct_sequence_set_item(o, i, long_from_long_long(values[i]));
  return o;
}

Object* os_stat(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"path", "dir_fd", "follow_symlinks", nullptr};
  static ArgParser parser = {.fname = "stat", .keywords = kKeywords};
  Object* a[3];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 1, a)) return nullptr;
  std::string path;
  if (!path_argument("stat", a[0], &path)) return nullptr;
  FileStat stat = filesystem_stat(path);
  if (stat.kind == FileKind::kNone) return err_set_from_errno_with_filename(2, a[0]);
  return stat_result(stat);
}

// --- Descriptors ---

Object* os_open(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"path", "flags", "mode", "dir_fd", nullptr};
  static ArgParser parser = {.fname = "open", .keywords = kKeywords};
  Object* a[4];
  std::string path;
  int flags;
  if (!unpack_args(&parser, args, nargs, kwnames, 2, 3, a) || !path_argument("open", a[0], &path) ||
      !arg_int(a[1], &flags)) {
    return nullptr;
  }
  int fd = fd_open(path, flags);
  return fd < 0 ? err_set_from_errno_with_filename(-fd, a[0]) : long_from_long(fd);
}
Object* os_close(Object*, Object* arg) {
  int fd;
  if (!arg_int(arg, &fd)) return nullptr;
  int code = fd_close(fd);
  return code < 0 ? err_set_from_errno(-code) : None;
}
Object* os_read(Object*, Object* const* args, Ssize nargs) {
  int fd;
  Ssize n;
  if (!arg_check_positional("read", nargs, 2, 2) || !arg_int(args[0], &fd) || !arg_ssize(args[1], &n)) return nullptr;
  if (n < 0) return err_set_from_errno(22);
  Object* bytes = bytes_from_string_and_size(nullptr, n);
  if (!bytes) return nullptr;
  Ssize got = fd_read(fd, bytes_data(bytes), n);
  if (got < 0) {
    decref(bytes);
    return err_set_from_errno(static_cast<int>(-got));
  }
  if (got != n && bytes_resize(&bytes, got) < 0) return nullptr;
  return bytes;
}
Object* os_write(Object*, Object* const* args, Ssize nargs) {
  int fd;
  if (!arg_check_positional("write", nargs, 2, 2) || !arg_int(args[0], &fd)) return nullptr;
  ScopedBuffer view;
  if (object_get_buffer(args[1], &view, BUF_SIMPLE) < 0) return nullptr;
  Ssize n = fd_write(fd, static_cast<const char*>(view.buf), view.len);
  return n < 0 ? err_set_from_errno(static_cast<int>(-n)) : long_from_ssize_t(n);
}

Object* os_exit(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"status", nullptr};
  static ArgParser parser = {.fname = "_exit", .keywords = kKeywords};
  Object* a[1];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 1, a)) return nullptr;
  err_set_object(exc_SystemExit, a[0]);  // nearest thing: there is no process to end
  return nullptr;
}

Object* os_strerror(Object*, Object* arg) {
  int number;
  if (!arg_int(arg, &number)) return nullptr;
  const char* text = errno_message(number);
  return text ? unicode_from_string(text) : unicode_from_format("Unknown error %d", number);
}

// Bytes that look random but are the same in every run.
Object* os_urandom(Object*, Object* arg) {
  Ssize n;
  if (!arg_ssize(arg, &n)) return nullptr;
  if (n < 0) return err_format(exc_ValueError, "negative argument not allowed");
  static uint64_t seed = 0x9e3779b97f4a7c15;
  Object* bytes = bytes_from_string_and_size(nullptr, n);
  uint64_t state = seed;
  for (Ssize i = 0; bytes && i < n; i++) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    bytes_data(bytes)[i] = static_cast<char>(state >> 32);
  }
  return bytes;
}

Object* os_cpu_count(Object*) { return long_from_long(1); }

constexpr MethodDef posix_methods[] = {
    {"getcwd", os_getcwd, "getcwd($module, /)\n--\n\nReturn a unicode string representing the current working directory."},
    {"chdir", os_chdir, "chdir($module, /, path)\n--\n\nChange the current working directory to the specified path."},
    {"listdir", os_listdir, "listdir($module, /, path=None)\n--\n\nReturn a list containing the names of the files in the directory."},
    {"mkdir", os_mkdir, "mkdir($module, /, path, mode=511, *, dir_fd=None)\n--\n\nCreate a directory."},
    {"remove", os_remove, "remove($module, /, path, *, dir_fd=None)\n--\n\nRemove a file (same as unlink())."},
    {"unlink", os_remove, "unlink($module, /, path, *, dir_fd=None)\n--\n\nRemove a file (same as remove())."},
    {"rmdir", os_rmdir, "rmdir($module, /, path, *, dir_fd=None)\n--\n\nRemove a directory."},
    {"rename", os_rename, "rename($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n--\n\nRename a file or directory."},
    {"replace", os_rename, "replace($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n--\n\nRename a file or directory, overwriting the destination."},
    {"stat", os_stat, "stat($module, /, path, *, dir_fd=None, follow_symlinks=True)\n--\n\nPerform a stat system call on the given path."},
    {"lstat", os_stat, "lstat($module, /, path, *, dir_fd=None)\n--\n\nPerform a stat system call on the given path, without following symbolic links."},
    {"open", os_open, "open($module, /, path, flags, mode=511, *, dir_fd=None)\n--\n\nOpen a file for low level IO.  Returns a file descriptor (integer)."},
    {"close", os_close, "close($module, /, fd)\n--\n\nClose a file descriptor."},
    {"read", os_read, "read($module, fd, length, /)\n--\n\nRead from a file descriptor.  Returns a bytes object."},
    {"write", os_write, "write($module, fd, data, /)\n--\n\nWrite a bytes object to a file descriptor."},
    {"fspath", os_fspath, "fspath($module, /, path)\n--\n\nReturn the file system path representation of the object."},
    {"getpid", os_getpid, "getpid($module, /)\n--\n\nReturn the current process id."},
    {"strerror", os_strerror, "strerror($module, code, /)\n--\n\nTranslate an error code to a message string."},
    {"urandom", os_urandom, "urandom($module, size, /)\n--\n\nReturn a bytes object containing random bytes suitable for cryptographic use."},
    {"cpu_count", os_cpu_count, "cpu_count($module, /)\n--\n\nReturn the number of logical CPUs in the system."},
    {"_exit", os_exit, "_exit($module, /, status)\n--\n\nExit to the system with specified status, without normal exit processing."},
    {}};

}  // namespace

Object* init_posix() {
  Object* module = module_new("posix");
  if (!module) return nullptr;
  const struct {
    const char* name;
    int value;
  } constants[] = {{"O_RDONLY", kO_RDONLY}, {"O_WRONLY", kO_WRONLY}, {"O_RDWR", kO_RDWR}, {"O_CREAT", kO_CREAT},
                   {"O_EXCL", kO_EXCL},     {"O_TRUNC", kO_TRUNC},   {"O_APPEND", kO_APPEND}, {"F_OK", 0},
                   {"R_OK", 4},             {"W_OK", 2},             {"X_OK", 1}};
  bool ok = module_add_functions(module, posix_methods) == 0 &&
            struct_sequence_init_builtin(&stat_result_type, &kStatDesc, 0) == 0 &&
            module_add_object_ref(module, "stat_result", &stat_result_type) == 0 &&
            module_add_object_ref(module, "error", exc_OSError) == 0 && module_add(module, "environ", dict_new()) == 0;
  for (const auto& c : constants) ok = ok && module_add_int_constant(module, c.name, c.value) == 0;
  if (!ok) clear_ref(module);
  return module;
}

}  // namespace py
