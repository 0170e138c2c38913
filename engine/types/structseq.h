// Tuples with named fields: sys.version_info, sys.flags, time.struct_time, os.stat_result.
// CPython 3.13: Objects/structseq.c
#pragma once
#include "object/type.h"

namespace py {

struct StructSequenceField {
  const char* name;  // null ends the table; kUnnamedField: reachable by index only
  const char* doc;
};
extern const char* const kUnnamedField;

struct StructSequenceDesc {
  const char* name;  // "sys.version_info"
  const char* doc;
  const StructSequenceField* fields;
  int n_in_sequence;  // how many of the fields len() and iteration see
};

// Fills a static TypeObject (zeroed apart from TYPE_HEAD) and makes it ready, once for every
// machine. extra_flags: TPFLAGS_DISALLOW_INSTANTIATION... 0, or -1 with MemoryError.
int struct_sequence_init_builtin(TypeObject* type, const StructSequenceDesc* desc,
                                 uint64_t extra_flags);
Object* struct_sequence_new(TypeObject* type);  // untracked, fields null: fill them all
void struct_sequence_set_item(Object* o, Ssize index, Object* value);  // steals
Object* struct_sequence_get_item(Object* o, Ssize index);              // borrowed

}  // namespace py
