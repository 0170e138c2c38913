// Scopes of names, and the order of sets of names.
#include "lang/symtable.h"

#include <doctest/doctest.h>

#include <string>

#include "lang/name_set.h"
#include "lang/parser.h"

using namespace py::lang;

namespace {

// A parsed module and its symbol table.
struct Analysed {
  explicit Analysed(std::string_view source) : context(arena), symtable(context) {
    context.recursion_limit = 10000;
    ParseOptions options;
    options.source_is_utf8 = true;
    ParseResult parsed = parse_module(source, "<case>", arena, options);
    REQUIRE(parsed.mod != nullptr);
    ok = symtable.build(parsed.mod);
  }

  SymtableEntry& child(size_t index) { return *symtable.top()->children[index]; }
  Scope scope(const SymtableEntry& entry, std::string_view name) {
    return entry.scope(arena.intern(name));
  }

  Arena arena;
  CompileContext context;
  Symtable symtable;
  bool ok = false;
};

std::string order_of(const NameSet& set) {
  std::string text;
  set.for_each([&](Identifier name) { text += std::string(name->text) + " "; });
  return text;
}

}  // namespace

TEST_SUITE("lang/symtable") {
  TEST_CASE("Symtable: local, global, free and cell variables") {
    Analysed module("def f(a):\n  global g\n  b = g = c\n  def h(): return a, d\n  return h\n");
    REQUIRE(module.ok);
    SymtableEntry& f = module.child(0);
    CHECK(module.scope(f, "a") == Scope::kCell);
    CHECK(module.scope(f, "b") == Scope::kLocal);
    CHECK(module.scope(f, "c") == Scope::kGlobalImplicit);
    CHECK(module.scope(f, "g") == Scope::kGlobalExplicit);
    SymtableEntry& h = *f.children[0];
    CHECK(h.nested);
    CHECK(module.scope(h, "a") == Scope::kFree);
    CHECK(module.scope(h, "d") == Scope::kGlobalImplicit);
  }

  TEST_CASE("Symtable: names of a class are not seen in its methods, __class__ is") {
    Analysed module("class C:\n  x = 1\n  def m(self): return x, super()\n");
    REQUIRE(module.ok);
    SymtableEntry& c = module.child(0);
    CHECK(c.needs_class_closure);
    CHECK(module.scope(*c.children[0], "x") == Scope::kGlobalImplicit);
    CHECK(module.scope(*c.children[0], "__class__") == Scope::kFree);
  }

  TEST_CASE("Symtable: comprehensions are inlined, generator expressions are not") {
    Analysed module("def f(a):\n  x = [b for b in a]\n  return (c for c in a)\n");
    REQUIRE(module.ok);
    SymtableEntry& f = module.child(0);
    CHECK(module.scope(f, "b") == Scope::kLocal);
    CHECK(module.scope(f, "c") == Scope::kNone);
    REQUIRE(f.children.size() == 1);
    CHECK(f.children[0]->comprehension == ComprehensionType::kGenerator);
    CHECK(f.children[0]->generator);
  }

  TEST_CASE("mangle: private names get the class's name") {
    Arena arena;
    auto mangled = [&](std::string_view owner, std::string_view name) {
      return std::string(mangle(arena, arena.intern(owner), arena.intern(name))->text);
    };
    CHECK(mangled("C", "__x") == "_C__x");
    CHECK(mangled("__C", "__x") == "_C__x");
    CHECK(mangled("___", "__x") == "__x");
    CHECK(mangled("C", "__x__") == "__x__");
    CHECK(mangled("C", "_x") == "_x");
    CHECK(mangled("C", "__a.b") == "__a.b");
  }

  TEST_CASE("NameMap: keeps order, finds many names, numbers new ones") {
    Arena arena;
    Footprint log;
    NameMap map;
    map.create(log);
    for (int i = 0; i < 200; ++i) {
      CHECK(map.add(log, arena.intern("n" + std::to_string(i))) == static_cast<uint32_t>(i));
    }
    CHECK(map.add(log, arena.intern("n57")) == 57);
    CHECK(map.size() == 200);
    map.erase(arena.intern("n57"));
    CHECK(!map.contains(arena.intern("n57")));
    CHECK(map.get(arena.intern("n199")) == 199);
    CHECK(map.size() == 199);
  }

  TEST_CASE("NameSet: hashes and iterates like a set of str under PYTHONHASHSEED=0") {
    CHECK(str_hash("") == 0);
    CHECK(str_hash("a") == 4644417185603328019);
    CHECK(str_hash("caf\xc3\xa9") == 137524001917817222);
    CHECK(str_hash("\xf0\x9f\x98\x80x") == -8926728262118538918);
    Arena arena;
    NameSet set;
    for (const char* name : {"spam", "eggs", "x", "y", "self", "value", "key", "other", "z"}) {
      set.add(arena.intern(name));
    }
    CHECK(order_of(set) == "key y x z eggs self other value spam ");
    CHECK(set.discard(arena.intern("x")));
    CHECK(!set.discard(arena.intern("x")));
    NameSet copy(set);
    copy.add(arena.intern("w"));
    CHECK(order_of(copy) == "key y z eggs self other value spam w ");
  }
}
