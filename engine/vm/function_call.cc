// Calling Python functions: binding arguments to parameters, and the errors when they do not fit.
// CPython 3.13: initialize_locals and its error helpers in Python/ceval.c; function calls in Objects/call.c
//
// Arguments are stolen by the frame that receives them, also when binding fails.
#include <string>  // suggestions
#include <vector>

#include "lang/code_spec.h"       // CO_VARARGS
#include "memory/pymem.h"         // the stack of f(**kwargs) is a MEM block
#include "object/abstract.h"
#include "object/errors.h"        // err_format
#include "types/call_internal.h"   // stack_unpack_dict
#include "types/dictobject.h"     // **kwargs, keyword-only defaults
#include "types/listobject.h"     // lists of names in messages
#include "types/text.h"           // text_of
#include "types/tupleobject.h"    // *args, defaults
#include "types/unicodeobject.h"  // messages
#include "vm/ceval.h"
#include "vm/ceval_cold.h"
#include "vm/pythonrun.h"  // calculate_suggestion

namespace py {

namespace {

inline CodeObject* code_of(FunctionObject* func) { return static_cast<CodeObject*>(func->func_code); }
inline Object* varname(CodeObject* code, Ssize i) { return tuple_item(code->co_localsplusnames, i); }

// --- Messages ---

// names is a list of reprs, which it takes apart.
void format_missing(const char* kind, Object* names, Object* qualname) {
  Ssize n = list_size(names);
  Object* text = nullptr;
  if (n == 1) {
    text = new_ref(list_item(names, 0));
  } else if (n == 2) {
    text = unicode_from_format("%U and %U", list_item(names, 0), list_item(names, 1));
  } else {
    Object* tail = unicode_from_format(", %U, and %U", list_item(names, n - 2), list_item(names, n - 1));
    if (tail == nullptr || list_set_slice(names, n - 2, n, nullptr) < 0) {
      xdecref(tail);
      return;
    }
    Object* comma = unicode_from_string(", ");
    Object* head = comma != nullptr ? unicode_join(comma, names) : nullptr;
    xdecref(comma);
    if (head != nullptr) text = unicode_concat(head, tail);
    xdecref(head);
    decref(tail);
  }
  if (text == nullptr) return;
  err_format(exc_TypeError, "%U() missing %i required %s argument%s: %U", qualname, static_cast<int>(n), kind,
             n == 1 ? "" : "s", text);
  decref(text);
}

// defcount -1: keyword-only arguments are missing.
void missing_arguments(CodeObject* code, Ssize defcount, Object** slots, Object* qualname) {
  bool positional = defcount != -1;
  Ssize start = positional ? 0 : code->co_argcount;
  Ssize end = positional ? code->co_argcount - defcount : start + code->co_kwonlyargcount;
  Object* names = list_new(0);
  if (names == nullptr) return;
  for (Ssize i = start; i < end; i++) {
    if (slots[i] != nullptr) continue;
    Object* name = object_repr(varname(code, i));
    if (name == nullptr || list_append(names, name) < 0) {
      xdecref(name);
      decref(names);
      return;
    }
    decref(name);
  }
  format_missing(positional ? "positional" : "keyword-only", names, qualname);
  decref(names);
}

void too_many_positional(CodeObject* code, Ssize given, Object* defaults, Object** slots, Object* qualname) {
  Ssize kwonly_given = 0;
  for (Ssize i = code->co_argcount; i < code->co_argcount + code->co_kwonlyargcount; i++) {
    if (slots[i] != nullptr) kwonly_given++;
  }
  Ssize takes = code->co_argcount;
  Ssize defcount = defaults == nullptr ? 0 : tuple_size(defaults);
  bool plural = defcount || takes != 1;
  Object* sig = defcount ? unicode_from_format("from %zd to %zd", takes - defcount, takes)
                         : unicode_from_format("%zd", takes);
  if (sig == nullptr) return;
  Object* kwonly = kwonly_given ? unicode_from_format(" positional argument%s (and %zd keyword-only argument%s)",
                                                      given != 1 ? "s" : "", kwonly_given, kwonly_given != 1 ? "s" : "")
                                : unicode_get_empty();
  if (kwonly != nullptr) {
    err_format(exc_TypeError, "%U() takes %U positional argument%s but %zd%U %s given", qualname, sig, plural ? "s" : "",
               given, kwonly, given == 1 && !kwonly_given ? "was" : "were");
    decref(kwonly);
  }
  decref(sig);
}

// Were positional-only parameters given by name? 1 with the error set (also for other errors), else 0.
int positional_only_passed_as_keyword(CodeObject* code, Object* kwnames, Object* qualname) {
  Object* names = list_new(0);
  if (names == nullptr) return 1;
  for (Ssize i = 0; i < code->co_posonlyargcount; i++) {
    for (Ssize k = 0; k < tuple_size(kwnames); k++) {
      Object* keyword = tuple_item(kwnames, k);
      int same = keyword == varname(code, i) ? 1 : object_rich_compare_bool(varname(code, i), keyword, kEq);
      if (same < 0 || (same > 0 && list_append(names, keyword) < 0)) {
        decref(names);
        return 1;
      }
    }
  }
  int found = list_size(names) > 0;
  if (found) {
    Object* comma = unicode_from_string(", ");
    Object* joined = comma != nullptr ? unicode_join(comma, names) : nullptr;
    xdecref(comma);
    if (joined != nullptr) {
      err_format(exc_TypeError, "%U() got some positional-only arguments passed as keyword arguments: '%U'", qualname,
                 joined);
      decref(joined);
    }
  }
  decref(names);
  return found;
}

void unexpected_keyword(CodeObject* code, Object* keyword, Object* qualname) {
  std::vector<std::string> possible;
  for (Ssize k = code->co_posonlyargcount; k < code->co_argcount + code->co_kwonlyargcount; k++) {
    possible.push_back(text_of(varname(code, k)));
  }
  std::string suggestion = calculate_suggestion(possible, text_of(keyword));
  if (!suggestion.empty()) {
    err_format(exc_TypeError, "%U() got an unexpected keyword argument '%S'. Did you mean '%s'?", qualname, keyword,
               suggestion.c_str());
  } else {
    err_format(exc_TypeError, "%U() got an unexpected keyword argument '%S'", qualname, keyword);
  }
}

// --- Binding ---

// The parameter that keyword names, total when there is none, -1 on error.
Ssize find_keyword(CodeObject* code, Object* keyword, Ssize total) {
  for (Ssize j = code->co_posonlyargcount; j < total; j++) {
    if (varname(code, j) == keyword) return j;
  }
  for (Ssize j = code->co_posonlyargcount; j < total; j++) {
    int same = object_rich_compare_bool(keyword, varname(code, j), kEq);
    if (same != 0) return same > 0 ? j : -1;
  }
  return total;
}

// Stores one keyword argument; steals value only on success.
int bind_keyword(FunctionObject* func, Object** slots, Object* keyword, Object* value, Object* kwdict, Object* kwnames) {
  CodeObject* code = code_of(func);
  Ssize total = code->co_argcount + code->co_kwonlyargcount;
  if (keyword == nullptr || !unicode_check(keyword)) {
    err_format(exc_TypeError, "%U() keywords must be strings", func->func_qualname);
    return -1;
  }
  Ssize j = find_keyword(code, keyword, total);
  if (j < 0) return -1;
  if (j == total) {
    if (kwdict == nullptr) {
      if (code->co_posonlyargcount && positional_only_passed_as_keyword(code, kwnames, func->func_qualname)) return -1;
      unexpected_keyword(code, keyword, func->func_qualname);
      return -1;
    }
    if (dict_set_item(kwdict, keyword, value) < 0) return -1;
    decref(value);
    return 0;
  }
  if (slots[j] != nullptr) {
    err_format(exc_TypeError, "%U() got multiple values for argument '%S'", func->func_qualname, keyword);
    return -1;
  }
  slots[j] = value;
  return 0;
}

int bind_keywords(FunctionObject* func, Object** slots, Object* const* values, Object* kwnames, Object* kwdict) {
  Ssize kwcount = tuple_size(kwnames);
  for (Ssize i = 0; i < kwcount; i++) {
    if (bind_keyword(func, slots, tuple_item(kwnames, i), values[i], kwdict, kwnames) < 0) {
      for (; i < kwcount; i++) decref(values[i]);
      return -1;
    }
  }
  return 0;
}

int fill_positional_defaults(FunctionObject* func, Object** slots, Ssize argcount) {
  CodeObject* code = code_of(func);
  Ssize defcount = func->func_defaults == nullptr ? 0 : tuple_size(func->func_defaults);
  Ssize required = code->co_argcount - defcount;
  for (Ssize i = argcount; i < required; i++) {
    if (slots[i] == nullptr) {
      missing_arguments(code, defcount, slots, func->func_qualname);
      return -1;
    }
  }
  for (Ssize i = argcount > required ? argcount - required : 0; i < defcount; i++) {
    if (slots[required + i] == nullptr) slots[required + i] = new_ref(tuple_item(func->func_defaults, i));
  }
  return 0;
}

int fill_keyword_defaults(FunctionObject* func, Object** slots) {
  CodeObject* code = code_of(func);
  bool missing = false;
  for (Ssize i = code->co_argcount; i < code->co_argcount + code->co_kwonlyargcount; i++) {
    if (slots[i] != nullptr) continue;
    if (func->func_kwdefaults != nullptr &&
        dict_get_item_ref(func->func_kwdefaults, varname(code, i), &slots[i]) < 0) {
      return -1;
    }
    if (slots[i] == nullptr) missing = true;
  }
  if (missing) missing_arguments(code, -1, slots, func->func_qualname);
  return missing ? -1 : 0;
}

void drop_all(Object* const* args, Ssize n) {
  for (Ssize i = 0; i < n; i++) decref(args[i]);
}

// Fills slots (all null) from the arguments; 0, or -1 with the error set. The arguments are gone either way.
int initialize_locals(FunctionObject* func, Object** slots, Object* const* args, Ssize argcount, Object* kwnames) {
  CodeObject* code = code_of(func);
  Ssize total = code->co_argcount + code->co_kwonlyargcount;
  Ssize kwcount = kwnames != nullptr ? tuple_size(kwnames) : 0;
  Object* kwdict = nullptr;
  if (code->co_flags & lang::CO_VARKEYWORDS) {
    kwdict = dict_new();
    if (kwdict == nullptr) {
      drop_all(args, argcount + kwcount);
      return -1;
    }
    slots[total + (code->co_flags & lang::CO_VARARGS ? 1 : 0)] = kwdict;
  }
  Ssize n = argcount < code->co_argcount ? argcount : code->co_argcount;
  for (Ssize j = 0; j < n; j++) slots[j] = args[j];
  if (code->co_flags & lang::CO_VARARGS) {
    Object* rest = argcount == n ? tuple_empty() : tuple_from_array_steal(args + n, argcount - n);
    if (rest == nullptr) {
      drop_all(args + argcount, kwcount);
      return -1;
    }
    slots[total] = rest;
  } else {
    drop_all(args + n, argcount - n);  // too many: said below
  }
  if (kwcount > 0 && bind_keywords(func, slots, args + argcount, kwnames, kwdict) < 0) return -1;
  if (argcount > code->co_argcount && !(code->co_flags & lang::CO_VARARGS)) {
    too_many_positional(code, argcount, func->func_defaults, slots, func->func_qualname);
    return -1;
  }
  if (argcount < code->co_argcount && fill_positional_defaults(func, slots, argcount) < 0) return -1;
  return code->co_kwonlyargcount > 0 ? fill_keyword_defaults(func, slots) : 0;
}

}  // namespace

InterpreterFrame* eval_frame_push_and_init(FunctionObject* func, Object* locals, Object* const* args, size_t argcount,
                                           Object* kwnames) {
  InterpreterFrame* frame = frame_push(func, locals, 0);
  if (UNLIKELY(frame == nullptr)) {
    drop_all(args, static_cast<Ssize>(argcount) + (kwnames != nullptr ? tuple_size(kwnames) : 0));
    return nullptr;
  }
  if (UNLIKELY(initialize_locals(func, frame->localsplus, args, static_cast<Ssize>(argcount), kwnames) < 0)) {
    frame->previous = nullptr;
    eval_frame_clear_and_pop(frame);
    return nullptr;
  }
  return frame;
}

InterpreterFrame* eval_frame_push_and_init_ex(FunctionObject* func, Object* callargs, Object* kwargs) {
  Ssize nargs = tuple_size(callargs);
  Object* locals = code_of(func)->co_flags & lang::CO_OPTIMIZED ? nullptr : new_ref(func->func_globals);
  InterpreterFrame* frame = nullptr;
  if (kwargs != nullptr && dict_size(kwargs) > 0) {
    Object* kwnames = nullptr;
    Object* const* stack = stack_unpack_dict(tuple_items(callargs), nargs, kwargs, &kwnames);
    if (stack == nullptr) {
      decref(func);
      xdecref(locals);
    } else {
      frame = eval_frame_push_and_init(func, locals, stack, static_cast<size_t>(nargs), kwnames);
      // The frame has taken the values: only the block and the names are left.
      mem_free(const_cast<Object**>(stack) - 1);
      decref(kwnames);
    }
  } else {
    Object** items = tuple_items(callargs);
    for (Ssize i = 0; i < nargs; i++) incref(items[i]);
    frame = eval_frame_push_and_init(func, locals, items, static_cast<size_t>(nargs), nullptr);
  }
  decref(callargs);
  xdecref(kwargs);
  return frame;
}

bool function_is_simple(CodeObject* code) {
  constexpr int kMask = lang::CO_VARKEYWORDS | lang::CO_VARARGS | lang::CO_OPTIMIZED;
  return (code->co_flags & kMask) == lang::CO_OPTIMIZED && code->co_kwonlyargcount == 0;
}

Object* eval_vector(FunctionObject* func, Object* locals, Object* const* args, size_t argcount, Object* kwnames) {
  Ssize total = static_cast<Ssize>(argcount) + (kwnames != nullptr ? tuple_size(kwnames) : 0);
  incref(func);
  xincref(locals);
  for (Ssize i = 0; i < total; i++) incref(args[i]);
  InterpreterFrame* frame = eval_frame_push_and_init(func, locals, args, argcount, kwnames);
  return frame != nullptr ? eval_frame(frame, false) : nullptr;
}

Object* function_vectorcall(Object* callable, Object* const* args, size_t nargsf, Object* kwnames) {
  auto* func = static_cast<FunctionObject*>(callable);
  Object* locals = code_of(func)->co_flags & lang::CO_OPTIMIZED ? nullptr : func->func_globals;
  return eval_vector(func, locals, args, static_cast<size_t>(vectorcall_nargs(nargsf)), kwnames);
}

Object* eval_eval_code(CodeObject* code, Object* globals, Object* locals) {
  Object* func = function_new(code, globals);
  if (func == nullptr) return nullptr;
  Object* result = eval_vector(static_cast<FunctionObject*>(func), locals != nullptr ? locals : globals, nullptr, 0, nullptr);
  decref(func);
  return result;
}

}  // namespace py
