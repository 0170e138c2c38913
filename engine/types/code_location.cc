// The location table of a code object: which source range each instruction belongs to.
// CPython 3.13: the line table part of Objects/codeobject.c, Objects/locations.md
//
// An entry is a first byte 1cccclll (bit 7 marks first bytes; cccc: kind; lll: code units minus 1)
// and what the kind asks for: bytes below 128, or numbers of 6 bits a byte, bit 6 marking that more
// follow.
#include "types/bytesobject.h"
#include "types/codeobject.h"

namespace py {

namespace {

enum LocationKind {
  kShortLast = 9,
  kOneLine0 = 10,
  kOneLine2 = 12,
  kNoColumns = 13,
  kLong = 14,
  kNone = 15
};

int read_byte(CodeAddressRange* bounds) { return *bounds->lo_next++; }

int read_varint(CodeAddressRange* bounds) {
  unsigned read = static_cast<unsigned>(read_byte(bounds)), value = read & 63, shift = 0;
  while (read & 64) {
    read = static_cast<unsigned>(read_byte(bounds));
    shift += 6;
    value |= (read & 63) << shift;
  }
  return static_cast<int>(value);
}

int read_signed_varint(CodeAddressRange* bounds) {
  auto value = static_cast<unsigned>(read_varint(bounds));
  return value & 1 ? -static_cast<int>(value >> 1) : static_cast<int>(value >> 1);
}

struct Location {
  int end_line, column, end_column;
};

// Moves to the next entry and decodes all of it.
void advance_with_locations(CodeAddressRange* bounds, Location* where) {
  int first_byte = read_byte(bounds);
  int kind = (first_byte >> 3) & 15;
  bounds->ar_start = bounds->ar_end;
  bounds->ar_end = bounds->ar_start + ((first_byte & 7) + 1) * 2;
  where->column = where->end_column = -1;
  if (kind == kNone) {
    bounds->ar_line = where->end_line = -1;
    return;
  }
  if (kind == kLong || kind == kNoColumns) {
    bounds->computed_line += read_signed_varint(bounds);
  } else if (kind >= kOneLine0 && kind <= kOneLine2) {
    bounds->computed_line += kind - kOneLine0;
  }
  bounds->ar_line = where->end_line = bounds->computed_line;
  if (kind == kLong) {
    where->end_line += read_varint(bounds);
    where->column = read_varint(bounds) - 1;
    where->end_column = read_varint(bounds) - 1;
  } else if (kind >= kOneLine0 && kind <= kOneLine2) {
    where->column = read_byte(bounds);
    where->end_column = read_byte(bounds);
  } else if (kind <= kShortLast) {
    int second_byte = read_byte(bounds);
    where->column = (kind << 3) | (second_byte >> 4);
    where->end_column = where->column + (second_byte & 15);
  }
}

}  // namespace

void code_init_address_range(const CodeObject* code, CodeAddressRange* bounds) {
  bounds->lo_next = reinterpret_cast<const uint8_t*>(bytes_data(code->co_linetable));
  bounds->limit = bounds->lo_next + bytes_size(code->co_linetable);
  bounds->ar_start = -1;
  bounds->ar_end = 0;
  bounds->computed_line = code->co_firstlineno;
  bounds->ar_line = -1;
}

bool code_next_address_range(CodeAddressRange* bounds) {
  if (bounds->lo_next >= bounds->limit) return false;
  Location where;
  advance_with_locations(bounds, &where);
  return true;
}

int code_check_line_number(int lasti, CodeAddressRange* bounds) {
  while (bounds->ar_end <= lasti) {
    if (!code_next_address_range(bounds)) return -1;
  }
  return bounds->ar_line;
}

int code_addr2line(const CodeObject* code, int addrq) {
  if (addrq < 0) return code->co_firstlineno;
  CodeAddressRange bounds;
  code_init_address_range(code, &bounds);
  return code_check_line_number(addrq, &bounds);
}

bool code_addr2location(const CodeObject* code, int addrq, int* start_line, int* start_column,
                        int* end_line, int* end_column) {
  if (addrq < 0) {
    *start_line = *end_line = code->co_firstlineno;
    *start_column = *end_column = 0;
    return true;
  }
  CodeAddressRange bounds;
  code_init_address_range(code, &bounds);
  Location where = {-1, -1, -1};
  while (bounds.ar_end <= addrq && bounds.lo_next < bounds.limit)
    advance_with_locations(&bounds, &where);
  *start_line = bounds.ar_line;
  *end_line = where.end_line;
  *start_column = where.column;
  *end_column = where.end_column;
  return true;
}

bool code_next_location(CodeAddressRange* bounds, int* end_line, int* column, int* end_column) {
  if (bounds->lo_next >= bounds->limit) return false;
  Location where;
  advance_with_locations(bounds, &where);
  *end_line = where.end_line;
  *column = where.column;
  *end_column = where.end_column;
  return true;
}

}  // namespace py
