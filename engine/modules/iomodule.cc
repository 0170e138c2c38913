// The _io module: open(), the module's table, and the standard streams.
// CPython 3.13: Modules/_io/_iomodule.c, create_stdio in Python/pylifecycle.c
#include "modules/iomodule.h"

#include "modules/bltin_internal.h"   // io_open_call
#include "modules/io_internal.h"
#include "modules/modules.h"
#include "modules/sysmodule.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/identifiers.h"       // ID
#include "types/exceptions.h"
#include "types/getargs.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/text.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

struct OpenMode {
  bool creating = false, reading = false, writing = false, appending = false, updating = false, text = false,
       binary = false;
  std::string raw;  // FileIO's mode
};

bool parse_mode(const std::string& mode, OpenMode* m) {
  for (size_t i = 0; i < mode.size(); i++) {
    bool known = true;
    switch (mode[i]) {
      case 'x': m->creating = true; break;
      case 'r': m->reading = true; break;
      case 'w': m->writing = true; break;
      case 'a': m->appending = true; break;
      case '+': m->updating = true; break;
      case 't': m->text = true; break;
      case 'b': m->binary = true; break;
      default: known = false;
    }
    if (!known || mode.find(mode[i], i + 1) != std::string::npos) {
      err_format(exc_ValueError, "invalid mode: '%s'", mode.c_str());
      return false;
    }
  }
  if (m->creating) m->raw += 'x';
  if (m->reading) m->raw += 'r';
  if (m->writing) m->raw += 'w';
  if (m->appending) m->raw += 'a';
  if (m->updating) m->raw += '+';
  if (m->text && m->binary) {
    err_set_string(exc_ValueError, "can't have text and binary mode at once");
    return false;
  }
  if (m->creating + m->reading + m->writing + m->appending != 1) {
    err_set_string(exc_ValueError, "must have exactly one of create/read/write/append mode");
    return false;
  }
  return true;
}

bool check_binary_arguments(const OpenMode& m, Object* encoding, Object* errors, Object* newline) {
  if (!m.binary) return true;
  const char* what = encoding != None ? "encoding" : errors != None ? "errors" : newline != None ? "newline" : nullptr;
  if (!what) return true;
  err_format(exc_ValueError, "binary mode doesn't take %s %s argument", what[0] == 'e' ? "an" : "a", what);
  return false;
}

// Closes a half-opened file after an error, which stays set.
Object* abandon(Object* file) {
  Object* error = err_get_raised_exception();
  Object* result = io_call(file, "close");
  xdecref(result);
  err_chain_exceptions(error);
  decref(file);
  return nullptr;
}

struct OpenArgs {
  Object* file;
  std::string mode = "r";
  int buffering = -1;
  Object *encoding = None, *errors = None, *newline = None;
  bool closefd = true;
  Object* opener = None;
};

Object* open_file(const OpenArgs& a) {
  OpenMode m;
  if (!parse_mode(a.mode, &m) || !check_binary_arguments(m, a.encoding, a.errors, a.newline)) return nullptr;
  if (m.binary && a.buffering == 1 &&
      err_warn_ex(exc_RuntimeWarning,
                  "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
                  1) < 0) {
    return nullptr;
  }
  Object* raw = fileio_new(a.file, m.raw.c_str(), a.closefd, a.opener);
  if (!raw) return nullptr;
  bool line_buffering = a.buffering == 1;
  Ssize buffering = a.buffering;
  if (buffering < 0 || line_buffering) buffering = kBlockSize;
  if (buffering == 0) {
    if (m.binary) return raw;
    err_set_string(exc_ValueError, "can't have unbuffered text I/O");
    return abandon(raw);
  }
  TypeObject* type = m.updating ? &bufferedrandom_type
                     : (m.creating || m.writing || m.appending) ? &bufferedwriter_type
                                                                 : &bufferedreader_type;
  Object* buffer = buffered_new(type, raw, buffering);
  if (!buffer) return abandon(raw);
  decref(raw);
  if (m.binary) return buffer;
  Object* wrapper = textiowrapper_new(buffer, a.encoding, a.errors, a.newline, line_buffering);
  if (!wrapper) return abandon(buffer);
  decref(buffer);
  Object* mode = str_from_text(a.mode);
  int code = mode ? object_set_attr(wrapper, ID(mode), mode) : -1;
  xdecref(mode);
  return code < 0 ? abandon(wrapper) : wrapper;
}

bool text_argument(Object* arg, const char* name) {
  if (arg == None || unicode_check(arg)) return true;
  err_format(exc_TypeError, "open() argument '%s' must be str or None, not %T", name, arg);
  return false;
}

Object* io_open_function(Object*, Object* const* args, Ssize nargs, Object* kwnames) {
  return io_open_call(args, nargs, kwnames);
}

Object* io_open_code(Object*, Object* path) {
  OpenArgs a = {.file = path, .mode = "rb"};
  return open_file(a);
}

Object* io_text_encoding(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("text_encoding", nargs, 1, 2)) return nullptr;
  return args[0] == None ? unicode_from_string("locale") : new_ref(args[0]);
}

constexpr MethodDef io_methods[] = {
    {"open", io_open_function,
     "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, "
     "opener=None)\n--\n\nOpen file and return a stream."},
    {"text_encoding", io_text_encoding, "A helper function to choose the text encoding."},
    {"open_code", io_open_code, "open_code($module, /, path)\n--\n\nOpens the provided file with the intent to import the contents."},
    {}};

}  // namespace

Object* io_open_call(Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"file",   "mode",    "buffering", "encoding", "errors",
                                          "newline", "closefd", "opener",    nullptr};
  static ArgParser parser = {.fname = "open", .keywords = kKeywords};
  Object* a[8];
  if (!unpack_args(&parser, args, nargs, kwnames, 1, 8, a)) return nullptr;
  OpenArgs open = {.file = a[0]};
  if (a[1]) {
    if (!unicode_check(a[1])) {
      arg_bad_argument("open", "argument 'mode'", "str", a[1]);
      return nullptr;
    }
    open.mode = wtf8_of(a[1]);
  }
  if (a[2] && !arg_int(a[2], &open.buffering)) return nullptr;
  if (a[3]) open.encoding = a[3];
  if (a[4]) open.errors = a[4];
  if (a[5]) open.newline = a[5];
  if (!text_argument(open.encoding, "encoding") || !text_argument(open.errors, "errors") ||
      !text_argument(open.newline, "newline")) {
    return nullptr;
  }
  if (a[6] && !arg_bool(a[6], &open.closefd)) return nullptr;
  if (a[7]) open.opener = a[7];
  return open_file(open);
}

Object* io_open(Object* file, const char* mode, int buffering, Object* encoding, Object* errors, Object* newline,
                bool closefd) {
  OpenArgs open = {.file = file, .mode = mode, .buffering = buffering, .closefd = closefd};
  if (encoding) open.encoding = encoding;
  if (errors) open.errors = errors;
  if (newline) open.newline = newline;
  return open_file(open);
}

int io_init() {
  return io_base_init() < 0 || fileio_init() < 0 || bufferedio_init() < 0 || textio_init() < 0 || stringio_init() < 0 ||
                 bytesio_init() < 0
             ? -1
             : 0;
}

Object* init__io() {
  Object* module = module_new("_io");
  if (!module) return nullptr;
  struct {
    const char* name;
    Object* value;
  } const values[] = {{"UnsupportedOperation", exc_UnsupportedOperation},
                      {"BlockingIOError", exc_BlockingIOError},
                      {"_IOBase", &iobase_type},
                      {"_RawIOBase", &rawiobase_type},
                      {"_BufferedIOBase", &bufferediobase_type},
                      {"_TextIOBase", &textiobase_type},
                      {"FileIO", &fileio_type},
                      {"BytesIO", &bytesio_type},
                      {"StringIO", &stringio_type},
                      {"IncrementalNewlineDecoder", &incrementalnewlinedecoder_type},
                      {"BufferedReader", &bufferedreader_type},
                      {"BufferedWriter", &bufferedwriter_type},
                      {"BufferedRandom", &bufferedrandom_type},
                      {"TextIOWrapper", &textiowrapper_type}};
  bool ok = module_add_functions(module, io_methods) == 0 &&
            module_add_int_constant(module, "DEFAULT_BUFFER_SIZE", kDefaultBufferSize) == 0;
  for (const auto& entry : values) ok = ok && module_add_object_ref(module, entry.name, entry.value) == 0;
  if (!ok) clear_ref(module);
  return module;
}

// A standard stream: FileIO, its buffer, and text on top. New reference.
static Object* create_stdio(int fd, bool writes, const char* name, const char* errors) {
  Object* number = long_from_long(fd);
  Object* raw = number ? fileio_new(number, writes ? "wb" : "rb", false, nullptr) : nullptr;
  xdecref(number);
  Object* text_name = raw ? unicode_from_string(name) : nullptr;
  Object* buffer = nullptr;
  if (text_name && object_set_attr(raw, ID(name), text_name) == 0) {
    buffer = buffered_new(writes ? &bufferedwriter_type : &bufferedreader_type, raw, kBlockSize);
  }
  xdecref(raw);
  xdecref(text_name);
  Object* encoding = unicode_from_string("utf-8");
  Object* error_handler = unicode_from_string(errors);
  Object* newline = unicode_from_string("\n");
  Object* stream = nullptr;
  if (buffer && encoding && error_handler && newline) {
    stream = textiowrapper_new(buffer, encoding, error_handler, newline, fd == 2);
  }
  xdecref(encoding);
  xdecref(error_handler);
  xdecref(newline);
  xdecref(buffer);
  Object* mode = stream ? unicode_from_string(writes ? "w" : "r") : nullptr;
  if (stream && (!mode || object_set_attr(stream, ID(mode), mode) < 0)) clear_ref(stream);
  xdecref(mode);
  return stream;
}

int io_create_standard_streams() {
  struct {
    int fd;
    const char *name, *dunder, *shown, *errors;
  } const streams[] = {{0, "stdin", "__stdin__", "<stdin>", "surrogateescape"},
                       {1, "stdout", "__stdout__", "<stdout>", "surrogateescape"},
                       {2, "stderr", "__stderr__", "<stderr>", "backslashreplace"}};
  for (const auto& s : streams) {
    Object* stream = create_stdio(s.fd, s.fd != 0, s.shown, s.errors);
    if (!stream) return -1;
    int code = sys_set_object(s.dunder, stream) < 0 || sys_set_object(s.name, stream) < 0 ? -1 : 0;
    decref(stream);
    if (code < 0) return -1;
  }
  return 0;
}

int io_flush_standard_files() {
  int status = 0;
  for (const char* name : {"stdout", "stderr"}) {
    Object* file = sys_get_object(name);
    if (!file || file == None) continue;
    incref(file);
    int closed = io_is_closed(file);
    if (closed < 0) err_clear();
    if (closed == 0) {
      Object* result = object_call_method_no_args(file, ID(flush));
      if (!result) {
        if (name[3] == 'o') {
          err_write_unraisable(file);
          status = -1;
        } else {
          err_clear();
        }
      }
      xdecref(result);
    }
    decref(file);
  }
  return status;
}

}  // namespace py
