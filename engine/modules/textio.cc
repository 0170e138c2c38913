// TextIOWrapper: text on top of a buffered binary file; IncrementalNewlineDecoder.
// CPython 3.13: Modules/_io/textio.c
//
// Invariants: pending_bytes is null, one object (bytes, or an ASCII str that stands for its own bytes), or a list of such;
// pending_bytes_count is their total. Text that was written stays referenced there until it is flushed, which a program
// can see in reference counts. decoded_chars[decoded_chars_used:] is text that was read ahead; chunk holds the bytes that
// decoded_chars came from, so that tell() can find the byte position of a character.
#include <vector>

#include "gc/gc.h"                    // object_gc_del
#include "modules/io_internal.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/gc_head.h"
#include "object/identifiers.h"       // ID
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/bytesobject.h"
#include "types/codecs.h"             // encodings by name
#include "types/exceptions.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/text.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

enum SeenNewline : uint8_t { kSeenCr = 1, kSeenLf = 2, kSeenCrLf = 4 };

// Universal newlines over pieces of text: state that both classes of this file have.
struct NewlineState {
  bool pending_cr;
  uint8_t seen;
};

struct TextIOObject : Object {
  Object* buffer;
  Object* encoding;  // str
  Object* errors;    // str
  Object* newline;   // str that ends lines and is written for '\n', or null (universal)
  Object* pending_bytes;
  Ssize pending_bytes_count;
  Ssize chunk_size;
  Object* decoded_chars;  // str or null
  Ssize decoded_chars_used;
  Object* chunk;  // bytes or null
  int16_t codec;  // Encoding
  int8_t byteorder;
  uint8_t tail_size;  // bytes of an unfinished character
  uint8_t tail[4];
  NewlineState newlines;
  bool ok, detached, has_encoder, has_decoder, line_buffering, write_through, universal, translate, write_translate,
      seekable, telling, finalizing, start_of_output, start_of_input;
  Object* weakreflist;
  Object* dict;
};
static_assert(sizeof(TextIOObject) <= static_cast<size_t>(layout::TextIOWrapper.basicsize));

TextIOObject* textio(Object* o) { return static_cast<TextIOObject*>(o); }
Encoding codec_of(const TextIOObject* self) { return static_cast<Encoding>(self->codec); }

bool check_attached(TextIOObject* self) {
  if (!self->ok) {
    err_set_string(exc_ValueError, self->detached ? "underlying buffer has been detached"
                                                  : "I/O operation on uninitialized object");
    return false;
  }
  return true;
}
bool check_open(TextIOObject* self) {
  if (!check_attached(self)) return false;
  int closed = io_is_closed_fast(self->buffer);
  if (closed > 0) io_closed_error();
  return closed == 0;
}

const char* c_text(Object* str) { return unicode_as_utf8(str); }

// --- Newlines ---

Ssize count_char(Object* text, Ucs4 c) {
  Ssize n = 0, length = unicode_length(text);
  for (Ssize i = 0; i < length; i++) n += unicode_read_char(text, i) == c;
  return n;
}

void note_newlines(NewlineState* state, Object* text) {
  Ssize length = unicode_length(text);
  for (Ssize i = 0; i < length && state->seen != 7; i++) {
    Ucs4 c = unicode_read_char(text, i);
    if (c == '\n') state->seen |= kSeenLf;
    if (c != '\r') continue;
    if (i + 1 < length && unicode_read_char(text, i + 1) == '\n') {
      state->seen |= kSeenCrLf;
      i++;
    } else {
      state->seen |= kSeenCr;
    }
  }
}

// text with every \r\n and \r as \n: new reference; steals text.
Object* translate_newlines(Object* text) {
  Ssize length = unicode_length(text);
  Ssize crlf = 0;
  for (Ssize i = 0; i + 1 < length; i++) {
    crlf += unicode_read_char(text, i) == '\r' && unicode_read_char(text, i + 1) == '\n';
  }
  Object* result = unicode_new(length - crlf, unicode_max_char_value(text));
  if (result) {
    int kind = unicode_kind(result);
    void* data = unicode_data(result);
    Ssize out = 0;
    for (Ssize i = 0; i < length; i++) {
      Ucs4 c = unicode_read_char(text, i);
      if (c == '\r') {
        if (i + 1 < length && unicode_read_char(text, i + 1) == '\n') i++;
        c = '\n';
      }
      unicode_write(kind, data, out++, c);
    }
  }
  decref(text);
  return result;
}

// Decodes newlines of one more piece: steals text, new reference. A \r at the end waits for what follows.
Object* decode_newlines(NewlineState* state, Object* text, bool translate, bool final) {
  if (!text) return nullptr;
  if (state->pending_cr && (final || unicode_length(text) > 0)) {
    Object* cr = get_latin1_char('\r');
    Object* whole = unicode_concat(cr, text);
    decref(text);
    if (!whole) return nullptr;
    text = whole;
    state->pending_cr = false;
  }
  Ssize length = unicode_length(text);
  if (!final && length > 0 && unicode_read_char(text, length - 1) == '\r') {
    Object* shorter = unicode_substring(text, 0, length - 1);
    decref(text);
    if (!shorter) return nullptr;
    text = shorter;
    state->pending_cr = true;
  }
  note_newlines(state, text);
  if (!translate || count_char(text, '\r') == 0) return text;
  return translate_newlines(text);
}

Object* seen_newlines(const NewlineState* state) {
  static const char* const kNames[] = {nullptr, "\r", "\n", nullptr, "\r\n"};
  if (state->seen == 0) return None;
  if (state->seen == kSeenCr || state->seen == kSeenLf || state->seen == kSeenCrLf) {
    return unicode_from_string(kNames[state->seen]);
  }
  Object* list = list_new(0);
  for (int bit : {kSeenCr, kSeenLf, kSeenCrLf}) {
    if (!list || !(state->seen & bit)) continue;
    Object* name = unicode_from_string(kNames[bit]);
    if (!name || list_append(list, name) < 0) clear_ref(list);
    xdecref(name);
  }
  if (!list) return nullptr;
  Object* result = list_as_tuple(list);
  decref(list);
  return result;
}

// --- Decoding ---

// The text of more bytes; the unfinished character at their end is kept. New reference.
Object* decode_bytes(TextIOObject* self, const char* data, Ssize size, bool final) {
  const char* errors = c_text(self->errors);
  if (!errors) return nullptr;
  std::string joined;
  if (self->tail_size) {
    joined.assign(reinterpret_cast<const char*>(self->tail), self->tail_size);
    joined.append(data, static_cast<size_t>(size));
    data = joined.data();
    size = static_cast<Ssize>(joined.size());
    self->tail_size = 0;
  }
  Encoding codec = codec_of(self);
  if (codec == Encoding::kUtf8Sig && self->start_of_input && size >= 3) {
    if (std::memcmp(data, "\xef\xbb\xbf", 3) == 0) {
      data += 3;
      size -= 3;
    }
  }
  if (size) self->start_of_input = false;
  Ssize consumed = size;
  Ssize* stop = final ? nullptr : &consumed;
  int order = self->byteorder;
  Object* text;
  switch (codec) {
    case Encoding::kUtf8:
    case Encoding::kUtf8Sig: text = unicode_decode_utf8_stateful(data, size, errors, stop); break;
    case Encoding::kLatin1: text = unicode_decode_latin1(data, size, errors); break;
    case Encoding::kAscii: text = unicode_decode_ascii(data, size, errors); break;
    case Encoding::kUtf16:
    case Encoding::kUtf16Le:
    case Encoding::kUtf16Be: text = unicode_decode_utf16_stateful(data, size, errors, &order, stop); break;
    case Encoding::kUtf32:
    case Encoding::kUtf32Le:
    case Encoding::kUtf32Be: text = unicode_decode_utf32_stateful(data, size, errors, &order, stop); break;
    default: text = unicode_decode(data, size, c_text(self->encoding), errors); break;
  }
  self->byteorder = static_cast<int8_t>(order);
  if (!text) return nullptr;
  Ssize left = size - consumed;
  if (!final && left > 0 && left <= 4) {
    self->tail_size = static_cast<uint8_t>(left);
    std::memcpy(self->tail, data + consumed, static_cast<size_t>(left));
  }
  if (!self->universal) return text;
  return decode_newlines(&self->newlines, text, self->translate, final);
}

void reset_decoder(TextIOObject* self) {
  self->tail_size = 0;
  self->newlines.pending_cr = false;
  self->start_of_input = true;
  Encoding codec = codec_of(self);
  self->byteorder = codec == Encoding::kUtf16Le || codec == Encoding::kUtf32Le   ? -1
                    : codec == Encoding::kUtf16Be || codec == Encoding::kUtf32Be ? 1
                                                                                  : 0;
}

void set_decoded(TextIOObject* self, Object* text) {  // steals
  set_ref(self->decoded_chars, text);
  self->decoded_chars_used = 0;
}

// Up to n characters of what is decoded already (n < 0: all). New reference.
Object* take_decoded(TextIOObject* self, Ssize n) {
  if (!self->decoded_chars) return unicode_from_string("");
  Ssize available = unicode_length(self->decoded_chars) - self->decoded_chars_used;
  if (n < 0 || n > available) n = available;
  Object* result;
  if (self->decoded_chars_used > 0 || n < available) {
    result = unicode_substring(self->decoded_chars, self->decoded_chars_used, self->decoded_chars_used + n);
    if (!result) return nullptr;
  } else {
    result = new_ref(self->decoded_chars);
  }
  self->decoded_chars_used += n;
  return result;
}

// Reads and decodes one more chunk: 1 more text may come, 0 the end, -1 error.
int read_chunk(TextIOObject* self, Ssize hint) {
  Ssize size = hint > self->chunk_size ? hint : self->chunk_size;
  Object* count = long_from_ssize_t(size);
  Object* input = count ? object_call_method_one_arg(self->buffer, ID(read1), count) : nullptr;
  if (!input && count && err_exception_matches(exc_AttributeError)) {  // a buffer without read1
    err_clear();
    input = object_call_method_one_arg(self->buffer, ID(read), count);
  }
  xdecref(count);
  if (!input) return -1;
  if (!bytes_check(input)) {
    err_format(exc_TypeError, "underlying read1() should have returned a bytes-like object, not '%.200s'",
               input->ob_type->tp_name);
    decref(input);
    return -1;
  }
  bool eof = bytes_size(input) == 0;
  Object* before = self->tail_size ? bytes_from_string_and_size(reinterpret_cast<char*>(self->tail), self->tail_size) : nullptr;
  Object* text = decode_bytes(self, bytes_data(input), bytes_size(input), eof);
  if (before) bytes_concat(&before, input);
  set_ref(self->chunk, before ? before : new_ref(input));
  decref(input);
  if (!text) return -1;
  bool more = !eof || unicode_length(text) > 0;
  set_decoded(self, text);
  return more;
}

bool can_read(TextIOObject* self) {
  if (self->has_decoder) return true;
  io_unsupported("not readable");
  return false;
}

// --- Writing ---

// The bytes that are still to be written, in one object. New reference.
Object* join_pending(TextIOObject* self) {
  Object* pending = self->pending_bytes;
  if (bytes_check(pending)) return new_ref(pending);
  if (unicode_check(pending)) {
    return bytes_from_string_and_size(static_cast<char*>(unicode_data(pending)), unicode_length(pending));
  }
  Object* result = bytes_from_string_and_size(nullptr, self->pending_bytes_count);
  if (!result) return nullptr;
  char* out = bytes_data(result);
  for (Ssize i = 0; i < list_size(pending); i++) {
    Object* item = list_item(pending, i);
    bool text = unicode_check(item);
    Ssize n = text ? unicode_length(item) : bytes_size(item);
    std::memcpy(out, text ? static_cast<char*>(unicode_data(item)) : bytes_data(item), static_cast<size_t>(n));
    out += n;
  }
  return result;
}

bool write_flush(TextIOObject* self) {
  if (!self->pending_bytes) return true;
  Object* bytes = join_pending(self);
  if (!bytes) return false;
  self->pending_bytes_count = 0;
  clear_ref(self->pending_bytes);
  Object* result = object_call_method_one_arg(self->buffer, ID(write), bytes);
  decref(bytes);
  xdecref(result);
  return result != nullptr;
}

bool is_ascii_compatible(Encoding codec) {
  return codec == Encoding::kUtf8 || codec == Encoding::kLatin1 || codec == Encoding::kAscii;
}

// What text is as bytes: the str itself when it is short ASCII, else bytes. New reference.
Object* encode_text(TextIOObject* self, Object* text) {
  Encoding codec = codec_of(self);
  if (unicode_is_ascii(text) && unicode_length(text) <= self->chunk_size && is_ascii_compatible(codec)) {
    return new_ref(text);
  }
  const char* errors = c_text(self->errors);
  bool start = self->start_of_output;
  self->start_of_output = false;
  switch (codec) {
    case Encoding::kUtf8: return unicode_encode_utf8(text, errors);
    case Encoding::kUtf16: return unicode_encode_utf16(text, errors, start ? 0 : -1);  // BOM at the start only
    case Encoding::kUtf32: return unicode_encode_utf32(text, errors, start ? 0 : -1);
    case Encoding::kUtf8Sig:
      if (!start) return unicode_encode_utf8(text, errors);
      [[fallthrough]];
    default: return unicode_as_encoded_string(text, c_text(self->encoding), errors);
  }
}

// Adds encoded text (stolen) to what waits. False with the error set.
bool add_pending(TextIOObject* self, Object* b) {
  if (!self->pending_bytes) {
    self->pending_bytes = b;
  } else if (!list_check_exact(self->pending_bytes)) {
    Object* list = list_new(2);
    if (!list) {
      decref(b);
      return false;
    }
    list_init_item(list, 0, self->pending_bytes);
    list_init_item(list, 1, b);
    self->pending_bytes = list;
  } else {
    int code = list_append(self->pending_bytes, b);
    decref(b);
    if (code < 0) return false;
  }
  return true;
}

Object* text_write(Object* o, Object* arg) {
  TextIOObject* self = textio(o);
  if (!unicode_check(arg)) {
    arg_bad_argument("write", "argument", "str", arg);
    return nullptr;
  }
  if (!check_open(self)) return nullptr;
  if (!self->has_encoder) return io_unsupported("not writable");
  Ssize text_length = unicode_length(arg);
  Object* text = new_ref(arg);
  bool has_lf = false, flush_buffer = false;
  bool translates = self->write_translate && self->newline;
  if (translates || self->line_buffering) has_lf = unicode_find_char(text, '\n', 0, text_length, 1) != -1;
  if (has_lf && translates) {
    Object* replaced = unicode_replace(text, get_latin1_char('\n'), self->newline, -1);
    decref(text);
    if (!replaced) return nullptr;
    text = replaced;
  }
  if (self->line_buffering && (has_lf || unicode_find_char(text, '\r', 0, unicode_length(text), 1) != -1)) {
    flush_buffer = true;
  }
  Object* b = encode_text(self, text);
  decref(text);
  if (!b) return nullptr;
  Ssize n = bytes_check(b) ? bytes_size(b) : unicode_length(b);
  while (n >= self->chunk_size && self->pending_bytes) {  // big data is not joined with what waits
    if (!write_flush(self)) {
      decref(b);
      return nullptr;
    }
  }
  if (!add_pending(self, b)) return nullptr;
  self->pending_bytes_count += n;
  if (self->pending_bytes_count >= self->chunk_size || flush_buffer || self->write_through) {
    if (!write_flush(self)) return nullptr;
  }
  if (flush_buffer) {
    Object* result = object_call_method_no_args(self->buffer, ID(flush));
    if (!result) return nullptr;
    decref(result);
  }
  if (self->chunk) {  // text that was read ahead is no longer what follows
    set_decoded(self, nullptr);
    clear_ref(self->chunk);
  }
  if (self->has_decoder) reset_decoder(self);
  return long_from_ssize_t(text_length);
}

// --- Reading ---

Object* read_everything(TextIOObject* self) {
  Object* bytes = object_call_method_no_args(self->buffer, ID(read));
  if (!bytes) return nullptr;
  if (!bytes_check(bytes)) {
    err_format(exc_TypeError, "underlying read() should have returned a bytes object, not '%.200s'",
               bytes->ob_type->tp_name);
    decref(bytes);
    return nullptr;
  }
  Object* decoded = decode_bytes(self, bytes_data(bytes), bytes_size(bytes), true);
  decref(bytes);
  if (!decoded) return nullptr;
  Object* result = take_decoded(self, -1);
  if (!result) {
    decref(decoded);
    return nullptr;
  }
  unicode_append_and_del(&result, decoded);
  set_decoded(self, nullptr);
  clear_ref(self->chunk);
  return result;
}

Object* text_read(Object* o, Object* const* args, Ssize nargs) {
  TextIOObject* self = textio(o);
  Ssize n = -1;
  if (!arg_check_positional("read", nargs, 0, 1) || (nargs && !io_size_argument(args[0], &n))) return nullptr;
  if (!check_open(self) || !can_read(self) || !write_flush(self)) return nullptr;
  if (n < 0) return read_everything(self);
  Object* result = take_decoded(self, n);
  while (result && unicode_length(result) < n) {
    Ssize missing = n - unicode_length(result);
    int code = read_chunk(self, missing);
    if (code <= 0) {
      if (code < 0) clear_ref(result);
      break;
    }
    Object* more = take_decoded(self, missing);
    if (!more) {
      clear_ref(result);
      break;
    }
    unicode_append_and_del(&result, more);
  }
  return result;
}

// Index after the end of the line that starts at `start`, or -1 when text ends first.
Ssize find_line_end(TextIOObject* self, Object* text, Ssize start) {
  Ssize length = unicode_length(text);
  if (self->translate || (!self->universal && !self->newline)) {
    Ssize at = unicode_find_char(text, '\n', start, length, 1);
    return at < 0 ? -1 : at + 1;
  }
  if (self->universal) {
    for (Ssize i = start; i < length; i++) {
      Ucs4 c = unicode_read_char(text, i);
      if (c == '\n') return i + 1;
      if (c == '\r') return i + 1 < length && unicode_read_char(text, i + 1) == '\n' ? i + 2 : i + 1;
    }
    return -1;
  }
  Ssize at = unicode_find(text, self->newline, start, length, 1);
  return at < 0 ? -1 : at + unicode_length(self->newline);
}

// A line of at most limit characters (< 0: any). New reference.
Object* read_line(TextIOObject* self, Ssize limit) {
  if (!check_open(self) || !write_flush(self)) return nullptr;
  Object* line = nullptr;  // owned: what earlier chunks gave
  for (;;) {
    while (!self->decoded_chars || self->decoded_chars_used >= unicode_length(self->decoded_chars)) {
      if (!can_read(self)) {
        xdecref(line);
        return nullptr;
      }
      int code = read_chunk(self, 0);
      if (code < 0) {
        xdecref(line);
        return nullptr;
      }
      if (code == 0) {
        set_decoded(self, nullptr);
        clear_ref(self->chunk);
        return line ? line : unicode_from_string("");
      }
    }
    Object* text = self->decoded_chars;
    Ssize start = self->decoded_chars_used;
    Ssize end = find_line_end(self, text, start);
    bool complete = end >= 0;
    if (!complete) end = unicode_length(text);
    Ssize have = line ? unicode_length(line) : 0;
    if (limit >= 0 && have + (end - start) >= limit) {
      end = start + limit - have;
      complete = true;
    }
    Object* part = take_decoded(self, end - start);
    if (!part) {
      xdecref(line);
      return nullptr;
    }
    if (line) {
      unicode_append_and_del(&line, part);
      if (!line) return nullptr;
    } else {
      line = part;
    }
    if (complete) return line;
  }
}

Object* text_readline(Object* o, Object* const* args, Ssize nargs) {
  Ssize limit = -1;
  if (!arg_check_positional("readline", nargs, 0, 1)) return nullptr;
  if (nargs && !io_offset_argument(args[0], &limit)) return nullptr;
  return check_attached(textio(o)) ? read_line(textio(o), limit) : nullptr;
}

Object* text_iternext(Object* o) {
  TextIOObject* self = textio(o);
  if (!check_attached(self)) return nullptr;
  self->telling = false;
  Object* line;
  if (o->ob_type == &textiowrapper_type) {
    line = read_line(self, -1);
  } else {
    line = object_call_method_no_args(o, ID(readline));
    if (line && !unicode_check(line)) {
      err_format(exc_OSError, "readline() should have returned a str object, not '%.200s'", line->ob_type->tp_name);
      clear_ref(line);
    }
  }
  if (line && unicode_length(line) == 0) {
    decref(line);
    set_decoded(self, nullptr);
    clear_ref(self->chunk);
    self->telling = self->seekable;
    return nullptr;
  }
  return line;
}

// --- Position ---

// Bytes of chunk that the first `used` characters of decoded_chars came from.
Ssize bytes_of_chars(TextIOObject* self, Ssize used) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes_data(self->chunk));
  Ssize size = bytes_size(self->chunk), at = 0, chars = 0;
  Encoding codec = codec_of(self);
  bool wide16 = codec == Encoding::kUtf16 || codec == Encoding::kUtf16Le || codec == Encoding::kUtf16Be;
  bool wide32 = codec == Encoding::kUtf32 || codec == Encoding::kUtf32Le || codec == Encoding::kUtf32Be;
  auto length_at = [&](Ssize i) -> Ssize {
    if (wide32) return 4;
    if (wide16) {
      unsigned char high = i + 1 < size ? data[i + (self->byteorder > 0 ? 0 : 1)] : 0;
      return high >= 0xd8 && high <= 0xdb ? 4 : 2;
    }
    if (codec == Encoding::kLatin1 || codec == Encoding::kAscii || data[i] < 0xc0) return 1;
    return data[i] < 0xe0 ? 2 : data[i] < 0xf0 ? 3 : 4;
  };
  while (at < size && chars < used) {
    Ssize n = length_at(at);
    if (self->translate && n == 1 && data[at] == '\r' && at + 1 < size && data[at + 1] == '\n') n = 2;
    at += n;
    chars++;
  }
  return at < size ? at : size;
}

Object* text_tell(Object* o) {
  TextIOObject* self = textio(o);
  if (!check_open(self)) return nullptr;
  if (!self->seekable) return io_unsupported("underlying stream is not seekable");
  if (!self->telling) {
    err_set_string(exc_OSError, "telling position disabled by next() call");
    return nullptr;
  }
  if (!write_flush(self)) return nullptr;
  Object* flushed = object_call_method_no_args(o, ID(flush));
  if (!flushed) return nullptr;
  decref(flushed);
  Object* position = object_call_method_no_args(self->buffer, ID(tell));
  if (!position || !self->has_decoder || !self->chunk) return position;
  Ssize at = number_as_ssize_t(position, exc_OverflowError);
  decref(position);
  if (at == -1 && err_occurred()) return nullptr;
  at += bytes_of_chars(self, self->decoded_chars_used) - bytes_size(self->chunk);
  return long_from_ssize_t(at);
}

Object* seek_buffer(TextIOObject* self, Object* cookie, int whence) {
  Object* number = long_from_long(whence);
  Object* result = number ? object_call_method_obj_args(self->buffer, ID(seek), cookie, number, nullptr) : nullptr;
  xdecref(number);
  return result;
}

Object* text_seek(Object* o, Object* const* args, Ssize nargs) {
  TextIOObject* self = textio(o);
  int whence = 0;
  if (!arg_check_positional("seek", nargs, 1, 2) || (nargs > 1 && !arg_int(args[1], &whence))) return nullptr;
  if (!check_open(self)) return nullptr;
  if (!self->seekable) return io_unsupported("underlying stream is not seekable");
  Object* cookie = new_ref(args[0]);
  int zero = object_is_true(cookie);
  if (zero < 0) {
    decref(cookie);
    return nullptr;
  }
  if (whence == 1 || whence == 2) {
    if (zero != 0) {
      decref(cookie);
      return io_unsupported(whence == 1 ? "can't do nonzero cur-relative seeks" : "can't do nonzero end-relative seeks");
    }
    if (whence == 1) {
      set_ref(cookie, object_call_method_no_args(o, ID(tell)));
      if (!cookie) return nullptr;
      whence = 0;
    }
  } else if (whence != 0) {
    decref(cookie);
    return err_format(exc_ValueError, "invalid whence (%d, should be 0, 1 or 2)", whence);
  }
  Object* flushed = object_call_method_no_args(o, ID(flush));
  if (!flushed) {
    decref(cookie);
    return nullptr;
  }
  decref(flushed);
  if (whence == 0) {
    Ssize position;
    if (!io_offset_argument(cookie, &position)) {
      decref(cookie);
      return nullptr;
    }
    if (position < 0) {
      err_format(exc_ValueError, "negative seek position %R", cookie);
      decref(cookie);
      return nullptr;
    }
  }
  Object* result = seek_buffer(self, cookie, whence);
  if (!result) {
    decref(cookie);
    return nullptr;
  }
  set_decoded(self, nullptr);
  clear_ref(self->chunk);
  if (self->has_decoder) reset_decoder(self);
  Ssize position = number_as_ssize_t(result, nullptr);
  self->start_of_output = position == 0;
  if (whence == 0) {
    decref(result);
    return cookie;
  }
  decref(cookie);
  return result;
}

Object* text_truncate(Object* o, Object* const* args, Ssize nargs) {
  TextIOObject* self = textio(o);
  if (!arg_check_positional("truncate", nargs, 0, 1) || !check_attached(self)) return nullptr;
  Object* flushed = object_call_method_no_args(o, ID(flush));
  if (!flushed) return nullptr;
  decref(flushed);
  return object_call_method_one_arg(self->buffer, ID(truncate), nargs ? args[0] : None);
}

Object* text_flush(Object* o) {
  TextIOObject* self = textio(o);
  if (!check_open(self)) return nullptr;
  self->telling = self->seekable;
  if (!write_flush(self)) return nullptr;
  return object_call_method_no_args(self->buffer, ID(flush));
}

Object* text_close(Object* o) {
  TextIOObject* self = textio(o);
  if (!check_attached(self)) return nullptr;
  int closed = io_is_closed_fast(self->buffer);
  if (closed != 0) return closed < 0 ? nullptr : None;
  Object* flushed = object_call_method_no_args(o, ID(flush));
  Object* error = flushed ? nullptr : err_get_raised_exception();
  xdecref(flushed);
  Object* result = object_call_method_no_args(self->buffer, ID(close));
  if (error) {
    err_chain_exceptions(error);
    clear_ref(result);
  }
  return result;
}

Object* text_detach(Object* o) {
  TextIOObject* self = textio(o);
  if (!check_attached(self)) return nullptr;
  Object* flushed = object_call_method_no_args(o, ID(flush));
  if (!flushed) return nullptr;
  decref(flushed);
  Object* buffer = self->buffer;
  self->buffer = nullptr;
  self->detached = true;
  self->ok = false;
  return buffer;
}

Object* pass(Object* o, Object* name) {
  return check_attached(textio(o)) ? object_call_method_no_args(textio(o)->buffer, name) : nullptr;
}
Object* text_fileno(Object* o) { return pass(o, ID(fileno)); }
Object* text_readable(Object* o) { return pass(o, ID(readable)); }
Object* text_writable(Object* o) { return pass(o, ID(writable)); }
Object* text_seekable(Object* o) { return pass(o, ID(seekable)); }
Object* text_isatty(Object* o) { return pass(o, ID(isatty)); }

// --- Attributes ---

Object* text_name(Object* o, void*) {
  return check_attached(textio(o)) ? object_get_attr(textio(o)->buffer, ID(name)) : nullptr;
}
Object* text_closed(Object* o, void*) {
  return check_attached(textio(o)) ? object_get_attr(textio(o)->buffer, ID(closed)) : nullptr;
}
Object* text_newlines(Object* o, void*) {
  TextIOObject* self = textio(o);
  if (!check_attached(self)) return nullptr;
  return self->has_decoder && self->universal ? seen_newlines(&self->newlines) : None;
}
Object* text_errors(Object* o, void*) { return check_attached(textio(o)) ? new_ref(textio(o)->errors) : nullptr; }
Object* text_encoding(Object* o, void*) { return io_none_or(textio(o)->encoding); }
Object* text_chunk_size(Object* o, void*) {
  return check_attached(textio(o)) ? long_from_ssize_t(textio(o)->chunk_size) : nullptr;
}
int text_set_chunk_size(Object* o, Object* value, void*) {
  if (!value) {
    err_set_string(exc_AttributeError, "cannot delete attribute");
    return -1;
  }
  Ssize n = number_as_ssize_t(value, exc_ValueError);
  if (n == -1 && err_occurred()) return -1;
  if (n <= 0) {
    err_set_string(exc_ValueError, "a strictly positive integer is required");
    return -1;
  }
  textio(o)->chunk_size = n;
  return 0;
}
Object* text_line_buffering(Object* o, void*) { return bool_from_long(textio(o)->line_buffering); }
Object* text_write_through(Object* o, void*) { return bool_from_long(textio(o)->write_through); }
Object* text_finalizing(Object* o, void*) { return bool_from_long(textio(o)->finalizing); }
int text_set_finalizing(Object* o, Object* value, void*) {
  textio(o)->finalizing = value == True;
  return 0;
}

// " name=..." for an attribute that is there; the text of nothing for one that is not. False on other errors.
bool repr_attribute(Object* o, const char* name, std::string* out) {
  Object* value = object_get_attr_string(o, name);
  if (!value) {
    if (!err_exception_matches(exc_Exception)) return false;
    err_clear();
    return true;
  }
  std::string text;
  bool ok = safe_repr(value, &text);
  decref(value);
  if (ok) *out += std::string(" ") + name + "=" + text;
  return ok;
}

Object* text_repr(Object* o) {
  TextIOObject* self = textio(o);
  if (!check_attached(self)) return nullptr;
  int status = repr_enter(o);
  if (status != 0) {
    if (status > 0) err_format(exc_RuntimeError, "reentrant call inside %s.__repr__", o->ob_type->tp_name);
    return nullptr;
  }
  std::string text = std::string("<") + o->ob_type->tp_name;
  bool ok = repr_attribute(o, "name", &text) && repr_attribute(o, "mode", &text) &&
            repr_attribute(o, "encoding", &text);
  repr_leave(o);
  return ok ? str_from_text(text + ">") : nullptr;
}

// --- Making one ---

// newline's letters: null for None. False with ValueError.
bool check_newline(Object* newline, std::string* text) {
  if (!newline || newline == None) {
    text->clear();
    return true;
  }
  if (!unicode_check(newline)) {
    err_format(exc_TypeError, "TextIOWrapper() argument 'newline' must be str or None, not %T", newline);
    return false;
  }
  *text = wtf8_of(newline);
  if (text->empty() || *text == "\n" || *text == "\r" || *text == "\r\n") return true;
  err_format(exc_ValueError, "illegal newline value: %s", text->c_str());
  return false;
}

bool set_newline(TextIOObject* self, Object* newline) {
  std::string text;
  if (!check_newline(newline, &text)) return false;
  bool given = newline && newline != None;
  self->universal = text.empty();
  self->translate = !given;
  self->write_translate = !given || !text.empty();
  // What '\n' is written as, and what ends a line that is not read universally. '\n' itself needs no translation.
  set_ref(self->newline, !text.empty() && text != "\n" ? new_ref(newline) : nullptr);
  return true;
}

// The encoding's name and codec. False with LookupError.
bool set_encoding(TextIOObject* self, Object* encoding) {
  Object* name = encoding && encoding != None ? new_ref(encoding) : unicode_from_string("utf-8");
  if (!name) return false;
  if (!unicode_check(name)) {
    err_format(exc_TypeError, "TextIOWrapper() argument 'encoding' must be str or None, not %T", name);
    decref(name);
    return false;
  }
  if (unicode_equal_to_utf8(name, "locale")) {
    decref(name);
    name = unicode_from_string("utf-8");
    if (!name) return false;
  }
  Encoding codec = codec_lookup(wtf8_of(name).c_str());
  if (codec == Encoding::kUnknown) {
    err_format(exc_LookupError, "unknown encoding: %U", name);
    decref(name);
    return false;
  }
  self->codec = static_cast<int16_t>(codec);
  set_ref(self->encoding, name);
  return true;
}

bool set_errors(TextIOObject* self, Object* errors) {
  if (errors && errors != None && !unicode_check(errors)) {
    err_format(exc_TypeError, "TextIOWrapper() argument 'errors' must be str or None, not %T", errors);
    return false;
  }
  Object* name = errors && errors != None ? new_ref(errors) : unicode_from_string("strict");
  if (!name) return false;
  set_ref(self->errors, name);
  return true;
}

bool init_streams(TextIOObject* self) {
  int readable = io_is_true(self->buffer, "readable");
  int writable = readable < 0 ? -1 : io_is_true(self->buffer, "writable");
  int seekable = writable < 0 ? -1 : io_is_true(self->buffer, "seekable");
  if (seekable < 0) return false;
  self->has_decoder = readable;
  self->has_encoder = writable;
  self->seekable = self->telling = seekable;
  self->start_of_output = true;
  if (seekable && writable) {  // appending: no second byte order mark
    Object* position = object_call_method_no_args(self->buffer, ID(tell));
    if (!position) return false;
    int nonzero = object_is_true(position);
    decref(position);
    if (nonzero < 0) return false;
    self->start_of_output = !nonzero;
  }
  reset_decoder(self);
  return true;
}

bool init_text(TextIOObject* self, Object* buffer, Object* encoding, Object* errors, Object* newline,
               bool line_buffering, bool write_through) {
  self->ok = self->detached = false;
  self->chunk_size = 8192;
  if (!set_newline(self, newline) || !set_encoding(self, encoding) || !set_errors(self, errors)) return false;
  set_ref(self->buffer, new_ref(buffer));
  self->line_buffering = line_buffering;
  self->write_through = write_through;
  if (!init_streams(self)) return false;
  self->ok = true;
  return true;
}

int text_init(Object* o, Object* args, Object* kwargs) {
  static const char* const kKeywords[] = {"buffer",  "encoding",       "errors",        "newline",
                                          "line_buffering", "write_through", nullptr};
  static ArgParser parser = {.fname = "TextIOWrapper", .keywords = kKeywords};
  Object* a[6];
  if (!unpack_tuple_args(&parser, args, kwargs, 1, 6, a)) return -1;
  bool line_buffering = false, write_through = false;
  if ((a[4] && !arg_bool(a[4], &line_buffering)) || (a[5] && !arg_bool(a[5], &write_through))) return -1;
  return init_text(textio(o), a[0], a[1], a[2], a[3], line_buffering, write_through) ? 0 : -1;
}

Object* text_reconfigure(Object* o, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"encoding", "errors", "newline", "line_buffering", "write_through", nullptr};
  static ArgParser parser = {.fname = "reconfigure", .keywords = kKeywords};
  Object* a[5];
  TextIOObject* self = textio(o);
  if (!unpack_args(&parser, args, nargs, kwnames, 0, 0, a) || !check_attached(self)) return nullptr;
  bool recode = (a[0] && a[0] != None) || (a[1] && a[1] != None) || a[2];
  if (recode && self->chunk && self->decoded_chars) {
    return io_unsupported("It is not possible to set the encoding or newline of stream after the first read");
  }
  Object* flushed = object_call_method_no_args(o, ID(flush));
  if (!flushed) return nullptr;
  decref(flushed);
  bool line_buffering = self->line_buffering, write_through = self->write_through;
  if (a[3] && a[3] != None && !arg_bool(a[3], &line_buffering)) return nullptr;
  if (a[4] && a[4] != None && !arg_bool(a[4], &write_through)) return nullptr;
  if (a[2] && !set_newline(self, a[2])) return nullptr;
  if (a[0] && a[0] != None) {
    if (!set_encoding(self, a[0])) return nullptr;
    if ((!a[1] || a[1] == None) && !set_errors(self, nullptr)) return nullptr;
  }
  if (a[1] && a[1] != None && !set_errors(self, a[1])) return nullptr;
  self->line_buffering = line_buffering;
  self->write_through = write_through;
  reset_decoder(self);
  return None;
}

// --- Life ---

int text_clear(Object* o) {
  TextIOObject* self = textio(o);
  self->ok = false;
  clear_ref(self->buffer);
  clear_ref(self->encoding);
  clear_ref(self->errors);
  clear_ref(self->newline);
  clear_ref(self->decoded_chars);
  clear_ref(self->pending_bytes);
  clear_ref(self->chunk);
  clear_ref(self->dict);
  return 0;
}
void text_dealloc(Object* o) {
  TextIOObject* self = textio(o);
  self->finalizing = true;
  if (self->ok && object_call_finalizer_from_dealloc(o) < 0) return;
  object_gc_untrack(o);
  if (self->weakreflist) object_clear_weakrefs(o);
  text_clear(o);
  o->ob_type->tp_free(o);
}
int text_traverse(Object* o, visitproc visit, void* arg) {
  TextIOObject* self = textio(o);
  VISIT(self->buffer);
  VISIT(self->encoding);
  VISIT(self->errors);
  VISIT(self->newline);
  VISIT(self->decoded_chars);
  VISIT(self->pending_bytes);
  VISIT(self->chunk);
  VISIT(self->dict);
  return 0;
}

constexpr MethodDef text_methods[] = {
    {"detach", text_detach, "detach($self, /)\n--\n\n"},
    {"reconfigure", text_reconfigure,
     "reconfigure($self, /, *, encoding=None, errors=None, newline=None,\n            line_buffering=None, "
     "write_through=None)\n--\n\nReconfigure the text stream with new parameters."},
    {"write", text_write, "write($self, text, /)\n--\n\n"},
    {"read", text_read, "read($self, size=-1, /)\n--\n\n"},
    {"readline", text_readline, "readline($self, size=-1, /)\n--\n\n"},
    {"flush", text_flush, "flush($self, /)\n--\n\n"},
    {"close", text_close, "close($self, /)\n--\n\n"},
    {"fileno", text_fileno, "fileno($self, /)\n--\n\n"},
    {"seekable", text_seekable, "seekable($self, /)\n--\n\n"},
    {"readable", text_readable, "readable($self, /)\n--\n\n"},
    {"writable", text_writable, "writable($self, /)\n--\n\n"},
    {"isatty", text_isatty, "isatty($self, /)\n--\n\n"},
    {"seek", text_seek, "seek($self, cookie, whence=os.SEEK_SET, /)\n--\n\nSet the stream position, and return the new stream position."},
    {"tell", text_tell, "tell($self, /)\n--\n\nReturn the stream position as an opaque number."},
    {"truncate", text_truncate, "truncate($self, pos=None, /)\n--\n\n"},
    {}};
const MemberDef text_members[] = {{"buffer", _Py_T_OBJECT, offsetof(TextIOObject, buffer), Py_READONLY}, {}};
constexpr GetSetDef text_getset[] = {{"__dict__", object_generic_get_dict},
                                     {"name", text_name},
                                     {"closed", text_closed},
                                     {"newlines", text_newlines},
                                     {"errors", text_errors},
                                     {"encoding", text_encoding},
                                     {"line_buffering", text_line_buffering},
                                     {"write_through", text_write_through},
                                     {"_CHUNK_SIZE", text_chunk_size, text_set_chunk_size},
                                     {"_finalizing", text_finalizing, text_set_finalizing},
                                     {}};

// --- IncrementalNewlineDecoder ---

struct NewlineDecoderObject : Object {
  Object* decoder;  // or null: the input is text already
  Object* errors;
  NewlineState state;
  bool translate;
};

NewlineDecoderObject* newline_decoder(Object* o) { return static_cast<NewlineDecoderObject*>(o); }

int newline_decoder_init(Object* o, Object* args, Object* kwargs) {
  static const char* const kKeywords[] = {"decoder", "translate", "errors", nullptr};
  static ArgParser parser = {.fname = "IncrementalNewlineDecoder", .keywords = kKeywords};
  Object* a[3];
  if (!unpack_tuple_args(&parser, args, kwargs, 2, 3, a)) return -1;
  NewlineDecoderObject* self = newline_decoder(o);
  bool translate;
  if (!arg_bool(a[1], &translate)) return -1;
  set_ref(self->decoder, a[0] == None ? nullptr : new_ref(a[0]));
  set_ref(self->errors, a[2] ? new_ref(a[2]) : unicode_from_string("strict"));
  self->translate = translate;
  self->state = {};
  return 0;
}

Object* newline_decoder_decode(Object* o, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"input", "final", nullptr};
  static ArgParser parser = {.fname = "decode", .keywords = kKeywords};
  Object* a[2];
  bool final = false;
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 2, a) || (a[1] && !arg_bool(a[1], &final))) return nullptr;
  NewlineDecoderObject* self = newline_decoder(o);
  Object* text;
  if (self->decoder) {
    text = object_call_method_obj_args(self->decoder, ID(decode), a[0], final ? True : False, nullptr);
  } else {
    text = new_ref(a[0]);
  }
  if (text && !unicode_check(text)) {
    err_format(exc_TypeError, "decoder should return a string result, not '%.200s'", text->ob_type->tp_name);
    clear_ref(text);
  }
  return decode_newlines(&self->state, text, self->translate, final);
}

Object* newline_decoder_reset(Object* o) {
  newline_decoder(o)->state = {};
  return newline_decoder(o)->decoder ? object_call_method_no_args(newline_decoder(o)->decoder, ID(reset)) : None;
}
Object* newline_decoder_newlines(Object* o, void*) { return seen_newlines(&newline_decoder(o)->state); }
int newline_decoder_clear(Object* o) {
  clear_ref(newline_decoder(o)->decoder);
  clear_ref(newline_decoder(o)->errors);
  return 0;
}
void newline_decoder_dealloc(Object* o) {
  object_gc_untrack(o);
  newline_decoder_clear(o);
  o->ob_type->tp_free(o);
}
int newline_decoder_traverse(Object* o, visitproc visit, void* arg) {
  VISIT(newline_decoder(o)->decoder);
  VISIT(newline_decoder(o)->errors);
  return 0;
}
constexpr MethodDef newline_decoder_methods[] = {
    {"decode", newline_decoder_decode, "decode($self, /, input, final=False)\n--\n\n"},
    {"reset", newline_decoder_reset, "reset($self, /)\n--\n\n"},
    {}};
constexpr GetSetDef newline_decoder_getset[] = {{"newlines", newline_decoder_newlines}, {}};

}  // namespace

TypeObject incrementalnewlinedecoder_type = {
    TYPE_HEAD,
    {.tp_name = "_io.IncrementalNewlineDecoder",
     .tp_basicsize = 48,
     .tp_dealloc = newline_decoder_dealloc,
     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
     .tp_doc = "IncrementalNewlineDecoder(decoder, translate, errors='strict')\n--\n\nCodec used when reading a file in "
               "universal newlines mode.",
     .tp_traverse = newline_decoder_traverse,
     .tp_clear = newline_decoder_clear,
     .tp_methods = newline_decoder_methods,
     .tp_getset = newline_decoder_getset,
     .tp_init = newline_decoder_init,
     .tp_new = type_generic_new}};

TypeObject textiowrapper_type = {
    TYPE_HEAD,
    {.tp_name = "_io.TextIOWrapper",
     .tp_basicsize = layout::TextIOWrapper.basicsize,
     .tp_dealloc = text_dealloc,
     .tp_repr = text_repr,
     .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
     .tp_doc = "TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, "
               "write_through=False)\n--\n\nCharacter and line based layer over a BufferedIOBase object, buffer.",
     .tp_traverse = text_traverse,
     .tp_clear = text_clear,
     .tp_weaklistoffset = offsetof(TextIOObject, weakreflist),
     .tp_iternext = text_iternext,
     .tp_methods = text_methods,
     .tp_members = text_members,
     .tp_getset = text_getset,
     .tp_base = &textiobase_type,
     .tp_dictoffset = offsetof(TextIOObject, dict),
     .tp_init = text_init,
     .tp_new = type_generic_new,
     .tp_finalize = iobase_finalize}};

Object* textiowrapper_new(Object* buffer, Object* encoding, Object* errors, Object* newline, bool line_buffering) {
  Object* self = textiowrapper_type.tp_alloc(&textiowrapper_type, 0);
  if (!self) return nullptr;
  if (!init_text(textio(self), buffer, encoding, errors, newline, line_buffering, false)) {
    decref(self);
    return nullptr;
  }
  return self;
}

int textio_init() {
  return type_ready(&incrementalnewlinedecoder_type) < 0 || type_ready(&textiowrapper_type) < 0 ? -1 : 0;
}

}  // namespace py
