// See pyhash.h.
#include "types/pyhash.h"

#include <cmath>
#include <cstring>

#include "memory/region.h"  // address_of

namespace py {

namespace {

uint64_t rotate(uint64_t x, int b) { return (x << b) | (x >> (64 - b)); }

struct SipState {
  uint64_t v0, v1, v2, v3;
  void round() {
    v0 += v1;
    v2 += v3;
    v1 = rotate(v1, 13) ^ v0;
    v3 = rotate(v3, 16) ^ v2;
    v0 = rotate(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = rotate(v1, 17) ^ v2;
    v3 = rotate(v3, 21) ^ v0;
    v2 = rotate(v2, 32);
  }
};

// One compression round a word, three at the end; the key is zero.
uint64_t siphash13(const uint8_t* p, size_t n) {
  SipState s{0x736f6d6570736575ull, 0x646f72616e646f6dull, 0x6c7967656e657261ull, 0x7465646279746573ull};
  uint64_t last = static_cast<uint64_t>(n) << 56;
  for (; n >= 8; p += 8, n -= 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    s.v3 ^= word;
    s.round();
    s.v0 ^= word;
  }
  uint64_t tail = 0;
  std::memcpy(&tail, p, n);
  last |= tail;
  s.v3 ^= last;
  s.round();
  s.v0 ^= last;
  s.v2 ^= 0xff;
  s.round();
  s.round();
  s.round();
  return (s.v0 ^ s.v1) ^ (s.v2 ^ s.v3);
}

}  // namespace

HashValue hash_bytes(const void* data, Ssize size) {
  if (size == 0) return 0;
  HashValue h = static_cast<HashValue>(siphash13(static_cast<const uint8_t*>(data), static_cast<size_t>(size)));
  return h == -1 ? -2 : h;
}

HashValue hash_double(Object* o, double v) {
  if (!std::isfinite(v)) {
    if (std::isinf(v)) return v > 0 ? kHashInf : -kHashInf;
    return hash_pointer(o);
  }
  int exponent;
  double m = std::frexp(v, &exponent);
  int sign = 1;
  if (m < 0) {
    sign = -1;
    m = -m;
  }
  uint64_t x = 0;
  while (m != 0.0) {  // 28 bits at a time
    x = ((x << 28) & kHashModulus) | x >> (kHashBits - 28);
    m *= 268435456.0;
    exponent -= 28;
    uint64_t y = static_cast<uint64_t>(m);
    m -= static_cast<double>(y);
    x += y;
    if (x >= kHashModulus) x -= kHashModulus;
  }
  // Multiply by 2**exponent: a rotation.
  exponent = exponent >= 0 ? exponent % kHashBits : kHashBits - 1 - ((-1 - exponent) % kHashBits);
  x = ((x << exponent) & kHashModulus) | x >> (kHashBits - exponent);
  HashValue h = static_cast<HashValue>(x) * sign;
  return h == -1 ? -2 : h;
}

HashValue hash_address(uint64_t shown_address) {
  // The low four bits of an address are always zero: rotate them to the top.
  HashValue h = static_cast<HashValue>((shown_address >> 4) | (shown_address << 60));
  return h == -1 ? -2 : h;
}

HashValue hash_pointer(const void* p) { return hash_address(address_of(p)); }

}  // namespace py
