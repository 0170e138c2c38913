// The methods of array.array, and its iterator.
// CPython 3.13: Modules/arraymodule.c
#include <cstring>

#include "gc/gc.h"
#include "memory/pymem.h"
#include "modules/array_internal.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "profile/profile.h"
#include "types/buffer.h"
#include "types/bytesobject.h"
#include "types/genericaliasobject.h"
#include "types/getargs.h"
#include "types/iter_reduce.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/sliceobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

const char kArrayDoc[] =
    "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by "
    "typecode, "
    "and\ninitialized from the optional initializer value, which must be a list,\nstring or "
    "iterable over elements of the "
    "appropriate type.\n\nArrays represent basic values and behave very much like lists, "
    "except\nthe type of objects stored "
    "in them is constrained. The type is specified\nat object creation time by using a type code, "
    "which is a single "
    "character.";

// --- Changing ---

static Object* array_append(Object* self, Object* v) {
  return array_insert(A(self), A(self)->ob_size, v) < 0 ? nullptr : None;
}

static Object* array_method_insert(Object* self, Object* const* args, Ssize nargs) {
  Ssize where;
  if (!arg_check_positional("insert", nargs, 2, 2) || !arg_ssize(args[0], &where)) return nullptr;
  return array_insert(A(self), where, args[1]) < 0 ? nullptr : None;
}

static Object* array_extend(Object* self, Object* other) {
  return array_do_extend(A(self), other) < 0 ? nullptr : None;
}

// Takes out [i, i+1) by moving the tail. 0, or -1.
static int remove_at(ArrayObject* self, Ssize i) {
  if (self->ob_exports > 0) {
    err_set_string(exc_BufferError, "cannot resize an array that is exporting buffers");
    return -1;
  }
  memmove(item_at(self, i), item_at(self, i + 1), items_bytes(self, self->ob_size - i - 1));
  return array_resize(self, self->ob_size - 1);
}

static Object* array_pop(Object* op, Object* const* args, Ssize nargs) {
  ArrayObject* self = A(op);
  Ssize i = -1;
  if (!arg_check_positional("pop", nargs, 0, 1) || (nargs && !arg_ssize(args[0], &i)))
    return nullptr;
  if (self->ob_size == 0) {
    err_set_string(exc_IndexError, "pop from empty array");
    return nullptr;
  }
  if (i < 0) i += self->ob_size;
  if (i < 0 || i >= self->ob_size) {
    err_set_string(exc_IndexError, "pop index out of range");
    return nullptr;
  }
  Object* v = array_getitem(self, i);
  if (v && remove_at(self, i) < 0) clear_ref(v);
  return v;
}

// The first index of v from start to stop: -1 not there, -2 error.
static Ssize find(ArrayObject* self, Object* v, Ssize start, Ssize stop) {
  for (Ssize i = start; i < stop && i < self->ob_size; i++) {
    Object* item = array_getitem(self, i);
    if (item == nullptr) return -2;
    int cmp = object_rich_compare_bool(item, v, kEq);
    decref(item);
    if (cmp != 0) return cmp < 0 ? -2 : i;
  }
  return -1;
}

static Object* array_remove(Object* self, Object* v) {
  Ssize i = find(A(self), v, 0, kSsizeMax);
  if (i >= 0) return remove_at(A(self), i) < 0 ? nullptr : None;
  if (i == -1) err_set_string(exc_ValueError, "array.remove(x): x not in array");
  return nullptr;
}

static Object* array_clear(Object* self) { return array_resize(A(self), 0) < 0 ? nullptr : None; }

static Object* array_reverse(Object* op) {
  ArrayObject* self = A(op);
  size_t size = static_cast<size_t>(self->ob_descr->itemsize);
  char tmp[8];
  if (self->ob_size > 1) {
    for (char *p = self->ob_item, *q = item_at(self, self->ob_size - 1); p < q;
         p += size, q -= size) {
      memcpy(tmp, p, size);
      memcpy(p, q, size);
      memcpy(q, tmp, size);
    }
  }
  return None;
}

static Object* array_byteswap(Object* op) {
  ArrayObject* self = A(op);
  Ssize size = self->ob_descr->itemsize;
  for (Ssize i = 0; i < self->ob_size; i++) {
    char* p = item_at(self, i);
    for (Ssize a = 0, b = size - 1; a < b; a++, b--) {
      char t = p[a];
      p[a] = p[b];
      p[b] = t;
    }
  }
  return None;
}

// --- Looking ---

static Object* array_count(Object* self, Object* v) {
  Ssize count = 0;
  for (Ssize i = 0; i < A(self)->ob_size; i++) {
    Object* item = array_getitem(A(self), i);
    if (item == nullptr) return nullptr;
    int cmp = object_rich_compare_bool(item, v, kEq);
    decref(item);
    if (cmp < 0) return nullptr;
    count += cmp;
  }
  return long_from_ssize_t(count);
}

static Object* array_index(Object* self, Object* const* args, Ssize nargs) {
  Ssize start = 0, stop = kSsizeMax, n = A(self)->ob_size;
  if (!arg_check_positional("index", nargs, 1, 3)) return nullptr;
  if (nargs > 1 && !eval_slice_index_not_none(args[1], &start)) return nullptr;
  if (nargs > 2 && !eval_slice_index_not_none(args[2], &stop)) return nullptr;
  if (start < 0) start = start + n < 0 ? 0 : start + n;
  if (stop < 0) stop += n;
  Ssize i = find(A(self), args[0], start, stop);
  if (i >= 0) return long_from_ssize_t(i);
  if (i == -1) err_set_string(exc_ValueError, "array.index(x): x not in array");
  return nullptr;
}

static Object* array_buffer_info(Object* self) {
  Object* address = long_from_void_ptr(
      A(self)->ob_item ? object_id(reinterpret_cast<Object*>(A(self)->ob_item)) : 0);
  Object* length = address ? long_from_long(A(self)->ob_size) : nullptr;
  Object* result = length ? tuple_pack(address, length) : nullptr;
  xdecref(address);
  xdecref(length);
  return result;
}

static Object* array_sizeof(Object* self) {
  return long_from_size_t(static_cast<uint64_t>(self->ob_type->tp_basicsize) +
                          items_bytes(A(self), A(self)->allocated));
}

static Object* array_copy(Object* self) { return array_slice_copy(A(self), 0, A(self)->ob_size); }
static Object* array_deepcopy(Object* self, Object*) { return array_copy(self); }

// --- Conversions ---

Object* array_tolist(Object* self) {
  Object* list = list_new(A(self)->ob_size);
  for (Ssize i = 0; list && i < A(self)->ob_size; i++) {
    Object* v = array_getitem(A(self), i);
    if (v)
      list_init_item(list, i, v);
    else
      clear_ref(list);
  }
  return list;
}

static Object* array_fromlist(Object* op, Object* list) {
  ArrayObject* self = A(op);
  if (!list_check(list)) {
    err_set_string(exc_TypeError, "arg must be list");
    return nullptr;
  }
  Ssize n = list_size(list), old_size = self->ob_size;
  if (n == 0) return None;
  if (array_resize(self, old_size + n) < 0) return nullptr;
  for (Ssize i = 0; i < n; i++) {
    bool ok = self->ob_descr->setitem(item_at(self, old_size + i), list_item(list, i)) == 0;
    if (ok && n != list_size(list)) {
      err_set_string(exc_RuntimeError, "list changed size during iteration");
      ok = false;
    }
    if (!ok) {
      array_resize(self, old_size);
      return nullptr;
    }
  }
  return None;
}

int array_frombytes_impl(ArrayObject* self, Object* bytes_like) {
  ScopedBuffer view;
  if (object_get_buffer(bytes_like, &view, BUF_SIMPLE) < 0) return -1;
  Ssize itemsize = self->ob_descr->itemsize;
  if (view.itemsize != 1) {
    err_set_string(exc_TypeError, "a bytes-like object is required");
    return -1;
  }
  if (view.len % itemsize) {
    err_set_string(exc_ValueError, "bytes length not a multiple of item size");
    return -1;
  }
  Ssize n = view.len / itemsize, old_size = self->ob_size;
  if (n == 0) return 0;
  if (array_resize(self, old_size + n) < 0) return -1;
  memcpy(item_at(self, old_size), view.buf, static_cast<size_t>(view.len));
  return 0;
}

static Object* array_frombytes(Object* self, Object* buffer) {
  return array_frombytes_impl(A(self), buffer) < 0 ? nullptr : None;
}

static Object* array_tobytes(Object* self) {
  return bytes_from_string_and_size(A(self)->ob_item,
                                    A(self)->ob_size * A(self)->ob_descr->itemsize);
}

static Object* array_fromunicode(Object* op, Object* text) {
  ArrayObject* self = A(op);
  if (!unicode_check(text)) {
    arg_bad_argument("fromunicode", "argument", "str", text);
    return nullptr;
  }
  if (!is_unicode_array(self)) {
    err_set_string(exc_ValueError,
                   "fromunicode() may only be called on unicode type arrays ('u' or 'w')");
    return nullptr;
  }
  Ssize n = unicode_length(text), old_size = self->ob_size;
  if (n == 0) return None;
  if (array_resize(self, old_size + n) < 0) return nullptr;
  for (Ssize i = 0; i < n; i++) {
    uint32_t ch = unicode_read_char(text, i);
    memcpy(item_at(self, old_size + i), &ch, 4);
  }
  return None;
}

Object* array_tounicode(Object* self) {
  if (!is_unicode_array(A(self))) {
    err_set_string(exc_ValueError,
                   "tounicode() may only be called on unicode type arrays ('u' or 'w')");
    return nullptr;
  }
  return unicode_from_kind_and_data(kUcs4, A(self)->ob_item, A(self)->ob_size);
}

static Object* array_fromfile(Object* self, Object* const* args, Ssize nargs) {
  Ssize n;
  if (!arg_check_positional("fromfile", nargs, 2, 2) || !arg_ssize(args[1], &n)) return nullptr;
  if (n < 0) {
    err_set_string(exc_ValueError, "negative count");
    return nullptr;
  }
  Ssize nbytes = n * A(self)->ob_descr->itemsize;
  Object* count = long_from_ssize_t(nbytes);
  Object* b = count ? object_call_method_one_arg(args[0], ID(read), count) : nullptr;
  xdecref(count);
  if (b == nullptr) return nullptr;
  Object* result = nullptr;
  if (!bytes_check(b)) {
    err_set_string(exc_TypeError, "read() didn't return bytes");
  } else {
    bool short_read = bytes_size(b) != nbytes;
    result = array_frombytes(self, b);
    if (result && short_read) {
      err_set_string(exc_EOFError, "read() didn't return enough bytes");
      result = nullptr;
    }
  }
  decref(b);
  return result;
}

// In blocks of 64 KiB.
static Object* array_tofile(Object* self, Object* f) {
  constexpr Ssize kBlock = 64 * 1024;
  Ssize nbytes = A(self)->ob_size * A(self)->ob_descr->itemsize;
  for (Ssize at = 0; at < nbytes; at += kBlock) {
    Object* bytes = bytes_from_string_and_size(A(self)->ob_item + at,
                                               nbytes - at < kBlock ? nbytes - at : kBlock);
    Object* result = bytes ? object_call_method_one_arg(f, ID(write), bytes) : nullptr;
    xdecref(bytes);
    if (result == nullptr) return nullptr;
    decref(result);
  }
  return None;
}

// (type, (typecode, items as a list), __dict__ or None).
static Object* array_reduce_ex(Object* self, Object*) {
  Object* dict;
  if (object_get_optional_attr(self, ID(__dict__), &dict) < 0) return nullptr;
  if (dict == nullptr) dict = None;
  Object* code = get_latin1_char(static_cast<Ucs1>(A(self)->ob_descr->typecode));
  Object* list = array_tolist(self);
  Object* args = list ? tuple_pack(code, list) : nullptr;
  Object* result = args ? tuple_pack(static_cast<Object*>(self->ob_type), args, dict) : nullptr;
  xdecref(list);
  xdecref(args);
  decref(dict);
  return result;
}

const MethodDef array_methods[] = {
    {"append", array_append,
     "append($self, v, /)\n--\n\nAppend new value v to the end of the array."},
    {"buffer_info", array_buffer_info,
     "buffer_info($self, /)\n--\n\nReturn a tuple (address, length) giving the current memory "
     "address and the length in items "
     "of the buffer used to hold array's contents.\n\nThe length should be multiplied by the "
     "itemsize attribute to "
     "calculate\nthe buffer length in bytes."},
    {"byteswap", array_byteswap, "byteswap($self, /)\n--\n\nByteswap all items of the array."},
    {"clear", array_clear, "clear($self, /)\n--\n\nRemove all items from the array."},
    {"__copy__", array_copy, "__copy__($self, /)\n--\n\nReturn a copy of the array."},
    {"count", array_count,
     "count($self, v, /)\n--\n\nReturn number of occurrences of v in the array."},
    {"__deepcopy__", array_deepcopy,
     "__deepcopy__($self, unused, /)\n--\n\nReturn a copy of the array."},
    {"extend", array_extend, "extend($self, bb, /)\n--\n\nAppend items to the end of the array."},
    {"fromfile", array_fromfile,
     "fromfile($self, f, n, /)\n--\n\nRead n objects from the file object f and append them to the "
     "end of the array."},
    {"fromlist", array_fromlist,
     "fromlist($self, list, /)\n--\n\nAppend items to array from list."},
    {"frombytes", array_frombytes,
     "frombytes($self, buffer, /)\n--\n\nAppends items from the string, interpreting it as an "
     "array of machine values, as if "
     "it had been read from a file using the fromfile() method."},
    {"fromunicode", array_fromunicode,
     "fromunicode($self, ustr, /)\n--\n\nExtends this array with data from the unicode string "
     "ustr."},
    {"index", array_index,
     "index($self, v, start=0, stop=sys.maxsize, /)\n--\n\nReturn index of first occurrence of v "
     "in the array.\n\nRaise "
     "ValueError if the value is not present."},
    {"insert", array_method_insert,
     "insert($self, i, v, /)\n--\n\nInsert a new item v into the array before position i."},
    {"pop", array_pop,
     "pop($self, i=-1, /)\n--\n\nReturn the i-th element and delete it from the array.\n\ni "
     "defaults to -1."},
    {"__reduce_ex__", array_reduce_ex,
     "__reduce_ex__($self, value, /)\n--\n\nReturn state information for pickling."},
    {"remove", array_remove,
     "remove($self, v, /)\n--\n\nRemove the first occurrence of v in the array."},
    {"reverse", array_reverse,
     "reverse($self, /)\n--\n\nReverse the order of the items in the array."},
    {"tofile", array_tofile,
     "tofile($self, f, /)\n--\n\nWrite all items (as machine values) to the file object f."},
    {"tolist", array_tolist,
     "tolist($self, /)\n--\n\nConvert array to an ordinary list with the same items."},
    {"tobytes", array_tobytes,
     "tobytes($self, /)\n--\n\nConvert the array to an array of machine values and return the "
     "bytes representation."},
    {"tounicode", array_tounicode,
     "tounicode($self, /)\n--\n\nExtends this array with data from the unicode string ustr."},
    {"__sizeof__", array_sizeof,
     "__sizeof__($self, /)\n--\n\nSize of the array in memory, in bytes."},
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {}};

static Object* array_get_typecode(Object* self, void*) {
  return unicode_from_ordinal(A(self)->ob_descr->typecode);
}
static Object* array_get_itemsize(Object* self, void*) {
  return long_from_long(A(self)->ob_descr->itemsize);
}

const GetSetDef array_getset[] = {
    {"typecode", array_get_typecode, nullptr, "the typecode character used to create the array"},
    {"itemsize", array_get_itemsize, nullptr, "the size, in bytes, of one array item"},
    {}};

// --- Iterator ---

struct ArrayIterObject : Object {
  Ssize index;
  ArrayObject* ao;  // null when exhausted
};
static_assert(sizeof(ArrayIterObject) <= layout::arrayiterator.basicsize);

Object* array_iter(Object* self) {
  ArrayIterObject* it = object_gc_new<ArrayIterObject>(&array_iter_type);
  if (it == nullptr) return nullptr;
  it->index = 0;
  it->ao = A(new_ref(self));
  object_gc_track(it);
  return it;
}

static Object* arrayiter_next(Object* self) {
  ArrayIterObject* it = as<ArrayIterObject>(self);
  ArrayObject* ao = it->ao;
  if (ao == nullptr) return nullptr;
  if (it->index < ao->ob_size) return array_getitem(ao, it->index++);
  it->ao = nullptr;
  decref(ao);
  return nullptr;
}

static void arrayiter_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as<ArrayIterObject>(self)->ao);
  object_gc_del(self);
}

static int arrayiter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(static_cast<Object*>(as<ArrayIterObject>(self)->ao));
  return 0;
}

static Object* arrayiter_reduce(Object* self) {
  ArrayIterObject* it = as<ArrayIterObject>(self);
  if (it->ao) return reduce_with_builtin(ID(iter), it->ao, it->index);
  Object* empty = list_new(0);
  if (empty == nullptr) return nullptr;
  Object* result = reduce_with_builtin(ID(iter), empty);
  decref(empty);
  return result;
}

static Object* arrayiter_setstate(Object* self, Object* state) {
  ArrayIterObject* it = as<ArrayIterObject>(self);
  Ssize index = number_as_ssize_t(state, exc_OverflowError);
  if (index == -1 && err_occurred()) return nullptr;
  if (it->ao) {
    if (index < 0) index = 0;
    if (index > it->ao->ob_size) index = it->ao->ob_size;
    it->index = index;
  }
  return None;
}

static const MethodDef arrayiter_methods[] = {
    {"__reduce__", arrayiter_reduce,
     "__reduce__($self, /)\n--\n\nReturn state information for pickling."},
    {"__setstate__", arrayiter_setstate,
     "__setstate__($self, state, /)\n--\n\nSet state information for unpickling."},
    {}};

TypeObject array_iter_type = {
    TYPE_HEAD,
    {
        .tp_name = "array.arrayiterator",
        .tp_basicsize = layout::arrayiterator.basicsize,
        .tp_dealloc = arrayiter_dealloc,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
        .tp_traverse = arrayiter_traverse,
        .tp_iter = object_self_iter,
        .tp_iternext = arrayiter_next,
        .tp_methods = arrayiter_methods,
    }};

}  // namespace py
