// Constants of sys: what the interpreter that is played here says of itself.
// CPython 3.13: Python/sysmodule.c (_PySys_InitCore, make_flags...), Objects/floatobject.c, Objects/longobject.c
#include "modules/sys_info.h"

#include <cfloat>

#include "modules/frozen.h"           // the library's folder
#include "modules/sysmodule.h"
#include "object/errors.h"
#include "object/identifiers.h"       // ID
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/floatobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/namespaceobject.h"    // sys.implementation
#include "types/setobject.h"
#include "types/structseq.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"
#include "vm/stdlib_names.h"

namespace py {

namespace {

constexpr int64_t kHexVersion = 0x030d00f0;

// Stores a new reference under a name; takes it over. -1 when value is null or storing fails.
int set(const char* name, Object* value) {
  if (!value) return -1;
  int code = sys_set_object(name, value);
  decref(value);
  return code;
}
int set(const char* name, const char* text) { return set(name, unicode_from_string(text)); }
int set(const char* name, int64_t value) { return set(name, long_from_long_long(value)); }

// A record with these values, all taken over. New reference.
template <size_t n>
Object* record(TypeObject* type, Object* const (&values)[n]) {
  Object* o = struct_sequence_new(type);
  bool ok = o != nullptr;
  for (Object* value : values) ok = ok && value;
  for (size_t i = 0; i < n; i++) {
    if (o) {
      struct_sequence_set_item(o, static_cast<Ssize>(i), values[i] ? values[i] : None);
    } else {
      xdecref(values[i]);
    }
  }
  if (!ok) clear_ref(o);
  return o;
}

#define RECORD_TYPE(VAR, NAME, COUNT, ...)                                     \
  TypeObject VAR##_type = {TYPE_HEAD, {}};                                     \
  const StructSequenceField VAR##_fields[] = {__VA_ARGS__, {nullptr, nullptr}}; \
  const StructSequenceDesc VAR##_desc = {NAME, NAME, VAR##_fields, COUNT};

RECORD_TYPE(version_info, "sys.version_info", 5, {"major", "Major release number"}, {"minor", "Minor release number"},
            {"micro", "Patch release number"}, {"releaselevel", "'alpha', 'beta', 'candidate', or 'final'"},
            {"serial", "Serial release number"})
RECORD_TYPE(flags, "sys.flags", 18, {"debug", "-d"}, {"inspect", "-i"}, {"interactive", "-i"}, {"optimize", "-O or -OO"},
            {"dont_write_bytecode", "-B"}, {"no_user_site", "-s"}, {"no_site", "-S"}, {"ignore_environment", "-E"},
            {"verbose", "-v"}, {"bytes_warning", "-b"}, {"quiet", "-q"}, {"hash_randomization", "-R"}, {"isolated", "-I"},
            {"dev_mode", "-X dev"}, {"utf8_mode", "-X utf8"}, {"warn_default_encoding", "-X warn_default_encoding"},
            {"safe_path", "-P"}, {"int_max_str_digits", "-X int_max_str_digits"}, {"gil", "-X gil"})
RECORD_TYPE(float_info, "sys.float_info", 11, {"max", "DBL_MAX"}, {"max_exp", "DBL_MAX_EXP"},
            {"max_10_exp", "DBL_MAX_10_EXP"}, {"min", "DBL_MIN"}, {"min_exp", "DBL_MIN_EXP"},
            {"min_10_exp", "DBL_MIN_10_EXP"}, {"dig", "DBL_DIG"}, {"mant_dig", "DBL_MANT_DIG"},
            {"epsilon", "DBL_EPSILON"}, {"radix", "FLT_RADIX"}, {"rounds", "FLT_ROUNDS"})
RECORD_TYPE(int_info, "sys.int_info", 4, {"bits_per_digit", "size of a digit in bits"},
            {"sizeof_digit", "size in bytes of the C type used to represent a digit"},
            {"default_max_str_digits", "maximum string conversion digits limitation"},
            {"str_digits_check_threshold", "minimum positive value for int_max_str_digits"})
RECORD_TYPE(hash_info, "sys.hash_info", 9, {"width", "width of the type used for hashing, in bits"},
            {"modulus", "prime number giving the modulus on which the hash function is based"},
            {"inf", "value to be used for hash of a positive infinity"}, {"nan", "value to be used for hash of a nan"},
            {"imag", "multiplier used for the imaginary part of a complex number"},
            {"algorithm", "name of the algorithm for hashing of str, bytes and memoryviews"},
            {"hash_bits", "internal output size of hash algorithm"}, {"seed_bits", "seed size of hash algorithm"},
            {"cutoff", "small string optimization cutoff"})
RECORD_TYPE(thread_info, "sys.thread_info", 3, {"name", "name of the thread implementation"},
            {"lock", "name of the lock implementation"}, {"version", "name and version of the thread library"})

Object* i(int64_t value) { return long_from_long_long(value); }
Object* d(double value) { return float_from_double(value); }
Object* s(const char* text) { return unicode_from_string(text); }

int init_types() {
  return struct_sequence_init_builtin(&version_info_type, &version_info_desc, TPFLAGS_DISALLOW_INSTANTIATION) < 0 ||
                 struct_sequence_init_builtin(&flags_type, &flags_desc, TPFLAGS_DISALLOW_INSTANTIATION) < 0 ||
                 struct_sequence_init_builtin(&float_info_type, &float_info_desc, 0) < 0 ||
                 struct_sequence_init_builtin(&int_info_type, &int_info_desc, 0) < 0 ||
                 struct_sequence_init_builtin(&hash_info_type, &hash_info_desc, 0) < 0 ||
                 struct_sequence_init_builtin(&thread_info_type, &thread_info_desc, 0) < 0
             ? -1
             : 0;
}

Object* version_record() { return record(&version_info_type, {i(3), i(13), i(0), s("final"), i(0)}); }

int add_records() {
  return set("float_info",
             record(&float_info_type, {d(DBL_MAX), i(1024), i(308), d(DBL_MIN), i(-1021), i(-307), i(15), i(53),
                                       d(DBL_EPSILON), i(2), i(1)})) < 0 ||
                 set("int_info", record(&int_info_type, {i(30), i(4), i(kIntMaxStrDigits), i(640)})) < 0 ||
                 set("hash_info", record(&hash_info_type, {i(64), i((int64_t{1} << 61) - 1), i(314159), i(0), i(1000003),
                                                           s("siphash13"), i(64), i(128), i(0)})) < 0 ||
                 set("version_info", version_record()) < 0 ||
                 set("flags", record(&flags_type,
                                     {i(0), i(0), i(0), i(0), i(1), i(0), i(0), i(0), i(0), i(0), i(0), i(0), i(0),
                                      new_ref(False), i(1), i(0), new_ref(False), i(kIntMaxStrDigits), None})) < 0 ||
                 set("thread_info", record(&thread_info_type, {s("pthread"), s("semaphore"), s("NPTL 2.36")})) < 0
             ? -1
             : 0;
}

Object* implementation() {
  Object* kwds = dict_new();
  struct {
    const char* name;
    Object* value;
  } const fields[] = {{"name", s("cpython")},
                      {"cache_tag", s("cpython-313")},
                      {"version", version_record()},
                      {"hexversion", i(kHexVersion)},
                      {"_multiarch", s("x86_64-linux-gnu")}};
  bool ok = kwds != nullptr;
  for (const auto& field : fields) {
    ok = ok && field.value && dict_set_item_string(kwds, field.name, field.value) == 0;
    xdecref(field.value);
  }
  Object* result = ok ? namespace_new(kwds) : nullptr;
  xdecref(kwds);
  return result;
}

// str objects of all names, in a tuple or a frozenset.
template <size_t n>
Object* names_tuple(const char* const (&names)[n]) {
  Object* tuple = tuple_new(static_cast<Ssize>(n));
  for (size_t k = 0; tuple && k < n; k++) {
    Object* name = unicode_from_string(names[k]);
    if (!name) {
      decref(tuple);
      return nullptr;
    }
    tuple_init_item(tuple, static_cast<Ssize>(k), name);
  }
  return tuple;
}

const char* const kBuiltinModuleNames[] = {
    "_abc",     "_ast",      "_codecs",    "_collections", "_functools", "_imp",      "_io",         "_locale",  "_operator",
    "_signal",  "_sre",      "_stat",      "_string",      "_suggestions", "_symtable", "_sysconfig", "_thread",  "_tokenize",
    "_tracemalloc", "_typing", "_warnings", "_weakref",    "atexit",     "builtins",  "errno",       "faulthandler", "gc",
    "itertools", "marshal",  "posix",      "pwd",          "sys",        "time"};

Object* stdlib_names() {
  Object* tuple = names_tuple(kStdlibModuleNames);
  Object* set_object = tuple ? frozenset_new(tuple) : nullptr;
  xdecref(tuple);
  return set_object;
}

Object* library_path() {
  Object* list = list_new(0);
  std::string folder = kLibraryFolder;
  for (const std::string& entry :
       {std::string("/usr/local/lib/python313.zip"), folder, folder + "/lib-dynload", folder + "/site-packages"}) {
    Object* text = list ? unicode_from_string(entry.c_str()) : nullptr;
    if (!text || list_append(list, text) < 0) clear_ref(list);
    xdecref(text);
  }
  return list;
}

const char kCopyright[] =
    "Copyright (c) 2001-2024 Python Software Foundation.\nAll Rights Reserved.\n\nCopyright (c) 2000 BeOpen.com.\nAll "
    "Rights Reserved.\n\nCopyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights "
    "Reserved.\n\nCopyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.";

// sys._git
Object* git_record() {
  Object* name = s("CPython");
  Object* record_tuple = name ? tuple_pack(name, s(""), s("")) : nullptr;  // "" is immortal
  xdecref(name);
  return record_tuple;
}

int add_constants() {
  return set("version", "3.13.0 (main, Oct  7 2024, 00:00:00) [Glassheap]") < 0 || set("hexversion", kHexVersion) < 0 ||
                 set("_git", git_record()) < 0 || set("_framework", "") < 0 ||
                 set("api_version", 1013) < 0 || set("copyright", kCopyright) < 0 || set("platform", "linux") < 0 ||
                 set("maxsize", kSsizeMax) < 0 || add_records() < 0 || set("maxunicode", 0x10ffff) < 0 ||
                 set("builtin_module_names", names_tuple(kBuiltinModuleNames)) < 0 ||
                 set("stdlib_module_names", stdlib_names()) < 0 || set("byteorder", "little") < 0 ||
                 set("abiflags", "") < 0 || set("implementation", implementation()) < 0 ||
                 set("float_repr_style", "short") < 0
             ? -1
             : 0;
}

int add_paths() {
  const char* prefix = "/usr/local";
  return set("meta_path", list_new(0)) < 0 || set("path_importer_cache", dict_new()) < 0 ||
                 set("path_hooks", list_new(0)) < 0 || set("path", library_path()) < 0 ||
                 set("executable", "/usr/local/bin/python3.13") < 0 ||
                 set("_base_executable", "/usr/local/bin/python3.13") < 0 || set("prefix", prefix) < 0 ||
                 set("base_prefix", prefix) < 0 || set("exec_prefix", prefix) < 0 || set("base_exec_prefix", prefix) < 0 ||
                 set("platlibdir", "lib") < 0 || set("pycache_prefix", None) < 0 || set("argv", list_new(0)) < 0 ||
                 set("orig_argv", list_new(0)) < 0 || set("warnoptions", list_new(0)) < 0 ||
                 set("_xoptions", dict_new()) < 0 || set("_stdlib_dir", kLibraryFolder) < 0 ||
                 set("dont_write_bytecode", new_ref(True)) < 0
             ? -1
             : 0;
}

}  // namespace

int sys_add_info() { return init_types() < 0 || add_constants() < 0 || add_paths() < 0 ? -1 : 0; }

}  // namespace py
