// CPython 3.13: Objects/cellobject.c. See the header.
#include "types/cellobject.h"

#include "gc/gc.h"
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/getargs.h"
#include "types/typeobject.h"
#include "types/unicodeobject.h"

namespace py {

static CellObject* as_cell(Object* o) { return as<CellObject>(o); }

Object* cell_new(Object* value) {
  auto* cell = object_gc_new<CellObject>(&cell_type);
  if (cell == nullptr) return nullptr;
  cell->ob_ref = xnew_ref(value);
  object_gc_track(cell);
  return cell;
}

Object* cell_get(Object* cell) { return xnew_ref(as_cell(cell)->ob_ref); }

int cell_set(Object* cell, Object* value) {
  set_ref(as_cell(cell)->ob_ref, xnew_ref(value));
  return 0;
}

static Object* cell_tp_new(TypeObject*, Object* args, Object* kwargs) {
  Object* value = nullptr;
  if (!arg_no_keywords("cell", kwargs) || !arg_unpack_tuple(args, "cell", 0, 1, &value))
    return nullptr;
  return cell_new(value);
}

static void cell_dealloc(Object* self) {
  object_gc_untrack(self);
  xdecref(as_cell(self)->ob_ref);
  object_gc_del(self);
}

// Empty cells are smaller than full ones.
static Object* cell_richcompare(Object* a, Object* b, int op) {
  if (!cell_check(a) || !cell_check(b)) return NotImplemented;
  Object *x = cell_peek(a), *y = cell_peek(b);
  if (x != nullptr && y != nullptr) return object_rich_compare(x, y, op);
  int left = x != nullptr, right = y != nullptr;
  switch (op) {
    case kLt:
      return bool_from_long(left < right);
    case kLe:
      return bool_from_long(left <= right);
    case kEq:
      return bool_from_long(left == right);
    case kNe:
      return bool_from_long(left != right);
    case kGt:
      return bool_from_long(left > right);
    default:
      return bool_from_long(left >= right);
  }
}

static Object* cell_repr(Object* self) {
  Object* value = cell_peek(self);
  if (value == nullptr) return unicode_from_format("<cell at %p: empty>", self);
  return unicode_from_format("<cell at %p: %.80s object at %p>", self, value->ob_type->tp_name,
                             value);
}

static int cell_traverse(Object* self, visitproc visit, void* arg) {
  VISIT(as_cell(self)->ob_ref);
  return 0;
}

static int cell_clear(Object* self) {
  clear_ref(as_cell(self)->ob_ref);
  return 0;
}

static Object* cell_get_contents(Object* self, void*) {
  Object* value = cell_peek(self);
  return value ? new_ref(value) : err_format(exc_ValueError, "Cell is empty");
}
static int cell_set_contents(Object* self, Object* value, void*) { return cell_set(self, value); }

static const GetSetDef cell_getsetlist[] = {{"cell_contents", cell_get_contents, cell_set_contents},
                                            {}};

TypeObject cell_type = {
    TYPE_HEAD,
    {
        .tp_name = "cell",
        .tp_basicsize = layout::cell.basicsize,
        .tp_dealloc = cell_dealloc,
        .tp_repr = cell_repr,
        .tp_getattro = object_generic_get_attr,
        .tp_flags = TPFLAGS_DEFAULT | TPFLAGS_HAVE_GC,
        .tp_doc = "cell([contents])\n--\n\n"
                  "Create a new cell object.\n\n"
                  "  contents\n"
                  "    the contents of the cell. If not specified, the cell will be empty,\n"
                  "    and \n further attempts to access its cell_contents attribute will\n"
                  "    raise a ValueError.",
        .tp_traverse = cell_traverse,
        .tp_clear = cell_clear,
        .tp_richcompare = cell_richcompare,
        .tp_getset = cell_getsetlist,
        .tp_new = cell_tp_new,
    },
};

}  // namespace py
