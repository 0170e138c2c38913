// itertools.groupby and tee.
// CPython 3.13: Modules/itertoolsmodule.c
#include "memory/pymem.h"
#include "modules/args.h"
#include "modules/iter_struct.h"
#include "modules/itertoolsmodule.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "object/identifiers.h"
#include "object/trashcan.h"
#include "object/weakrefobject.h"
#include "profile/profile.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"

namespace py {

// --- groupby ---

struct GroupByObject : Object {
  Object *it, *keyfunc;
  Object* tgtkey;               // key of the current group
  Object *currkey, *currvalue;  // the item read ahead
  Object* currgrouper;          // borrowed: the group that may still take items
};

struct GrouperObject : Object {
  Object *parent, *tgtkey;
};

static Object* groupby_new(TypeObject* type, Object* args, Object* kwds) {
  static const char* const kKeywords[] = {"iterable", "key", nullptr};
  static ArgParser parser = {.fname = "groupby", .keywords = kKeywords};
  Object* a[2];
  if (!unpack_tuple_args(&parser, args, kwds, 1, 2, a)) return nullptr;
  GroupByObject* gbo = as<GroupByObject>(type->tp_alloc(type, 0));
  if (gbo == nullptr) return nullptr;
  gbo->keyfunc = new_ref(a[1] ? a[1] : None);
  gbo->it = object_get_iter(a[0]);
  if (gbo->it == nullptr) {
    decref(gbo);
    return nullptr;
  }
  return gbo;
}

// Reads one item ahead and computes its key. 0, or -1: exhausted or error.
static int groupby_step(GroupByObject* gbo) {
  Object* value = gbo->it->ob_type->tp_iternext(gbo->it);
  if (value == nullptr) return -1;
  Object* key = gbo->keyfunc == None ? new_ref(value) : object_call_one_arg(gbo->keyfunc, value);
  if (key == nullptr) {
    decref(value);
    return -1;
  }
  set_ref(gbo->currvalue, value);
  set_ref(gbo->currkey, key);
  return 0;
}

// Does the item read ahead still belong to the group of this key? -1: error.
static int same_group(Object* tgtkey, Object* currkey) {
  incref(tgtkey);
  incref(currkey);
  int equal = object_rich_compare_bool(tgtkey, currkey, kEq);
  decref(tgtkey);
  decref(currkey);
  return equal;
}

static Object* grouper_create(GroupByObject* parent) {
  GrouperObject* igo = object_gc_new<GrouperObject>(&grouper_type);
  if (igo == nullptr) return nullptr;
  igo->parent = new_ref(static_cast<Object*>(parent));
  igo->tgtkey = new_ref(parent->tgtkey);
  parent->currgrouper = igo;
  object_gc_track(igo);
  return igo;
}

static Object* groupby_next(Object* self) {
  GroupByObject* gbo = as<GroupByObject>(self);
  gbo->currgrouper = nullptr;
  for (;;) {  // to the first item of the next group
    if (gbo->currkey == nullptr) {
      // nothing read yet
    } else if (gbo->tgtkey == nullptr) {
      break;
    } else {
      int equal = same_group(gbo->tgtkey, gbo->currkey);
      if (equal == -1) return nullptr;
      if (equal == 0) break;
    }
    if (groupby_step(gbo) < 0) return nullptr;
  }
  set_ref(gbo->tgtkey, new_ref(gbo->currkey));
  Object* grouper = grouper_create(gbo);
  if (grouper == nullptr) return nullptr;
  Object* result = tuple_pack(gbo->currkey, grouper);
  decref(grouper);
  return result;
}

static Object* grouper_next(Object* self) {
  GrouperObject* igo = as<GrouperObject>(self);
  GroupByObject* gbo = as<GroupByObject>(igo->parent);
  if (gbo->currgrouper != self) return nullptr;
  if (gbo->currvalue == nullptr && groupby_step(gbo) < 0) return nullptr;
  int equal = same_group(igo->tgtkey, gbo->currkey);
  if (equal <= 0) return nullptr;  // the next group's, or an error
  Object* value = gbo->currvalue;
  gbo->currvalue = nullptr;
  clear_ref(gbo->currkey);
  return value;
}

static Object* grouper_new(TypeObject*, Object* args, Object* kwds) {
  if (!arg_no_keywords("_grouper", kwds) ||
      !arg_check_positional("_grouper", tuple_size(args), 2, 2))
    return nullptr;
  Object* parent = tuple_item(args, 0);
  if (!object_type_check(parent, &groupby_type)) {
    arg_bad_argument("_grouper", "argument 1", "itertools.groupby", parent);
    return nullptr;
  }
  Object* saved = as<GroupByObject>(parent)->tgtkey;
  as<GroupByObject>(parent)->tgtkey = tuple_item(args, 1);
  Object* result = grouper_create(as<GroupByObject>(parent));
  as<GroupByObject>(parent)->tgtkey = saved;
  return result;
}

ITERTOOLS_TYPE(groupby_type, "groupby", layout::groupby.basicsize, groupby_new, groupby_next,
               "groupby(iterable, key=None)\n--\n\nmake an iterator that returns consecutive keys "
               "and groups from the "
               "iterable\n\n  iterable\n    Elements to divide into groups according to the key "
               "function.\n  key\n    A "
               "function for computing the group category for each element.\n    If the key "
               "function is not specified or is "
               "None, the element itself\n    is used for grouping.",
               GroupByObject, &GroupByObject::it, &GroupByObject::keyfunc, &GroupByObject::tgtkey,
               &GroupByObject::currkey, &GroupByObject::currvalue)
ITERTOOLS_TYPE(grouper_type, "_grouper", 32, grouper_new, grouper_next, nullptr, GrouperObject,
               &GrouperObject::parent, &GrouperObject::tgtkey)

// --- tee: a linked list of blocks of 57 items; each iterator has its place in it ---

constexpr int LINKCELLS = 57;

struct TeeDataObject : Object {
  Object* it;
  int numread;  // items in values
  int running;
  Object* nextlink;  // the next block, when all cells are read
  Object* values[LINKCELLS];
};
constexpr Ssize kTeeDataSize = 496;
static_assert(sizeof(TeeDataObject) <= kTeeDataSize);

struct TeeObject : Object {
  TeeDataObject* dataobj;
  Ssize index;
  Object* weakreflist;
};

static Object* teedataobject_newinternal(Object* it) {
  TeeDataObject* tdo = object_gc_new<TeeDataObject>(&teedataobject_type);
  if (tdo == nullptr) return nullptr;
  tdo->running = 0;
  tdo->numread = 0;
  tdo->nextlink = nullptr;
  tdo->it = new_ref(it);
  object_gc_track(tdo);
  return tdo;
}

// Item i of a block, read from the source when nobody has read it yet. New reference.
static Object* teedataobject_getitem(TeeDataObject* tdo, Ssize i) {
  if (i < tdo->numread) return new_ref(tdo->values[i]);
  if (tdo->running) {
    err_set_string(exc_RuntimeError, "cannot re-enter the tee iterator");
    return nullptr;
  }
  tdo->running = 1;
  Object* value = iter_next(tdo->it);
  tdo->running = 0;
  if (value == nullptr) return nullptr;
  tdo->values[tdo->numread++] = value;
  return new_ref(value);
}

static int teedataobject_traverse(Object* self, visitproc visit, void* arg) {
  TeeDataObject* tdo = as<TeeDataObject>(self);
  VISIT(tdo->it);
  for (int i = 0; i < tdo->numread; i++) VISIT(tdo->values[i]);
  VISIT(tdo->nextlink);
  return 0;
}

// Drops a chain of blocks that nobody else has, one after the other.
static void decref_chain(Object* obj) {
  while (obj && is_type(obj, &teedataobject_type) && obj->ob_refcnt == 1) {
    Object* next = as<TeeDataObject>(obj)->nextlink;
    as<TeeDataObject>(obj)->nextlink = nullptr;
    decref(obj);
    obj = next;
  }
  xdecref(obj);
}

static int teedataobject_clear(Object* self) {
  TeeDataObject* tdo = as<TeeDataObject>(self);
  clear_ref(tdo->it);
  for (int i = 0; i < tdo->numread; i++) clear_ref(tdo->values[i]);
  Object* next = tdo->nextlink;
  tdo->nextlink = nullptr;
  decref_chain(next);
  return 0;
}

static void teedataobject_dealloc(Object* self) {
  object_gc_untrack(self);
  teedataobject_clear(self);
  object_gc_del(self);
}

static Object* tee_next(Object* self) {
  TeeObject* to = as<TeeObject>(self);
  if (to->index >= LINKCELLS) {
    TeeDataObject* tdo = to->dataobj;
    if (tdo->nextlink == nullptr && (tdo->nextlink = teedataobject_newinternal(tdo->it)) == nullptr)
      return nullptr;
    Object* link = new_ref(tdo->nextlink);
    Object* old = tdo;
    to->dataobj = as<TeeDataObject>(link);
    to->index = 0;
    decref(old);
  }
  Object* value = teedataobject_getitem(to->dataobj, to->index);
  if (value) to->index++;
  return value;
}

static Object* new_tee(TeeDataObject* data, Ssize index) {  // steals data
  TeeObject* to = data ? object_gc_new<TeeObject>(&tee_type) : nullptr;
  if (to == nullptr) {
    xdecref(data);
    return nullptr;
  }
  to->dataobj = data;
  to->index = index;
  to->weakreflist = nullptr;
  object_gc_track(to);
  return to;
}

static Object* tee_copy(Object* self) {
  return new_tee(new_ref(as<TeeObject>(self)->dataobj), as<TeeObject>(self)->index);
}

static Object* tee_from_iterable(Object* iterable) {
  Object* it = object_get_iter(iterable);
  if (it == nullptr) return nullptr;
  Object* result = object_type_check(it, &tee_type)
                       ? tee_copy(it)
                       : new_tee(static_cast<TeeDataObject*>(teedataobject_newinternal(it)), 0);
  decref(it);
  return result;
}

static Object* tee_new(TypeObject*, Object* args, Object* kwds) {
  if (!arg_no_keywords("_tee", kwds) || !arg_check_positional("_tee", tuple_size(args), 1, 1))
    return nullptr;
  return tee_from_iterable(tuple_item(args, 0));
}

static void tee_dealloc(Object* self) {
  TeeObject* to = as<TeeObject>(self);
  object_gc_untrack(self);
  if (to->weakreflist) object_clear_weakrefs(self);
  clear_ref(to->dataobj);
  object_gc_del(self);
}

static int tee_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(static_cast<Object*>(as<TeeObject>(self)->dataobj));
  return 0;
}

// n iterators: the first is made for the iterable unless it can copy itself, the others are copies.
Object* itertools_tee(Object*, Object* const* args, Ssize nargs) {
  Ssize n = 2;
  if (!arg_check_positional("tee", nargs, 1, 2) || (nargs > 1 && !arg_ssize(args[1], &n)))
    return nullptr;
  if (n < 0) {
    err_set_string(exc_ValueError, "n must be >= 0");
    return nullptr;
  }
  Object* result = tuple_new(n);
  if (result == nullptr || n == 0) return result;
  Object* it = object_get_iter(args[0]);
  Object* copyfunc = nullptr;
  int found = it ? object_get_optional_attr(it, ID(__copy__), &copyfunc) : -1;
  if (found == 0) {
    Object* copyable = tee_from_iterable(it);
    decref(it);
    it = copyable;
    found = it ? object_get_optional_attr(it, ID(__copy__), &copyfunc) : -1;
  }
  if (found < 0) {
    xdecref(it);
    decref(result);
    return nullptr;
  }
  tuple_init_item(result, 0, it);
  for (Ssize i = 1; i < n; i++) {
    Object* copy = object_call_no_args(copyfunc);
    if (copy == nullptr) {
      clear_ref(result);
      break;
    }
    tuple_init_item(result, i, copy);
  }
  decref(copyfunc);
  return result;
}

static const MethodDef tee_methods[] = {{"__copy__", tee_copy, "Returns an independent iterator."},
                                        {}};

TypeObject tee_type = {TYPE_HEAD,
                       {
                           .tp_name = "itertools._tee",
                           .tp_basicsize = layout::tee.basicsize,
                           .tp_dealloc = tee_dealloc,
                           .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE,
                           .tp_doc = "Iterator wrapped to make it copyable.",
                           .tp_traverse = tee_traverse,
                           .tp_weaklistoffset = offsetof(TeeObject, weakreflist),
                           .tp_iter = object_self_iter,
                           .tp_iternext = tee_next,
                           .tp_methods = tee_methods,
                           .tp_new = tee_new,
                       }};
static_assert(sizeof(TeeObject) <= layout::tee.basicsize);

TypeObject teedataobject_type = {
    TYPE_HEAD,
    {
        .tp_name = "itertools._tee_dataobject",
        .tp_basicsize = kTeeDataSize,
        .tp_dealloc = teedataobject_dealloc,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_HAVE_GC | TPFLAGS_IMMUTABLETYPE | TPFLAGS_DISALLOW_INSTANTIATION,
        .tp_doc = "Data container common to multiple tee objects.",
        .tp_traverse = teedataobject_traverse,
        .tp_clear = teedataobject_clear,
    }};

}  // namespace py
