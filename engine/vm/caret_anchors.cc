// Where the carets of a traceback change to tildes: the text of the failing expression is parsed again, as traceback.py
// does with ast, to find its operator or brackets.
// CPython 3.13: Lib/traceback.py (_extract_caret_anchors_from_line_segment, _should_show_carets)
#include "lang/ast.h"     // the tree of the expression
#include "lang/parser.h"  // parse_module
#include "types/text.h"
#include "vm/pythonrun.h"

namespace py {

namespace {

using Lines = std::vector<std::u32string>;

bool is_space(char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f) || c == 0x85 || c == 0xa0; }

Lines split_lines(const std::u32string& text) {
  Lines lines;
  size_t start = 0;
  while (start < text.size()) {
    size_t end = text.find(U'\n', start);
    if (end == std::u32string::npos) end = text.size();
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

int utf8_width(char32_t c) { return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4; }

// Index of the character at a byte offset.
int character_offset(const std::u32string& line, int byte_offset) {
  int index = 0;
  for (int bytes = 0; index < static_cast<int>(line.size()) && bytes < byte_offset; index++) {
    bytes += utf8_width(line[static_cast<size_t>(index)]);
  }
  return index;
}

// A position in the segment. The tree was parsed with one more line in front: its line 2 is line 0 here.
struct Position {
  int line, column;
};

class Scanner {
 public:
  explicit Scanner(const Lines& lines) : lines_(lines) {}

  bool failed() const { return failed_; }
  int character(int line, int byte_column) const {
    if (line < 0 || line >= count()) return 0;
    return character_offset(lines_[static_cast<size_t>(line)], byte_column);
  }
  Position end_of(const lang::Expr* expr) const {
    int line = expr->loc.end_lineno - 2;
    return {line, character(line, expr->loc.end_col_offset)};
  }
  // Moves to an existing character: ends of lines lead to the next line.
  Position valid(Position at) {
    while (at.line < count() && at.column >= width(at.line)) at = {at.line + 1, 0};
    if (at.line >= count() || at.line < 0) failed_ = true;
    return at;
  }
  // The first character from `at` on for which stop holds; comments and continuation marks end their line.
  template <class Stop>
  Position until(Position at, Stop stop) {
    at = valid(at);
    while (!failed_) {
      char32_t c = at_(at);
      if (c == '\\' || c == '#') {
        at = valid({at.line + 1, 0});
      } else if (!stop(c)) {
        at = valid({at.line, at.column + 1});
      } else {
        break;
      }
    }
    return at;
  }
  int width(int line) const { return static_cast<int>(lines_[static_cast<size_t>(line)].size()); }
  char32_t at_(Position at) const { return lines_[static_cast<size_t>(at.line)][static_cast<size_t>(at.column)]; }

 private:
  int count() const { return static_cast<int>(lines_.size()); }
  const Lines& lines_;
  bool failed_ = false;
};

CaretAnchors operator_anchor(Scanner& scan, const lang::BinOp* expr) {
  Position at = scan.until(scan.end_of(expr->left), [](char32_t c) { return !is_space(c) && c != ')'; });
  if (scan.failed()) return {};
  int right = at.column + 1;
  int next_line = expr->right->loc.lineno - 2;
  if (right < scan.width(at.line) &&
      (next_line > at.line || right < scan.character(next_line, expr->right->loc.col_offset))) {
    char32_t c = scan.at_({at.line, right});
    if (!is_space(c) && c != '\\' && c != '#') right++;  // an operator of two characters
  }
  return {at.line, at.column, at.line, right, true};
}

CaretAnchors bracket_anchors(Scanner& scan, const lang::Expr* inner, const lang::Expr* whole, char32_t bracket) {
  Position left = scan.until(scan.end_of(inner), [bracket](char32_t c) { return c == bracket; });
  if (scan.failed()) return {};
  Position right = scan.end_of(whole);
  return {left.line, left.column, right.line, right.column, true};
}

}  // namespace

CaretAnchors caret_anchors(const std::u32string& segment) {
  // In parentheses it is an expression, however many lines it has.
  std::string text = "(\n" + utf8_of(segment) + "\n)";
  lang::Arena arena;
  lang::ParseOptions options;
  options.source_is_utf8 = true;
  lang::ParseResult parsed = lang::parse_module(text, "<segment>", arena, options);
  auto* mod = lang::as_if<lang::Module>(parsed.mod);
  if (!mod || mod->body.size() != 1) return {};
  auto* statement = lang::as_if<lang::ExprStmt>(mod->body[0]);
  if (!statement) return {};
  Lines lines = split_lines(segment);
  Scanner scan(lines);
  const lang::Expr* expr = statement->value;
  if (auto* binary = lang::as_if<const lang::BinOp>(expr)) return operator_anchor(scan, binary);
  if (auto* subscript = lang::as_if<const lang::Subscript>(expr)) {
    return bracket_anchors(scan, subscript->value, expr, U'[');
  }
  if (auto* call = lang::as_if<const lang::Call>(expr)) return bracket_anchors(scan, call->func, expr, U'(');
  return {};
}

bool carets_are_redundant(const Lines& lines, int start, int end) {
  std::string text;
  for (size_t i = 0; i < lines.size(); i++) text += (i ? "\n" : "") + utf8_of(lines[i]);
  lang::Arena arena;
  lang::ParseOptions options;
  options.source_is_utf8 = true;
  lang::ParseResult parsed = lang::parse_module(text, "<lines>", arena, options);
  auto* mod = lang::as_if<lang::Module>(parsed.mod);
  if (!mod || mod->body.empty()) return mod != nullptr;  // nothing but comments: no carets
  const lang::Expr* value = nullptr;
  if (auto* ret = lang::as_if<lang::Return>(mod->body[0])) {
    auto* call = ret->value ? lang::as_if<lang::Call>(ret->value) : nullptr;
    if (call && call->func->kind == lang::ExprKind::Name) value = call;
  } else if (auto* assign = lang::as_if<lang::Assign>(mod->body[0])) {
    auto* call = lang::as_if<lang::Call>(assign->value);
    if (call && assign->targets.size() == 1 && assign->targets[0]->kind == lang::ExprKind::Name) value = call;
  }
  return value && value->loc.lineno == 1 && value->loc.end_lineno == static_cast<int>(lines.size()) &&
         value->loc.col_offset == start && value->loc.end_col_offset == end;
}

}  // namespace py
