// The profile: every constant of the CPython version that the engine plays. Nothing about 3.13 is written elsewhere.
// The default profile is CPython 3.13.0, 64-bit Linux, release build, as a fresh install starts.
#pragma once
#include "base/types.h"

namespace py {

// Sizes of builtin types, in bytes of the 64-bit build: `.tp_basicsize = layout::list.basicsize`.
struct TypeLayout {
  Ssize basicsize, itemsize, dictoffset, weaklistoffset;
};
namespace layout {
#define LAYOUT(name, basic, item, dict, weak) inline constexpr TypeLayout name{basic, item, dict, weak};
#include "profile/layouts.def"
#undef LAYOUT
constexpr Ssize kGcHead = 16;      // before every collectable object
constexpr Ssize kPreHeader = 16;   // weak-reference list and dict pointers, before the GC head
constexpr Ssize kPointer = 8;      // a slot, a list item
}  // namespace layout

// obmalloc
constexpr Ssize kArenaSize = 1 << 20, kPoolSize = 16384, kPoolHeader = 48, kAlignment = 16, kSmallRequest = 512;

// gc: thresholds, and the state in which a script's module body starts in a fresh install before its own source moves it
// (facts: an empty script). The compiler's footprint of the source is added to these.
struct StartState {
  int gc_count[3];                 // gc.get_count()
  int tracked[3];                  // objects of the collector, by generation
  int atoms[3];                    // of them: tuples and dicts that the first collection that sees them untracks
  int nested_tuples;               // tuples of such tuples, which stay for one collection more
  int free_dicts, free_dict_keys, free_lists, free_floats;
  int free_tuples[20];             // sizes 1..20
};
inline constexpr int kGcThresholds[3] = {2000, 10, 10};
inline constexpr StartState kFreshInstallStart = {
    {1938, 2, 0}, {1870, 3828, 0}, {629, 46, 0}, 24, 9, 3, 7, 3, {4, 6, 11, 1, 0, 5, 6, 3, 3, 5, 2, 8, 2, 1, 1, 2, 2, 2, 1, 0}};

// The collections at exit find a real interpreter's own objects, which this engine does not have: the second one (after the
// modules went), the third (after sys and builtins) and the last (after the interpreter's state).
struct ExitState {
  int young;                         // young objects of the second collection
  int died, unreachable;             // before it, and in it, besides what this engine has: for a script that imports only gc
  int left[2], left_unreachable[2];  // objects in all, and garbage among them, of the third and the last
};
inline constexpr ExitState kFreshInstallExit = {66, 61, 933, {3503, 2531}, {800, 281}};

// free lists: how many dead objects are kept
inline constexpr int kMaxFreeLists = 80, kMaxFreeDicts = 80, kMaxFreeDictKeys = 80, kMaxFreeFloats = 100,
                     kMaxFreeTuples = 2000, kMaxFreeTupleSize = 20, kMaxFreeSlices = 1;

// limits
inline constexpr int kRecursionLimit = 1000, kIntMaxStrDigits = 4300;
inline constexpr int kSmallIntMin = -5, kSmallIntMax = 256;

}  // namespace py
