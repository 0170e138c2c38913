// Running a script and reporting what went wrong: tracebacks, SystemExit, hooks.
// CPython 3.13: Python/pythonrun.c, Lib/traceback.py
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "object/object.h"  // Object

namespace py {

// --- Names in sys (vm/pythonrun.cc) ---
Object* sys_get_object(const char* name);             // borrowed, null (no error) when missing
int sys_set_object(const char* name, Object* value);  // null value deletes; 0 or -1

// --- Reporting (vm/pythonrun.cc) ---
// Sets the hooks of types/error_hooks.h.
void pythonrun_init();
// Reports the current exception as the interpreter does for an uncaught one (through sys.excepthook) and clears it.
// Returns the exit status that the process would have: SystemExit's own, or 1.
int err_print_and_exit_status();
void err_print();  // PyErr_Print, but SystemExit is reported like any other exception
// Writes exc and its chain to file: what sys.__excepthook__ does (file: sys.stderr).
void err_display(Object* file, Object* exc);
void err_display_exception(Object* exc);
// "Exception ignored in: ..." and a plain traceback, to sys.stderr. err_msg and object may be null.
void write_unraisable_default(Object* exc, Object* err_msg, Object* object);
// The status of a SystemExit instance; its message goes to stderr when it is not None or an int.
int system_exit_status(Object* exc);
// The last line that err_print_and_exit_status reported, without newline ("ValueError: x").
const std::string& last_reported_error();

// --- Texts (vm/traceback_print.cc): UTF-8 pieces, in the pieces in which they are written ---
// tb null: the exception's own traceback; None: none. limit: the first frames, negative: the last; chain: causes and
// contexts too.
constexpr long kNoTracebackLimit = -2147483647;  // sys.tracebacklimit
std::vector<std::string> format_exception(Object* exc, Object* tb = nullptr, long limit = kNoTracebackLimit,
                                          bool chain = true);
// The part after the frames: "ValueError: x" and the notes.
std::vector<std::string> format_exception_last(Object* exc);
// One frame with its source lines and carets. Lines from 1, columns in bytes; -1 unknown.
struct FrameText {
  std::string filename, name;
  int line = -1, end_line = -1, column = -1, end_column = -1;
  bool has_source = false;  // source is to be shown instead of the file's line
  std::string source;
  std::string module_file;  // where lines come from when there is no file of that name
};
std::string format_frame_text(const FrameText& frame);
// The frames as the interpreter's C code prints them: without carets.
std::string format_traceback_plain(Object* tb);
// "module.QualName" as error messages show a class.
std::string exception_type_text(TypeObject* type);

// --- Anchors (vm/caret_anchors.cc) ---
// Where in an expression's text the operator or the brackets are: lines from 0, columns in characters.
struct CaretAnchors {
  int left_line, left_column, right_line, right_column;
  bool found = false;
};
CaretAnchors caret_anchors(const std::u32string& segment);
// Whether carets under this very expression say nothing: `return f(...)`, `x = f(...)` with the call marked as a whole.
bool carets_are_redundant(const std::vector<std::u32string>& lines, int start, int end);

// --- "Did you mean" (vm/suggestions.cc) ---
// What traceback adds to the message of NameError, AttributeError and ImportError: ". Did you mean: 'x'?" or "".
std::string suggestion_suffix(Object* exc);
// The best of the candidates, or "". CPython: _Py_CalculateSuggestions.
std::string calculate_suggestion(const std::vector<std::string>& candidates, const std::string& name);

// --- Source (vm/source_lines.cc) ---
// A line of source (from 1, without newline) of a script or library module; false when unknown.
bool source_line(const char* filename, int lineno, std::string* line);
// Makes text known as the source of filename.
void source_cache_set(const char* filename, const char* text, size_t size);
void source_cache_clear();
// Reads a file that nobody has put into the cache; set by the machine, may be null.
extern bool (*source_read_file)(const std::string& filename, std::string* text);

}  // namespace py
