// The machine's states, and the hash of all it holds.
#include "machine/machine.h"

#include <algorithm>

#include "gc/gc.h"                     // objects of the generations
#include "gc/gc_verify.h"              // refcount audit
#include "machine/lifecycle.h"
#include "memory/memory_verify.h"      // walk_blocks
#include "memory/region.h"             // shown addresses
#include "modules/descriptors.h"
#include "modules/filesystem.h"
#include "object/errors.h"
#include "observe/audit_holders.h"     // who holds references
#include "observe/timeline.h"          // samples between slices
#include "types/codeobject.h"
#include "types/moduleobject.h"
#include "types/text.h"
#include "types/unicodeobject.h"
#include "vm/ceval.h"
#include "vm/pythonrun.h"

namespace py {

namespace {

struct Machine {
  MachineState state = MachineState::kEmpty;
  MachineOptions options;
  Script script;
  int exit_code = 0;
  bool started = false;  // vm_start has been called
};
Machine machine;

// Runs the module body up to a tick. The state afterwards.
MachineState run_script(uint64_t until) {
  if (!machine.started) {
    machine.started = true;
    if (!machine.script.code) {  // it did not compile
      machine.exit_code = lifecycle_script_ended(&machine.script);
      return MachineState::kEnding;
    }
    Object* globals = module_get_dict(interp.main_module);
    if (!vm_start(machine.script.code, globals, globals) || !lifecycle_script_starts(machine.script)) {
      return MachineState::kBroken;
    }
  }
  Object* result = nullptr;
  switch (vm_run(until, &result)) {
    case EvalStatus::kPaused: return MachineState::kPaused;
    case EvalStatus::kStopped: return MachineState::kStopped;
    case EvalStatus::kFinished: decref(result); break;
    case EvalStatus::kRaised: break;
  }
  machine.exit_code = lifecycle_script_ended(&machine.script);
  return vm_stopping() ? MachineState::kStopped : MachineState::kEnding;
}

uint64_t saturating_add(uint64_t a, uint64_t b) { return a > UINT64_MAX - b ? UINT64_MAX : a + b; }

}  // namespace

bool machine_create(const MachineOptions& options) {
  machine = Machine();
  machine.options = options;
  static bool holders_known = false;
  if (!holders_known) {
    audit_holders_init();
    holders_known = true;
  }
  filesystem_init();
  descriptors_init();
  if (!lifecycle_start(options.memory_limit)) {
    machine.state = MachineState::kBroken;
    return false;
  }
  return true;
}

bool machine_load(const Program& program) {
  if (machine.state != MachineState::kEmpty) return false;
  filesystem_set_start_folder(program.cwd);
  if (!lifecycle_load(program.source, program.filename, program.arguments, &machine.script)) {
    machine.state = MachineState::kBroken;
    return false;
  }
  observe::timeline_reset();
  machine.state = MachineState::kReady;
  return true;
}

MachineState machine_run(uint64_t ticks) {
  if (machine.state == MachineState::kEnding) {
    machine.exit_code = lifecycle_finalize(machine.exit_code);
    machine.state = vm_stopping() ? MachineState::kStopped : MachineState::kFinished;
    return machine.state;
  }
  if (machine.state != MachineState::kReady && machine.state != MachineState::kPaused) return machine.state;
  uint64_t end = saturating_add(current_tick, ticks);
  do {
    // The timeline's recorder wants a look at times of its own.
    machine.state = run_script(std::min(end, std::max(observe::timeline_next_tick(), current_tick + 1)));
    observe::timeline_sample();
  } while (machine.state == MachineState::kPaused && current_tick < end);
  return machine.state;
}

MachineState machine_state() { return machine.state; }
void machine_request_stop() { vm_request_stop(); }
int machine_exit_code() { return machine.exit_code; }
uint64_t machine_tick() { return current_tick; }
int machine_syntax_error_line() { return lifecycle_syntax_error_line(); }
const std::string& machine_error() { return last_reported_error(); }

int machine_current_line() {
  FramePosition frames[64];
  int n = std::min(eval_walk_frames(frames, 64), 64);
  for (int i = 0; i < n; i++) {
    if (wtf8_of(frames[i].filename) == lifecycle_script_name()) return frames[i].lineno;
  }
  return 0;
}

// --- The hash of the logical state ---

namespace {

struct Hash {
  uint64_t value = 0xcbf29ce484222325;
  void add(uint64_t v) {
    for (int i = 0; i < 8; i++) {
      value = (value ^ ((v >> (8 * i)) & 0xff)) * 0x100000001b3;
    }
  }
  void add(const char* text) {
    for (; *text; text++) value = (value ^ static_cast<unsigned char>(*text)) * 0x100000001b3;
    add(uint64_t{0});
  }
};

int hash_referent(Object* o, void* arg) {
  static_cast<Hash*>(arg)->add(address_of(o));
  return 0;
}

void hash_object(Object* o, int generation, void* context) {
  auto* hash = static_cast<Hash*>(context);
  hash->add(address_of(o));
  hash->add(static_cast<uint64_t>(generation));
  hash->add(static_cast<uint64_t>(o->ob_refcnt));
  hash->add(o->ob_type->tp_name);
  if (o->ob_type->tp_traverse) o->ob_type->tp_traverse(o, hash_referent, hash);
}

void hash_block(const BlockInfo& block, void* context) {
  auto* hash = static_cast<Hash*>(context);
  hash->add(address_of(block.block));
  hash->add(block.requested);
  hash->add(block.site);
}

}  // namespace

uint64_t machine_state_hash() {
  Hash hash;
  walk_blocks(hash_block, &hash);
  gc_visit_objects(hash_object, &hash);
  for (const GCGeneration& generation : gc_state.generations) hash.add(static_cast<uint64_t>(generation.count));
  FramePosition frames[1000];
  int n = eval_walk_frames(frames, 1000);
  hash.add(static_cast<uint64_t>(n));
  for (int i = 0; i < std::min(n, 1000); i++) {
    hash.add(address_of(frames[i].name));
    hash.add(static_cast<uint64_t>(frames[i].lineno));
  }
  hash.add(current_tick);
  hash.add(heap_stats.current);
  hash.add(heap_stats.peak);
  return hash.value;
}

std::string machine_verify() {
  memory_verify();
  gc_verify();
  std::string report;
  for (const AuditProblem& problem : refcount_audit()) {
    report += "audit: " + problem.text;
    if (unicode_check(problem.object)) report += " '" + wtf8_of(problem.object) + "'";
    report += "\n";
  }
  return report;
}

}  // namespace py
