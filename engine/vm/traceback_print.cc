// The text of exceptions: frames with source and carets, chains, groups, notes, SyntaxError's own form.
// CPython 3.13: Lib/traceback.py (TracebackException, StackSummary), Python/traceback.c (the plain form)
//
// Everything is composed in C++ strings: the Python heap sees no more than str(), dir() and attribute reads of the
// exceptions themselves, and the pieces come out as traceback.py writes them.
#include <algorithm>
#include <memory>
#include <set>

#include "object/abstract.h"
#include "object/identifiers.h"       // ID
#include "types/codeobject.h"         // positions
#include "types/dictobject.h"         // globals
#include "types/exceptions.h"
#include "types/listobject.h"
#include "types/longobject.h"
#include "types/text.h"
#include "types/traceback.h"
#include "types/tupleobject.h"
#include "types/typeobject.h"         // names of classes
#include "types/unicodeobject.h"
#include "vm/frameobject.h"
#include "vm/pythonrun.h"

namespace py {

namespace {

using Pieces = std::vector<std::string>;
using Text = std::u32string;

constexpr int kRecursiveCutoff = 3;  // identical frames shown before "[Previous line repeated"
constexpr int kMaxGroupWidth = 15, kMaxGroupDepth = 10;

// --- Text tools, as textwrap and str have them ---

bool is_blank(char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f); }

Text strip_right(Text s) {
  while (!s.empty() && is_blank(s.back())) s.pop_back();
  return s;
}
size_t leading_blanks(const Text& s) {
  size_t n = 0;
  while (n < s.size() && is_blank(s[n])) n++;
  return n;
}

// Removes the blanks that all lines begin with; blank lines become empty.
void dedent(std::vector<Text>& lines) {
  bool have_margin = false;
  Text margin;
  for (Text& line : lines) {
    size_t n = line.find_first_not_of(U" \t");
    if (n == Text::npos) {
      line.clear();
      continue;
    }
    Text indent = line.substr(0, n);
    if (!have_margin) {
      margin = indent;
      have_margin = true;
      continue;
    }
    size_t common = 0;
    while (common < margin.size() && common < indent.size() && margin[common] == indent[common]) common++;
    margin.resize(common);
  }
  if (margin.empty()) return;
  for (Text& line : lines) {
    if (!line.empty()) line.erase(0, margin.size());
  }
}

// Every line of text with prefix in front.
std::string indent_lines(const std::string& text, const std::string& prefix) {
  std::string out;
  size_t start = 0;
  while (start < text.size()) {
    size_t end = text.find('\n', start);
    end = end == std::string::npos ? text.size() : end + 1;
    out += prefix;
    out.append(text, start, end - start);
    start = end;
  }
  return out;
}

bool is_wide(char32_t c) {
  static const char32_t kRanges[][2] = {
      {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},   {0x25fd, 0x25fe},
      {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26a1, 0x26a1},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},
      {0x2705, 0x2705},   {0x270a, 0x270b},   {0x2728, 0x2728},   {0x274c, 0x274c},   {0x2753, 0x2755},
      {0x2795, 0x2797},   {0x2b50, 0x2b50},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
      {0x4e00, 0xa4c6},   {0xa960, 0xa97c},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe10, 0xfe19},
      {0xfe30, 0xfe6b},   {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x16fe0, 0x18d08}, {0x1b000, 0x1b2fb},
      {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a}, {0x1f200, 0x1f320},
      {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3},
      {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc},
      {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f567}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5}, {0x1f6d0, 0x1f6d7},
      {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7f0}, {0x1f90c, 0x1f9ff}, {0x1fa70, 0x1faff},
      {0x20000, 0x3fffd}};
  for (const auto& range : kRanges) {
    if (c >= range[0] && c <= range[1]) return true;
  }
  return false;
}

// Columns that the first `offset` characters of a line take on a terminal.
int display_width(const Text& line, int offset) {
  int width = 0;
  bool ascii = std::all_of(line.begin(), line.end(), [](char32_t c) { return c < 0x80; });
  if (ascii) return offset;
  for (int i = 0; i < offset && i < static_cast<int>(line.size()); i++) width += is_wide(line[static_cast<size_t>(i)]) ? 2 : 1;
  return width;
}

int character_of_byte(const Text& line, int byte_offset) {
  int index = 0;
  for (int bytes = 0; index < static_cast<int>(line.size()) && bytes < byte_offset; index++) {
    char32_t c = line[static_cast<size_t>(index)];
    bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
  return index;
}

// --- Frames ---

using FrameSummary = FrameText;

// The file of the module whose globals a frame uses: what linecache shows for code with a made-up file name.
std::string module_file(FrameObject* frame) {
  Object* globals = frame_get_globals(frame);
  Object* file = globals && dict_check(globals) ? dict_get_item(globals, ID(__file__)) : nullptr;
  std::string result = file && unicode_check(file) ? wtf8_of(file) : "";
  xdecref(globals);
  return result;
}

// A line of the frame's file, or of its module's when there is no such file.
bool frame_source_line(const FrameSummary& frame, int lineno, std::string* line) {
  if (source_line(frame.filename.c_str(), lineno, line)) return true;
  bool made_up = !frame.filename.empty() && frame.filename.front() == '<' && frame.filename.back() == '>';
  std::string first;
  if (made_up || frame.module_file.empty() || source_line(frame.filename.c_str(), 1, &first)) return false;
  return source_line(frame.module_file.c_str(), lineno, line);
}

FrameSummary summarise(TracebackObject* tb) {
  FrameSummary summary;
  CodeObject* code = frame_get_code(tb->tb_frame);
  summary.filename = text_of(code->co_filename);
  summary.name = text_of(code->co_name);
  if (tb->tb_lasti >= 0) {
    code_addr2location(code, tb->tb_lasti, &summary.line, &summary.column, &summary.end_line, &summary.end_column);
  }
  decref(code);
  if (summary.line == -1) summary.line = traceback_lineno(tb);
  if (summary.end_line == -1) summary.end_line = summary.line;
  summary.module_file = module_file(tb->tb_frame);
  return summary;
}

std::vector<Text> source_lines(const FrameSummary& frame) {
  std::vector<Text> lines;
  if (frame.has_source) return {strip_right(code_points_of(frame.source))};
  for (int n = frame.line; n <= frame.end_line; n++) {
    std::string line;
    frame_source_line(frame, n, &line);
    lines.push_back(strip_right(code_points_of(line)));
  }
  return lines;
}

// One frame's marked lines: which columns get carets, and which of them tildes.
class CaretPrinter {
 public:
  CaretPrinter(const std::vector<Text>& lines, int start, int end)
      : lines_(lines), last_(static_cast<int>(lines.size()) - 1) {
    start_width_ = display_width(lines_[0], start);
    end_width_ = display_width(lines_[static_cast<size_t>(last_)], end);
    Text segment;
    for (const Text& line : lines_) segment += (&line == &lines_[0] ? Text() : Text(U"\n")) + line;
    size_t length = segment.size() - (lines_.back().size() - static_cast<size_t>(end));
    segment = segment.substr(static_cast<size_t>(start), length - static_cast<size_t>(start));
    anchors_ = caret_anchors(segment);
    show_ = should_show(start, end);
    if (anchors_.found) {
      if (anchors_.left_line == 0) anchors_.left_column += start;
      if (anchors_.right_line == 0) anchors_.right_column += start;
      anchors_.left_column = display_width(at(anchors_.left_line), anchors_.left_column);
      anchors_.right_column = display_width(at(anchors_.right_line), anchors_.right_column);
    }
  }

  // The significant lines, each with its carets below; longer gaps are abbreviated.
  std::vector<Text> print() {
    std::set<int> significant = {0, last_};
    if (anchors_.found) {
      for (int d = -1; d <= 1; d++) {
        significant.insert(anchors_.left_line + d);
        significant.insert(anchors_.right_line + d);
      }
    }
    significant.erase(-1);
    significant.erase(last_ + 1);
    int previous = -1;
    for (int n : significant) {
      int difference = n - previous;
      if (previous >= 0 && difference == 2) output_line(n - 1);
      if (previous >= 0 && difference > 2) {
        out_.push_back(code_points_of("...<" + std::to_string(difference - 1) + " lines>..."));
      }
      output_line(n);
      previous = n;
    }
    return std::move(out_);
  }

 private:
  const Text& at(int line) const { return lines_[static_cast<size_t>(line)]; }

  bool should_show(int start, int end) const {
    if (carets_are_redundant(lines_, start, end)) return false;
    if (anchors_.found) return true;
    const Text& first = lines_.front();
    const Text& last = lines_.back();
    Text before = first.substr(0, static_cast<size_t>(start));
    Text after = last.substr(std::min(static_cast<size_t>(end), last.size()));
    return leading_blanks(before) != before.size() || !strip_right(after).empty();
  }

  bool between_anchors(int line, int column) const {
    if (!anchors_.found) return false;
    bool after_left = line > anchors_.left_line || (line == anchors_.left_line && column >= anchors_.left_column);
    bool before_right = line < anchors_.right_line || (line == anchors_.right_line && column < anchors_.right_column);
    return after_left && before_right;
  }

  void output_line(int n) {
    out_.push_back(at(n));
    if (!show_) return;
    int blanks = static_cast<int>(leading_blanks(at(n)));
    int width = n == last_ ? end_width_ : display_width(at(n), static_cast<int>(at(n).size()));
    Text carets;
    for (int column = 0; column < width; column++) {
      if (column < blanks || (n == 0 && column < start_width_)) {
        carets += U' ';
      } else if (anchors_.found) {
        carets += between_anchors(n, column) ? U'^' : U'~';
      } else {
        carets += U'^';
      }
    }
    out_.push_back(carets);
  }

  const std::vector<Text>& lines_;
  int last_, start_width_, end_width_;
  CaretAnchors anchors_;
  bool show_;
  std::vector<Text> out_;
};

}  // namespace

std::string format_frame_text(const FrameText& frame) {
  std::string filename = frame.filename.compare(0, 8, "<stdin>-") == 0 ? "<stdin>" : frame.filename;
  std::string line = frame.line == -1 ? "None" : std::to_string(frame.line);
  std::string row = "  File \"" + filename + "\", line " + line + ", in " + frame.name + "\n";
  if (frame.line == -1) return row;
  std::vector<Text> original = source_lines(frame);
  std::vector<Text> lines = original;
  dedent(lines);
  bool any = std::any_of(lines.begin(), lines.end(), [](const Text& l) { return leading_blanks(l) != l.size(); });
  if (!any) return row;
  if (frame.column == -1 || frame.end_column == -1) {
    Text first = original[0].substr(leading_blanks(original[0]));
    return row + "    " + utf8_of(first) + "\n";
  }
  int removed = static_cast<int>(original[0].size()) - static_cast<int>(lines[0].size());
  int start = std::max(0, character_of_byte(original[0], frame.column) - removed);
  int end = std::max(0, character_of_byte(original.back(), frame.end_column) - removed);
  std::vector<Text> marked = CaretPrinter(lines, start, end).print();
  dedent(marked);
  for (const Text& text : marked) row += "    " + utf8_of(text) + "\n";
  return row;
}

namespace {

std::string repeated(int count) {
  count -= kRecursiveCutoff;
  return "  [Previous line repeated " + std::to_string(count) + " more time" + (count > 1 ? "s" : "") + "]\n";
}

// sys.tracebacklimit: how many frames to show.
long traceback_limit() {
  Object* limit = sys_get_object("tracebacklimit");
  if (!limit || !long_check(limit)) return INT32_MAX;
  int overflow;
  int64_t value = long_as_long_and_overflow(limit, &overflow);
  if (overflow > 0) return INT32_MAX;
  return overflow < 0 || value < 0 ? 0 : static_cast<long>(std::min<int64_t>(value, INT32_MAX));
}

// The part of a traceback that a limit leaves: the first frames, or with a negative limit the last ones.
TracebackObject* limit_start(Object* traceback, long limit) {
  auto* tb = static_cast<TracebackObject*>(traceback);
  if (limit >= 0) return tb;
  long length = 0;
  for (auto* t = tb; t; t = t->tb_next) length++;
  for (; tb && length > -limit; length--) tb = tb->tb_next;
  return tb;
}

// Calls format(frame) for each frame that is shown and adds the lines about repetitions.
template <class Format>
Pieces format_frames(Object* traceback, long limit, Format format) {
  Pieces out;
  FrameSummary last;
  int count = 0;
  if (limit == kNoTracebackLimit) limit = traceback_limit();
  for (auto* tb = limit_start(traceback, limit); tb && limit != 0; tb = tb->tb_next) {
    if (limit > 0) limit--;
    FrameSummary frame = summarise(tb);
    if (frame.filename != last.filename || frame.line != last.line || frame.name != last.name) {
      if (count > kRecursiveCutoff) out.push_back(repeated(count));
      last = frame;
      count = 0;
    }
    if (++count <= kRecursiveCutoff) out.push_back(format(frame));
  }
  if (count > kRecursiveCutoff) out.push_back(repeated(count));
  return out;
}

// --- Exceptions ---

// What is captured of one exception before anything is printed.
struct Captured {
  Object* exc;  // borrowed: the top one is alive, and it holds the others
  Object* traceback;
  std::string message;
  std::unique_ptr<Captured> cause, context;
  std::vector<std::unique_ptr<Captured>> exceptions;
  bool is_group = false;
};

BaseExceptionObject* base(Object* o) { return static_cast<BaseExceptionObject*>(o); }

std::unique_ptr<Captured> capture_one(Object* exc, std::set<Object*>& seen) {
  auto captured = std::make_unique<Captured>();
  seen.insert(exc);
  captured->exc = exc;
  captured->traceback = static_cast<BaseExceptionObject*>(exc)->traceback;
  if (!safe_str(exc, &captured->message)) captured->message = "<exception str() failed>";
  captured->message += suggestion_suffix(exc);
  return captured;
}

// Captures exc, its causes, contexts and members: each once, in traceback.py's order.
std::unique_ptr<Captured> capture(Object* top) {
  std::set<Object*> seen;
  std::unique_ptr<Captured> result = capture_one(top, seen);
  std::vector<Captured*> queue = {result.get()};
  while (!queue.empty()) {
    Captured* c = queue.back();
    queue.pop_back();
    BaseExceptionObject* e = base(c->exc);
    if (e->cause && e->cause != None && !seen.count(e->cause)) c->cause = capture_one(e->cause, seen);
    bool need_context = !c->cause && !e->suppress_context;
    if (e->context && e->context != None && need_context && !seen.count(e->context)) {
      c->context = capture_one(e->context, seen);
    }
    if (exception_group_check(c->exc)) {
      c->is_group = true;
      Object* excs = static_cast<BaseExceptionGroupObject*>(c->exc)->excs;
      for (Ssize i = 0; i < tuple_size(excs); i++) c->exceptions.push_back(capture_one(tuple_item(excs, i), seen));
    }
    if (c->cause) queue.push_back(c->cause.get());
    if (c->context) queue.push_back(c->context.get());
    for (auto& member : c->exceptions) queue.push_back(member.get());
  }
  return result;
}

// --- SyntaxError ---

// An int field, or false when it is missing or None.
bool int_field(Object* field, int* out) {
  if (!field || !long_check(field)) return false;
  int overflow;
  int64_t value = long_as_long_and_overflow(field, &overflow);
  *out = overflow ? (overflow > 0 ? INT32_MAX : -1) : static_cast<int>(std::clamp<int64_t>(value, INT32_MIN, INT32_MAX));
  return true;
}
bool has_value(Object* field) { return field && field != None; }
std::string str_field(Object* field) {
  std::string out;
  safe_str(field, &out);
  return out;
}

void mark_syntax_error(SyntaxErrorObject* e, Pieces& out) {
  Text whole = unicode_check(e->text) ? code_points_of(e->text) : Text();
  Text rtext = whole;
  while (!rtext.empty() && rtext.back() == '\n') rtext.pop_back();
  size_t spaces = rtext.find_first_not_of(U" \n\f");
  if (spaces == Text::npos) spaces = rtext.size();
  Text ltext = rtext.substr(spaces);
  int offset;
  if (!int_field(e->offset, &offset)) {
    out.push_back("    " + utf8_of(ltext) + "\n");
    return;
  }
  int width = static_cast<int>(rtext.size());
  int line = -1, end_line = -2, end_offset = 0;
  bool has_line = int_field(e->lineno, &line), has_end_line = int_field(e->end_lineno, &end_line);
  bool same_line = has_line == has_end_line && (!has_line || line == end_line);
  if (!same_line) {
    end_offset = width + 1;
  } else if (!int_field(e->end_offset, &end_offset) || end_offset == 0) {
    end_offset = offset;
  }
  if (!whole.empty() && offset > static_cast<int>(whole.size())) offset = width + 1;
  if (!whole.empty() && end_offset > static_cast<int>(whole.size())) end_offset = width + 1;
  if (offset >= end_offset || end_offset < 0) end_offset = offset + 1;
  int column = offset - 1 - static_cast<int>(spaces);
  int end_column = end_offset - 1 - static_cast<int>(spaces);
  out.push_back("    " + utf8_of(ltext) + "\n");
  if (column < 0) return;
  Text marks;
  for (int i = 0; i < column && i < static_cast<int>(ltext.size()); i++) {
    char32_t c = ltext[static_cast<size_t>(i)];
    marks += is_blank(c) ? c : U' ';
  }
  marks.append(static_cast<size_t>(end_column - column), U'^');
  out.push_back("    " + utf8_of(marks) + "\n");
}

void format_syntax_error(SyntaxErrorObject* e, const std::string& type, Pieces& out) {
  std::string suffix;
  if (has_value(e->lineno)) {
    std::string filename = has_value(e->filename) ? str_field(e->filename) : "";
    if (filename.empty()) filename = "<string>";
    out.push_back("  File \"" + filename + "\", line " + str_field(e->lineno) + "\n");
  } else if (has_value(e->filename)) {
    suffix = " (" + str_field(e->filename) + ")";
  }
  if (has_value(e->text)) mark_syntax_error(e, out);
  std::string message = has_value(e->msg) ? str_field(e->msg) : "";
  if (message.empty()) message = "<no detail available>";
  out.push_back(type + ": " + message + suffix + "\n");
}

// --- Notes, final lines ---

void format_notes(Object* exc, Pieces& out) {
  Object* notes = nullptr;
  if (object_get_optional_attr(exc, ID(__notes__), &notes) < 0) {
    Object* error = err_get_raised_exception();
    std::string text;
    if (!safe_repr(error, &text)) text = "<__notes__ repr() failed>";
    decref(error);
    out.push_back("Ignored error getting __notes__: " + text + "\n");
    return;
  }
  if (!notes || notes == None) {
    xdecref(notes);
    return;
  }
  if (list_check(notes) || tuple_check(notes)) {
    Ssize n = list_check(notes) ? list_size(notes) : tuple_size(notes);
    for (Ssize i = 0; i < n; i++) {
      std::string note;
      if (!safe_str(list_check(notes) ? list_item(notes, i) : tuple_item(notes, i), &note)) note = "<note str() failed>";
      size_t start = 0, end;
      while ((end = note.find('\n', start)) != std::string::npos) {
        out.push_back(note.substr(start, end - start + 1));
        start = end + 1;
      }
      out.push_back(note.substr(start) + "\n");
    }
  } else {
    std::string text;
    if (!safe_repr(notes, &text)) text = "<__notes__ repr() failed>";
    out.push_back(text + "\n");
  }
  decref(notes);
}

void format_exception_only(const Captured& c, Pieces& out) {
  std::string type = exception_type_text(c.exc->ob_type);
  if (object_type_check(c.exc, exc_SyntaxError)) {
    format_syntax_error(static_cast<SyntaxErrorObject*>(c.exc), type, out);
  } else {
    out.push_back(c.message.empty() ? type + "\n" : type + ": " + c.message + "\n");
  }
  format_notes(c.exc, out);
}

// --- Chains and groups ---

class ExceptionPrinter {
 public:
  ExceptionPrinter(long limit, bool chained) : limit_(limit), chained_(chained) {}
  void format(const Captured& top) {
    std::vector<std::pair<const char*, const Captured*>> chain;
    for (const Captured* c = &top; c;) {
      const Captured* next = c->cause ? c->cause.get() : (!base(c->exc)->suppress_context ? c->context.get() : nullptr);
      if (!chained_) next = nullptr;
      const char* message =
          !next ? nullptr
          : c->cause ? "\nThe above exception was the direct cause of the following exception:\n\n"
                   : "\nDuring handling of the above exception, another exception occurred:\n\n";
      chain.push_back({message, c});
      c = next;
    }
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
      if (it->first) emit({it->first});
      format_one(*it->second);
    }
  }
  Pieces out;

 private:
  std::string indent() const { return std::string(static_cast<size_t>(2 * depth_), ' '); }
  void emit(const Pieces& pieces, char margin = '|') {
    std::string prefix = indent();
    if (depth_) prefix += std::string(1, margin) + " ";
    for (const std::string& piece : pieces) out.push_back(depth_ ? indent_lines(piece, prefix) : piece);
  }

  // The frames below a headline, when there are any to show.
  void emit_stack(const Captured& c, const char* headline, char margin) {
    Pieces frames = format_frames(c.traceback, limit_, format_frame_text);
    if (frames.empty()) return;
    emit({headline}, margin);
    emit(frames);
  }

  void format_one(const Captured& c) {
    Pieces only;
    format_exception_only(c, only);
    if (!c.is_group) {
      emit_stack(c, "Traceback (most recent call last):\n", '|');
      emit(only);
    } else if (depth_ > kMaxGroupDepth) {
      emit({"... (max_group_depth is " + std::to_string(kMaxGroupDepth) + ")\n"});
    } else {
      bool top = depth_ == 0;
      if (top) depth_++;
      emit_stack(c, "Exception Group Traceback (most recent call last):\n", top ? '+' : '|');
      emit(only);
      format_members(c);
      if (top) depth_ = 0;
    }
  }

  void format_members(const Captured& c) {
    int total = static_cast<int>(c.exceptions.size());
    int n = std::min(total, kMaxGroupWidth + 1);
    need_close_ = false;
    for (int i = 0; i < n; i++) {
      bool last = i == n - 1;
      if (last) need_close_ = true;  // a nested group may draw the closing line itself
      bool truncated = i >= kMaxGroupWidth;
      out.push_back(indent() + (i == 0 ? "+-" : "  ") + "+---------------- " +
                    (truncated ? "..." : std::to_string(i + 1)) + " ----------------\n");
      depth_++;
      if (!truncated) {
        format(*c.exceptions[static_cast<size_t>(i)]);
      } else {
        int remaining = total - kMaxGroupWidth;
        emit({"and " + std::to_string(remaining) + " more exception" + (remaining > 1 ? "s" : "") + "\n"});
      }
      if (last && need_close_) {
        out.push_back(indent() + "+------------------------------------\n");
        need_close_ = false;
      }
      depth_--;
    }
  }

  long limit_;
  bool chained_;
  int depth_ = 0;
  bool need_close_ = false;
};

}  // namespace

std::string exception_type_text(TypeObject* type) {
  std::string result;
  Object* module = type_get_module_name(type);
  if (!module) err_clear();
  if (!module || !unicode_check(module)) {
    result = "<unknown>.";
  } else {
    std::string name = text_of(module);
    if (name != "__main__" && name != "builtins") result = name + ".";
  }
  xdecref(module);
  Object* qualname = type_get_qual_name(type);
  if (!qualname || !unicode_check(qualname)) {
    err_clear();
    result += "<unknown>";
  } else {
    result += text_of(qualname);
  }
  xdecref(qualname);
  return result;
}

std::string format_traceback_plain(Object* tb) {
  std::string out = "Traceback (most recent call last):\n";
  Pieces frames = format_frames(tb, kNoTracebackLimit, [](const FrameSummary& frame) {
    std::string row = "  File \"" + frame.filename + "\", line " + std::to_string(frame.line) + ", in " + frame.name + "\n";
    std::string line;
    // Reading a file takes the io module: not when sys.modules is already empty.
    if (interp.modules && dict_size(interp.modules) > 0 && frame.line > 0 && source_line(frame.filename.c_str(), frame.line, &line)) {
      size_t start = line.find_first_not_of(" \t\f");
      row += "    " + (start == std::string::npos ? "" : line.substr(start)) + "\n";
    }
    return row;
  });
  for (const std::string& frame : frames) out += frame;
  return out;
}

std::vector<std::string> format_exception(Object* exc, Object* tb, long limit, bool chain) {
  std::unique_ptr<Captured> captured = capture(exc);
  if (tb) captured->traceback = tb == None ? nullptr : tb;
  ExceptionPrinter printer(limit, chain);
  printer.format(*captured);
  return std::move(printer.out);
}

std::vector<std::string> format_exception_last(Object* exc) {
  std::set<Object*> seen;
  Pieces out;
  format_exception_only(*capture_one(exc, seen), out);
  return out;
}

}  // namespace py
