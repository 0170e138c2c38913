// The machine: create it, give it a program, run it in slices, ask where it stands. The only public face of the engine.
//
// One machine exists per process. machine_create starts over from nothing: the same program, profile and inputs give the
// same bytes at every tick, natively and in wasm (machine_state_hash proves it).
//
// Order: machine_create -> machine_load -> machine_run until the state is kFinished (or kStopped). Output goes to host.write (modules/host.h).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace py {

enum class MachineState : uint8_t {
  kEmpty,     // created, no program
  kReady,     // a program is loaded
  kPaused,    // the slice is over; machine_run goes on
  kEnding,    // the module body is done (or failed, and that was reported); the next machine_run shuts the interpreter down
  kFinished,  // the program has ended and the interpreter is shut down; machine_exit_code is known
  kStopped,   // machine_request_stop took effect: over without any cleanup
  kBroken,    // out of memory before the program could start
};

struct MachineOptions {
  uint64_t memory_limit = uint64_t{2} << 30;  // bytes of heap spans
  bool audit = false;                         // check counts and allocators when the program has ended
};

struct Program {
  std::string_view source;             // bytes of the file
  std::string filename;                // as tracebacks show it: the path as given
  std::vector<std::string> arguments;  // sys.argv[1:]
  std::string cwd = "/";               // the working directory
};

// Forgets everything and starts an interpreter, without a program. False: no memory.
bool machine_create(const MachineOptions& options = {});
// Makes __main__ and compiles the program. A SyntaxError is not a failure here: running reports it as python does.
// False: no memory.
bool machine_load(const Program& program);
// Runs up to `ticks` executed source lines (a nested call may run past that: it ends first). Returns the new state.
MachineState machine_run(uint64_t ticks);
MachineState machine_state();
// Ends the program at its next line, as soon as machine_run gets control; safe to call between slices.
void machine_request_stop();

int machine_exit_code();    // of a finished program
uint64_t machine_tick();    // executed source lines since the program started
// Line of the syntax error that kept the program from starting, or 0.
int machine_syntax_error_line();
// Line of the script that runs now (its innermost frame in the script's file), or 0.
int machine_current_line();
// The last line that the program's end printed as an error ("ValueError: x"), or "".
const std::string& machine_error();

// A number that stands for the whole logical state: objects with type, size, count and references (by shown address),
// allocator, frames, tick. Reads only.
uint64_t machine_state_hash();
// Stops the process with a message when a count, a heap list or a collector list is wrong. Returns the refcount audit's
// report, "" when all is well.
std::string machine_verify();

}  // namespace py
