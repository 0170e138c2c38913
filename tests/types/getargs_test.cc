// Spreading arguments, and every message about them.
#include "types/getargs.h"

#include <doctest/doctest.h>

#include "types/object_support.h"
#include "types/dictobject.h"
#include "types/longobject.h"
#include "types/tupleobject.h"

using namespace py;

namespace {

const char* const kKeywords[] = {"", "b", "key", nullptr};  // f(a, /, b, *, key)

struct Unpacked {
  bool ok;
  Object* values[3];
  std::string error;
};

// Calls with positional arguments 1, 2, ... and the given keyword names, whose values go on
// counting.
Unpacked unpack(int nargs, std::initializer_list<const char*> names, int minpos = 1, int maxpos = 2,
                int minkw = 0) {
  ArgParser parser = {.fname = "f", .keywords = kKeywords};
  Object* args[8];
  int n = 0;
  for (; n < nargs; n++) args[n] = get_small_int(n + 1);
  Object* kwnames = names.size() ? tuple_new(static_cast<Ssize>(names.size())) : nullptr;
  Ssize i = 0;
  for (const char* name : names) {
    tuple_init_item(kwnames, i++, unicode_from_string(name));
    args[n] = get_small_int(n + 1);
    n++;
  }
  Unpacked u{};
  Object* buf[3];
  Object* const* spread =
      arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, minpos, maxpos, minkw, buf);
  u.ok = spread != nullptr;
  for (int v = 0; v < 3 && u.ok; v++) u.values[v] = spread[v];
  u.error = take_error();
  xdecref(kwnames);
  return u;
}

}  // namespace

TEST_SUITE_BEGIN("types/getargs");

TEST_CASE(
    "arg_unpack_keywords: positional and keyword arguments find their places, missing ones are "
    "null") {
  REQUIRE(fresh_interpreter());
  Unpacked u = unpack(1, {"key"});
  REQUIRE(u.ok);
  CHECK(u.values[0] == get_small_int(1));
  CHECK(u.values[1] == nullptr);
  CHECK(u.values[2] == get_small_int(2));
  u = unpack(2, {});
  REQUIRE(u.ok);
  CHECK(u.values[1] == get_small_int(2));
  CHECK(u.values[2] == nullptr);
}

TEST_CASE("arg_unpack_keywords: messages") {
  REQUIRE(fresh_interpreter());
  CHECK(unpack(0, {}).error == "TypeError: f() takes at least 1 positional argument (0 given)");
  CHECK(unpack(3, {}).error == "TypeError: f() takes at most 2 positional arguments (3 given)");
  CHECK(unpack(4, {}).error == "TypeError: f() takes at most 3 arguments (4 given)");
  CHECK(unpack(0, {"a", "b", "c", "d"}).error ==
        "TypeError: f() takes at most 3 keyword arguments (4 given)");
  CHECK(unpack(2, {"b"}).error ==
        "TypeError: argument for f() given by name ('b') and position (2)");
  CHECK(unpack(1, {"kay"}).error ==
        "TypeError: f() got an unexpected keyword argument 'kay'. Did you mean 'key'?");
  CHECK(unpack(1, {"zzz"}).error == "TypeError: f() got an unexpected keyword argument 'zzz'");
  CHECK(unpack(1, {}, 2, 2).error == "TypeError: f() missing required argument 'b' (pos 2)");
  CHECK(unpack(1, {}, 1, 2, 1).error == "TypeError: f() missing required argument 'key' (pos 3)");
  CHECK(unpack(1, {}, 0, 0).error == "TypeError: f() takes no positional arguments");
}

TEST_CASE("arg_check_positional: exact, at least, at most") {
  REQUIRE(fresh_interpreter());
  CHECK(arg_check_positional("f", 1, 0, 2));
  CHECK_FALSE(arg_check_positional("f", 2, 1, 1));
  CHECK(take_error() == "TypeError: f expected 1 argument, got 2");
  CHECK_FALSE(arg_check_positional("f", 0, 1, 2));
  CHECK(take_error() == "TypeError: f expected at least 1 argument, got 0");
  CHECK_FALSE(arg_check_positional("f", 3, 1, 2));
  CHECK(take_error() == "TypeError: f expected at most 2 arguments, got 3");
  CHECK_FALSE(arg_check_positional(nullptr, 3, 2, 2));
  CHECK(take_error() == "TypeError: unpacked tuple should have 2 elements, but has 3");
}

TEST_CASE("arg_unpack_tuple_keywords: a dict of keywords") {
  REQUIRE(fresh_interpreter());
  ArgParser parser = {.fname = "f", .keywords = kKeywords};
  Object* args = tuple_pack(get_small_int(1));
  Object* kwargs = dict_new();
  REQUIRE(dict_set_item_string(kwargs, "key", get_small_int(7)) == 0);
  Object* buf[3];
  Object* const* values = arg_unpack_tuple_keywords(args, kwargs, &parser, 1, 2, 0, buf);
  REQUIRE(values != nullptr);
  CHECK(values[2] == get_small_int(7));
  decref(args);
  decref(kwargs);
}

TEST_SUITE_END();
