// str.translate and str.maketrans.
// CPython 3.13: _PyUnicode_TranslateCharmap in Objects/unicodeobject.c
#include "object/abstract.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/longobject.h"
#include "types/unicode_internal.h"
#include "types/unicode_writer.h"

namespace py {
namespace {

// What the mapping says of a character: kKeep (it has no entry), kReplace with *replacement and *text (null when it is
// one character), kDelete, or kFail with the error set.
enum Answer { kFail, kKeep, kDelete, kReplace };

Answer look_up(Object* mapping, Ucs4 ch, Ucs4* replacement, Object** text) {
  *text = nullptr;
  Object* key = long_from_long(ch);
  if (!key) return kFail;
  Object* value = object_get_item(mapping, key);
  decref(key);
  if (!value) {
    if (!err_exception_matches(exc_LookupError)) return kFail;
    err_clear();
    return kKeep;
  }
  if (value == None) {
    decref(value);
    return kDelete;
  }
  if (long_check(value)) {
    const int64_t code = long_as_long(value);
    decref(value);
    if (code == -1 && err_occurred()) err_clear();
    if (code < 0 || code > static_cast<int64_t>(kMaxUnicode)) {
      err_format(exc_ValueError, "character mapping must be in range(0x%x)", kMaxUnicode + 1);
      return kFail;
    }
    *replacement = static_cast<Ucs4>(code);
    return kReplace;
  }
  if (unicode_check(value)) {
    const Ssize n = unicode_length(value);
    if (n == 1) {
      *replacement = unicode_read_char(value, 0);
      decref(value);
    } else {
      *text = value;
    }
    return kReplace;
  }
  decref(value);
  err_set_string(exc_TypeError, "character mapping must return integer, None or str");
  return kFail;
}

// ASCII to ASCII, each character looked up once. Reads until a character needs more; -1 with the error set.
Ssize translate_ascii(Object* s, Object* mapping, UnicodeWriter* w) {
  constexpr uint8_t kUnknown = 0xff, kGone = 0xfe;
  uint8_t table[128];
  std::memset(table, kUnknown, sizeof table);
  const Ucs1* in = unicode_1byte_data(s);
  Ucs1* out = static_cast<Ucs1*>(w->data);
  const Ssize n = unicode_length(s);
  Ssize i = 0;
  for (; i < n; i++) {
    uint8_t& entry = table[in[i]];
    if (entry == kUnknown) {
      Ucs4 replacement;
      Object* text;
      switch (look_up(mapping, in[i], &replacement, &text)) {
        case kFail: return -1;
        case kKeep: entry = in[i]; break;
        case kDelete: entry = kGone; break;
        case kReplace:
          if (text || replacement >= 128) {
            xdecref(text);
            return i;
          }
          entry = static_cast<uint8_t>(replacement);
      }
    }
    if (entry != kGone) out[w->pos++] = entry;
  }
  return i;
}

}  // namespace

Object* unicode_translate(Object* s, Object* mapping, const char*) {
  const Ssize n = unicode_length(s);
  if (n == 0) return unicode_from_object(s);
  UnicodeWriter w;
  unicode_writer_init(&w);
  if (unicode_writer_prepare(&w, n, 127) < 0) return nullptr;
  Ssize i = 0;
  bool ok = true;
  if (unicode_is_ascii(s)) {
    i = translate_ascii(s, mapping, &w);
    ok = i >= 0;
  }
  if (ok && i < n) w.overallocate = true;
  for (; ok && i < n; i++) {
    const Ucs4 ch = unicode_read_char(s, i);
    Ucs4 replacement = ch;
    Object* text;
    switch (look_up(mapping, ch, &replacement, &text)) {
      case kFail: ok = false; break;
      case kDelete: break;
      default:
        ok = (text ? unicode_writer_write_str(&w, text) : unicode_writer_write_char(&w, replacement)) == 0;
        xdecref(text);
    }
  }
  if (!ok) {
    unicode_writer_dealloc(&w);
    return nullptr;
  }
  w.overallocate = false;
  return unicode_writer_finish(&w);
}

// --- maketrans ---

namespace {

// result[ord(x[i])] = y[i] as int, and None for every character of z.
bool fill_from_strings(Object* result, Object* x, Object* y, Object* z) {
  auto put = [&](Ucs4 from, Object* value) {
    Object* key = long_from_long(from);
    const int status = key && value ? dict_set_item(result, key, value) : -1;
    xdecref(key);
    xdecref(value);
    return status == 0;
  };
  for (Ssize i = 0; i < unicode_length(x); i++) {
    if (!put(unicode_read_char(x, i), long_from_long(unicode_read_char(y, i)))) return false;
  }
  for (Ssize i = 0; z && i < unicode_length(z); i++) {
    if (!put(unicode_read_char(z, i), None)) return false;
  }
  return true;
}

// A copy of a dict with one-character strings as keys turned into ints.
bool fill_from_dict(Object* result, Object* x) {
  Ssize pos = 0;
  Object *key, *value;
  while (dict_next(x, &pos, &key, &value)) {
    if (unicode_check(key)) {
      if (unicode_length(key) != 1) {
        err_set_string(exc_ValueError, "string keys in translate table must be of length 1");
        return false;
      }
      Object* code = long_from_long(unicode_read_char(key, 0));
      const int status = code ? dict_set_item(result, code, value) : -1;
      xdecref(code);
      if (status < 0) return false;
    } else if (long_check(key)) {
      if (dict_set_item(result, key, value) < 0) return false;
    } else {
      err_set_string(exc_TypeError, "keys in translate table must be strings or integers");
      return false;
    }
  }
  return true;
}

bool fill_table(Object* result, Object* x, Object* y, Object* z) {
  if (!y) {
    if (dict_check_exact(x)) return fill_from_dict(result, x);
    err_set_string(exc_TypeError, "if you give only one argument to maketrans it must be a dict");
    return false;
  }
  if (!unicode_check(x)) {
    err_set_string(exc_TypeError, "first maketrans argument must be a string if there is a second argument");
    return false;
  }
  if (unicode_length(x) != unicode_length(y)) {
    err_set_string(exc_ValueError, "the first two maketrans arguments must have equal length");
    return false;
  }
  return fill_from_strings(result, x, y, z);
}

}  // namespace

Object* unicode_maketrans(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("maketrans", nargs, 1, 3)) return nullptr;
  for (Ssize i = 1; i < nargs; i++) {
    if (!unicode_check(args[i])) {
      arg_bad_argument("maketrans", i == 1 ? "argument 2" : "argument 3", "str", args[i]);
      return nullptr;
    }
  }
  Object* result = dict_new();
  if (!result) return nullptr;
  if (!fill_table(result, args[0], nargs > 1 ? args[1] : nullptr, nargs > 2 ? args[2] : nullptr)) {
    decref(result);
    return nullptr;
  }
  return result;
}

}  // namespace py
