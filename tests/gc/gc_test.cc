// The collector on objects of a type of the test's own: no machine runs.
#include "gc/gc.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "gc/gc_verify.h"
#include "memory/memory_verify.h"
#include "object/freelist.h"
#include "object/weakrefobject.h"

using namespace py;

namespace {

// An object with four references and a number.
struct Node : Object {
  Object* refs[4];
  WeakReference* weaklist;
  int number;
};

std::vector<int> finalized, deallocated, called;
Object* resurrected;  // where a finalizer keeps its object
bool resurrect;

int node_traverse(Object* self, visitproc visit, void* arg) {
  for (Object* ref : as<Node>(self)->refs) VISIT(ref);
  return 0;
}

int node_clear(Object* self) {
  for (Object*& ref : as<Node>(self)->refs) clear_ref(ref);
  return 0;
}

void node_dealloc(Object* self) {
  object_gc_untrack(self);
  if (as<Node>(self)->weaklist) object_clear_weakrefs(self);
  deallocated.push_back(as<Node>(self)->number);
  node_clear(self);
  object_gc_del(self);
}

void node_finalize(Object* self) {
  finalized.push_back(as<Node>(self)->number);
  if (resurrect) resurrected = new_ref(self);
}

TypeFields node_fields(bool finalizer) {
  TypeFields t;
  t.tp_name = "Node";
  t.tp_basicsize = 64;
  t.tp_dealloc = node_dealloc;
  t.tp_flags = TPFLAGS_HAVE_GC;
  t.tp_traverse = node_traverse;
  t.tp_clear = node_clear;
  t.tp_weaklistoffset = offsetof(Node, weaklist);
  if (finalizer) t.tp_finalize = node_finalize;
  return t;
}
static_assert(sizeof(Node) <= 64);

TypeObject node_type = {TYPE_HEAD, node_fields(false)};
TypeObject finalized_type = {TYPE_HEAD, node_fields(true)};

// A callable whose calls are recorded.
struct Callback : Object {
  vectorcallfunc vectorcall;
};
Object* record_call(Object*, Object* const*, size_t, Object*) {
  called.push_back(static_cast<int>(deallocated.size()));
  return None;
}
TypeFields callback_fields() {
  TypeFields t;
  t.tp_name = "Callback";
  t.tp_basicsize = 24;
  t.tp_flags = TPFLAGS_HAVE_VECTORCALL;
  t.tp_vectorcall_offset = offsetof(Callback, vectorcall);
  return t;
}
TypeObject callback_type = {TYPE_HEAD, callback_fields()};
Callback callback = {{kImmortalRefcnt, &callback_type}, record_call};

std::string stderr_text;
std::vector<std::string> phases;
std::vector<Object*> garbage;

void start() {
  memory_init();
  free_lists_init();
  tstate.current_exception = nullptr;
  tstate.eval_breaker = 0;
  gc_init();
  gc_set_embedder({[](Object* op) { return garbage.push_back(new_ref(op)), true; },
                   [](const char* phase, int generation, Ssize collected, Ssize) {
                     phases.push_back(phase + std::to_string(generation) + ":" +
                                      std::to_string(collected));
                   },
                   [](const char* text) { stderr_text += text; }});
  finalized.clear();
  deallocated.clear();
  called.clear();
  stderr_text.clear();
  phases.clear();
  garbage.clear();
  resurrect = false;
  resurrected = nullptr;
}

void verify() {
  gc_verify();
  memory_verify();
}

Node* node(int number, TypeObject* type = &node_type) {
  Node* self = object_gc_new<Node>(type);
  for (Object*& ref : self->refs) ref = nullptr;
  self->weaklist = nullptr;
  self->number = number;
  object_gc_track(self);
  return self;
}

// Two nodes that hold each other and nothing else does.
void make_cycle(int number, TypeObject* type = &node_type) {
  Node* a = node(number, type);
  Node* b = node(number + 1, type);
  a->refs[0] = b;
  b->refs[0] = new_ref<Object>(a);
  decref(a);
}

}  // namespace

TEST_SUITE_BEGIN("gc/gc");

TEST_CASE("object_gc_new: a head before the object, counted, untracked until asked") {
  start();
  Node* self = object_gc_new<Node>(&node_type);
  CHECK(!object_gc_is_tracked(self));
  CHECK(gc_state.generations[0].count == 1);
  CHECK(heap_stats.current == 80);
  for (Object*& ref : self->refs) ref = nullptr;
  self->weaklist = nullptr;
  object_gc_track(self);
  CHECK(gc_generation_of(self) == 0);
  decref(self);
  CHECK(gc_state.generations[0].count == 0);
  CHECK(heap_stats.current == 0);
  verify();
}

TEST_CASE("object_gc_link: passing the threshold schedules a collection, no more") {
  start();
  gc_state.generations[0].threshold = 2;
  Node* kept[3];
  for (int i = 0; i < 2; i++) kept[i] = node(i);
  CHECK(tstate.eval_breaker == 0);
  kept[2] = node(2);
  CHECK((tstate.eval_breaker & kGcScheduled) != 0);
  CHECK(gc_state.generation_stats[0].collections == 0);
  gc_run_scheduled();
  CHECK(tstate.eval_breaker == 0);
  CHECK(gc_state.generation_stats[0].collections == 1);
  CHECK(gc_generation_of(kept[0]) == 1);
  CHECK(gc_state.generations[0].count == 0);
  CHECK(gc_state.generations[1].count == 1);
  for (Node* op : kept) decref(op);
  verify();
}

TEST_CASE("gc_collect: a cycle that nobody holds goes, one that is held stays") {
  start();
  make_cycle(1);
  Node* held = node(10);
  Node* other = node(11);
  held->refs[0] = other;
  other->refs[0] = new_ref<Object>(held);
  CHECK(gc_collect() == 2);
  CHECK(deallocated.size() == 2);
  CHECK(gc_generation_of(held) == 2);
  decref(held);
  CHECK(gc_collect() == 2);
  CHECK(gc_collect() == 0);
  CHECK(gc_state.generation_stats[2].collections == 3);
  CHECK(gc_state.generation_stats[2].collected == 4);
  verify();
}

TEST_CASE("move_unreachable: what is found late moves behind the other survivors") {
  start();
  Node* first = node(1);  // held only by last
  Node* middle = node(2);
  Node* last = node(3);
  last->refs[0] = first;
  gc_collect_generation(0);
  std::vector<int> order;
  gc_visit_objects(
      [](Object* op, int, void* list) {
        static_cast<std::vector<int>*>(list)->push_back(as<Node>(op)->number);
      },
      &order);
  CHECK(order == std::vector<int>{2, 3, 1});
  decref(middle);
  decref(last);
  verify();
}

TEST_CASE("collections: counts, generations and the callbacks' figures") {
  start();
  make_cycle(1);
  CHECK(gc_collect_generation(1) == 2);
  CHECK(gc_state.generations[2].count == 1);
  CHECK(phases == std::vector<std::string>{"start1:0", "stop1:2"});
  CHECK(gc_collect_no_fail() == 0);
  CHECK(phases.size() == 2);
  verify();
}

TEST_CASE("finalize_garbage: in list order, once; resurrected objects survive") {
  start();
  make_cycle(1, &finalized_type);
  resurrect = true;
  CHECK(gc_collect() == 0);
  CHECK(finalized == std::vector<int>{1, 2});
  CHECK(deallocated.empty());
  resurrect = false;
  decref(resurrected);  // of the second; the first was overwritten
  Object* first = as<Node>(resurrected)->refs[0];
  decref(first);
  CHECK(gc_collect() == 2);
  CHECK(finalized.size() == 2);
  verify();
}

TEST_CASE("handle_weakrefs: references are cleared, callbacks run before anything dies") {
  start();
  Node* a = node(1);
  a->refs[0] = new_ref<Object>(a);
  Object* ref = weakref_new_ref(a, &callback);
  Object* plain = weakref_new_ref(a, nullptr);
  CHECK(weakref_get_weakref_count(a) == 2);
  CHECK(weakref_new_ref(a, nullptr) == plain);  // shared
  decref(plain);
  decref(a);
  CHECK(gc_collect() == 1);
  CHECK(called == std::vector<int>{0});
  CHECK(weakref_referent(ref) == nullptr);
  CHECK(weakref_referent(plain) == nullptr);
  decref(ref);
  decref(plain);
  verify();
}

TEST_CASE("handle_weakrefs: a reference that is garbage itself is not called") {
  start();
  Node* a = node(1);
  a->refs[0] = new_ref<Object>(a);
  a->refs[1] = weakref_new_ref(a, &callback);
  decref(a);
  CHECK(gc_collect() == 2);
  CHECK(called.empty());
  verify();
}

TEST_CASE("DEBUG_SAVEALL: the garbage is kept") {
  start();
  make_cycle(1);
  gc_state.debug = _PyGC_DEBUG_SAVEALL;
  CHECK(gc_collect() == 2);
  CHECK(deallocated.empty());
  CHECK(garbage.size() == 2);
  gc_state.debug = 0;
  for (Object* op : garbage) decref(op);
  CHECK(gc_collect() == 2);
  verify();
}

TEST_CASE("debug output: CPython's lines") {
  start();
  gc_state.phantoms[1] = 3828;
  make_cycle(1);
  gc_state.debug = _PyGC_DEBUG_STATS;
  gc_collect();
  CHECK(stderr_text ==
        "gc: collecting generation 2...\ngc: objects in each generation: 2 3828 0\n"
        "gc: objects in permanent generation: 0\ngc: done, 2 unreachable, 0 uncollectable, 0.0000s "
        "elapsed\n");
  stderr_text.clear();
  gc_collect();
  CHECK(stderr_text.find("generation: 0 0 3828\n") != std::string::npos);
  stderr_text.clear();
  gc_state.debug = _PyGC_DEBUG_COLLECTABLE;
  make_cycle(3);
  gc_collect();
  CHECK(stderr_text.find("gc: collectable <Node 0x7f") == 0);
  verify();
}

TEST_CASE("freeze: nothing frozen is collected") {
  start();
  make_cycle(1);
  gc_freeze();
  CHECK(gc_get_freeze_count() == 2);
  CHECK(gc_collect() == 0);
  gc_unfreeze();
  CHECK(gc_collect() == 2);
  verify();
}

TEST_CASE("gc_select_generation: a full collection waits for a quarter of new survivors") {
  start();
  gc_state.long_lived_total = 100;
  gc_state.long_lived_pending = 24;
  gc_state.generations[0].count = 2001;
  gc_state.generations[2].count = 11;
  gc_run_scheduled();
  CHECK(gc_state.generation_stats[0].collections == 1);
  gc_state.long_lived_pending = 25;
  gc_run_scheduled();
  CHECK(gc_state.generation_stats[2].collections == 1);
  verify();
}

TEST_CASE("refcount_audit: finds the object with a reference too many") {
  start();
  make_cycle(1);
  CHECK(refcount_audit().empty());
  Node* a = node(5);
  a->refs[0] = new_ref<Object>(a);
  std::vector<AuditProblem> problems = refcount_audit();
  REQUIRE(problems.size() == 1);  // the test's own reference
  CHECK(problems[0].object == a);
  CHECK(problems[0].count == 2);
  CHECK(problems[0].found == 1);
  decref(a);
  CHECK(gc_collect() == 4 - 1);
  verify();
}

TEST_CASE("weak references: callbacks newest first, after every reference is dead") {
  start();
  Node* a = node(1);
  Object* refs[3];
  for (Object*& ref : refs) ref = weakref_new_ref(a, &callback);
  CHECK(a->weaklist == refs[2]);
  CHECK(weakref_get_weakref_count(a) == 3);
  decref(refs[1]);
  CHECK(weakref_get_weakref_count(a) == 2);
  decref(a);
  CHECK(called.size() == 2);
  CHECK(weakref_referent(refs[0]) == nullptr);
  decref(refs[0]);
  decref(refs[2]);
  verify();
}

TEST_SUITE_END();
