// memoryview, the type: subscripts, casts, comparison, methods.
// CPython 3.13: Objects/memoryobject.c
#include <cstring>
#include <vector>

#include "gc/gc.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/bytes_internal.h"
#include "types/getargs.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/memory_internal.h"
#include "types/pyhash.h"
#include "types/sliceobject.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {
namespace {

MemoryViewObject* V(Object* o) { return as<MemoryViewObject>(o); }

#define CHECK_LIVE(o) \
  if (!memory_check_live(V(o))) return nullptr

char supported_format(const Buffer* view) {
  const char format = native_format(view->format);
  if (!format) err_format(exc_NotImplementedError, "memoryview: format %s not supported", view->format);
  return format;
}

// --- Reading ---

Object* memory_item(Object* o, Ssize index) {
  CHECK_LIVE(o);
  Buffer* view = &V(o)->view;
  const char format = supported_format(view);
  if (!format) return nullptr;
  if (view->ndim == 0) {
    err_set_string(exc_TypeError, "invalid indexing of 0-dim memory");
    return nullptr;
  }
  if (view->ndim > 1) {
    err_set_string(exc_NotImplementedError, "multi-dimensional sub-views are not implemented");
    return nullptr;
  }
  char* p = memory_lookup_dimension(view, static_cast<char*>(view->buf), 0, index);
  return p ? memory_unpack(p, format) : nullptr;
}

bool is_multi_index(Object* key) {
  if (!tuple_check(key)) return false;
  for (Ssize i = 0; i < tuple_size(key); i++) {
    if (!index_check(tuple_item(key, i))) return false;
  }
  return true;
}

// The item that a tuple of ints names; null with the error set.
char* item_at(Buffer* view, Object* key) {
  const Ssize n = tuple_size(key);
  if (n < view->ndim) {
    err_set_string(exc_NotImplementedError, "sub-views are not implemented");
    return nullptr;
  }
  if (n > view->ndim) {
    err_format(exc_TypeError, "cannot index %zd-dimension view with %zd-element tuple", static_cast<Ssize>(view->ndim),
               n);
    return nullptr;
  }
  char* p = static_cast<char*>(view->buf);
  for (int dim = 0; p && dim < view->ndim; dim++) {
    const Ssize index = number_as_ssize_t(tuple_item(key, dim), exc_IndexError);
    if (index == -1 && err_occurred()) return nullptr;
    p = memory_lookup_dimension(view, p, dim, index);
  }
  return p;
}

bool init_slice(Buffer* view, Object* key, int dim) {
  Ssize start, stop, step;
  if (slice_unpack(key, &start, &stop, &step) < 0) return false;
  const Ssize n = slice_adjust_indices(view->shape[dim], &start, &stop, step);
  view->buf = static_cast<char*>(view->buf) + view->strides[dim] * start;
  view->shape[dim] = n;
  view->strides[dim] *= step;
  return true;
}

void init_len(Buffer* view) {
  view->len = view->itemsize;
  for (int i = 0; i < view->ndim; i++) view->len *= view->shape[i];
}

Object* memory_subscript(Object* o, Object* key) {
  CHECK_LIVE(o);
  Buffer* view = &V(o)->view;
  if (view->ndim == 0) {
    if (tuple_check(key) && tuple_size(key) == 0) {
      const char format = supported_format(view);
      return format ? memory_unpack(static_cast<char*>(view->buf), format) : nullptr;
    }
    if (key == Ellipsis) return new_ref(o);
    err_set_string(exc_TypeError, "invalid indexing of 0-dim memory");
    return nullptr;
  }
  if (index_check(key)) {
    const Ssize index = number_as_ssize_t(key, exc_IndexError);
    if (index == -1 && err_occurred()) return nullptr;
    return memory_item(o, index);
  }
  if (slice_check(key)) {
    Object* sliced = mbuf_add_view(V(o)->mbuf, view);
    if (!sliced) return nullptr;
    if (!init_slice(&V(sliced)->view, key, 0)) return decref(sliced), nullptr;
    init_len(&V(sliced)->view);
    memory_init_flags(V(sliced));
    return sliced;
  }
  if (is_multi_index(key)) {
    const char format = supported_format(view);
    char* p = format ? item_at(view, key) : nullptr;
    return p ? memory_unpack(p, format) : nullptr;
  }
  err_set_string(exc_TypeError, "memoryview: invalid slice key");
  return nullptr;
}

// --- Writing ---

int assign_slice(Object* self, Object* key, Object* value) {
  Buffer* view = &V(self)->view;
  ScopedBuffer src;
  if (object_get_buffer(value, &src, BUF_FULL_RO) < 0) return -1;
  Object* dest = mbuf_add_view(V(self)->mbuf, view);
  if (!dest) return -1;
  Buffer* d = &V(dest)->view;
  int status = -1;
  if (init_slice(d, key, 0)) {
    init_len(d);
    memory_init_flags(V(dest));
    const char* format = src.format ? src.format : "B";
    const bool same = src.ndim == 1 && src.itemsize == d->itemsize && native_format(format) == native_format(d->format) &&
                      (src.shape ? src.shape[0] : src.len / src.itemsize) == d->shape[0];
    if (!same) {
      err_set_string(exc_ValueError, "memoryview assignment: lvalue and rvalue have different structures");
    } else {
      std::vector<char> copy(static_cast<size_t>(src.len));  // the two may overlap
      buffer_to_contiguous(copy.data(), &src, src.len, 'C');
      for (Ssize i = 0; i < d->shape[0]; i++) {
        std::memcpy(static_cast<char*>(d->buf) + i * d->strides[0], copy.data() + i * d->itemsize,
                    static_cast<size_t>(d->itemsize));
      }
      status = 0;
    }
  }
  decref(dest);
  return status;
}

int memory_ass_sub(Object* self, Object* key, Object* value) {
  if (!memory_check_live(V(self))) return -1;
  Buffer* view = &V(self)->view;
  const char format = supported_format(view);
  if (!format) return -1;
  auto fail = [](TypeObject* type, const char* message) {
    err_set_string(type, message);
    return -1;
  };
  if (view->readonly) return fail(exc_TypeError, "cannot modify read-only memory");
  if (!value) return fail(exc_TypeError, "cannot delete memory");
  if (view->ndim == 0) {
    if (key == Ellipsis || (tuple_check(key) && tuple_size(key) == 0)) {
      return memory_pack(static_cast<char*>(view->buf), value, view->format);
    }
    return fail(exc_TypeError, "invalid indexing of 0-dim memory");
  }
  if (index_check(key)) {
    if (view->ndim > 1) return fail(exc_NotImplementedError, "sub-views are not implemented");
    const Ssize index = number_as_ssize_t(key, exc_IndexError);
    if (index == -1 && err_occurred()) return -1;
    char* p = memory_lookup_dimension(view, static_cast<char*>(view->buf), 0, index);
    return p ? memory_pack(p, value, view->format) : -1;
  }
  if (slice_check(key)) {
    if (view->ndim == 1) return assign_slice(self, key, value);
    return fail(exc_NotImplementedError, "memoryview slice assignments are currently restricted to ndim = 1");
  }
  if (is_multi_index(key)) {
    char* p = item_at(view, key);
    return p ? memory_pack(p, value, view->format) : -1;
  }
  return fail(exc_TypeError, "memoryview: invalid slice key");
}

// --- Methods ---

Object* method_release(Object* self) { return memory_release_view(V(self)) < 0 ? nullptr : None; }
Object* method_enter(Object* self) {
  CHECK_LIVE(self);
  return new_ref(self);
}
Object* method_exit(Object* self, Object* const*, Ssize) { return method_release(self); }

Object* tolist_from(const Buffer* view, const char* p, int dim, char format) {
  Object* list = list_new(view->shape[dim]);
  if (!list) return nullptr;
  for (Ssize i = 0; i < view->shape[dim]; i++, p += view->strides[dim]) {
    const char* at = p;
    if (view->suboffsets && view->suboffsets[dim] >= 0) {
      at = *reinterpret_cast<const char* const*>(p) + view->suboffsets[dim];
    }
    Object* item = dim + 1 == view->ndim ? memory_unpack(at, format) : tolist_from(view, at, dim + 1, format);
    if (!item) return decref(list), nullptr;
    list_init_item(list, i, item);
  }
  return list;
}
Object* method_tolist(Object* self) {
  CHECK_LIVE(self);
  const Buffer* view = &V(self)->view;
  const char format = supported_format(view);
  if (!format) return nullptr;
  const char* p = static_cast<const char*>(view->buf);
  return view->ndim == 0 ? memory_unpack(p, format) : tolist_from(view, p, 0, format);
}

Object* method_tobytes(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"order", nullptr};
  static ArgParser parser = {.fname = "tobytes", .keywords = kKeywords};
  Object* buf[1];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 1, 0, buf);
  if (!a) return nullptr;
  char order = 'C';
  if (Object* o = a[0]; o && o != None) {
    if (!unicode_check(o)) return arg_bad_argument("tobytes", "argument 'order'", "str or None", o), nullptr;
    if (unicode_length(o) == 1) order = static_cast<char>(unicode_read_char(o, 0));
    if (unicode_length(o) != 1 || (order != 'C' && order != 'F' && order != 'A')) {
      err_set_string(exc_ValueError, "order must be 'C', 'F' or 'A'");
      return nullptr;
    }
  }
  CHECK_LIVE(self);
  const Buffer* view = &V(self)->view;
  Object* bytes = bytes_from_size(view->len, false);
  if (bytes && view->len) {
    if (order == 'A') order = buffer_is_contiguous(view, 'F') && !buffer_is_contiguous(view, 'C') ? 'F' : 'C';
    buffer_to_contiguous(bytes_data(bytes), view, view->len, order);
  }
  return bytes;
}

Object* method_hex(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"sep", "bytes_per_sep", nullptr};
  static ArgParser parser = {.fname = "hex", .keywords = kKeywords};
  Object* buf[2];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 2, 0, buf);
  int per = 1;
  if (!a || (a[1] && !arg_int(a[1], &per))) return nullptr;
  CHECK_LIVE(self);
  const Buffer* view = &V(self)->view;
  if (buffer_is_contiguous(view, 'C')) return bytes_hex(static_cast<char*>(view->buf), view->len, a[0], per);
  Object* bytes = bytes_from_size(view->len, false);
  if (!bytes) return nullptr;
  if (view->len) buffer_to_contiguous(bytes_data(bytes), view, view->len, 'C');
  Object* result = bytes_hex(bytes_data(bytes), bytes_size(bytes), a[0], per);
  decref(bytes);
  return result;
}

Object* method_toreadonly(Object* self) {
  CHECK_LIVE(self);
  Object* copy = mbuf_add_view(V(self)->mbuf, &V(self)->view);
  if (copy) V(copy)->view.readonly = 1;
  return copy;
}

// --- cast ---

Object* type_error(const char* message) {
  err_set_string(exc_TypeError, message);
  return nullptr;
}

// The static one-character string of a format.
const char* format_string(char format) {
  static const char kStrings[] = "c\0b\0B\0h\0H\0i\0I\0l\0L\0q\0Q\0n\0N\0f\0d\0e\0?\0P\0";
  for (const char* s = kStrings; *s; s += 2) {
    if (*s == format) return s;
  }
  return "B";
}
bool is_byte_format(char f) { return f == 'b' || f == 'B' || f == 'c'; }

bool cast_to_1d(MemoryViewObject* mv, Object* format_object) {
  Buffer* view = &mv->view;
  Object* ascii = unicode_as_ascii_string(format_object);
  if (!ascii) return false;
  const char* text = bytes_data(ascii);
  const char dest = *text ? native_format(text) : '\0';
  const Ssize itemsize = dest ? buffer_size_from_format(text) : 0;
  decref(ascii);
  if (!dest) {
    err_set_string(exc_ValueError,
                   "memoryview: destination format must be a native single character format prefixed with an "
                   "optional '@'");
    return false;
  }
  const char src = native_format(view->format);
  if (!src) {
    err_set_string(exc_ValueError,
                   "memoryview: source format must be a native single character format prefixed with an optional '@'");
    return false;
  }
  if (!is_byte_format(src) && !is_byte_format(dest)) {
    type_error("memoryview: cannot cast between two non-byte formats");
    return false;
  }
  if (view->len % itemsize) {
    type_error("memoryview: length is not a multiple of itemsize");
    return false;
  }
  view->format = format_string(dest);
  view->itemsize = itemsize;
  view->ndim = 1;
  view->shape[0] = view->len / itemsize;
  view->strides[0] = itemsize;
  view->suboffsets = nullptr;
  memory_init_flags(mv);
  return true;
}

bool cast_to_nd(MemoryViewObject* mv, Object* shape, int ndim) {
  Buffer* view = &mv->view;
  view->ndim = ndim;
  view->shape = ndim ? mv->ob_array : nullptr;
  view->strides = ndim ? mv->ob_array + ndim : nullptr;
  view->suboffsets = nullptr;
  Ssize length = view->itemsize;
  for (int i = 0; i < ndim; i++) {
    Object* item = sequence_fast_items(shape)[i];
    if (!long_check(item)) return type_error("memoryview.cast(): elements of shape must be integers"), false;
    const Ssize n = long_as_ssize_t(item);
    if (n == -1 && err_occurred()) return false;
    if (n <= 0) {
      err_set_string(exc_ValueError, "memoryview.cast(): elements of shape must be integers > 0");
      return false;
    }
    if (n > kSsizeMax / length) {
      err_set_string(exc_ValueError, "memoryview.cast(): product(shape) > SSIZE_MAX");
      return false;
    }
    length *= n;
    view->shape[i] = n;
  }
  if (length != view->len) return type_error("memoryview: product(shape) * itemsize != buffer size"), false;
  Ssize step = view->itemsize;
  for (int i = ndim; i-- > 0;) {
    view->strides[i] = step;
    step *= view->shape[i];
  }
  memory_init_flags(mv);
  return true;
}

Object* method_cast(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"format", "shape", nullptr};
  static ArgParser parser = {.fname = "cast", .keywords = kKeywords};
  Object* buf[2];
  Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 1, 2, 0, buf);
  if (!a) return nullptr;
  Object* format = a[0];
  Object* shape = a[1];
  if (!unicode_check(format)) return arg_bad_argument("cast", "argument 'format'", "str", format), nullptr;
  CHECK_LIVE(self);
  const Buffer* view = &V(self)->view;
  if (!(V(self)->flags & MEMORYVIEW_C)) return type_error("memoryview: casts are restricted to C-contiguous views");
  if (shape || view->ndim != 1) {
    for (int i = 0; i < view->ndim; i++) {
      if (view->shape[i] == 0) return type_error("memoryview: cannot cast view with zeros in shape or strides");
    }
  }
  int ndim = 1;
  if (shape) {
    if (!list_check(shape) && !tuple_check(shape)) return type_error("shape must be a list or a tuple");
    const Ssize n = sequence_fast_size(shape);
    if (n > kBufMaxNdim) {
      err_set_string(exc_ValueError, "memoryview: number of dimensions must not exceed 64");
      return nullptr;
    }
    ndim = static_cast<int>(n);
    if (view->ndim != 1 && ndim != 1) return type_error("memoryview: cast must be 1D -> ND or ND -> 1D");
  }
  // A view with room for the larger number of dimensions.
  Buffer wide = *view;
  Ssize dims[kBufMaxNdim];
  const int room = ndim == 0 ? 1 : ndim;
  wide.ndim = room;
  for (int i = 0; i < room; i++) dims[i] = 1;
  wide.shape = dims;
  wide.strides = nullptr;
  wide.suboffsets = nullptr;
  Object* mv = mbuf_add_view(V(self)->mbuf, &wide);
  if (!mv) return nullptr;
  if (!cast_to_1d(V(mv), format) || (shape && !cast_to_nd(V(mv), shape, ndim))) return decref(mv), nullptr;
  return mv;
}

// --- Comparison and hash ---

// 1, 0, -1 with the error set.
int equal_items(const Buffer* v, const char* p, char pf, const Buffer* w, const char* q, char qf, int dim) {
  for (Ssize i = 0; i < v->shape[dim]; i++, p += v->strides[dim], q += w->strides[dim]) {
    int same;
    if (dim + 1 < v->ndim) {
      same = equal_items(v, p, pf, w, q, qf, dim + 1);
    } else if (pf == qf && is_byte_format(pf)) {
      same = *p == *q;
    } else {
      Object* a = memory_unpack(p, pf);
      Object* b = a ? memory_unpack(q, qf) : nullptr;
      same = b ? object_rich_compare_bool(a, b, kEq) : -1;
      if (same == 1 && a == b && (pf == 'd' || pf == 'f' || pf == 'e')) same = 1;
      xdecref(a);
      xdecref(b);
    }
    if (same != 1) return same;
  }
  return 1;
}

Object* memory_richcompare(Object* v, Object* w, int op) {
  if (op != kEq && op != kNe) return NotImplemented;
  auto answer = [&](bool equal) { return bool_from_long(equal == (op == kEq)); };
  auto released = [](Object* o) {
    return (V(o)->flags & MEMORYVIEW_RELEASED) || (V(o)->mbuf->flags & MANAGED_BUFFER_RELEASED);
  };
  if (released(v)) return answer(v == w);
  ScopedBuffer own;
  Object* other = nullptr;  // a view with shape and strides of w
  if (memory_view_check(w)) {
    if (released(w)) return answer(v == w);
    other = new_ref(w);
  } else {
    if (!object_check_buffer(w)) return NotImplemented;
    other = memory_view_from_object(w);
    if (!other) {
      err_clear();
      return NotImplemented;
    }
  }
  const Buffer *a = &V(v)->view, *b = &V(other)->view;
  const char fa = native_format(a->format), fb = native_format(b->format);
  int same = a->ndim == b->ndim && fa && fb && !a->suboffsets && !b->suboffsets;
  for (int i = 0; same && i < a->ndim; i++) same = a->shape[i] == b->shape[i];
  if (same) {
    const char *p = static_cast<const char*>(a->buf), *q = static_cast<const char*>(b->buf);
    if (a->ndim > 0) {
      same = equal_items(a, p, fa, b, q, fb, 0);
    } else {
      Object* x = memory_unpack(p, fa);
      Object* y = x ? memory_unpack(q, fb) : nullptr;
      same = y ? object_rich_compare_bool(x, y, kEq) : -1;
      xdecref(x);
      xdecref(y);
    }
  }
  decref(other);
  return same < 0 ? nullptr : answer(same);
}

HashValue memory_hash(Object* o) {
  auto* self = V(o);
  if (self->hash != -1) return self->hash;
  if (!memory_check_live(self)) return -1;
  const Buffer* view = &self->view;
  if (!view->readonly) {
    err_set_string(exc_ValueError, "cannot hash writable memoryview object");
    return -1;
  }
  if (!is_byte_format(native_format(view->format))) {
    err_set_string(exc_ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    return -1;
  }
  if (view->obj && object_hash(view->obj) == -1) return -1;
  std::vector<char> bytes(static_cast<size_t>(view->len));
  if (view->len) buffer_to_contiguous(bytes.data(), view, view->len, 'C');
  self->hash = hash_bytes(bytes.data(), view->len);
  return self->hash;
}

Object* memory_repr(Object* self) {
  return unicode_from_format(V(self)->flags & MEMORYVIEW_RELEASED ? "<released memory at %p>" : "<memory at %p>", self);
}

Ssize memory_length(Object* self) {
  if (!memory_check_live(V(self))) return -1;
  if (V(self)->view.ndim == 0) {
    err_set_string(exc_TypeError, "0-dim memory has no length");
    return -1;
  }
  return V(self)->view.shape[0];
}

// --- The buffer it gives ---

int memory_getbuf(Object* o, Buffer* view, int flags) {
  auto* self = V(o);
  if (!memory_check_live(self)) return -1;
  auto fail = [&](const char* message) {
    view->obj = nullptr;
    err_set_string(exc_BufferError, message);
    return -1;
  };
  *view = self->view;
  view->obj = nullptr;
  auto wants = [&](int f) { return (flags & f) == f; };
  if (wants(BUF_WRITABLE) && self->view.readonly) return fail("memoryview: underlying buffer is not writable");
  if (!wants(BUF_FORMAT)) view->format = nullptr;
  if (wants(BUF_C_CONTIGUOUS) && !(self->flags & MEMORYVIEW_C)) {
    return fail("memoryview: underlying buffer is not C-contiguous");
  }
  if (wants(BUF_F_CONTIGUOUS) && !(self->flags & MEMORYVIEW_FORTRAN)) {
    return fail("memoryview: underlying buffer is not Fortran contiguous");
  }
  if (wants(BUF_ANY_CONTIGUOUS) && !(self->flags & (MEMORYVIEW_C | MEMORYVIEW_FORTRAN))) {
    return fail("memoryview: underlying buffer is not contiguous");
  }
  if (!wants(BUF_INDIRECT) && (self->flags & MEMORYVIEW_PIL)) {
    return fail("memoryview: underlying buffer requires suboffsets");
  }
  if (!wants(BUF_STRIDES)) {
    if (!(self->flags & MEMORYVIEW_C)) return fail("memoryview: underlying buffer is not C-contiguous");
    view->strides = nullptr;
  }
  if (!wants(BUF_ND)) {
    if (view->format) return fail("memoryview: cannot cast to unsigned bytes if the format flag is present");
    view->ndim = 1;
    view->shape = nullptr;
  }
  view->obj = new_ref(o);
  self->exports++;
  return 0;
}
void memory_releasebuf(Object* o, Buffer*) { V(o)->exports--; }

// --- Attributes ---

Object* tuple_of(const Ssize* values, int n) {
  Object* t = tuple_new(n);
  for (int i = 0; t && i < n; i++) {
    Object* v = long_from_ssize_t(values[i]);
    if (!v) return decref(t), nullptr;
    tuple_init_item(t, i, v);
  }
  return t;
}
Object* get_obj(Object* o, void*) {
  CHECK_LIVE(o);
  return V(o)->view.obj ? new_ref(V(o)->view.obj) : None;
}
Object* get_nbytes(Object* o, void*) {
  CHECK_LIVE(o);
  return long_from_ssize_t(V(o)->view.len);
}
Object* get_itemsize(Object* o, void*) {
  CHECK_LIVE(o);
  return long_from_ssize_t(V(o)->view.itemsize);
}
Object* get_format(Object* o, void*) {
  CHECK_LIVE(o);
  return unicode_from_string(V(o)->view.format);
}
Object* get_ndim(Object* o, void*) {
  CHECK_LIVE(o);
  return long_from_long(V(o)->view.ndim);
}
Object* get_readonly(Object* o, void*) {
  CHECK_LIVE(o);
  return bool_from_long(V(o)->view.readonly);
}
Object* get_shape(Object* o, void*) {
  CHECK_LIVE(o);
  return tuple_of(V(o)->view.shape, V(o)->view.ndim);
}
Object* get_strides(Object* o, void*) {
  CHECK_LIVE(o);
  return tuple_of(V(o)->view.strides, V(o)->view.ndim);
}
Object* get_suboffsets(Object* o, void*) {
  CHECK_LIVE(o);
  return V(o)->view.suboffsets ? tuple_of(V(o)->view.suboffsets, V(o)->view.ndim) : tuple_empty();
}
Object* get_c_contiguous(Object* o, void*) {
  CHECK_LIVE(o);
  return bool_from_long(V(o)->flags & MEMORYVIEW_C);
}
Object* get_f_contiguous(Object* o, void*) {
  CHECK_LIVE(o);
  return bool_from_long(V(o)->flags & MEMORYVIEW_FORTRAN);
}
Object* get_contiguous(Object* o, void*) {
  CHECK_LIVE(o);
  return bool_from_long(V(o)->flags & (MEMORYVIEW_C | MEMORYVIEW_FORTRAN));
}

int memory_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(V(o)->mbuf);
  return 0;
}
int memory_clear(Object* o) {
  if (V(o)->exports == 0) {
    if (V(o)->mbuf) memory_release_view(V(o));
    clear_ref(V(o)->mbuf);
  }
  return 0;
}

Object* memory_new(TypeObject*, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"object", nullptr};
  static ArgParser parser = {.fname = "memoryview", .keywords = kKeywords};
  Object* buf[1];
  Object* const* a = arg_unpack_tuple_keywords(args, kwds, &parser, 1, 1, 0, buf);
  return a ? memory_view_from_object(a[0]) : nullptr;
}

// --- Iterator ---

struct MemoryIterObject : Object {
  Ssize it_index;
  Object* it_seq;
  Ssize it_length;
  Ssize format;
};
constexpr Ssize kMemoryIterSize = 48;
static_assert(sizeof(MemoryIterObject) <= kMemoryIterSize);
MemoryIterObject* I(Object* o) { return as<MemoryIterObject>(o); }

Object* memory_iter(Object* o) {
  CHECK_LIVE(o);
  const Buffer* view = &V(o)->view;
  if (view->ndim == 0) return type_error("invalid indexing of 0-dim memory");
  if (view->ndim > 1) {
    err_set_string(exc_NotImplementedError, "multi-dimensional sub-views are not implemented");
    return nullptr;
  }
  const char format = supported_format(view);
  if (!format) return nullptr;
  auto* it = object_gc_new<MemoryIterObject>(&memory_iter_type);
  if (!it) return nullptr;
  it->format = format;
  it->it_index = 0;
  it->it_length = view->shape[0];
  it->it_seq = new_ref(o);
  object_gc_track(it);
  return it;
}
void iter_dealloc(Object* it) {
  object_gc_untrack(it);
  xdecref(I(it)->it_seq);
  object_gc_del(it);
}
int iter_traverse(Object* it, visitproc visit, void* arg) {
  VISIT(I(it)->it_seq);
  return 0;
}
Object* iter_next_item_of(Object* self) {
  auto* it = I(self);
  Object* seq = it->it_seq;
  if (!seq) return nullptr;
  if (it->it_index < it->it_length) {
    CHECK_LIVE(seq);
    Buffer* view = &V(seq)->view;
    char* p = memory_lookup_dimension(view, static_cast<char*>(view->buf), 0, it->it_index++);
    return p ? memory_unpack(p, static_cast<char>(it->format)) : nullptr;
  }
  it->it_seq = nullptr;
  decref(seq);
  return nullptr;
}

constexpr MethodDef kMethods[] = {
    {"release", method_release, "release($self, /)\n--\n\n"},
    {"tobytes", method_tobytes, "tobytes($self, /, order='C')\n--\n\n"},
    {"hex", method_hex},
    {"tolist", method_tolist, "tolist($self, /)\n--\n\n"},
    {"cast", method_cast},
    {"toreadonly", method_toreadonly, "toreadonly($self, /)\n--\n\n"},
    {"__enter__", method_enter},
    {"__exit__", method_exit},
    {},
};
constexpr GetSetDef kGetSet[] = {
    {"obj", get_obj},           {"nbytes", get_nbytes},
    {"readonly", get_readonly}, {"itemsize", get_itemsize},
    {"format", get_format},     {"ndim", get_ndim},
    {"shape", get_shape},       {"strides", get_strides},
    {"suboffsets", get_suboffsets}, {"c_contiguous", get_c_contiguous},
    {"f_contiguous", get_f_contiguous}, {"contiguous", get_contiguous},
    {},
};

}  // namespace

TypeObject memory_view_type = {
    TYPE_HEAD,
    {.tp_name = "memoryview",
     .tp_basicsize = layout::memoryview.basicsize,
     .tp_itemsize = layout::memoryview.itemsize,
     .tp_dealloc = memory_dealloc,
     .tp_repr = memory_repr,
     .tp_hash = memory_hash,
     .tp_getattro = object_generic_get_attr,
     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC | TPFLAGS_SEQUENCE,
     .tp_doc = "memoryview(object)\n--\n\nCreate a new memoryview object which references the given object.",
     .tp_traverse = memory_traverse,
     .tp_clear = memory_clear,
     .tp_richcompare = memory_richcompare,
     .tp_weaklistoffset = offsetof(MemoryViewObject, weakreflist),
     .tp_iter = memory_iter,
     .tp_methods = kMethods,
     .tp_getset = kGetSet,
     .tp_new = memory_new,
     .sq_length = memory_length,
     .sq_item = memory_item,
     .mp_length = memory_length,
     .mp_subscript = memory_subscript,
     .mp_ass_subscript = memory_ass_sub,
     .bf_getbuffer = memory_getbuf,
     .bf_releasebuffer = memory_releasebuf}};

TypeObject memory_iter_type = {TYPE_HEAD,
                               {.tp_name = "memory_iterator",
                                .tp_basicsize = kMemoryIterSize,
                                .tp_dealloc = iter_dealloc,
                                .tp_getattro = object_generic_get_attr,
                                .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                                .tp_traverse = iter_traverse,
                                .tp_iter = object_self_iter,
                                .tp_iternext = iter_next_item_of}};

}  // namespace py
