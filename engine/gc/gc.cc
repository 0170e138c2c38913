#include "gc/gc.h"

#include <cstdio>  // snprintf
#include <unordered_set>

#include "gc/gc_internal.h"
#include "memory/site_table.h"     // current_tick
#include "object/call.h"           // weak-reference callbacks
#include "object/errors.h"         // unraisable errors
#include "object/freelist.h"       // object_clear_free_lists
#include "object/weakrefobject.h"  // handle_weakrefs

namespace py {

GCState gc_state;
GCEmbedder gc_embedder;
bool gc_stress;
static GCListener gc_listener;

// Why a collection runs.
enum class GCReason { kHeap, kManual, kShutdown };
constexpr int GENERATION_AUTO = -1;

#ifndef NDEBUG
#define VALIDATE_LIST(list, flags) validate_list(list, FlagStates::flags)
#else
#define VALIDATE_LIST(list, flags) ((void)0)
#endif

// --- gc_refs: the count of references, kept in _gc_prev while a collection looks for the
// unreachable ---

static inline Ssize gc_get_refs(const GCHead* gc) {
  return static_cast<Ssize>(gc->_gc_prev >> _PyGC_PREV_SHIFT);
}

static inline void gc_set_refs(GCHead* gc, uintptr_t refs) {
  gc->_gc_prev = (gc->_gc_prev & ~_PyGC_PREV_MASK) | refs << _PyGC_PREV_SHIFT;
}

static inline void gc_reset_refs(GCHead* gc, uintptr_t refs) {
  gc->_gc_prev = (gc->_gc_prev & _PyGC_PREV_MASK_FINALIZED) | _PyGC_PREV_MASK_COLLECTING |
                 refs << _PyGC_PREV_SHIFT;
}

static inline void gc_decref(GCHead* gc) {
  ENGINE_DCHECK(gc_get_refs(gc) > 0,
                "an object has at least as many references as containers show");
  gc->_gc_prev -= uintptr_t{1} << _PyGC_PREV_SHIFT;
}

Ssize gc_list_size(const GCHead* list) {
  Ssize n = 0;
  for (const GCHead* gc = gc_next(list); gc != list; gc = gc_next(gc)) n++;
  return n;
}

static void gc_list_clear_collecting(GCHead* list) {
  for (GCHead* gc = gc_next(list); gc != list; gc = gc_next(gc)) gc_clear_collecting(gc);
}

// --- Phase 1: references from outside ---

// Copies every count into gc_refs and marks the objects as being collected. Their list is singly
// linked from here on.
static void update_refs(GCHead* containers) {
  GCHead* next;
  for (GCHead* gc = gc_next(containers); gc != containers; gc = next) {
    next = gc_next(gc);
    Object* op = from_gc(gc);
    if (is_immortal(op)) {  // it can never be garbage
      object_gc_untrack(op);
      continue;
    }
    ENGINE_DCHECK(op->ob_refcnt != 0, "a tracked object is alive");
    gc_reset_refs(gc, op->ob_refcnt);
  }
}

static int visit_decref(Object* op, void*) {
  if (object_is_gc(op)) {
    GCHead* gc = as_gc(op);
    // Only objects of the generation at hand have the flag: all others keep a real pointer in
    // _gc_prev.
    if (gc_is_collecting(gc)) gc_decref(gc);
  }
  return 0;
}

// Takes off what the objects hold of each other: what is left came from outside.
static void subtract_refs(GCHead* containers) {
  for (GCHead* gc = gc_next(containers); gc != containers; gc = gc_next(gc)) {
    Object* op = from_gc(gc);
    op->ob_type->tp_traverse(op, visit_decref, op);
  }
}

// --- Phase 2: what the outside leads to ---

// A scanned object holds op: op is reachable. arg: the list of survivors.
static int visit_reachable(Object* op, void* arg) {
  if (!object_is_gc(op)) return 0;
  GCHead* gc = as_gc(op);
  if (!gc_is_collecting(gc)) return 0;  // of another generation, or scanned already
  if (gc->_gc_next & NEXT_MASK_UNREACHABLE) {
    // It was set aside too early: back to the end of the survivors, where the scan will come to it
    // again. Unlinked by hand, because links of that list carry the flag.
    GCHead* prev = gc_prev(gc);
    GCHead* next = reinterpret_cast<GCHead*>(gc->_gc_next & ~NEXT_MASK_UNREACHABLE);
    prev->_gc_next = gc->_gc_next;
    gc_set_prev(next, prev);
    gc_list_append(gc, static_cast<GCHead*>(arg));
    gc_set_refs(gc, 1);
  } else if (gc_get_refs(gc) == 0) {
    gc_set_refs(gc, 1);  // the scan has not come to it yet
  }
  return 0;
}

// Splits a list: what stays in `young` is reachable, doubly linked again and without flags; the
// rest is in `unreachable` with both flags set. Survivors that are found late move behind the
// others, so a collection may reorder them.
static void move_unreachable(GCHead* young, GCHead* unreachable) {
  GCHead* prev = young;  // the last survivor
  GCHead* gc = gc_next(young);
  while (gc != young) {
    if (gc_get_refs(gc) != 0) {
      Object* op = from_gc(gc);
      op->ob_type->tp_traverse(op, visit_reachable, young);  // may append to young
      gc_set_prev(gc, prev);
      gc_clear_collecting(gc);
      prev = gc;
    } else {
      prev->_gc_next = gc->_gc_next;
      GCHead* last = gc_prev(unreachable);
      last->_gc_next =
          NEXT_MASK_UNREACHABLE | reinterpret_cast<uintptr_t>(gc);  // the head too, repaired below
      gc_set_prev(gc, last);
      gc->_gc_next = NEXT_MASK_UNREACHABLE | reinterpret_cast<uintptr_t>(unreachable);
      unreachable->_gc_prev = reinterpret_cast<uintptr_t>(gc);
    }
    gc = reinterpret_cast<GCHead*>(prev->_gc_next);
  }
  young->_gc_prev = reinterpret_cast<uintptr_t>(prev);
  unreachable->_gc_next &= ~NEXT_MASK_UNREACHABLE;
}

static void deduce_unreachable(GCHead* base, GCHead* unreachable) {
  VALIDATE_LIST(base, kCollectingClearUnreachableClear);
  update_refs(base);
  subtract_refs(base);
  gc_list_init(unreachable);
  move_unreachable(base, unreachable);
  VALIDATE_LIST(base, kCollectingClearUnreachableClear);
  VALIDATE_LIST(unreachable, kCollectingSetUnreachableSet);
}

static void clear_unreachable_mask(GCHead* unreachable) {
  unreachable->_gc_next &= ~NEXT_MASK_UNREACHABLE;
  GCHead* next;
  for (GCHead* gc = gc_next(unreachable); gc != unreachable; gc = next) {
    gc->_gc_next &= ~NEXT_MASK_UNREACHABLE;
    next = gc_next(gc);
  }
  VALIDATE_LIST(unreachable, kCollectingSetUnreachableClear);
}

// --- Phase 3: survivors that need no tracking ---

// Asks the instances of exactly the builtin type with that flag whether they can be untracked.
static void untrack_instances(GCHead* head, uint64_t subclass_flag) {
  GCHead* next;
  for (GCHead* gc = gc_next(head); gc != head; gc = next) {
    Object* op = from_gc(gc);
    next = gc_next(gc);
    const TypeObject* type = op->ob_type;
    if (type->tp_maybe_untrack && type_has_feature(type, subclass_flag) &&
        !type_has_feature(type, TPFLAGS_HEAPTYPE)) {
      type->tp_maybe_untrack(op);
    }
  }
}
static void untrack_tuples(GCHead* head) { untrack_instances(head, TPFLAGS_TUPLE_SUBCLASS); }
static void untrack_dicts(GCHead* head) { untrack_instances(head, TPFLAGS_DICT_SUBCLASS); }

// --- Phase 4: legacy finalizers, weak references ---

// Types with tp_del do not exist here, so no object is uncollectable; the flag of the unreachable
// list goes, as in CPython.
static void move_legacy_finalizers(GCHead* unreachable, GCHead*) {
  clear_unreachable_mask(unreachable);
}

// Clears the references to one dying object; those with a callback that outlives the garbage are
// put into wrcb_to_call.
static void clear_weakrefs_to(Object* op, GCHead* wrcb_to_call) {
  WeakReference** list = weakrefs_listptr(op);
  for (WeakReference* wr = *list; wr != nullptr; wr = *list) {
    weakref_clear_ref(wr);  // also moves *list on
    if (!wr->wr_callback) continue;
    if (gc_is_collecting(as_gc(wr)))
      continue;  // the reference is garbage itself: its callback never runs
    incref(wr);
    gc_list_move(as_gc(wr), wrcb_to_call);
  }
}

// Returns how many references died of their own callback.
static Ssize handle_weakrefs(GCHead* unreachable, GCHead* old) {
  GCHead wrcb_to_call;
  gc_list_init(&wrcb_to_call);
  GCHead* next;
  for (GCHead* gc = gc_next(unreachable); gc != unreachable; gc = next) {
    Object* op = from_gc(gc);
    next = gc_next(gc);
    if (weakref_check(op)) weakref_clear_ref(static_cast<WeakReference*>(op));
    if (type_supports_weakrefs(op->ob_type)) clear_weakrefs_to(op, &wrcb_to_call);
  }
  Ssize num_freed = 0;
  while (!gc_list_is_empty(&wrcb_to_call)) {
    GCHead* gc = gc_next(&wrcb_to_call);
    Object* op = from_gc(gc);
    Object* callback = static_cast<WeakReference*>(op)->wr_callback;
    Object* result = object_call_one_arg(callback, op);
    if (result) {
      decref(result);
    } else {
      err_write_unraisable(callback);
    }
    decref(op);
    if (gc_next(&wrcb_to_call) == gc) {
      gc_list_move(gc, old);
    } else {
      num_freed++;
    }
  }
  return num_freed;
}

// --- Phase 5: finalizers ---

// Each object is moved aside first: a finalizer may free any of the others.
static void finalize_garbage(GCHead* collectable) {
  GCHead seen;
  gc_list_init(&seen);
  while (!gc_list_is_empty(collectable)) {
    GCHead* gc = gc_next(collectable);
    Object* op = from_gc(gc);
    gc_list_move(gc, &seen);
    destructor finalize = op->ob_type->tp_finalize;
    if (finalize && !gc_is_finalized(op)) {
      gc_set_finalized(op);
      incref(op);
      finalize(op);
      ENGINE_DCHECK(!tstate.current_exception, "a finalizer reports its own error");
      decref(op);
    }
  }
  gc_list_merge(&seen, collectable);
}

// What finalizers made reachable again survives.
static void handle_resurrected_objects(GCHead* unreachable, GCHead* still_unreachable,
                                       GCHead* old_generation) {
  gc_list_clear_collecting(unreachable);
  GCHead* resurrected = unreachable;
  deduce_unreachable(resurrected, still_unreachable);
  clear_unreachable_mask(still_unreachable);
  gc_list_merge(resurrected, old_generation);
}

// --- Phase 6: the end of the garbage ---

static void clear_one(Object* op) {
  if (gc_state.debug & _PyGC_DEBUG_SAVEALL) {
    if (!gc_embedder.append_garbage(op)) err_clear();
    return;
  }
  inquiry clear = op->ob_type->tp_clear;
  if (!clear) return;
  incref(op);
  clear(op);
  if (tstate.current_exception) {
    err_format_unraisable(nullptr, "Exception ignored in tp_clear of %s", op->ob_type->tp_name);
  }
  decref(op);
}

static void delete_garbage(GCHead* collectable, GCHead* old) {
  while (!gc_list_is_empty(collectable)) {
    GCHead* gc = gc_next(collectable);
    clear_one(from_gc(gc));
    if (gc_next(collectable) == gc) {  // still alive: it may die later
      gc_clear_collecting(gc);
      gc_list_move(gc, old);
    }
  }
}

// --- Debug output ---

static void debug_stats_start(int generation) {
  char text[256];
  size_t length = static_cast<size_t>(
      snprintf(text, sizeof text,
               "gc: collecting generation %d...\ngc: objects in each generation:", generation));
  for (int i = 0; i < NUM_GENERATIONS; i++) {
    long long size = gc_generation_size(i);
    length += static_cast<size_t>(snprintf(text + length, sizeof text - length, " %lld", size));
  }
  snprintf(text + length, sizeof text - length, "\ngc: objects in permanent generation: %lld\n",
           static_cast<long long>(gc_list_size(&gc_state.permanent_generation.head)));
  gc_embedder.write_stderr(text);
}

// The machine has no clock: collections take no time.
static void debug_stats_done(Ssize unreachable, Ssize uncollectable) {
  char text[128];
  snprintf(text, sizeof text, "gc: done, %lld unreachable, %lld uncollectable, 0.0000s elapsed\n",
           static_cast<long long>(unreachable), static_cast<long long>(uncollectable));
  gc_embedder.write_stderr(text);
}

static void debug_collectable(GCHead* list) {
  for (GCHead* gc = gc_next(list); gc != list; gc = gc_next(gc)) {
    Object* op = from_gc(gc);
    char text[320];
    snprintf(text, sizeof text, "gc: collectable <%.200s 0x%llx>\n", op->ob_type->tp_name,
             static_cast<unsigned long long>(object_id(op)));
    gc_embedder.write_stderr(text);
  }
}

// --- The whole collection ---

// The oldest generation whose count passed its threshold, or -1. A full collection also waits until
// a quarter as many objects as survived the last one have come of age, so that the work stays
// linear in the number of objects.
static int gc_select_generation() {
  for (int i = NUM_GENERATIONS - 1; i >= 0; i--) {
    if (gc_state.generations[i].count <= gc_state.generations[i].threshold) continue;
    if (i == NUM_GENERATIONS - 1 && gc_state.long_lived_pending < gc_state.long_lived_total / 4)
      continue;
    return i;
  }
  return -1;
}

static void update_counts(int generation) {
  if (generation + 1 < NUM_GENERATIONS) gc_state.generations[generation + 1].count++;
  for (int i = 0; i <= generation; i++) gc_state.generations[i].count = 0;
}

// Younger generations join the one that is collected.
static void merge_younger(int generation) {
  for (int i = 0; i < generation; i++) {
    gc_list_merge(gen_head(i), gen_head(generation));
    gc_state.phantoms[generation] += gc_state.phantoms[i];
    gc_state.phantoms[i] = 0;
    gc_state.phantom_atoms[generation] += gc_state.phantom_atoms[i];
    gc_state.phantom_atoms[i] = 0;
  }
}

// What untrack_tuples and untrack_dicts find among objects that only count.
static void untrack_phantoms(int generation) {
  gc_state.phantoms[generation] -= gc_state.phantom_atoms[generation];
  gc_state.phantom_atoms[generation] = 0;
}

// Survivors join the next generation; counts of long-lived objects.
static void age_survivors(int generation, GCHead* young, GCHead* old) {
  untrack_tuples(young);
  untrack_phantoms(generation);
  Ssize phantoms = gc_state.phantoms[generation];
  if (young != old) {
    if (generation == NUM_GENERATIONS - 2)
      gc_state.long_lived_pending += gc_list_size(young) + phantoms;
    gc_list_merge(young, old);
    gc_state.phantoms[generation + 1] += phantoms;
    gc_state.phantoms[generation] = 0;
  } else {
    untrack_dicts(young);
    gc_state.long_lived_pending = 0;
    gc_state.long_lived_total = gc_list_size(young) + phantoms;
  }
}

static void report_error(GCReason reason) {
  if (!tstate.current_exception) return;
  if (reason == GCReason::kShutdown) {
    err_clear();
  } else {
    err_format_unraisable(nullptr, "Exception ignored in garbage collection");
  }
}

static void finish_stats(int generation, Ssize collected) {
  GCGenerationStats& stats = gc_state.generation_stats[generation];
  stats.collections++;
  stats.collected += collected;
  if (gc_listener) gc_listener({generation, collected, 0, current_tick});
}

// The phases in order; returns how many objects were found unreachable and collected.
static Ssize collect_list(int generation) {
  GCHead* young = gen_head(generation);
  GCHead* old = generation < NUM_GENERATIONS - 1 ? gen_head(generation + 1) : young;
  GCHead unreachable, finalizers, final_unreachable;
  deduce_unreachable(young, &unreachable);
  age_survivors(generation, young, old);
  gc_list_init(&finalizers);
  move_legacy_finalizers(&unreachable, &finalizers);
  if (gc_state.debug & _PyGC_DEBUG_COLLECTABLE) debug_collectable(&unreachable);
  Ssize collected = handle_weakrefs(&unreachable, old);
  finalize_garbage(&unreachable);
  handle_resurrected_objects(&unreachable, &final_unreachable, old);
  collected += gc_list_size(&final_unreachable);
  delete_garbage(&final_unreachable, old);
  VALIDATE_LIST(old, kCollectingClearUnreachableClear);
  return collected;
}

static Ssize gc_collect_main(int generation, GCReason reason) {
  if (gc_state.collecting) return 0;
  gc_state.collecting = true;
  if (generation == GENERATION_AUTO) generation = gc_select_generation();
  if (generation < 0) {
    gc_state.collecting = false;
    return 0;
  }
  if (reason != GCReason::kShutdown) gc_embedder.invoke_callbacks("start", generation, 0, 0);
  if (gc_state.debug & _PyGC_DEBUG_STATS) debug_stats_start(generation);
  update_counts(generation);
  merge_younger(generation);
  Ssize collected = collect_list(generation) + gc_state.phantom_unreachable;
  if (gc_state.debug & _PyGC_DEBUG_STATS)
    debug_stats_done(collected, 0);
  gc_state.phantom_unreachable = 0;
  if (generation == NUM_GENERATIONS - 1) object_clear_free_lists();
  report_error(reason);
  finish_stats(generation, collected);
  if (reason != GCReason::kShutdown) gc_embedder.invoke_callbacks("stop", generation, collected, 0);
  gc_state.collecting = false;
  return collected;
}

// --- Entry points ---

Ssize gc_collect() {
  if (!gc_state.enabled) return 0;
  Object* exc = err_get_raised_exception();
  Ssize found = gc_collect_main(NUM_GENERATIONS - 1, GCReason::kManual);
  err_set_raised_exception(exc);
  return found;
}

Ssize gc_collect_generation(int generation) {
  return gc_collect_main(generation, GCReason::kManual);
}

Ssize gc_collect_no_fail() { return gc_collect_main(NUM_GENERATIONS - 1, GCReason::kShutdown); }

void gc_run_scheduled() {
  tstate.eval_breaker &= ~uint32_t{kGcScheduled};
  if (!gc_state.enabled) return;
  if (gc_stress) {
    int generation = gc_state.generation_stats[0].collections % 50 == 49 ? NUM_GENERATIONS - 1 : 0;
    gc_collect_main(generation, GCReason::kHeap);
  } else {
    gc_collect_main(GENERATION_AUTO, GCReason::kHeap);
  }
}

bool gc_enable() {
  bool old = gc_state.enabled;
  gc_state.enabled = true;
  return old;
}

bool gc_disable() {
  bool old = gc_state.enabled;
  gc_state.enabled = false;
  return old;
}

void gc_freeze() {
  for (int i = 0; i < NUM_GENERATIONS; i++) {
    gc_list_merge(gen_head(i), &gc_state.permanent_generation.head);
    gc_state.generations[i].count = 0;
  }
}

void gc_unfreeze() {
  gc_list_merge(&gc_state.permanent_generation.head, gen_head(NUM_GENERATIONS - 1));
}

Ssize gc_get_freeze_count() { return gc_list_size(&gc_state.permanent_generation.head); }

void gc_visit_objects(GCVisitor visit, void* context) {
  for (int i = 0; i <= NUM_GENERATIONS; i++) {
    const GCHead* head = i < NUM_GENERATIONS ? gen_head(i) : &gc_state.permanent_generation.head;
    for (const GCHead* gc = gc_next(head); gc != head; gc = gc_next(gc))
      visit(from_gc(gc), i, context);
  }
}

int gc_generation_of(const Object* op) {
  const GCHead* gc = as_gc(op);
  if (gc->_gc_next == 0) return -1;
  // Every list is circular: go on until a head comes.
  for (;; gc = gc_next(gc)) {
    for (int i = 0; i < NUM_GENERATIONS; i++) {
      if (gc == gen_head(i)) return i;
    }
    if (gc == &gc_state.permanent_generation.head) return NUM_GENERATIONS;
  }
}

// --- State ---

void gc_init() {
  gc_state = GCState();
  for (int i = 0; i < NUM_GENERATIONS; i++) {
    gc_list_init(gen_head(i));
    gc_state.generations[i].threshold = kGcThresholds[i];
  }
  gc_list_init(&gc_state.permanent_generation.head);
  gc_state.enabled = true;
}

static int visit_tracked(Object* op, void* untracked) {
  auto& known = *static_cast<std::unordered_set<const Object*>*>(untracked);
  return object_is_gc(op) && object_gc_is_tracked(op) && !known.count(op);
}

// How many real objects of a generation the next collection untracks.
static Ssize count_atoms(const GCHead* head) {
  std::unordered_set<const Object*> untracked;
  for (const GCHead* gc = gc_next(head); gc != head; gc = gc_next(gc)) {
    Object* op = from_gc(gc);
    if (!op->ob_type->tp_maybe_untrack || type_has_feature(op->ob_type, TPFLAGS_HEAPTYPE)) continue;
    if (!op->ob_type->tp_traverse(op, visit_tracked, &untracked)) untracked.insert(op);
  }
  return static_cast<Ssize>(untracked.size());
}

Ssize gc_generation_size(int generation) {
  Ssize size = gc_list_size(gen_head(generation)) + gc_state.phantoms[generation];
  return size > 0 ? size : 0;
}

void gc_set_generation_size(int generation, Ssize size) {
  gc_state.phantoms[generation] = size - gc_list_size(gen_head(generation));
}

void gc_set_start_state(const StartState& start) {
  for (int i = 0; i < NUM_GENERATIONS; i++) {
    gc_state.generations[i].count = start.gc_count[i];
    gc_set_generation_size(i, start.tracked[i]);
    gc_state.phantom_atoms[i] = start.atoms[i] - count_atoms(gen_head(i));
  }
}

void gc_age_startup() { gc_list_merge(gen_head(0), gen_head(1)); }

void gc_set_embedder(const GCEmbedder& embedder) { gc_embedder = embedder; }
void gc_set_listener(GCListener listener) { gc_listener = listener; }
void gc_set_stress(bool on) { gc_stress = on; }

}  // namespace py
