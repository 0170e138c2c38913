#include "gc/gc_verify.h"

#include <cstdio>  // snprintf
#include <unordered_map>

#include "gc/gc_internal.h"

namespace py {

void validate_list(const GCHead* head, FlagStates flags) {
  bool collecting = flags == FlagStates::kCollectingSetUnreachableClear ||
                    flags == FlagStates::kCollectingSetUnreachableSet;
  bool unreachable = flags == FlagStates::kCollectingClearUnreachableSet ||
                     flags == FlagStates::kCollectingSetUnreachableSet;
  ENGINE_CHECK((head->_gc_prev & ~_PyGC_PREV_MASK) == 0, "a list's head carries no flags");
  ENGINE_CHECK((head->_gc_next & NEXT_MASK_UNREACHABLE) == 0, "a list's head carries no flags");
  const GCHead* prev = head;
  const GCHead* gc = gc_next(head);
  while (gc != head) {
    const GCHead* next = reinterpret_cast<const GCHead*>(gc->_gc_next & ~NEXT_MASK_UNREACHABLE);
    ENGINE_CHECK(next != nullptr, "an object in a list is tracked");
    ENGINE_CHECK(gc_prev(gc) == prev, "a list is linked both ways");
    ENGINE_CHECK(gc_is_collecting(gc) == collecting,
                 "objects are marked as collecting exactly in their phases");
    ENGINE_CHECK(((gc->_gc_next & NEXT_MASK_UNREACHABLE) != 0) == unreachable,
                 "objects are marked as unreachable exactly in their phase");
    prev = gc;
    gc = next;
  }
  ENGINE_CHECK(gc_prev(head) == prev, "a list is circular");
}

void gc_verify() {
  for (int i = 0; i <= NUM_GENERATIONS; i++) {
    const GCHead* head = i < NUM_GENERATIONS ? gen_head(i) : &gc_state.permanent_generation.head;
    validate_list(head, FlagStates::kCollectingClearUnreachableClear);
    for (const GCHead* gc = gc_next(head); gc != head; gc = gc_next(gc)) {
      const Object* op = from_gc(gc);
      ENGINE_CHECK(op->ob_refcnt > 0, "a tracked object is alive");
      ENGINE_CHECK(op->ob_type && op->ob_type->tp_traverse, "a tracked object can be traversed");
    }
  }
}

// --- The audit ---

namespace {

struct Holder {
  const char* name;
  HolderEnumerate enumerate;
};
struct TypeExtra {
  TypeObject* type;
  ReferentsExtra extra;
};
// Registered once per process: functions, no objects.
std::vector<Holder> holders;
std::vector<TypeExtra> type_extras;

using ReferenceVisit = void (*)(const char* holder_name, Object* holder, Object* held,
                                void* context);

// Walks every holder, every tracked object, and every object that those lead to, each once.
class Walk {
 public:
  Walk(ReferenceVisit visit, void* context) : visit_(visit), context_(context) {}

  void run() {
    for (const Holder& holder : holders) {
      holder_name_ = holder.name;
      holder.enumerate([](Object* held, void* self) { static_cast<Walk*>(self)->reference(held); },
                       this);
    }
    holder_name_ = nullptr;
    gc_visit_objects([](Object* op, int, void* self) { static_cast<Walk*>(self)->discover(op); },
                     this);
    for (size_t i = 0; i < queue_.size(); i++) references_of(queue_[i]);
  }

 private:
  void discover(Object* op) {
    if (seen_.emplace(op, true).second) queue_.push_back(op);
  }
  void reference(Object* held) {
    if (!held) return;
    visit_(holder_name_, holder_, held, context_);
    discover(held);
  }
  void references_of(Object* op) {
    holder_ = op;
    TypeObject* type = op->ob_type;
    if (object_is_gc(op) && type->tp_traverse) {
      type->tp_traverse(
          op, [](Object* held, void* self) { return static_cast<Walk*>(self)->reference(held), 0; },
          this);
    }
    for (const TypeExtra& extra : type_extras) {
      if (!type_is_subtype(type, extra.type)) continue;
      extra.extra(
          op, [](Object* held, void* self) { static_cast<Walk*>(self)->reference(held); }, this);
    }
    holder_ = nullptr;
  }

  ReferenceVisit visit_;
  void* context_;
  const char* holder_name_ = nullptr;
  Object* holder_ = nullptr;
  std::unordered_map<Object*, bool> seen_;
  std::vector<Object*> queue_;
};

AuditProblem describe(Object* op, uint64_t found) {
  const char* name = type_check(op) ? static_cast<TypeObject*>(op)->tp_name : "";
  char text[256];
  snprintf(text, sizeof text, "<%.100s object %.60s at 0x%llx>: count %u, references found %llu",
           op->ob_type->tp_name, name, static_cast<unsigned long long>(object_id(op)),
           op->ob_refcnt, static_cast<unsigned long long>(found));
  return {op, op->ob_refcnt, found, text};
}

}  // namespace

void audit_register_holder(const char* name, HolderEnumerate enumerate) {
  for (Holder& holder : holders) {
    if (holder.enumerate == enumerate) return;
  }
  holders.push_back({name, enumerate});
}

void audit_register_type(TypeObject* type, ReferentsExtra extra) {
  for (TypeExtra& known : type_extras) {
    if (known.type == type && known.extra == extra) return;
  }
  type_extras.push_back({type, extra});
}

void audit_visit_references(void (*visit)(const char*, Object*, Object*, void*), void* context) {
  Walk(visit, context).run();
}

std::vector<AuditProblem> refcount_audit(size_t limit) {
  struct Counts {
    std::unordered_map<Object*, uint64_t> found;
    std::vector<Object*> order;  // so that the report is the same on every host
    void add(Object* op, uint64_t n) {
      auto [entry, fresh] = found.try_emplace(op, 0);
      if (fresh) order.push_back(op);
      entry->second += n;
    }
  } counts;
  gc_visit_objects(
      [](Object* op, int, void* context) { static_cast<Counts*>(context)->add(op, 0); }, &counts);
  audit_visit_references([](const char*, Object*, Object* held,
                            void* context) { static_cast<Counts*>(context)->add(held, 1); },
                         &counts);
  std::vector<AuditProblem> problems;
  for (Object* op : counts.order) {
    uint64_t found = counts.found[op];
    if (!is_immortal(op) && op->ob_refcnt != found && problems.size() < limit)
      problems.push_back(describe(op, found));
  }
  return problems;
}

}  // namespace py
