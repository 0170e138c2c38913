// Code generation: the match statement.
// CPython 3.13: Python/compile.c, PEP 634
//
// While a pattern is matched, the stack holds the captured values below the subject. A failure has
// to pop what is there: fail_pop[n] is the label from which n values are popped.
#include <algorithm>  // std::find

#include "lang/codegen.h"
#include "lang/const_fold.h"  // const_python_equal

namespace py::lang {
namespace {

// _ or a bare capture of nothing.
bool is_wildcard(Pattern* pattern) {
  MatchAs* node = as_if<MatchAs>(pattern);
  return node != nullptr && node->name == nullptr;
}

bool is_wildcard_star(Pattern* pattern) {
  MatchStar* node = as_if<MatchStar>(pattern);
  return node != nullptr && node->name == nullptr;
}

bool contains(const std::vector<Identifier>& names, Identifier name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string repr(Identifier name) { return "'" + std::string(name->text) + "'"; }

}  // namespace

// ---- failing ---------------------------------------------------------------------------------

void Codegen::ensure_fail_pop(PatternContext& pc, int n) {
  while (pc.fail_pop.size() <= static_cast<size_t>(n)) pc.fail_pop.push_back(new_label());
}

void Codegen::jump_to_fail_pop(const Location& loc, PatternContext& pc, int opcode) {
  const int pops = pc.on_top + static_cast<int>(pc.stores.size());
  ensure_fail_pop(pc, pops);
  jump(loc, opcode, pc.fail_pop[static_cast<size_t>(pops)]);
}

void Codegen::emit_and_reset_fail_pop(const Location& loc, PatternContext& pc) {
  for (size_t n = pc.fail_pop.size(); n-- > 1;) {
    use_label(pc.fail_pop[n]);
    op(loc, op::POP_TOP);
  }
  if (!pc.fail_pop.empty()) use_label(pc.fail_pop[0]);
  pc.fail_pop.clear();
}

// ---- captures --------------------------------------------------------------------------------

bool Codegen::duplicate_store(const Location& loc, Identifier name) {
  return error(loc, "multiple assignments to name " + repr(name) + " in pattern");
}

void Codegen::rotate(const Location& loc, int count) {
  for (; count > 1; --count) op(loc, op::SWAP, count);
}

// Puts the subject on top below all that is still needed, as the value of name.
bool Codegen::store_name(const Location& loc, Identifier name, PatternContext& pc) {
  if (name == nullptr) {
    op(loc, op::POP_TOP);
    return true;
  }
  if (forbidden_name(loc, name, ExprContext::Store)) return false;
  if (contains(pc.stores, name)) return duplicate_store(loc, name);
  rotate(loc, pc.on_top + static_cast<int>(pc.stores.size()) + 1);
  pc.stores.push_back(name);
  return true;
}

bool Codegen::pattern_as(MatchAs* node, PatternContext& pc) {
  const Location& loc = node->loc;
  if (node->pattern == nullptr) {
    if (!pc.allow_irrefutable) {
      if (node->name != nullptr) {
        return error(loc, "name capture " + repr(node->name) +
                              " makes remaining patterns unreachable");
      }
      return error(loc, "wildcard makes remaining patterns unreachable");
    }
    return store_name(loc, node->name, pc);
  }
  // The subject is needed again after the subpattern.
  ++pc.on_top;
  op(loc, op::COPY, 1);
  TRY(pattern(node->pattern, pc));
  --pc.on_top;
  return store_name(loc, node->name, pc);
}

// ---- sequences -------------------------------------------------------------------------------

bool Codegen::sequence_unpack(const Location& loc, Seq<Pattern*> patterns, PatternContext& pc) {
  const int n = patterns.size();
  bool seen_star = false;
  for (int i = 0; i < n; ++i) {
    if (patterns[i]->kind != PatternKind::MatchStar) continue;
    if (seen_star) return error(loc, "multiple starred expressions in sequence pattern");
    if (i >= 1 << 8 || n - i - 1 >= INT32_MAX >> 8) {
      return error(loc, "too many expressions in star-unpacking sequence pattern");
    }
    op(loc, op::UNPACK_EX, i + ((n - i - 1) << 8));
    seen_star = true;
  }
  if (!seen_star) op(loc, op::UNPACK_SEQUENCE, n);
  pc.on_top += n;
  for (Pattern* item : patterns) {
    --pc.on_top;
    TRY(subpattern(item, pc));
  }
  return true;
}

// With a wildcard star only the other items are looked at, by index.
bool Codegen::sequence_subscr(const Location& loc, Seq<Pattern*> patterns, int star,
                              PatternContext& pc) {
  ++pc.on_top;
  const int n = patterns.size();
  for (int i = 0; i < n; ++i) {
    if (is_wildcard(patterns[i]) || i == star) continue;
    op(loc, op::COPY, 1);
    if (i < star) {
      load_const(loc, const_int(arena_, i));
    } else {
      op(loc, op::GET_LEN);
      load_const(loc, const_int(arena_, n - i));
      binary_op(loc, Operator::Sub, false);
    }
    op(loc, op::BINARY_SUBSCR);
    TRY(subpattern(patterns[i], pc));
  }
  --pc.on_top;
  op(loc, op::POP_TOP);
  return true;
}

bool Codegen::pattern_sequence(MatchSequence* node, PatternContext& pc) {
  const Location& loc = node->loc;
  const int n = node->patterns.size();
  int star = -1;
  bool only_wildcard = true;
  bool star_wildcard = false;
  for (int i = 0; i < n; ++i) {
    Pattern* item = node->patterns[i];
    if (item->kind == PatternKind::MatchStar) {
      if (star >= 0) return error(loc, "multiple starred names in sequence pattern");
      star_wildcard = is_wildcard_star(item);
      only_wildcard &= star_wildcard;
      star = i;
    } else {
      only_wildcard &= is_wildcard(item);
    }
  }
  ++pc.on_top;
  op(loc, op::MATCH_SEQUENCE);
  jump_to_fail_pop(loc, pc, op::POP_JUMP_IF_FALSE);
  if (star < 0 || n > 1) {
    op(loc, op::GET_LEN);
    load_const(loc, const_int(arena_, star < 0 ? n : n - 1));
    compare_op(loc, star < 0 ? CmpOp::Eq : CmpOp::GtE);
    jump_to_fail_pop(loc, pc, op::POP_JUMP_IF_FALSE);
  }
  --pc.on_top;
  if (only_wildcard) {
    op(loc, op::POP_TOP);
    return true;
  }
  return star_wildcard ? sequence_subscr(loc, node->patterns, star, pc)
                       : sequence_unpack(loc, node->patterns, pc);
}

// ---- mappings --------------------------------------------------------------------------------

// Pushes the keys, which must differ.
bool Codegen::mapping_keys(MatchMapping* node) {
  std::vector<const ConstValue*> seen;
  log_.gc_new();
  for (Expr* key : node->keys) {
    if (Constant* constant = as_if<Constant>(key)) {
      for (const ConstValue* other : seen) {
        if (!const_python_equal(other, constant->value)) continue;
        std::string text;
        const_repr(constant->value, text);
        return error(node->loc, "mapping pattern checks duplicate key (" + text + ")");
      }
      seen.push_back(constant->value);
    } else if (key->kind != ExprKind::Attribute) {
      return error(node->loc,
                   "mapping pattern keys may only match literals and attribute lookups");
    }
    TRY(visit_expr(key));
  }
  log_.gc_free();
  return true;
}

bool Codegen::pattern_mapping(MatchMapping* node, PatternContext& pc) {
  const Location& loc = node->loc;
  int size = node->keys.size();
  ++pc.on_top;
  op(loc, op::MATCH_MAPPING);
  jump_to_fail_pop(loc, pc, op::POP_JUMP_IF_FALSE);
  if (size == 0 && node->rest == nullptr) {
    --pc.on_top;
    op(loc, op::POP_TOP);
    return true;
  }
  if (size != 0) {
    op(loc, op::GET_LEN);
    load_const(loc, const_int(arena_, size));
    compare_op(loc, CmpOp::GtE);
    jump_to_fail_pop(loc, pc, op::POP_JUMP_IF_FALSE);
  }
  TRY(mapping_keys(node));
  op(loc, op::BUILD_TUPLE, size);
  op(loc, op::MATCH_KEYS);
  // Now subject, keys and values are on the stack.
  pc.on_top += 2;
  op(loc, op::COPY, 1);
  load_none(loc);
  op(loc, op::IS_OP, 1);
  jump_to_fail_pop(loc, pc, op::POP_JUMP_IF_FALSE);
  op(loc, op::UNPACK_SEQUENCE, size);
  pc.on_top += size - 1;
  for (Pattern* item : node->patterns) {
    --pc.on_top;
    TRY(subpattern(item, pc));
  }
  pc.on_top -= 2;
  if (node->rest == nullptr) {
    op(loc, op::POP_TOP);
    op(loc, op::POP_TOP);
    return true;
  }
  // **rest: a copy of the subject without the keys.
  op(loc, op::BUILD_MAP, 0);
  op(loc, op::SWAP, 3);
  op(loc, op::DICT_UPDATE, 2);
  op(loc, op::UNPACK_SEQUENCE, size);
  for (; size > 0; --size) {
    op(loc, op::COPY, 1 + size);
    op(loc, op::SWAP, 2);
    op(loc, op::DELETE_SUBSCR);
  }
  return store_name(loc, node->rest, pc);
}

// ---- classes, values, alternatives -----------------------------------------------------------

bool Codegen::validate_kwd_attrs(MatchClass* node) {
  const int n = node->kwd_attrs.size();
  for (int i = 0; i < n; ++i) {
    const Identifier attr = node->kwd_attrs[i];
    if (forbidden_name(node->kwd_patterns[i]->loc, attr, ExprContext::Store)) return false;
    for (int j = i + 1; j < n; ++j) {
      if (node->kwd_attrs[j] == attr) {
        return error(node->kwd_patterns[j]->loc,
                     "attribute name repeated in class pattern: " + std::string(attr->text));
      }
    }
  }
  return true;
}

bool Codegen::pattern_class(MatchClass* node, PatternContext& pc) {
  const Location& loc = node->loc;
  const int nargs = node->patterns.size();
  const int nattrs = node->kwd_attrs.size();
  TRY(validate_kwd_attrs(node));
  TRY(visit_expr(node->cls));
  load_names(loc, {node->kwd_attrs.begin(), node->kwd_attrs.end()});
  op(loc, op::MATCH_CLASS, nargs);
  op(loc, op::COPY, 1);
  load_none(loc);
  op(loc, op::IS_OP, 1);
  // The tuple of attributes (or None) has taken the subject's place.
  ++pc.on_top;
  jump_to_fail_pop(loc, pc, op::POP_JUMP_IF_FALSE);
  op(loc, op::UNPACK_SEQUENCE, nargs + nattrs);
  pc.on_top += nargs + nattrs - 1;
  for (int i = 0; i < nargs + nattrs; ++i) {
    --pc.on_top;
    Pattern* item = i < nargs ? node->patterns[i] : node->kwd_patterns[i - nargs];
    if (is_wildcard(item)) {
      op(loc, op::POP_TOP);
    } else {
      TRY(subpattern(item, pc));
    }
  }
  return true;
}

bool Codegen::pattern_value(MatchValue* node, PatternContext& pc) {
  const Location& loc = node->loc;
  if (node->value->kind != ExprKind::Constant && node->value->kind != ExprKind::Attribute) {
    return error(loc, "patterns may only match literals and attribute lookups");
  }
  TRY(visit_expr(node->value));
  compare_op(loc, CmpOp::Eq);
  op(loc, op::TO_BOOL);
  jump_to_fail_pop(loc, pc, op::POP_JUMP_IF_FALSE);
  return true;
}

bool Codegen::pattern_singleton(MatchSingleton* node, PatternContext& pc) {
  load_const(node->loc, node->value);
  compare_op(node->loc, CmpOp::Is);
  jump_to_fail_pop(node->loc, pc, op::POP_JUMP_IF_FALSE);
  return true;
}

// Brings this alternative's captures into the order of the first one's.
bool Codegen::reorder_stores(const Location& loc, const std::vector<Identifier>& control,
                             PatternContext& pc, bool* differ) {
  std::vector<Identifier>& stores = pc.stores;
  *differ = stores.size() != control.size();
  for (size_t icontrol = control.size(); !*differ && icontrol-- > 0;) {
    auto it = std::find(stores.begin(), stores.end(), control[icontrol]);
    if (it == stores.end()) {
      *differ = true;
      break;
    }
    const size_t istores = static_cast<size_t>(it - stores.begin());
    if (icontrol == istores) continue;
    // Move the first istores + 1 names, as a block, up to position icontrol.
    const size_t rotations = istores + 1;
    log_.list_new();
    std::vector<Identifier> rotated(stores.begin(), stores.begin() + static_cast<long>(rotations));
    stores.erase(stores.begin(), stores.begin() + static_cast<long>(rotations));
    stores.insert(stores.begin() + static_cast<long>(icontrol - istores), rotated.begin(),
                  rotated.end());
    log_.list_free();
    for (size_t i = 0; i < rotations; ++i) rotate(loc, static_cast<int>(icontrol) + 1);
  }
  return true;
}

bool Codegen::pattern_or(MatchOr* node, PatternContext& pc) {
  const Location& loc = node->loc;
  const Label end = new_label();
  const PatternContext old = pc;
  std::vector<Identifier> control;  // the names that the first alternative binds
  const int n = node->patterns.size();
  for (int i = 0; i < n; ++i) {
    Pattern* alternative = node->patterns[i];
    const Location& alt_loc = alternative->loc;
    log_.list_new();
    if (i > 1) log_.list_free();
    pc = PatternContext();
    pc.allow_irrefutable = i == n - 1 && old.allow_irrefutable;
    op(alt_loc, op::COPY, 1);
    TRY(pattern(alternative, pc));
    if (i == 0) {
      control = pc.stores;
    } else {
      bool differ;
      TRY(reorder_stores(alt_loc, control, pc, &differ));
      if (differ) return error(loc, "alternative patterns bind different names");
    }
    jump(alt_loc, op::JUMP, end);
    emit_and_reset_fail_pop(alt_loc, pc);
  }
  if (n > 1) log_.list_free();
  pc = old;
  // No alternative matched.
  op(loc, op::POP_TOP);
  jump_to_fail_pop(loc, pc, op::JUMP);
  use_label(end);
  // The captures are on top, in the order of control: rotate them below what else is there.
  const int nstores = static_cast<int>(control.size());
  const int rotations = nstores + 1 + pc.on_top + static_cast<int>(pc.stores.size());
  for (Identifier name : control) {
    rotate(loc, rotations);
    if (contains(pc.stores, name)) return duplicate_store(loc, name);
    pc.stores.push_back(name);
  }
  log_.list_free();
  op(loc, op::POP_TOP);  // the copy of the subject
  return true;
}

bool Codegen::subpattern(Pattern* node, PatternContext& pc) {
  const bool allow_irrefutable = pc.allow_irrefutable;
  pc.allow_irrefutable = true;
  TRY(pattern(node, pc));
  pc.allow_irrefutable = allow_irrefutable;
  return true;
}

bool Codegen::pattern(Pattern* node, PatternContext& pc) {
  switch (node->kind) {
    case PatternKind::MatchValue: return pattern_value(as<MatchValue>(node), pc);
    case PatternKind::MatchSingleton: return pattern_singleton(as<MatchSingleton>(node), pc);
    case PatternKind::MatchSequence: return pattern_sequence(as<MatchSequence>(node), pc);
    case PatternKind::MatchMapping: return pattern_mapping(as<MatchMapping>(node), pc);
    case PatternKind::MatchClass: return pattern_class(as<MatchClass>(node), pc);
    case PatternKind::MatchStar: return store_name(node->loc, as<MatchStar>(node)->name, pc);
    case PatternKind::MatchAs: return pattern_as(as<MatchAs>(node), pc);
    case PatternKind::MatchOr: return pattern_or(as<MatchOr>(node), pc);
  }
  return true;
}

// ---- the statement ---------------------------------------------------------------------------

// One case; the last one consumes the subject.
bool Codegen::match_case(MatchCase* item, bool last, PatternContext& pc) {
  const Location& loc = item->pattern->loc;
  if (!last) op(loc, op::COPY, 1);
  log_.list_new();
  TRY(pattern(item->pattern, pc));
  for (Identifier name : pc.stores) TRY(name_op(loc, name, ExprContext::Store));
  log_.list_free();
  if (item->guard != nullptr) {
    ensure_fail_pop(pc, 0);
    TRY(jump_if(loc, item->guard, pc.fail_pop[0], false));
  }
  if (!last) op(loc, op::POP_TOP);
  return stmts(item->body);
}

bool Codegen::match(Match* node) {
  TRY(visit_expr(node->subject));
  const Label end = new_label();
  const int cases = node->cases.size();
  const bool has_default = cases > 1 && is_wildcard(node->cases.back()->pattern);
  const int tested = cases - has_default;
  for (int i = 0; i < tested; ++i) {
    MatchCase* item = node->cases[i];
    PatternContext pc;
    pc.allow_irrefutable = item->guard != nullptr || i == cases - 1;
    TRY(match_case(item, i == tested - 1, pc));
    jump(kNoLocation, op::JUMP, end);
    emit_and_reset_fail_pop(item->pattern->loc, pc);
  }
  if (has_default) {
    // A trailing `case _` matches everything.
    MatchCase* item = node->cases.back();
    op(item->pattern->loc, op::NOP);
    if (item->guard != nullptr) TRY(jump_if(item->pattern->loc, item->guard, end, false));
    TRY(stmts(item->body));
  }
  use_label(end);
  return true;
}

}  // namespace py::lang
