#include "observe/audit_holders.h"

#include <unordered_set>

#include "modules/io_internal.h"  // exc_UnsupportedOperation
#include "object/weakrefobject.h"
#include "types/codeobject.h"
#include "types/descrobject.h"
#include "types/dict_keys.h"
#include "types/exceptions.h"  // exc_ExceptionGroup
#include "types/funcobject.h"
#include "types/moduleobject.h"
#include "types/rangeobject.h"
#include "types/typeobject.h"
#include "vm/frameobject.h"

namespace py {
namespace {

// Key tables that were enumerated in this walk: several dicts and a class can share one, which
// holds its keys once.
std::unordered_set<const DictKeys*> seen_tables;
std::unordered_set<const TypeObject*> seen_types;  // builtin ones

// --- References of objects that tp_traverse leaves out ---

void visit_keys(DictKeys* keys, HolderVisit visit, void* context) {
  if (!keys || keys == empty_keys || !dk_is_unicode(keys) || !seen_tables.insert(keys).second)
    return;
  for (Ssize i = 0; i < keys->dk_nentries; i++) visit(dk_unicode_entries(keys)[i].me_key, context);
}

void dict_extra(Object* op, HolderVisit visit, void* context) {
  visit_keys(as<DictObject>(op)->ma_keys, visit, context);
}

void type_extra(Object* op, HolderVisit visit, void* context) {
  TypeObject* type = static_cast<TypeObject*>(op);
  if (!type_has_feature(type, TPFLAGS_HEAPTYPE)) return;  // builtin types: see builtin_types
  visit(type->ht_name, context);
  visit(type->ht_qualname, context);
  visit(type->ht_slots, context);
  visit(type->tp_subclasses, context);
  visit_keys(type->ht_cached_keys, visit, context);
}

void code_extra(Object* op, HolderVisit visit, void* context) {
  CodeObject* code = as<CodeObject>(op);
  Object* const held[] = {code->co_consts,
                          code->co_names,
                          code->co_exceptiontable,
                          code->co_localsplusnames,
                          code->co_localspluskinds,
                          code->co_filename,
                          code->co_name,
                          code->co_qualname,
                          code->co_linetable};
  for (Object* o : held) visit(o, context);
  if (!code->co_cached) return;
  visit(code->co_cached->co_code, context);
  visit(code->co_cached->co_varnames, context);
  visit(code->co_cached->co_cellvars, context);
  visit(code->co_cached->co_freevars, context);
}

void range_extra(Object* op, HolderVisit visit, void* context) {
  RangeObject* range = as<RangeObject>(op);
  for (Object* o : {range->start, range->stop, range->step, range->length}) visit(o, context);
}

void long_range_iter_extra(Object* op, HolderVisit visit, void* context) {
  LongRangeIterObject* iter = as<LongRangeIterObject>(op);
  for (Object* o : {iter->start, iter->step, iter->len}) visit(o, context);
}

void descr_extra(Object* op, HolderVisit visit, void* context) {
  visit(as<DescrObject>(op)->d_name, context);
  visit(as<DescrObject>(op)->d_qualname, context);
}

void module_extra(Object* op, HolderVisit visit, void* context) {
  visit(as<ModuleObject>(op)->md_name, context);
}

// An instance whose dict shares its inline values holds the dict, but traverse shows the values.
void instance_extra(Object* op, HolderVisit visit, void* context) {
  TypeObject* type = op->ob_type;
  if (!type_has_feature(type, TPFLAGS_MANAGED_DICT) || !type_has_feature(type, TPFLAGS_INLINE_VALUES))
    return;
  if (object_inline_values(op)->valid) visit(managed_dict(op), context);
}

// --- Holders that are no objects ---

// The stack of a frame that holds a new instance while its __init__ runs has no locals before it.
void visit_frame(InterpreterFrame* frame, HolderVisit visit, void* context) {
  if (frame->owner == FRAME_OWNED_BY_THREAD) {
    visit(frame->f_executable, context);
    visit(frame->f_funcobj, context);
    visit(frame->f_locals, context);
    visit(frame->frame_obj, context);
  }
  for (Object** slot = frame->localsplus; slot < frame->stackpointer; slot++) visit(*slot, context);
}

// Frames on the data stack. Those of generators are traversed by their generator, finished ones by
// their frame object.
void running_frames(HolderVisit visit, void* context) {
  for (InterpreterFrame* frame = tstate.current_frame; frame; frame = frame->previous) {
    if (frame->owner == FRAME_OWNED_BY_THREAD || frame->owner == FRAME_INIT_SHIM)
      visit_frame(frame, visit, context);
  }
}

void thread_state(HolderVisit visit, void* context) {
  visit(tstate.current_exception, context);
  visit(tstate.repr_running, context);
  visit(tstate.exc_state.exc_value, context);
}

void interpreter_state(HolderVisit visit, void* context) {
  seen_tables.clear();
  seen_types.clear();
  // The namespaces of sys and builtins, and __main__, are borrowed from the modules.
  for (Object* o : {interp.modules, interp.sys_module, interp.builtins_module}) visit(o, context);
  visit(exc_ExceptionGroup, context);
  visit(exc_UnsupportedOperation, context);
}

void collector_lists(HolderVisit visit, void* context) {
  visit(gc_state.garbage, context);
  visit(gc_state.callbacks, context);
}

// Every builtin type is a subclass of object.
void visit_builtin_type(TypeObject* type, HolderVisit visit, void* context) {
  if (type_has_feature(type, TPFLAGS_HEAPTYPE) || !seen_types.insert(type).second) return;
  for (Object* o : {type->tp_dict, type->tp_bases, type->tp_mro, type->tp_subclasses})
    visit(o, context);
  if (!type->tp_subclasses) return;
  Ssize at = 0;
  Object *key, *ref;
  while (dict_next(type->tp_subclasses, &at, &key, &ref)) {
    Object* subclass = weakref_referent(ref);
    if (subclass) visit_builtin_type(static_cast<TypeObject*>(subclass), visit, context);
  }
}

void builtin_types(HolderVisit visit, void* context) {
  visit_builtin_type(&object_type, visit, context);
}

}  // namespace

void audit_holders_init() {
  audit_register_holder("interpreter", interpreter_state);  // first: it starts a new walk
  audit_register_holder("thread", thread_state);
  audit_register_holder("frames", running_frames);
  audit_register_holder("collector", collector_lists);
  audit_register_holder("builtin types", builtin_types);
  audit_register_type(&dict_type, dict_extra);
  audit_register_type(&type_type, type_extra);
  audit_register_type(&code_type, code_extra);
  audit_register_type(&range_type, range_extra);
  audit_register_type(&long_range_iter_type, long_range_iter_extra);
  for (TypeObject* type : {&class_method_descr_type, &get_set_descr_type, &member_descr_type,
                           &method_descr_type, &wrapper_descr_type}) {
    audit_register_type(type, descr_extra);
  }
  audit_register_type(&module_type, module_extra);
  audit_register_type(&object_type, instance_extra);
}

}  // namespace py
