// From nothing to a running interpreter, and from the program's end back to nothing, in CPython's order.
// CPython 3.13: Python/pylifecycle.c, Modules/main.c
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "object/object.h"  // Object

namespace py {

struct CodeObject;

// Resets every unit and starts the interpreter: types, builtins, sys, streams, __main__. False: no memory.
bool lifecycle_start(uint64_t memory_limit);

// The script, compiled, with __main__ prepared for it.
struct Script {
  CodeObject* code = nullptr;    // owned; null: the error is set (a SyntaxError, a warning made an error, MemoryError)
  std::vector<Object*> arena;    // owned references of the parser's arena
  std::vector<uint16_t> footprint;  // what compiling does to CPython's free lists
};
// Sets sys.argv, sys.path[0] and __main__'s names, and compiles. Only MemoryError fails outright (false).
bool lifecycle_load(std::string_view source, const std::string& filename, const std::vector<std::string>& arguments,
                    Script* script);
// Puts collector and free lists into the state in which a fresh install runs the first line of this very source. The frame
// of the module body exists already. False: no memory.
bool lifecycle_script_starts(const Script& script);
// After the module body ended: drops the arena, flushes, and reports an uncaught exception (which is set when it raised).
// Returns the exit status so far.
int lifecycle_script_ended(Script* script);
// Interpreter shutdown. Returns the exit status: 120 when the standard streams could not be flushed.
int lifecycle_finalize(int status);

// The script's file name as tracebacks show it.
const std::string& lifecycle_script_name();
// Line of the SyntaxError that kept the script from starting, or 0.
int lifecycle_syntax_error_line();

}  // namespace py
