// The buffer protocol: how an object lends its memory.
// CPython 3.13: Include/pybuffer.h, Objects/abstract.c (buffer part), Objects/memoryobject.c
#pragma once
#include "object/type.h"  // getbufferproc

namespace py {

struct Buffer {
  void* buf;
  Object* obj;  // owned; the exporter
  Ssize len;    // bytes
  Ssize itemsize;
  int readonly;
  int ndim;
  const char* format;  // null: "B"
  Ssize* shape;
  Ssize* strides;
  Ssize* suboffsets;
  void* internal;
};
static_assert(sizeof(Buffer) <= 80, "fits CPython's Py_buffer");

enum BufferFlags : int {
  BUF_SIMPLE = 0,
  BUF_WRITABLE = 0x0001,
  BUF_FORMAT = 0x0004,
  BUF_ND = 0x0008,
  BUF_STRIDES = 0x0010 | BUF_ND,
  BUF_C_CONTIGUOUS = 0x0020 | BUF_STRIDES,
  BUF_F_CONTIGUOUS = 0x0040 | BUF_STRIDES,
  BUF_ANY_CONTIGUOUS = 0x0080 | BUF_STRIDES,
  BUF_INDIRECT = 0x0100 | BUF_STRIDES,
  BUF_CONTIG = BUF_ND | BUF_WRITABLE,
  BUF_CONTIG_RO = BUF_ND,
  BUF_STRIDED = BUF_STRIDES | BUF_WRITABLE,
  BUF_STRIDED_RO = BUF_STRIDES,
  BUF_RECORDS_RO = BUF_STRIDES | BUF_FORMAT,
  BUF_FULL = BUF_INDIRECT | BUF_WRITABLE | BUF_FORMAT,
  BUF_FULL_RO = BUF_INDIRECT | BUF_FORMAT,
};
constexpr int kBufMaxNdim = 64;

inline bool object_check_buffer(const Object* o) { return o->ob_type->bf_getbuffer != nullptr; }
// 0 with *view filled (release it), or -1 with TypeError or BufferError.
int object_get_buffer(Object* o, Buffer* view, int flags);
void buffer_release(Buffer* view);  // harmless on a view without an object
// For exporters of plain bytes.
int buffer_fill_info(Buffer* view, Object* exporter, void* buf, Ssize len, bool readonly, int flags);
bool buffer_is_contiguous(const Buffer* view, char order);  // 'C', 'F', 'A'
int buffer_to_contiguous(void* out, const Buffer* view, Ssize len, char order);
Ssize buffer_size_from_format(const char* format);

// A view that ends with its scope.
struct ScopedBuffer : Buffer {
  ScopedBuffer() { obj = nullptr; }
  ~ScopedBuffer() { buffer_release(this); }
  ScopedBuffer(const ScopedBuffer&) = delete;
  ScopedBuffer& operator=(const ScopedBuffer&) = delete;
};

}  // namespace py
