// The table that ties special method names to slots, in both directions.
// CPython 3.13: slotdefs and update_one_slot in Objects/typeobject.c
//
// A builtin type's slot gets a wrapper descriptor in its dict (add_operators); a class that defines
// a special method gets a slot function that looks the method up (fixup_slot_dispatchers,
// update_slot).
#pragma once
#include "object/type.h"

namespace py {

// Slots of all signatures are kept as this one and converted back before every call.
using SlotFunction = void (*)();

// How a wrapper descriptor calls its slot: self, the argument tuple, the slot, keyword arguments.
using wrapperfunc = Object* (*)(Object* self, Object* args, SlotFunction wrapped);
using wrapperfunc_kwds = Object* (*)(Object* self, Object* args, SlotFunction wrapped,
                                     Object* kwds);

// One row: special method `name` fills the slot at `offset` of a TypeObject.
struct SlotDef {
  const char* name;
  size_t offset;
  SlotFunction function;  // what the slot becomes when a class defines the method; may be null
  wrapperfunc wrapper;    // how the method calls a builtin type's slot; null: no wrapper is made
  wrapperfunc_kwds wrapper_kwds;  // instead of wrapper, for __init__ and __call__
  const char* doc;
  Object* name_object;  // interned name, borrowed (immortal); filled by type_slots_init
};

SlotFunction slot_get(const TypeObject* type, size_t offset);
void slot_set(TypeObject* type, size_t offset, SlotFunction function);

int type_slots_init();  // interns the names; once for every machine
int type_add_operators(
    TypeObject* type);  // wrapper descriptors for the slots that type itself fills
void type_fixup_slot_dispatchers(TypeObject* type);  // slots of a new class from its dict and bases
bool type_is_slot_name(Object* name);                // __x__ that some slot listens to
void type_update_slot(TypeObject* type,
                      Object* name);  // after an attribute changed; goes down to subclasses
void type_update_all_slots(TypeObject* type);  // after the bases changed

// Calls visit for type's subclasses that do not override name, and theirs. Stops at -1.
int type_recurse_down_subclasses(TypeObject* type, Object* name, int (*visit)(TypeObject*, void*),
                                 void* data);

}  // namespace py
