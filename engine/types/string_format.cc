// str.format: literal text, and fields "{name.attr[item]!r:spec}" whose specification may have fields of its own.
// CPython 3.13: Objects/stringlib/unicode_format.h
#include "object/abstract.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/complexobject.h"
#include "types/floatobject.h"
#include "types/formatter_unicode.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/unicodectype.h"

namespace py {
namespace {

// A stretch of a format string.
struct Part {
  Object* str = nullptr;
  Ssize start = 0, end = 0;
  bool empty() const { return start >= end; }
  Object* object() const { return empty() ? unicode_get_empty() : unicode_substring(str, start, end); }
};

bool value_error(const char* message) {
  err_set_string(exc_ValueError, message);
  return false;
}

// The number that a part consists of, -1 when it is none; -2 with ValueError.
Ssize whole_number(const Part& p) {
  if (p.empty()) return -1;
  Ssize value = 0;
  for (Ssize i = p.start; i < p.end; i++) {
    const int d = unicode_todecimal(unicode_read_char(p.str, i));
    if (d < 0) return -1;
    if (value > (kSsizeMax - d) / 10) {
      value_error("Too many decimal digits in format string");
      return -2;
    }
    value = value * 10 + d;
  }
  return value;
}

// Whether fields are numbered by hand or by themselves.
struct AutoNumber {
  enum { kInit, kAuto, kManual } state = kInit;
  Ssize next = 0;
  bool use(bool empty_name, Ssize* index) {
    if (!empty_name && *index == -1) return true;
    if (state == kInit) state = empty_name ? kAuto : kManual;
    if (state == kManual && empty_name) {
      return value_error("cannot switch from manual field specification to automatic field numbering");
    }
    if (state == kAuto && !empty_name) {
      return value_error("cannot switch from automatic field numbering to manual field specification");
    }
    if (empty_name) *index = next++;
    return true;
  }
};

// --- Field names ---

// The attributes and items behind the first part of a field name.
struct FieldRest {
  Object* str;
  Ssize pos, end;

  // The next one: 1, 0 at the end, -1 with ValueError. *index -1: a name.
  int next(bool* is_attribute, Ssize* index, Part* name) {
    if (pos >= end) return 0;
    const Ucs4 ch = unicode_read_char(str, pos++);
    *is_attribute = ch == '.';
    *index = -1;
    name->str = str;
    name->start = pos;
    if (ch == '.') {
      while (pos < end && unicode_read_char(str, pos) != '.' && unicode_read_char(str, pos) != '[') pos++;
      name->end = pos;
    } else if (ch == '[') {
      while (pos < end && unicode_read_char(str, pos) != ']') pos++;
      if (pos >= end) return value_error("Missing ']' in format string"), -1;
      name->end = pos++;
      *index = whole_number(*name);
      if (*index == -2) return -1;
    } else {
      return value_error("Only '.' or '[' may follow ']' in format field specifier"), -1;
    }
    if (name->empty()) return value_error("Empty attribute in format string"), -1;
    return 1;
  }
};

// First part, its number (or -1) and the rest. number null: no automatic numbering.
bool split_field_name(const Part& field, Part* first, Ssize* index, FieldRest* rest, AutoNumber* number) {
  Ssize i = field.start;
  while (i < field.end && unicode_read_char(field.str, i) != '.' && unicode_read_char(field.str, i) != '[') i++;
  *first = {field.str, field.start, i};
  *rest = {field.str, i, field.end};
  *index = whole_number(*first);
  if (*index == -2) return false;
  return !number || number->use(first->empty(), index);
}

Object* item_of(Object* obj, Ssize index, const Part& name) {
  if (index != -1 && sequence_check(obj)) return sequence_get_item(obj, index);
  Object* key = index != -1 ? long_from_ssize_t(index) : name.object();
  if (!key) return nullptr;
  Object* result = object_get_item(obj, key);
  decref(key);
  return result;
}

Object* first_object(const Part& first, Ssize index, Object* args, Object* kwargs) {
  if (index == -1) {
    Object* key = first.object();
    if (!key) return nullptr;
    Object* obj = kwargs ? object_get_item(kwargs, key) : err_set_key_error(key);
    decref(key);
    return obj;
  }
  if (!args) return value_error("Format string contains positional fields"), nullptr;
  Object* obj = sequence_get_item(args, index);
  if (!obj) return err_format(exc_IndexError, "Replacement index %zd out of range for positional args tuple", index);
  return obj;
}

// What a field names: new reference, null with the error set.
Object* get_field_object(const Part& field, Object* args, Object* kwargs, AutoNumber* number) {
  Part first, name;
  Ssize index;
  FieldRest rest;
  if (!split_field_name(field, &first, &index, &rest, number)) return nullptr;
  Object* obj = first_object(first, index, args, kwargs);
  if (!obj) return nullptr;
  bool is_attribute;
  int status;
  while ((status = rest.next(&is_attribute, &index, &name)) > 0) {
    Object* next;
    if (is_attribute) {
      Object* attribute = name.object();
      next = attribute ? object_get_attr(obj, attribute) : nullptr;
      xdecref(attribute);
    } else {
      next = item_of(obj, index, name);
    }
    set_ref(obj, next);
    if (!obj) return nullptr;
  }
  if (status < 0) clear_ref(obj);
  return obj;
}

// --- Markup ---

struct Field {
  bool present = false;
  Part name, spec;
  Ucs4 conversion = 0;
  bool spec_has_fields = false;
};

// Steps through literal text and fields.
struct Markup {
  Object* str;
  Ssize pos, end;

  int next(Part* literal, Field* field);  // 1, 0 at the end, -1 with ValueError
  bool parse_field(Field* field);
  bool parse_spec(Field* field);
  bool at_end() const { return pos >= end; }
  Ucs4 read(Ssize i) const { return unicode_read_char(str, i); }
};

bool Markup::parse_spec(Field* field) {
  int depth = 1;
  field->spec = {str, pos, pos};
  for (; pos < end; pos++) {
    const Ucs4 ch = read(pos);
    if (ch == '{') {
      field->spec_has_fields = true;
      depth++;
    } else if (ch == '}' && --depth == 0) {
      field->spec.end = pos++;
      return true;
    }
  }
  return value_error("unmatched '{' in format spec");
}

bool Markup::parse_field(Field* field) {
  Ucs4 ch = 0;
  field->name = {str, pos, pos};
  field->spec = {str, pos, pos};
  while (pos < end) {
    ch = read(pos++);
    if (ch == '{') return value_error("unexpected '{' in field name");
    if (ch == '}' || ch == ':' || ch == '!') break;
    if (ch == '[') {
      while (pos < end && read(pos) != ']') pos++;
    }
  }
  field->name.end = pos - 1;
  if (ch == '!') {
    if (at_end()) return value_error("end of string while looking for conversion specifier");
    field->conversion = read(pos++);
    if (pos < end) {
      ch = read(pos++);
      if (ch == '}') return true;
      if (ch != ':') return value_error("expected ':' after conversion specifier");
    }
    return parse_spec(field);
  }
  if (ch == ':') return parse_spec(field);
  return ch == '}' || value_error("expected '}' before end of string");
}

int Markup::next(Part* literal, Field* field) {
  *field = Field();
  if (at_end()) return 0;
  const Ssize start = pos;
  Ucs4 ch = 0;
  bool markup = false;
  while (!markup && pos < end) {
    ch = read(pos++);
    markup = ch == '{' || ch == '}';
  }
  Ssize length = pos - start;
  if (markup) {
    const bool doubled = pos < end && read(pos) == ch;
    if (ch == '}' && !doubled) return value_error("Single '}' encountered in format string"), -1;
    if (ch == '{' && at_end()) return value_error("Single '{' encountered in format string"), -1;
    if (doubled) {  // an escaped brace ends the literal
      pos++;
      markup = false;
    } else {
      length--;
    }
  }
  *literal = {str, start, start + length};
  if (!markup) return 1;
  field->present = true;
  return parse_field(field) ? 1 : -1;
}

// --- Output ---

struct Context {
  Object* args;
  Object* kwargs;
  AutoNumber number;
};

Object* build_string(const Part& input, Context* c, int depth);

Object* convert(Object* obj, Ucs4 conversion) {
  switch (conversion) {
    case 'r': return object_repr(obj);
    case 's': return object_str(obj);
    case 'a': return object_ascii(obj);
    default: break;
  }
  if (conversion > 32 && conversion < 127) {
    return err_format(exc_ValueError, "Unknown conversion specifier %c", static_cast<int>(conversion));
  }
  return err_format(exc_ValueError, "Unknown conversion specifier \\x%x", static_cast<unsigned>(conversion));
}

bool render(Object* obj, const Part& spec, UnicodeWriter* w) {
  int (*formatter)(UnicodeWriter*, Object*, Object*, Ssize, Ssize) = nullptr;
  if (unicode_check_exact(obj)) formatter = unicode_format_advanced_writer;
  if (long_check_exact(obj)) formatter = long_format_advanced_writer;
  if (float_check_exact(obj)) formatter = float_format_advanced_writer;
  if (complex_check_exact(obj)) formatter = complex_format_advanced_writer;
  if (formatter) return formatter(w, obj, spec.str, spec.start, spec.end) == 0;
  Object* spec_object = spec.object();
  Object* text = spec_object ? object_format(obj, spec_object) : nullptr;
  xdecref(spec_object);
  if (!text) return false;
  const int status = unicode_writer_write_str(w, text);
  decref(text);
  return status == 0;
}

bool output_field(const Field& field, UnicodeWriter* w, Context* c, int depth) {
  Object* obj = get_field_object(field.name, c->args, c->kwargs, &c->number);
  if (!obj) return false;
  if (field.conversion) set_ref(obj, convert(obj, field.conversion));
  if (!obj) return false;
  bool ok;
  if (field.spec_has_fields) {
    Object* expanded = build_string(field.spec, c, depth - 1);
    ok = expanded && render(obj, {expanded, 0, unicode_length(expanded)}, w);
    xdecref(expanded);
  } else {
    ok = render(obj, field.spec, w);
  }
  decref(obj);
  return ok;
}

Object* build_string(const Part& input, Context* c, int depth) {
  if (depth <= 0) return value_error("Max string recursion exceeded"), nullptr;
  UnicodeWriter w;
  unicode_writer_init(&w);
  w.overallocate = true;
  w.min_length = input.end - input.start + 100;
  Markup markup{input.str, input.start, input.end};
  Part literal;
  Field field;
  int status;
  while ((status = markup.next(&literal, &field)) > 0) {
    bool ok = true;
    if (!literal.empty()) {
      if (!field.present && markup.at_end()) w.overallocate = false;
      ok = unicode_writer_write_substring(&w, literal.str, literal.start, literal.end) == 0;
    }
    if (ok && field.present) {
      if (markup.at_end()) w.overallocate = false;
      ok = output_field(field, &w, c, depth);
    }
    if (!ok) {
      status = -1;
      break;
    }
  }
  if (status < 0) {
    unicode_writer_dealloc(&w);
    return nullptr;
  }
  return unicode_writer_finish(&w);
}

// A list's iterator; steals the list, which may be null.
Object* iterator_of(Object* list) {
  if (!list) return nullptr;
  Object* it = object_get_iter(list);
  decref(list);
  return it;
}

bool append_steal(Object* list, Object* item) {
  if (!item) return false;
  const int status = list_append(list, item);
  decref(item);
  return status == 0;
}

Object* pack_field(const Part& literal, const Field& field) {
  Object* text = literal.object();
  Object* name = field.present ? field.name.object() : new_ref(None);
  Object* spec = field.present ? field.spec.object() : new_ref(None);
  Object* conversion = field.conversion ? unicode_char(field.conversion) : new_ref(None);
  Object* t = text && name && spec && conversion ? tuple_pack(text, name, spec, conversion) : nullptr;
  xdecref(text);
  xdecref(name);
  xdecref(spec);
  xdecref(conversion);
  return t;
}

}  // namespace

Object* string_format(Object* self, Object* args, Object* kwargs) {
  Context c{args, kwargs, {}};
  return build_string({self, 0, unicode_length(self)}, &c, 2);
}

Object* formatter_parser(Object* self) {
  Object* list = list_new(0);
  if (!list) return nullptr;
  Markup markup{self, 0, unicode_length(self)};
  Part literal;
  Field field;
  int status;
  while ((status = markup.next(&literal, &field)) > 0) {
    if (!append_steal(list, pack_field(literal, field))) status = -1;
    if (status < 0) break;
  }
  if (status < 0) return decref(list), nullptr;
  return iterator_of(list);
}

Object* formatter_field_name_split(Object* self) {
  Part first, name;
  Ssize index;
  FieldRest rest;
  if (!split_field_name({self, 0, unicode_length(self)}, &first, &index, &rest, nullptr)) return nullptr;
  Object* first_part = index != -1 ? long_from_ssize_t(index) : first.object();
  Object* list = first_part ? list_new(0) : nullptr;
  bool is_attribute;
  int status = list ? 1 : -1;
  while (status > 0 && (status = rest.next(&is_attribute, &index, &name)) > 0) {
    Object* part = index != -1 ? long_from_ssize_t(index) : name.object();
    Object* pair = part ? tuple_pack(bool_from_long(is_attribute), part) : nullptr;
    xdecref(part);
    if (!append_steal(list, pair)) status = -1;
  }
  if (status < 0) clear_ref(list);
  Object* it = iterator_of(list);
  Object* result = it ? tuple_pack(first_part, it) : nullptr;
  xdecref(it);
  xdecref(first_part);
  return result;
}

}  // namespace py
