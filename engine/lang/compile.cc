// The compiler's front door: parse, optimise, analyse, generate, and hand over.
// CPython 3.13: Python/compile.c (_PyAST_Compile, compiler_setup), Python/future.c
#include "lang/compile.h"

#include <unordered_map>  // parse arena -> unit arena

#include "lang/ast_opt.h"  // ast_optimize
#include "lang/codegen.h"  // Codegen
#include "lang/parser.h"   // parse_module

namespace py::lang {
namespace {

constexpr int kCRecursionLimit = 10000;  // Py_C_RECURSION_LIMIT

// ---- __future__ ------------------------------------------------------------------------------

constexpr const char* kFinishedFeatures[] = {
    "nested_scopes",   "generators",     "division",         "absolute_import",
    "with_statement",  "print_function", "unicode_literals", "generator_stop"};

// An error about a future statement: 3.13.0 knows only where it starts.
bool future_error(CompileContext& context, ImportFrom* node, std::string message) {
  Location loc = node->loc;
  loc.end_lineno = loc.lineno;
  loc.end_col_offset = -2;  // end_offset -1: unknown
  return context.syntax_error(loc, std::move(message));
}

bool check_features(CompileContext& context, ImportFrom* node) {
  for (Alias* alias : node->names) {
    const std::string_view feature = alias->name->text;
    bool finished = false;
    for (const char* name : kFinishedFeatures) finished |= feature == name;
    if (finished) continue;
    if (feature == "barry_as_FLUFL") {
      context.future_features |= CO_FUTURE_BARRY_AS_BDFL;
    } else if (feature == "annotations") {
      context.future_features |= CO_FUTURE_ANNOTATIONS;
    } else if (feature == "braces") {
      return future_error(context, node, "not a chance");
    } else {
      return future_error(
          context, node,
          "future feature " + std::string(feature.substr(0, 100)) + " is not defined");
    }
  }
  return true;
}

// Future statements stand at the start of a module, after its docstring.
bool parse_future(CompileContext& context, Mod* mod) {
  Seq<Stmt*> body;
  if (mod->kind == ModKind::Module) body = static_cast<Module*>(mod)->body;
  if (mod->kind == ModKind::Interactive) body = static_cast<Interactive*>(mod)->body;
  for (int i = ast_docstring(body) != nullptr; i < body.size(); ++i) {
    ImportFrom* node = as_if<ImportFrom>(body[i]);
    if (node == nullptr || node->level != 0 || node->module == nullptr ||
        node->module->text != "__future__") {
      return true;
    }
    TRY(check_features(context, node));
    context.future_location = node->loc;
  }
  return true;
}

// ---- handing over ----------------------------------------------------------------------------

// Moves what the code objects refer to from the tree's arena into the unit's, keeping identity.
class Transfer {
 public:
  explicit Transfer(CodeUnit& unit) : unit_(unit) {}

  void code(const CodeSpec& spec);
  void arena_constants(const std::vector<const ConstValue*>& held);
  // Everything that stays in use: values, tags of tuples.
  const std::unordered_set<const void*>& live() const { return live_; }

 private:
  const ConstValue* value(const ConstValue* old);
  const void* tag(const void* old, bool value_tag);
  std::string_view text(std::string_view old) { return unit_.arena.intern(old)->text; }
  void mark(const ConstValue* value);

  CodeUnit& unit_;
  std::unordered_map<const void*, const ConstValue*> copies_;
  std::unordered_set<const void*> live_;
};

void Transfer::mark(const ConstValue* value) {
  if (!live_.insert(value).second) return;
  for (const ConstValue* item : value->items) mark(item);
}

const ConstValue* Transfer::value(const ConstValue* old) {
  if (old->kind <= ConstKind::kEllipsis) return const_singleton(old->kind);
  auto it = copies_.find(old);
  if (it != copies_.end()) return it->second;
  const ConstValue* copy;
  if (old->kind == ConstKind::kTuple || old->kind == ConstKind::kFrozenSet) {
    std::vector<const ConstValue*> items;
    for (const ConstValue* item : old->items) items.push_back(value(item));
    copy = old->kind == ConstKind::kTuple
               ? const_tuple(unit_.arena, items.data(), items.size())
               : const_frozenset(unit_.arena, items.data(), items.size());
  } else {
    copy = const_copy(unit_.arena, old);
  }
  copies_.emplace(old, copy);
  return copy;
}

void Transfer::code(const CodeSpec& spec) {
  CodeSpec& code = const_cast<CodeSpec&>(spec);
  if (!live_.insert(&spec).second) return;
  code.name = text(code.name);
  code.qualname = text(code.qualname);
  code.filename = text(code.filename);
  for (std::string_view& name : code.names) name = text(name);
  for (std::string_view& name : code.localsplusnames) name = text(name);
  for (ConstRef& item : code.consts) {
    if (item.code != nullptr) {
      this->code(*item.code);
    } else {
      mark(item.value);
      item.value = value(item.value);
    }
  }
  for (const void* used : {code.consts_tag, code.names_tag, code.localsplusnames_tag}) {
    live_.insert(used);
  }
}

void Transfer::arena_constants(const std::vector<const ConstValue*>& held) {
  for (const ConstValue* old : held) {
    auto it = copies_.find(old);
    if (it != copies_.end()) unit_.arena_constants.push_back(it->second);
    live_.insert(old);
  }
  // Code objects that no other refers to: functions in unreachable code.
  std::erase_if(unit_.codes, [this](const auto& code) { return !live_.contains(code.get()); });
  // A tag that is a constant in use becomes the address of its copy.
  for (auto& code : unit_.codes) {
    for (const void** used : {&code->consts_tag, &code->names_tag, &code->localsplusnames_tag,
                              &code->linetable_tag, &code->exceptiontable_tag}) {
      auto it = copies_.find(*used);
      if (it != copies_.end()) *used = it->second;
    }
  }
}

// ---- errors ----------------------------------------------------------------------------------

// The source line, with its newline.
std::string source_line(std::string_view source, int lineno) {
  size_t start = 0;
  for (int line = 1; line < lineno; ++line) {
    start = source.find('\n', start);
    if (start == source.npos) return "";
    ++start;
  }
  const size_t end = source.find('\n', start);
  return std::string(source.substr(start, end == source.npos ? end : end - start + 1));
}

bool compile_tree(CompileContext& context, Mod* mod, std::string_view filename,
                  const CompileOptions& options, CompileResult& result) {
  CodeUnit& unit = *result.unit;
  Symtable symtable(context);
  Codegen codegen(context, symtable, options, unit, filename);
  TRY(parse_future(context, mod));
  TRY(ast_optimize(context, mod));
  TRY(symtable.build(mod));
  TRY(codegen.compile_mod(mod));
  Transfer transfer(unit);
  transfer.code(*unit.top);
  transfer.arena_constants(context.arena_constants);
  codegen.release(transfer.live());
  return true;
}

}  // namespace

CompileResult compile_source(std::string_view source, std::string_view filename,
                             const CompileOptions& options) {
  CompileResult result;
  Arena arena;
  ParseOptions parse_options;
  parse_options.mode = options.mode == CompileMode::kExec   ? ParseMode::kExec
                       : options.mode == CompileMode::kEval ? ParseMode::kEval
                                                            : ParseMode::kSingle;
  parse_options.source_is_utf8 = options.source_is_utf8;
  ParseResult parsed = parse_module(source, filename, arena, parse_options);
  result.warnings = std::move(parsed.warnings);
  if (parsed.mod == nullptr) {
    result.error = std::move(parsed.error);
    return result;
  }
  CompileContext context(arena);
  context.future_features = options.flags;
  context.optimize = options.optimize;
  context.recursion_depth = options.recursion_depth;
  context.recursion_limit = kCRecursionLimit;
  result.unit = std::make_unique<CodeUnit>();
  const bool ok = compile_tree(context, parsed.mod, filename, options, result);
  for (SyntaxWarningInfo& warning : context.warnings) {
    result.warnings.push_back(std::move(warning));
  }
  if (!ok) {
    result.unit = nullptr;
    result.error = std::move(context.error);
    if (options.show_source_line && result.error.has_location) {
      result.error.text = source_line(source, result.error.lineno);
      result.error.has_text = !result.error.text.empty();
    }
    return result;
  }
  result.footprint = context.footprint.take();
  result.flags = context.future_features;
  return result;
}

}  // namespace py::lang
