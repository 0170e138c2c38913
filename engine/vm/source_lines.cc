// Lines of source for tracebacks: what the machine and the import system have read is kept here by file name.
// CPython 3.13: Lib/linecache.py, tokenize.open
#include <map>
#include <string>
#include <vector>

#include "vm/pythonrun.h"

namespace py {

bool (*source_read_file)(const std::string& filename, std::string* text);

namespace {

// The text of one file, and where its lines start.
struct Source {
  std::string text;
  std::vector<size_t> starts;
};
std::map<std::string, Source> sources;

// A line ends with \n, \r\n or \r, as universal newlines read it.
void index_lines(Source& source) {
  const std::string& text = source.text;
  size_t start = text.compare(0, 3, "\xef\xbb\xbf") == 0 ? 3 : 0;
  while (start < text.size()) {
    source.starts.push_back(start);
    size_t end = text.find_first_of("\r\n", start);
    if (end == std::string::npos) break;
    start = end + ((text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n') ? 2 : 1);
  }
}

const Source* find_source(const std::string& filename) {
  auto found = sources.find(filename);
  if (found != sources.end()) return &found->second;
  if (filename.empty() || (filename.front() == '<' && filename.back() == '>')) return nullptr;
  std::string text;
  if (!source_read_file || !source_read_file(filename, &text)) return nullptr;
  source_cache_set(filename.c_str(), text.data(), text.size());
  return &sources[filename];
}

}  // namespace

void source_cache_set(const char* filename, const char* text, size_t size) {
  Source& source = sources[filename];
  source.text.assign(text, size);
  source.starts.clear();
  index_lines(source);
}

void source_cache_clear() { sources.clear(); }

bool source_line(const char* filename, int lineno, std::string* line) {
  const Source* source = find_source(filename);
  if (!source || lineno < 1 || static_cast<size_t>(lineno) > source->starts.size()) return false;
  size_t start = source->starts[static_cast<size_t>(lineno) - 1];
  size_t end = source->text.find_first_of("\r\n", start);
  *line = source->text.substr(start, end == std::string::npos ? end : end - start);
  return true;
}

}  // namespace py
