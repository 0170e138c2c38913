// Bringing the builtin types to life, and back to their first state; the layouts that Python code
// is shown. CPython 3.13: _PyTypes_InitTypes in Objects/object.c
#include <cstring>
#include <vector>

#include "memory/region.h"  // register_static
#include "types/codeobject.h"
#include "types/funcobject.h"
#include "types/type_internal.h"
#include "types/type_slots.h"

namespace py {

#define TYPE(variable) extern TypeObject variable;
#include "types/types.def"
#undef TYPE

namespace {

constexpr size_t kStaticTypeSize =
    416;  // sizeof(PyTypeObject): the address of the next static follows from it
constexpr size_t kSingletonSize = 16;

TypeObject* const static_types[] = {
#define TYPE(variable) &variable,
#include "types/types.def"
#undef TYPE
};

// A static type as the compiler laid it out: this outlives machines.
struct RememberedType {
  TypeObject* type;
  TypeFields pristine;
};
std::vector<RememberedType>& remembered() {
  static std::vector<RememberedType> types;
  return types;
}

}  // namespace

void type_remember_static(TypeObject* type) {
  register_static(type, kStaticTypeSize);
  for (const RememberedType& r : remembered()) {
    if (r.type == type) return;
  }
  remembered().push_back({type, *type});
}

void types_reset() {
  for (const RememberedType& r : remembered()) {
    static_cast<TypeFields&>(*r.type) = r.pristine;
    r.type->ob_refcnt = kImmortalRefcnt;
    r.type->ob_size = 0;
  }
}

int types_init() {
  for (Object* singleton : {None, NotImplemented, Ellipsis})
    register_static(singleton, kSingletonSize);
  type_lookup_init();
  funcobject_init();
  codeobject_init();
  if (type_slots_init() < 0) return -1;
  for (TypeObject* type : static_types) {
    if (type_ready_static(type) < 0) return -1;
  }
  return 0;
}

// --- Layouts ---

namespace {

struct NamedLayout {
  const char* name;
  TypeLayout layout;
};
constexpr NamedLayout named_layouts[] = {
#define LAYOUT(name, basic, item, dict, weak) {#name, {basic, item, dict, weak}},
#include "profile/layouts.def"
#undef LAYOUT
};

// The 64-bit figure for a host offset, which stands in the layout of the builtin type that brought
// it in.
Ssize shown_offset(const TypeObject* type, Ssize TypeFields::*field, Ssize TypeLayout::*shown) {
  Ssize offset = type->*field;
  if (offset <= 0) return offset;  // none, or managed
  while (type->tp_base != nullptr && type->tp_base->*field == offset) type = type->tp_base;
  const char* name = type_short_name(type);
  size_t length = std::strlen(name);
  for (const NamedLayout& l : named_layouts) {
    bool same = std::strncmp(l.name, name, length) == 0 &&
                (l.name[length] == 0 || (l.name[length] == '_' && l.name[length + 1] == 0));
    if (same && l.layout.*shown != 0) return l.layout.*shown;
  }
  return offset;
}

}  // namespace

Ssize type_shown_dictoffset(const TypeObject* type) {
  return shown_offset(type, &TypeFields::tp_dictoffset, &TypeLayout::dictoffset);
}
Ssize type_shown_weaklistoffset(const TypeObject* type) {
  return shown_offset(type, &TypeFields::tp_weaklistoffset, &TypeLayout::weaklistoffset);
}

}  // namespace py
