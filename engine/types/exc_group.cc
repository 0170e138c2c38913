// Exception groups: BaseExceptionGroup, ExceptionGroup, splitting, and what except* raises in the end.
// CPython 3.13: Objects/exceptions.c
//
// Invariants: excs is a non-empty tuple of exceptions, fixed when the group is made. Splitting never changes a group: parts
// are new groups of the same metadata (traceback, context, cause, notes), built with derive().
#include "gc/gc.h"                       // object_gc_del
#include "object/abstract.h"
#include "object/call.h"
#include "object/identifiers.h"          // ID
#include "types/exceptions.h"
#include "types/exceptions_internal.h"
#include "types/genericaliasobject.h"    // ExceptionGroup[E]
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/setobject.h"             // ids of leaves
#include "types/tupleobject.h"
#include "types/typeobject.h"            // making ExceptionGroup
#include "types/unicodeobject.h"

namespace py {

TypeObject* exc_ExceptionGroup;

static_assert(sizeof(BaseExceptionGroupObject) <= static_cast<size_t>(layout::BaseException.basicsize + 2 * layout::kPointer));

namespace {

BaseExceptionGroupObject* group(Object* o) { return static_cast<BaseExceptionGroupObject*>(o); }

// The tuple of exceptions, checked: new reference. *all_exceptions: none is a bare BaseException.
Object* check_members(Object* exceptions, bool* all_exceptions) {
  Object* excs = sequence_tuple(exceptions);
  if (!excs) return nullptr;
  Ssize n = tuple_size(excs);
  if (n == 0) {
    err_set_string(exc_ValueError, "second argument (exceptions) must be a non-empty sequence");
    decref(excs);
    return nullptr;
  }
  *all_exceptions = true;
  for (Ssize i = 0; i < n; i++) {
    Object* exc = tuple_item(excs, i);
    if (!exception_instance_check(exc)) {
      err_format(exc_ValueError, "Item %zd of second argument (exceptions) is not an exception", i);
      decref(excs);
      return nullptr;
    }
    if (!type_is_subtype(exc->ob_type, exc_Exception)) *all_exceptions = false;
  }
  return excs;
}

// BaseExceptionGroup(...) of plain Exceptions is an ExceptionGroup; an ExceptionGroup cannot hold anything else.
TypeObject* choose_class(TypeObject* cls, bool all_exceptions) {
  if (cls == exc_BaseExceptionGroup) return all_exceptions ? exc_ExceptionGroup : cls;
  if (cls == exc_ExceptionGroup) {
    if (all_exceptions) return cls;
    err_set_string(exc_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
    return nullptr;
  }
  if (!all_exceptions && type_is_subtype(cls, exc_Exception)) {
    err_format(exc_TypeError, "Cannot nest BaseExceptions in '%.200s'", cls->tp_name);
    return nullptr;
  }
  return cls;
}

Object* BaseExceptionGroup_new(TypeObject* type, Object* args, Object*) {
  Ssize n = tuple_size(args);
  if (n != 2) {
    return err_format(exc_TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zd given)", n);
  }
  Object* message = tuple_item(args, 0);
  if (!unicode_check(message)) {
    return err_format(exc_TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not %T", message);
  }
  if (!sequence_check(tuple_item(args, 1))) {
    err_set_string(exc_TypeError, "second argument (exceptions) must be a sequence");
    return nullptr;
  }
  bool all_exceptions;
  Object* excs = check_members(tuple_item(args, 1), &all_exceptions);
  if (!excs) return nullptr;
  TypeObject* cls = choose_class(type, all_exceptions);
  Object* self = cls ? BaseException_new(cls, args, nullptr) : nullptr;
  if (!self) {
    decref(excs);
    return nullptr;
  }
  group(self)->msg = new_ref(message);
  group(self)->excs = excs;
  return self;
}

int BaseExceptionGroup_init(Object* self, Object* args, Object* kwds) {
  if (!exception_no_keywords(self->ob_type->tp_name, kwds)) return -1;
  return BaseException_init(self, args, kwds);
}

Object* BaseExceptionGroup_str(Object* self) {
  Ssize n = tuple_size(group(self)->excs);
  return unicode_from_format("%S (%zd sub-exception%s)", group(self)->msg, n, n > 1 ? "s" : "");
}

Object* BaseExceptionGroup_derive(Object* self, Object* excs) {
  Object* args = tuple_pack(group(self)->msg, excs);
  if (!args) return nullptr;
  Object* result = object_call(exc_BaseExceptionGroup, args, nullptr);
  decref(args);
  return result;
}

// Copies __notes__ of orig to eg when they are a sequence. 0 or -1.
int copy_notes(Object* orig, Object* eg) {
  Object* notes;
  if (object_get_optional_attr(orig, ID(__notes__), &notes) < 0) return -1;
  if (!notes) return 0;
  int result = 0;
  if (sequence_check(notes)) {
    Object* copy = sequence_list(notes);
    result = copy ? object_set_attr(eg, ID(__notes__), copy) : -1;
    xdecref(copy);
  }
  decref(notes);
  return result;
}

// A group like orig with these members (a list): *result is null when there are none. 0 or -1.
int subset(Object* orig, Object* excs, Object** result) {
  *result = nullptr;
  if (list_size(excs) == 0) return 0;
  Object* name = unicode_from_string("derive");
  if (!name) return -1;
  Object* eg = object_call_method_one_arg(orig, name, excs);
  decref(name);
  if (!eg) return -1;
  if (!exception_group_check(eg)) {
    err_set_string(exc_TypeError, "derive must return an instance of BaseExceptionGroup");
    decref(eg);
    return -1;
  }
  auto* from = static_cast<BaseExceptionObject*>(orig);
  if (from->traceback && exception_set_traceback(eg, from->traceback) < 0) {
    decref(eg);
    return -1;
  }
  exception_set_context(eg, xnew_ref(from->context));
  exception_set_cause(eg, xnew_ref(from->cause));
  if (copy_notes(orig, eg) < 0) {
    decref(eg);
    return -1;
  }
  *result = eg;
  return 0;
}

enum class Matcher { kType, kPredicate, kInstanceIds };

bool matcher_of(Object* value, Matcher* matcher) {
  if (callable_check(value) && !type_check(value)) {
    *matcher = Matcher::kPredicate;
    return true;
  }
  bool ok = exception_class_check(value);
  if (!ok && tuple_check_exact(value)) {
    ok = true;
    for (Ssize i = 0; i < tuple_size(value); i++) ok = ok && exception_class_check(tuple_item(value, i));
  }
  *matcher = Matcher::kType;
  if (!ok) {
    err_set_string(exc_TypeError,
                   "expected an exception type, a tuple of exception types, or a callable (other than a class)");
  }
  return ok;
}

int is_match(Object* exc, Matcher matcher, Object* value) {
  switch (matcher) {
    case Matcher::kType: return err_given_exception_matches(exc, value);
    case Matcher::kPredicate: {
      Object* answer = object_call_one_arg(value, exc);
      if (!answer) return -1;
      int truth = object_is_true(answer);
      decref(answer);
      return truth;
    }
    case Matcher::kInstanceIds: {
      if (exception_group_check(exc)) return 0;
      Object* id = long_from_void_ptr(object_id(exc));
      if (!id) return -1;
      int found = set_contains(value, id);
      decref(id);
      return found;
    }
  }
  return 0;
}

struct Split {
  Object *match = nullptr, *rest = nullptr;  // owned
};

int append_owned(Object* list, Object* item) {
  if (!item) return 0;
  int result = list_append(list, item);
  decref(item);
  return result;
}

int split_members(Object* eg, Matcher matcher, Object* value, Object* matches, Object* rests);

// Splits exc into what matches and (if want_rest) what does not. 0 or -1.
int split(Object* exc, Matcher matcher, Object* value, bool want_rest, Split* result) {
  *result = {};
  int matched = is_match(exc, matcher, value);
  if (matched < 0) return -1;
  if (matched) {
    result->match = new_ref(exc);
    return 0;
  }
  if (!exception_group_check(exc)) {
    if (want_rest) result->rest = new_ref(exc);
    return 0;
  }
  Object* matches = list_new(0);
  Object* rests = want_rest && matches ? list_new(0) : nullptr;
  int code = -1;
  if (matches && (rests || !want_rest)) {
    code = split_members(exc, matcher, value, matches, rests);
    if (code == 0) code = subset(exc, matches, &result->match);
    if (code == 0 && want_rest) code = subset(exc, rests, &result->rest);
  }
  xdecref(matches);
  xdecref(rests);
  if (code < 0) {
    clear_ref(result->match);
    clear_ref(result->rest);
  }
  return code;
}

int split_members(Object* eg, Matcher matcher, Object* value, Object* matches, Object* rests) {
  Object* excs = group(eg)->excs;
  for (Ssize i = 0; i < tuple_size(excs); i++) {
    if (enter_recursive_call(" in exceptiongroup_split_recursive")) return -1;
    Split part;
    int code = split(tuple_item(excs, i), matcher, value, rests != nullptr, &part);
    leave_recursive_call();
    if (code < 0) return -1;
    int appended = append_owned(matches, part.match);
    if (part.rest && append_owned(rests, part.rest) < 0) appended = -1;
    if (appended < 0) return -1;
  }
  return 0;
}

Object* or_none(Object* o) { return o ? o : None; }

Object* BaseExceptionGroup_split(Object* self, Object* value) {
  Matcher matcher;
  Split result;
  if (!matcher_of(value, &matcher) || split(self, matcher, value, true, &result) < 0) return nullptr;
  Object* pair = tuple_pack(or_none(result.match), or_none(result.rest));
  xdecref(result.match);
  xdecref(result.rest);
  return pair;
}

Object* BaseExceptionGroup_subgroup(Object* self, Object* value) {
  Matcher matcher;
  Split result;
  if (!matcher_of(value, &matcher) || split(self, matcher, value, false, &result) < 0) return nullptr;
  return or_none(result.match);
}

// Adds the ids of all leaves of exc to the set. 0 or -1.
int collect_leaf_ids(Object* exc, Object* ids) {
  if (exc == None) return 0;
  if (!exception_group_check(exc)) {
    Object* id = long_from_void_ptr(object_id(exc));
    if (!id) return -1;
    int result = set_add(ids, id);
    decref(id);
    return result;
  }
  Object* excs = group(exc)->excs;
  for (Ssize i = 0; i < tuple_size(excs); i++) {
    if (enter_recursive_call(" in collect_exception_group_leaf_ids")) return -1;
    int result = collect_leaf_ids(tuple_item(excs, i), ids);
    leave_recursive_call();
    if (result < 0) return -1;
  }
  return 0;
}

bool same_metadata(Object* a, Object* b) {
  auto* x = static_cast<BaseExceptionObject*>(a);
  auto* y = static_cast<BaseExceptionObject*>(b);
  return x->notes == y->notes && x->traceback == y->traceback && x->cause == y->cause && x->context == y->context;
}

const MemberDef BaseExceptionGroup_members[] = {
    {"message", _Py_T_OBJECT, offsetof(BaseExceptionGroupObject, msg), Py_READONLY, "exception message"},
    {"exceptions", _Py_T_OBJECT, offsetof(BaseExceptionGroupObject, excs), Py_READONLY, "nested exceptions"},
    {}};
constexpr MethodDef BaseExceptionGroup_methods[] = {
    {"__class_getitem__", generic_alias, "See PEP 585", METH_CLASS},
    {"derive", BaseExceptionGroup_derive, "derive($self, excs, /)\n--\n\n"},
    {"split", BaseExceptionGroup_split, "split($self, matcher_value, /)\n--\n\n"},
    {"subgroup", BaseExceptionGroup_subgroup, "subgroup($self, matcher_value, /)\n--\n\n"},
    {}};
constexpr auto BaseExceptionGroup_clear =
    exception_clear_fields<BaseExceptionGroupObject, &BaseExceptionGroupObject::msg, &BaseExceptionGroupObject::excs>;

}  // namespace

TypeObject BaseExceptionGroup_type = {
    TYPE_HEAD,
    {.tp_name = "BaseExceptionGroup",
     .tp_basicsize = layout::BaseException.basicsize + 2 * layout::kPointer,
     .tp_dealloc = exception_dealloc<BaseExceptionGroup_clear>,
     .tp_str = BaseExceptionGroup_str,
     .tp_flags = kExceptionFlags,
     .tp_doc = exception_doc::BaseExceptionGroup,
     .tp_traverse = exception_traverse_fields<BaseExceptionGroupObject, &BaseExceptionGroupObject::msg,
                                              &BaseExceptionGroupObject::excs>,
     .tp_clear = BaseExceptionGroup_clear,
     .tp_methods = BaseExceptionGroup_methods,
     .tp_members = BaseExceptionGroup_members,
     .tp_base = &BaseException_type,
     .tp_dictoffset = offsetof(BaseExceptionObject, dict),
     .tp_init = BaseExceptionGroup_init,
     .tp_new = BaseExceptionGroup_new}};

Object* exc_create_exception_group(const char* msg, Object* excs) {
  Object* text = unicode_from_string(msg);
  if (!text) return nullptr;
  Object* args = tuple_pack(text, excs);
  decref(text);
  if (!args) return nullptr;
  Object* result = object_call(exc_BaseExceptionGroup, args, nullptr);
  decref(args);
  return result;
}

int exception_group_match(Object* exc_value, Object* match_type, Object** match, Object** rest) {
  if (exc_value == None) {
    *match = None;
    *rest = None;
    return 0;
  }
  if (err_given_exception_matches(exc_value, match_type)) {
    if (exception_group_check(exc_value)) {
      *match = new_ref(exc_value);
    } else {  // a naked exception: except* always sees a group
      Object* excs = tuple_pack(exc_value);
      if (!excs) return -1;
      Object* wrapped = exc_create_exception_group("", excs);
      decref(excs);
      if (!wrapped) return -1;
      Object* tb = static_cast<BaseExceptionObject*>(exc_value)->traceback;
      if (tb) static_cast<BaseExceptionObject*>(wrapped)->traceback = new_ref(tb);
      *match = wrapped;
    }
    *rest = None;
    return 0;
  }
  if (exception_group_check(exc_value)) {
    Object* pair = object_call_method_one_arg(exc_value, ID(split), match_type);
    if (!pair) return -1;
    if (!tuple_check_exact(pair) || tuple_size(pair) < 2) {
      if (!tuple_check_exact(pair)) {
        err_format(exc_TypeError, "%.200s.split must return a tuple, not %.200s", exc_value->ob_type->tp_name,
                   pair->ob_type->tp_name);
      } else {
        err_format(exc_TypeError, "%.200s.split must return a 2-tuple, got tuple of size %zd",
                   exc_value->ob_type->tp_name, tuple_size(pair));
      }
      decref(pair);
      return -1;
    }
    *match = new_ref(tuple_item(pair, 0));
    *rest = new_ref(tuple_item(pair, 1));
    decref(pair);
    return 0;
  }
  *match = None;
  *rest = new_ref(exc_value);
  return 0;
}

Object* exception_group_projection(Object* eg, Object* keep) {
  Object* ids = set_new(nullptr);
  if (!ids) return nullptr;
  int code = 0;
  for (Ssize i = 0; code == 0 && i < list_size(keep); i++) code = collect_leaf_ids(list_item(keep, i), ids);
  Split result;
  if (code == 0) code = split(eg, Matcher::kInstanceIds, ids, false, &result);
  decref(ids);
  return code < 0 ? nullptr : or_none(result.match);
}

// Sorts what the handlers left behind into new exceptions and parts of orig that were raised again. 0 or -1.
static int sort_raised(Object* orig, Object* excs, Object* raised, Object* reraised) {
  for (Ssize i = 0; i < list_size(excs); i++) {
    Object* e = list_item(excs, i);
    if (e == None) continue;
    if (list_append(same_metadata(e, orig) ? reraised : raised, e) < 0) return -1;
  }
  return 0;
}

Object* exc_prep_reraise_star(Object* orig, Object* excs) {
  Ssize n = list_size(excs);
  if (n == 0) return None;
  // A naked exception was wrapped for one handler: there is at most one to raise.
  if (!exception_group_check(orig)) return new_ref(list_item(excs, 0));
  Object* raised = list_new(0);
  Object* reraised = raised ? list_new(0) : nullptr;
  Object* result = nullptr;
  if (reraised && sort_raised(orig, excs, raised, reraised) == 0) {
    result = exception_group_projection(orig, reraised);
  }
  if (result && list_size(raised) > 0) {
    int code = result == None ? 0 : list_append(raised, result);
    decref(result);
    result = nullptr;
    if (code == 0) {
      result = list_size(raised) > 1 ? exc_create_exception_group("", raised) : new_ref(list_item(raised, 0));
    }
  }
  xdecref(raised);
  xdecref(reraised);
  return result;
}

int exc_group_init() {
  exc_ExceptionGroup = nullptr;
  Object* bases = tuple_pack(static_cast<Object*>(exc_BaseExceptionGroup), static_cast<Object*>(exc_Exception));
  if (!bases) return -1;
  exc_ExceptionGroup = type_from_parts("builtins.ExceptionGroup", bases, nullptr);
  decref(bases);
  return exc_ExceptionGroup ? 0 : -1;
}

}  // namespace py
