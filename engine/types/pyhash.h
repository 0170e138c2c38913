// Hashes: SipHash-1-3 for text and bytes under the zero key, numbers modulo 2**61 - 1, addresses.
// CPython 3.13: Python/pyhash.c. PYTHONHASHSEED=0 leaves the key all zero, which makes every run the same.
#pragma once
#include "base/types.h"
#include "object/object.h"

namespace py {

constexpr int kHashBits = 61;
constexpr uint64_t kHashModulus = (uint64_t{1} << kHashBits) - 1;
constexpr HashValue kHashInf = 314159;
constexpr HashValue kHashImag = 1000003;

// CPython: _Py_HashBytes. Never -1; 0 for no bytes.
HashValue hash_bytes(const void* data, Ssize size);
// CPython: _Py_HashDouble. The object gives nan its hash.
HashValue hash_double(Object* o, double v);
// CPython: _Py_HashPointer: the shown address, so that it repeats on every host. Never -1.
HashValue hash_pointer(const void* p);
HashValue hash_address(uint64_t shown_address);

}  // namespace py
