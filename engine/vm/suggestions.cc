// "Did you mean": the nearest name to one that was not found.
// CPython 3.13: Python/suggestions.c (distance), Lib/traceback.py (_compute_suggestion_error: where candidates come from)
#include <algorithm>
#include <cstring>

#include "object/abstract.h"
#include "object/call.h"
#include "object/identifiers.h"       // ID
#include "types/dictobject.h"
#include "types/exceptions.h"
#include "types/listobject.h"
#include "types/text.h"
#include "types/traceback.h"
#include "types/unicodeobject.h"
#include "vm/frameobject.h"           // names in scope
#include "vm/pythonrun.h"
#include "vm/stdlib_names.h"          // names worth an import

namespace py {

namespace {

constexpr size_t kMaxCandidates = 750, kMaxLength = 40;
constexpr int kMoveCost = 2, kCaseCost = 1;

int substitution_cost(unsigned char a, unsigned char b) {
  if ((a & 31) != (b & 31)) return kMoveCost;
  if (a == b) return 0;
  if (a >= 'A' && a <= 'Z') a = static_cast<unsigned char>(a + 32);
  if (b >= 'A' && b <= 'Z') b = static_cast<unsigned char>(b + 32);
  return a == b ? kCaseCost : kMoveCost;
}

// Edit distance, or something greater than max_cost as soon as that is certain.
int levenshtein_distance(std::string_view a, std::string_view b, int max_cost) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  if (a.empty() || b.empty()) return static_cast<int>(a.size() + b.size()) * kMoveCost;
  if (a.size() > kMaxLength || b.size() > kMaxLength) return max_cost + 1;
  if (b.size() < a.size()) std::swap(a, b);
  if (static_cast<int>(b.size() - a.size()) * kMoveCost > max_cost) return max_cost + 1;
  int row[kMaxLength];
  for (size_t i = 0; i < a.size(); i++) row[i] = static_cast<int>(i + 1) * kMoveCost;
  int result = 0;
  for (size_t j = 0; j < b.size(); j++) {
    int distance = result = static_cast<int>(j) * kMoveCost;
    int minimum = INT32_MAX;
    for (size_t i = 0; i < a.size(); i++) {
      int substitute = distance + substitution_cost(static_cast<unsigned char>(b[j]), static_cast<unsigned char>(a[i]));
      distance = row[i];
      int insert_delete = std::min(result, distance) + kMoveCost;
      result = std::min(insert_delete, substitute);
      row[i] = result;
      minimum = std::min(minimum, result);
    }
    if (minimum > max_cost) return max_cost + 1;
  }
  return result;
}

using Names = std::vector<std::string>;

// Adds the str items of an iterable; false (error cleared) when iterating fails.
bool add_names(Object* iterable, Names* names) {
  Object* list = iterable ? sequence_list(iterable) : nullptr;
  xdecref(iterable);
  if (!list) {
    err_clear();
    return false;
  }
  for (Ssize i = 0; i < list_size(list); i++) {
    if (unicode_check(list_item(list, i))) names->push_back(wtf8_of(list_item(list, i)));
  }
  decref(list);
  return true;
}

FrameObject* innermost_frame(Object* exc) {
  auto* tb = static_cast<TracebackObject*>(static_cast<BaseExceptionObject*>(exc)->traceback);
  while (tb && tb->tb_next) tb = tb->tb_next;
  return tb ? tb->tb_frame : nullptr;
}

// The frame's variable `self`: new reference, or null.
Object* frame_self(FrameObject* frame) {
  Object* locals = frame_get_locals(frame);
  Object* self = locals ? mapping_get_item_string(locals, "self") : nullptr;
  xdecref(locals);
  if (!self) err_clear();
  return self;
}

void drop_underscored(Names* names) {
  names->erase(std::remove_if(names->begin(), names->end(), [](const std::string& n) { return !n.empty() && n[0] == '_'; }),
               names->end());
}

std::string suggest_attribute(AttributeErrorObject* exc, const std::string& wrong) {
  Names names;
  if (!exc->obj || !add_names(object_dir(exc->obj), &names)) {
    err_clear();
    return "";
  }
  bool hide = wrong[0] != '_';
  FrameObject* frame = innermost_frame(exc);
  if (hide && frame) {
    Object* self = frame_self(frame);
    if (self == exc->obj) hide = false;  // inside of a method, its own private names count
    xdecref(self);
  }
  if (hide) drop_underscored(&names);
  return calculate_suggestion(names, wrong);
}

std::string suggest_import(ImportErrorObject* exc, const std::string& wrong) {
  if (!exc->name || !unicode_check(exc->name) || !interp.modules) return "";
  Object* module = dict_get_item(interp.modules, exc->name);
  Names names;
  if (!module || !add_names(object_dir(module), &names)) return "";
  if (wrong[0] != '_') drop_underscored(&names);
  return calculate_suggestion(names, wrong);
}

std::string suggest_name(Object* exc, Object* name, const std::string& wrong) {
  FrameObject* frame = innermost_frame(exc);
  if (!frame) return "";
  Names names;
  add_names(frame_get_locals(frame), &names);
  add_names(frame_get_globals(frame), &names);
  add_names(new_ref(frame_builtins(frame->f_frame)), &names);
  if (Object* self = frame_self(frame)) {
    int found = object_has_attr_with_error(self, name);
    decref(self);
    if (found < 0) err_clear();
    if (found > 0) return "self." + wrong;
  }
  return calculate_suggestion(names, wrong);
}

}  // namespace

std::string calculate_suggestion(const std::vector<std::string>& candidates, const std::string& name) {
  if (candidates.size() >= kMaxCandidates) return "";
  std::string best;
  int best_distance = INT32_MAX;
  for (const std::string& item : candidates) {
    if (item == name) continue;
    int max_distance = static_cast<int>(name.size() + item.size() + 3) * kMoveCost / 6;
    max_distance = std::min(max_distance, best_distance - 1);
    int distance = levenshtein_distance(name, item, max_distance);
    if (distance > max_distance) continue;
    if (best_distance == INT32_MAX || distance < best_distance) {
      best = item;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggestion_suffix(Object* exc) {
  Object* name = nullptr;
  bool is_name_error = object_type_check(exc, exc_NameError);
  bool is_import = object_type_check(exc, exc_ImportError);
  if (is_name_error) name = static_cast<NameErrorObject*>(exc)->name;
  if (is_import) name = static_cast<ImportErrorObject*>(exc)->name_from;
  if (object_type_check(exc, exc_AttributeError)) name = static_cast<AttributeErrorObject*>(exc)->name;
  if (!name || !unicode_check(name)) return "";
  std::string wrong = wtf8_of(name);
  if (wrong.empty()) return "";
  std::string suggestion = is_import       ? suggest_import(static_cast<ImportErrorObject*>(exc), wrong)
                           : is_name_error ? suggest_name(exc, name, wrong)
                                           : suggest_attribute(static_cast<AttributeErrorObject*>(exc), wrong);
  std::string result = suggestion.empty() ? "" : ". Did you mean: '" + suggestion + "'?";
  if (is_name_error && is_stdlib_module_name(wrong)) {
    result += (suggestion.empty() ? ". Did you forget to import '" : " Or did you forget to import '") + wrong + "'?";
  }
  return result;
}

bool is_stdlib_module_name(std::string_view name) {
  return std::any_of(std::begin(kStdlibModuleNames), std::end(kStdlibModuleNames),
                     [name](const char* known) { return name == known; });
}

}  // namespace py
