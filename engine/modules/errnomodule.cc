// The errno module: Linux's numbers.
// CPython 3.13: Modules/errnomodule.c
#include "modules/modules.h"
#include "types/dictobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/unicodeobject.h"

namespace py {

static const struct {
  const char* name;
  int number;
} kErrnos[] = {{"EPERM", 1},     {"ENOENT", 2},   {"ESRCH", 3},        {"EINTR", 4},      {"EIO", 5},
               {"ENXIO", 6},     {"E2BIG", 7},    {"ENOEXEC", 8},      {"EBADF", 9},      {"ECHILD", 10},
               {"EAGAIN", 11},   {"EWOULDBLOCK", 11}, {"ENOMEM", 12},  {"EACCES", 13},    {"EFAULT", 14},
               {"ENOTBLK", 15},  {"EBUSY", 16},   {"EEXIST", 17},      {"EXDEV", 18},     {"ENODEV", 19},
               {"ENOTDIR", 20},  {"EISDIR", 21},  {"EINVAL", 22},      {"ENFILE", 23},    {"EMFILE", 24},
               {"ENOTTY", 25},   {"ETXTBSY", 26}, {"EFBIG", 27},       {"ENOSPC", 28},    {"ESPIPE", 29},
               {"EROFS", 30},    {"EMLINK", 31},  {"EPIPE", 32},       {"EDOM", 33},      {"ERANGE", 34},
               {"EDEADLK", 35},  {"ENAMETOOLONG", 36}, {"ENOLCK", 37}, {"ENOSYS", 38},    {"ENOTEMPTY", 39},
               {"ELOOP", 40},    {"ENOTSUP", 95}, {"EOPNOTSUPP", 95},  {"EADDRINUSE", 98}, {"ECONNABORTED", 103},
               {"ECONNRESET", 104}, {"ESHUTDOWN", 108}, {"ETIMEDOUT", 110}, {"ECONNREFUSED", 111},
               {"EALREADY", 114}, {"EINPROGRESS", 115}, {"ECANCELED", 125}};

Object* init_errno() {
  Object* module = module_new("errno");
  Object* codes = dict_new();
  bool ok = module && codes && module_add_object_ref(module, "errorcode", codes) == 0;
  for (const auto& entry : kErrnos) {
    if (!ok) break;
    Object* number = long_from_long(entry.number);
    Object* name = number ? unicode_from_string(entry.name) : nullptr;
    ok = name && module_add_object_ref(module, entry.name, number) == 0 && dict_set_item(codes, number, name) == 0;
    xdecref(number);
    xdecref(name);
  }
  xdecref(codes);
  if (!ok) clear_ref(module);
  return module;
}

}  // namespace py
