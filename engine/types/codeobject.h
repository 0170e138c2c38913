// Code objects.
// CPython 3.13: Objects/codeobject.c, Include/cpython/code.h
//
// A code object is immutable. The instructions stand at its end as the compiler made them (with
// empty caches); what the virtual machine specialises is its own copy behind `exec`.
#pragma once
#include <vector>  // arena references

#include "lang/code_spec.h"
#include "object/type.h"
#include "profile/profile.h"  // layout

namespace py {

extern TypeObject code_type;

// Attributes that are made when first asked for. CPython: _PyCoCached.
struct CodeCached {
  Object* co_code;
  Object* co_varnames;
  Object* co_cellvars;
  Object* co_freevars;
};

struct CodeObject : VarObject {  // ob_size: code units of two bytes
  Object* co_consts;
  Object* co_names;
  Object* co_exceptiontable;
  int32_t co_flags;
  int32_t co_argcount, co_posonlyargcount, co_kwonlyargcount;
  int32_t co_stacksize;
  int32_t co_firstlineno;
  int32_t co_nlocalsplus;
  int32_t co_framesize;  // slots of the 64-bit build's frame: locals + stack + frame header
  int32_t co_nlocals, co_ncellvars, co_nfreevars;
  uint32_t co_version;
  Object* co_localsplusnames;
  Object* co_localspluskinds;  // bytes
  Object* co_filename;
  Object* co_name;
  Object* co_qualname;
  Object* co_linetable;
  Object* co_weakreflist;
  void* exec;  // the VM's executable form, freed by code_exec_free
  CodeCached* co_cached;
  int32_t co_firsttraceable;  // index of the first instruction after the prologue
  // co_code_adaptive follows at offset layout::code.basicsize
};
static_assert(sizeof(CodeObject) <= layout::code.basicsize);

inline bool code_check(const Object* o) { return is_type(o, &code_type); }
inline uint8_t* code_bytes(CodeObject* code) {
  return reinterpret_cast<uint8_t*>(code) + layout::code.basicsize;
}
inline const uint8_t* code_bytes(const CodeObject* code) {
  return reinterpret_cast<const uint8_t*>(code) + layout::code.basicsize;
}
inline Ssize code_nbytes(const CodeObject* code) { return code->ob_size * 2; }
constexpr int kFrameSpecialsSize =
    10;  // FRAME_SPECIALS_SIZE: words of _PyInterpreterFrame before its locals

// The VM sets this to free CodeObject::exec when a code object dies; null until then.
extern void (*code_exec_free)(void* exec);

// Which object stands for which constant of one compilation. Holds references until it goes.
class ConstantTable {
 public:
  ConstantTable();
  ~ConstantTable();
  ConstantTable(const ConstantTable&) = delete;
  ConstantTable& operator=(const ConstantTable&) = delete;

  Object* constant(const lang::ConstValue* value);  // borrowed; null with the error set
  void replace(const lang::ConstValue* value,
               Object* o);  // o (an interned equal) stands for it from now on
  struct Impl;

 private:
  Impl* impl_;
};

// Makes the object of a compiled code block and, through its constants, of those inside. New
// reference.
CodeObject* code_from_spec(const lang::CodeSpec& spec, ConstantTable& constants);
// A compiled module: its top code (new reference). arena receives one reference for every constant
// that CPython's parser arena would hold; drop them when CPython frees the arena. arena null: none
// are taken.
CodeObject* code_from_unit(const lang::CodeUnit& unit, std::vector<Object*>* arena);

// Attributes as new references.
Object* code_get_code(CodeObject* code);
Object* code_get_varnames(CodeObject* code);
Object* code_get_cellvars(CodeObject* code);
Object* code_get_freevars(CodeObject* code);

// Byte offset of an instruction to its line; -1: no line. CPython: PyCode_Addr2Line.
int code_addr2line(const CodeObject* code, int addrq);
// The source range of an instruction; parts that are unknown are -1. Columns are bytes.
bool code_addr2location(const CodeObject* code, int addrq, int* start_line, int* start_column,
                        int* end_line, int* end_column);

// Walks the line table. CPython: PyCodeAddressRange.
struct CodeAddressRange {
  int ar_start, ar_end;  // bytes of code, end exclusive
  int ar_line;           // -1: no line
  int computed_line;
  const uint8_t* lo_next;
  const uint8_t* limit;
};
void code_init_address_range(const CodeObject* code, CodeAddressRange* bounds);
bool code_next_address_range(CodeAddressRange* bounds);
int code_check_line_number(int lasti, CodeAddressRange* bounds);

void codeobject_init();  // versions start again

}  // namespace py
