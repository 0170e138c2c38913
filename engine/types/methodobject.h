// Functions written in C++: builtin functions and bound builtin methods, and how they are called.
// CPython 3.13: Objects/methodobject.c, Include/cpython/methodobject.h
#pragma once
#include "object/type.h"
#include "profile/profile.h"  // layout

namespace py {

extern TypeObject cfunction_type;  // builtin_function_or_method

struct CFunctionObject : Object {
  const MethodDef* m_ml;
  Object*
      m_self;  // bound object, or the module of a module's function; null for __new__-less statics
  Object* m_module;  // __module__: any object, or null
  Object* m_weakreflist;
  vectorcallfunc vectorcall;
};
static_assert(sizeof(CFunctionObject) <= layout::builtin_function_or_method.basicsize);

inline bool cfunction_check(const Object* o) { return is_type(o, &cfunction_type); }

// A builtin function; takes its own references to self and module (both may be null). New
// reference.
Object* cfunction_new(const MethodDef* ml, Object* self, Object* module);

// Calls the C++ function behind a method table row by its convention, checking the number of
// arguments. callable is only shown in error texts ("list.append() takes exactly one argument (2
// given)"). args as in vectorcall without self.
Object* method_def_call(Object* callable, const MethodDef* ml, Object* self, Object* const* args,
                        Ssize nargs, Object* kwnames);
// str(callable) + "()" for error texts: "list.append()", "len()". New reference.
Object* object_function_str(Object* callable);

}  // namespace py
