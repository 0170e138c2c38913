// The _traceback module: what lib/traceback.py and lib/linecache.py ask of the engine's own formatter.
#include "modules/args.h"
#include "modules/modules.h"
#include "object/errors.h"
#include "types/codeobject.h"
#include "types/exceptions.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/text.h"
#include "types/traceback.h"
#include "types/unicodeobject.h"
#include "vm/frameobject.h"
#include "vm/pythonrun.h"

namespace py {

namespace {

// A list of str. New reference.
Object* list_of(const std::vector<std::string>& pieces) {
  Object* list = list_new(0);
  for (const std::string& piece : pieces) {
    Object* text = list ? str_from_text(piece) : nullptr;
    if (!text || list_append(list, text) < 0) clear_ref(list);
    xdecref(text);
  }
  return list;
}

bool check_exception(Object* exc) {
  if (exception_instance_check(exc)) return true;
  err_format(exc_TypeError, "Exception expected for value, %s found", exc->ob_type->tp_name);
  return false;
}

// _format_exception(exc, tb, limit, chain)
Object* format_exception_function(Object*, Object* const* args, Ssize nargs) {
  if (!arg_check_positional("_format_exception", nargs, 4, 4) || !check_exception(args[0])) return nullptr;
  long limit = kNoTracebackLimit;
  if (args[2] != None) {
    int value;
    if (!arg_int(args[2], &value)) return nullptr;
    limit = value;
  }
  if (args[1] != None && !traceback_check(args[1])) {
    return err_format(exc_TypeError, "traceback expected, %s found", args[1]->ob_type->tp_name);
  }
  bool chain;
  if (!arg_bool(args[3], &chain)) return nullptr;
  return list_of(format_exception(args[0], args[1], limit, chain));
}

Object* format_exception_only_function(Object*, Object* exc) {
  return check_exception(exc) ? list_of(format_exception_last(exc)) : nullptr;
}

// An int or None (-1). False with the error set.
bool number(Object* o, int* out) {
  *out = -1;
  return o == None || arg_int(o, out);
}

// _format_frames([(filename, lineno, end_lineno, colno, end_colno, name, source or None), ...])
Object* format_frames_function(Object*, Object* list) {
  if (!list_check(list)) return err_format(exc_TypeError, "list expected");
  std::vector<std::string> pieces;
  for (Ssize i = 0; i < list_size(list); i++) {
    Object* row = list_item(list, i);
    if (!tuple_check(row) || tuple_size(row) != 7) return err_format(exc_TypeError, "tuple of 7 expected");
    FrameText frame;
    if (!safe_str(tuple_item(row, 0), &frame.filename) || !safe_str(tuple_item(row, 5), &frame.name)) frame.name.assign(1, '?');
    if (!number(tuple_item(row, 1), &frame.line) || !number(tuple_item(row, 2), &frame.end_line) ||
        !number(tuple_item(row, 3), &frame.column) || !number(tuple_item(row, 4), &frame.end_column)) {
      return nullptr;
    }
    if (tuple_item(row, 6) != None) {
      frame.has_source = true;
      safe_str(tuple_item(row, 6), &frame.source);
      frame.column = frame.end_column = -1;
    }
    pieces.push_back(format_frame_text(frame));
  }
  return list_of(pieces);
}

// _positions(tb) -> (lineno, end_lineno, colno, end_colno), None for what is unknown
Object* positions_function(Object*, Object* tb) {
  if (!traceback_check(tb)) return err_format(exc_TypeError, "traceback expected");
  auto* link = static_cast<TracebackObject*>(tb);
  int start_line = -1, start_column = -1, end_line = -1, end_column = -1;
  if (link->tb_lasti >= 0) {
    CodeObject* code = frame_get_code(link->tb_frame);
    code_addr2location(code, link->tb_lasti, &start_line, &start_column, &end_line, &end_column);
    decref(code);
  }
  Object* items[4];
  const int values[4] = {start_line, end_line, start_column, end_column};
  for (int i = 0; i < 4; i++) {
    items[i] = values[i] == -1 ? None : long_from_long(values[i]);
    if (!items[i]) {
      while (--i >= 0) decref(items[i]);
      return nullptr;
    }
  }
  return tuple_from_array_steal(items, 4);
}

// _source_line(filename, lineno) -> the line without its end, or None
Object* source_line_function(Object*, Object* const* args, Ssize nargs) {
  int lineno;
  if (!arg_check_positional("_source_line", nargs, 2, 2) || !arg_int(args[1], &lineno)) return nullptr;
  if (!unicode_check(args[0])) return None;
  std::string line;
  if (!source_line(wtf8_of(args[0]).c_str(), lineno, &line)) return None;
  return str_from_text(line);
}

constexpr MethodDef traceback_methods[] = {{"_format_exception", format_exception_function},
                                           {"_format_exception_only", format_exception_only_function},
                                           {"_format_frames", format_frames_function},
                                           {"_positions", positions_function},
                                           {"_source_line", source_line_function},
                                           {}};

}  // namespace

Object* init__traceback() {
  Object* module = module_new("_traceback");
  if (module && module_add_functions(module, traceback_methods) < 0) clear_ref(module);
  return module;
}

}  // namespace py
