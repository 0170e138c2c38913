// Interned strings that the engine itself uses: ID(__init__) is the str object '__init__', immortal.
// CPython 3.13: Include/internal/pycore_global_strings.h (_Py_ID)
//
// They lie outside the heap, at addresses that depend on nothing but identifiers.def.
#pragma once
#include "object/object.h"  // Object

namespace py {

struct Identifiers {
#define IDENTIFIER(name) Object* id_##name;
#include "object/identifiers.def"
#undef IDENTIFIER
};
extern Identifiers identifiers;

// Makes and interns them all. After unicode_init, before any type is readied.
void identifiers_init();

}  // namespace py

// The immortal interned string of that name (borrowed; incref is harmless).
#define ID(name) (::py::identifiers.id_##name)
