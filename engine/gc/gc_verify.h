// Checks the collector's lists and every reference count.
// CPython 3.13: validate_list in Python/gc.c
#pragma once
#include <string>
#include <vector>

#include "gc/gc.h"

namespace py {

// Every generation's list is consistent, no flag is left over, every tracked object has a count
// above 0. Stops the machine with a broken invariant.
void gc_verify();

// --- The refcount audit: for every object, its count == the references found by walking the heap
// and the known roots ---

// Somebody who holds references without being a collectable object: frames on the stack, the thread
// state, static types, caches of modules, C++ globals. enumerate calls visit once for each
// reference owned.
using HolderVisit = void (*)(Object* held, void* context);
using HolderEnumerate = void (*)(HolderVisit visit, void* context);
// Registered once at start, in any order. name appears in reports.
void audit_register_holder(const char* name, HolderEnumerate enumerate);
// References that a type's tp_traverse does not show: a type's members that are not part of cycles
// (a function's name and code, a method's self in free lists, ...). Called for each object of
// exactly this type or a subtype.
using ReferentsExtra = void (*)(Object* op, HolderVisit visit, void* context);
void audit_register_type(TypeObject* type, ReferentsExtra extra);

struct AuditProblem {
  Object* object;
  uint64_t count;  // what the object says
  uint64_t found;  // what was found
  std::string text;
};
// All mortal objects whose count differs from the references found, up to `limit` of them. Reads
// only.
std::vector<AuditProblem> refcount_audit(size_t limit = 20);
// Every reference found: for views that show who holds what. Order: holders, then objects by
// generation, then others.
void audit_visit_references(void (*visit)(const char* holder_name, Object* holder, Object* held,
                                          void* context),
                            void* context);

}  // namespace py
