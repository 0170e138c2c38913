// The assembler: optimised instructions to the bytes and tables of a code object.
// CPython 3.13: Python/assemble.c, Objects/locations.md, Objects/exception_handling_notes.txt
#pragma once
#include "lang/flowgraph.h"  // FlowgraphResult

namespace py::lang {

// Makes the code object. `consts` is the final co_consts.
std::unique_ptr<CodeSpec> assemble_code(UnitMetadata& metadata, const std::vector<ConstRef>& consts,
                                        FlowgraphResult& flowgraph, CompileContext& context,
                                        ConstCache& cache, uint32_t code_flags,
                                        std::string_view filename);

}  // namespace py::lang
