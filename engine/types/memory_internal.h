// What the files of memoryview share.
#pragma once
#include "types/memoryobject.h"

namespace py {

constexpr Ssize kManagedBufferSize = 112;  // sizeof(_PyManagedBufferObject)

Object* mbuf_add_view(ManagedBufferObject* mbuf, const Buffer* src);
void memory_init_flags(MemoryViewObject* self);
bool memory_check_live(MemoryViewObject* self);  // false with ValueError
int memory_release_view(MemoryViewObject* self);  // -1 with BufferError
void memory_dealloc(Object* o);
char native_format(const char* format);  // the format's one character, 0 when it is no native single one
Object* memory_unpack(const char* p, char format);
int memory_pack(char* p, Object* item, const char* format);
char* memory_lookup_dimension(const Buffer* view, char* p, int dim, Ssize index);

}  // namespace py
