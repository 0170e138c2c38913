// The second look at source that does not parse: which SyntaxError CPython would raise.
// CPython 3.13: Parser/pegen.c (_PyPegen_run_parser), Parser/pegen_errors.c
#pragma once
#include <string_view>
#include <vector>

#include "lang/parser.h"        // ParseMode
#include "lang/syntax_error.h"  // SyntaxErrorInfo

namespace py::lang {

// Where the fast parser gave up: the first token of the last top-level statement it began, and how
// many warnings it had issued by then. Statements before are known to be valid, and no rule for
// invalid syntax objects to them. -1: look at everything.
struct RestartPoint {
  int token = -1;
  size_t warnings = 0;
};

// Parses text (as decode_source gives it) from the restart on by the table of grammar rules, first
// without and then with the rules for invalid syntax. Type kNone when the source is valid after all;
// *warnings gets what the first parse warned of. `accepted`: the fast parser found no fault, so only
// CPython's nesting limit and the single-statement check remain to be looked at.
SyntaxErrorInfo find_syntax_error(std::string_view text, ParseMode mode, bool accepted,
                                  const RestartPoint& restart,
                                  std::vector<SyntaxWarningInfo>* warnings);

}  // namespace py::lang
