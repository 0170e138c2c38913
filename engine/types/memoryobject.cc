// See memoryobject.h. memory_methods.cc: methods and the type.
#include "types/memoryobject.h"

#include <cmath>
#include <cstring>

#include "gc/gc.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/bytesobject.h"
#include "types/floatobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/memory_internal.h"

namespace py {

// --- The managed buffer ---

namespace {

ManagedBufferObject* mbuf_alloc() {
  auto* m = object_gc_new<ManagedBufferObject>(&managed_buffer_type);
  if (!m) return nullptr;
  m->flags = 0;
  m->exports = 0;
  m->master = Buffer{};
  object_gc_track(m);
  return m;
}

void mbuf_release(ManagedBufferObject* m) {
  if (m->flags & MANAGED_BUFFER_RELEASED) return;
  m->flags |= MANAGED_BUFFER_RELEASED;
  object_gc_untrack(m);
  buffer_release(&m->master);
}

void mbuf_dealloc(Object* o) {
  mbuf_release(as<ManagedBufferObject>(o));
  object_gc_del(o);
}
int mbuf_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(as<ManagedBufferObject>(o)->master.obj);
  return 0;
}
int mbuf_clear(Object* o) {
  mbuf_release(as<ManagedBufferObject>(o));
  return 0;
}

// C order strides of a view with a shape.
void init_strides(Buffer* view) {
  Ssize step = view->itemsize;
  for (int i = view->ndim; i-- > 0;) {
    view->strides[i] = step;
    step *= view->shape[i];
  }
}

}  // namespace

TypeObject managed_buffer_type = {TYPE_HEAD,
                                  {.tp_name = "managedbuffer",
                                   .tp_basicsize = kManagedBufferSize,
                                   .tp_dealloc = mbuf_dealloc,
                                   .tp_getattro = object_generic_get_attr,
                                   .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
                                   .tp_traverse = mbuf_traverse,
                                   .tp_clear = mbuf_clear}};

// --- Views ---

void memory_init_flags(MemoryViewObject* self) {
  const Buffer* view = &self->view;
  int flags = 0;
  if (view->ndim == 0) flags = MEMORYVIEW_SCALAR | MEMORYVIEW_C | MEMORYVIEW_FORTRAN;
  if (view->ndim > 0 && buffer_is_contiguous(view, 'C')) flags |= MEMORYVIEW_C;
  if (view->ndim > 0 && buffer_is_contiguous(view, 'F')) flags |= MEMORYVIEW_FORTRAN;
  if (view->suboffsets) {
    flags |= MEMORYVIEW_PIL;
    flags &= ~(MEMORYVIEW_C | MEMORYVIEW_FORTRAN);
  }
  self->flags = flags;
}

namespace {

MemoryViewObject* memory_alloc(int ndim) {
  auto* mv = object_gc_new_var<MemoryViewObject>(&memory_view_type, 3 * ndim);
  if (!mv) return nullptr;
  mv->mbuf = nullptr;
  mv->hash = -1;
  mv->flags = 0;
  mv->exports = 0;
  mv->view = Buffer{};
  mv->view.ndim = ndim;
  mv->view.shape = mv->ob_array;
  mv->view.strides = mv->ob_array + ndim;
  mv->view.suboffsets = mv->ob_array + 2 * ndim;
  mv->weakreflist = nullptr;
  object_gc_track(mv);
  return mv;
}

void init_shape_strides(Buffer* dest, const Buffer* src) {
  if (src->ndim == 0) {
    dest->shape = dest->strides = nullptr;
    return;
  }
  if (src->ndim == 1) {
    dest->shape[0] = src->shape ? src->shape[0] : src->len / src->itemsize;
    dest->strides[0] = src->strides ? src->strides[0] : src->itemsize;
    return;
  }
  for (int i = 0; i < src->ndim; i++) dest->shape[i] = src->shape[i];
  if (src->strides) {
    for (int i = 0; i < src->ndim; i++) dest->strides[i] = src->strides[i];
  } else {
    init_strides(dest);
  }
}

}  // namespace

// A view of mbuf that looks like src (null: like the whole buffer).
Object* mbuf_add_view(ManagedBufferObject* mbuf, const Buffer* src) {
  if (!src) src = &mbuf->master;
  if (src->ndim > kBufMaxNdim) {
    err_set_string(exc_ValueError, "memoryview: number of dimensions must not exceed 64");
    return nullptr;
  }
  MemoryViewObject* mv = memory_alloc(src->ndim);
  if (!mv) return nullptr;
  Buffer* dest = &mv->view;
  dest->obj = src->obj;  // borrowed: the managed buffer holds it
  dest->buf = src->buf;
  dest->len = src->len;
  dest->itemsize = src->itemsize;
  dest->readonly = src->readonly;
  dest->format = src->format ? src->format : "B";
  dest->internal = src->internal;
  init_shape_strides(dest, src);
  if (src->suboffsets) {
    for (int i = 0; i < src->ndim; i++) dest->suboffsets[i] = src->suboffsets[i];
  } else {
    dest->suboffsets = nullptr;
  }
  memory_init_flags(mv);
  mv->mbuf = new_ref(mbuf);
  mbuf->exports++;
  return mv;
}

namespace {

Object* from_object_with_flags(Object* o, int flags) {
  if (memory_view_check(o)) {
    auto* mv = as<MemoryViewObject>(o);
    if (!memory_check_live(mv)) return nullptr;
    return mbuf_add_view(mv->mbuf, &mv->view);
  }
  if (!object_check_buffer(o)) {
    return err_format(exc_TypeError, "memoryview: a bytes-like object is required, not '%.200s'", o->ob_type->tp_name);
  }
  ManagedBufferObject* mbuf = mbuf_alloc();
  if (!mbuf) return nullptr;
  Object* view = nullptr;
  if (object_get_buffer(o, &mbuf->master, flags) == 0) view = mbuf_add_view(mbuf, nullptr);
  decref(mbuf);
  return view;
}

}  // namespace

Object* memory_view_from_object(Object* o) { return from_object_with_flags(o, BUF_FULL_RO); }

Object* memory_view_from_buffer(const Buffer* info) {
  if (!info->buf) {
    err_set_string(exc_ValueError, "PyMemoryView_FromBuffer(): info->buf must not be NULL");
    return nullptr;
  }
  ManagedBufferObject* mbuf = mbuf_alloc();
  if (!mbuf) return nullptr;
  mbuf->master = *info;
  mbuf->master.obj = nullptr;
  Object* view = mbuf_add_view(mbuf, nullptr);
  decref(mbuf);
  return view;
}

Object* memory_view_from_memory(char* mem, Ssize size, int flags) {
  ManagedBufferObject* mbuf = mbuf_alloc();
  if (!mbuf) return nullptr;
  buffer_fill_info(&mbuf->master, nullptr, mem, size, !(flags & BUF_WRITABLE), BUF_FULL_RO);
  Object* view = mbuf_add_view(mbuf, nullptr);
  decref(mbuf);
  return view;
}

// --- Release ---

bool memory_check_live(MemoryViewObject* self) {
  if (!(self->flags & MEMORYVIEW_RELEASED) && !(self->mbuf->flags & MANAGED_BUFFER_RELEASED)) return true;
  err_set_string(exc_ValueError, "operation forbidden on released memoryview object");
  return false;
}

int memory_release_view(MemoryViewObject* self) {
  if (self->flags & MEMORYVIEW_RELEASED) return 0;
  if (self->exports == 0) {
    self->flags |= MEMORYVIEW_RELEASED;
    if (--self->mbuf->exports == 0) mbuf_release(self->mbuf);
    return 0;
  }
  err_format(exc_BufferError, "memoryview has %zd exported buffer%s", self->exports, self->exports == 1 ? "" : "s");
  return -1;
}

void memory_dealloc(Object* o) {
  auto* self = as<MemoryViewObject>(o);
  object_gc_untrack(o);
  if (self->mbuf) {
    memory_release_view(self);
    clear_ref(self->mbuf);
  }
  if (self->weakreflist) object_clear_weakrefs(o);
  object_gc_del(o);
}

// --- Items ---

char native_format(const char* format) {
  if (!format) return 'B';
  if (*format == '@') format++;
  return buffer_size_from_format(format) > 0 ? *format : '\0';
}

namespace {

template <class T>
T load(const char* p) {
  T v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
template <class T>
void store(char* p, T v) {
  std::memcpy(p, &v, sizeof v);
}

// IEEE half precision.
double load_half(const char* p) {
  const uint16_t h = load<uint16_t>(p);
  const int exponent = (h >> 10) & 31, fraction = h & 0x3ff;
  double v;
  if (exponent == 31) {
    v = fraction ? NAN : HUGE_VAL;
  } else if (exponent == 0) {
    v = std::ldexp(fraction, -24);
  } else {
    v = std::ldexp(fraction + 1024, exponent - 25);
  }
  return h & 0x8000 ? -v : v;
}
uint16_t half_of(double v) {
  const uint16_t sign = std::signbit(v) ? 0x8000 : 0;
  v = std::fabs(v);
  if (std::isnan(v)) return sign | 0x7e00;
  if (v >= 65520.0) return sign | 0x7c00;
  if (v < 6.103515625e-05) return static_cast<uint16_t>(sign | static_cast<uint16_t>(std::nearbyint(std::ldexp(v, 24))));
  int e;
  const double m = std::frexp(v, &e);
  const int fraction = static_cast<int>(std::nearbyint(std::ldexp(m, 11)));
  return static_cast<uint16_t>(sign | (((e + 14) << 10) + fraction - 1024));
}

}  // namespace

Object* memory_unpack(const char* p, char format) {
  switch (format) {
    case 'B': return long_from_long(load<uint8_t>(p));
    case 'b': return long_from_long(load<int8_t>(p));
    case 'h': return long_from_long(load<int16_t>(p));
    case 'H': return long_from_long(load<uint16_t>(p));
    case 'i': return long_from_long(load<int32_t>(p));
    case 'I': return long_from_unsigned_long(load<uint32_t>(p));
    case 'l': return long_from_long(load<int64_t>(p));
    case 'q': return long_from_long_long(load<int64_t>(p));
    case 'L': case 'Q': return long_from_unsigned_long_long(load<uint64_t>(p));
    case 'n': return long_from_ssize_t(load<int64_t>(p));
    case 'N': return long_from_size_t(load<uint64_t>(p));
    case 'P': return long_from_void_ptr(load<uint64_t>(p));
    case 'e': return float_from_double(load_half(p));
    case 'f': return float_from_double(load<float>(p));
    case 'd': return float_from_double(load<double>(p));
    case '?': return bool_from_long(load<uint8_t>(p) != 0);
    case 'c': return bytes_from_string_and_size(p, 1);
    default: return err_format(exc_NotImplementedError, "memoryview: unsupported format %c", static_cast<int>(format));
  }
}

namespace {

int invalid(TypeObject* type, const char* what, const char* format) {
  err_clear();
  err_format(type, "memoryview: invalid %s for format '%s'", what, format);
  return -1;
}
int invalid_type(const char* format) { return invalid(exc_TypeError, "type", format); }
int invalid_value(const char* format) { return invalid(exc_ValueError, "value", format); }

// After a failed conversion: the error in memoryview's words.
int conversion_failed(const char* format) {
  if (err_exception_matches(exc_TypeError)) return invalid_type(format);
  if (err_exception_matches(exc_OverflowError) || err_exception_matches(exc_ValueError)) return invalid_value(format);
  return -1;
}

int pack_signed(char* p, Object* item, const char* format, int size) {
  Object* i = number_index(item);
  if (!i) return conversion_failed(format);
  int overflow;
  const int64_t v = long_as_long_and_overflow(i, &overflow);
  decref(i);
  const int64_t limit = size == 8 ? INT64_MAX : (int64_t{1} << (8 * size - 1)) - 1;
  if (overflow || v > limit || v < -limit - 1) return invalid_value(format);
  std::memcpy(p, &v, static_cast<size_t>(size));
  return 0;
}
int pack_unsigned(char* p, Object* item, const char* format, int size) {
  Object* i = number_index(item);
  if (!i) return conversion_failed(format);
  const uint64_t v = long_as_unsigned_long_long(i);
  decref(i);
  if (v == static_cast<uint64_t>(-1) && err_occurred()) return conversion_failed(format);
  if (size < 8 && v >> (8 * size)) return invalid_value(format);
  std::memcpy(p, &v, static_cast<size_t>(size));
  return 0;
}

}  // namespace

int memory_pack(char* p, Object* item, const char* format) {
  const char code = native_format(format);
  const int size = static_cast<int>(buffer_size_from_format(format));
  switch (code) {
    case 'b': case 'h': case 'i': case 'l': case 'q': case 'n': return pack_signed(p, item, format, size);
    case 'B': case 'H': case 'I': case 'L': case 'Q': case 'N': case 'P': return pack_unsigned(p, item, format, size);
    case 'e': case 'f': case 'd': {
      const double v = float_as_double(item);
      if (v == -1.0 && err_occurred()) return conversion_failed(format);
      if (code == 'd') {
        store(p, v);
      } else if (code == 'f') {
        store(p, static_cast<float>(v));
      } else {
        const uint16_t half = half_of(v);
        if ((half & 0x7fff) == 0x7c00 && std::isfinite(v)) return invalid_value(format);
        store(p, half);
      }
      return 0;
    }
    case '?': {
      const int truth = object_is_true(item);
      if (truth < 0) return -1;
      *p = static_cast<char>(truth);
      return 0;
    }
    case 'c':
      if (!bytes_check(item)) return invalid_type(format);
      if (bytes_size(item) != 1) return invalid_value(format);
      *p = bytes_data(item)[0];
      return 0;
    default:
      err_format(exc_NotImplementedError, "memoryview: format %s not supported", format);
      return -1;
  }
}

// The address of an index in one dimension; null with IndexError.
char* memory_lookup_dimension(const Buffer* view, char* p, int dim, Ssize index) {
  const Ssize n = view->shape[dim];
  if (index < 0) index += n;
  if (index < 0 || index >= n) {
    err_format(exc_IndexError, "index out of bounds on dimension %d", dim + 1);
    return nullptr;
  }
  p += view->strides[dim] * index;
  if (view->suboffsets && view->suboffsets[dim] >= 0) {
    p = *reinterpret_cast<char**>(p) + view->suboffsets[dim];
  }
  return p;
}

}  // namespace py
