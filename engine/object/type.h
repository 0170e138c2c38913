// The type object: one struct with every slot flattened into it, and the tables a type is described by.
// CPython 3.13: Include/cpython/object.h (PyTypeObject, PyHeapTypeObject), Include/methodobject.h, descrobject.h
//
// Builtin types are C++ statics with designated initialisers; type_ready fills what they inherit. A class made by a
// program is the same struct on the heap, in a block of CPython's PyHeapTypeObject size (928 + 40 per slot member).
#pragma once
#include "object/object.h"

namespace py {

struct Buffer;  // types/buffer.h

using destructor = void (*)(Object*);
using freefunc = void (*)(void*);
using unaryfunc = Object* (*)(Object*);
using binaryfunc = Object* (*)(Object*, Object*);
using ternaryfunc = Object* (*)(Object*, Object*, Object*);
using inquiry = int (*)(Object*);
using lenfunc = Ssize (*)(Object*);
using ssizeargfunc = Object* (*)(Object*, Ssize);
using ssizeobjargproc = int (*)(Object*, Ssize, Object*);
using objobjproc = int (*)(Object*, Object*);
using objobjargproc = int (*)(Object*, Object*, Object*);
using visitproc = int (*)(Object*, void*);
using traverseproc = int (*)(Object*, visitproc, void*);
using reprfunc = Object* (*)(Object*);
using hashfunc = HashValue (*)(Object*);
using richcmpfunc = Object* (*)(Object*, Object*, int);
using getiterfunc = Object* (*)(Object*);
using iternextfunc = Object* (*)(Object*);  // null without an error set: exhausted
using getattrofunc = Object* (*)(Object*, Object*);
using setattrofunc = int (*)(Object*, Object*, Object*);
using descrgetfunc = Object* (*)(Object*, Object*, Object*);
using descrsetfunc = int (*)(Object*, Object*, Object*);
using initproc = int (*)(Object* self, Object* args, Object* kwds);
using newfunc = Object* (*)(TypeObject*, Object* args, Object* kwds);
using allocfunc = Object* (*)(TypeObject*, Ssize nitems);
using getbufferproc = int (*)(Object*, Buffer*, int flags);
using releasebufferproc = void (*)(Object*, Buffer*);
using sendfunc = int (*)(Object* iter, Object* value, Object** result);  // PYGEN_*: -1 error, 0 return, 1 next
// args[0..nargs) positional, then the values of kwnames (a tuple of str, or null). nargsf may carry kVectorcallArgumentsOffset.
using vectorcallfunc = Object* (*)(Object* callable, Object* const* args, size_t nargsf, Object* kwnames);

constexpr size_t kVectorcallArgumentsOffset = size_t{1} << (8 * sizeof(size_t) - 1);
inline Ssize vectorcall_nargs(size_t nargsf) {
  return static_cast<Ssize>(nargsf & ~kVectorcallArgumentsOffset);
}

// --- Methods, members, getters: the tables behind tp_methods, tp_members, tp_getset ---

enum MethodFlags : int {
  METH_VARARGS = 0x0001,
  METH_KEYWORDS = 0x0002,
  METH_NOARGS = 0x0004,
  METH_O = 0x0008,
  METH_CLASS = 0x0010,
  METH_STATIC = 0x0020,
  METH_COEXIST = 0x0040,
  METH_FASTCALL = 0x0080,
};

using MethNoArgs = Object* (*)(Object* self);
using MethO = Object* (*)(Object* self, Object* arg);
using MethFast = Object* (*)(Object* self, Object* const* args, Ssize nargs);
using MethFastKeywords = Object* (*)(Object* self, Object* const* args, Ssize nargs, Object* kwnames);
using MethVarArgs = Object* (*)(Object* self, Object* args);
using MethVarKeywords = Object* (*)(Object* self, Object* args, Object* kwargs);

// One Python-visible C++ function. The constructor that fits the function's signature sets the call convention, so that
// no function pointer is ever called through another signature (wasm traps on that). VARARGS has O's signature: use the
// tag constructor. doc holds CPython's __text_signature__ head line ("append($self, object, /)\n--\n\n...") or null.
struct MethodDef {
  const char* ml_name = nullptr;
  union {
    MethNoArgs noargs = nullptr;
    MethO o;
    MethFast fast;
    MethFastKeywords fast_keywords;
    MethVarKeywords var_keywords;
  } ml_meth;
  int ml_flags = 0;
  const char* ml_doc = nullptr;

  constexpr MethodDef() = default;  // the end of a table
  constexpr MethodDef(const char* name, MethNoArgs f, const char* doc = nullptr, int extra = 0)
      : ml_name(name), ml_flags(METH_NOARGS | extra), ml_doc(doc) {
    ml_meth.noargs = f;
  }
  constexpr MethodDef(const char* name, MethO f, const char* doc = nullptr, int extra = 0)
      : ml_name(name), ml_flags((extra & METH_VARARGS) ? extra : (METH_O | extra)), ml_doc(doc) {
    ml_meth.o = f;  // extra = METH_VARARGS: the argument is the tuple of all arguments
  }
  constexpr MethodDef(const char* name, MethFast f, const char* doc = nullptr, int extra = 0)
      : ml_name(name), ml_flags(METH_FASTCALL | extra), ml_doc(doc) {
    ml_meth.fast = f;
  }
  constexpr MethodDef(const char* name, MethFastKeywords f, const char* doc = nullptr, int extra = 0)
      : ml_name(name), ml_flags(METH_FASTCALL | METH_KEYWORDS | extra), ml_doc(doc) {
    ml_meth.fast_keywords = f;
  }
  constexpr MethodDef(const char* name, MethVarKeywords f, const char* doc = nullptr, int extra = 0)
      : ml_name(name), ml_flags(METH_VARARGS | METH_KEYWORDS | extra), ml_doc(doc) {
    ml_meth.var_keywords = f;
  }
};

enum MemberKind : int {
  Py_T_OBJECT_EX,  // Object*; null reads as AttributeError (also what __slots__ use)
  _Py_T_OBJECT,    // Object*; null reads as None
  Py_T_SSIZE,      // Ssize
  Py_T_INT,
  Py_T_UINT,
  Py_T_BOOL,  // char
  Py_T_STRING,
};
constexpr int Py_READONLY = 1;

struct MemberDef {
  const char* name = nullptr;  // null ends a table
  MemberKind type = Py_T_OBJECT_EX;
  Ssize offset = 0;  // bytes from the object's start, in the host's layout
  int flags = 0;
  const char* doc = nullptr;
};

using getter = Object* (*)(Object* self, void* closure);
using setter = int (*)(Object* self, Object* value, void* closure);
struct GetSetDef {
  const char* name = nullptr;  // null ends a table
  getter get = nullptr;
  setter set = nullptr;
  const char* doc = nullptr;
  void* closure = nullptr;
};

// --- Type flags (CPython's values) ---
constexpr uint64_t TPFLAGS_INLINE_VALUES = 1u << 2;
constexpr uint64_t TPFLAGS_MANAGED_WEAKREF = 1u << 3;
constexpr uint64_t TPFLAGS_MANAGED_DICT = 1u << 4;
constexpr uint64_t TPFLAGS_PREHEADER = TPFLAGS_MANAGED_WEAKREF | TPFLAGS_MANAGED_DICT;
constexpr uint64_t TPFLAGS_SEQUENCE = 1u << 5;
constexpr uint64_t TPFLAGS_MAPPING = 1u << 6;
constexpr uint64_t TPFLAGS_DISALLOW_INSTANTIATION = 1u << 7;
constexpr uint64_t TPFLAGS_IMMUTABLETYPE = 1u << 8;
constexpr uint64_t TPFLAGS_HEAPTYPE = 1u << 9;
constexpr uint64_t TPFLAGS_BASETYPE = 1u << 10;
constexpr uint64_t TPFLAGS_HAVE_VECTORCALL = 1u << 11;
constexpr uint64_t TPFLAGS_READY = 1u << 12;
constexpr uint64_t TPFLAGS_READYING = 1u << 13;
constexpr uint64_t TPFLAGS_HAVE_GC = 1u << 14;
constexpr uint64_t TPFLAGS_METHOD_DESCRIPTOR = 1u << 17;
constexpr uint64_t TPFLAGS_VALID_VERSION_TAG = 1u << 19;
constexpr uint64_t TPFLAGS_IS_ABSTRACT = 1u << 20;
constexpr uint64_t TPFLAGS_MATCH_SELF = 1u << 22;
constexpr uint64_t TPFLAGS_ITEMS_AT_END = 1u << 23;
constexpr uint64_t TPFLAGS_LONG_SUBCLASS = 1u << 24;
constexpr uint64_t TPFLAGS_LIST_SUBCLASS = 1u << 25;
constexpr uint64_t TPFLAGS_TUPLE_SUBCLASS = 1u << 26;
constexpr uint64_t TPFLAGS_BYTES_SUBCLASS = 1u << 27;
constexpr uint64_t TPFLAGS_UNICODE_SUBCLASS = 1u << 28;
constexpr uint64_t TPFLAGS_DICT_SUBCLASS = 1u << 29;
constexpr uint64_t TPFLAGS_BASE_EXC_SUBCLASS = 1u << 30;
constexpr uint64_t TPFLAGS_TYPE_SUBCLASS = uint64_t{1} << 31;
constexpr uint64_t TPFLAGS_DEFAULT = 0;

struct DictKeys;

// The fields of a type, apart from its header so that statics can be written with designated initialisers.
struct TypeFields {
  const char* tp_name = nullptr;  // "module.Name" for types of modules, "name" for builtins
  Ssize tp_basicsize = 0;         // CPython's 64-bit figures, from profile/
  Ssize tp_itemsize = 0;
  destructor tp_dealloc = nullptr;
  Ssize tp_vectorcall_offset = 0;  // host offset of a vectorcallfunc field
  reprfunc tp_repr = nullptr;
  hashfunc tp_hash = nullptr;
  ternaryfunc tp_call = nullptr;
  reprfunc tp_str = nullptr;
  getattrofunc tp_getattro = nullptr;
  setattrofunc tp_setattro = nullptr;
  uint64_t tp_flags = 0;
  const char* tp_doc = nullptr;
  traverseproc tp_traverse = nullptr;
  inquiry tp_clear = nullptr;
  richcmpfunc tp_richcompare = nullptr;
  Ssize tp_weaklistoffset = 0;  // host offset; -32 (pre-header) for MANAGED_WEAKREF
  getiterfunc tp_iter = nullptr;
  iternextfunc tp_iternext = nullptr;
  const MethodDef* tp_methods = nullptr;
  const MemberDef* tp_members = nullptr;
  const GetSetDef* tp_getset = nullptr;
  TypeObject* tp_base = nullptr;  // owned by heap types
  Object* tp_dict = nullptr;
  descrgetfunc tp_descr_get = nullptr;
  descrsetfunc tp_descr_set = nullptr;
  Ssize tp_dictoffset = 0;  // host offset; -1 for MANAGED_DICT
  initproc tp_init = nullptr;
  allocfunc tp_alloc = nullptr;
  newfunc tp_new = nullptr;
  freefunc tp_free = nullptr;
  inquiry tp_is_gc = nullptr;
  Object* tp_bases = nullptr;
  Object* tp_mro = nullptr;
  Object* tp_subclasses = nullptr;  // dict of weak references, or null
  Object* tp_weaklist = nullptr;
  uint32_t tp_version_tag = 0;
  uint16_t tp_versions_used = 0;
  destructor tp_finalize = nullptr;
  vectorcallfunc tp_vectorcall = nullptr;  // calling the type itself

  // Number, sequence, mapping, async and buffer slots.
  binaryfunc nb_add = nullptr, nb_subtract = nullptr, nb_multiply = nullptr, nb_remainder = nullptr,
             nb_divmod = nullptr;
  ternaryfunc nb_power = nullptr;
  unaryfunc nb_negative = nullptr, nb_positive = nullptr, nb_absolute = nullptr;
  inquiry nb_bool = nullptr;
  unaryfunc nb_invert = nullptr;
  binaryfunc nb_lshift = nullptr, nb_rshift = nullptr, nb_and = nullptr, nb_xor = nullptr, nb_or = nullptr;
  unaryfunc nb_int = nullptr, nb_float = nullptr;
  binaryfunc nb_inplace_add = nullptr, nb_inplace_subtract = nullptr, nb_inplace_multiply = nullptr,
             nb_inplace_remainder = nullptr;
  ternaryfunc nb_inplace_power = nullptr;
  binaryfunc nb_inplace_lshift = nullptr, nb_inplace_rshift = nullptr, nb_inplace_and = nullptr,
             nb_inplace_xor = nullptr, nb_inplace_or = nullptr;
  binaryfunc nb_floor_divide = nullptr, nb_true_divide = nullptr, nb_inplace_floor_divide = nullptr,
             nb_inplace_true_divide = nullptr;
  unaryfunc nb_index = nullptr;
  binaryfunc nb_matrix_multiply = nullptr, nb_inplace_matrix_multiply = nullptr;
  lenfunc sq_length = nullptr;
  binaryfunc sq_concat = nullptr;
  ssizeargfunc sq_repeat = nullptr, sq_item = nullptr;
  ssizeobjargproc sq_ass_item = nullptr;
  objobjproc sq_contains = nullptr;
  binaryfunc sq_inplace_concat = nullptr;
  ssizeargfunc sq_inplace_repeat = nullptr;
  lenfunc mp_length = nullptr;
  binaryfunc mp_subscript = nullptr;
  objobjargproc mp_ass_subscript = nullptr;
  unaryfunc am_await = nullptr, am_aiter = nullptr, am_anext = nullptr;
  sendfunc am_send = nullptr;
  getbufferproc bf_getbuffer = nullptr;
  releasebufferproc bf_releasebuffer = nullptr;

  // Ours: CPython's collector knows tuple and dict by name; here a type says how to untrack its instances.
  void (*tp_maybe_untrack)(Object*) = nullptr;

  // Heap types only (null in builtin types).
  Object* ht_name = nullptr;
  Object* ht_slots = nullptr;
  Object* ht_qualname = nullptr;
  DictKeys* ht_cached_keys = nullptr;  // shared key table of the instances
  Object* ht_module = nullptr;
  Object* spec_getitem = nullptr;  // borrowed: __getitem__ for the specialised BINARY_SUBSCR
  Object* spec_init = nullptr;     // borrowed: __init__ for the specialised CALL
  char* ht_tpname = nullptr;       // owned copy of the name behind tp_name
};

struct TypeObject : VarObject, TypeFields {};
static_assert(sizeof(TypeObject) <= 928, "a class fits CPython's PyHeapTypeObject");

inline bool type_has_feature(const TypeObject* t, uint64_t flag) { return (t->tp_flags & flag) != 0; }
inline bool type_check(const Object* o) { return type_has_feature(o->ob_type, TPFLAGS_TYPE_SUBCLASS); }
inline bool object_is_gc(Object* o) {
  const TypeObject* t = o->ob_type;
  return type_has_feature(t, TPFLAGS_HAVE_GC) && (t->tp_is_gc == nullptr || t->tp_is_gc(o));
}

// First element of a static type: TypeObject list_type = {TYPE_HEAD, {.tp_name = "list", .tp_basicsize = 40, ...}};
#define TYPE_HEAD \
  { {::py::kImmortalRefcnt, &::py::type_type}, 0 }

// In a tp_traverse: visits one reference, if there is one, and returns what the visitor says when it is not 0.
#define VISIT(o)                                   \
  do {                                             \
    if (o) {                                       \
      if (int vret_ = visit((o), arg)) return vret_; \
    }                                              \
  } while (0)

}  // namespace py
