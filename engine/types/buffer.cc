// See buffer.h.
#include "types/buffer.h"

#include <cstring>

#include "object/errors.h"

namespace py {

int object_get_buffer(Object* o, Buffer* view, int flags) {
  getbufferproc get = o->ob_type->bf_getbuffer;
  if (!get) {
    view->obj = nullptr;
    err_format(exc_TypeError, "a bytes-like object is required, not '%.100s'", o->ob_type->tp_name);
    return -1;
  }
  const int status = get(o, view, flags);
  if (status < 0) view->obj = nullptr;
  return status;
}

void buffer_release(Buffer* view) {
  Object* o = view->obj;
  if (!o) return;
  if (releasebufferproc release = o->ob_type->bf_releasebuffer) release(o, view);
  view->obj = nullptr;
  decref(o);
}

int buffer_fill_info(Buffer* view, Object* exporter, void* buf, Ssize len, bool readonly, int flags) {
  if ((flags & BUF_WRITABLE) && readonly) {
    err_set_string(exc_BufferError, "Object is not writable.");
    return -1;
  }
  *view = Buffer{};
  view->obj = xnew_ref(exporter);
  view->buf = buf;
  view->len = len;
  view->readonly = readonly;
  view->itemsize = 1;
  view->ndim = 1;
  view->format = flags & BUF_FORMAT ? "B" : nullptr;
  view->shape = (flags & BUF_ND) == BUF_ND ? &view->len : nullptr;
  view->strides = (flags & BUF_STRIDES) == BUF_STRIDES ? &view->itemsize : nullptr;
  return 0;
}

namespace {

bool contiguous(const Buffer* view, bool fortran) {
  if (view->len == 0 || !view->strides) {
    // Without strides the items lie in C order, which is Fortran's too for up to one dimension of more than one item.
    if (view->len == 0 || !fortran || view->ndim <= 1) return true;
    int wide = 0;
    for (int i = 0; i < view->ndim; i++) wide += view->shape[i] > 1;
    return wide <= 1;
  }
  Ssize expected = view->itemsize;
  for (int k = 0; k < view->ndim; k++) {
    const int i = fortran ? k : view->ndim - 1 - k;
    if (view->shape[i] > 1 && view->strides[i] != expected) return false;
    expected *= view->shape[i];
  }
  return true;
}

}  // namespace

bool buffer_is_contiguous(const Buffer* view, char order) {
  if (view->suboffsets) return false;
  if (order == 'C') return contiguous(view, false);
  if (order == 'F') return contiguous(view, true);
  return contiguous(view, false) || contiguous(view, true);
}

int buffer_to_contiguous(void* out, const Buffer* view, Ssize len, char order) {
  if (len != view->len) {
    err_set_string(exc_ValueError, "PyBuffer_ToContiguous: len != view->len");
    return -1;
  }
  if (buffer_is_contiguous(view, order)) {
    if (len) std::memcpy(out, view->buf, static_cast<size_t>(len));
    return 0;
  }
  // Count through all index tuples, the last (C) or the first (F) dimension fastest.
  Ssize index[kBufMaxNdim] = {};
  char* to = static_cast<char*>(out);
  const Ssize items = view->itemsize ? len / view->itemsize : 0;
  for (Ssize done = 0; done < items; done++) {
    const char* p = static_cast<const char*>(view->buf);
    for (int i = 0; i < view->ndim; i++) {
      p += index[i] * view->strides[i];
      if (view->suboffsets && view->suboffsets[i] >= 0) {
        p = *reinterpret_cast<const char* const*>(p) + view->suboffsets[i];
      }
    }
    std::memcpy(to, p, static_cast<size_t>(view->itemsize));
    to += view->itemsize;
    for (int k = 0; k < view->ndim; k++) {
      const int i = order == 'F' ? k : view->ndim - 1 - k;
      if (++index[i] < view->shape[i]) break;
      index[i] = 0;
    }
  }
  return 0;
}

Ssize buffer_size_from_format(const char* format) {
  if (!format) return 1;
  if (*format == '@') format++;
  if (!*format || format[1]) return -1;
  switch (*format) {
    case 'c': case 'b': case 'B': case '?': return 1;
    case 'h': case 'H': case 'e': return 2;
    case 'i': case 'I': case 'f': return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'd': case 'P': return 8;
    default: return -1;
  }
}

}  // namespace py
