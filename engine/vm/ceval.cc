// The evaluation loop.
// CPython 3.13: Python/bytecodes.c, _PyEval_EvalFrameDefault in Python/ceval.c
//
// One function runs everything: a Python call pushes a frame and goes on in the same loop. Its state is `frame`, `pc`
// (the unit being executed) and SP (first free stack slot); instr_ptr and stackpointer of the frame are brought
// up to date (SAVE) before anything runs that could look at the frame. An instruction's operands stay owned by the stack
// until it drops them, in CPython's order: when a temporary dies is something a program can see.
//
// A specialised instruction first looks whether its assumption holds; if not, it goes to the general one of its family, which counts down to specialising again.
#include "vm/ceval.h"

#include "gc/gc.h"                 // object_gc_track
#include "memory/pymem.h"          // freeing ints in line
#include "object/abstract.h"       // number_*, object_get_item, iteration
#include "object/call.h"           // object_vectorcall
#include "object/errors.h"         // the error indicator
#include "types/boolobject.h"      // True, False
#include "types/cellobject.h"      // closures
#include "types/classobject.h"     // bound methods
#include "types/descrobject.h"     // method descriptors
#include "types/dict_keys.h"       // key versions and entries
#include "types/dictobject.h"      // namespaces, inline values
#include "types/exceptions.h"      // exception tests
#include "types/floatobject.h"     // float arithmetic
#include "types/listobject.h"      // list displays and iteration
#include "types/longobject.h"      // int arithmetic
#include "types/methodobject.h"    // builtin functions
#include "types/moduleobject.h"    // module attributes
#include "types/rangeobject.h"     // for over range
#include "types/setobject.h"       // set displays
#include "types/sliceobject.h"     // slice displays
#include "types/tupleobject.h"     // tuple displays
#include "types/typeobject.h"      // super_lookup, versions
#include "types/unicodeobject.h"   // str arithmetic
#include "vm/ceval_cold.h"         // everything out of line
#include "vm/genobject.h"          // generators
#include "vm/specialize.h"         // specialising

namespace py {

namespace {

Object paused_object;  // what run_loop returns when the slice is over; never a Python object

// Code of the marks below a run of the loop: whatever the callee did, INTERPRETER_EXIT takes its value. The unit before
// looks like a SEND that jumps nowhere, for generators that return.
Unit exit_code[] = {{make_word(I_SEND, 0), {}}, {make_word(I_INTERPRETER_EXIT, 0), {}}};
// Code of the frame that waits for __init__.
Unit init_shim_code[] = {{make_word(I_CALL, 0), {}}, {make_word(I_EXIT_INIT, 0), {}}};

// Drops a thread's frame that nobody else looks at. Order as CPython: locals, namespace, function, code.
ALWAYS_INLINE void clear_thread_frame(InterpreterFrame* f) {
  if (UNLIKELY(f->frame_obj != nullptr)) {
    eval_frame_clear_and_pop(f);
    return;
  }
  CodeObject* code = f->f_executable;
  for (Object **p = f->localsplus, **end = p + code->co_nlocalsplus; p < end; p++) xdecref(*p);
  xdecref(f->f_locals);
  decref(f->f_funcobj);
  decref(code);
  data_stack_pop(f);
}

ALWAYS_INLINE void drop_int(Object* o) {
  // Not object_free_small: an int's block may be larger than its digits say (a difference of two long ones).
  if (static_cast<int32_t>(o->ob_refcnt) >= 0 && --o->ob_refcnt == 0) object_free(o);
}
ALWAYS_INLINE void drop_float(Object* o) {
  if (static_cast<int32_t>(o->ob_refcnt) >= 0 && --o->ob_refcnt == 0) float_exact_dealloc(o);
}
ALWAYS_INLINE void decref_no_dealloc(Object* o) {
  if (static_cast<int32_t>(o->ob_refcnt) >= 0) o->ob_refcnt--;
}

// CPython: _PyObject_GC_MAY_BE_TRACKED
ALWAYS_INLINE bool may_be_tracked(Object* o) {
  return object_is_gc(o) && (!tuple_check_exact(o) || object_gc_is_tracked(o));
}

// Links a resumable generator's frame under the running one.
ALWAYS_INLINE InterpreterFrame* resume_generator(GenObject* gen, Object* value) {
  InterpreterFrame* f = &gen->gi_iframe;
  *f->stackpointer++ = value;
  gen->gi_frame_state = FRAME_EXECUTING;
  gen->gi_exc_state.previous_item = tstate.exc_info;
  tstate.exc_info = &gen->gi_exc_state;
  return f;
}

NOINLINE void dealloc_saving(Object* o, InterpreterFrame* frame, Unit* ip, Object** sp) {
  frame->instr_ptr = ip;
  frame->stackpointer = sp;
  dealloc(o);
}

#define SAVE() (frame->instr_ptr = pc + 1, frame->stackpointer = SP)
// Gives back one reference; what its end runs sees the frame as it stands.
#define DROP(object)                                                                     \
  do {                                                                                   \
    Object* dropped_ = (object);                                                         \
    if (static_cast<int32_t>(dropped_->ob_refcnt) >= 0 && --dropped_->ob_refcnt == 0)    \
      dealloc_saving(dropped_, frame, pc + 1, SP);                                                                                      \
  } while (0)
#define XDROP(object)         \
  do {                        \
    Object* maybe_ = (object); \
    if (maybe_) DROP(maybe_); \
  } while (0)
#define ARG (u >> 8)
// The stack pointer is kept kBias slots lower, so that the slots in use lie at constant positive distances from it: those
// cost nothing in WebAssembly, negative ones an addition each.
constexpr int kBias = 8;
#define SP (sb + kBias)
#define PEEK(n) (sb[kBias - (n)])  // 1: the top
#define PUSH(object)      \
  do {                    \
    sb[kBias] = (object); \
    sb++;                 \
  } while (0)
#define POP() (sb--, sb[kBias])
#define TOP() PEEK(1)
#define LOCAL(i) (frame->localsplus[i])
#define NAME(i) (tuple_item(frame->f_executable->co_names, static_cast<Ssize>(i)))
#define CHECK_EVAL_BREAKER()                                \
  do {                                                      \
    if (UNLIKELY(tstate.eval_breaker != 0)) {               \
      SAVE();                                               \
      if (eval_handle_pending() < 0) goto error;            \
    }                                                       \
  } while (0)
#define DEOPT_IF(condition, family) \
  if (UNLIKELY(condition)) goto general_##family
// At the head of a general instruction: counts down, and specialises at 0.
#define ADAPT_BY(family, count, call)               \
  general_##family : if (((count) & 0xffff) == 0) { \
    call;                                           \
    pc--; /* once more */                           \
    DISPATCH();                                     \
  }                                                 \
  (count)--
#define ADAPT(family, call) ADAPT_BY(family, pc->counter, call)
#define ADAPT_CACHE(family, call) ADAPT_BY(family, pc->cache->counter, call)
// A line begins, whose TICK unit pc points to.
#define DO_TICK(site_)                                        \
  do {                                                        \
    uint32_t tick_site_ = (site_);                            \
    if (LIKELY(tick_site_ != frame->site)) {                  \
      frame->site = current_site = tick_site_;                \
      if (UNLIKELY(++current_tick >= tick_mark)) goto tick_slow; \
    }                                                         \
  } while (0)
// Where often a line ends: does a TICK that follows.
#define TICK_IF_NEXT()                  \
  do {                                  \
    uint32_t next_ = pc[1].word;        \
    if ((next_ & 0xff) == I_TICK) {     \
      pc++;                             \
      DO_TICK(next_ >> 8);              \
    }                                   \
  } while (0)
// Pushes value, or puts it into the variable that the next unit stores it in.
#define PUSH_OR_STORE()                                                                              \
  do {                                                                                               \
    u = pc[1].word;                                                                                  \
    if ((u & 0xff) == I_STORE_FAST_TICK || (u & 0xff) == I_STORE_FAST) {                             \
      pc++;                                                                                          \
      callable = LOCAL(ARG);                                                                         \
      LOCAL(ARG) = value;                                                                            \
      XDROP(callable);                                                                               \
      TICK_IF_NEXT();                                                                                \
    } else {                                                                                         \
      PUSH(value);                                                                                   \
    }                                                                                                \
  } while (0)
// The result of arithmetic on small ints, without a call where CPython has it ready.
#define INT_RESULT(number) \
  (is_small_int(number) ? get_small_int(number) : long_from_stwodigits(number))
#define IS_TRUE_JUMP(opcode_) ((opcode_) == I_POP_JUMP_IF_TRUE || (opcode_) == I_POP_JUMP_IF_TRUE_TICK)
// In place of the two operands on top of the stack: the result. Left goes first.
#define REPLACE_TWO(result)   \
  do {                        \
    Object* left_ = PEEK(2);  \
    PEEK(2) = (result);       \
    DROP(left_);              \
    sb--;                     \
    DROP(*SP);                \
  } while (0)

#if defined(__EMSCRIPTEN__) || !defined(__GNUC__)
#define TARGET(name) case I_##name
#define DISPATCH() goto next
#else
#define USE_COMPUTED_GOTO 1
#define TARGET(name) target_##name
#define DISPATCH()               \
  do {                           \
    pc++;                        \
    u = pc->word;                \
    goto* targets[u & 0xff];     \
  } while (0)
#endif

// Runs from `frame` on, with the current exception raised there if `throwing`. Returns a new reference, null with the
// error set, or &paused_object.
NOINLINE Object* run_loop(InterpreterFrame* frame, bool throwing) {
#ifdef USE_COMPUTED_GOTO
  static const void* const targets[] = {
#define INST(name, kind) &&target_##name,
#include "vm/instructions.def"
#undef INST
  };
#endif
  Unit* pc;  // the unit being executed
  Object** sb;
  uint32_t u;  // its word
  // Shared by the call instructions.
  Object* callable;
  Object** args;
  uint32_t nargs;
  FunctionObject* func;
  CodeObject* code;
  InterpreterFrame* new_frame;
  Object* value;

  if (throwing) {
    if (UNLIKELY(tstate.py_recursion_remaining-- <= 0) && check_recursive_call_py() < 0) goto exit_unwind;
    goto resume_with_error;
  }
  goto resume_frame;

start_frame:  // a linked frame begins
  if (UNLIKELY(tstate.py_recursion_remaining-- <= 0) && check_recursive_call_py() < 0) goto exit_unwind;
resume_frame:
  pc = frame->instr_ptr - 1;
  sb = frame->stackpointer - kBias;

  DISPATCH();
#ifdef USE_COMPUTED_GOTO
  {
#else
next:
  pc++;
  u = pc->word;
  // The one switch, and one way back to it: a second loop around it would make the optimiser compute all operands' addresses
  // before every instruction.
  switch (u & 0xff) {
#endif

    TARGET(TICK) : {
      DO_TICK(ARG);
      DISPATCH();
    }
    TARGET(RESUME_TICK) : {
      if (UNLIKELY(tstate.eval_breaker != 0) && (ARG & 3) < 2) {
        SAVE();
        if (eval_handle_pending() < 0) goto error;
      }
      pc++;
      DO_TICK(pc->arg());
      DISPATCH();
    }
    TARGET(STORE_FAST_TICK) : {
      value = LOCAL(ARG);
      LOCAL(ARG) = POP();
      XDROP(value);
      pc++;
      DO_TICK(pc->arg());
      DISPATCH();
    }
    TARGET(POP_TOP_TICK) : {
      value = POP();
      DROP(value);
      pc++;
      DO_TICK(pc->arg());
      DISPATCH();
    }
    TARGET(JUMP_BACKWARD_TICK) : {
      pc -= ARG;
      frame->site = kNoSite;
      CHECK_EVAL_BREAKER();
      pc++;
      DO_TICK(pc->arg());
      DISPATCH();
    }
    TARGET(POP_JUMP_IF_FALSE_TICK) : {
      if (POP() == False) {
        pc += ARG;
        DISPATCH();
      }
      pc++;
      DO_TICK(pc->arg());
      DISPATCH();
    }
    TARGET(POP_JUMP_IF_TRUE_TICK) : {
      if (POP() == True) {
        pc += ARG;
        DISPATCH();
      }
      pc++;
      DO_TICK(pc->arg());
      DISPATCH();
    }
    TARGET(LOAD_FAST_LOAD_CONST) : {
      value = LOCAL(ARG);
      incref(value);
      SP[0] = value;
      SP[1] = pc[1].value;
      sb += 2;
      pc++;
      DISPATCH();
    }

    // --- Two variables or a variable and a constant, and what is done with them. The operands never reach the stack ---

#define LFLF_OPERANDS                        \
  Object* left = LOCAL(ARG & 0xfff);         \
  Object* right = LOCAL(ARG >> 12)
#define LFC_OPERANDS          \
  Object* left = LOCAL(ARG);  \
  Object* right = pc[1].value
#define UNFUSE_IF(condition, plain)     \
  if (UNLIKELY(condition)) {            \
    pc->set_opcode(I_##plain);          \
    pc--; /* as itself */               \
    DISPATCH();                         \
  }
#define NOT_SMALL_INTS \
  (left->ob_type != &long_type || right->ob_type != &long_type || !long_both_compact(left, right))
#define FUSED_COMPARE(operands, plain, units)                                       \
  {                                                                                 \
    operands;                                                                       \
    UNFUSE_IF(NOT_SMALL_INTS, plain);                                               \
    sdigit l = long_compact_value(left), r = long_compact_value(right);             \
    bool holds = (pc[units].arg() & (l < r ? 2u : l == r ? 8u : 4u)) != 0;          \
    pc += (units) + 1;                                                              \
    u = pc->word;                                                                   \
    if (holds == IS_TRUE_JUMP(u & 0xff)) pc += ARG;                                 \
    TICK_IF_NEXT();                                                                 \
    DISPATCH();                                                                     \
  }
    TARGET(LFLF_COMPARE_INT_JUMP) : FUSED_COMPARE(LFLF_OPERANDS, LOAD_FAST_LOAD_FAST, 1)
    TARGET(LFC_COMPARE_INT_JUMP) : FUSED_COMPARE(LFC_OPERANDS, LOAD_FAST_LOAD_CONST, 2)
#undef FUSED_COMPARE
#define FUSED_ARITHMETIC(operands, plain, units, operator_)                                                \
  {                                                                                                        \
    operands;                                                                                              \
    UNFUSE_IF(NOT_SMALL_INTS, plain);                                                                      \
    stwodigits number = stwodigits{long_compact_value(left)} operator_ stwodigits{long_compact_value(right)}; \
    pc += units;                                                                                           \
    value = INT_RESULT(number);                                                                            \
    if (UNLIKELY(value == nullptr)) goto error;                                                            \
    PUSH_OR_STORE();                                                                                       \
    DISPATCH();                                                                                            \
  }
    TARGET(LFLF_ADD_INT) : FUSED_ARITHMETIC(LFLF_OPERANDS, LOAD_FAST_LOAD_FAST, 1, +)
    TARGET(LFLF_SUBTRACT_INT) : FUSED_ARITHMETIC(LFLF_OPERANDS, LOAD_FAST_LOAD_FAST, 1, -)
    TARGET(LFLF_MULTIPLY_INT) : FUSED_ARITHMETIC(LFLF_OPERANDS, LOAD_FAST_LOAD_FAST, 1, *)
    TARGET(LFC_ADD_INT) : FUSED_ARITHMETIC(LFC_OPERANDS, LOAD_FAST_LOAD_CONST, 2, +)
    TARGET(LFC_SUBTRACT_INT) : FUSED_ARITHMETIC(LFC_OPERANDS, LOAD_FAST_LOAD_CONST, 2, -)
#undef FUSED_ARITHMETIC
#define CONST_ARITHMETIC(operator_)                                                                           \
  {                                                                                                           \
    Object *left = TOP(), *right = pc->value;                                                                 \
    UNFUSE_IF(NOT_SMALL_INTS, LOAD_CONST_IMMORTAL);                                                           \
    stwodigits number = stwodigits{long_compact_value(left)} operator_ stwodigits{long_compact_value(right)}; \
    pc++;                                                                                                     \
    value = INT_RESULT(number);                                                                               \
    drop_int(left);                                                                                           \
    sb--;                                                                                                     \
    if (UNLIKELY(value == nullptr)) goto error;                                                               \
    PUSH_OR_STORE();                                                                                          \
    DISPATCH();                                                                                               \
  }
    TARGET(CONST_ADD_INT) : CONST_ARITHMETIC(+)
    TARGET(CONST_SUBTRACT_INT) : CONST_ARITHMETIC(-)
#undef CONST_ARITHMETIC
    TARGET(LFLF_SUBSCR_LIST_INT) : {
      LFLF_OPERANDS;
      UNFUSE_IF(right->ob_type != &long_type || left->ob_type != &list_type || !long_is_nonnegative_compact(right),
                LOAD_FAST_LOAD_FAST);
      digit index = as<LongObject>(right)->ob_digit[0];
      UNFUSE_IF(index >= list_size(left), LOAD_FAST_LOAD_FAST);
      pc++;
      value = list_item(left, index);
      incref(value);
      PUSH(value);
      DISPATCH();
    }
    TARGET(LF_ATTR_INSTANCE_VALUE) : {
      Object* owner = LOCAL(ARG);
      InlineCache* cache = pc[1].cache;
      UNFUSE_IF(owner->ob_type->tp_version_tag != cache->version, LOAD_FAST);
      DictValues* values = object_inline_values(owner);
      UNFUSE_IF(!values->valid, LOAD_FAST);
      value = values->values[cache->index];
      UNFUSE_IF(value == nullptr, LOAD_FAST);
      pc++;
      incref(value);
      PUSH(value);
      DISPATCH();
    }
    TARGET(LF_ATTR_SLOT) : {
      Object* owner = LOCAL(ARG);
      InlineCache* cache = pc[1].cache;
      UNFUSE_IF(owner->ob_type->tp_version_tag != cache->version, LOAD_FAST);
      value = *reinterpret_cast<Object**>(reinterpret_cast<char*>(owner) + cache->index);
      UNFUSE_IF(value == nullptr, LOAD_FAST);
      pc++;
      incref(value);
      PUSH(value);
      DISPATCH();
    }
    TARGET(LF_METHOD_WITH_VALUES) : {
      Object* owner = LOCAL(ARG);
      InlineCache* cache = pc[1].cache;
      TypeObject* type = owner->ob_type;
      UNFUSE_IF(type->tp_version_tag != cache->version || !object_inline_values(owner)->valid ||
                    type->ht_cached_keys->dk_version != cache->version2,
                LOAD_FAST);
      value = cache->object;
      incref(value);
      incref(owner);
      SP[0] = value;
      SP[1] = owner;
      sb += 2;
      pc++;
      DISPATCH();
    }
    TARGET(LF_METHOD_NO_DICT) : {
      Object* owner = LOCAL(ARG);
      InlineCache* cache = pc[1].cache;
      UNFUSE_IF(owner->ob_type->tp_version_tag != cache->version, LOAD_FAST);
      value = cache->object;
      incref(value);
      incref(owner);
      SP[0] = value;
      SP[1] = owner;
      sb += 2;
      pc++;
      DISPATCH();
    }
    TARGET(LFLF_STORE_ATTR_INSTANCE_VALUE) : {  // value, owner
      Object* stored = LOCAL(ARG & 0xfff);
      Object* owner = LOCAL(ARG >> 12);
      InlineCache* cache = pc[1].cache;
      UNFUSE_IF(owner->ob_type->tp_version_tag != cache->version || managed_dict(owner) != nullptr, LOAD_FAST_LOAD_FAST);
      DictValues* values = object_inline_values(owner);
      UNFUSE_IF(!values->valid, LOAD_FAST_LOAD_FAST);
      uint32_t index = cache->index;
      pc++;
      value = values->values[index];
      incref(stored);
      values->values[index] = stored;
      if (value == nullptr) {
        dict_values_add_to_insertion_order(values, index);
      } else {
        DROP(value);
      }
      TICK_IF_NEXT();
      DISPATCH();
    }

    TARGET(RESUME) : {
      if (UNLIKELY(tstate.eval_breaker != 0) && (ARG & 3) < 2) {
        SAVE();
        if (eval_handle_pending() < 0) goto error;
      }
      DISPATCH();
    }

    TARGET(NOP) : DISPATCH();

    // --- Stack and locals ---

    TARGET(POP_TOP) : TARGET(END_FOR) : {
      value = POP();
      DROP(value);
      DISPATCH();
    }
    TARGET(PUSH_NULL) : {
      PUSH(nullptr);
      DISPATCH();
    }
    TARGET(COPY) : {
      value = SP[-static_cast<int>(ARG)];
      incref(value);
      PUSH(value);
      DISPATCH();
    }
    TARGET(SWAP) : {
      value = TOP();
      TOP() = SP[-static_cast<int>(ARG)];
      SP[-static_cast<int>(ARG)] = value;
      DISPATCH();
    }
    TARGET(LOAD_FAST) : {
      value = LOCAL(ARG);
      incref(value);
      PUSH(value);
      DISPATCH();
    }
    TARGET(LOAD_FAST_CHECK) : {
      value = LOCAL(ARG);
      if (UNLIKELY(value == nullptr)) {
        SAVE();
        format_unbound_local(frame->f_executable, ARG);
        goto error;
      }
      incref(value);
      PUSH(value);
      DISPATCH();
    }
    TARGET(LOAD_FAST_AND_CLEAR) : {
      PUSH(LOCAL(ARG));
      LOCAL(ARG) = nullptr;
      DISPATCH();
    }
    TARGET(LOAD_FAST_LOAD_FAST) : {
      value = LOCAL(ARG & 0xfff);
      incref(value);
      SP[0] = value;
      value = LOCAL(ARG >> 12);
      incref(value);
      SP[1] = value;
      sb += 2;
      DISPATCH();
    }
    TARGET(STORE_FAST) : {
      value = LOCAL(ARG);
      LOCAL(ARG) = POP();
      XDROP(value);
      DISPATCH();
    }
    TARGET(STORE_FAST_LOAD_FAST) : {
      value = LOCAL(ARG & 0xfff);
      LOCAL(ARG & 0xfff) = POP();
      XDROP(value);
      value = LOCAL(ARG >> 12);
      incref(value);
      PUSH(value);
      DISPATCH();
    }
    TARGET(STORE_FAST_STORE_FAST) : {
      value = LOCAL(ARG & 0xfff);
      LOCAL(ARG & 0xfff) = POP();
      XDROP(value);
      value = LOCAL(ARG >> 12);
      LOCAL(ARG >> 12) = POP();
      XDROP(value);
      DISPATCH();
    }
    TARGET(DELETE_FAST) : {
      value = LOCAL(ARG);
      if (UNLIKELY(value == nullptr)) {
        SAVE();
        format_unbound_local(frame->f_executable, ARG);
        goto error;
      }
      LOCAL(ARG) = nullptr;
      DROP(value);
      DISPATCH();
    }
    TARGET(LOAD_CONST) : {
      value = pc->value;
      incref(value);
      PUSH(value);
      DISPATCH();
    }
    TARGET(LOAD_CONST_IMMORTAL) : {
      PUSH(pc->value);
      DISPATCH();
    }

    // --- Leaving frames ---

    TARGET(RETURN_CONST) : {
      value = pc->value;
      incref(value);
      goto return_value;
    }
    TARGET(RETURN_VALUE) : {
      value = POP();
    return_value:
      SAVE();
      tstate.py_recursion_remaining++;
      new_frame = frame;
      frame = frame->previous;
      tstate.current_frame = frame;
      current_site = frame->site;
      clear_thread_frame(new_frame);
      pc = frame->instr_ptr - 1;
      sb = frame->stackpointer - kBias;
      PUSH(value);
      DISPATCH();
    }
    TARGET(RETURN_GEN) : {
      value = POP();
      SAVE();
      tstate.py_recursion_remaining++;
      new_frame = frame;
      frame = frame->previous;
      tstate.current_frame = frame;
      current_site = frame->site;
      clear_gen_frame(new_frame);
      pc = frame->instr_ptr - 1;
      sb = frame->stackpointer - kBias;
      u = pc->word;
      if ((u & 0xff) - I_FOR_ITER <= unsigned{I_FOR_ITER_GEN - I_FOR_ITER} && frame->owner != FRAME_OWNED_BY_CSTACK) {
        DROP(value);  // END_FOR
        value = POP();
        DROP(value);
        pc += ARG;
      } else {
        PUSH(value);
        pc += ARG;  // SEND's jump to END_SEND; 0 in a mark
      }
      DISPATCH();
    }
    TARGET(YIELD_VALUE) : {
      value = POP();
      SAVE();
      {
        GenObject* gen = frame_get_generator(frame);
        gen->gi_frame_state = static_cast<int8_t>(FRAME_SUSPENDED + static_cast<int>(ARG));
        tstate.exc_info = gen->gi_exc_state.previous_item;
        gen->gi_exc_state.previous_item = nullptr;
      }
      tstate.py_recursion_remaining++;
      new_frame = frame;
      frame = frame->previous;
      tstate.current_frame = frame;
      new_frame->previous = nullptr;
      current_site = frame->site;
      pc = frame->instr_ptr - 1;
      sb = frame->stackpointer - kBias;
      PUSH(value);
      DISPATCH();
    }
    TARGET(RETURN_GENERATOR) : {
      SAVE();
      value = make_gen(frame->f_funcobj);
      if (UNLIKELY(value == nullptr)) goto error;
      {
        auto* gen = static_cast<GenObject*>(value);
        frame_copy(frame, &gen->gi_iframe);
        gen->gi_iframe.owner = FRAME_OWNED_BY_GENERATOR;
        gen->gi_frame_state = FRAME_CREATED;
      }
      tstate.py_recursion_remaining++;
      new_frame = frame;
      frame = frame->previous;
      tstate.current_frame = frame;
      data_stack_pop(new_frame);
      pc = frame->instr_ptr - 1;
      sb = frame->stackpointer - kBias;
      PUSH(value);
      DISPATCH();
    }
    TARGET(INTERPRETER_EXIT) : {
      value = POP();
      tstate.current_frame = frame->previous;
      return value;
    }
    TARGET(EXIT_INIT) : {  // in the frame that holds the new instance
      value = POP();
      if (UNLIKELY(value != None)) {
        SAVE();
        format_init_result(value);
        DROP(value);
        goto error;
      }
      value = POP();
      tstate.py_recursion_remaining++;
      new_frame = frame;
      frame = frame->previous;
      tstate.current_frame = frame;
      data_stack_pop(new_frame);
      pc = frame->instr_ptr - 1;
      sb = frame->stackpointer - kBias;
      PUSH(value);
      DISPATCH();
    }

    // --- Jumps ---

    TARGET(JUMP_FORWARD) : {
      pc += ARG;
      DISPATCH();
    }
    TARGET(JUMP_BACKWARD) : {
      pc -= ARG;
      frame->site = kNoSite;  // the line begins anew, even if it is the same
      CHECK_EVAL_BREAKER();
      DISPATCH();
    }
    TARGET(JUMP_BACKWARD_NO_INTERRUPT) : {
      pc -= ARG;
      DISPATCH();
    }
    TARGET(POP_JUMP_IF_FALSE) : {
      if (POP() == False) pc += ARG;
      DISPATCH();
    }
    TARGET(POP_JUMP_IF_TRUE) : {
      if (POP() == True) pc += ARG;
      DISPATCH();
    }
    TARGET(POP_JUMP_IF_NONE) : {
      value = POP();
      if (value == None) {
        pc += ARG;
      } else {
        DROP(value);
      }
      DISPATCH();
    }
    TARGET(POP_JUMP_IF_NOT_NONE) : {
      value = POP();
      if (value != None) {
        pc += ARG;
        DROP(value);
      }
      DISPATCH();
    }

    // --- Operators ---

    TARGET(UNARY_NEGATIVE) : {
      SAVE();
      value = number_negative(TOP());
      goto replace_top;
    }
    TARGET(UNARY_INVERT) : {
      SAVE();
      value = number_invert(TOP());
      goto replace_top;
    }
    TARGET(UNARY_NOT) : {
      TOP() = TOP() == False ? True : False;
      DISPATCH();
    }
    TARGET(IS_OP) : {
      value = (PEEK(2) == PEEK(1)) != (ARG != 0) ? True : False;
      REPLACE_TWO(value);
      DISPATCH();
    }

    TARGET(BINARY_OP) : {
      ADAPT(BINARY_OP, specialize_binary_op(PEEK(2), PEEK(1), pc, frame));
      SAVE();
      value = binary_ops[ARG](PEEK(2), PEEK(1));
      goto replace_two;
    }
    TARGET(BINARY_OP_ADD_INT) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(left->ob_type != &long_type || right->ob_type != &long_type, BINARY_OP);
      value = LIKELY(long_both_compact(left, right)) ? INT_RESULT(stwodigits{long_compact_value(left)} + long_compact_value(right))
                                                     : long_add(as<LongObject>(left), as<LongObject>(right));
      goto int_result;
    }
    TARGET(BINARY_OP_SUBTRACT_INT) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(left->ob_type != &long_type || right->ob_type != &long_type, BINARY_OP);
      value = LIKELY(long_both_compact(left, right)) ? INT_RESULT(stwodigits{long_compact_value(left)} - long_compact_value(right))
                                                     : long_subtract(as<LongObject>(left), as<LongObject>(right));
      goto int_result;
    }
    TARGET(BINARY_OP_MULTIPLY_INT) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(left->ob_type != &long_type || right->ob_type != &long_type, BINARY_OP);
      value = LIKELY(long_both_compact(left, right)) ? INT_RESULT(stwodigits{long_compact_value(left)} * long_compact_value(right))
                                                     : long_multiply(as<LongObject>(left), as<LongObject>(right));
    }
  int_result:
    drop_int(PEEK(1));
    drop_int(PEEK(2));
    sb -= 2;
    if (UNLIKELY(value == nullptr)) goto error;
    PUSH_OR_STORE();
    DISPATCH();

    TARGET(BINARY_OP_REMAINDER_INT) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(NOT_SMALL_INTS || long_is_zero(right), BINARY_OP);
      sdigit l = long_compact_value(left), r = long_compact_value(right);
      sdigit rest = l % r;
      if (rest != 0 && (rest ^ r) < 0) rest += r;  // Python's remainder has the divisor's sign
      value = is_small_int(rest) ? get_small_int(rest) : long_from_long(rest);
      goto int_result_left_first;
    }
    TARGET(BINARY_OP_FLOOR_DIVIDE_INT) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(NOT_SMALL_INTS || long_is_zero(right), BINARY_OP);
      sdigit l = long_compact_value(left), r = long_compact_value(right);
      sdigit quotient = l / r;
      if (l % r != 0 && (l ^ r) < 0) quotient--;
      value = is_small_int(quotient) ? get_small_int(quotient) : long_from_long(quotient);
      goto int_result_left_first;
    }
    TARGET(BINARY_OP_AND_INT) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(NOT_SMALL_INTS, BINARY_OP);
      value = INT_RESULT(stwodigits{long_compact_value(left)} & long_compact_value(right));
    }
  int_result_left_first:
    drop_int(PEEK(2));
    drop_int(PEEK(1));
    sb -= 2;
    if (UNLIKELY(value == nullptr)) goto error;
    PUSH_OR_STORE();
    DISPATCH();

    TARGET(BINARY_OP_INT) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(left->ob_type != &long_type || right->ob_type != &long_type, BINARY_OP);
      SAVE();
      value = int_ops[ARG](left, right);
      drop_int(left);
      drop_int(right);
      sb -= 2;
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }

// CPython puts the result into an operand that nobody else holds.
#define FLOAT_OP(name, operator_)                                                             \
  TARGET(name) : {                                                                            \
    Object *left = PEEK(2), *right = PEEK(1);                                                   \
    DEOPT_IF(left->ob_type != &float_type || right->ob_type != &float_type, BINARY_OP);       \
    double result = float_value(left) operator_ float_value(right);                           \
    sb -= 2;                                                                                  \
    if (left->ob_refcnt == 1) {                                                               \
      as<FloatObject>(left)->ob_fval = result;                                                \
      drop_float(right);                                                                      \
      PUSH(left);                                                                             \
      DISPATCH();                                                                             \
    }                                                                                         \
    if (right->ob_refcnt == 1) {                                                              \
      as<FloatObject>(right)->ob_fval = result;                                               \
      decref_no_dealloc(left);                                                                \
      PUSH(right);                                                                            \
      DISPATCH();                                                                             \
    }                                                                                         \
    value = float_from_double(result);                                                        \
    decref_no_dealloc(left);                                                                  \
    decref_no_dealloc(right);                                                                 \
    if (UNLIKELY(value == nullptr)) goto error;                                               \
    PUSH(value);                                                                              \
    DISPATCH();                                                                               \
  }
    FLOAT_OP(BINARY_OP_ADD_FLOAT, +)
    FLOAT_OP(BINARY_OP_SUBTRACT_FLOAT, -)
    FLOAT_OP(BINARY_OP_MULTIPLY_FLOAT, *)
#undef FLOAT_OP
    TARGET(BINARY_OP_TRUE_DIVIDE_FLOAT) : {  // CPython has no such form: the result is a fresh float
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(left->ob_type != &float_type || right->ob_type != &float_type || float_value(right) == 0.0, BINARY_OP);
      value = float_from_double(float_value(left) / float_value(right));
      drop_float(left);
      drop_float(right);
      sb -= 2;
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(BINARY_OP_ADD_UNICODE) : {
      DEOPT_IF(!unicode_check_exact(PEEK(2)) || !unicode_check_exact(PEEK(1)), BINARY_OP);
      SAVE();
      value = unicode_concat(PEEK(2), PEEK(1));
      goto replace_two;
    }
    TARGET(BINARY_OP_INPLACE_ADD_UNICODE) : {  // with the STORE_FAST that follows
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(!unicode_check_exact(left) || !unicode_check_exact(right), BINARY_OP);
      Object** target = &LOCAL(pc[1].arg());
      DEOPT_IF(*target != left, BINARY_OP);
      pc++;
      sb -= 2;
      SAVE();
      decref_no_dealloc(left);  // the local holds another
      unicode_append(target, right);
      DROP(right);
      if (UNLIKELY(*target == nullptr)) goto error;
      DISPATCH();
    }

    TARGET(COMPARE_OP) : {
      ADAPT(COMPARE_OP, specialize_compare_op(PEEK(2), PEEK(1), pc));
      SAVE();
      value = compare_op(PEEK(2), PEEK(1), ARG);
      goto replace_two;
    }
    // The low bits of oparg are CPython's mask of outcomes: 1 unordered, 2 less, 4 greater, 8 equal.
    TARGET(COMPARE_OP_INT) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(left->ob_type != &long_type || right->ob_type != &long_type || !long_both_compact(left, right), COMPARE_OP);
      sdigit l = long_compact_value(left), r = long_compact_value(right);
      drop_int(left);
      drop_int(right);
      sb -= 1;
      TOP() = (ARG & (l < r ? 2u : l == r ? 8u : 4u)) ? True : False;
      DISPATCH();
    }
    TARGET(COMPARE_OP_INT_JUMP) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(left->ob_type != &long_type || right->ob_type != &long_type || !long_both_compact(left, right), COMPARE_OP);
      sdigit l = long_compact_value(left), r = long_compact_value(right);
      drop_int(left);
      drop_int(right);
      sb -= 2;
      bool holds = (ARG & (l < r ? 2u : l == r ? 8u : 4u)) != 0;
      u = pc[1].word;
      pc++;
      if (holds == IS_TRUE_JUMP(u & 0xff)) pc += ARG;
      TICK_IF_NEXT();
      DISPATCH();
    }
    TARGET(COMPARE_OP_FLOAT) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(left->ob_type != &float_type || right->ob_type != &float_type, COMPARE_OP);
      double l = float_value(left), r = float_value(right);
      drop_float(left);
      drop_float(right);
      sb -= 1;
      TOP() = (ARG & (l < r ? 2u : l == r ? 8u : l > r ? 4u : 1u)) ? True : False;
      DISPATCH();
    }
    TARGET(COMPARE_OP_FLOAT_JUMP) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(left->ob_type != &float_type || right->ob_type != &float_type, COMPARE_OP);
      double l = float_value(left), r = float_value(right);
      drop_float(left);
      drop_float(right);
      sb -= 2;
      bool holds = (ARG & (l < r ? 2u : l == r ? 8u : l > r ? 4u : 1u)) != 0;
      u = pc[1].word;
      pc++;
      if (holds == IS_TRUE_JUMP(u & 0xff)) pc += ARG;
      TICK_IF_NEXT();
      DISPATCH();
    }
    TARGET(COMPARE_OP_STR) : {  // == and != only
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(!unicode_check_exact(left) || !unicode_check_exact(right), COMPARE_OP);
      value = (ARG & (unicode_eq(left, right) ? 8u : 4u)) ? True : False;
      REPLACE_TWO(value);
      DISPATCH();
    }
    TARGET(COMPARE_OP_STR_JUMP) : {
      Object *left = PEEK(2), *right = PEEK(1);
      DEOPT_IF(!unicode_check_exact(left) || !unicode_check_exact(right), COMPARE_OP);
      bool holds = (ARG & (unicode_eq(left, right) ? 8u : 4u)) != 0;
      REPLACE_TWO(None);
      sb--;
      u = pc[1].word;
      pc++;
      if (holds == IS_TRUE_JUMP(u & 0xff)) pc += ARG;
      TICK_IF_NEXT();
      DISPATCH();
    }

    TARGET(CONTAINS_OP) : {
      ADAPT(CONTAINS_OP, specialize_contains_op(PEEK(1), pc));
      SAVE();
      nargs = static_cast<uint32_t>(sequence_contains(PEEK(1), PEEK(2)));
    }
  contains_result:
    value = static_cast<int>(nargs) < 0 ? nullptr : (nargs ^ ARG) != 0 ? True : False;
    goto replace_two;
    TARGET(CONTAINS_OP_SET) : {
      DEOPT_IF(!any_set_check_exact(PEEK(1)), CONTAINS_OP);
      SAVE();
      nargs = static_cast<uint32_t>(set_contains(PEEK(1), PEEK(2)));
      goto contains_result;
    }
    TARGET(CONTAINS_OP_DICT) : {
      DEOPT_IF(!dict_check_exact(PEEK(1)), CONTAINS_OP);
      SAVE();
      nargs = static_cast<uint32_t>(dict_contains(PEEK(1), PEEK(2)));
      goto contains_result;
    }

    TARGET(TO_BOOL) : {
      ADAPT_CACHE(TO_BOOL, specialize_to_bool(TOP(), pc));
      SAVE();
      int truth = object_is_true(TOP());
      value = truth < 0 ? nullptr : truth ? True : False;
      goto replace_top;
    }
    TARGET(TO_BOOL_BOOL) : {
      value = TOP();
      DEOPT_IF(value->ob_type != &bool_type, TO_BOOL);
      u = pc[1].word;
      switch (u & 0xff) {  // often a jump follows
        case I_POP_JUMP_IF_FALSE:
        case I_POP_JUMP_IF_FALSE_TICK:
          sb--;
          pc++;
          if (value == False) pc += ARG;
          TICK_IF_NEXT();
          break;
        case I_POP_JUMP_IF_TRUE:
        case I_POP_JUMP_IF_TRUE_TICK:
          sb--;
          pc++;
          if (value == True) pc += ARG;
          TICK_IF_NEXT();
          break;
        default:
          break;
      }
      DISPATCH();
    }
    TARGET(TO_BOOL_INT) : {
      value = TOP();
      DEOPT_IF(value->ob_type != &long_type, TO_BOOL);
      TOP() = long_is_zero(value) ? False : True;
      drop_int(value);
      DISPATCH();
    }
    TARGET(TO_BOOL_LIST) : {
      value = TOP();
      DEOPT_IF(value->ob_type != &list_type, TO_BOOL);
      TOP() = list_size(value) == 0 ? False : True;
      DROP(value);
      DISPATCH();
    }
    TARGET(TO_BOOL_NONE) : {
      DEOPT_IF(TOP() != None, TO_BOOL);
      TOP() = False;
      DISPATCH();
    }
    TARGET(TO_BOOL_STR) : {
      value = TOP();
      DEOPT_IF(value->ob_type != &unicode_type, TO_BOOL);
      TOP() = unicode_length(value) == 0 ? False : True;
      DROP(value);
      DISPATCH();
    }
    TARGET(TO_BOOL_ALWAYS_TRUE) : {
      value = TOP();
      DEOPT_IF(value->ob_type->tp_version_tag != pc->cache->version, TO_BOOL);
      TOP() = True;
      DROP(value);
      DISPATCH();
    }

    // --- Subscripts ---

    TARGET(BINARY_SUBSCR) : {
      ADAPT_CACHE(BINARY_SUBSCR, specialize_binary_subscr(PEEK(2), PEEK(1), pc));
      SAVE();
      value = object_get_item(PEEK(2), PEEK(1));
      goto replace_two;
    }
    TARGET(BINARY_SUBSCR_LIST_INT) : {
      Object *list = PEEK(2), *sub = PEEK(1);
      DEOPT_IF(sub->ob_type != &long_type || list->ob_type != &list_type || !long_is_nonnegative_compact(sub), BINARY_SUBSCR);
      digit index = as<LongObject>(sub)->ob_digit[0];
      DEOPT_IF(index >= list_size(list), BINARY_SUBSCR);
      value = list_item(list, index);
      incref(value);
      drop_int(sub);
      sb--;
      TOP() = value;
      DROP(list);
      DISPATCH();
    }
    TARGET(BINARY_SUBSCR_TUPLE_INT) : {
      Object *tuple = PEEK(2), *sub = PEEK(1);
      DEOPT_IF(sub->ob_type != &long_type || tuple->ob_type != &tuple_type || !long_is_nonnegative_compact(sub), BINARY_SUBSCR);
      digit index = as<LongObject>(sub)->ob_digit[0];
      DEOPT_IF(index >= tuple_size(tuple), BINARY_SUBSCR);
      value = tuple_item(tuple, index);
      incref(value);
      drop_int(sub);
      sb--;
      TOP() = value;
      DROP(tuple);
      DISPATCH();
    }
    TARGET(BINARY_SUBSCR_STR_INT) : {
      Object *str = PEEK(2), *sub = PEEK(1);
      DEOPT_IF(sub->ob_type != &long_type || str->ob_type != &unicode_type || !long_is_nonnegative_compact(sub), BINARY_SUBSCR);
      digit index = as<LongObject>(sub)->ob_digit[0];
      DEOPT_IF(index >= unicode_length(str), BINARY_SUBSCR);
      Ucs4 c = unicode_read(unicode_kind(str), unicode_data(str), index);
      DEOPT_IF(c >= 128, BINARY_SUBSCR);
      drop_int(sub);
      sb--;
      TOP() = get_latin1_char(static_cast<Ucs1>(c));
      DROP(str);
      DISPATCH();
    }
    TARGET(BINARY_SUBSCR_DICT) : {
      DEOPT_IF(PEEK(2)->ob_type != &dict_type, BINARY_SUBSCR);
      SAVE();
      value = nullptr;
      if (dict_get_item_ref(PEEK(2), PEEK(1), &value) == 0) err_set_key_error(PEEK(1));
      goto replace_two;
    }
    TARGET(BINARY_SUBSCR_GETITEM) : {
      TypeObject* type = PEEK(2)->ob_type;
      DEOPT_IF(type->tp_version_tag != pc->cache->version, BINARY_SUBSCR);
      auto* getitem = static_cast<FunctionObject*>(type->spec_getitem);
      DEOPT_IF(getitem == nullptr, BINARY_SUBSCR);
      code = static_cast<CodeObject*>(getitem->func_code);
      DEOPT_IF(code->co_argcount != 2 || !function_is_simple(code) || tstate.py_recursion_remaining <= 1, BINARY_SUBSCR);
      incref(getitem);
      new_frame = frame_push(getitem, nullptr, 2);
      if (UNLIKELY(new_frame == nullptr)) goto error;
      sb -= 2;
      new_frame->localsplus[0] = SP[0];
      new_frame->localsplus[1] = SP[1];
      goto enter_frame;
    }
    TARGET(BINARY_SLICE) : {
      sb -= 2;
      SAVE();
      value = binary_slice(PEEK(1), SP[0], SP[1]);
      goto replace_top;
    }
    TARGET(STORE_SUBSCR) : {  // value, container, subscript
      ADAPT(STORE_SUBSCR, specialize_store_subscr(PEEK(2), PEEK(1), pc));
      SAVE();
      int status = object_set_item(PEEK(2), PEEK(1), PEEK(3));
      value = PEEK(3);
      PEEK(3) = nullptr;
      DROP(value);
      value = PEEK(2);
      PEEK(2) = nullptr;
      DROP(value);
      value = PEEK(1);
      sb -= 3;
      DROP(value);
      if (UNLIKELY(status != 0)) goto error;
      DISPATCH();
    }
    TARGET(STORE_SUBSCR_LIST_INT) : {
      Object *list = PEEK(2), *sub = PEEK(1);
      DEOPT_IF(sub->ob_type != &long_type || list->ob_type != &list_type || !long_is_nonnegative_compact(sub), STORE_SUBSCR);
      digit index = as<LongObject>(sub)->ob_digit[0];
      DEOPT_IF(index >= list_size(list), STORE_SUBSCR);
      value = list_item(list, index);
      list_init_item(list, index, PEEK(3));
      sb -= 3;
      drop_int(sub);
      DROP(value);
      DROP(list);
      TICK_IF_NEXT();
      DISPATCH();
    }
    TARGET(STORE_SUBSCR_DICT) : {
      DEOPT_IF(PEEK(2)->ob_type != &dict_type, STORE_SUBSCR);
      sb -= 3;
      SAVE();
      value = SP[1];
      int status = dict_set_item_take2(as<DictObject>(value), SP[2], SP[0]);
      DROP(value);
      if (UNLIKELY(status != 0)) goto error;
      TICK_IF_NEXT();
      DISPATCH();
    }
    TARGET(STORE_SLICE) : {  // value, container, start, stop
      sb -= 2;
      SAVE();
      int status = store_slice(PEEK(1), SP[0], SP[1], PEEK(2));
      value = PEEK(2);
      PEEK(2) = nullptr;
      DROP(value);
      value = PEEK(1);
      sb -= 2;
      DROP(value);
      if (UNLIKELY(status != 0)) goto error;
      DISPATCH();
    }
    TARGET(DELETE_SUBSCR) : {
      SAVE();
      int status = object_del_item(PEEK(2), PEEK(1));
      REPLACE_TWO(None);
      sb--;
      if (UNLIKELY(status != 0)) goto error;
      DISPATCH();
    }

    // --- Displays ---

    TARGET(BUILD_TUPLE) : {
      sb -= ARG;
      SAVE();
      value = tuple_from_array_steal(SP, ARG);
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(BUILD_LIST) : {
      sb -= ARG;
      SAVE();
      value = list_from_array_steal(SP, ARG);
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(BUILD_SET) : {
      SAVE();
      value = build_set(SP - ARG, ARG);
      nargs = ARG;
      goto drop_operands;
    }
    TARGET(BUILD_MAP) : {
      SAVE();
      value = dict_from_items(SP - 2 * ARG, 2, SP - 2 * ARG + 1, 2, ARG);
      nargs = 2 * ARG;
      goto drop_operands;
    }
    TARGET(BUILD_CONST_KEY_MAP) : {
      SAVE();
      value = dict_from_items(tuple_items(TOP()), 1, SP - 1 - ARG, 1, ARG);
      nargs = ARG + 1;
      goto drop_operands;
    }
    TARGET(BUILD_STRING) : {
      SAVE();
      value = unicode_join_array(unicode_get_empty(), SP - ARG, ARG);
      nargs = ARG;
      goto drop_operands;
    }
    TARGET(BUILD_SLICE) : {
      SAVE();
      value = slice_new(ARG == 3 ? PEEK(3) : PEEK(2), ARG == 3 ? PEEK(2) : PEEK(1), ARG == 3 ? PEEK(1) : nullptr);
      nargs = ARG;
      goto drop_operands;
    }
    TARGET(LIST_APPEND) : {
      value = POP();
      if (UNLIKELY(list_append_take_ref(as<ListObject>(SP[-static_cast<int>(ARG)]), value) < 0)) goto error;
      DISPATCH();
    }
    TARGET(LIST_EXTEND) : {
      SAVE();
      int status = list_extend_star(SP[-1 - static_cast<int>(ARG)], TOP());
      value = POP();
      DROP(value);
      if (UNLIKELY(status < 0)) goto error;
      DISPATCH();
    }
    TARGET(SET_ADD) : {
      SAVE();
      int status = set_add(SP[-1 - static_cast<int>(ARG)], TOP());
      value = POP();
      DROP(value);
      if (UNLIKELY(status < 0)) goto error;
      DISPATCH();
    }
    TARGET(SET_UPDATE) : {
      SAVE();
      int status = set_update(SP[-1 - static_cast<int>(ARG)], TOP());
      value = POP();
      DROP(value);
      if (UNLIKELY(status < 0)) goto error;
      DISPATCH();
    }
    TARGET(MAP_ADD) : {
      sb -= 2;
      SAVE();
      if (UNLIKELY(dict_set_item_take2(as<DictObject>(SP[-static_cast<int>(ARG)]), SP[0], SP[1]) != 0)) goto error;
      DISPATCH();
    }
    TARGET(DICT_UPDATE) : {
      SAVE();
      int status = dict_update_star(SP[-1 - static_cast<int>(ARG)], TOP());
      value = POP();
      DROP(value);
      if (UNLIKELY(status < 0)) goto error;
      DISPATCH();
    }
    TARGET(DICT_MERGE) : {
      SAVE();
      int status = dict_merge_kwargs(SP[-1 - static_cast<int>(ARG)], TOP(), SP[-4 - static_cast<int>(ARG)]);
      value = POP();
      DROP(value);
      if (UNLIKELY(status < 0)) goto error;
      DISPATCH();
    }
    TARGET(CONVERT_VALUE) : {
      SAVE();
      value = convert_value(TOP(), ARG);
      goto replace_top;
    }
    TARGET(FORMAT_SIMPLE) : {
      if (unicode_check_exact(TOP())) DISPATCH();
      SAVE();
      value = object_format(TOP(), nullptr);
      goto replace_top;
    }
    TARGET(FORMAT_WITH_SPEC) : {
      SAVE();
      value = object_format(PEEK(2), PEEK(1));
      goto replace_two;
    }
    TARGET(UNPACK_SEQUENCE) : {
      ADAPT(UNPACK_SEQUENCE, specialize_unpack_sequence(TOP(), pc));
      SAVE();
      value = POP();
      if (UNLIKELY(unpack_iterable(value, static_cast<int>(ARG), -1, SP) < 0)) {
        DROP(value);
        goto error;
      }
      sb += ARG;
      DROP(value);
      DISPATCH();
    }
    TARGET(UNPACK_SEQUENCE_TWO_TUPLE) : {
      value = TOP();
      DEOPT_IF(!tuple_check_exact(value) || tuple_size(value) != 2, UNPACK_SEQUENCE);
      Object* item = tuple_item(value, 1);
      incref(item);
      PEEK(1) = item;
      item = tuple_item(value, 0);
      incref(item);
      PUSH(item);
      DROP(value);
      DISPATCH();
    }
    TARGET(UNPACK_SEQUENCE_TUPLE) : {
      value = TOP();
      DEOPT_IF(!tuple_check_exact(value) || tuple_size(value) != ARG, UNPACK_SEQUENCE);
      sb--;
      for (Ssize i = ARG; --i >= 0; sb++) *SP = new_ref(tuple_item(value, i));
      DROP(value);
      DISPATCH();
    }
    TARGET(UNPACK_SEQUENCE_LIST) : {
      value = TOP();
      DEOPT_IF(!list_check_exact(value) || list_size(value) != ARG, UNPACK_SEQUENCE);
      sb--;
      for (Ssize i = ARG; --i >= 0; sb++) *SP = new_ref(list_item(value, i));
      DROP(value);
      DISPATCH();
    }
    TARGET(UNPACK_EX) : {
      SAVE();
      value = POP();
      if (UNLIKELY(unpack_iterable(value, static_cast<int>(ARG & 0xff), static_cast<int>(ARG >> 8), SP) < 0)) {
        DROP(value);
        goto error;
      }
      sb += (ARG & 0xff) + 1 + (ARG >> 8);
      DROP(value);
      DISPATCH();
    }

    // --- Names ---

    TARGET(LOAD_NAME) : {
      SAVE();
      value = load_name(frame, NAME(ARG));
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(STORE_NAME) : {
      SAVE();
      int status = store_name(frame, NAME(ARG), TOP());
      value = POP();
      DROP(value);
      if (UNLIKELY(status != 0)) goto error;
      DISPATCH();
    }
    TARGET(DELETE_NAME) : {
      SAVE();
      if (UNLIKELY(delete_name(frame, NAME(ARG)) != 0)) goto error;
      DISPATCH();
    }
    TARGET(LOAD_LOCALS) : {
      SAVE();
      value = load_locals(frame);
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(LOAD_FROM_DICT_OR_GLOBALS) : {
      SAVE();
      value = load_from_dict_or_globals(frame, TOP(), NAME(ARG));
      goto replace_top;
    }
    TARGET(LOAD_FROM_DICT_OR_DEREF) : {
      SAVE();
      value = load_from_dict_or_deref(frame, TOP(), ARG);
      goto replace_top;
    }
    TARGET(STORE_GLOBAL) : {
      SAVE();
      int status = dict_set_item(frame->f_globals, NAME(ARG), TOP());
      value = POP();
      DROP(value);
      if (UNLIKELY(status != 0)) goto error;
      DISPATCH();
    }
    TARGET(DELETE_GLOBAL) : {
      SAVE();
      if (UNLIKELY(delete_global(frame, NAME(ARG)) != 0)) goto error;
      DISPATCH();
    }
    TARGET(LOAD_GLOBAL) : {
      ADAPT_CACHE(LOAD_GLOBAL, specialize_load_global(frame, pc));
      SAVE();
      Object* builtins = frame_builtins(frame);
      if (LIKELY(dict_check_exact(frame->f_globals) && dict_check_exact(builtins))) {
        value = dict_load_global(as<DictObject>(frame->f_globals), as<DictObject>(builtins), NAME(ARG >> 1));
        if (UNLIKELY(value == nullptr)) {
          if (!err_occurred()) format_exc_check_arg(exc_NameError, "name '%.200s' is not defined", NAME(ARG >> 1));
          goto error;
        }
      } else {
        value = load_global_slow(frame, NAME(ARG >> 1));
        if (UNLIKELY(value == nullptr)) goto error;
      }
      PUSH(value);
      if (ARG & 1) PUSH(nullptr);
      DISPATCH();
    }
    TARGET(LOAD_GLOBAL_MODULE) : {
      DictKeys* keys = as<DictObject>(frame->f_globals)->ma_keys;
      DEOPT_IF(keys->dk_version != pc->cache->version, LOAD_GLOBAL);
      value = dk_unicode_entries(keys)[pc->cache->index].me_value;
      DEOPT_IF(value == nullptr, LOAD_GLOBAL);
      incref(value);
      PUSH(value);
      if (ARG & 1) PUSH(nullptr);
      DISPATCH();
    }
    TARGET(LOAD_GLOBAL_BUILTIN) : {
      DEOPT_IF(as<DictObject>(frame->f_globals)->ma_keys->dk_version != pc->cache->version, LOAD_GLOBAL);
      DictKeys* keys = as<DictObject>(frame_builtins(frame))->ma_keys;
      DEOPT_IF(keys->dk_version != pc->cache->version2, LOAD_GLOBAL);
      value = dk_unicode_entries(keys)[pc->cache->index].me_value;
      DEOPT_IF(value == nullptr, LOAD_GLOBAL);
      incref(value);
      PUSH(value);
      if (ARG & 1) PUSH(nullptr);
      DISPATCH();
    }
    TARGET(LOAD_DEREF) : {
      value = as<CellObject>(LOCAL(ARG))->ob_ref;
      if (UNLIKELY(value == nullptr)) {
        SAVE();
        format_exc_unbound(frame->f_executable, ARG);
        goto error;
      }
      incref(value);
      PUSH(value);
      DISPATCH();
    }
    TARGET(STORE_DEREF) : {
      value = POP();
      value = cell_swap_take_ref(as<CellObject>(LOCAL(ARG)), value);
      XDROP(value);
      DISPATCH();
    }
    TARGET(DELETE_DEREF) : {
      SAVE();
      if (UNLIKELY(delete_deref(frame, ARG) != 0)) goto error;
      DISPATCH();
    }
    TARGET(MAKE_CELL) : {
      SAVE();
      value = cell_new(LOCAL(ARG));
      if (UNLIKELY(value == nullptr)) goto error;
      callable = LOCAL(ARG);
      LOCAL(ARG) = value;
      XDROP(callable);
      DISPATCH();
    }
    TARGET(COPY_FREE_VARS) : {
      Object* closure = frame->f_funcobj->func_closure;
      Object** to = frame->localsplus + (frame->f_executable->co_nlocalsplus - static_cast<int>(ARG));
      for (Ssize i = 0; i < ARG; i++) to[i] = new_ref(tuple_item(closure, i));
      DISPATCH();
    }

    // --- Attributes ---

    TARGET(LOAD_ATTR) : {
      ADAPT_CACHE(LOAD_ATTR, specialize_load_attr(TOP(), pc, NAME(ARG >> 1)));
      SAVE();
      if (ARG & 1) {  // a method call: function and self, or attribute and null
        value = nullptr;
        int unbound = object_get_method(TOP(), NAME(ARG >> 1), &value);
        if (unbound) {
          callable = TOP();
          TOP() = value;
          PUSH(callable);
          DISPATCH();
        }
        callable = TOP();
        if (UNLIKELY(value == nullptr)) {
          sb--;
          DROP(callable);
          goto error;
        }
        TOP() = value;
        PUSH(nullptr);
        DROP(callable);
        DISPATCH();
      }
      value = object_get_attr(TOP(), NAME(ARG >> 1));
      goto replace_top;
    }
    TARGET(LOAD_ATTR_INSTANCE_VALUE) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type->tp_version_tag != pc->cache->version, LOAD_ATTR);
      DictValues* values = object_inline_values(callable);
      DEOPT_IF(!values->valid, LOAD_ATTR);
      value = values->values[pc->cache->index];
      DEOPT_IF(value == nullptr, LOAD_ATTR);
    }
  got_attribute:  // of callable, which is on top of the stack
    incref(value);
    TOP() = value;
    if (ARG & 1) PUSH(nullptr);
    DROP(callable);
    DISPATCH();
    TARGET(LOAD_ATTR_WITH_HINT) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type->tp_version_tag != pc->cache->version, LOAD_ATTR);
      DictObject* dict = managed_dict(callable);
      DEOPT_IF(dict == nullptr || dict->ma_values != nullptr || !dk_is_unicode(dict->ma_keys) ||
                   pc->cache->index >= dict->ma_keys->dk_nentries,
               LOAD_ATTR);
      DictUnicodeEntry* entry = dk_unicode_entries(dict->ma_keys) + pc->cache->index;
      DEOPT_IF(entry->me_key != NAME(ARG >> 1), LOAD_ATTR);
      value = entry->me_value;
      DEOPT_IF(value == nullptr, LOAD_ATTR);
      goto got_attribute;
    }
    TARGET(LOAD_ATTR_SLOT) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type->tp_version_tag != pc->cache->version, LOAD_ATTR);
      value = *reinterpret_cast<Object**>(reinterpret_cast<char*>(callable) + pc->cache->index);
      DEOPT_IF(value == nullptr, LOAD_ATTR);
      goto got_attribute;
    }
    TARGET(LOAD_ATTR_MODULE) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type != &module_type, LOAD_ATTR);
      DictKeys* keys = as<DictObject>(as<ModuleObject>(callable)->md_dict)->ma_keys;
      DEOPT_IF(keys->dk_version != pc->cache->version, LOAD_ATTR);
      value = dk_unicode_entries(keys)[pc->cache->index].me_value;
      DEOPT_IF(value == nullptr, LOAD_ATTR);
      goto got_attribute;
    }
    TARGET(LOAD_ATTR_CLASS) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type != &type_type || static_cast<TypeObject*>(callable)->tp_version_tag != pc->cache->version, LOAD_ATTR);
      value = pc->cache->object;
      goto got_attribute;
    }
    TARGET(LOAD_ATTR_PROPERTY) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type->tp_version_tag != pc->cache->version, LOAD_ATTR);
      auto* getter = static_cast<FunctionObject*>(pc->cache->object);
      DEOPT_IF(getter->func_version != pc->cache->version2 || tstate.py_recursion_remaining <= 1, LOAD_ATTR);
      incref(getter);
      new_frame = frame_push(getter, nullptr, 1);
      if (UNLIKELY(new_frame == nullptr)) goto error;
      sb--;
      new_frame->localsplus[0] = callable;
      goto enter_frame;
    }
    TARGET(LOAD_ATTR_METHOD_WITH_VALUES) : {
      callable = TOP();
      TypeObject* type = callable->ob_type;
      DEOPT_IF(type->tp_version_tag != pc->cache->version || !object_inline_values(callable)->valid ||
                   type->ht_cached_keys->dk_version != pc->cache->version2,
               LOAD_ATTR);
    }
  got_method:  // of callable, whose reference becomes self's
    value = pc->cache->object;
    incref(value);
    TOP() = value;
    PUSH(callable);
    DISPATCH();
    TARGET(LOAD_ATTR_METHOD_NO_DICT) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type->tp_version_tag != pc->cache->version, LOAD_ATTR);
      goto got_method;
    }
    TARGET(LOAD_ATTR_METHOD_LAZY_DICT) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type->tp_version_tag != pc->cache->version, LOAD_ATTR);
      DEOPT_IF(*reinterpret_cast<Object**>(reinterpret_cast<char*>(callable) + static_cast<int32_t>(pc->cache->index)) != nullptr,
               LOAD_ATTR);
      goto got_method;
    }
    TARGET(LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES) : {
      callable = TOP();
      TypeObject* type = callable->ob_type;
      DEOPT_IF(type->tp_version_tag != pc->cache->version || !object_inline_values(callable)->valid ||
                   type->ht_cached_keys->dk_version != pc->cache->version2,
               LOAD_ATTR);
      value = pc->cache->object;
      goto got_attribute;
    }
    TARGET(LOAD_ATTR_NONDESCRIPTOR_NO_DICT) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type->tp_version_tag != pc->cache->version, LOAD_ATTR);
      value = pc->cache->object;
      goto got_attribute;
    }

    TARGET(STORE_ATTR) : {  // value, owner
      ADAPT_CACHE(STORE_ATTR, specialize_store_attr(TOP(), pc, NAME(ARG)));
      SAVE();
      int status = object_set_attr(PEEK(1), NAME(ARG), PEEK(2));
      REPLACE_TWO(None);
      sb--;
      if (UNLIKELY(status != 0)) goto error;
      DISPATCH();
    }
    TARGET(STORE_ATTR_INSTANCE_VALUE) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type->tp_version_tag != pc->cache->version || managed_dict(callable) != nullptr, STORE_ATTR);
      DictValues* values = object_inline_values(callable);
      DEOPT_IF(!values->valid, STORE_ATTR);
      uint32_t index = pc->cache->index;
      value = values->values[index];
      values->values[index] = PEEK(2);
      sb -= 2;
      if (value == nullptr) {
        dict_values_add_to_insertion_order(values, index);
      } else {
        DROP(value);
      }
      DROP(callable);
      TICK_IF_NEXT();
      DISPATCH();
    }
    TARGET(STORE_ATTR_WITH_HINT) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type->tp_version_tag != pc->cache->version, STORE_ATTR);
      DictObject* dict = managed_dict(callable);
      DEOPT_IF(dict == nullptr || dict->ma_values != nullptr || !dk_is_unicode(dict->ma_keys) ||
                   pc->cache->index >= dict->ma_keys->dk_nentries,
               STORE_ATTR);
      DictUnicodeEntry* entry = dk_unicode_entries(dict->ma_keys) + pc->cache->index;
      DEOPT_IF(entry->me_key != NAME(ARG) || entry->me_value == nullptr, STORE_ATTR);
      value = entry->me_value;
      entry->me_value = PEEK(2);
      if (!object_gc_is_tracked(dict) && may_be_tracked(PEEK(2))) object_gc_track(dict);
      sb -= 2;
      DROP(value);
      DROP(callable);
      DISPATCH();
    }
    TARGET(STORE_ATTR_SLOT) : {
      callable = TOP();
      DEOPT_IF(callable->ob_type->tp_version_tag != pc->cache->version, STORE_ATTR);
      Object** slot = reinterpret_cast<Object**>(reinterpret_cast<char*>(callable) + pc->cache->index);
      value = *slot;
      *slot = PEEK(2);
      sb -= 2;
      XDROP(value);
      DROP(callable);
      TICK_IF_NEXT();
      DISPATCH();
    }
    TARGET(DELETE_ATTR) : {
      SAVE();
      int status = object_del_attr(TOP(), NAME(ARG));
      value = POP();
      DROP(value);
      if (UNLIKELY(status != 0)) goto error;
      DISPATCH();
    }
    TARGET(LOAD_SUPER_ATTR) : {  // super, class, self
      bool plain = PEEK(3) == &super_type && type_check(PEEK(2));
      if ((pc->counter & 0xffff) == 0 && plain) {
        SAVE();
        int found = 0;
        bool method = ARG & 1;
        Object* self = PEEK(1);
        value = super_lookup(static_cast<TypeObject*>(PEEK(2)), self, NAME(ARG >> 2),
                             method && self->ob_type->tp_getattro == object_generic_get_attr ? &found : nullptr);
        decref(PEEK(2));  // never the last ones: a class that runs its method, a static type
        if (UNLIKELY(value == nullptr)) {
          sb -= 3;
          DROP(self);
          goto error;
        }
        PEEK(3) = value;
        sb -= 2;
        if (found) {
          PUSH(self);
        } else {
          if (method) PUSH(nullptr);
          DROP(self);
        }
        DISPATCH();
      }
      if ((pc->counter & 0xffff) != 0) pc->counter--;
      SAVE();
      value = object_vectorcall(PEEK(3), SP - 2, ARG & 2, nullptr);
      {
        Object* self = PEEK(1);
        Object* cls = PEEK(2);
        callable = PEEK(3);
        PEEK(1) = PEEK(2) = nullptr;
        DROP(callable);
        PEEK(3) = value;
        DROP(cls);
        DROP(self);
      }
      sb -= 2;
      if (UNLIKELY(value == nullptr)) {
        sb--;
        goto error;
      }
      SAVE();
      value = object_get_attr(TOP(), NAME(ARG >> 2));
      callable = TOP();
      TOP() = value;
      DROP(callable);
      if (UNLIKELY(value == nullptr)) {
        sb--;
        goto error;
      }
      if (ARG & 1) PUSH(nullptr);
      DISPATCH();
    }

    // --- Iteration ---

    TARGET(GET_ITER) : {
      SAVE();
      value = object_get_iter(TOP());
      goto replace_top;
    }
    TARGET(GET_YIELD_FROM_ITER) : {
      SAVE();
      value = get_yield_from_iter(frame, TOP());
      goto replace_top;
    }
    TARGET(FOR_ITER) : {
      ADAPT(FOR_ITER, specialize_for_iter(TOP(), pc));
      SAVE();
      value = TOP()->ob_type->tp_iternext(TOP());
      if (LIKELY(value != nullptr)) {
        PUSH(value);
        DISPATCH();
      }
      if (tstate.current_exception != nullptr) {
        if (!err_exception_matches(exc_StopIteration)) goto error;
        err_clear();
      }
      pc += ARG;
      value = POP();
      DROP(value);
      DISPATCH();
    }
    TARGET(FOR_ITER_LIST) : {
      auto* it = static_cast<ListIterObject*>(TOP());
      DEOPT_IF(it->ob_type != &list_iter_type, FOR_ITER);
      ListObject* seq = it->it_seq;
      if (LIKELY(seq != nullptr)) {
        if (LIKELY(static_cast<uint64_t>(it->it_index) < static_cast<uint64_t>(seq->ob_size))) {
          value = seq->ob_item[it->it_index++];
          incref(value);
          PUSH_OR_STORE();
          DISPATCH();
        }
        it->it_seq = nullptr;
        DROP(seq);
      }
      pc += ARG;
      value = POP();
      DROP(value);
      DISPATCH();
    }
    TARGET(FOR_ITER_TUPLE) : {
      auto* it = static_cast<TupleIterObject*>(TOP());
      DEOPT_IF(it->ob_type != &tuple_iter_type, FOR_ITER);
      TupleObject* seq = it->it_seq;
      if (LIKELY(seq != nullptr)) {
        if (LIKELY(it->it_index < seq->ob_size)) {
          value = seq->ob_item[it->it_index++];
          incref(value);
          PUSH_OR_STORE();
          DISPATCH();
        }
        it->it_seq = nullptr;
        DROP(seq);
      }
      pc += ARG;
      value = POP();
      DROP(value);
      DISPATCH();
    }
    TARGET(FOR_ITER_RANGE) : {
      auto* it = static_cast<RangeIterObject*>(TOP());
      DEOPT_IF(it->ob_type != &range_iter_type, FOR_ITER);
      if (LIKELY(it->len > 0)) {
        int64_t number = it->start;
        it->start = number + it->step;
        it->len--;
        value = is_small_int(number) ? get_small_int(number) : long_from_long(number);
        if (UNLIKELY(value == nullptr)) goto error;
        PUSH_OR_STORE();
        DISPATCH();
      }
      pc += ARG;
      value = POP();
      DROP(value);
      DISPATCH();
    }
    TARGET(FOR_ITER_GEN) : {
      auto* gen = static_cast<GenObject*>(TOP());
      DEOPT_IF(gen->ob_type != &gen_type || gen->gi_frame_state >= FRAME_EXECUTING, FOR_ITER);
      new_frame = resume_generator(gen, None);
      goto enter_generator;
    }
    TARGET(SEND) : {  // receiver, value
      value = PEEK(2);
      if ((value->ob_type == &gen_type || value->ob_type == &coro_type) &&
          static_cast<GenObject*>(value)->gi_frame_state < FRAME_EXECUTING) {
        sb--;
        new_frame = resume_generator(static_cast<GenObject*>(value), *SP);
        goto enter_generator;
      }
      SAVE();
      int status = send_to(PEEK(2), PEEK(1), &value);
      if (UNLIKELY(status == PYGEN_ERROR)) goto error;
      callable = TOP();
      TOP() = value;
      DROP(callable);
      if (status == PYGEN_RETURN) pc += ARG;
      DISPATCH();
    }
    TARGET(END_SEND) : {  // receiver, value
      value = PEEK(2);
      PEEK(2) = PEEK(1);
      sb--;
      DROP(value);
      DISPATCH();
    }
    TARGET(GET_LEN) : {
      SAVE();
      Ssize n = object_size(TOP());
      if (UNLIKELY(n < 0)) goto error;
      value = long_from_ssize_t(n);
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(GET_AITER) : {
      SAVE();
      value = get_aiter(TOP());
      goto replace_top;
    }
    TARGET(GET_ANEXT) : {
      SAVE();
      value = get_anext(TOP());
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(GET_AWAITABLE) : {
      SAVE();
      value = get_awaitable(TOP(), ARG);
      goto replace_top;
    }
    TARGET(END_ASYNC_FOR) : {  // awaitable, exception
      SAVE();
      if (err_given_exception_matches(TOP(), exc_StopAsyncIteration)) {
        REPLACE_TWO(None);
        sb--;
        DISPATCH();
      }
      err_set_raised_exception(new_ref(TOP()));
      goto exception_unwind;
    }
    TARGET(CLEANUP_THROW) : {  // sub-iterator, last value sent, exception
      SAVE();
      value = cleanup_throw(TOP());
      if (value == nullptr) goto exception_unwind;
      {
        Object *sub = PEEK(3), *last = PEEK(2), *exc = PEEK(1);
        PEEK(3) = None;
        PEEK(2) = value;
        sb--;
        DROP(sub);
        DROP(last);
        DROP(exc);
      }
      DISPATCH();
    }

    // --- with, exceptions ---

    TARGET(BEFORE_WITH) : TARGET(BEFORE_ASYNC_WITH) : {
      SAVE();
      value = before_with(TOP(), static_cast<Inst>(u & 0xff) == I_BEFORE_ASYNC_WITH, &callable);
      {
        Object* manager = TOP();
        if (UNLIKELY(value == nullptr)) {
          sb--;
          DROP(manager);
          goto error;
        }
        TOP() = callable;
        PUSH(value);
        DROP(manager);
      }
      DISPATCH();
    }
    TARGET(WITH_EXCEPT_START) : {  // exit function, lasti, ..., exception
      SAVE();
      value = with_except_start(PEEK(4), PEEK(1));
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(PUSH_EXC_INFO) : {
      ErrStackItem* info = tstate.exc_info;
      value = TOP();
      TOP() = info->exc_value != nullptr ? info->exc_value : None;
      incref(value);
      info->exc_value = value;
      PUSH(value);
      DISPATCH();
    }
    TARGET(POP_EXCEPT) : {
      ErrStackItem* info = tstate.exc_info;
      value = info->exc_value;
      callable = POP();
      info->exc_value = callable == None ? nullptr : callable;
      XDROP(value);
      DISPATCH();
    }
    TARGET(CHECK_EXC_MATCH) : {
      SAVE();
      int status = check_except_type_valid(TOP());
      if (LIKELY(status >= 0)) status = err_given_exception_matches(PEEK(2), PEEK(1));
      value = POP();
      DROP(value);
      if (UNLIKELY(status < 0)) goto error;
      PUSH(status ? True : False);
      DISPATCH();
    }
    TARGET(CHECK_EG_MATCH) : {  // exception, type -> rest, match
      SAVE();
      Object *match = nullptr, *rest = nullptr;
      int status = check_except_star_type_valid(TOP());
      if (LIKELY(status >= 0)) status = exception_group_match(PEEK(2), PEEK(1), &match, &rest);
      {
        Object *exc = PEEK(2), *type = PEEK(1);
        sb -= 2;
        if (status >= 0) {
          PUSH(rest);
          PUSH(match);
        }
        DROP(exc);
        DROP(type);
      }
      if (UNLIKELY(status < 0)) goto error;
      if (match != None) err_set_handled_exception(match);
      DISPATCH();
    }
    TARGET(RAISE_VARARGS) : {
      callable = ARG == 2 ? POP() : nullptr;
      value = ARG >= 1 ? POP() : nullptr;
      SAVE();
      if (do_raise(value, callable)) goto exception_unwind;
      goto error;
    }
    TARGET(RERAISE) : {
      SAVE();
      if (ARG) set_reraise_position(frame, SP[-1 - static_cast<int>(ARG)]);
      err_set_raised_exception(new_ref(TOP()));
      goto exception_unwind;
    }

    // --- Functions, classes, imports, matching ---

    TARGET(LOAD_ASSERTION_ERROR) : {
      PUSH(static_cast<Object*>(exc_AssertionError));
      DISPATCH();
    }
    TARGET(LOAD_BUILD_CLASS) : {
      SAVE();
      value = load_build_class(frame);
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(SETUP_ANNOTATIONS) : {
      SAVE();
      if (UNLIKELY(setup_annotations(frame) < 0)) goto error;
      DISPATCH();
    }
    TARGET(MAKE_FUNCTION) : {
      SAVE();
      value = function_new(TOP(), frame->f_globals);
      if (LIKELY(value != nullptr)) {
        function_set_version(static_cast<FunctionObject*>(value), static_cast<CodeObject*>(TOP())->co_version);
      }
      goto replace_top;
    }
    TARGET(SET_FUNCTION_ATTRIBUTE) : {  // attribute, function
      auto* made = static_cast<FunctionObject*>(TOP());
      value = PEEK(2);
      sb--;
      TOP() = made;
      switch (ARG) {
        case 1: made->func_defaults = value; break;
        case 2: made->func_kwdefaults = value; break;
        case 4: made->func_annotations = value; break;
        default: made->func_closure = value; break;
      }
      DISPATCH();
    }
    TARGET(IMPORT_NAME) : {  // level, fromlist
      SAVE();
      value = import_name(frame->f_globals, frame_builtins(frame), frame->f_locals, NAME(ARG), PEEK(1), PEEK(2));
      goto replace_two;
    }
    TARGET(IMPORT_FROM) : {
      SAVE();
      value = import_from(TOP(), NAME(ARG));
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(MATCH_MAPPING) : {
      PUSH(type_has_feature(TOP()->ob_type, TPFLAGS_MAPPING) ? True : False);
      DISPATCH();
    }
    TARGET(MATCH_SEQUENCE) : {
      PUSH(type_has_feature(TOP()->ob_type, TPFLAGS_SEQUENCE) ? True : False);
      DISPATCH();
    }
    TARGET(MATCH_KEYS) : {
      SAVE();
      value = match_keys(PEEK(2), PEEK(1));
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(MATCH_CLASS) : {  // subject, type, names
      SAVE();
      value = match_class(PEEK(3), PEEK(2), ARG, PEEK(1));
      if (value == nullptr) {
        if (tstate.current_exception == nullptr) value = None;
      }
      nargs = 3;
      goto drop_operands;
    }
    TARGET(CALL_INTRINSIC_1) : {
      SAVE();
      value = call_intrinsic_1(frame, ARG, TOP());
      goto replace_top;
    }
    TARGET(CALL_INTRINSIC_2) : {
      SAVE();
      value = call_intrinsic_2(ARG, PEEK(2), PEEK(1));
      goto replace_two;
    }

    // --- Calls: callable, self or null, arguments ---

    TARGET(CALL) : {
      ADAPT_CACHE(CALL, specialize_call(SP - ARG - 2, ARG, pc));
      nargs = ARG;
      args = SP - nargs;
      callable = args[-2];
      if (args[-1] != nullptr) {
        args--;
        nargs++;
      } else if (callable->ob_type == &method_type) {
        args--;
        nargs++;
        args[0] = new_ref(method_self(callable));
        args[-1] = new_ref(method_function(callable));
        value = callable;
        callable = args[-1];
        DROP(value);
      }
      if (callable->ob_type == &function_type && static_cast<FunctionObject*>(callable)->vectorcall == function_vectorcall) {
        goto call_python;
      }
      goto call_other;
    }
    // A Python function with nargs arguments at args; all are stolen.
  call_python: {
    Object** base = SP - ARG - 2;
    code = static_cast<CodeObject*>(static_cast<FunctionObject*>(callable)->func_code);
    Object* locals = nullptr;
    if (UNLIKELY(!(code->co_flags & lang::CO_OPTIMIZED))) locals = new_ref(static_cast<FunctionObject*>(callable)->func_globals);
    frame->instr_ptr = pc + 1;
    frame->stackpointer = base;
    new_frame = eval_frame_push_and_init(static_cast<FunctionObject*>(callable), locals, args, nargs, nullptr);
    sb = base - kBias;
    if (UNLIKELY(new_frame == nullptr)) goto error;
  }
  enter_frame:
    SAVE();
    new_frame->previous = frame;
    frame = new_frame;
    tstate.current_frame = frame;
    goto start_frame;
  enter_generator:
    SAVE();
    new_frame->previous = frame;
    frame = new_frame;
    tstate.current_frame = frame;
    if (frame->site != kNoSite) current_site = frame->site;
    goto start_frame;
  call_other:
    SAVE();
    value = object_vectorcall(callable, args, nargs | kVectorcallArgumentsOffset, nullptr);
  call_result:  // of callable and nargs arguments at args, all still to be dropped
    DROP(callable);
    for (uint32_t i = 0; i < nargs; i++) DROP(args[i]);
    sb -= ARG + 2;
    if (UNLIKELY(value == nullptr)) goto error;
    PUSH(value);
    CHECK_EVAL_BREAKER();
    DISPATCH();

    TARGET(CALL_PY_EXACT_ARGS) : {
      args = SP - ARG;
      func = static_cast<FunctionObject*>(args[-2]);
      DEOPT_IF(func->ob_type != &function_type || func->func_version != pc->cache->version, CALL);
      code = static_cast<CodeObject*>(func->func_code);
      nargs = ARG;
      if (args[-1] != nullptr) {
        args--;
        nargs++;
      }
      DEOPT_IF(static_cast<uint32_t>(code->co_argcount) != nargs || tstate.py_recursion_remaining <= 1, CALL);
    push_exact:
      new_frame = data_stack_push(static_cast<size_t>(code->co_nlocalsplus + code->co_stacksize));
      if (UNLIKELY(new_frame == nullptr)) goto error;
      frame_initialize(new_frame, func, nullptr, code, static_cast<int>(nargs));
      for (uint32_t i = 0; i < nargs; i++) new_frame->localsplus[i] = args[i];
      sb -= ARG + 2;
      goto enter_frame;
    TARGET(CALL_BOUND_METHOD_EXACT_ARGS) :
      args = SP - ARG - 1;
      callable = args[-1];
      DEOPT_IF(callable->ob_type != &method_type || args[0] != nullptr, CALL);
      func = static_cast<FunctionObject*>(method_function(callable));
      DEOPT_IF(func->ob_type != &function_type || func->func_version != pc->cache->version, CALL);
      code = static_cast<CodeObject*>(func->func_code);
      nargs = ARG + 1;
      DEOPT_IF(static_cast<uint32_t>(code->co_argcount) != nargs || tstate.py_recursion_remaining <= 1, CALL);
      args[0] = new_ref(method_self(callable));
      incref(func);
      args[-1] = func;
      DROP(callable);
      goto push_exact;
    }
    TARGET(CALL_PY_GENERAL) : {
      args = SP - ARG;
      nargs = ARG;
      callable = args[-2];
      DEOPT_IF(callable->ob_type != &function_type || static_cast<FunctionObject*>(callable)->func_version != pc->cache->version, CALL);
      if (args[-1] != nullptr) {
        args--;
        nargs++;
      }
      goto call_python;
    }
    TARGET(CALL_BOUND_METHOD_GENERAL) : {
      args = SP - ARG - 1;
      value = args[-1];
      DEOPT_IF(value->ob_type != &method_type || args[0] != nullptr, CALL);
      callable = method_function(value);
      DEOPT_IF(callable->ob_type != &function_type || static_cast<FunctionObject*>(callable)->func_version != pc->cache->version, CALL);
      nargs = ARG + 1;
      args[0] = new_ref(method_self(value));
      args[-1] = new_ref(callable);
      DROP(value);
      goto call_python;
    }
    TARGET(CALL_ALLOC_AND_ENTER_INIT) : {
      args = SP - ARG;
      callable = args[-2];
      DEOPT_IF(args[-1] != nullptr || !type_check(callable), CALL);
      auto* type = static_cast<TypeObject*>(callable);
      DEOPT_IF(type->tp_version_tag != pc->cache->version, CALL);
      auto* init = static_cast<FunctionObject*>(type->spec_init);
      DEOPT_IF(init == nullptr, CALL);
      code = static_cast<CodeObject*>(init->func_code);
      DEOPT_IF(static_cast<uint32_t>(code->co_argcount) != ARG + 1 || !function_is_simple(code) ||
                   tstate.py_recursion_remaining <= 2,
               CALL);
      SAVE();
      Object* self = type->tp_alloc(type, 0);
      if (UNLIKELY(self == nullptr)) goto error;
      // The instance waits in a frame of its own, where EXIT_INIT makes it the result of the call.
      InterpreterFrame* shim = data_stack_push(2);
      if (UNLIKELY(shim == nullptr)) {
        decref(self);
        goto error;
      }
      shim->f_executable = nullptr;
      shim->f_funcobj = nullptr;
      shim->f_globals = shim->f_locals = nullptr;
      shim->frame_obj = nullptr;
      shim->instr_ptr = init_shim_code + 1;
      shim->site = frame->site;
      shim->owner = FRAME_INIT_SHIM;
      shim->localsplus[0] = self;
      shim->stackpointer = shim->localsplus + 1;
      shim->previous = frame;
      incref(init);
      new_frame = frame_push(init, nullptr, static_cast<int>(ARG) + 1);
      if (UNLIKELY(new_frame == nullptr)) {
        data_stack_pop(shim);
        decref(self);
        goto error;
      }
      incref(self);
      new_frame->localsplus[0] = self;
      for (uint32_t i = 0; i < ARG; i++) new_frame->localsplus[i + 1] = args[i];
      sb -= ARG + 2;
      SAVE();
      tstate.py_recursion_remaining--;
      tstate.current_frame = shim;
      frame = shim;
      decref(callable);  // its new instance holds it
      new_frame->previous = shim;
      frame = new_frame;
      tstate.current_frame = frame;
      goto start_frame;
    }
    TARGET(CALL_BUILTIN_CLASS) : {
      args = SP - ARG;
      nargs = ARG;
      callable = args[-2];
      DEOPT_IF(!type_check(callable), CALL);
      auto* type = static_cast<TypeObject*>(callable);
      DEOPT_IF(type->tp_vectorcall == nullptr, CALL);
      if (args[-1] != nullptr) {
        args--;
        nargs++;
      }
      SAVE();
      value = type->tp_vectorcall(type, args, nargs, nullptr);
      goto call_result_args_first;
    }
    TARGET(CALL_BUILTIN_O) : {
      args = SP - ARG;
      nargs = ARG;
      callable = args[-2];
      if (args[-1] != nullptr) {
        args--;
        nargs++;
      }
      DEOPT_IF(nargs != 1 || callable->ob_type != &cfunction_type, CALL);
      const MethodDef* def = as<CFunctionObject>(callable)->m_ml;
      DEOPT_IF(def->ml_flags != METH_O || tstate.c_recursion_remaining <= 0, CALL);
      SAVE();
      tstate.c_recursion_remaining--;
      value = def->ml_meth.o(as<CFunctionObject>(callable)->m_self, args[0]);
      tstate.c_recursion_remaining++;
    }
  call_result_args_first:
    for (uint32_t i = 0; i < nargs; i++) DROP(args[i]);
    DROP(callable);
    sb -= ARG + 2;
    if (UNLIKELY(value == nullptr)) goto error;
    PUSH(value);
    CHECK_EVAL_BREAKER();
    DISPATCH();
    TARGET(CALL_BUILTIN_FAST) : {
      args = SP - ARG;
      nargs = ARG;
      callable = args[-2];
      DEOPT_IF(callable->ob_type != &cfunction_type, CALL);
      const MethodDef* def = as<CFunctionObject>(callable)->m_ml;
      DEOPT_IF(def->ml_flags != METH_FASTCALL, CALL);
      if (args[-1] != nullptr) {
        args--;
        nargs++;
      }
      SAVE();
      value = def->ml_meth.fast(as<CFunctionObject>(callable)->m_self, args, nargs);
      goto call_result_args_first;
    }
    TARGET(CALL_BUILTIN_FAST_WITH_KEYWORDS) : {
      args = SP - ARG;
      nargs = ARG;
      callable = args[-2];
      DEOPT_IF(callable->ob_type != &cfunction_type, CALL);
      const MethodDef* def = as<CFunctionObject>(callable)->m_ml;
      DEOPT_IF(def->ml_flags != (METH_FASTCALL | METH_KEYWORDS), CALL);
      if (args[-1] != nullptr) {
        args--;
        nargs++;
      }
      SAVE();
      value = def->ml_meth.fast_keywords(as<CFunctionObject>(callable)->m_self, args, nargs, nullptr);
      goto call_result_args_first;
    }
// For unbound methods of builtin types: self is the first argument.
#define METHOD_DESCRIPTOR(flags)                                                                 \
  args = SP - ARG;                                                                               \
  nargs = ARG;                                                                                   \
  callable = args[-2];                                                                           \
  DEOPT_IF(callable->ob_type != &method_descr_type, CALL);                                       \
  if (args[-1] != nullptr) {                                                                     \
    args--;                                                                                      \
    nargs++;                                                                                     \
  }                                                                                              \
  const MethodDef* def = as<MethodDescrObject>(callable)->d_method;                              \
  DEOPT_IF(def->ml_flags != (flags) || nargs == 0 ||                                             \
               args[0]->ob_type != as<MethodDescrObject>(callable)->d_type,                      \
           CALL)
    TARGET(CALL_METHOD_DESCRIPTOR_O) : {
      METHOD_DESCRIPTOR(METH_O);
      DEOPT_IF(nargs != 2 || tstate.c_recursion_remaining <= 0, CALL);
      SAVE();
      tstate.c_recursion_remaining--;
      value = def->ml_meth.o(args[0], args[1]);
      tstate.c_recursion_remaining++;
      goto call_result_args_first;
    }
    TARGET(CALL_METHOD_DESCRIPTOR_NOARGS) : {
      METHOD_DESCRIPTOR(METH_NOARGS);
      DEOPT_IF(nargs != 1 || tstate.c_recursion_remaining <= 0, CALL);
      SAVE();
      tstate.c_recursion_remaining--;
      value = def->ml_meth.noargs(args[0]);
      tstate.c_recursion_remaining++;
      goto call_result_args_first;
    }
    TARGET(CALL_METHOD_DESCRIPTOR_FAST) : {
      METHOD_DESCRIPTOR(METH_FASTCALL);
      SAVE();
      value = def->ml_meth.fast(args[0], args + 1, nargs - 1);
      goto call_result_args_first;
    }
    TARGET(CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS) : {
      METHOD_DESCRIPTOR(METH_FASTCALL | METH_KEYWORDS);
      SAVE();
      value = def->ml_meth.fast_keywords(args[0], args + 1, nargs - 1, nullptr);
      goto call_result_args_first;
    }
#undef METHOD_DESCRIPTOR
    TARGET(CALL_NON_PY_GENERAL) : {
      args = SP - ARG;
      nargs = ARG;
      callable = args[-2];
      DEOPT_IF(callable->ob_type == &function_type || (callable->ob_type == &method_type && args[-1] == nullptr), CALL);
      if (args[-1] != nullptr) {
        args--;
        nargs++;
      }
      goto call_other;
    }
    TARGET(CALL_LEN) : {  // no look at the eval breaker here, nor in the next three: as CPython
      DEOPT_IF(ARG != 1 || PEEK(2) != nullptr || PEEK(3) != pc->cache->object, CALL);
      SAVE();
      Ssize n = object_size(PEEK(1));
      value = UNLIKELY(n < 0) ? nullptr : long_from_ssize_t(n);
      goto call_result_two;
    }
    TARGET(CALL_ISINSTANCE) : {
      args = SP - ARG;
      nargs = ARG;
      callable = args[-2];
      if (args[-1] != nullptr) {
        args--;
        nargs++;
      }
      DEOPT_IF(nargs != 2 || callable != pc->cache->object, CALL);
      SAVE();
      int status = object_is_instance(args[0], args[1]);
      value = status < 0 ? nullptr : status ? True : False;
      DROP(args[0]);
      DROP(args[1]);
      DROP(callable);
      sb -= ARG + 2;
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      DISPATCH();
    }
    TARGET(CALL_LIST_APPEND) : {  // with the POP_TOP that follows
      callable = PEEK(3);
      Object* list = PEEK(2);
      DEOPT_IF(callable != pc->cache->object || list == nullptr || !list_check(list), CALL);
      pc++;
      value = PEEK(1);
      sb -= 3;
      int status = list_append_take_ref(as<ListObject>(list), value);
      DROP(list);
      DROP(callable);
      if (UNLIKELY(status < 0)) goto error;
      TICK_IF_NEXT();
      DISPATCH();
    }
    TARGET(CALL_TYPE_1) : {
      DEOPT_IF(PEEK(2) != nullptr || PEEK(3) != &type_type, CALL);
      value = PEEK(1);
      sb -= 2;
      TOP() = new_ref(static_cast<Object*>(value->ob_type));
      DROP(value);
      DISPATCH();
    }
    TARGET(CALL_STR_1) : {
      DEOPT_IF(PEEK(2) != nullptr || PEEK(3) != &unicode_type, CALL);
      SAVE();
      value = object_str(PEEK(1));
      goto call_class_1;
    }
    TARGET(CALL_TUPLE_1) : {
      DEOPT_IF(PEEK(2) != nullptr || PEEK(3) != &tuple_type, CALL);
      SAVE();
      value = sequence_tuple(PEEK(1));
    }
  call_class_1:
    callable = PEEK(1);
    sb -= 2;
    TOP() = value;
    DROP(callable);
    if (UNLIKELY(value == nullptr)) {
      sb--;
      goto error;
    }
    CHECK_EVAL_BREAKER();
    DISPATCH();
  call_result_two:  // a builtin function and one argument
    callable = PEEK(3);
    args = SP - 1;
    sb -= 2;
    TOP() = value;
    DROP(callable);
    callable = *args;
    DROP(callable);
    if (UNLIKELY(value == nullptr)) {
      sb--;
      goto error;
    }
    DISPATCH();

    TARGET(CALL_KW) : {  // callable, self or null, arguments, names
      nargs = ARG;
      args = SP - 1 - nargs;
      callable = args[-2];
      Object* kwnames = TOP();
      if (args[-1] != nullptr) {
        args--;
        nargs++;
      } else if (callable->ob_type == &method_type) {
        args--;
        nargs++;
        args[0] = new_ref(method_self(callable));
        args[-1] = new_ref(method_function(callable));
        value = callable;
        callable = args[-1];
        DROP(value);
      }
      uint32_t positional = nargs - static_cast<uint32_t>(tuple_size(kwnames));
      if (callable->ob_type == &function_type && static_cast<FunctionObject*>(callable)->vectorcall == function_vectorcall) {
        code = static_cast<CodeObject*>(static_cast<FunctionObject*>(callable)->func_code);
        Object* locals = nullptr;
        if (!(code->co_flags & lang::CO_OPTIMIZED)) locals = new_ref(static_cast<FunctionObject*>(callable)->func_globals);
        sb -= ARG + 3;
        SAVE();
        new_frame = eval_frame_push_and_init(static_cast<FunctionObject*>(callable), locals, args, positional, kwnames);
        DROP(kwnames);
        if (UNLIKELY(new_frame == nullptr)) goto error;
        goto enter_frame;
      }
      SAVE();
      value = object_vectorcall(callable, args, positional | kVectorcallArgumentsOffset, kwnames);
      sb--;
      DROP(kwnames);
      goto call_result;
    }
    TARGET(CALL_FUNCTION_EX) : {  // function, null, arguments[, keywords]
      nargs = ARG & 1;
      args = SP - nargs - 3;
      callable = args[0];
      SAVE();
      if (!tuple_check_exact(args[2])) {
        value = call_args_tuple(callable, args[2]);
        if (UNLIKELY(value == nullptr)) goto error;
        Object* old = args[2];
        args[2] = value;
        DROP(old);
      }
      if (callable->ob_type == &function_type && static_cast<FunctionObject*>(callable)->vectorcall == function_vectorcall) {
        sb = args - kBias;
        SAVE();
        new_frame = eval_frame_push_and_init_ex(static_cast<FunctionObject*>(callable), args[2], nargs ? args[3] : nullptr);
        if (UNLIKELY(new_frame == nullptr)) goto error;
        goto enter_frame;
      }
      value = object_call(callable, args[2], nargs ? args[3] : nullptr);
      {
        Object* call_args = args[2];
        Object* kwargs = nargs ? args[3] : nullptr;
        sb = args - kBias;
        DROP(callable);
        DROP(call_args);
        XDROP(kwargs);
      }
      if (UNLIKELY(value == nullptr)) goto error;
      PUSH(value);
      CHECK_EVAL_BREAKER();
      DISPATCH();
    }
#ifndef USE_COMPUTED_GOTO
    default:
      __builtin_unreachable();
#endif
  }

  // --- Shared ends of instructions ---

replace_top:  // value (or null) in place of the operand on top
  callable = TOP();
  TOP() = value;
  DROP(callable);
  if (UNLIKELY(value == nullptr)) {
    sb--;
    goto error;
  }
  DISPATCH();

replace_two:  // value (or null) in place of two operands
  callable = PEEK(2);
  PEEK(2) = value;
  DROP(callable);
  sb--;
  callable = *SP;
  DROP(callable);
  if (UNLIKELY(value == nullptr)) {
    sb--;
    goto error;
  }
  DISPATCH();

drop_operands:  // value (or null) in place of nargs operands
  sb -= nargs;
  for (uint32_t i = 0; i < nargs; i++) DROP(SP[i]);
  if (UNLIKELY(value == nullptr)) goto error;
  PUSH(value);
  DISPATCH();

tick_slow:
  SAVE();
  switch (tick_reached(frame)) {
    case TickAnswer::kGoOn:
      DISPATCH();
    case TickAnswer::kPause:
      return &paused_object;
    case TickAnswer::kStop:
      goto error;
  }

error:
  SAVE();
  add_traceback(frame);
exception_unwind:
  frame->stackpointer = SP;
  pc = unwind_to_handler(frame, pc + 1);
  if (pc != nullptr) {
    pc--;
    sb = frame->stackpointer - kBias;
    DISPATCH();
  }
exit_unwind:
  tstate.py_recursion_remaining++;
  new_frame = frame;
  frame = frame->previous;
  tstate.current_frame = frame;
  current_site = frame->site;
  eval_frame_clear_and_pop(new_frame);
  if (frame->owner == FRAME_OWNED_BY_CSTACK) {
    tstate.current_frame = frame->previous;
    return nullptr;
  }
  if (UNLIKELY(frame->owner == FRAME_INIT_SHIM)) goto exit_unwind;
resume_with_error:
  pc = frame->instr_ptr - 1;
  sb = frame->stackpointer - kBias;
  goto error;
}

// What the machine runs in slices.
struct MainRun {
  InterpreterFrame mark;  // below its frames
  Object* mark_slots[2];  // room behind mark.localsplus
  InterpreterFrame* first;  // not started yet
  bool active;              // the loop that vm_run called is live
};
MainRun main_run;
bool stopping;

void set_mark(InterpreterFrame* mark) {
  mark->f_executable = nullptr;
  mark->f_funcobj = nullptr;
  mark->f_globals = mark->f_locals = nullptr;
  mark->frame_obj = nullptr;
  mark->instr_ptr = exit_code + 1;
  mark->stackpointer = mark->localsplus;
  mark->site = current_site;
  mark->owner = FRAME_OWNED_BY_CSTACK;
  mark->previous = tstate.current_frame;
}

}  // namespace

uint64_t tick_mark;
void (*vm_nested_tick_hook)();

Object* eval_frame(InterpreterFrame* frame, bool throwflag) {
  if (enter_recursive_call("") < 0) {
    // The frame ends before it began.
    eval_frame_clear_and_pop(frame);
    return nullptr;
  }
  InterpreterFrame mark;
  set_mark(&mark);
  frame->previous = &mark;
  tstate.current_frame = frame;
  tstate.eval_depth++;
  if (!throwflag && UNLIKELY(tstate.py_recursion_remaining-- <= 0) && check_recursive_call_py() < 0) {
    tstate.py_recursion_remaining++;
    tstate.current_frame = mark.previous;
    eval_frame_clear_and_pop(frame);
    tstate.eval_depth--;
    leave_recursive_call();
    return nullptr;
  }
  if (frame->site != kNoSite) current_site = frame->site;
  Object* result = run_loop(frame, throwflag);
  current_site = mark.site;
  tstate.eval_depth--;
  leave_recursive_call();
  return result;
}

// --- The main program ---

bool vm_start(CodeObject* code, Object* globals, Object* locals) {
  Object* func = function_new(code, globals);
  if (func == nullptr) return false;
  incref(locals);
  InterpreterFrame* frame = frame_push(static_cast<FunctionObject*>(func), locals, 0);
  if (frame == nullptr) return false;
  set_mark(&main_run.mark);
  frame->previous = &main_run.mark;
  tstate.current_frame = frame;
  tstate.py_recursion_remaining--;
  main_run.first = frame;
  return true;
}

EvalStatus vm_run(uint64_t until_tick, Object** result) {
  *result = nullptr;
  tick_mark = until_tick;
  tstate.eval_depth++;
  main_run.active = true;
  Object* value = run_loop(tstate.current_frame, false);
  main_run.active = false;
  tstate.eval_depth--;
  tick_mark = UINT64_MAX;
  tstate.tick = current_tick;
  if (value == &paused_object) return EvalStatus::kPaused;
  main_run.first = nullptr;
  if (stopping) return EvalStatus::kStopped;
  *result = value;
  return value != nullptr ? EvalStatus::kFinished : EvalStatus::kRaised;
}

NOINLINE TickAnswer tick_reached(InterpreterFrame* frame) {
  static_cast<void>(frame);
  tstate.tick = current_tick;
  if (tstate.eval_breaker & kStopRequested) {
    return eval_handle_pending() < 0 ? TickAnswer::kStop : TickAnswer::kGoOn;
  }
  if (main_run.active && tstate.eval_depth == 1) return TickAnswer::kPause;
  if (vm_nested_tick_hook) vm_nested_tick_hook();
  return TickAnswer::kGoOn;
}

void vm_request_stop() {
  tstate.eval_breaker |= kStopRequested;
  tick_mark = 0;
}
bool vm_stopping() { return stopping; }

int eval_handle_pending() {
  if (tstate.eval_breaker & kStopRequested) {
    // An exception that no handler may see: unwind_to_handler looks at `stopping`.
    stopping = true;
    if (!err_occurred()) err_set_none(exc_KeyboardInterrupt);
    return -1;
  }
  if (tstate.eval_breaker & kGcScheduled) gc_run_scheduled();
  tstate.eval_breaker &= ~static_cast<uint32_t>(kBudgetSpent);
  return 0;
}

int check_recursive_call_py() {
  if (tstate.recursion_headroom) return 0;
  tstate.recursion_headroom++;
  err_set_string(exc_RecursionError, "maximum recursion depth exceeded");
  tstate.recursion_headroom--;
  return -1;
}

void vm_init() {
  exec_code_init();
  data_stack_init();
  genobject_init();
  specialize_init();
  main_run = {};
  stopping = false;
  tick_mark = UINT64_MAX;
  vm_nested_tick_hook = nullptr;
  paused_object.ob_refcnt = kImmortalRefcnt;
}

}  // namespace py
