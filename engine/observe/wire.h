// The wire format of views: fields in order, little-endian; strings, bytes and sequences carry a u32 count in front.
// The records and their encoders are generated from views.schema; the TypeScript reader is web/node/wire.ts.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace py::observe {

struct WireWriter {
  std::vector<uint8_t> bytes;
  void raw(const void* data, size_t size) {
    const auto* begin = static_cast<const uint8_t*>(data);
    bytes.insert(bytes.end(), begin, begin + size);
  }
};

// Reads what WireWriter wrote. A short or damaged message sets failed and reads zeros.
struct WireReader {
  const uint8_t* at;
  const uint8_t* end;
  bool failed = false;
  void raw(void* data, size_t size) {
    if (static_cast<size_t>(end - at) < size) {
      failed = true;
      std::memset(data, 0, size);
      at = end;
      return;
    }
    std::memcpy(data, at, size);
    at += size;
  }
  // A count that the rest of the message can hold: every item takes at least one byte.
  uint32_t count() {
    uint32_t n = 0;
    raw(&n, 4);
    if (n > static_cast<size_t>(end - at)) {
      failed = true;
      n = 0;
    }
    return n;
  }
};

#define WIRE_SCALAR(T)                                                            \
  inline void wire_write(WireWriter& out, T value) { out.raw(&value, sizeof(T)); } \
  inline void wire_read(WireReader& in, T& value) { in.raw(&value, sizeof(T)); }
WIRE_SCALAR(uint8_t)
WIRE_SCALAR(uint16_t)
WIRE_SCALAR(uint32_t)
WIRE_SCALAR(int32_t)
WIRE_SCALAR(double)
#undef WIRE_SCALAR

inline void wire_write(WireWriter& out, bool value) { wire_write(out, static_cast<uint8_t>(value)); }
inline void wire_read(WireReader& in, bool& value) {
  uint8_t byte = 0;
  wire_read(in, byte);
  value = byte != 0;
}
inline void wire_write(WireWriter& out, const std::string& value) {
  wire_write(out, static_cast<uint32_t>(value.size()));
  out.raw(value.data(), value.size());
}
inline void wire_read(WireReader& in, std::string& value) {
  value.resize(in.count());
  in.raw(value.data(), value.size());
}
template <class T>
void wire_write(WireWriter& out, const std::vector<T>& items) {
  wire_write(out, static_cast<uint32_t>(items.size()));
  for (const T& item : items) wire_write(out, item);
}
template <class T>
void wire_read(WireReader& in, std::vector<T>& items) {
  items.resize(in.count());
  for (T& item : items) wire_read(in, item);
}

}  // namespace py::observe
