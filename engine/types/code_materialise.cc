// From the compiler's output to objects: constants and code.
// CPython 3.13: makecode in Python/assemble.c; constants are made by the parser there
//
// One ConstValue gives one object in a whole unit, so that `is` between equal literals comes out
// right.
#include <string>
#include <unordered_map>

#include "lang/const_value.h"
#include "object/abstract.h"  // sequence_tuple
#include "object/errors.h"
#include "types/boolobject.h"
#include "types/bytesobject.h"
#include "types/code_internal.h"
#include "types/complexobject.h"
#include "types/floatobject.h"
#include "types/longobject.h"
#include "types/setobject.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {

struct ConstantTable::Impl {
  std::unordered_map<const lang::ConstValue*, Object*> objects;  // owned
};

ConstantTable::ConstantTable() : impl_(new Impl) {}
ConstantTable::~ConstantTable() {
  for (auto& entry : impl_->objects) decref(entry.second);
  delete impl_;
}

static Object* str_from_wtf8(std::string_view text) {
  return unicode_decode_utf8(text.data(), static_cast<Ssize>(text.size()), "surrogatepass");
}

static Object* bytes_from_view(const void* data, size_t size) {
  return bytes_from_string_and_size(static_cast<const char*>(data), static_cast<Ssize>(size));
}

// The items of a tuple or frozenset constant as a new tuple.
static Object* tuple_of_constants(const lang::ConstValue* value, ConstantTable* table) {
  auto n = static_cast<Ssize>(value->items.size());
  Object* tuple = tuple_new(n);
  for (Ssize i = 0; tuple != nullptr && i < n; i++) {
    Object* item = table->constant(value->items.begin()[i]);
    if (item == nullptr) {
      clear_ref(tuple);
    } else {
      tuple_init_item(tuple, i, new_ref(item));
    }
  }
  return tuple;
}

// A new reference.
static Object* make_constant(const lang::ConstValue* value, ConstantTable* table) {
  using lang::ConstKind;
  switch (value->kind) {
    case ConstKind::kNone:
      return None;
    case ConstKind::kTrue:
      return True;
    case ConstKind::kFalse:
      return False;
    case ConstKind::kEllipsis:
      return Ellipsis;
    case ConstKind::kInt:
      if (value->fits_int64) return long_from_long(value->small);
      return long_from_digits(value->negative, value->digits.begin(),
                              static_cast<Ssize>(value->digits.size()));
    case ConstKind::kFloat:
      return float_from_double(value->real);
    case ConstKind::kComplex:
      return complex_from_doubles(value->real, value->imag);
    case ConstKind::kStr:
      return str_from_wtf8(value->text);
    case ConstKind::kBytes:
      return bytes_from_view(value->text.data(), value->text.size());
    case ConstKind::kTuple:
      return tuple_of_constants(value, table);
    case ConstKind::kFrozenSet: {
      // Merging constants makes it anew from its own order, which decides the order of iteration.
      Object* set = nullptr;
      Object* tuple = tuple_of_constants(value, table);
      for (int round = 0; tuple != nullptr && round < 2; round++) {
        Object* made = frozenset_new(tuple);
        set_ref(set, made);
        decref(tuple);
        tuple = made && round == 0 ? sequence_tuple(made) : nullptr;
      }
      return set;
    }
  }
  return err_format(exc_SystemError, "unknown constant");
}

Object* ConstantTable::constant(const lang::ConstValue* value) {
  auto found = impl_->objects.find(value);
  if (found != impl_->objects.end()) return found->second;
  Object* o = make_constant(value, this);
  if (o == nullptr) return nullptr;
  impl_->objects.emplace(value, o);
  return o;
}

void ConstantTable::replace(const lang::ConstValue* value, Object* o) {
  Object*& slot = impl_->objects[value];
  if (slot != o) set_ref(slot, new_ref(o));
}

namespace {

// The parts of one code object: owned until the code object has them.
struct CodeParts {
  Object *filename = nullptr, *name = nullptr, *qualname = nullptr, *consts = nullptr,
         *names = nullptr, *localsplusnames = nullptr, *localspluskinds = nullptr,
         *linetable = nullptr, *exceptiontable = nullptr;

  CodeParts() = default;
  CodeParts(const CodeParts&) = delete;
  CodeParts& operator=(const CodeParts&) = delete;
  ~CodeParts() {
    for (Object* o : {filename, name, qualname, consts, names, localsplusnames, localspluskinds,
                      linetable, exceptiontable}) {
      xdecref(o);
    }
  }
  bool complete() const {
    return filename && name && qualname && consts && names && localsplusnames && localspluskinds &&
           linetable && exceptiontable;
  }
};

Object* tuple_of_names(const std::vector<std::string_view>& names) {
  Object* tuple = tuple_new(static_cast<Ssize>(names.size()));
  for (size_t i = 0; tuple != nullptr && i < names.size(); i++) {
    Object* name = str_from_wtf8(names[i]);
    if (name == nullptr) {
      clear_ref(tuple);
    } else {
      unicode_intern_immortal(&name);
      tuple_init_item(tuple, static_cast<Ssize>(i), name);
    }
  }
  return tuple;
}

Object* tuple_of_consts(const lang::CodeSpec& spec, ConstantTable& constants) {
  Object* tuple = tuple_new(static_cast<Ssize>(spec.consts.size()));
  for (size_t i = 0; tuple != nullptr && i < spec.consts.size(); i++) {
    const lang::ConstRef& ref = spec.consts[i];
    Object* o =
        ref.code ? code_from_spec(*ref.code, constants) : xnew_ref(constants.constant(ref.value));
    if (o == nullptr) {
      clear_ref(tuple);
    } else {
      tuple_init_item(tuple, static_cast<Ssize>(i), o);
    }
  }
  return tuple;
}

}  // namespace

CodeObject* code_from_spec(const lang::CodeSpec& spec, ConstantTable& constants) {
  CodeParts p;
  p.consts = tuple_of_consts(spec, constants);
  if (p.consts == nullptr) return nullptr;
  p.names = tuple_of_names(spec.names);
  p.localsplusnames = tuple_of_names(spec.localsplusnames);
  p.filename = str_from_wtf8(spec.filename);
  p.name = str_from_wtf8(spec.name);
  p.qualname = str_from_wtf8(spec.qualname);
  p.localspluskinds = bytes_from_view(spec.localspluskinds.data(), spec.localspluskinds.size());
  p.linetable = bytes_from_view(spec.linetable.data(), spec.linetable.size());
  p.exceptiontable = bytes_from_view(spec.exceptiontable.data(), spec.exceptiontable.size());
  if (!p.complete()) return nullptr;
  CodeConstructor con = {.filename = p.filename,
                         .name = p.name,
                         .qualname = p.qualname,
                         .flags = static_cast<int>(spec.flags),
                         .code = spec.code.data(),
                         .code_size = static_cast<Ssize>(spec.code.size()),
                         .firstlineno = spec.firstlineno,
                         .linetable = p.linetable,
                         .consts = p.consts,
                         .names = p.names,
                         .localsplusnames = p.localsplusnames,
                         .localspluskinds = p.localspluskinds,
                         .argcount = spec.argcount,
                         .posonlyargcount = spec.posonlyargcount,
                         .kwonlyargcount = spec.kwonlyargcount,
                         .stacksize = spec.stacksize,
                         .exceptiontable = p.exceptiontable};
  CodeObject* code = code_new(&con);
  if (code == nullptr) return nullptr;
  // Interning may have replaced constants by equal objects: the rest of the unit shares those.
  for (size_t i = 0; i < spec.consts.size(); i++) {
    if (spec.consts[i].value != nullptr) {
      constants.replace(spec.consts[i].value, tuple_item(code->co_consts, static_cast<Ssize>(i)));
    }
  }
  return code;
}

CodeObject* code_from_unit(const lang::CodeUnit& unit, std::vector<Object*>* arena) {
  ConstantTable constants;
  CodeObject* code = code_from_spec(*unit.top, constants);
  if (code == nullptr || arena == nullptr) return code;
  for (const lang::ConstValue* value : unit.arena_constants) {
    Object* o = constants.constant(value);
    if (o == nullptr) {
      for (Object* taken : *arena) decref(taken);
      arena->clear();
      decref(static_cast<Object*>(code));
      return nullptr;
    }
    arena->push_back(new_ref(o));
  }
  return code;
}

}  // namespace py
