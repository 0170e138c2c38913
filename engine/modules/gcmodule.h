// The Python-visible side of the collector: gc.garbage, gc.callbacks, and what the collector needs
// of them. CPython 3.13: Modules/gcmodule.c; the lists and callbacks from Python/gc.c
#pragma once
#include "gc/gc.h"

namespace py {

// Makes gc.garbage and gc.callbacks and tells the collector how to use them. After lists exist,
// before the first collection. False: MemoryError. CPython: _PyGC_Init.
bool gc_lists_init();
// At exit: with DEBUG_UNCOLLECTABLE, lists what is left in gc.garbage. CPython:
// _PyGC_DumpShutdownStats.
void gc_dump_shutdown_stats();
// Drops both lists. CPython: _PyGC_Fini.
void gc_fini();

// New lists for gc.get_objects (generation -1: all) and gc.get_referrers (objs: tuple); null with
// MemoryError.
Object* gc_get_objects(int generation);
Object* gc_get_referrers(Object* objs);

}  // namespace py
