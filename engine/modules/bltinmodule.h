// The builtins module.
// CPython 3.13: Python/bltinmodule.c
#pragma once
#include <vector>

#include "lang/code_spec.h"  // CompileMode
#include "object/object.h"   // Object

namespace py {

struct CodeObject;  // types/codeobject.h

// Makes the builtins module and its dict: interp.builtins_module, interp.builtins. -1 on error.
int builtins_create();
// builtins.open, when _io is there; exit, quit, help and their like (CPython's site adds them last). 0 or -1.
int builtins_add_open();
int builtins_add_site();

// Text to code: what builtins, imports and the machine share.
struct CompileOptions {
  lang::CompileMode mode = lang::CompileMode::kExec;
  bool source_is_utf8 = true;  // a str was given, not the bytes of a file: a coding cookie does not count
  bool from_file = false;      // filename is a file with this content: errors show its lines
  bool counts = true;          // a real interpreter compiles here too (it has library modules compiled already)
  uint32_t flags = 0;          // CO_FUTURE_* of the caller
  int optimize = 0;
};
// A code object (new reference) for filename (a str). SyntaxErrors are set, warnings issued. arena (may be null) receives a
// reference to every constant that CPython's parser arena would hold; footprint (may be null) what the compilation would
// have done to CPython's free lists (lang/footprint.h).
CodeObject* compile_source(const char* source, size_t size, Object* filename, const CompileOptions& options,
                           std::vector<Object*>* arena, std::vector<uint16_t>* footprint = nullptr);
// Gives the references of an arena back.
void release_arena(std::vector<Object*>* arena);

}  // namespace py
