// Classes made and changed from C++: layout, lookup, versions, slots.
#include "types/typeobject.h"

#include <doctest/doctest.h>

#include "object/abstract.h"
#include "object/call.h"
#include "object/identifiers.h"
#include "object/object_alloc.h"
#include "object/weakrefobject.h"
#include "types/boolobject.h"
#include "types/dictobject.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/object_support.h"
#include "types/tupleobject.h"

using namespace py;

namespace {

// type(name, bases, {"__slots__": slots}) with slots null for none. New reference.
TypeObject* make_class(const char* name, std::initializer_list<TypeObject*> bases,
                       Object* slots = nullptr) {
  Object* tuple = tuple_new(static_cast<Ssize>(bases.size()));
  Ssize i = 0;
  for (TypeObject* base : bases) tuple_init_item(tuple, i++, new_ref<Object>(base));
  Object* dict = dict_new();
  if (slots != nullptr) dict_set_item_string(dict, "__slots__", slots);
  TypeObject* type = type_from_parts(name, tuple, dict);
  decref(tuple);
  decref(dict);
  return type;
}

Object* slot_names(std::initializer_list<const char*> names) {
  Object* list = list_new(0);
  for (const char* name : names) {
    Object* str = unicode_from_string(name);
    list_append(list, str);
    decref(str);
  }
  return list;
}

}  // namespace

TEST_SUITE_BEGIN("types/typeobject");

TEST_CASE("type_new: a plain class has a managed dict, weak references and inline values") {
  REQUIRE(fresh_interpreter());
  TypeObject* type = make_class("m.C", {});
  REQUIRE(type != nullptr);
  CHECK(type->tp_basicsize == 16);
  CHECK(type_shown_dictoffset(type) == -1);
  CHECK(type_shown_weaklistoffset(type) == -32);
  CHECK(type_has_feature(type, TPFLAGS_INLINE_VALUES));
  CHECK(take_text(type_get_fully_qualified_name(type)) == "m.C");
  CHECK(take_text(object_repr(type)) == "<class 'm.C'>");
  decref(static_cast<Object*>(type));
}

TEST_CASE("type_new: slots are sorted and follow the base's struct") {
  REQUIRE(fresh_interpreter());
  Object* names = slot_names({"b", "__weakref__", "a"});
  TypeObject* type = make_class("C", {}, names);
  REQUIRE(type != nullptr);
  CHECK(type->tp_basicsize == 32);
  CHECK(type->ob_size == 2);
  CHECK(std::string(heap_type_get_members(type)[0].name) == "a");
  CHECK(heap_type_get_members(type)[1].offset == 24);
  CHECK(type_shown_dictoffset(type) == 0);
  CHECK(type_shown_weaklistoffset(type) == -32);
  decref(static_cast<Object*>(type));
  decref(names);
}

TEST_CASE("type_new: layouts and orders that do not fit") {
  REQUIRE(fresh_interpreter());
  CHECK(make_class("C", {&long_type, &unicode_type}) == nullptr);
  CHECK(take_error() == "TypeError: multiple bases have instance lay-out conflict");
  CHECK(make_class("C", {&bool_type}) == nullptr);
  CHECK(take_error() == "TypeError: type 'bool' is not an acceptable base type");
  CHECK(make_class("C", {&object_type, &list_type}) == nullptr);
  CHECK(
      take_error() ==
      "TypeError: Cannot create a consistent method resolution order (MRO) for bases object, list");
}

TEST_CASE("type_lookup: sees what the class, its bases and later changes say") {
  REQUIRE(fresh_interpreter());
  TypeObject* base = make_class("Base", {});
  TypeObject* derived = make_class("Derived", {base});
  Object* name = unicode_intern_from_string("attribute");
  CHECK(type_lookup(derived, name) == nullptr);
  CHECK(derived->tp_version_tag != 0);
  REQUIRE(object_set_attr(base, name, get_small_int(1)) == 0);
  CHECK(derived->tp_version_tag == 0);  // the answer "none" is no longer believed
  CHECK(type_lookup(derived, name) == get_small_int(1));
  REQUIRE(object_set_attr(derived, name, get_small_int(2)) == 0);
  CHECK(type_lookup(derived, name) == get_small_int(2));
  REQUIRE(object_set_attr(derived, name, nullptr) == 0);
  CHECK(type_lookup(derived, name) == get_small_int(1));
  decref(name);
  decref(static_cast<Object*>(derived));
  decref(static_cast<Object*>(base));
}

TEST_CASE("type_update_slot: special methods reach the slots of subclasses, and leave them again") {
  REQUIRE(fresh_interpreter());
  TypeObject* base = make_class("Base", {});
  TypeObject* derived = make_class("Derived", {base});
  CHECK((derived->mp_length == nullptr));
  Object* method = object_get_attr_string(&list_type, "__len__");
  REQUIRE(object_set_attr(base, ID(__len__), method) == 0);
  CHECK((derived->mp_length != nullptr));
  REQUIRE(object_set_attr(base, ID(__len__), nullptr) == 0);
  CHECK((derived->mp_length == nullptr));
  REQUIRE(object_set_attr(base, ID(__hash__), None) == 0);
  CHECK((derived->tp_hash == object_hash_not_implemented));
  decref(method);
  decref(static_cast<Object*>(derived));
  decref(static_cast<Object*>(base));
}

TEST_CASE("type_ready: a subclass of list has list's slots, not wrappers around them") {
  REQUIRE(fresh_interpreter());
  TypeObject* type = make_class("L", {&list_type});
  CHECK((type->sq_length == list_type.sq_length));
  CHECK((type->tp_repr == list_type.tp_repr));
  CHECK((type->tp_iter == list_type.tp_iter));
  CHECK((type->tp_new == list_type.tp_new));
  CHECK((type->tp_dealloc == subtype_dealloc));
  CHECK(list_check(static_cast<Object*>(type)) == false);
  CHECK(type_has_feature(type, TPFLAGS_LIST_SUBCLASS));
  decref(static_cast<Object*>(type));
}

TEST_CASE("type_generic_alloc: blocks have CPython's sizes") {
  REQUIRE(fresh_interpreter());
  CHECK(object_var_size(&tuple_type, 3) == 48);
  CHECK(object_var_size(&type_type, 1) == 968);
  CHECK(type_pre_header_size(&list_type) == 16);
  TypeObject* type = make_class("C", {});
  CHECK(type_pre_header_size(type) == 32);
  CHECK(inline_values_size(type) == 8 + 8 * 30 + 32);
  decref(static_cast<Object*>(type));
}

TEST_CASE("types_reset: the next interpreter starts like the first") {
  REQUIRE(fresh_interpreter());
  uint64_t object_address = object_id(&object_type), list_address = object_id(&list_type);
  Object* first = object_get_attr_string(&list_type, "append");
  uint64_t append_address = object_id(first);
  decref(first);
  uint32_t version = list_type.tp_version_tag;
  REQUIRE(fresh_interpreter());
  CHECK(object_id(&object_type) == object_address);
  CHECK(object_id(&list_type) == list_address);
  CHECK(list_type.tp_version_tag == version);
  Object* second = object_get_attr_string(&list_type, "append");
  CHECK(object_id(second) == append_address);
  decref(second);
}

TEST_CASE("object_call_method_one_arg: methods are called without being bound") {
  REQUIRE(fresh_interpreter());
  Object* list = list_new(0);
  Object* result = object_call_method_one_arg(list, ID(append), get_small_int(3));
  CHECK(result == None);
  CHECK(list_size(list) == 1);
  result = object_call_method_no_args(list, ID(append));
  CHECK(result == nullptr);
  CHECK(take_error() == "TypeError: list.append() takes exactly one argument (0 given)");
  decref(list);
}

TEST_CASE("number_add: who cannot be added says so") {
  REQUIRE(fresh_interpreter());
  Object* text = unicode_from_string("s");
  CHECK(number_add(get_small_int(1), text) == nullptr);
  CHECK(take_error() == "TypeError: unsupported operand type(s) for +: 'int' and 'str'");
  CHECK(number_multiply(text, None) == nullptr);
  CHECK(take_error() == "TypeError: can't multiply sequence by non-int of type 'NoneType'");
  CHECK(number_power(text, None, get_small_int(1)) == nullptr);
  CHECK(take_error() ==
        "TypeError: unsupported operand type(s) for ** or pow(): 'str', 'NoneType', 'int'");
  decref(text);
}

TEST_SUITE_END();
