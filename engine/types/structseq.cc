// CPython 3.13: Objects/structseq.c. See the header.
//
// An instance is a tuple whose ob_size counts the visible fields; all fields are in the block, the
// others behind them. How many there are stands in the type's dict, as Python code can see.
#include "types/structseq.h"

#include <cstring>

#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "profile/profile.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicode_writer.h"
#include "types/unicodeobject.h"

namespace py {

const char* const kUnnamedField = "unnamed field";

static constexpr const char* kVisible = "n_sequence_fields";
static constexpr const char* kReal = "n_fields";
static constexpr const char* kUnnamed = "n_unnamed_fields";

static Ssize size_in_type(TypeObject* type, const char* key) {
  Object* value = dict_get_item_string(type->tp_dict, key);
  return value ? long_as_ssize_t(value) : 0;
}

Object* struct_sequence_new(TypeObject* type) {
  Ssize size = size_in_type(type, kReal);
  auto* o = object_gc_new_var<TupleObject>(type, size);
  if (o == nullptr) return nullptr;
  o->ob_size = size_in_type(type, kVisible);
  for (Ssize i = 0; i < size; i++) o->ob_item[i] = nullptr;
  return o;
}

void struct_sequence_set_item(Object* o, Ssize index, Object* value) {
  tuple_init_item(o, index, value);
}
Object* struct_sequence_get_item(Object* o, Ssize index) { return tuple_item(o, index); }

static void structseq_dealloc(Object* self) {
  object_gc_untrack(self);
  Ssize size = size_in_type(self->ob_type, kReal);
  for (Ssize i = 0; i < size; i++) xdecref(tuple_item(self, i));
  object_gc_del(self);
}

static int structseq_traverse(Object* self, visitproc visit, void* arg) {
  for (Ssize i = 0, n = size_in_type(self->ob_type, kReal); i < n; i++) VISIT(tuple_item(self, i));
  return 0;
}

// --- Construction from Python ---

static bool check_length(TypeObject* type, Ssize len, Ssize min_len, Ssize max_len) {
  const char* name = type->tp_name;
  if (min_len != max_len) {
    if (len < min_len) {
      err_format(exc_TypeError, "%.500s() takes an at least %zd-sequence (%zd-sequence given)",
                 name, min_len, len);
      return false;
    }
    if (len > max_len) {
      err_format(exc_TypeError, "%.500s() takes an at most %zd-sequence (%zd-sequence given)", name,
                 max_len, len);
      return false;
    }
  } else if (len != min_len) {
    err_format(exc_TypeError, "%.500s() takes a %zd-sequence (%zd-sequence given)", name, min_len,
               len);
    return false;
  }
  return true;
}

// Fields behind the sequence come from dict by name, or are None.
static int fill_rest(TypeObject* type, Object* result, Ssize from, Ssize to, Object* dict) {
  Ssize unnamed = size_in_type(type, kUnnamed), found = 0;
  for (Ssize i = from; i < to; i++) {
    Object* value = nullptr;
    if (dict != nullptr &&
        dict_get_item_string_ref(dict, type->tp_members[i - unnamed].name, &value) < 0)
      return -1;
    found += value != nullptr;
    tuple_init_item(result, i, value ? value : None);
  }
  if (dict == nullptr || dict_size(dict) == found) return 0;
  err_format(exc_TypeError, "%.500s() got duplicate or unexpected field name(s)", type->tp_name);
  return -1;
}

static Object* structseq_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"sequence", "dict", nullptr};
  static ArgParser parser = {.fname = "structseq", .keywords = kKeywords};
  Object* buf[2];
  Object* const* a = arg_unpack_tuple_keywords(args, kwds, &parser, 1, 2, 0, buf);
  if (a == nullptr) return nullptr;
  Object* seq = sequence_fast(a[0], "constructor requires a sequence");
  if (seq == nullptr) return nullptr;
  Object* dict = a[1];
  if (dict != nullptr && !dict_check(dict)) {
    decref(seq);
    return err_format(exc_TypeError, "%.500s() takes a dict as second arg, if any", type->tp_name);
  }
  if (dict != nullptr && dict_size(dict) == 0) dict = nullptr;
  Ssize len = sequence_fast_size(seq), visible = size_in_type(type, kVisible),
        real = size_in_type(type, kReal);
  Object* result = check_length(type, len, visible, real) ? struct_sequence_new(type) : nullptr;
  if (result != nullptr) {
    for (Ssize i = 0; i < len; i++)
      tuple_init_item(result, i, new_ref(sequence_fast_items(seq)[i]));
    if (fill_rest(type, result, len, real, dict) < 0) {
      decref(result);
      result = nullptr;
    } else {
      object_gc_track(result);
    }
  }
  decref(seq);
  return result;
}

// --- repr and methods ---

static int write_ascii(UnicodeWriter* w, const char* text) {
  return unicode_writer_write_ascii_string(w, text, -1);
}

static int write_fields(UnicodeWriter* w, Object* self) {
  TypeObject* type = self->ob_type;
  if (write_ascii(w, type->tp_name) < 0 || write_ascii(w, "(") < 0) return -1;
  for (Ssize i = 0, n = tuple_size(self); i < n; i++) {
    if (i > 0 && write_ascii(w, ", ") < 0) return -1;
    if (write_ascii(w, type->tp_members[i].name) < 0 || write_ascii(w, "=") < 0) return -1;
    Object* repr = object_repr(tuple_item(self, i));
    int status = repr ? unicode_writer_write_str(w, repr) : -1;
    xdecref(repr);
    if (status < 0) return -1;
  }
  return write_ascii(w, ")");
}

static Object* structseq_repr(Object* self) {
  UnicodeWriter writer;
  unicode_writer_init(&writer);
  writer.overallocate = true;
  if (write_fields(&writer, self) >= 0) return unicode_writer_finish(&writer);
  unicode_writer_dealloc(&writer);
  return nullptr;
}

static Object* structseq_reduce(Object* self) {
  TypeObject* type = self->ob_type;
  Ssize visible = tuple_size(self), real = size_in_type(type, kReal),
        unnamed = size_in_type(type, kUnnamed);
  Object *tuple = tuple_from_array(tuple_items(self), visible),
         *dict = tuple ? dict_new() : nullptr;
  bool ok = dict != nullptr;
  for (Ssize i = visible; i < real && ok; i++) {
    ok = dict_set_item_string(dict, type->tp_members[i - unnamed].name, tuple_item(self, i)) >= 0;
  }
  Object* args = ok ? tuple_pack(tuple, dict) : nullptr;
  Object* result = args ? tuple_pack(static_cast<Object*>(type), args) : nullptr;
  xdecref(tuple);
  xdecref(dict);
  xdecref(args);
  return result;
}

static Object* structseq_replace(Object* self, Object* args, Object* kwargs) {
  if (!arg_no_positional("__replace__", args)) return nullptr;
  TypeObject* type = self->ob_type;
  Ssize n = size_in_type(type, kReal), taken = 0;
  if (size_in_type(type, kUnnamed) > 0) {
    return err_format(exc_TypeError,
                      "__replace__() is not supported for %.500s because it has unnamed field(s)",
                      type->tp_name);
  }
  Object* result = struct_sequence_new(type);
  if (result == nullptr) return nullptr;
  bool ok = true;
  for (Ssize i = 0; i < n && ok; i++) {
    Object* value = nullptr;
    if (kwargs != nullptr)
      ok = dict_get_item_string_ref(kwargs, type->tp_members[i].name, &value) >= 0;
    taken += value != nullptr;
    tuple_init_item(result, i, value ? value : new_ref(tuple_item(self, i)));
  }
  if (ok && kwargs != nullptr && dict_size(kwargs) > taken) {
    for (Ssize i = 0; i < n; i++) dict_pop_string(kwargs, type->tp_members[i].name, nullptr);
    if (Object* names = dict_keys(kwargs)) {
      err_format(exc_TypeError, "Got unexpected field name(s): %R", names);
      decref(names);
    }
    ok = false;
  }
  if (!ok) {
    decref(result);
    return nullptr;
  }
  object_gc_track(result);
  return result;
}

static const MethodDef structseq_methods[] = {
    {"__reduce__", structseq_reduce},
    {"__replace__", structseq_replace,
     "__replace__($self, /, **changes)\n--\n\n"
     "Return a copy of the structure with new values for the specified fields."},
    {},
};

// --- The type ---

// Members for the named fields, in a block that lives as long as the heap.
static MemberDef* make_members(const StructSequenceDesc* desc, Ssize* n_fields, Ssize* n_unnamed) {
  *n_fields = *n_unnamed = 0;
  for (const StructSequenceField* f = desc->fields; f->name != nullptr; f++, ++*n_fields) {
    if (f->name == kUnnamedField) ++*n_unnamed;
  }
  Ssize count = *n_fields - *n_unnamed + 1;
  auto* members =
      static_cast<MemberDef*>(mem_malloc(static_cast<uint64_t>(count) * sizeof(MemberDef)));
  if (members == nullptr) {
    err_no_memory();
    return nullptr;
  }
  MemberDef* next = members;
  for (Ssize i = 0; i < *n_fields; i++) {
    const StructSequenceField& f = desc->fields[i];
    if (f.name == kUnnamedField) continue;
    Ssize offset = static_cast<Ssize>(offsetof(TupleObject, ob_item)) +
                   i * static_cast<Ssize>(sizeof(Object*));
    *next++ = {f.name, _Py_T_OBJECT, offset, Py_READONLY, f.doc};
  }
  *next = {};
  return members;
}

static int set_size(Object* dict, const char* key, Ssize value) {
  Object* number = long_from_ssize_t(value);
  if (number == nullptr) return -1;
  int result = dict_set_item_string(dict, key, number);
  decref(number);
  return result;
}

static int fill_type_dict(TypeObject* type, const StructSequenceDesc* desc, Ssize n_fields,
                          Ssize n_unnamed) {
  Object* dict = type->tp_dict;
  if (set_size(dict, kVisible, desc->n_in_sequence) < 0 || set_size(dict, kReal, n_fields) < 0 ||
      set_size(dict, kUnnamed, n_unnamed) < 0) {
    return -1;
  }
  Object* keys = tuple_new(desc->n_in_sequence - n_unnamed < 0 ? 0 : desc->n_in_sequence);
  if (keys == nullptr) return -1;
  Ssize k = 0;
  int result = 0;
  for (Ssize i = 0; i < desc->n_in_sequence && result == 0; i++) {
    if (desc->fields[i].name == kUnnamedField) continue;
    Object* name = unicode_from_string(desc->fields[i].name);
    if (name == nullptr) result = -1;
    tuple_init_item(keys, k++, name);
  }
  if (result == 0 && k < tuple_size(keys)) result = tuple_resize(&keys, k);
  if (result == 0) result = dict_set_item_string(dict, "__match_args__", keys);
  xdecref(keys);
  return result;
}

int struct_sequence_init_builtin(TypeObject* type, const StructSequenceDesc* desc,
                                 uint64_t extra_flags) {
  Ssize n_fields, n_unnamed;
  MemberDef* members = make_members(desc, &n_fields, &n_unnamed);
  if (members == nullptr) return -1;
  static_cast<TypeFields&>(*type) = TypeFields{};
  type->ob_refcnt = kImmortalRefcnt;
  type->ob_type = &type_type;
  type->tp_name = desc->name;
  // Hidden fields are not part of the variable size.
  type->tp_basicsize =
      layout::tuple.basicsize + (n_fields - desc->n_in_sequence) * layout::kPointer;
  type->tp_itemsize = layout::tuple.itemsize;
  type->tp_dealloc = structseq_dealloc;
  type->tp_repr = structseq_repr;
  type->tp_doc = desc->doc;
  type->tp_base = &tuple_type;
  type->tp_methods = structseq_methods;
  type->tp_new = structseq_new;
  type->tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | extra_flags;
  type->tp_traverse = structseq_traverse;
  type->tp_members = members;
  if (type_ready(type) < 0) return -1;
  return fill_type_dict(type, desc, n_fields, n_unnamed);
}

}  // namespace py
