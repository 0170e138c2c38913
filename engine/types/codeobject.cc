// Code objects: making them, attributes, equality.
// CPython 3.13: Objects/codeobject.c. Compiled units become objects in code_materialise.cc,
// co_lines and co_positions are in code_iter.cc, the location table in code_location.cc, replace()
// and code() in code_replace.cc.
#include "types/codeobject.h"

#include <cstring>

#include "lang/opcode.h"  // caches, RESUME
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/object_alloc.h"
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/bytesobject.h"
#include "types/code_internal.h"
#include "types/complexobject.h"
#include "types/floatobject.h"
#include "types/funcobject.h"  // function_clear_code_by_version
#include "types/getargs.h"
#include "types/longobject.h"
#include "types/setobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

void (*code_exec_free)(void* exec);

static uint32_t next_version;

void codeobject_init() { next_version = 1; }

static CodeObject* as_code(Object* o) { return as<CodeObject>(o); }
static int local_kind(const CodeObject* code, int i) {
  return static_cast<uint8_t>(bytes_data(code->co_localspluskinds)[i]);
}

// --- Making ---

static void intern_strings(Object* tuple) {
  for (Ssize i = tuple_size(tuple); --i >= 0;) unicode_intern_immortal(&tuple_items(tuple)[i]);
}

// Constants that look like names will be compared with names.
static bool should_intern_string(Object* s) {
  if (!unicode_is_ascii(s)) return false;
  const Ucs1* text = unicode_1byte_data(s);
  for (Ssize i = 0, n = unicode_length(s); i < n; i++) {
    Ucs1 c = text[i];
    bool name_char =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    if (!name_char) return false;
  }
  return true;
}

// Interns constants that look like names, also those in tuples and frozensets. *modified: an item
// was replaced.
static int intern_constants(Object* tuple, bool* modified) {
  for (Ssize i = tuple_size(tuple); --i >= 0;) {
    Object** slot = &tuple_items(tuple)[i];
    Object* v = *slot;
    if (unicode_check_exact(v)) {
      if (!should_intern_string(v)) continue;
      unicode_intern_in_place(slot);
      if (*slot != v) *modified = true;
    } else if (tuple_check_exact(v)) {
      bool ignored = false;
      if (intern_constants(v, &ignored) < 0) return -1;
    } else if (frozenset_check_exact(v)) {
      Object* items = sequence_tuple(v);
      bool changed = false;
      if (items == nullptr || intern_constants(items, &changed) < 0) {
        xdecref(items);
        return -1;
      }
      Object* replacement = changed ? frozenset_new(items) : new_ref(v);
      decref(items);
      if (replacement == nullptr) return -1;
      set_ref(*slot, replacement);
      if (changed) *modified = true;
    }
  }
  return 0;
}

static void set_local_counts(CodeObject* code) {
  code->co_nlocals = code->co_ncellvars = code->co_nfreevars = 0;
  for (int i = 0; i < code->co_nlocalsplus; i++) {
    int kind = local_kind(code, i);
    if (kind & lang::CO_FAST_LOCAL) code->co_nlocals++;
    if (kind & lang::CO_FAST_CELL) code->co_ncellvars++;
    if (!(kind & (lang::CO_FAST_LOCAL | lang::CO_FAST_CELL)) && (kind & lang::CO_FAST_FREE))
      code->co_nfreevars++;
  }
}

CodeObject* code_new(const CodeConstructor* con) {
  intern_strings(con->names);
  intern_strings(con->localsplusnames);
  bool ignored = false;
  if (intern_constants(con->consts, &ignored) < 0) return nullptr;
  auto* code = object_alloc_var<CodeObject>(&code_type, con->code_size / 2);
  if (code == nullptr) return nullptr;
  code->co_filename = new_ref(con->filename);
  code->co_name = new_ref(con->name);
  code->co_qualname = new_ref(con->qualname);
  unicode_intern_in_place(&code->co_filename);
  unicode_intern_in_place(&code->co_name);
  unicode_intern_in_place(&code->co_qualname);
  code->co_flags = con->flags;
  code->co_firstlineno = con->firstlineno;
  code->co_linetable = new_ref(con->linetable);
  code->co_consts = new_ref(con->consts);
  code->co_names = new_ref(con->names);
  code->co_localsplusnames = new_ref(con->localsplusnames);
  code->co_localspluskinds = new_ref(con->localspluskinds);
  code->co_exceptiontable = new_ref(con->exceptiontable);
  code->co_argcount = con->argcount;
  code->co_posonlyargcount = con->posonlyargcount;
  code->co_kwonlyargcount = con->kwonlyargcount;
  code->co_stacksize = con->stacksize == 0 ? 1 : con->stacksize;
  code->co_nlocalsplus = static_cast<int32_t>(tuple_size(con->localsplusnames));
  set_local_counts(code);
  code->co_framesize = code->co_nlocalsplus + code->co_stacksize + kFrameSpecialsSize;
  code->co_version = next_version;
  if (next_version != 0) next_version++;  // after an overflow, no more versions
  code->co_weakreflist = nullptr;
  code->exec = nullptr;
  code->co_cached = nullptr;
  std::memcpy(code_bytes(code), con->code, static_cast<size_t>(con->code_size));
  int entry = 0;
  while (entry < code->ob_size && code_bytes(code)[2 * entry] != lang::op::RESUME) entry++;
  code->co_firsttraceable = entry;
  return code;
}

static void code_dealloc(Object* self) {
  CodeObject* code = as_code(self);
  function_clear_code_by_version(code->co_version);
  if (code->exec != nullptr && code_exec_free != nullptr) code_exec_free(code->exec);
  xdecref(code->co_consts);
  xdecref(code->co_names);
  xdecref(code->co_localsplusnames);
  xdecref(code->co_localspluskinds);
  xdecref(code->co_filename);
  xdecref(code->co_name);
  xdecref(code->co_qualname);
  xdecref(code->co_linetable);
  xdecref(code->co_exceptiontable);
  if (CodeCached* cached = code->co_cached) {
    xdecref(cached->co_code);
    xdecref(cached->co_cellvars);
    xdecref(cached->co_freevars);
    xdecref(cached->co_varnames);
    mem_free(cached);
  }
  if (code->co_weakreflist != nullptr) object_clear_weakrefs(self);
  object_free(self);
}

// --- Attributes that are made when asked for ---

// The block behind the cached attributes: made at the first question, dies with the code.
static CodeCached* cached_parts(CodeObject* code) {
  constexpr uint64_t kCachedSize = 32;  // four 64-bit pointers
  static_assert(sizeof(CodeCached) <= kCachedSize);
  if (code->co_cached == nullptr) {
    code->co_cached = static_cast<CodeCached*>(mem_malloc(kCachedSize));
    if (code->co_cached == nullptr) {
      err_no_memory();
    } else {
      *code->co_cached = {};
    }
  }
  return code->co_cached;
}

Object* get_localsplus_names(CodeObject* code, int kind, int count) {
  Object* names = tuple_new(count);
  if (names == nullptr) return nullptr;
  Ssize index = 0;
  for (int i = 0; i < code->co_nlocalsplus; i++) {
    if (local_kind(code, i) & kind)
      tuple_init_item(names, index++, new_ref(tuple_item(code->co_localsplusnames, i)));
  }
  return names;
}

static Object* cached_names(CodeObject* code, Object* CodeCached::*field, int kind, int count) {
  CodeCached* cached = cached_parts(code);
  if (cached == nullptr) return nullptr;
  if (cached->*field == nullptr) cached->*field = get_localsplus_names(code, kind, count);
  return xnew_ref(cached->*field);
}

Object* code_get_code(CodeObject* code) {
  CodeCached* cached = cached_parts(code);
  if (cached == nullptr) return nullptr;
  if (cached->co_code == nullptr) {
    cached->co_code = bytes_from_string_and_size(reinterpret_cast<const char*>(code_bytes(code)),
                                                 code_nbytes(code));
  }
  return xnew_ref(cached->co_code);
}
Object* code_get_varnames(CodeObject* code) {
  return cached_names(code, &CodeCached::co_varnames, lang::CO_FAST_LOCAL, code->co_nlocals);
}
Object* code_get_cellvars(CodeObject* code) {
  return cached_names(code, &CodeCached::co_cellvars, lang::CO_FAST_CELL, code->co_ncellvars);
}
Object* code_get_freevars(CodeObject* code) {
  return cached_names(code, &CodeCached::co_freevars, lang::CO_FAST_FREE, code->co_nfreevars);
}

static Object* getcode(Object* self, void*) { return code_get_code(as_code(self)); }
static Object* getvarnames(Object* self, void*) { return code_get_varnames(as_code(self)); }
static Object* getcellvars(Object* self, void*) { return code_get_cellvars(as_code(self)); }
static Object* getfreevars(Object* self, void*) { return code_get_freevars(as_code(self)); }
static Object* getcodeadaptive(Object* self, void*) {
  CodeObject* code = as_code(self);
  return bytes_from_string_and_size(reinterpret_cast<const char*>(code_bytes(code)),
                                    code_nbytes(code));
}

// The table of the time before 3.10: pairs of (code delta, line delta).
static Object* getlnotab(Object* self, void*) {
  if (err_warn_ex(exc_DeprecationWarning, "co_lnotab is deprecated, use co_lines instead.", 1) < 0)
    return nullptr;
  CodeObject* code = as_code(self);
  std::vector<char> table;
  CodeAddressRange bounds;
  code_init_address_range(code, &bounds);
  int code_offset = 0, line = code->co_firstlineno;
  while (code_next_address_range(&bounds)) {
    if (bounds.computed_line == line) continue;
    int bdelta = bounds.ar_start - code_offset, ldelta = bounds.computed_line - line;
    for (; bdelta > 255; bdelta -= 255) table.insert(table.end(), {char(255), char(0)});
    for (; ldelta > 127; ldelta -= 127, bdelta = 0)
      table.insert(table.end(), {char(bdelta), char(127)});
    for (; ldelta < -128; ldelta += 128, bdelta = 0)
      table.insert(table.end(), {char(bdelta), char(-128)});
    table.insert(table.end(), {char(bdelta), char(ldelta)});
    code_offset = bounds.ar_start;
    line = bounds.computed_line;
  }
  return bytes_from_string_and_size(table.data(), static_cast<Ssize>(table.size()));
}

// --- Equality and hash ---

static bool code_equal_parts(CodeObject* a, CodeObject* b, int* error);

// Equal as constants: 1, 1.0 and True differ, and so do 0.0 and -0.0. 1, 0 or -1.
static int constants_equal(Object* a, Object* b) {
  if (a == b) return 1;
  if (a->ob_type != b->ob_type) return 0;
  if (tuple_check_exact(a)) {
    if (tuple_size(a) != tuple_size(b)) return 0;
    for (Ssize i = 0; i < tuple_size(a); i++) {
      int equal = constants_equal(tuple_item(a, i), tuple_item(b, i));
      if (equal != 1) return equal;
    }
    return 1;
  }
  if (float_check_exact(a)) {
    double x = float_value(a), y = float_value(b);
    return std::memcmp(&x, &y, sizeof x) == 0;
  }
  if (complex_check_exact(a)) {
    Object *x = object_repr(a), *y = x ? object_repr(b) : nullptr;
    int equal = y ? unicode_eq(x, y) : -1;
    xdecref(x);
    xdecref(y);
    return equal;
  }
  if (long_check_exact(a) || unicode_check_exact(a) || bytes_check_exact(a) ||
      frozenset_check_exact(a) || code_check(a)) {
    return object_rich_compare_bool(a, b, kEq);
  }
  return 0;
}

static bool code_equal_parts(CodeObject* a, CodeObject* b, int* error) {
  *error = 0;
  if (a->co_argcount != b->co_argcount || a->co_posonlyargcount != b->co_posonlyargcount ||
      a->co_kwonlyargcount != b->co_kwonlyargcount || a->co_flags != b->co_flags ||
      a->co_firstlineno != b->co_firstlineno || a->ob_size != b->ob_size ||
      std::memcmp(code_bytes(a), code_bytes(b), static_cast<size_t>(code_nbytes(a))) != 0) {
    return false;
  }
  int equal = constants_equal(a->co_consts, b->co_consts);
  Object* const pairs[][2] = {{a->co_name, b->co_name},
                              {a->co_names, b->co_names},
                              {a->co_localsplusnames, b->co_localsplusnames},
                              {a->co_linetable, b->co_linetable},
                              {a->co_exceptiontable, b->co_exceptiontable}};
  for (auto& pair : pairs) {
    if (equal == 1) equal = object_rich_compare_bool(pair[0], pair[1], kEq);
  }
  if (equal < 0) *error = -1;
  return equal == 1;
}

static Object* code_richcompare(Object* self, Object* other, int op) {
  if ((op != kEq && op != kNe) || !code_check(self) || !code_check(other)) return NotImplemented;
  int error;
  bool equal = code_equal_parts(as_code(self), as_code(other), &error);
  return error < 0 ? nullptr : bool_from_long(equal == (op == kEq));
}

static HashValue code_hash(Object* self) {
  CodeObject* code = as_code(self);
  constexpr uint64_t kMultiplier = 1000003;
  uint64_t hash = 20221211;
  auto scramble = [&hash](uint64_t value) { hash = (hash ^ value) * kMultiplier; };
  for (Object* part : {code->co_name, code->co_consts, code->co_names, code->co_localsplusnames,
                       code->co_linetable, code->co_exceptiontable}) {
    HashValue part_hash = object_hash(part);
    if (part_hash == -1) return -1;
    scramble(static_cast<uint64_t>(part_hash));
  }
  for (int part : {code->co_argcount, code->co_posonlyargcount, code->co_kwonlyargcount,
                   code->co_flags, code->co_firstlineno}) {
    scramble(static_cast<uint64_t>(static_cast<int64_t>(part)));
  }
  scramble(static_cast<uint64_t>(code->ob_size));
  const uint8_t* units = code_bytes(code);
  for (Ssize i = 0; i < code->ob_size; i++) {
    uint8_t opcode = units[2 * i];
    scramble(opcode);
    scramble(units[2 * i + 1]);
    i += lang::opcode_caches(opcode);
  }
  auto result = static_cast<HashValue>(hash);
  return result == -1 ? -2 : result;
}

static Object* code_repr(Object* self) {
  CodeObject* code = as_code(self);
  int line = code->co_firstlineno != 0 ? code->co_firstlineno : -1;
  return unicode_from_format("<code object %U at %p, file \"%U\", line %d>", code->co_name, self,
                             code->co_filename, line);
}

// --- Methods ---

static Object* code_sizeof(Object* self) {
  return long_from_ssize_t(object_var_size(&code_type, as_code(self)->ob_size));
}

static Object* code_varname_from_oparg(Object* self, Object* arg) {
  int oparg;
  if (!arg_int(arg, &oparg)) return nullptr;
  return xnew_ref(tuple_get_item(as_code(self)->co_localsplusnames, oparg));
}

static const MethodDef code_methods[] = {
    {"__sizeof__", code_sizeof},
    {"co_lines", code_lines},
    {"co_positions", code_positions},
    {"replace", code_replace,
     "replace($self, /, **changes)\n--\n\nReturn a copy of the code object with new values for the "
     "specified fields."},
    {"_varname_from_oparg", code_varname_from_oparg,
     "_varname_from_oparg($self, /, oparg)\n--\n\n"
     "(internal-only) Return the local variable name for the given oparg.\n\n"
     "WARNING: this method is for internal use only and may change or go away."},
    {"__replace__", code_replace, "__replace__($self, /, **changes)\n--\n\nThe same as replace()."},
    {},
};

#define CODE_MEMBER(name, kind) \
  { #name, kind, offsetof(CodeObject, name), Py_READONLY }
static const MemberDef code_memberlist[] = {
    CODE_MEMBER(co_argcount, Py_T_INT),
    CODE_MEMBER(co_posonlyargcount, Py_T_INT),
    CODE_MEMBER(co_kwonlyargcount, Py_T_INT),
    CODE_MEMBER(co_stacksize, Py_T_INT),
    CODE_MEMBER(co_flags, Py_T_INT),
    CODE_MEMBER(co_nlocals, Py_T_INT),
    CODE_MEMBER(co_consts, _Py_T_OBJECT),
    CODE_MEMBER(co_names, _Py_T_OBJECT),
    CODE_MEMBER(co_filename, _Py_T_OBJECT),
    CODE_MEMBER(co_name, _Py_T_OBJECT),
    CODE_MEMBER(co_qualname, _Py_T_OBJECT),
    CODE_MEMBER(co_firstlineno, Py_T_INT),
    CODE_MEMBER(co_linetable, _Py_T_OBJECT),
    CODE_MEMBER(co_exceptiontable, _Py_T_OBJECT),
    {},
};
#undef CODE_MEMBER

static const GetSetDef code_getsetlist[] = {
    {"co_lnotab", getlnotab},
    {"_co_code_adaptive", getcodeadaptive},
    {"co_varnames", getvarnames},
    {"co_cellvars", getcellvars},
    {"co_freevars", getfreevars},
    {"co_code", getcode},
    {},
};

TypeObject code_type = {
    TYPE_HEAD,
    {
        .tp_name = "code",
        .tp_basicsize = layout::code.basicsize,
        .tp_itemsize = layout::code.itemsize,
        .tp_dealloc = code_dealloc,
        .tp_repr = code_repr,
        .tp_hash = code_hash,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT,
        .tp_doc = "code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n"
                  "     flags, codestring, constants, names, varnames, filename, name,\n"
                  "     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n"
                  "     cellvars=(), /)\n--\n\nCreate a code object.  Not for mere mortals.",
        .tp_richcompare = code_richcompare,
        .tp_weaklistoffset = offsetof(CodeObject, co_weakreflist),
        .tp_methods = code_methods,
        .tp_members = code_memberlist,
        .tp_getset = code_getsetlist,
        .tp_new = code_tp_new,
    },
};

}  // namespace py
