// What compiling does to the collector's start state: figures measured on CPython 3.13.0.
#include "lang/footprint.h"

#include <doctest/doctest.h>

#include <string>

#include "lang/compile.h"

using namespace py::lang;

namespace {

// A fresh interpreter before it compiles its script.
FreeLists fresh_start() {
  FreeLists start;
  start.gen0_count = 1938;
  start.tracked = 5697;
  start.dicts = 9;
  start.dict_keys = 3;
  start.lists = 7;
  start.floats = 3;
  const int tuples[] = {0, 5, 6, 11, 1, 0, 5, 6, 3, 3, 5, 2, 8, 2, 1, 1, 2, 2, 2, 1, 0};
  for (int size = 0; size <= 20; ++size) start.tuples[size] = tuples[size];
  return start;
}

FootprintResult after_compiling(const std::string& source) {
  CompileOptions options;
  options.source_is_utf8 = true;
  const CompileResult result = compile_source(source, "<case>", options);
  REQUIRE(result.unit != nullptr);
  return simulate_footprint(fresh_start(), result.footprint);
}

// A script of `times` lines, '#' standing for the line's number, and the state when it starts.
struct Construct {
  const char* line;
  int times;
  struct {
    int gen0_count, tracked, dicts, dict_keys, lists, tuples;
  } want;
};

const Construct kConstructs[] = {
    {"", 1, {1938, 5698, 9, 3, 7, 65}},
    {"pass\n", 1, {1938, 5698, 9, 3, 7, 65}},
    {"x=1\n", 1, {1940, 5699, 9, 3, 7, 66}},
    {"x=[1,2,3]\n", 1, {1942, 5700, 9, 3, 7, 67}},
    {"import sys\n", 1, {1940, 5699, 9, 3, 7, 66}},
    {"import gc;print(gc.get_count())\n", 1, {1940, 5699, 9, 3, 7, 66}},
    {"def f0(): pass\n", 1, {1951, 5700, 16, 3, 7, 69}},
    {"def f#(): pass\n", 2, {1954, 5700, 17, 3, 9, 69}},
    {"def f#(): pass\n", 3, {1956, 5700, 18, 3, 11, 68}},
    {"def f#(): pass\n", 5, {1963, 5700, 20, 3, 15, 69}},
    {"def f#(): pass\n", 10, {1976, 5700, 25, 3, 25, 67}},
    {"def f#(): pass\n", 20, {2010, 5700, 35, 3, 45, 71}},
    {"def f0(a,b): return a+b\n", 1, {1954, 5701, 16, 4, 7, 71}},
    {"def f#(a,b): return a+b\n", 2, {1957, 5701, 17, 5, 9, 71}},
    {"def f#(a,b): return a+b\n", 5, {1966, 5701, 20, 8, 15, 71}},
    {"class C0: pass\n", 1, {1954, 5701, 16, 4, 7, 71}},
    {"class C#: pass\n", 2, {1965, 5702, 17, 4, 9, 78}},
    {"class C#: pass\n", 5, {1984, 5705, 20, 4, 15, 85}},
    {"class C:\n  def m0(self): pass\n", 1, {1967, 5703, 23, 6, 9, 73}},
    {"class C:\n  def m0(self): pass\n  def m1(self): pass\n", 1, {1968, 5703, 24, 7, 11, 71}},
    {"class C:\n  def m0(self): pass\n  def m1(self): pass\n  def m2(self): pass\n  def m3(self): pass\n  def m4(self): pass\n", 1, {1977, 5703, 27, 10, 17, 71}},
    {"class C:\n  def __init__(self,x,y):\n    self.x=x\n    self.y=y\n", 1, {1970, 5704, 23, 6, 9, 75}},
    {"x0=[i for i in range(3)]\n", 1, {1944, 5700, 11, 6, 7, 67}},
    {"x#=[i for i in range(3)]\n", 5, {1954, 5700, 15, 9, 15, 65}},
    {"x0=(i for i in range(3))\n", 1, {1955, 5701, 16, 4, 7, 72}},
    {"x#=(i for i in range(3))\n", 5, {1965, 5701, 20, 7, 15, 70}},
    {"f0=lambda x: x\n", 1, {1953, 5701, 16, 4, 7, 70}},
    {"f#=lambda x: x\n", 5, {1965, 5701, 20, 8, 15, 70}},
    {"for i in range(10): pass\n", 1, {1942, 5699, 9, 3, 7, 68}},
    {"def f():\n  def g(): pass\n", 1, {1967, 5702, 23, 4, 9, 74}},
    {"def f():\n  x=1\n  def g(): return x\n  return g\n", 1, {1968, 5703, 23, 6, 9, 74}},
    {"a#=#\n", 50, {1940, 5699, 9, 3, 7, 66}},
    {"print(a,#)\n", 50, {1941, 5699, 9, 3, 7, 67}},
    {"a=(0,0)\n", 1, {1945, 5700, 9, 3, 7, 70}},
    {"a=(#,#)\n", 10, {1988, 5709, 9, 3, 7, 104}},
    {"x#=(#,#)\n", 50, {2190, 5749, 9, 3, 7, 266}},
};

struct Program {
  const char* source;
  int gen0_count, tracked;
  struct {
    int dicts, dict_keys, lists, floats;
  } free;
  int tuples[21];
};

const Program kPrograms[] = {
    {R"py(class Node:
    def __init__(self, value):
        self.value = value
        self.next = None
node1 = Node(1)
node2 = Node(2)
node1.next = node2
node2.next = node1
del node1
del node2
)py",
     1978, 5705, {23, 6, 9, 3}, {0, 4, 22, 11, 1, 2, 4, 6, 3, 3, 5, 2, 8, 2, 1, 1, 2, 2, 2, 1, 0}},
    {R"py(import weakref
class Cache:
    def __init__(self):
        self._cache = weakref.WeakValueDictionary()
    def get(self, key):
        return self._cache.get(key)
    def set(self, key, value):
        self._cache[key] = value
cache = Cache()
big_data = [i for i in range(1000000)]
cache.set("big_data", big_data)
print(cache.get("big_data"))
del big_data
)py",
     1992, 5709, {26, 9, 15, 3}, {0, 5, 28, 9, 1, 0, 4, 5, 2, 3, 5, 2, 8, 2, 1, 1, 2, 2, 2, 1, 0}},
    {R"py(class LifecycleDemo:
    def __init__(self, name):
        self.name = name
        print(f"{self.name} is born!")
    def __del__(self):
        print(f"{self.name} is being destroyed!")
def object_lifecycle():
    obj1 = LifecycleDemo("Object 1")
    obj2 = LifecycleDemo("Object 2")
    print("Function is about to end")
object_lifecycle()
print("Function has ended")
)py",
     1999, 5711, {25, 8, 13, 3}, {0, 3, 35, 10, 1, 1, 4, 5, 3, 3, 5, 2, 8, 2, 1, 1, 2, 2, 2, 1, 0}},
    {R"py(import sys
class RegularClass:
    def __init__(self, x, y):
        self.x = x
        self.y = y
class SlottedClass:
    __slots__ = ['x', 'y']
    def __init__(self, x, y):
        self.x = x
        self.y = y
regular_obj = RegularClass(1, 2)
slotted_obj = SlottedClass(1, 2)
print(f"Regular object size: {sys.getsizeof(regular_obj)} bytes")
print(f"Slotted object size: {sys.getsizeof(slotted_obj)} bytes")
regular_list = [RegularClass(i, i) for i in range(100000)]
slotted_list = [SlottedClass(i, i) for i in range(100000)]
print(f"Memory for 100000 regular objects: {sum(sys.getsizeof(obj) for obj in regular_list) / (1024 * 1024):.2f} MB")
print(f"Memory for 100000 slotted objects: {sum(sys.getsizeof(obj) for obj in slotted_list) / (1024 * 1024):.2f} MB")
)py",
     2005, 5709, {29, 12, 21, 3}, {0, 3, 33, 10, 1, 1, 4, 4, 3, 3, 5, 1, 8, 2, 1, 1, 2, 2, 2, 1, 0}},
    {R"py(import gc
def create_cycle():
    l = {}
    l['self'] = l
    return l
for _ in range(1000):
    create_cycle()
print(f"Garbage objects: {gc.collect()}")
def create_and_break_cycle():
    l = {}
    l['self'] = l
    l['self'] = None
    return l
for _ in range(1000):
    create_and_break_cycle()
print(f"Garbage objects after breaking cycles: {gc.collect()}")
)py",
     1957, 5701, {17, 4, 9, 3}, {0, 4, 14, 11, 1, 0, 5, 4, 3, 3, 5, 2, 8, 2, 1, 1, 2, 2, 2, 1, 0}},
};

}  // namespace

TEST_SUITE("lang/footprint") {
  TEST_CASE("simulate_footprint: the start state after compiling each construct") {
    for (const Construct& construct : kConstructs) {
      std::string source;
      for (int i = 0; i < construct.times; ++i) {
        for (const char* c = construct.line; *c != 0; ++c) {
          *c == '#' ? source += std::to_string(i) : source += *c;
        }
      }
      CAPTURE(construct.times);
      CAPTURE(construct.line);
      const FreeLists state = after_compiling(source).state;
      CHECK(state.gen0_count == construct.want.gen0_count);
      CHECK(state.tracked == construct.want.tracked);
      CHECK(state.dicts == construct.want.dicts);
      CHECK(state.dict_keys == construct.want.dict_keys);
      CHECK(state.lists == construct.want.lists);
      CHECK(state.tuples_total() == construct.want.tuples);
    }
  }

  TEST_CASE("simulate_footprint: the start state of whole programs, free list by free list") {
    for (const Program& program : kPrograms) {
      CAPTURE(program.source);
      const FreeLists state = after_compiling(program.source).state;
      CHECK(state.gen0_count == program.gen0_count);
      CHECK(state.tracked == program.tracked);
      CHECK(state.dicts == program.free.dicts);
      CHECK(state.dict_keys == program.free.dict_keys);
      CHECK(state.lists == program.free.lists);
      CHECK(state.floats == program.free.floats);
      for (int size = 1; size <= 20; ++size) {
        CAPTURE(size);
        CHECK(state.tuples[size] == program.tuples[size]);
      }
    }
  }

  TEST_CASE("simulate_footprint: count, tracked objects and free lists add up") {
    const FreeLists start = fresh_start();
    const FreeLists state = after_compiling("class C:\n  def f(self): return [self]\n").state;
    auto parked = [](const FreeLists& lists) {
      return lists.dicts + lists.lists + lists.tuples_total();
    };
    CHECK(state.gen0_count - start.gen0_count ==
          state.tracked - start.tracked + parked(state) - parked(start));
  }

  TEST_CASE("simulate_footprint: many functions pass the threshold on the way") {
    std::string source;
    for (int i = 0; i < 20; ++i) source += "def f" + std::to_string(i) + "(): pass\n";
    CHECK(after_compiling(source).peak_gen0_count > 2000);
    CHECK(after_compiling("x = 1\n").peak_gen0_count <= 2000);
  }

  TEST_CASE("DictShape: small tables of str keys come from the free list, others do not") {
    Footprint log;
    DictShape shape;
    shape.create(log);
    for (int i = 0; i < 5; ++i) shape.insert(log, true);
    CHECK(log.events().size() == 2);  // the dict and one table
    shape.insert(log, true);          // grows: the small table is given back
    CHECK(log.events().size() == 3);
    shape.destroy(log);
    CHECK(log.events().size() == 4);
  }
}
