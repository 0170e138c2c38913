// See view.h.
#include "machine/view.h"

#include <algorithm>

#include "gc/gc.h"             // gc_state
#include "machine/machine.h"
#include "observe/view.h"      // encode_view
#include "observe/views.h"     // Status
#include "types/text.h"        // wtf8_of
#include "vm/ceval.h"          // eval_walk_frames

namespace py {

namespace {

constexpr int kMaxFrames = 200;

// What the page calls the states (the schema's comment on Status::state).
uint8_t state_number() {
  switch (machine_state()) {
    case MachineState::kEmpty:
    case MachineState::kReady: return 0;
    case MachineState::kPaused: return 1;
    case MachineState::kBroken: return 3;
    default: return machine_syntax_error_line() ? 3 : 2;
  }
}

observe::Status status_view() {
  observe::Status status;
  status.state = state_number();
  status.exit_code = machine_exit_code();
  status.tick = static_cast<double>(machine_tick());
  const int broken_line = machine_syntax_error_line();
  status.line = static_cast<uint32_t>(broken_line ? broken_line : machine_current_line());
  status.error = machine_error();
  FramePosition frames[kMaxFrames];
  const int n = std::min(eval_walk_frames(frames, kMaxFrames), kMaxFrames);
  for (int i = 0; i < n; i++) {
    status.frames.push_back({wtf8_of(frames[i].name), wtf8_of(frames[i].filename), static_cast<uint32_t>(std::max(0, frames[i].lineno))});
  }
  for (const GCGeneration& generation : gc_state.generations) {
    status.objects += static_cast<double>(gc_list_size(&generation.head));
    status.gc_count.push_back(static_cast<uint32_t>(generation.count));
  }
  return status;
}

}  // namespace

bool machine_view(std::string_view name, std::vector<uint8_t>* out) {
  if (name != "status") return observe::encode_view(name, out);
  observe::WireWriter writer;
  wire_write(writer, status_view());
  *out = std::move(writer.bytes);
  return true;
}

}  // namespace py
