// The references that leave an object, with the names a reader knows them by. A walk of the paused machine: no count
// changes, nothing is allocated on the Python heap, no Python code runs.
#pragma once
#include <functional>
#include <string>

#include "object/object.h"  // Object

namespace py::observe {

// What follows one reference: its label (name, [index], [key], .attribute) and whether it is weak. Returns false to end.
using ReferenceVisitor = std::function<bool(const std::string& label, Object* target, bool weak)>;

// Visits the references of an object in the order in which a reader expects them. Classes, modules, code objects and
// the like are leaves: what they hold belongs to the interpreter more than to the program.
void visit_references(Object* object, const ReferenceVisitor& visit);

// True for a name like __doc__, which a picture of a namespace leaves out.
bool is_dunder(Object* name);

// One short line that stands for the value: a literal for atoms, "3 items" for containers, a name for functions.
std::string short_value(Object* object);

// The object's type name, "array.array" and the like included.
std::string type_name(Object* object);

// sys.getsizeof without running __sizeof__ of Python classes, in bytes.
double size_of(Object* object);

// The first byte of the object's block, before GC head and pre-header.
const void* block_of(Object* object);
bool is_on_heap(Object* object);  // not a static of the interpreter

}  // namespace py::observe
