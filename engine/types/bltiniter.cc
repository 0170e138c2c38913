// zip, map and filter.
// CPython 3.13: Python/bltinmodule.c
#include "types/bltiniter.h"

#include "gc/gc.h"
#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/trashcan.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/getargs.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static_assert(sizeof(ZipObject) <= layout::zip.basicsize &&
              sizeof(MapObject) <= layout::map.basicsize &&
              sizeof(FilterObject) <= layout::filter.basicsize);

// A tuple of iterators over the n iterables; null with the error of the one that has none.
static Object* tuple_of_iterators(Object* const* iterables, Ssize n) {
  Object* iters = tuple_new(n);
  for (Ssize i = 0; iters && i < n; i++) {
    Object* it = object_get_iter(iterables[i]);
    if (it)
      tuple_init_item(iters, i, it);
    else
      clear_ref(iters);
  }
  return iters;
}

// (type, items...) for __reduce__; without items' own tuple when there is a first one to put before
// them.
static Object* reduce_to_call(Object* self, Object* first, Object* iters) {
  Ssize shift = first ? 1 : 0, n = tuple_size(iters);
  Object* args = tuple_new(n + shift);
  if (args == nullptr) return nullptr;
  if (first) tuple_init_item(args, 0, new_ref(first));
  for (Ssize i = 0; i < n; i++) tuple_init_item(args, i + shift, new_ref(tuple_item(iters, i)));
  Object* result = tuple_pack(static_cast<Object*>(self->ob_type), args);
  decref(args);
  return result;
}

static bool stop_iteration_or_nothing() {
  if (!err_occurred()) return true;
  if (!err_exception_matches(exc_StopIteration)) return false;
  err_clear();
  return true;
}

// --- zip ---

// The strict keyword of zip(). 1, 0, or -1.
static int zip_strict(Object* kwds) {
  if (kwds == nullptr || dict_size(kwds) == 0) return 0;
  if (dict_size(kwds) > 1) {
    err_format(exc_TypeError, "zip() takes at most 1 keyword argument (%zd given)",
               dict_size(kwds));
    return -1;
  }
  Ssize pos = 0;
  Object *key, *value;
  dict_next(kwds, &pos, &key, &value);
  if (unicode_equal_to_ascii_string(key, "strict")) return object_is_true(value);
  err_format(exc_TypeError, "zip() got an unexpected keyword argument '%U'", key);
  return -1;
}

static Object* zip_new(TypeObject* type, Object* args, Object* kwds) {
  int strict = zip_strict(kwds);
  if (strict < 0) return nullptr;
  Ssize n = tuple_size(args);
  Object* iters = tuple_of_iterators(tuple_items(args), n);
  if (iters == nullptr) return nullptr;
  Object* result = tuple_new(n);
  if (result) {
    for (Ssize i = 0; i < n; i++) tuple_init_item(result, i, new_ref(None));
    if (ZipObject* lz = as<ZipObject>(type->tp_alloc(type, 0))) {
      lz->ittuple = iters;
      lz->tuplesize = n;
      lz->result = result;
      lz->strict = strict;
      return lz;
    }
    decref(result);
  }
  decref(iters);
  return nullptr;
}

static void zip_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as<ZipObject>(self)->ittuple);
  xdecref(as<ZipObject>(self)->result);
  self->ob_type->tp_free(self);
}

static int zip_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as<ZipObject>(self)->ittuple);
  VISIT(as<ZipObject>(self)->result);
  return 0;
}

static Object* length_error(Ssize i, const char* how) {
  const char* before = i == 1 ? " " : "s 1-";
  return err_format(exc_ValueError, "zip() argument %d is %s than argument%s%d",
                    static_cast<int>(i + 1), how, before, static_cast<int>(i));
}

// Iterator i is exhausted: in strict mode so must be all others.
static Object* check_strict(ZipObject* lz, Ssize i) {
  if (!stop_iteration_or_nothing()) return nullptr;
  if (i > 0) return length_error(i, "shorter");
  for (i = 1; i < lz->tuplesize; i++) {
    Object* it = tuple_item(lz->ittuple, i);
    Object* item = it->ob_type->tp_iternext(it);
    if (item) {
      decref(item);
      return length_error(i, "longer");
    }
    if (!stop_iteration_or_nothing()) return nullptr;
  }
  return nullptr;
}

static Object* zip_next(Object* self) {
  ZipObject* lz = as<ZipObject>(self);
  Ssize n = lz->tuplesize;
  if (n == 0) return nullptr;
  Object* result = lz->result;
  bool reuse = result->ob_refcnt == 1;  // nobody else has the tuple
  if (reuse)
    incref(result);
  else if ((result = tuple_new(n)) == nullptr)
    return nullptr;
  for (Ssize i = 0; i < n; i++) {
    Object* it = tuple_item(lz->ittuple, i);
    Object* item = it->ob_type->tp_iternext(it);
    if (item == nullptr) {
      decref(result);
      return lz->strict ? check_strict(lz, i) : nullptr;
    }
    Object* old = tuple_item(result, i);
    tuple_init_item(result, i, item);
    xdecref(old);
  }
  if (reuse && !object_gc_is_tracked(result)) object_gc_track(result);
  return result;
}

static Object* zip_reduce(Object* self) {
  ZipObject* lz = as<ZipObject>(self);
  if (lz->strict) return tuple_pack(static_cast<Object*>(self->ob_type), lz->ittuple, True);
  return tuple_pack(static_cast<Object*>(self->ob_type), lz->ittuple);
}

static Object* zip_setstate(Object* self, Object* state) {
  int strict = object_is_true(state);
  if (strict < 0) return nullptr;
  as<ZipObject>(self)->strict = strict;
  return None;
}

static const MethodDef zip_methods[] = {
    {"__reduce__", zip_reduce, "Return state information for pickling."},
    {"__setstate__", zip_setstate, "Set state information for unpickling."},
    {}};

TypeObject zip_type = {
    TYPE_HEAD,
    {
        .tp_name = "zip",
        .tp_basicsize = layout::zip.basicsize,
        .tp_dealloc = zip_dealloc,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
        .tp_doc =
            "zip(*iterables, strict=False)\n--\n\nThe zip object yields n-length tuples, where n "
            "is the number of "
            "iterables\npassed as positional arguments to zip().  The i-th element in every "
            "tuple\ncomes from the i-th "
            "iterable argument to zip().  This continues until the\nshortest argument is "
            "exhausted.\n\nIf strict is "
            "true and one of the arguments is exhausted before the others,\nraise a "
            "ValueError.\n\n   >>> "
            "list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
        .tp_traverse = zip_traverse,
        .tp_iter = object_self_iter,
        .tp_iternext = zip_next,
        .tp_methods = zip_methods,
        .tp_alloc = type_generic_alloc,
        .tp_new = zip_new,
        .tp_free = object_gc_del,
    }};

// --- map ---

static Object* map_make(TypeObject* type, Object* const* args, Ssize nargs) {
  if (nargs < 2) {
    err_set_string(exc_TypeError, "map() must have at least two arguments.");
    return nullptr;
  }
  Object* iters = tuple_of_iterators(args + 1, nargs - 1);
  if (iters == nullptr) return nullptr;
  MapObject* lz = as<MapObject>(type->tp_alloc(type, 0));
  if (lz == nullptr) {
    decref(iters);
    return nullptr;
  }
  lz->iters = iters;
  lz->func = new_ref(args[0]);
  return lz;
}

static Object* map_new(TypeObject* type, Object* args, Object* kwds) {
  if ((type == &map_type || type->tp_init == map_type.tp_init) && !arg_no_keywords("map", kwds))
    return nullptr;
  return map_make(type, tuple_items(args), tuple_size(args));
}

static Object* map_vectorcall(Object* type, Object* const* args, size_t nargsf, Object* kwnames) {
  if (!arg_no_kwnames("map", kwnames)) return nullptr;
  return map_make(static_cast<TypeObject*>(type), args, vectorcall_nargs(nargsf));
}

static void map_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as<MapObject>(self)->iters);
  xdecref(as<MapObject>(self)->func);
  self->ob_type->tp_free(self);
}

static int map_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as<MapObject>(self)->iters);
  VISIT(as<MapObject>(self)->func);
  return 0;
}

static Object* map_next(Object* self) {
  constexpr Ssize kSmallStack = 5;
  MapObject* lz = as<MapObject>(self);
  Ssize niters = tuple_size(lz->iters), nargs = 0;
  Object* small_stack[kSmallStack];
  Object** stack = small_stack;
  if (niters > kSmallStack) {
    stack = static_cast<Object**>(mem_malloc(static_cast<uint64_t>(niters * layout::kPointer)));
    if (stack == nullptr) return err_no_memory();
  }
  Object* result = nullptr;
  for (; nargs < niters; nargs++) {
    Object* it = tuple_item(lz->iters, nargs);
    stack[nargs] = it->ob_type->tp_iternext(it);
    if (stack[nargs] == nullptr) break;
  }
  if (nargs == niters)
    result = object_vectorcall(lz->func, stack, static_cast<size_t>(nargs), nullptr);
  for (Ssize i = 0; i < nargs; i++) decref(stack[i]);
  if (stack != small_stack) mem_free(stack);
  return result;
}

static Object* map_reduce(Object* self) {
  return reduce_to_call(self, as<MapObject>(self)->func, as<MapObject>(self)->iters);
}

static const MethodDef map_methods[] = {
    {"__reduce__", map_reduce, "Return state information for pickling."}, {}};

TypeObject map_type = {
    TYPE_HEAD,
    {
        .tp_name = "map",
        .tp_basicsize = layout::map.basicsize,
        .tp_dealloc = map_dealloc,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
        .tp_doc =
            "map(function, iterable, /, *iterables)\n--\n\nMake an iterator that computes the "
            "function using arguments from\neach of the iterables.  Stops when the shortest "
            "iterable is exhausted.",
        .tp_traverse = map_traverse,
        .tp_iter = object_self_iter,
        .tp_iternext = map_next,
        .tp_methods = map_methods,
        .tp_alloc = type_generic_alloc,
        .tp_new = map_new,
        .tp_free = object_gc_del,
        .tp_vectorcall = map_vectorcall,
    }};

// --- filter ---

static Object* filter_make(TypeObject* type, Object* func, Object* seq) {
  Object* it = object_get_iter(seq);
  if (it == nullptr) return nullptr;
  FilterObject* lz = as<FilterObject>(type->tp_alloc(type, 0));
  if (lz == nullptr) {
    decref(it);
    return nullptr;
  }
  lz->func = new_ref(func);
  lz->it = it;
  return lz;
}

static Object* filter_new(TypeObject* type, Object* args, Object* kwds) {
  if ((type == &filter_type || type->tp_init == filter_type.tp_init) &&
      !arg_no_keywords("filter", kwds))
    return nullptr;
  if (!arg_check_positional("filter", tuple_size(args), 2, 2)) return nullptr;
  return filter_make(type, tuple_item(args, 0), tuple_item(args, 1));
}

static Object* filter_vectorcall(Object* type, Object* const* args, size_t nargsf,
                                 Object* kwnames) {
  if (!arg_no_kwnames("filter", kwnames) ||
      !arg_check_positional("filter", vectorcall_nargs(nargsf), 2, 2))
    return nullptr;
  return filter_make(static_cast<TypeObject*>(type), args[0], args[1]);
}

static void filter_dealloc(Object* self) {
  object_gc_untrack(self);
  if (trashcan_begin(self, filter_dealloc)) return;
  xdecref(as<FilterObject>(self)->func);
  xdecref(as<FilterObject>(self)->it);
  self->ob_type->tp_free(self);
  trashcan_end();
}

static int filter_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as<FilterObject>(self)->it);
  VISIT(as<FilterObject>(self)->func);
  return 0;
}

static Object* filter_next(Object* self) {
  FilterObject* lz = as<FilterObject>(self);
  Object* it = lz->it;
  bool check_true = lz->func == None || lz->func == static_cast<Object*>(&bool_type);
  for (;;) {
    Object* item = it->ob_type->tp_iternext(it);
    if (item == nullptr) return nullptr;
    int ok;
    if (check_true) {
      ok = object_is_true(item);
    } else {
      Object* good = object_call_one_arg(lz->func, item);
      if (good == nullptr) {
        decref(item);
        return nullptr;
      }
      ok = object_is_true(good);
      decref(good);
    }
    if (ok > 0) return item;
    decref(item);
    if (ok < 0) return nullptr;
  }
}

static Object* filter_reduce(Object* self) {
  Object* args = tuple_pack(as<FilterObject>(self)->func, as<FilterObject>(self)->it);
  Object* result = args ? tuple_pack(static_cast<Object*>(self->ob_type), args) : nullptr;
  xdecref(args);
  return result;
}

static const MethodDef filter_methods[] = {
    {"__reduce__", filter_reduce, "Return state information for pickling."}, {}};

TypeObject filter_type = {
    TYPE_HEAD,
    {
        .tp_name = "filter",
        .tp_basicsize = layout::filter.basicsize,
        .tp_dealloc = filter_dealloc,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
        .tp_doc =
            "filter(function, iterable, /)\n--\n\nReturn an iterator yielding those items of "
            "iterable for which function(item)\nis true. If function is None, return the items "
            "that are true.",
        .tp_traverse = filter_traverse,
        .tp_iter = object_self_iter,
        .tp_iternext = filter_next,
        .tp_methods = filter_methods,
        .tp_alloc = type_generic_alloc,
        .tp_new = filter_new,
        .tp_free = object_gc_del,
        .tp_vectorcall = filter_vectorcall,
    }};

}  // namespace py
