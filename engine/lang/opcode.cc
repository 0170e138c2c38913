// Stack effects, spelled out from opcode.def.
#include "lang/opcode.h"

namespace py::lang {
int opcode_num_popped(int opcode, int oparg) {
  static_cast<void>(oparg);
  switch (opcode) {
#define OPCODE(name, number, caches, popped, pushed, flags) \
  case number:                                              \
    return popped;
#include "lang/opcode.def"
#undef OPCODE
  }
  return -1;
}

int opcode_num_pushed(int opcode, int oparg) {
  static_cast<void>(oparg);
  switch (opcode) {
#define OPCODE(name, number, caches, popped, pushed, flags) \
  case number:                                              \
    return pushed;
#include "lang/opcode.def"
#undef OPCODE
  }
  return -1;
}

}  // namespace py::lang
