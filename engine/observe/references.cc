// See references.h.
#include "observe/references.h"

#include <algorithm>

#include "memory/pymem.h"           // kind_of_page
#include "memory/region.h"
#include "memory/site_table.h"      // requested_of_block
#include "object/gc_head.h"         // type_pre_header_size
#include "object/weakrefobject.h"   // WeakReference
#include "types/boolobject.h"
#include "types/bytesobject.h"
#include "types/cellobject.h"
#include "types/classobject.h"
#include "types/codeobject.h"
#include "types/dict_keys.h"
#include "types/floatobject.h"
#include "types/funcobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/methodobject.h"
#include "types/moduleobject.h"
#include "types/pystrtod.h"         // double_to_string
#include "types/setobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"       // heap_type_get_members
#include "types/unicodeobject.h"
#include "vm/genobject.h"

namespace py::observe {

namespace {

constexpr size_t kMaxText = 40;  // characters of a value

void append_utf8(std::string& out, Ucs4 ch) {
  if (ch < 0x80) {
    out += static_cast<char>(ch);
  } else if (ch < 0x800) {
    out += static_cast<char>(0xc0 | ch >> 6);
    out += static_cast<char>(0x80 | (ch & 63));
  } else if (ch < 0x10000) {
    out += static_cast<char>(0xe0 | ch >> 12);
    out += static_cast<char>(0x80 | (ch >> 6 & 63));
    out += static_cast<char>(0x80 | (ch & 63));
  } else {
    out += static_cast<char>(0xf0 | ch >> 18);
    out += static_cast<char>(0x80 | (ch >> 12 & 63));
    out += static_cast<char>(0x80 | (ch >> 6 & 63));
    out += static_cast<char>(0x80 | (ch & 63));
  }
}

// The first characters of a string, control characters as a middle dot.
std::string text_of(Object* str, size_t limit = kMaxText) {
  std::string out;
  const Ssize length = unicode_length(str);
  for (Ssize i = 0; i < length; i++) {
    if (static_cast<size_t>(i) == limit) return out + "\xe2\x80\xa6";
    const Ucs4 ch = unicode_read_char(str, i);
    append_utf8(out, ch < 32 || ch == 127 || is_surrogate(ch) ? 0xb7 : ch);
  }
  return out;
}

std::string plural(Ssize n, const char* one, const char* many) { return std::to_string(n) + " " + (n == 1 ? one : many); }

std::string long_text(Object* o) {
  const Ssize digits = long_digit_count(o);
  if (digits > 2) return "int of " + std::to_string(long_num_bits(o)) + " bits";
  uint64_t magnitude = 0;
  for (Ssize i = digits; i-- > 0;) magnitude = magnitude << kLongShift | as<LongObject>(o)->ob_digit[i];
  return (long_is_negative(o) ? "-" : "") + std::to_string(magnitude);
}

std::string bytes_text(Object* o) {
  std::string out = "b'";
  const Ssize n = bytes_size(o);
  for (Ssize i = 0; i < n && out.size() < kMaxText; i++) {
    const char c = bytes_as_string(o)[i];
    out += c >= 32 && c < 127 ? c : '.';
  }
  return out + (n > static_cast<Ssize>(kMaxText) - 2 ? "\xe2\x80\xa6'" : "'");
}

std::string key_label(Object* key) { return "[" + short_value(key) + "]"; }

struct Walk {
  const ReferenceVisitor& visit;
  bool going = true;
  void operator()(const std::string& label, Object* target, bool weak = false) {
    if (going && target) going = visit(label, target, weak);
  }
};

void walk_dict(DictObject* dict, Walk& walk, bool names) {
  Ssize at = 0;
  Object *key, *value;
  while (walk.going && dict_next(dict, &at, &key, &value)) {
    if (names && unicode_check(key)) {
      if (!is_dunder(key)) walk(text_of(key), value);
    } else {
      walk(key_label(key), value);
      // A key that is more than an atom is a reference to show as well.
      if (!unicode_check(key) && !long_check(key)) walk("key " + key_label(key), key);
    }
  }
}

void walk_set(SetObject* set, Walk& walk) {
  for (Ssize i = 0; i <= set->mask && walk.going; i++) {
    Object* key = set->table[i].key;
    if (key && key->ob_type != &object_type) walk("", key);
  }
}

void walk_inline_values(Object* object, Walk& walk) {
  DictValues* values = object_inline_values(object);
  DictKeys* keys = object->ob_type->ht_cached_keys;
  if (!values->valid || !keys) return;
  for (uint8_t i = 0; i < values->size && walk.going; i++) {
    const uint8_t index = get_insertion_order_array(values)[i];
    walk("." + text_of(dk_unicode_entries(keys)[index].me_key), values->values[index]);
  }
}

void walk_slots(Object* object, Walk& walk) {
  for (TypeObject* type = object->ob_type; type; type = type->tp_base) {
    if (!type_has_feature(type, TPFLAGS_HEAPTYPE)) continue;
    const MemberDef* members = heap_type_get_members(type);
    for (Ssize i = 0; i < type->ob_size; i++) {
      if (members[i].type != Py_T_OBJECT_EX) continue;
      walk("." + std::string(members[i].name), *reinterpret_cast<Object**>(reinterpret_cast<char*>(object) + members[i].offset));
    }
  }
}

void walk_instance(Object* object, Walk& walk) {
  const TypeObject* type = object->ob_type;
  walk_slots(object, walk);
  if (type_has_feature(type, TPFLAGS_INLINE_VALUES)) walk_inline_values(object, walk);
  if (type_has_feature(type, TPFLAGS_MANAGED_DICT)) walk(".__dict__", managed_dict(object));
}

void walk_function(FunctionObject* f, Walk& walk) {
  auto* code = as<CodeObject>(f->func_code);
  if (f->func_closure) {
    const int first = code->co_nlocalsplus - code->co_nfreevars;
    for (int i = 0; i < code->co_nfreevars; i++) {
      walk("closure " + text_of(tuple_item(code->co_localsplusnames, first + i)), tuple_item(f->func_closure, i));
    }
  }
  if (f->func_defaults) {
    const Ssize n = tuple_size(f->func_defaults);
    for (Ssize i = 0; i < n; i++) {
      walk("default " + text_of(tuple_item(code->co_localsplusnames, code->co_argcount - n + i)), tuple_item(f->func_defaults, i));
    }
  }
  walk(".__dict__", f->func_dict);
}

void walk_generator(GenObject* gen, Walk& walk) {
  if (gen->gi_frame_state >= FRAME_CLEARED) return;
  const CodeObject* code = gen->gi_iframe.f_executable;
  for (int i = 0; i < code->co_nlocalsplus; i++) {
    walk(text_of(tuple_item(code->co_localsplusnames, i)), gen->gi_iframe.localsplus[i]);
  }
}

int walk_any(Object* target, void* arg) {
  auto& walk = *static_cast<Walk*>(arg);
  if (!type_check(target)) walk("", target);
  return walk.going ? 0 : 1;
}

bool is_leaf(Object* o) {
  const TypeObject* t = o->ob_type;
  return type_check(o) || t == &module_type || t == &code_type || t == &cfunction_type;
}

}  // namespace

bool is_dunder(Object* name) {
  const Ssize n = unicode_length(name);
  return n > 4 && unicode_read_char(name, 0) == '_' && unicode_read_char(name, 1) == '_' &&
         unicode_read_char(name, n - 1) == '_' && unicode_read_char(name, n - 2) == '_';
}

void visit_references(Object* object, const ReferenceVisitor& visit) {
  if (is_leaf(object)) return;
  Walk walk{visit};
  TypeObject* type = object->ob_type;
  if (list_check(object)) {
    auto* list = as<ListObject>(object);
    for (Ssize i = 0; i < list->ob_size && walk.going; i++) walk("[" + std::to_string(i) + "]", list->ob_item[i]);
  } else if (tuple_check(object)) {
    for (Ssize i = 0; i < tuple_size(object) && walk.going; i++) walk("[" + std::to_string(i) + "]", tuple_item(object, i));
  } else if (dict_check(object)) {
    walk_dict(as<DictObject>(object), walk, false);
  } else if (any_set_check(object)) {
    walk_set(as<SetObject>(object), walk);
  } else if (type == &function_type) {
    walk_function(as<FunctionObject>(object), walk);
  } else if (type == &gen_type) {
    walk_generator(as<GenObject>(object), walk);
  } else if (weakref_check(object)) {
    auto* ref = as<WeakReference>(object);
    if (ref->wr_object != None) walk("referent", ref->wr_object, true);
    walk("callback", ref->wr_callback);
  } else if (!type_has_feature(type, TPFLAGS_HEAPTYPE) && type->tp_traverse) {
    type->tp_traverse(object, walk_any, &walk);
  }
  if (type_has_feature(type, TPFLAGS_HEAPTYPE)) walk_instance(object, walk);
}

std::string type_name(Object* object) { return object->ob_type->tp_name; }

std::string short_value(Object* o) {
  if (o == None) return "None";
  if (o == True) return "True";
  if (o == False) return "False";
  if (o == Ellipsis) return "...";
  if (long_check(o)) return long_text(o);
  if (float_check_exact(o)) return double_to_string(float_value(o), 'r', 0, DTSF_ADD_DOT_0);
  if (unicode_check(o)) return "'" + text_of(o) + "'";
  if (o->ob_type == &bytes_type) return bytes_text(o);
  if (list_check(o)) return plural(as<ListObject>(o)->ob_size, "item", "items");
  if (tuple_check(o)) return plural(tuple_size(o), "item", "items");
  if (dict_check(o)) return plural(dict_size(o), "entry", "entries");
  if (any_set_check(o)) return plural(as<SetObject>(o)->used, "element", "elements");
  if (type_check(o)) return "class " + std::string(as<TypeObject>(o)->tp_name);
  if (o->ob_type == &function_type) return text_of(as<FunctionObject>(o)->func_qualname) + "()";
  if (o->ob_type == &module_type) {
    Object* name = as<ModuleObject>(o)->md_name;
    return "module " + (name && unicode_check(name) ? text_of(name) : std::string("?"));
  }
  if (o->ob_type == &cfunction_type) return std::string(as<CFunctionObject>(o)->m_ml->ml_name) + "()";
  if (o->ob_type == &code_type) return "code of " + text_of(as<CodeObject>(o)->co_qualname);
  if (weakref_check(o)) return as<WeakReference>(o)->wr_object == None ? "dead" : "alive";
  return "";
}

const void* block_of(Object* object) {
  return reinterpret_cast<const char*>(object) - type_pre_header_size(object->ob_type);
}

bool is_on_heap(Object* object) {
  const PageKind kind = kind_of_page(object);
  return kind == PageKind::kArena || kind == PageKind::kRaw || kind == PageKind::kLarge;
}

double size_of(Object* o) {
  const TypeObject* t = o->ob_type;
  double size = static_cast<double>(t->tp_basicsize + type_pre_header_size(t));
  if (t == &list_type) return size + 8.0 * static_cast<double>(as<ListObject>(o)->allocated);
  if (t == &dict_type) return layout::kGcHead + static_cast<double>(dict_size_of(as<DictObject>(o)));
  if (any_set_check_exact(o)) {
    const auto* set = as<SetObject>(o);
    return set->mask + 1 > 8 ? size + 16.0 * static_cast<double>(set->mask + 1) : size;
  }
  if (t == &tuple_type) return size + 8.0 * static_cast<double>(tuple_size(o));
  if (t == &long_type || t == &bool_type) return size + 4.0 * static_cast<double>(std::max<Ssize>(1, long_digit_count(o)));
  if (t == &unicode_type) {
    const double header = unicode_is_ascii(o) ? kAsciiHeader : kCompactHeader;
    return header + static_cast<double>((unicode_length(o) + 1) * unicode_kind(o));
  }
  if (t == &bytes_type) return size + static_cast<double>(bytes_size(o));
  if (type_has_feature(t, TPFLAGS_HEAPTYPE) || !is_on_heap(o)) return size;
  return static_cast<double>(requested_of_block(block_of(o)));
}

}  // namespace py::observe
