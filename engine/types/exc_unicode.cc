// UnicodeDecodeError, UnicodeEncodeError and UnicodeTranslateError.
// CPython 3.13: Objects/exceptions.c
//
// Invariants: after __init__ encoding, object and reason are never null (a fresh __new__ leaves them null: str() is '').
#include "gc/gc.h"                       // object_gc_del
#include "object/abstract.h"             // number_as_ssize_t
#include "object/call.h"
#include "types/buffer.h"                // bytes-like input
#include "types/bytesobject.h"           // what is decoded
#include "types/exceptions.h"
#include "types/exceptions_internal.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"         // what is encoded

namespace py {

static_assert(sizeof(UnicodeErrorObject) <= static_cast<size_t>(layout::UnicodeDecodeError.basicsize));

namespace {

UnicodeErrorObject* unicode_error(Object* o) { return static_cast<UnicodeErrorObject*>(o); }

// Reads (encoding,) object, start, end, reason out of args: false with TypeError. object of bytes when decoding.
bool parse_args(UnicodeErrorObject* self, Object* args, const char* name, bool with_encoding, bool decoding) {
  Ssize expected = with_encoding ? 5 : 4, n = tuple_size(args);
  if (n != expected) {
    err_format(exc_TypeError, "function takes exactly %zd arguments (%zd given)", expected, n);
    return false;
  }
  Ssize i = 0;
  Object* encoding = with_encoding ? tuple_item(args, i++) : nullptr;
  Object* object = tuple_item(args, i++);
  Object* start = tuple_item(args, i++);
  Object* end = tuple_item(args, i++);
  Object* reason = tuple_item(args, i);
  if (encoding && !unicode_check(encoding)) {
    err_format(exc_TypeError, "argument 1 must be str, not %T", encoding);
    return false;
  }
  if (decoding ? !bytes_check(object) : !unicode_check(object)) {
    if (decoding && object_check_buffer(object)) {
      object = bytes_from_object(object);
      if (!object) return false;
    } else {
      err_format(exc_TypeError, decoding ? "a bytes-like object is required, not '%T'" : "argument %zd must be str, not %T",
                 decoding ? reinterpret_cast<void*>(object) : nullptr);
      (void)name;
      return false;
    }
  } else {
    incref(object);
  }
  Ssize start_value = number_as_ssize_t(start, exc_OverflowError);
  bool ok = !(start_value == -1 && err_occurred());
  Ssize end_value = ok ? number_as_ssize_t(end, exc_OverflowError) : 0;
  ok = ok && !(end_value == -1 && err_occurred());
  if (ok && !unicode_check(reason)) {
    err_format(exc_TypeError, "argument %zd must be str, not %T", expected, reason);
    ok = false;
  }
  if (!ok) {
    decref(object);
    return false;
  }
  set_ref(self->encoding, xnew_ref(encoding));
  set_ref(self->object, object);
  self->start = start_value;
  self->end = end_value;
  set_ref(self->reason, new_ref(reason));
  return true;
}

int UnicodeDecodeError_init(Object* o, Object* args, Object* kwds) {
  if (BaseException_init(o, args, kwds) == -1) return -1;
  return parse_args(unicode_error(o), args, "UnicodeDecodeError", true, true) ? 0 : -1;
}
int UnicodeEncodeError_init(Object* o, Object* args, Object* kwds) {
  if (BaseException_init(o, args, kwds) == -1) return -1;
  return parse_args(unicode_error(o), args, "UnicodeEncodeError", true, false) ? 0 : -1;
}
int UnicodeTranslateError_init(Object* o, Object* args, Object* kwds) {
  if (BaseException_init(o, args, kwds) == -1) return -1;
  return parse_args(unicode_error(o), args, "UnicodeTranslateError", false, false) ? 0 : -1;
}

Object* UnicodeDecodeError_str(Object* o) {
  UnicodeErrorObject* self = unicode_error(o);
  if (!self->object) return unicode_from_string("");
  if (self->start < bytes_size(self->object) && self->end == self->start + 1) {
    int byte = static_cast<unsigned char>(bytes_as_string(self->object)[self->start]);
    return unicode_from_format("'%S' codec can't decode byte 0x%02x in position %zd: %S", self->encoding, byte,
                               self->start, self->reason);
  }
  return unicode_from_format("'%S' codec can't decode bytes in position %zd-%zd: %S", self->encoding, self->start,
                             self->end - 1, self->reason);
}

// "character '\xe9'" in the shortest escape.
const char* escape_format(uint32_t c) { return c <= 0xff ? "'\\x%02x'" : (c <= 0xffff ? "'\\u%04x'" : "'\\U%08x'"); }

Object* UnicodeEncodeError_str(Object* o) {
  UnicodeErrorObject* self = unicode_error(o);
  if (!self->object) return unicode_from_string("");
  if (self->start < unicode_length(self->object) && self->end == self->start + 1) {
    uint32_t c = unicode_read_char(self->object, self->start);
    Object* escaped = unicode_from_format(escape_format(c), static_cast<int>(c));
    if (!escaped) return nullptr;
    Object* result = unicode_from_format("'%S' codec can't encode character %U in position %zd: %S", self->encoding,
                                         escaped, self->start, self->reason);
    decref(escaped);
    return result;
  }
  return unicode_from_format("'%S' codec can't encode characters in position %zd-%zd: %S", self->encoding, self->start,
                             self->end - 1, self->reason);
}

Object* UnicodeTranslateError_str(Object* o) {
  UnicodeErrorObject* self = unicode_error(o);
  if (!self->object) return unicode_from_string("");
  if (self->start < unicode_length(self->object) && self->end == self->start + 1) {
    uint32_t c = unicode_read_char(self->object, self->start);
    Object* escaped = unicode_from_format(escape_format(c), static_cast<int>(c));
    if (!escaped) return nullptr;
    Object* result =
        unicode_from_format("can't translate character %U in position %zd: %S", escaped, self->start, self->reason);
    decref(escaped);
    return result;
  }
  return unicode_from_format("can't translate characters in position %zd-%zd: %S", self->start, self->end - 1,
                             self->reason);
}

const MemberDef UnicodeError_members[] = {
    {"encoding", _Py_T_OBJECT, offsetof(UnicodeErrorObject, encoding), 0, "exception encoding"},
    {"object", _Py_T_OBJECT, offsetof(UnicodeErrorObject, object), 0, "exception object"},
    {"start", Py_T_SSIZE, offsetof(UnicodeErrorObject, start), 0, "exception start"},
    {"end", Py_T_SSIZE, offsetof(UnicodeErrorObject, end), 0, "exception end"},
    {"reason", _Py_T_OBJECT, offsetof(UnicodeErrorObject, reason), 0, "exception reason"},
    {}};

#define UNICODE_FIELDS UnicodeErrorObject, &UnicodeErrorObject::encoding, &UnicodeErrorObject::object, &UnicodeErrorObject::reason
constexpr auto UnicodeError_clear = exception_clear_fields<UNICODE_FIELDS>;
constexpr auto UnicodeError_traverse = exception_traverse_fields<UNICODE_FIELDS>;

// The position for handlers, kept inside the object being coded.
Ssize object_length(UnicodeErrorObject* self) {
  return bytes_check(self->object) ? bytes_size(self->object) : unicode_length(self->object);
}

Object* create(TypeObject* type, Object* args) {
  if (!args) return nullptr;
  Object* error = object_call(type, args, nullptr);
  decref(args);
  return error;
}

}  // namespace

#define UNICODE_ERROR(NAME)                                                        \
  TypeObject NAME##_type = {TYPE_HEAD,                                             \
                            {.tp_name = #NAME,                                     \
                             .tp_basicsize = layout::UnicodeDecodeError.basicsize, \
                             .tp_dealloc = exception_dealloc<UnicodeError_clear>,  \
                             .tp_str = NAME##_str,                                 \
                             .tp_flags = kExceptionFlags,                          \
                             .tp_doc = exception_doc::NAME,                        \
                             .tp_traverse = UnicodeError_traverse,                 \
                             .tp_clear = UnicodeError_clear,                       \
                             .tp_members = UnicodeError_members,                   \
                             .tp_base = &UnicodeError_type,                        \
                             .tp_dictoffset = offsetof(BaseExceptionObject, dict), \
                             .tp_init = NAME##_init,                               \
                             .tp_new = BaseException_new}};
UNICODE_ERROR(UnicodeDecodeError)
UNICODE_ERROR(UnicodeEncodeError)
UNICODE_ERROR(UnicodeTranslateError)

static Object* five(const char* encoding, Object* object, Ssize start, Ssize end, const char* reason) {
  Object* items[5] = {unicode_from_string(encoding), object, long_from_ssize_t(start), long_from_ssize_t(end),
                      unicode_from_string(reason)};
  for (Object* item : items) {
    if (!item) {
      for (Object* other : items) xdecref(other);
      return nullptr;
    }
  }
  return tuple_from_array_steal(items, 5);
}

Object* unicode_decode_error_create(const char* encoding, const char* object, Ssize length, Ssize start, Ssize end,
                                    const char* reason) {
  Object* bytes = bytes_from_string_and_size(object, length);
  return bytes ? create(exc_UnicodeDecodeError, five(encoding, bytes, start, end, reason)) : nullptr;
}

Object* unicode_encode_error_create(const char* encoding, Object* object, Ssize start, Ssize end, const char* reason) {
  return create(exc_UnicodeEncodeError, five(encoding, new_ref(object), start, end, reason));
}

Object* unicode_translate_error_create(Object* object, Ssize start, Ssize end, const char* reason) {
  Object* items[4] = {new_ref(object), long_from_ssize_t(start), long_from_ssize_t(end), unicode_from_string(reason)};
  if (!items[1] || !items[2] || !items[3]) {
    for (Object* item : items) xdecref(item);
    return nullptr;
  }
  return create(exc_UnicodeTranslateError, tuple_from_array_steal(items, 4));
}

Object* unicode_error_get_encoding(Object* exc) { return new_ref(unicode_error(exc)->encoding); }
Object* unicode_error_get_object(Object* exc) { return new_ref(unicode_error(exc)->object); }
Object* unicode_error_get_reason(Object* exc) { return new_ref(unicode_error(exc)->reason); }

int unicode_error_get_start(Object* exc, Ssize* start) {
  Ssize size = object_length(unicode_error(exc)), value = unicode_error(exc)->start;
  if (value < 0) value = 0;
  if (value >= size) value = size - 1;
  *start = value < 0 ? 0 : value;
  return 0;
}
int unicode_error_get_end(Object* exc, Ssize* end) {
  Ssize size = object_length(unicode_error(exc)), value = unicode_error(exc)->end;
  if (value < 1) value = 1;
  if (value > size) value = size;
  *end = value;
  return 0;
}
int unicode_error_set_start(Object* exc, Ssize start) {
  unicode_error(exc)->start = start;
  return 0;
}
int unicode_error_set_end(Object* exc, Ssize end) {
  unicode_error(exc)->end = end;
  return 0;
}
int unicode_error_set_reason(Object* exc, const char* reason) {
  Object* text = unicode_from_string(reason);
  if (!text) return -1;
  set_ref(unicode_error(exc)->reason, text);
  return 0;
}

}  // namespace py
